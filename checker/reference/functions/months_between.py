"""The full months between two days."""

from __future__ import annotations

from datetime import date

from lovgraf.facts.values import State
from lovgraf.reference.call import Call, Operator, strict
from lovgraf.reference.dates import by_months, full_months


@strict("from", "to")
def _months(_call: Call, start: date, end: date) -> State:
    return full_months(start, end)


OPERATOR = Operator(
    _months, lambda _, cuts: [by_months(sign * n) for n in cuts for sign in (1, -1)]
)
