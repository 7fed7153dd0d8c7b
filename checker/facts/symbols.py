"""The states that a fact may have in a completion that is not spelled out."""

from __future__ import annotations

from datetime import date
from enum import Enum

from msgspec import Struct

from lovgraf.facts.closed_days import Calendar
from lovgraf.facts.values import NONE

ORIGIN = ""
"""The point from which known days are counted: the day before 1 January of year 1."""


class Moment(Struct, frozen=True):
    """A day: a point, and whole days after it. A known day is its ordinal after the origin."""

    point: str
    shift: int = 0


class Open(Enum):
    """States of which a completion need not say more."""

    FREE = "any value, or none"
    BLANK = "unknown although all it is made of is known, as a code that a lookup does not list"
    SOME = "a value"


class Span(Struct, frozen=True):
    """The time that an operator counts between two days."""

    operator: str
    start: Moment
    end: Moment
    calendar: Calendar | None = None


Symbol = object
"""NONE, an `Open`, a `Moment`, a `Span`, or a plain value (boolean, code or codes, number)."""


def strict(*states: Symbol) -> Symbol:
    """Where not all operands have a value that is understood: unknown, free, or none."""
    for state in (Open.BLANK, Open.FREE):
        if state in states:
            return state
    return NONE if NONE in states else Open.FREE


def day_of(day: date) -> Moment:
    """A known day."""
    return Moment(ORIGIN, day.toordinal())


def literal(value: object) -> Symbol:
    """The state of a literal value."""
    return day_of(value) if isinstance(value, date) else value


def has(state: Symbol, wanted: object) -> bool:
    """Whether a fact certainly has a value, among others perhaps; true is not 1."""
    if isinstance(state, tuple):
        return wanted in state
    return state == wanted and isinstance(state, bool) == isinstance(wanted, bool)
