"""The bank days from one day to another."""

from __future__ import annotations

from datetime import date

from lovgraf.facts.call import Call
from lovgraf.facts.closed_days import open_days_between
from lovgraf.facts.columns import Expression
from lovgraf.facts.distances import first_open, last_open, open_passed
from lovgraf.facts.length import Calendared, Length
from lovgraf.facts.open_days import open_days


class BankDaysBetween(Length):
    """Bank days after `from` up to and including `to`; up to the day before it with the role
    `before`, which deadlines give.
    """

    structures = ("calendar",)

    def value(self, use: Call, *operands: Expression) -> Expression:
        """The open days up to the one, less those up to the other."""
        start, end = operands
        calendar = use.fact.by_calendar
        last = end - 1 if use.text("before") else end
        return open_days(last, calendar) - open_days(start, calendar)

    def last_start(self, end: int, amount: int, calendar: Calendared = None) -> float:
        """By the calendar."""
        assert calendar is not None
        return last_open(end, amount, calendar)

    def first_end(self, start: int, amount: int, calendar: Calendared = None) -> float:
        """By the calendar."""
        assert calendar is not None
        return first_open(start, amount, calendar)

    def passed(self, amount: int) -> tuple[float, float]:
        """By any calendar."""
        return open_passed(amount)

    def count(self, start: int, end: int, calendar: Calendared = None) -> int:
        """By the calendar."""
        assert calendar is not None
        return open_days_between(calendar, date.fromordinal(start), date.fromordinal(end))
