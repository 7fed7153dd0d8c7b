"""How old somebody is on a day, in whole years."""

from __future__ import annotations

from lovgraf.facts.call import Call
from lovgraf.facts.columns import Expression
from lovgraf.facts.length import Months, part


class AgeAt(Months):
    """The birthdays from the day `of` up to and including the day `at`."""

    roles = ("of", "at")
    each = 12
    counts_age = True

    def value(self, use: Call, *operands: Expression) -> Expression:
        """Years, less one where the birthday of the year is still to come."""
        born, at = operands
        early = _month_day(at) < _month_day(born)
        return part("year", at) - part("year", born) - early.cast("BIGINT")


def _month_day(day: Expression) -> Expression:
    return part("month", day) * 100 + part("day", day)
