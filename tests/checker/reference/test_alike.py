"""What HermiT is not asked twice is what it could only answer alike."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lovgraf.core.terms import BASE, RECORD
from lovgraf.facts.values import NONE, State, Value
from lovgraf.reference.oracles import Oracles, comparable, representative
from tests.agreement.laws import PREFIXES, view_of

VOCABULARY = view_of(PREFIXES).law.facts
NUMBER, CODE, DAY = (VOCABULARY[str(RECORD[n])] for n in ("number", "code", "startedOn"))
FACETS = """
<class/who> a owl:Class ; owl:equivalentClass [ a owl:Class ; owl:unionOf (
  [ a owl:Restriction ; owl:onProperty record:number ; owl:hasValue 3 ]
  [ a owl:Restriction ; owl:onProperty record:number ; owl:someValuesFrom [ a rdfs:Datatype ;
    owl:onDatatype xsd:integer ; owl:withRestrictions ( [ xsd:minExclusive 6 ] ) ] ]
  [ a owl:Restriction ; owl:onProperty record:number ; owl:someValuesFrom <range/below> ] ) ] .
<range/below> a rdfs:Datatype ; owl:equivalentClass [ a rdfs:Datatype ;
  owl:onDatatype xsd:integer ; owl:withRestrictions ( [ xsd:maxInclusive -2 ] ) ] .
"""
WHO = f"{BASE}class/who"


@given(st.integers(-30, 30), st.frozensets(st.integers(-30, 30), max_size=4))
def test_a_number_stays_on_its_side_of_every_number_it_is_held_against(
    state: int, against: frozenset[int]
) -> None:
    stands = representative(NUMBER, state, against)
    assert isinstance(stands, int)
    for number in against:
        assert (stands > number, stands == number) == (state > number, state == number)


def test_yes_may_stand_for_one_in_a_set() -> None:
    for against in ({1}, {True}):  # of both, a set keeps the first
        named = [value for value in against if comparable(2, value)]
        assert representative(NUMBER, 2, named) not in (0, 1)
        assert representative(NUMBER, 0, named) not in (1, 2)
        assert representative(NUMBER, 1, named) == 1


@given(st.sampled_from("abcd"), st.frozensets(st.sampled_from("abcd")))
def test_a_text_is_one_that_is_named_or_another(state: str, against: frozenset[Value]) -> None:
    stands = representative(CODE, state, against)
    assert stands == state if state in against else stands not in against


def test_what_may_be_counted_or_measured_stays() -> None:
    kept: list[State] = [None, NONE, True, ("a", "b")]
    assert [representative(CODE, state, {3}) for state in kept] == kept
    assert representative(CODE, "long", {3}) == "long"
    days = {representative(DAY, day, ()) for day in (date(2014, 1, 1), date.min)}
    assert len(days) == 1


def test_hermit_answers_one_of_each_kind_as_it_would_each() -> None:
    oracles = Oracles(view_of(PREFIXES + FACETS).law)
    fact = str(RECORD.number)
    asked = {n: (WHO, "thing", ((fact, n),)) for n in range(-6, 12)}
    oracles.ask_classes(asked.values())
    assert len(oracles.classes) < len(asked)
    for n, question in asked.items():
        member = n == 3 or n > 6 or n <= -2
        assert oracles.classes[oracles.class_question(question)] is member, n


SHAPE = """
<duty/1> a sh:NodeShape ; sh:or (
  [ sh:path record:number ; sh:in ( 3 4 ) ]
  [ sh:path record:number ; sh:minExclusive 7 ]
  [ sh:property [ sh:path record:code ; sh:hasValue "a" ] ;
    sh:property [ sh:path record:startedOn ; sh:minInclusive "2014-12-01"^^xsd:date ] ] ) .
"""
DUTY = f"{BASE}duty/1"


def test_pyshacl_answers_one_of_each_kind_as_it_would_each() -> None:
    oracles = Oracles(view_of(PREFIXES + SHAPE).law)
    number, code, day = (str(RECORD[name]) for name in ("number", "code", "startedOn"))
    asked = {
        (n, text, on): (DUTY, "thing", ((code, text), (number, n), (day, on)))
        for n in range(-3, 12)
        for text in ("a", "b", "c")
        for on in (date(2014, 11, 30), date(2014, 12, 1), NONE)
    }
    oracles.ask_shapes(asked.values())
    assert len(oracles.shapes) < len(asked) / 2
    for (n, text, on), question in asked.items():
        met = n in (3, 4) or n > 7 or (text == "a" and on in (NONE, date(2014, 12, 1)))
        assert oracles.shapes[oracles.shape_question(question)] is met, (n, text, on)


@pytest.mark.parametrize(
    "constraint", ['sh:pattern "^a"', "sh:minLength 2", "sh:lessThan record:endedOn"]
)
def test_what_more_is_asked_of_than_how_it_compares_stays(constraint: str) -> None:
    fact = str(RECORD.startedOn if "endedOn" in constraint else RECORD.code)
    shape = f"<duty/1> a sh:NodeShape ; sh:property [ sh:path <{fact}> ; {constraint} ] ."
    oracles = Oracles(view_of(PREFIXES + shape).law)
    for state in ("abc", "b", date(2014, 1, 1)):
        assert oracles.shape_state(DUTY, fact, state) == state
