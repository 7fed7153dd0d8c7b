"""A day so much time after another."""

from __future__ import annotations

from lovgraf.facts.call import Call
from lovgraf.facts.columns import Expression
from lovgraf.facts.completion import Move
from lovgraf.facts.distances import period_move
from lovgraf.facts.fact import Derived
from lovgraf.facts.move import Moving
from lovgraf.facts.period import Period


class AddPeriod(Moving):
    """The day `of` and `period`; the last day of a month that lacks the day."""

    parameters = ("period",)
    expires = True

    def value(self, use: Call, *operands: Expression) -> Expression:
        """The months first, then the days."""
        value = operands[0]
        period = Period.parse(use.text("period") or "")
        if period.months:
            value = value.add_months(period.months)
        if period.days:
            value = value + period.days
        return value

    def move(self, fact: Derived) -> tuple[Move, tuple[int, int]] | None:
        """By the period."""
        period = fact.roles.get("period")
        return period_move(Period.parse(str(period[0]))) if period else None

    def periods(self, fact: Derived) -> list[Period]:
        """The period."""
        return [Period.parse(str(fact.roles["period"][0]))]
