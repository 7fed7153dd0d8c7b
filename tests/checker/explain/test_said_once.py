"""What an answer takes for granted is told once, also where two columns say it."""

from __future__ import annotations

import pytest

from lovgraf.cli.values import facts_of
from lovgraf.explain.answer import Answer
from lovgraf.law import load_law
from lovgraf.reports.answer_text import lines
from lovgraf.reports.answer_words import unsaid
from tests.checker.explain.asked import DAY, answerer_of_a_case

RESIDENT = ["home_in_denmark=true", "birth_date=1950-01-01"]


def answered(slug: str, *facts: str, turns: bool = True) -> Answer:
    """The answer to a question on the day of all cases, with what could change it."""
    answerer = answerer_of_a_case(slug, DAY)
    kind = answerer.question.record_type
    return answerer.answer(facts_of(list(facts), answerer.view.law, kind, DAY), turns=turns)


def test_the_columns_that_have_no_value_through_others_are_known() -> None:
    facts = load_law().facts
    exempt, day = (facts.columns[name].iri for name in ("exempt", "exempted_on"))
    assert day in facts.all_emptied_by(exempt, False)
    assert not facts.all_emptied_by(exempt, True)


@pytest.mark.slow
def test_that_there_is_no_exemption_is_told_once() -> None:
    found = answered("digital-post-person", *RESIDENT)
    said = " ".join(" ".join(lines(found, "en", most=400)).split())
    assert "no exemption from Digital Post is registered" in said
    assert "you are not exempt from Digital Post" not in said


@pytest.mark.slow
def test_what_a_presumption_that_is_not_told_says_is_told_by_silence() -> None:
    found = answered("digital-post-person", *RESIDENT)
    assert "exempt" not in {one.column.name for one in unsaid(found)}
    assert "exempt" in {one.column.name for one in unsaid(found, ())}


@pytest.mark.slow
def test_what_is_confirmed_at_the_end_is_asked_once() -> None:
    answerer = answerer_of_a_case("digital-post-person", DAY)
    record = facts_of(RESIDENT, answerer.view.law, answerer.question.record_type, DAY)
    names = [column.name for column, _ in answerer.granted(record)]
    assert "exempted_on" in names
    assert "exempt" not in names
