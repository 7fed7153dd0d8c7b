"""What people's words tell of themselves: never more than they said, and never of another."""

from __future__ import annotations

import pytest

from lovgraf.cli.interviewing import choice, confirmed
from lovgraf.explain.question import questions_of
from lovgraf.explain.self_reports import self_reported
from lovgraf.law import Law


def pairs(words: str, law: Law, record_type: str = "person") -> list[str]:
    return [one.pair for one in self_reported(words, law, record_type)]


@pytest.mark.parametrize(
    ("said", "facts"),
    [
        ("Jeg bor i Spanien, skal jeg have e-boks", ["residence_country=ES"]),
        ("I live in the Netherlands", []),
        ("I live in Spain", ["residence_country=ES"]),
        ("jeg bor i Odense", ["residence_country=DK"]),
        ("Må jeg arbejde i Danmark? Jeg er tysk statsborger", ["citizenship=DE"]),
        ("jeg er polak og bor i Aarhus", ["citizenship=PL", "residence_country=DK"]),
        ("I am Polish, work here", ["citizenship=PL"]),
        ("I'm Romanian, looking for a job", ["citizenship=RO"]),
        ("I moved to Portugal for good", ["residence_country=PT"]),
        ("jeg er fra Indien", []),
        ("jeg bor ikke i Spanien", []),
        ("jeg er 78 år", []),
    ],
)
def test_what_is_said_is_told(law: Law, said: str, facts: list[str]) -> None:
    assert pairs(said, law) == facts


@pytest.mark.parametrize(
    "said",
    [
        "min far bor i Spanien, skal han have Digital Post",
        "min kone er polsk statsborger",
        "my son, I am Polish, lives in Spain",
        "jeg bor i Spanien, før boede jeg, nej jeg bor i Norge",
    ],
)
def test_of_another_or_of_two_nothing_is_told(law: Law, said: str) -> None:
    assert pairs(said, law) == []


def test_nothing_is_told_of_another_type_of_record(law: Law) -> None:
    assert pairs("jeg bor i Spanien", law, "legal-entity") == []


def test_only_what_is_confirmed_is_used(law: Law) -> None:
    reported = self_reported("jeg er polak og bor i Aarhus", law, "person")
    answers = iter(["", "n"])
    asked: list[str] = []

    def read(prompt: str) -> str:
        asked.append(prompt)
        return next(answers)

    assert [one.pair for one in confirmed(reported, "da", read)] == ["citizenship=PL"]
    assert "PL" in asked[0]


@pytest.mark.parametrize(("typed", "place"), [("2", 1), ("", None), ("9", None), ("x", None)])
def test_a_question_is_chosen_by_its_number(law: Law, typed: str, place: int | None) -> None:
    some = list(questions_of(law).values())[:3]
    shown: list[str] = []

    def read(prompt: str) -> str:
        shown.append(prompt)
        return typed

    assert choice(some, "en", read) == (None if place is None else some[place])
    assert some[2].label.en in shown[0]
