"""The open days between two days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from lovgraf.facts.closed_days import open_days_between
from lovgraf.facts.fact import Derived
from lovgraf.facts.values import State
from lovgraf.reference.call import Call, Operator, strict
from lovgraf.reference.dates import Shift, by_open_days


@strict("from", "to")
def _open_days(call: Call, start: date, end: date) -> State:
    return open_days_between(call.fact.by_calendar, start, end)


def _apart(fact: Derived, cuts: Sequence[int]) -> list[Shift]:
    return [move for n in cuts if n >= 0 for move in by_open_days(fact.by_calendar, n)]


OPERATOR = Operator(_open_days, _apart)
