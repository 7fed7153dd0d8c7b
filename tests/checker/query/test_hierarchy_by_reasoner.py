"""The hierarchy found by saturation against HermiT, on the groups and what they build on."""

from __future__ import annotations

import pytest
from rdflib import OWL, RDF, URIRef

from lovgraf.core.terms import BASE, CORE
from lovgraf.law import Law
from lovgraf.query.hierarchy import Hierarchy
from lovgraf.reference.hermit import reason
from lovgraf.reference.owl_axioms import module


@pytest.mark.slow
def test_nothing_is_found_that_the_reasoner_does_not_find(law: Law) -> None:
    groups = {s for s in law.graph.subjects(RDF.type, CORE.TargetGroup) if isinstance(s, URIRef)}
    part, _ = module(law.graph, groups)
    inferred = reason(part).subclasses
    classes = {s for s in part.subjects(RDF.type, OWL.Class) if isinstance(s, URIRef)}
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
def test_classes_that_are_apart_have_no_member_in_common(law: Law) -> None:
    """HermiT finds the conjunction of two such classes empty."""
    groups = {s for s in law.graph.subjects(RDF.type, CORE.TargetGroup) if isinstance(s, URIRef)}
    pairs = sorted(Hierarchy(law.graph).apart(groups, groups), key=str)
    assert (URIRef(f"{BASE}group/1"), URIRef(f"{BASE}group/2")) in pairs
    assert (URIRef(f"{BASE}group/1"), URIRef(f"{BASE}group/3")) in pairs
    part, _ = module(law.graph, groups)
    tested = {}
    for number, (one, other) in enumerate(pairs[::5]):
        both = URIRef(f"https://example.org/both/{number}")
        tested[both] = (one, other)
        part.add((both, RDF.type, OWL.Class))
        for over in (one, other):
            part.add((both, URIRef("http://www.w3.org/2000/01/rdf-schema#subClassOf"), over))
    assert set(tested) <= reason(part).unsatisfiable
