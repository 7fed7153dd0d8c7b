"""A day of the year, so many years after a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from lovgraf.facts.fact import Derived
from lovgraf.facts.values import State
from lovgraf.reference.call import Call, Operator, strict
from lovgraf.reference.dates import Shift, by_rule, to_new_year


@strict("of")
def _rule(call: Call, of: date) -> State:
    month, day = call.number("month", of.month), call.number("day", of.day)
    year = of.year + call.number("years", 0)
    return date(min(max(year, date.min.year), date.max.year), month, day)


def _apart(fact: Derived, _cuts: Sequence[int]) -> list[Shift]:
    years = int(str(fact.roles.get("years", (0,))[0]))
    return [to_new_year(years), by_rule(fact)]


OPERATOR = Operator(_rule, _apart)
