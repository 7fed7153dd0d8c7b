"""The first open day, from a day on."""

from __future__ import annotations

from datetime import date

from lovgraf.facts.values import State
from lovgraf.reference.call import Call, Operator, strict
from lovgraf.reference.dates import to_open


@strict("of")
def _next_open(call: Call, of: date) -> State:
    return call.fact.by_calendar.next_open(of)


OPERATOR = Operator(_next_open, lambda fact, _: to_open(fact.by_calendar))
