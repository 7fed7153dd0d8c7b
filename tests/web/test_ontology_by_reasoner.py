"""HermiT reads the downloaded ontology and finds the groups of people, and what binds them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import product

import numpy as np
import pyoxigraph as ox
import pytest
from rdflib import OWL, RDF, RDFS, BNode, Graph, Literal, URIRef

from lovgraf.conditions.coding import Bools
from lovgraf.conditions.kleene import Logic
from lovgraf.conditions.tree import Condition
from lovgraf.core.terms import BASE, CORE, RECORD
from lovgraf.core.turtle_terms import TermReader
from lovgraf.engine.in_memory import Record
from lovgraf.facts.fact import Column, Derived
from lovgraf.law import Law, LawView
from lovgraf.proposals.case_space import possible
from lovgraf.proposals.judge import Judge
from lovgraf.proposals.overview.standing import groups
from lovgraf.reference.hermit import run_hermit
from lovgraf.reference.operators import Record as Reference
from lovgraf.reference.owl_axioms import state_as_class, terminology
from lovgraf.verdicts.program import Program, Programs, compile_programs
from lovgraf_web import create_app
from tests.examples import WHOLE, whole

DAY = date(2014, 12, 1)
SECONDS = 120
TEN, OF_GROUPS = 10, 5
NORMS = (
    "law/2012/528/par/3/stk/1/norm/connection",
    "law/2013/5/par/24/stk/1/pkt/2/norm/notify-departure",
)
"""Duties that HermiT is to find people bound by."""
FOLLOWING = ("1", "1/full-number", "abroad", "danish-cpr-number", "full-cpr-number")
"""Groups that follow from three facts."""
FEW, MORE = URIRef("http://example.org/few"), URIRef("http://example.org/more")


@pytest.fixture(scope="module")
def download(law: Law) -> Graph:
    """The file of the shipped law."""
    return downloaded(law, DAY)


def downloaded(law: Law, day: date) -> Graph:
    """The file of a law as a reasoner loads it."""
    return TermReader().fill(Graph(bind_namespaces="none"), list(quads_of(law, day)))


def quads_of(law: Law, day: date) -> Iterator[ox.Quad]:
    """What that file says: of so much, to look through it once is enough."""
    content = create_app({"LAW": law}).test_client().get(f"/ontology.owl?as_of={day}").data
    return ox.parse(content, ox.RdfFormat.RDF_XML)


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


def _people(view: LawView, named: list[Condition], some: list[Program]) -> list[Record]:
    """Ten people: some of the kinds that groups tell apart, and of each of some norms somebody who
    is bound, who is not addressed (and not exempt), and who is exempt."""
    nothing = Programs(view, view.law.facts)
    cells = possible(nothing, also=named, record_type="person").seen_by(named)
    found = [cells.witness(int(cell)) for cell in np.linspace(0, cells.size - 1, OF_GROUPS)]
    for one in some:
        asked = [one.addressed, one.exempt]
        cells = possible(nothing, also=asked, record_type="person").seen_by(asked)
        bound = cells.truth(one.addressed) & cells.falsity(one.exempt)
        stranger = cells.falsity(one.addressed) & cells.falsity(one.exempt)
        kinds = [bound, stranger, cells.truth(one.exempt)]
        found += [cells.witness(int(np.argmax(kind))) for kind in kinds if kind.any()]
    return found[:TEN]


def _by_value(download: Graph, link: URIRef, norm: str, name: str) -> URIRef:
    """A class of those whom a link leads to a norm."""
    found, some = URIRef(f"http://example.org/{name}/{norm}"), BNode()
    download.add((some, RDF.type, OWL.Restriction))
    download.add((some, OWL.onProperty, link))
    download.add((some, OWL.hasValue, URIRef(norm)))
    download.add((found, RDF.type, OWL.Class))
    download.add((found, OWL.equivalentClass, some))
    return found


def _also_told(person: URIRef, law: Law, record: Record) -> Graph:
    """What OWL 2 cannot derive, as the file lists it, and what is not so of what may be: OWL draws
    no conclusion from what it was not told."""
    facts, known = Graph(), Reference(law.facts, dict(record), DAY)
    for fact in law.facts.facts.values():
        if not isinstance(fact, Column | Derived) or "person" not in fact.record_types:
            continue
        state = known.state(fact.iri) if fact.datatype != "date" and not fact.multi else None
        if isinstance(state, bool | int | str):
            facts.add((person, URIRef(fact.iri), Literal(state)))
    return facts


def test_who_has_a_large_head_is_to_wear_a_hat(hats: Law) -> None:
    """By the file of another law, and nobody whose head is small or of whom nothing is told."""
    norm, heads = f"{BASE}law/1900/1/par/1/norm/hat", {"large": 62, "small": 50, "any": None}
    axioms = downloaded(hats, date(1970, 1, 1))
    addressed = _by_value(axioms, CORE.addressedBy, norm, "addressed")
    people = {}
    for name, size in heads.items():
        person = URIRef(f"http://example.org/{name}")
        people[person] = Graph().add((person, RDF.type, RECORD.Person))
        if size is not None:
            people[person].add((person, RECORD.headSize, Literal(size)))
    large = next(iter(people))
    assert _members(axioms, people, [addressed]) == {(large, addressed)}


@whole("test_who_has_a_large_head_is_to_wear_a_hat")
@pytest.mark.slow
def test_ten_people_are_in_the_groups_and_bound_by_the_norms_that_the_checker_finds(
    law: Law, download: Graph
) -> None:
    """One start of HermiT for all: groups from what is on record; norms once the person is told
    what OWL 2 cannot derive; a group and an addressee from three facts alone."""
    view = law.at(DAY)
    own = groups(view, "person")
    programs = compile_programs(view, "person")
    some = [programs.programs[f"{BASE}{name}"] for name in NORMS]
    conditions = [group.condition for group in own]
    asked = [*conditions, *(c for one in some for c in (one.addressed, one.exempt))]
    columns = [c for c in law.facts.columns.values() if "person" in c.record_types]
    judge = Judge(Programs(view, law.facts), asked, {}, columns)
    records = _people(view, conditions, some)
    logic = Logic(judge.atoms, judge.judge(records).codes)
    bound = {one.norm.iri: _by_value(download, CORE.boundBy, one.norm.iri, "bound") for one in some}
    addressed = _by_value(download, CORE.addressedBy, some[0].norm.iri, "addressed")
    says: dict[URIRef, Bools] = {URIRef(g.iri): logic.evaluate(g.condition)[0] for g in own}
    says |= {
        bound[one.norm.iri]: logic.evaluate(one.addressed)[0] & logic.evaluate(one.exempt)[1]
        for one in some
    }
    says[addressed] = logic.evaluate(some[0].addressed)[0]
    names = [URIRef(f"http://example.org/person/{number}") for number in range(len(records))]
    people = {
        name: _told(name, law, record) + _also_told(name, law, record)
        for name, record in zip(names, records, strict=True)
    }
    expected = {
        (name, what)
        for what, who in says.items()
        for name, so in zip(names, np.broadcast_to(who, (len(names),)), strict=True)
        if so
    }
    for one in some:
        stranger = logic.evaluate(one.addressed)[1] & logic.evaluate(one.exempt)[1]
        assert stranger.any(), "nobody would be bound for want of an addressee alone"
    assert {*bound.values()} <= {what for _, what in expected}
    assert len({what for _, what in expected} - {*bound.values()}) > 4
    few, more = _of_three_facts()
    people |= {FEW: few, MORE: more}
    expected |= {(FEW, URIRef(f"{BASE}group/{name}")) for name in FOLLOWING}
    expected |= {(MORE, URIRef(f"{BASE}group/residents")), (MORE, addressed)}
    assert _members(download, people, says) == expected


def _of_three_facts() -> tuple[Graph, Graph]:
    """Two people of whom little is told: nobody has to be told what follows, and nothing follows of
    what was not told, such as that there is no exemption."""
    few, more = Graph(), Graph()
    few.add((FEW, RDF.type, RECORD.Person))
    few.add((FEW, RECORD.homeInDenmark, Literal(False)))
    few.add((FEW, RECORD.danishPassport, Literal(True)))
    few.add((FEW, RECORD.cprBasis, Literal("registered")))
    more.add((MORE, RDF.type, RECORD.Person))
    more.add((MORE, RECORD.homeInDenmark, Literal(True)))
    more.add((MORE, RECORD.deceased, Literal(False)))
    more.add((MORE, RECORD.age, Literal(30)))
    return few, more


@pytest.mark.slow
def test_acts_norms_and_routes_are_individuals(law: Law, hats: Law) -> None:
    """Of the invented law, or of the shipped one where the whole is asked for."""
    own_law, day = (law, DAY) if WHOLE else (hats, date(1970, 1, 1))
    type_of, individual = ox.NamedNode(str(RDF.type)), ox.NamedNode(str(OWL.NamedIndividual))
    declared = {
        URIRef(one.subject.value)
        for one in quads_of(own_law, day)
        if one.predicate == type_of
        and one.object == individual
        and isinstance(one.subject, ox.NamedNode)
    }
    for kind in (CORE.Act, CORE.Obligation, CORE.AccessRoute, CORE.Provision):
        own = {one for one in own_law.graph.subjects(RDF.type, kind) if isinstance(one, URIRef)}
        assert own <= declared
        assert own or kind == CORE.AccessRoute
