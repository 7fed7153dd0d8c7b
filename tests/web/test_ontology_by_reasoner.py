"""HermiT reads the downloaded ontology and finds the groups of people, and what binds them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import product

import numpy as np
import pyoxigraph as ox
import pytest
from rdflib import OWL, RDF, RDFS, BNode, Graph, Literal, URIRef

from lovgraf.core.terms import BASE, CORE, RECORD
from lovgraf.core.turtle_terms import TermReader
from lovgraf.engine.in_memory import Record
from lovgraf.law import Law
from lovgraf.proposals.case_space import CaseSpace, possible
from lovgraf.proposals.overview.standing import groups
from lovgraf.reference.hermit import run_hermit
from lovgraf.reference.owl_axioms import state_as_class, terminology
from lovgraf.verdicts.program import Programs
from lovgraf_web import create_app

DAY = date(2014, 12, 1)
SECONDS = 60
PEOPLE = 10


@pytest.fixture(scope="module")
def download(law: Law) -> Graph:
    """The file as a reasoner loads it."""
    content = create_app({"LAW": law}).test_client().get(f"/ontology.owl?as_of={DAY}").data
    read = list(ox.parse(content, ox.RdfFormat.RDF_XML))
    return TermReader().fill(Graph(bind_namespaces="none"), read)


def _members(
    axioms: Graph, people: dict[URIRef, Graph], classes: Iterable[URIRef]
) -> set[tuple[URIRef, URIRef]]:
    """Who certainly belongs to which class: nobody could be that person and not belong."""
    found, tests = terminology(axioms), {}
    for person, facts in people.items():
        state_as_class(facts, person, person, found)
    for number, pair in enumerate(product(people, classes)):
        test, outside = URIRef(f"http://example.org/test/{number}"), BNode()
        tests[str(test)] = pair
        found.add((test, RDF.type, OWL.Class))
        found.add((test, RDFS.subClassOf, pair[0]))
        found.add((test, RDFS.subClassOf, outside))
        found.add((outside, RDF.type, OWL.Class))
        found.add((outside, OWL.complementOf, pair[1]))
    asked = [f"-k<{person}>" for person in people]
    said = run_hermit(found, [*asked, *(f"-k<{test}>" for test in tests)], SECONDS)
    assert said is not None, "the file contradicts itself"
    for person in people:
        assert f"<{person}> is satisfiable" in said, "the file contradicts what is told"
    return {pair for test, pair in tests.items() if f"<{test}> is not satisfiable" in said}


def _told(person: URIRef, law: Law, record: Record) -> Graph:
    """What a reasoner is told: no dates, but what they say of death."""
    facts = Graph()
    facts.add((person, RDF.type, RECORD.Person))
    died = False
    for iri, state in record.items():
        if URIRef(iri) == RECORD.deathDate:
            died = isinstance(state, date) and state <= DAY
        elif isinstance(state, bool | int | str) and law.facts[iri].datatype != "date":
            facts.add((person, URIRef(iri), Literal(state)))
    facts.add((person, RECORD.diedByDate, Literal(died)))
    return facts


def _ten(cells: CaseSpace) -> list[int]:
    return [int(cell) for cell in np.linspace(0, cells.size - 1, PEOPLE)]


@pytest.mark.slow
def test_ten_people_are_in_the_groups_that_the_checker_finds(law: Law, download: Graph) -> None:
    view = law.at(DAY)
    own = groups(view, "person")
    conditions = [group.condition for group in own]
    whole = possible(Programs(view, law.facts), also=conditions, record_type="person")
    cells = whole.seen_by(conditions)
    people, expected = {}, set()
    for number, cell in enumerate(_ten(cells)):
        person = URIRef(f"http://example.org/person/{number}")
        people[person] = _told(person, law, cells.witness(cell))
        expected |= {(person, URIRef(g.iri)) for g in own if cells.truth(g.condition)[cell]}
    assert len({group for _, group in expected}) > 4
    found = _members(download, people, [URIRef(group.iri) for group in own])
    assert found == expected


@pytest.mark.slow
def test_three_facts_are_enough_for_a_group_and_a_norm_that_binds(download: Graph) -> None:
    """Nobody has to be told what follows; and nothing follows of what was not told."""
    one, two = URIRef("http://example.org/one"), URIRef("http://example.org/two")
    facts = Graph()
    facts.add((one, RDF.type, RECORD.Person))
    facts.add((one, RECORD.homeInDenmark, Literal(False)))
    facts.add((one, RECORD.danishPassport, Literal(True)))
    facts.add((one, RECORD.cprBasis, Literal("registered")))
    others = Graph()
    others.add((two, RDF.type, RECORD.Person))
    others.add((two, RECORD.homeInDenmark, Literal(True)))
    others.add((two, RECORD.deceased, Literal(False)))
    others.add((two, RECORD.age, Literal(30)))
    group, residents = URIRef(f"{BASE}group/1"), URIRef(f"{BASE}group/residents")
    norm = URIRef(f"{BASE}law/2012/528/par/3/stk/1/norm/connection")
    addressed = BNode()
    download.add((addressed, RDF.type, OWL.Restriction))
    download.add((addressed, OWL.onProperty, CORE.addressedBy))
    download.add((addressed, OWL.hasValue, norm))
    by = URIRef("http://example.org/addressed")
    download.add((by, RDF.type, OWL.Class))
    download.add((by, OWL.equivalentClass, addressed))
    found = _members(download, {one: facts, two: others}, [group, residents, by])
    assert found == {(one, group), (two, residents), (two, by)}


@pytest.mark.slow
def test_acts_norms_and_routes_are_individuals(law: Law, download: Graph) -> None:
    declared = set(download.subjects(RDF.type, OWL.NamedIndividual))
    for kind in (CORE.Act, CORE.Obligation, CORE.AccessRoute, CORE.Provision):
        own = {one for one in law.graph.subjects(RDF.type, kind) if isinstance(one, URIRef)}
        assert own <= declared
