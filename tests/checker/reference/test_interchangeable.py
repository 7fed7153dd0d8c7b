"""Texts of which a class says the same are asked about once; HermiT would answer each alike."""

from __future__ import annotations

import pytest
from rdflib import URIRef

from lovgraf.core.terms import BASE, RECORD
from lovgraf.reference import oracles
from lovgraf.reference.oracles import Interchangeable, Oracles
from lovgraf.reference.owl_axioms import module
from tests.agreement.laws import PREFIXES, view_of

WHO = f"{BASE}class/who"
WORD, NUMBER, FLAG = (str(RECORD[name]) for name in ("word", "number", "flag"))


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
    axioms, _ = module(view_of(LAW).law.graph, {URIRef(WHO)})
    kinds = Interchangeable(axioms, {URIRef(WHO)}, URIRef(WORD))
    found: dict[str, set[str]] = {}
    for text in sorted(set().union(*ALIKE)):
        found.setdefault(kinds.stands_for(text), set()).add(text)
    assert sorted(map(sorted, found.values())) == sorted(map(sorted, ALIKE))


def test_a_class_that_means_something_outside_is_not_one_of_those_in_between() -> None:
    kept = {URIRef(WHO), URIRef(f"{BASE}class/first")}
    axioms, _ = module(view_of(LAW).law.graph, kept)
    kinds = Interchangeable(axioms, kept, URIRef(WORD))
    assert kinds.stands_for("first") != kinds.stands_for("second") == kinds.stands_for("turned")


def test_a_fact_that_is_tied_to_another_is_left_alone() -> None:
    tied = f"{LAW} record:word rdfs:subPropertyOf record:country ."
    axioms, _ = module(view_of(tied).law.graph, {URIRef(WHO)})
    kinds = Interchangeable(axioms, {URIRef(WHO)}, URIRef(WORD))
    assert {kinds.stands_for(text) for text in ("first", "second")} == {"first", "second"}


@pytest.mark.slow
def test_hermit_answers_one_text_of_each_kind_as_it_would_each(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = [
        (WHO, "thing", ((FLAG, flag), (NUMBER, number), (WORD, text)))
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
