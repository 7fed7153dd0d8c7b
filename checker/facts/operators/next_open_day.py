"""The first open day on or after a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from lovgraf.core.terms import Text
from lovgraf.core.written import day_text, filled
from lovgraf.facts.call import Call
from lovgraf.facts.columns import Expression
from lovgraf.facts.completion import Move
from lovgraf.facts.fact import Derived
from lovgraf.facts.move import Moving
from lovgraf.facts.open_days import EASTER_STAGES, next_open
from lovgraf.facts.values import State

_MOVED = Text(
    "{end}: den sidste dag, {last}, er en lukkedag, så fristen udløber først da",
    "{end}: the last day, {last}, is a closed day, so the deadline ends only then",
)
_MOVED_BY = Text(f"{_MOVED.da} (kilde: {{sources}})", f"{_MOVED.en} (source: {{sources}})")


class NextOpenDay(Moving):
    """The day `of` itself, or the first after it that is not closed by `calendar`."""

    structures = ("calendar",)
    stages = EASTER_STAGES

    def value(self, use: Call, *operands: Expression) -> Expression:
        """By the Easter Sunday of its year."""
        return next_open(operands[0], use.prepared["easter"], use.fact.by_calendar)

    def move(self, fact: Derived) -> tuple[Move, tuple[int, int]] | None:
        """By the calendar: at most as many days as are closed in a row."""
        return fact.by_calendar.next_open, (0, fact.by_calendar.longest)

    def in_words(self, fact: Derived, value: State, operands: Sequence[State]) -> Text | None:
        """That a deadline ends later since its last day is closed, and by which sources."""
        last = operands[0]
        if not isinstance(value, date) or not isinstance(last, date) or last == value:
            return None
        pattern = _MOVED if fact.definition is None else _MOVED_BY
        sources = fact.definition or Text("", "")
        return filled(pattern, end=day_text(value), last=day_text(last), sources=sources)
