"""The core vocabulary is complete, bilingual and within what the reasoner reads."""

from __future__ import annotations

import re

import pyoxigraph as ox
import pytest
from rdflib import OWL, RDF, RDFS, SKOS, Graph, Literal, URIRef
from rdflib.term import Node

from lovgraf.core.terms import BASE, CORE
from lovgraf.core.turtle import parse_turtle
from lovgraf.law.graph import ONTOLOGY, SHAPES
from lovgraf.reference.hermit import reason
from lovgraf.reference.owl_axioms import UNSUPPORTED

CORE_GRAPH = parse_turtle(ONTOLOGY / "core.ttl")
# Properties that point at classes, shapes or facts, or hold dates: annotations in OWL 2 DL.
ANNOTATIONS = """
    addressee eligible granted heldBy withinReachOf duty trigger performedOn beforeEvent recordType
    bearer judgedBy inForceFrom inForceUntil readOn seenOn period lawAsOf concerns strikes
    exampleAsOf exampleFacts exampleTurtle goodExample badExample
""".split()  # noqa: SIM905


def terms() -> list[URIRef]:
    return sorted(
        s
        for s in CORE_GRAPH.subjects(RDF.type, unique=True)
        if isinstance(s, URIRef) and str(s).startswith(str(CORE))
    )


def languages(graph: Graph, subject: Node, predicate: Node) -> list[str]:
    values = graph.objects(subject, predicate)
    return sorted(str(v.language) for v in values if isinstance(v, Literal))


@pytest.mark.parametrize("term", terms(), ids=lambda t: str(t).removeprefix(str(CORE)))
def test_each_term_is_labelled_defined_and_placed(term: URIRef) -> None:
    assert languages(CORE_GRAPH, term, RDFS.label) == ["da", "en"]
    assert languages(CORE_GRAPH, term, SKOS.definition) == ["da", "en"]
    assert list(CORE_GRAPH.objects(term, RDFS.isDefinedBy))


@pytest.mark.parametrize("name", ANNOTATIONS)
def test_what_points_at_classes_or_holds_dates_is_an_annotation(name: str) -> None:
    assert set(CORE_GRAPH.objects(CORE[name], RDF.type)) == {OWL.AnnotationProperty}


def test_no_range_aborts_the_reasoner_and_nothing_is_imported() -> None:
    assert not set(CORE_GRAPH.objects(None, RDFS.range)) & UNSUPPORTED
    assert not list(CORE_GRAPH.triples((None, OWL.imports, None)))


@pytest.mark.slow
def test_the_vocabulary_is_consistent_and_every_class_can_have_members() -> None:
    found = reason(CORE_GRAPH)
    assert found.consistent
    assert not found.unsatisfiable
    assert (CORE.Obligation, CORE.Norm) in found.subclasses


def test_every_core_term_that_is_used_is_declared() -> None:
    declared = {str(term) for term in terms()}
    for path in [*ONTOLOGY.rglob("*.ttl"), *SHAPES.rglob("*.ttl")]:
        quads = ox.parse(path=path, base_iri=BASE)
        nodes = {node for quad in quads for node in (quad.subject, quad.predicate, quad.object)}
        used = {node.value for node in nodes if isinstance(node, ox.NamedNode)}
        assert {iri for iri in used if iri.startswith(str(CORE))} <= declared, path.name


def test_what_was_not_verified_says_so() -> None:
    """Only the LegalRuleML terms seen in its RDF file go without a remark."""
    seen = {"Obligation", "DeonticSpecification"}
    for subject, value in CORE_GRAPH.subject_objects(SKOS.closeMatch):
        match = re.search(r"legalruleml/ns/v1.0/metamodel#(\w+)$", str(value))
        if match and match.group(1) not in seen:
            assert languages(CORE_GRAPH, subject, CORE.verification) == ["da", "en"]


def test_the_principles_are_seven() -> None:
    scheme = CORE.DigitalReadyPrinciples
    principles = list(CORE_GRAPH.subjects(SKOS.inScheme, scheme))
    numbers = {str(CORE_GRAPH.value(p, SKOS.notation)) for p in principles}
    assert numbers == set("1234567")


def test_what_a_turtle_report_says_is_declared() -> None:
    report = Graph().parse(ONTOLOGY.parent / "tests" / "golden" / "check.values.ttl")
    used = {term for _, p, o in report for term in (p, o) if str(term).startswith(BASE)}
    ours = {term for term in used if "core#" in str(term) or "/verdict/" in str(term)}
    assert CORE.verdict in ours
    assert all((term, SKOS.definition, None) in CORE_GRAPH for term in ours)


def test_the_verdicts_are_those_of_the_reports() -> None:
    from lovgraf.reports.words import VERDICT

    for name, words in VERDICT.items():
        labels = {
            str(word)
            for word in CORE_GRAPH.objects(URIRef(f"{BASE}verdict/{name}"), SKOS.prefLabel)
        }
        assert labels == {words.da, words.en}
