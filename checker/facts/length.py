"""Operators that count the time between two days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import ClassVar

import numpy as np

from lovgraf.facts.calendar import months_before
from lovgraf.facts.closed_days import Calendar
from lovgraf.facts.columns import Expression, call
from lovgraf.facts.completion import Completion, W
from lovgraf.facts.distances import (
    LAST,
    Days,
    first_full,
    first_full_of,
    full_months,
    last_full,
    last_full_of,
)
from lovgraf.facts.operator import Operator
from lovgraf.facts.period import Period
from lovgraf.facts.symbols import Moment, Span, Symbol, strict

Calendared = Calendar | None
"""The closed days that are counted by; None for those who count all days."""


def part(name: str, day: Expression) -> Expression:
    """The year, month or day of a date."""
    return call(name, day, kind="BIGINT")


class Length(Operator):
    """How much time lies between a day and a later one. Days are ordinals (`date.toordinal`)."""

    roles = ("from", "to")
    understood = follows = True
    fixed: ClassVar[bool] = False
    """Whether so much is always as many days."""
    since: ClassVar[bool] = False
    """Whether "so much has passed by a day" is asked as "is the other day early enough"."""

    def states(self, call: Completion[W]) -> Iterator[tuple[Symbol, W]]:
        """The time between two days that are not spelled out."""
        for (start, end), after in call.all(call.operands(*self.roles)):
            if isinstance(start, Moment) and isinstance(end, Moment):
                # Of a deadline in bank days, those before the day in question are counted.
                last = Moment(end.point, end.shift - 1) if call.fact.roles.get("before") else end
                yield Span(self.name, start, last, call.fact.calendar), after
            else:
                yield strict(start, end), after

    def last_start(self, end: int, amount: int, calendar: Calendared = None) -> float:
        """The last day from which so much has passed on the day `end`; minus infinity: no day."""
        raise NotImplementedError

    def first_end(self, start: int, amount: int, calendar: Calendared = None) -> float:
        """The first day on which so much has passed from the day `start`; infinity: no day."""
        raise NotImplementedError

    def last_starts(self, ends: Days, amount: int, calendar: Calendared = None) -> Days:
        """`last_start` of many days; 0 stands for no day."""
        found = [max(self.last_start(end, amount, calendar), 0) for end in ends.tolist()]
        return np.array(found, np.int64)

    def first_ends(self, starts: Days, amount: int, calendar: Calendared = None) -> Days:
        """`first_end` of many days; a day after `LAST` stands for no day."""
        found = [
            min(self.first_end(start, amount, calendar), LAST + 1) for start in starts.tolist()
        ]
        return np.array(found, np.int64)

    def passed(self, amount: int) -> tuple[float, float]:
        """The fewest days in which so much can pass between any two days, and the most it takes."""
        raise NotImplementedError

    def count(self, start: int, end: int, calendar: Calendared = None) -> int:
        """How much passes between two days."""
        raise NotImplementedError

    def reached(self, as_of: date, number: int) -> date | None:
        """The last day from which at least so much time has passed on a date; None: no day."""
        raise NotImplementedError


class Months(Length):
    """Whole months between two days, `each` of them at a time."""

    each: ClassVar[int] = 1
    since = True

    def last_start(self, end: int, amount: int, calendar: Calendared = None) -> float:
        """As of all lengths."""
        return last_full(end, self.each * amount)

    def first_end(self, start: int, amount: int, calendar: Calendared = None) -> float:
        """As of all lengths."""
        return first_full(start, self.each * amount)

    def last_starts(self, ends: Days, amount: int, calendar: Calendared = None) -> Days:
        """As of all lengths."""
        return last_full_of(ends, self.each * amount)

    def first_ends(self, starts: Days, amount: int, calendar: Calendared = None) -> Days:
        """As of all lengths."""
        return first_full_of(starts, self.each * amount)

    def passed(self, amount: int) -> tuple[float, float]:
        """As of all lengths."""
        return full_months(self.each * amount)

    def count(self, start: int, end: int, calendar: Calendared = None) -> int:
        """As of all lengths."""
        days = date.fromordinal(start), date.fromordinal(end)
        months = 12 * (days[1].year - days[0].year) + days[1].month - days[0].month
        found = months // self.each
        return found if end >= self.first_end(start, found) else found - 1

    def reached(self, as_of: date, number: int) -> date | None:
        """As of all lengths."""
        return months_before(as_of, self.each * number)

    def period(self, number: int) -> Period:
        """So many months."""
        return Period(months=self.each * number)
