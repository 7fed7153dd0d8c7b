"""The days between two days."""

from __future__ import annotations

from datetime import date

from lovgraf.facts.values import State
from lovgraf.reference.call import Call, Operator, strict
from lovgraf.reference.dates import by_days


@strict("from", "to")
def _days(_call: Call, start: date, end: date) -> State:
    return (end - start).days


OPERATOR = Operator(_days, lambda _, cuts: [by_days(sign * n) for n in cuts for sign in (1, -1)])
