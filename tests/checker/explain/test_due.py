"""Deadlines in answers: the safe day first, what has passed, what was done too late."""

from __future__ import annotations

from datetime import date

import pytest

from lovgraf.explain.answer import Step
from lovgraf.facts.values import State
from tests.checker.explain.asked import answerer_of_a_case, law_of_a_case

LAW = law_of_a_case()
_TODAY = date(2026, 11, 28)  # a Saturday


def _steps(slug: str, **given: State) -> tuple[Step, ...]:
    columns = LAW.facts.columns
    record = {columns[name].iri: value for name, value in given.items()}
    return answerer_of_a_case(slug, _TODAY).answer(record).steps


def _deadlines(slug: str, **given: State) -> list[tuple[str, str]]:
    steps = _steps(slug, **given)
    return [(step.text.da, step.text.en) for step in steps if step.kind == "deadline"]


def test_where_a_closed_day_may_move_a_deadline_the_safe_day_comes_first() -> None:
    [(danish, english)] = _deadlines("move-within", moved_on=date(2026, 11, 23))
    assert danish.startswith(
        "Frist: senest lørdag den 28. november 2026; sandsynligvis rettidigt også "
        "mandag den 30. november 2026, da lørdag den 28. november 2026 regnes for en lukkedag"
    )
    assert english.startswith(
        "Deadline: at the latest Saturday 28 November 2026; probably in time also "
        "Monday 30 November 2026, since Saturday 28 November 2026 counts as a closed day"
    )
    assert "overskredet" not in danish


@pytest.mark.slow
@pytest.mark.parametrize(
    ("given", "danish", "english"),
    [
        ({}, "med 12 dage: er det ikke gjort, så gør det straks",
         "passed 12 days ago: if it was not done, do it at once"),
        ({"move_notified": False}, "med 12 dage: gør det straks", "12 days ago: do it at once"),
        ({"move_notified_on": date(2026, 11, 25)}, "Det skete 9 dage for sent",
         "It was done 9 days too late"),
        ({"move_notified_on": date(2026, 11, 17)}, "Det skete 1 dag for sent",
         "It was done 1 day too late"),
    ],
)  # fmt: skip
def test_a_deadline_that_has_passed_says_so(
    given: dict[str, State], danish: str, english: str
) -> None:
    [(da, en)] = _deadlines("move-within", moved_on=date(2026, 11, 9), **given)
    assert da.endswith(danish)
    assert en.endswith(english)


def test_what_was_done_late_is_not_called_undone() -> None:
    duty, *_ = _steps(
        "move-within", moved_on=date(2026, 11, 9), move_notified_on=date(2026, 11, 25)
    )
    assert duty.text.da == "Anmeld flytning i Danmark: gjort for sent"
    assert duty.text.en.endswith(": done too late")


def test_a_deadline_before_an_event_names_it() -> None:
    [(danish, english)] = _deadlines(
        "move-out", citizenship=("DK",), left_on=date(2027, 1, 11), moved_to_country=("AU",),
        expected_absence_months=8, home_in_denmark=True,
    )  # fmt: skip
    assert danish == "Frist: inden »Afrejsedato«, mandag den 11. januar 2027"
    assert english.startswith('Deadline: before "')
    assert english.endswith("Monday 11 January 2027")
