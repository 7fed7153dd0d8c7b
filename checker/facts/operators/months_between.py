"""The full months from one day to another."""

from __future__ import annotations

from lovgraf.facts.call import Call
from lovgraf.facts.columns import Expression
from lovgraf.facts.length import Months, part


class MonthsBetween(Months):
    """The months that are full from the day `from` to the day `to`."""

    def value(self, use: Call, *operands: Expression) -> Expression:
        """The months, less one where the last is not full."""
        years, months, days = (
            tuple(part(name, day) for day in operands) for name in ("year", "month", "day")
        )
        passed = (years[1] - years[0]) * 12 + (months[1] - months[0])
        return passed - (days[1] < days[0]).cast("BIGINT")
