"""The full years from a birth to a day."""

from __future__ import annotations

from datetime import date

from lovgraf.facts.values import State
from lovgraf.reference.call import Call, Operator, strict
from lovgraf.reference.dates import by_months, full_years


@strict("of", "at")
def _age(_call: Call, of: date, at: date) -> State:
    return full_years(of, at)


OPERATOR = Operator(
    _age, lambda _, cuts: [by_months(sign * 12 * n) for n in cuts for sign in (1, -1)]
)
