"""Deadlines in answers: the safe day first, what has passed, what was done too late."""

from __future__ import annotations

from datetime import date

import pytest

from lovgraf.explain.answer import Step
from lovgraf.facts.values import State
from tests.checker.explain.asked import answerer_of_a_case, law_of_a_case
from tests.examples import WHOLE

LAW = law_of_a_case()
_TODAY = date(2026, 11, 28)  # a Saturday


def _steps(slug: str, **given: State) -> tuple[Step, ...]:
    columns = LAW.facts.columns
    record = {columns[name].iri: value for name, value in given.items()}
    return answerer_of_a_case(slug, _TODAY).answer(record, turns=WHOLE).steps


def _deadlines(slug: str, **given: State) -> list[tuple[str, str]]:
    steps = _steps(slug, **given)
    return [(step.text.da, step.text.en) for step in steps if step.kind == "deadline"]


def test_where_a_closed_day_may_move_a_deadline_the_safe_day_comes_first() -> None:
    [(danish, english)] = _deadlines("move-within", moved_on=date(2026, 11, 23))
    assert danish.startswith(
        "Det skal ske senest lørdag den 28. november 2026 (5 dage efter flytningen den "
        "23. november 2026); sandsynligvis er mandag den 30. november 2026 også i tide, da "
        "lørdag den 28. november 2026 regnes for en lukkedag"
    )
    assert english.startswith(
        "It must be done by Saturday 28 November 2026 (5 days after the move on "
        "23 November 2026); probably Monday 30 November 2026 is in time too, since Saturday "
        "28 November 2026 counts as a closed day"
    )
    assert "overskredet" not in danish


@pytest.mark.slow
@pytest.mark.parametrize(
    ("day", "given", "danish", "english"),
    [
        (29, {}, "Er det ikke gjort, så gør det straks", "If it was not done, do it at once"),
        (30, {"move_notified": False}, "Gør det i dag", "Do it today"),
    ],
)
def test_between_the_safe_day_and_the_last_nobody_is_told_to_be_late(
    day: int, given: dict[str, State], danish: str, english: str
) -> None:
    columns = LAW.facts.columns
    given = {"moved_on": date(2026, 11, 23), **given}
    record = {columns[name].iri: value for name, value in given.items()}
    found = answerer_of_a_case("move-within", date(2026, 11, day)).answer(record, turns=False)
    [due] = [step for step in found.steps if step.kind == "deadline"]
    assert due.plainly is not None
    assert due.in_short is not None
    assert due.text.da.startswith(f"{danish}: fristen var lørdag den 28. november 2026 (5 dage")
    assert due.text.en.startswith(f"{english}: the deadline was Saturday 28 November 2026 (5 days")
    assert "mandag den 30. november 2026 er sandsynligvis også i tide" in due.text.da
    assert due.plainly.da.startswith(f"{danish}: fristen er regnet til lørdag den 28. november")
    for said in (due.text, due.plainly, due.in_short):
        assert "skulle" not in said.da
    for said in (due.plainly, due.in_short):  # whoever signs is told, and decides what to say
        assert "sandsynligvis" not in said.da
    assert due.aside is not None
    assert "mandag den 30. november 2026" in due.aside.da


@pytest.mark.slow
@pytest.mark.parametrize(
    ("given", "danish", "english"),
    [
        ({}, "med 14 dage: er det ikke gjort, så gør det straks",
         "passed 14 days ago: if it was not done, do it at once"),
        ({"move_notified": False}, "med 14 dage: gør det straks", "14 days ago: do it at once"),
        ({"move_notified_on": date(2026, 11, 25)}, "Det skete 11 dage for sent",
         "It was done 11 days too late"),
        ({"move_notified_on": date(2026, 11, 17)}, "Det skete 3 dage for sent",
         "It was done 3 days too late"),
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
    assert duty.text.da == "Du skal anmelde flytningen til den kommune, der flyttes til"
    assert duty.stands is None, "its deadline says how late it was"


@pytest.mark.slow
def test_a_deadline_before_an_event_names_it() -> None:
    [(danish, english)] = _deadlines(
        "move-out", citizenship=("DK",), left_on=date(2027, 1, 11), moved_to_country=("AU",),
        expected_absence_months=8, home_in_denmark=True,
    )  # fmt: skip
    assert danish == "Det skal ske inden udrejsen den 11. januar 2027"
    assert english == "It must be done before the departure on 11 January 2027"


@pytest.mark.slow
def test_a_deadline_without_a_known_day_says_what_it_is_counted_from() -> None:
    [(danish, english)] = _deadlines("move-within", moved_in_denmark=True)
    assert danish == "Det skal ske senest 5 dage efter flytningen"
    assert english == "It must be done within 5 days of the move"


def test_what_is_to_be_done_at_once_has_no_last_day() -> None:
    """At once is not the day of the application, and nothing is overdue by days."""
    given: dict[str, State] = {"residence_document_applied_on": date(2026, 9, 1)}
    assert _deadlines("residence-decision-certificate", **given) == []
    [(danish, _)] = _deadlines("residence-decision-family", **given)
    assert danish.startswith("Det skal ske senest mandag den 1. marts 2027 (6 måneder efter")


def test_a_norm_that_says_at_once_names_no_day() -> None:
    at_once = [
        norm
        for norm in LAW.norms.values()
        if norm.definition and any(w in norm.definition.da for w in ("straks", "omgående"))
    ]
    zero = [(norm.iri, d) for norm in at_once for d in norm.deadlines if d.kind.endswith("AtOnce")]
    assert zero
    assert [iri for iri, deadline in zero if not deadline.no_day] == []
