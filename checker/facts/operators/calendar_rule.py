"""A fixed day of the year, so many years after a day."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from lovgraf.facts.call import Call
from lovgraf.facts.columns import Expression, call, null
from lovgraf.facts.completion import Move
from lovgraf.facts.distances import calendar_move
from lovgraf.facts.fact import Derived
from lovgraf.facts.length import part
from lovgraf.facts.move import Moving
from lovgraf.facts.period import Period


class CalendarRule(Moving):
    """The `day` of the `month`, so many `years` after the year of `of`."""

    parameters = ("years", "month", "day")
    expires = True

    def value(self, use: Call, *operands: Expression) -> Expression:
        """The day that the parameters make."""
        of = operands[0]
        made = call(
            "make_date",
            part("year", of) + (use.number("years", 0) or 0),
            use.number("month") or part("month", of),
            use.number("day") or part("day", of),
            kind="DATE",
        )
        return of.is_null().if_else(null("DATE"), made)

    def move(self, fact: Derived) -> tuple[Move, tuple[int, int]] | None:
        """Where there is such a day every year, not before that of `of`."""
        years, month, day = (
            int(str(fact.roles.get(role, (0,))[0])) for role in ("years", "month", "day")
        )
        every_year = 1 <= month <= 12 and 1 <= day <= monthrange(2001, month)[1]
        if years < 0 or not every_year:
            return None
        return calendar_move(years, month, day)

    def periods(self, fact: Derived) -> list[Period]:
        """The years, and one more."""
        years = int(str(fact.roles.get("years", (0,))[0]))
        return [Period(months=12 * years), Period(months=12 * (years + 1))]

    def can_be(self, fact: Derived, day: date) -> bool:
        """One day a year."""
        month, of_month = (fact.roles[role][0] for role in ("month", "day"))
        return (day.month, day.day) == (month, of_month)
