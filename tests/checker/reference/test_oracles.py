"""What HermiT is not asked twice is what it could only answer alike."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import URIRef

from lovgraf.core.terms import BASE, RECORD
from lovgraf.facts.values import NONE, State, Value
from lovgraf.reference import oracles
from lovgraf.reference.alike_states import comparable, representative
from lovgraf.reference.interchangeable import Interchangeable
from lovgraf.reference.oracles import Oracles
from lovgraf.reference.owl_axioms import module
from tests.agreement.laws import PREFIXES, view_of
from tests.examples import whole

# Texts of which a class says the same are asked about once; HermiT would answer each alike.

WHOM = f"{BASE}class/who"
WORD, AGE, FLAG = (str(RECORD[name]) for name in ("word", "number", "flag"))


def restriction(fact: str, value: str) -> str:
    """A restriction to a value."""
    return f"[ a owl:Restriction ; owl:onProperty record:{fact} ; owl:hasValue {value} ]"


def both(name: str, *parts: str) -> str:
    """A named class: all of its parts."""
    return (
        f"<class/{name}> a owl:Class ; owl:equivalentClass "
        f"[ a owl:Class ; owl:intersectionOf ( {' '.join(parts)} ) ] .\n"
    )


def words(*names: str) -> str:
    """A restriction to one of some words, as a range of its own."""
    listed = " ".join(f'"{name}"' for name in names)
    return (
        "[ a owl:Restriction ; owl:onProperty record:word ; owl:someValuesFrom "
        f"[ a rdfs:Datatype ; owl:oneOf ( {listed} ) ] ]"
    )


FLAGGED, NUMBERED = restriction("flag", "true"), restriction("number", "1")
PARTS = {
    **{n: (restriction("word", f'"{n}"'), FLAGGED) for n in ("first", "second")},
    "turned": (FLAGGED, restriction("word", '"turned"')),
    **{n: (restriction("word", f'"{n}"'), NUMBERED) for n in ("third", "fourth")},
    "negative": (restriction("word", '"negative"'), restriction("flag", "false")),
    "shared": (restriction("word", '"shared"'), FLAGGED),
    "lonely": (FLAGGED, restriction("word", '"lonely"')),
    "listed": (words("one", "two", "three", "lonely"), NUMBERED),
    "elsewhere": (restriction("country", '"shared"'), NUMBERED),
}
LAW = PREFIXES + "".join(both(name, *parts) for name, parts in PARTS.items()) + (
    "<class/who> a owl:Class ; owl:equivalentClass [ a owl:Class ; owl:unionOf ( "
    + " ".join(f"<class/{name}>" for name in PARTS)
    + " ) ] ."
)  # fmt: skip
ALIKE = [
    {"first", "second", "turned"}, {"third", "fourth"}, {"negative"}, {"shared"}, {"lonely"},
    {"one", "two", "three"},
]  # fmt: skip


def test_texts_are_alike_where_an_exchange_leaves_the_axioms_as_they_are() -> None:
    axioms, _ = module(view_of(LAW).law.graph, {URIRef(WHOM)})
    kinds = Interchangeable(axioms, {URIRef(WHOM)}, URIRef(WORD))
    found: dict[str, set[str]] = {}
    for text in sorted(set().union(*ALIKE)):
        found.setdefault(kinds.stands_for(text), set()).add(text)
    assert sorted(map(sorted, found.values())) == sorted(map(sorted, ALIKE))


def test_a_class_that_means_something_outside_is_not_one_of_those_in_between() -> None:
    kept = {URIRef(WHOM), URIRef(f"{BASE}class/first")}
    axioms, _ = module(view_of(LAW).law.graph, kept)
    kinds = Interchangeable(axioms, kept, URIRef(WORD))
    assert kinds.stands_for("first") != kinds.stands_for("second") == kinds.stands_for("turned")


def test_a_fact_that_is_tied_to_another_is_left_alone() -> None:
    tied = f"{LAW} record:word rdfs:subPropertyOf record:country ."
    axioms, _ = module(view_of(tied).law.graph, {URIRef(WHOM)})
    kinds = Interchangeable(axioms, {URIRef(WHOM)}, URIRef(WORD))
    assert {kinds.stands_for(text) for text in ("first", "second")} == {"first", "second"}


@pytest.mark.slow
@whole("test_hermit_answers_one_of_each_kind_as_it_would_each")
def test_hermit_answers_one_text_of_each_kind_as_it_would_each(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = [
        (WHOM, "thing", ((FLAG, flag), (AGE, number), (WORD, text)))
        for text in [*sorted(set().union(*ALIKE)), "other"]
        for flag in (True, False)
        for number in (0, 1)
    ]

    def answers(least: int) -> tuple[list[bool], int]:
        monkeypatch.setattr(oracles, "MANY_TEXTS", least)
        found = Oracles(view_of(LAW).law)
        found.ask_classes(asked)
        return [found.classes[found.class_question(one)] for one in asked], len(found.classes)

    each, number = answers(1000)
    assert answers(0) == (each, number - 4 * 5)
    assert 0 < sum(each) < len(each)


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


@pytest.mark.slow
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
