"""A proposal that asks for what no record can say ends with one line that names the class."""

from __future__ import annotations

from datetime import date

import pytest

from lovgraf.core.errors import InputError
from lovgraf.proposals.assess import assess
from lovgraf.proposals.fitting import lay_over_fitting
from lovgraf.proposals.proposal import proposal_of
from tests.checker.proposals.small import NORM, law, text

FLAG = "[ owl:onProperty record:flag ; owl:hasValue %s ]"


def refused(turtle: str) -> InputError:
    """What is said by an assessment, and by whatever else a proposal is laid over the law for."""
    with pytest.raises(InputError) as caught:
        assess(law(), [proposal_of(turtle, "p.ttl")])
    for day in (None, date(2030, 1, 1), date(1990, 1, 1)):
        with pytest.raises(InputError) as also:
            lay_over_fitting(law(), [proposal_of(turtle, "p.ttl")], day)
        assert str(also.value) == str(caught.value)
    return caught.value


def bound(expression: str) -> str:
    """The proposal with another class for whom it binds."""
    sailing = "[ owl:onProperty record:sails ; owl:hasValue true ]"
    turtle = text()
    assert sailing in turtle
    return turtle.replace(sailing, expression)


@pytest.mark.parametrize(
    ("expression", "danish", "english"),
    [
        (FLAG % '"XX"', "en af koderne DK, NO, SE", "one of the codes DK, NO, SE"),
        (FLAG % "true", "en af koderne", "one of the codes"),
        ("[ owl:onProperty record:sails ; owl:hasValue 1 ]", "ja eller nej", "yes or no"),
        ('[ owl:onProperty record:shipAge ; owl:hasValue "old" ]', "et helt tal", "whole number"),
        ("[ owl:complementOf " + FLAG % '"XX"' + " ]", "en af koderne", "one of the codes"),
    ],
)
def test_a_value_that_a_fact_cannot_have(expression: str, danish: str, english: str) -> None:
    turtle = bound(expression)
    error = refused(turtle)
    lines = turtle.splitlines()
    assert error.line is not None
    assert "class/sailing" in lines[error.line - 1]
    assert danish in error.message.da
    assert english in error.message.en


@pytest.mark.parametrize(
    ("was", "comes"),
    [
        ("[ owl:onProperty record:sails ; owl:hasValue true ]", "[ a owl:Class ; owl:unionOf () ]"),
        ("sh:path record:inspected ; sh:hasValue true", "sh:path record:inspected ; sh:in ()"),
    ],
)
def test_an_empty_list(was: str, comes: str) -> None:
    shape = (
        "<duty/x> a sh:NodeShape ; sh:property [ sh:path record:inspected ; sh:hasValue true ] ."
    )
    turtle = text(shape)
    assert was in turtle
    assert "has an empty list" in refused(turtle.replace(was, comes)).message.en


def test_an_obligation_to_nothing() -> None:
    error = refused(text(part='a core:Obligation ; rdfs:label "P"@da, "D"@en ;'))
    assert error.line is not None
    assert "core:duty" in error.message.da
    assert "does not say what must hold" in error.message.en


def test_a_text_in_place_of_a_class() -> None:
    turtle = text().replace("core:addressee <proposal/all/class/sailing>", 'core:addressee "all"')
    assert "must point at something" in refused(turtle).message.en


def test_a_title_of_blanks() -> None:
    turtle = text().replace('"Syn af alle skibe"@da, "Inspection of all ships"@en', '" "@da')
    assert "no title" in refused(turtle).message.en


def test_a_route_that_leads_back_to_what_it_grants() -> None:
    own = """<route/loop> a core:AccessRoute ; rdfs:label "Ring"@da, "Loop"@en ;
      core:grants <capability/stamp> ; core:needs <capability/stamp> ; core:provider <a/office> .
    <capability/stamp> a core:Capability ; rdfs:label "Stempel"@da, "Stamp"@en .
    <a/office> rdfs:label "Kontor"@da, "Office"@en .
    """
    words = """core:grants a owl:ObjectProperty . core:needs a owl:ObjectProperty .
      core:provider a owl:ObjectProperty . core:Capability a owl:Class . """
    turtle = text(own, part=f"core:replaces <{NORM}> ;")
    turtle = turtle.replace("core:introduces <", "core:introduces <route/loop> , <", 1)
    found = assess(law(words), [proposal_of(turtle, "p.ttl")])
    (gap,) = [gap for gap in found.gaps if gap.code == "circular"]
    assert gap.norm is not None
    assert gap.norm.endswith("route/loop")


CREW = """record:Sailor a owl:Class ; skos:notation "sailor" ;
    rdfs:label "sømand"@da, "sailor"@en ; record:plural "søfolk"@da, "sailors"@en .
  record:plural a owl:AnnotationProperty .
  record:hiredOn a record:Column ; record:column "hired_on" ; record:datatype xsd:date ;
    record:recordType record:Sailor ; rdfs:label "ansat den"@da, "hired on"@en .
  record:tattooed a record:Column ; record:column "tattooed" ; record:datatype xsd:boolean ;
    record:recordType record:Sailor ; rdfs:label "tatoveret"@da, "tattooed"@en .
  core:deadline a owl:ObjectProperty . core:trigger a owl:ObjectProperty .
  core:period a owl:DatatypeProperty . core:Deadline a owl:Class ."""


@pytest.mark.parametrize(
    "turtle",
    [
        bound("[ owl:onProperty record:tattooed ; owl:hasValue true ]"),
        bound("[ owl:complementOf [ owl:onProperty record:tattooed ; owl:hasValue true ] ]"),
        text(
            part=f"core:replaces <{NORM}> ; core:deadline [ a core:Deadline ; "
            'core:trigger record:hiredOn ; core:period "P5D"^^xsd:duration ] ;'
        ),
    ],
)
def test_what_only_records_of_another_type_have(turtle: str) -> None:
    """Nobody whom the norm is about can be asked: an example of one could not be tried."""
    with pytest.raises(InputError) as caught:
        assess(law(CREW), [proposal_of(turtle, "p.ttl")])
    assert caught.value.line is not None
    assert "is not said of ship but of sailors" in caught.value.message.en.lower()
