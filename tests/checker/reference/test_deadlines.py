"""Deadlines kept, missed and running, as the reference engine reckons them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from lovgraf.facts.closed_days import Calendar, ClosedDay
from lovgraf.facts.period import Period
from lovgraf.facts.values import NONE, State
from lovgraf.law.deadline_rules import Closing
from lovgraf.law.deadlines import Deadline
from lovgraf.reference.cases import Kept, keep
from tests.agreement.laws import AS_OF

T = "urn:trigger"
WEEK = Calendar("urn:week", (ClosedDay(weekday=6), ClosedDay(weekday=7)))
BANK_DAYS = Deadline((T,), Period(bank_days=3), "urn:performed", calendar=WEEK)

P = "urn:performed"
_END = Calendar("urn:end", (ClosedDay(of_year=(12, 31)),))
BY_NEW_YEAR = Deadline((T,), Period(days=2), P, closing=Closing("urn:rule", _END, _END))


def day(number: int) -> date:
    return AS_OF + timedelta(days=number)


@pytest.mark.parametrize(
    ("deadline", "trigger", "performed", "expected"),
    [
        (Deadline((T,), Period(days=5), P), day(-5), day(0), Kept(True, False, True)),
        (Deadline((T,), Period(days=5), P), day(-6), day(0), Kept(False, True, False)),
        (Deadline((T,), Period(days=5), P), day(-6), NONE, Kept(False, False, False)),
        (Deadline((T,), Period(days=5), P), day(-5), day(1), Kept(False, False, True)),
        (Deadline((T,), Period(days=5), P), day(2), NONE, Kept(False, False, True)),
        (Deadline((T,), Period(days=5), P), NONE, NONE, Kept(False, False, True)),
        (Deadline((T,), Period(days=5), P), NONE, day(-1), Kept(True, False, True)),
        (Deadline((T,), Period(days=5)), day(-6), NONE, Kept(True, False, False)),
        (Deadline((T,), Period(months=6), P, True), day(0), day(200), Kept(True, False, False)),
        (Deadline((T,), Period(months=6), P, True), day(0), day(20), Kept(False, True, False)),
        (Deadline((T,), Period(months=6), P, True), day(0), NONE, Kept(False, False, True)),
        # Three bank days from Tuesday 28 October end on Friday; Sunday is too late.
        (BANK_DAYS, day(-6), day(-1), Kept(False, True, False)),
        (BANK_DAYS, day(-6), day(-3), Kept(True, False, False)),
    ],
)
def test_deadlines(deadline: Deadline, trigger: State, performed: State, expected: Kept) -> None:
    assert keep(deadline, {T: trigger, P: performed}.get, AS_OF) == expected


@pytest.mark.parametrize("deadline", [BANK_DAYS, BY_NEW_YEAR])
@pytest.mark.parametrize("back", range(6))
def test_a_deadline_may_end_after_the_last_day_there_is(deadline: Deadline, back: int) -> None:
    """Registers write 31 December 9999, a Friday, for a day that is not known to come."""
    trigger = date.max - timedelta(days=back)
    open_, late = (
        dict[str, State]({T: trigger, P: NONE}),
        dict[str, State]({T: day(-60), P: trigger}),
    )
    assert keep(deadline, open_.get, AS_OF) == Kept(False, False, True)
    assert keep(deadline, late.get, AS_OF) == Kept(False, False, False)
