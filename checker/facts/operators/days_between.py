"""The days from one day to another."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from lovgraf.facts.call import Call
from lovgraf.facts.columns import Expression, call
from lovgraf.facts.distances import Days
from lovgraf.facts.length import Calendared, Length


class DaysBetween(Length):
    """The days from the day `from` to the day `to`; negative where that lies before it."""

    fixed = since = True

    def value(self, use: Call, *operands: Expression) -> Expression:
        """The difference of the two."""
        return call("date_diff", "day", *operands, kind="BIGINT")

    def last_start(self, end: int, amount: int, calendar: Calendared = None) -> float:
        """So many days before the end."""
        return end - amount

    def first_end(self, start: int, amount: int, calendar: Calendared = None) -> float:
        """So many days after the start."""
        return start + amount

    def last_starts(self, ends: Days, amount: int, calendar: Calendared = None) -> Days:
        """So many days before each."""
        return np.maximum(ends - amount, 0)

    def first_ends(self, starts: Days, amount: int, calendar: Calendared = None) -> Days:
        """So many days after each."""
        return starts + amount

    def passed(self, amount: int) -> tuple[float, float]:
        """As many days."""
        return amount, amount

    def count(self, start: int, end: int, calendar: Calendared = None) -> int:
        """The difference of the two."""
        return end - start

    def reached(self, as_of: date, number: int) -> date | None:
        """So many days before."""
        try:
            return as_of - timedelta(days=number)
        except OverflowError:
            return None if number > 0 else date.max
