"""The hierarchy found by saturation against HermiT, on the groups and what they build on."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from rdflib import OWL, RDF, RDFS, Graph, URIRef
from rdflib.term import Node

from lovgraf.core.terms import BASE, CORE
from lovgraf.law import Law
from lovgraf.query.hierarchy import Hierarchy
from lovgraf.reference.hermit import Classification, reason
from lovgraf.reference.owl_axioms import module


@dataclass(frozen=True)
class Reasoned:
    """The groups of the law and what they build on, with the conjunctions of some groups that are
    apart, and what HermiT finds of them: it is started once."""

    groups: set[URIRef]
    pairs: list[tuple[Node, Node]]
    part: Graph
    tested: set[URIRef]
    found: Classification


@pytest.fixture(scope="module")
def reasoned(law: Law) -> Reasoned:
    """What HermiT finds of the shipped law."""
    groups = {s for s in law.graph.subjects(RDF.type, CORE.TargetGroup) if isinstance(s, URIRef)}
    pairs = sorted(Hierarchy(law.graph).apart(groups, groups), key=str)
    part, _ = module(law.graph, groups)
    tested = set()
    for number, pair in enumerate(pairs[::5]):
        both = URIRef(f"https://example.org/both/{number}")
        tested.add(both)
        part.add((both, RDF.type, OWL.Class))
        for over in pair:
            part.add((both, RDFS.subClassOf, over))
    return Reasoned(groups, pairs, part, tested, reason(part))


@pytest.mark.slow
def test_nothing_is_found_that_the_reasoner_does_not_find(reasoned: Reasoned) -> None:
    groups, part, inferred = reasoned.groups, reasoned.part, reasoned.found.subclasses
    classes = {s for s in part.subjects(RDF.type, OWL.Class) if isinstance(s, URIRef)}
    classes -= reasoned.tested
    found = {
        (below, over)
        for below, overs in Hierarchy(part).superclasses().items()
        for over in overs
        if {below, over} <= classes
    }
    assert found <= inferred
    of_groups = {(below, over) for below, over in inferred if below in groups and over in groups}
    assert of_groups <= found


@pytest.mark.slow
def test_classes_that_are_apart_have_no_member_in_common(reasoned: Reasoned) -> None:
    """HermiT finds the conjunction of two such classes empty."""
    assert (URIRef(f"{BASE}group/1"), URIRef(f"{BASE}group/2")) in reasoned.pairs
    assert (URIRef(f"{BASE}group/1"), URIRef(f"{BASE}group/3")) in reasoned.pairs
    assert reasoned.tested
    assert reasoned.tested <= reasoned.found.unsatisfiable
