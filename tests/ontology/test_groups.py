"""The target groups mean what the report says, by the reasoner and person by person."""

from __future__ import annotations

from itertools import product

import pytest
from rdflib import OWL, RDF, RDFS, BNode, Graph, Literal, URIRef

from lovgraf.core.terms import BASE, CORE, RECORD
from lovgraf.core.turtle import parse_turtle
from lovgraf.law.graph import ONTOLOGY
from lovgraf.reference.hermit import Classification, classify, reason

GROUPS = ("1", "2", "3", "4", "residents", "abroad", "1/full-number", "2/full-number")
SUBSUMED = {
    ("1", "abroad"),
    ("2", "abroad"),
    ("3", "abroad"),
    ("1/full-number", "1"),
    ("2/full-number", "2"),
    ("1/full-number", "full-cpr-number"),
}
NOT_SUBSUMED = {("full-cpr-number", "1"), ("4", "residents"), ("4", "abroad"), ("abroad", "3")}
DISJOINT = [
    ("1", "2"),
    ("1", "3"),
    ("2", "3"),
    ("residents", "1"),
    ("residents", "2"),
    ("residents", "3"),
    ("1", "4"),
    ("2/full-number", "4"),
]
OVERLAPPING = [("4", "2"), ("4", "3"), ("4", "residents"), ("1", "full-cpr-number")]


def group(name: str) -> URIRef:
    return URIRef(f"{BASE}group/{name}")


def graph() -> Graph:
    return parse_turtle(ONTOLOGY / "record.ttl") + parse_turtle(ONTOLOGY / "groups.ttl")


def meeting(one: str, other: str) -> URIRef:
    return URIRef(f"{BASE}test/{one}+{other}")


@pytest.fixture(scope="module")
def classified() -> Classification:
    """The groups, with a class for each pair whose overlap is in question."""
    groups = graph()
    for one, other in [*DISJOINT, *OVERLAPPING]:
        both = meeting(one, other)
        groups.add((both, RDF.type, OWL.Class))
        groups.add((both, RDFS.subClassOf, group(one)))
        groups.add((both, RDFS.subClassOf, group(other)))
    return reason(groups)


@pytest.mark.slow
def test_no_group_is_empty(classified: Classification) -> None:
    assert classified.consistent
    empty = {name for name in GROUPS if group(name) in classified.unsatisfiable}
    assert not empty


@pytest.mark.slow
@pytest.mark.parametrize(("one", "other"), DISJOINT)
def test_disjoint(classified: Classification, one: str, other: str) -> None:
    assert meeting(one, other) in classified.unsatisfiable


@pytest.mark.slow
@pytest.mark.parametrize(("one", "other"), OVERLAPPING)
def test_overlapping(classified: Classification, one: str, other: str) -> None:
    assert meeting(one, other) not in classified.unsatisfiable


@pytest.mark.slow
def test_subsumption(classified: Classification) -> None:
    assert {(group(a), group(b)) for a, b in SUBSUMED} <= classified.subclasses
    assert not {(group(a), group(b)) for a, b in NOT_SUBSUMED} & classified.subclasses


def expected(home: bool, passport: bool, works: bool, basis: str) -> set[str]:
    """The report's words, as a second and independent reading."""
    found = {"residents" if home else "abroad"}
    if not home and (passport or basis == "none"):
        number = "3" if not passport else "1" if basis != "none" else ""
    else:
        number = "" if home else "2"
    if number:
        found.add(number)
    if number in ("1", "2") and basis == "registered":
        found.add(f"{number}/full-number")
    if works and not passport and basis != "registered":
        found.add("4")
    return found


@pytest.mark.slow
def test_every_kind_of_person_is_in_the_groups_that_the_report_says() -> None:
    people = Graph()
    cases: dict[URIRef, set[str]] = {}
    values = product((True, False), (True, False), (True, False), ("none", "registered", "tax"))
    for number, (home, passport, works, basis) in enumerate(values):
        person = URIRef(f"{BASE}test/person/{number}")
        people.add((person, RDF.type, RECORD.Person))
        people.add((person, RECORD.home, Literal(home)))
        people.add((person, RECORD.danishPassport, Literal(passport)))
        people.add((person, RECORD.worksInDenmark, Literal(works)))
        people.add((person, RECORD.cprBasis, Literal(basis)))
        cases[person] = expected(home, passport, works, basis)
    found = classify(graph(), people, [group(name) for name in GROUPS])
    assert {p: {str(c).split("group/")[1] for c in found[p]} for p in cases} == cases


def test_passport_holders_abroad_without_any_number_belong_to_no_group() -> None:
    assert expected(home=False, passport=True, works=False, basis="none") == {"abroad"}


def test_every_group_says_where_the_report_speaks_of_it() -> None:
    groups = graph()
    named = [s for s in groups.subjects(RDF.type, CORE.TargetGroup) if not isinstance(s, BNode)]
    assert len(named) == len(GROUPS) + 2
    assert all(len(list(groups.objects(s, CORE.locator))) == 2 for s in named)
