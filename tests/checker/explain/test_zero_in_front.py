"""A CPR number of nine digits that somebody types gets its zero back, and the answer says so."""

from __future__ import annotations

import json

import pytest

import lovgraf
from lovgraf.api.given import Fact
from lovgraf.cli import run
from lovgraf.cli.values import facts_of
from lovgraf.core.terms import Lang, Text
from lovgraf.engine.in_memory import Record
from lovgraf.facts.identifiers import ZeroInFront
from lovgraf.law import load_law
from lovgraf.readers.single import read_value
from tests.checker.explain.asked import DAY, answerer_of_a_case

NINE, WHOLE_NUMBER = "101585000", "0101585000"  # of 1858, which nobody has
SAID = Text("der er sat et nul foran", "a zero was put in front")
NUMBER = load_law().facts.columns["cpr_number"]


@pytest.mark.parametrize("written", [NINE, f"{NINE[:5]}-{NINE[5:]}", f"{NINE}.0"])
def test_a_number_of_nine_digits_is_known_as_one(written: str) -> None:
    value, readable = read_value(NUMBER, written, load_law().at(DAY).facts_of_day)
    assert (value, readable) == (WHOLE_NUMBER, True)
    assert isinstance(value, ZeroInFront)


@pytest.mark.parametrize("written", [WHOLE_NUMBER, "6101801234", "present", "none", "no"])
def test_other_numbers_are_not(written: str) -> None:
    value, _ = read_value(NUMBER, written, load_law().at(DAY).facts_of_day)
    assert not isinstance(value, ZeroInFront)


@pytest.mark.parametrize("more", [[], ["--all"], ["--about", "digital-post-person"]])
@pytest.mark.parametrize("lang", ["da", "en"])
def test_a_person_is_told_so_with_the_first_lines(
    lang: Lang, more: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    facts = [f"cpr_number={NINE}", "home_in_denmark=true"]
    run(["person", *facts, "--as-of", "2026-06-01", "--lang", lang, *more])
    first = " ".join(capsys.readouterr().out.split("\n\n")[0].split())
    assert SAID[lang] in first
    assert NINE not in first


@pytest.mark.parametrize("number", [NINE, WHOLE_NUMBER])
def test_json_and_python_say_it_of_a_number_of_nine_digits_alone(
    number: str, capsys: pytest.CaptureFixture[str]
) -> None:
    facts: dict[str, Fact] = {"cpr_number": number, "home_in_denmark": True}
    day = "2026-06-01"
    found = lovgraf.ask("digital-post-person", facts, as_of=day)
    told = [note.en for note in found.notes if SAID.en in note.en]
    assert len(told) == (number == NINE)
    run(["person", f"cpr_number={number}", "--as-of", day, "--format", "json"])
    notes = [one["en"] for one in json.loads(capsys.readouterr().out)["notes"]]
    assert [one for one in notes if SAID.en in one] == told


def test_what_is_typed_in_an_interview_or_on_a_page_is_told_too() -> None:
    answerer = answerer_of_a_case("digital-post-person", DAY)
    facts = answerer.view.facts_of_day
    kind = answerer.question.record_type
    record: Record = facts_of(["home_in_denmark=true"], answerer.view.law, kind, DAY)
    value, _ = read_value(facts.columns["cpr_number"], NINE, facts, spans=True)
    record = answerer.interview.with_answer(record, facts.columns["cpr_number"], value)
    answer = answerer.answer(record, turns=False)
    assert any(SAID.da in note.da for note in answer.found.beside)
    whole, _ = read_value(facts.columns["cpr_number"], WHOLE_NUMBER, facts, spans=True)
    record = answerer.interview.with_answer(record, facts.columns["cpr_number"], whole)
    assert not answerer.answer(record, turns=False).found.beside


def test_where_a_day_is_only_known_to_lie_between_two_it_is_told_too() -> None:
    facts: dict[str, Fact] = {"cpr_number": NINE, "home_in_denmark": False, "left_on": "2009"}
    found = lovgraf.ask("digital-post-person", facts, as_of="2026-06-01")
    assert any(SAID.da in note.da for note in found.notes)
