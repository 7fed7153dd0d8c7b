"""Links to what others have names for: of things that are there, each kind with its basis."""

from __future__ import annotations

import re

from rdflib import RDF, SKOS, VOID, Graph, Namespace, URIRef

from lovgraf.core.terms import BASE, CORE, RECORD
from lovgraf.law import Law
from lovgraf.law.graph import ONTOLOGY
from tests.checker.query.published import published

DPV = Namespace("https://w3id.org/dpv#")
KINDS = set(Graph().parse(ONTOLOGY / "links.ttl").subjects(RDF.type, VOID.Linkset))


def test_each_kind_of_link_says_what_it_rests_on(law: Law) -> None:
    graph = law.graph
    assert len(KINDS) == 4
    for kind in KINDS:
        link = graph.value(kind, VOID.linkPredicate)
        assert {note.language for note in graph.objects(kind, CORE.note)} == {"da", "en"}  # type: ignore[attr-defined]
        outward = [o for o in graph.objects(None, link) if not str(o).startswith(BASE)]
        assert outward, kind
        assert all(isinstance(o, URIRef) for o in outward)


def test_personal_data_is_said_of_facts(law: Law) -> None:
    graph = law.graph
    facts = {
        s for kind in (RECORD.Column, RECORD.DerivedFact) for s in graph.subjects(RDF.type, kind)
    }
    linked = set(graph.subjects(DPV.hasPersonalData))
    assert linked <= facts
    assert {RECORD.cprNumber, RECORD.birthDate, RECORD.name, RECORD.address} <= linked
    kinds = set(graph.objects(RECORD.citizenship, DPV.hasPersonalData))
    assert kinds == {URIRef("https://w3id.org/dpv/pd#Citizenship")}


def test_kinds_of_personal_data_are_those_of_dpv(law: Law) -> None:
    """Where a copy of the vocabulary (`pd.ttl`) is at hand."""
    known = set(Graph().parse(published("pd.ttl")).subjects(RDF.type, SKOS.Concept))
    assert set(law.graph.objects(None, DPV.hasPersonalData)) <= known


def test_nothing_is_linked_by_a_number_from_memory(law: Law) -> None:
    """Identifiers that nobody could look up are left out."""
    addresses = {str(o) for o in law.graph.objects() if isinstance(o, URIRef)}
    unknown = re.compile(r"wikidata\.org|eurovoc\.europa\.eu|authority/corporate-body")
    assert [one for one in addresses if unknown.search(one)] == []


def test_what_was_read_and_is_in_force_says_until_when_it_is_covered(law: Law) -> None:
    """What is changed later is not seen, and answers say so: an act that was read, bears norms and
    has no end says up to which day it is encoded."""
    graph = law.graph
    read = {str(act) for act in graph.subjects(CORE.readOn) if (act, RDF.type, CORE.Act) in graph}
    bearing = {act for act in read for norm in law.norms if norm.startswith(f"{act}/par/")}
    lasting = {act for act in bearing if graph.value(URIRef(act), CORE.inForceUntil) is None}
    assert len(lasting) > 10
    assert {act for act in lasting if not graph.value(URIRef(act), CORE.coveredUntil)} == set()
