"""One completion in the making: what has been chosen of its facts, and how its days lie.

Source: semantics, section 3 (completions).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from math import inf

from checker.verdicts.distances import (
    Move,
    first_end,
    last_start,
    latest_before,
    passed,
)
from checker.verdicts.points import ORIGIN, Moment, Points


class Open(Enum):
    """States of which a completion need not say more."""

    FREE = "any value, or none"
    BLANK = "unknown although all it is made of is known, as a code that a lookup does not list"
    SOME = "a value"


@dataclass(frozen=True, slots=True)
class Span:
    """The time that an operator counts between two days."""

    operator: str
    start: Moment
    end: Moment


Symbol = object
"""NONE, an `Open`, a `Moment`, a `Span`, or a plain value (boolean, code or codes, number)."""


class TooMuchWork(Exception):
    """More completions to try than it is worth."""


@dataclass
class Calendar:
    """The days that are made of other days by moves that keep their order, by point."""

    moves: dict[str, tuple[Moment, Move, tuple[int, int]]] = field(default_factory=dict)
    _latest: dict[tuple[str, float], float] = field(default_factory=dict)

    def latest(self, point: str, limit: float) -> float:
        """The last day of the base of a point with the point on `limit` or earlier."""
        key = point, limit
        if key not in self._latest:
            self._latest[key] = latest_before(self.moves[point][1], limit)
        return self._latest[key]


@dataclass(frozen=True, slots=True)
class World:
    """States of facts by IRI, and days. Never changed; `spend` counts the steps taken."""

    states: Mapping[str, Symbol]
    points: Points
    calendar: Calendar
    spend: Callable[[], None]

    def having(self, iri: str, state: Symbol) -> World:
        """With the state of one fact."""
        return World({**self.states, iri: state}, self.points, self.calendar, self.spend)

    def apart(self, first: Moment, second: Moment, days: float) -> World | None:
        """With `first` at most so many days after `second`; None where that cannot be."""
        self.spend()
        bound = days - first.shift + second.shift
        if bound == inf:
            return self
        if bound == -inf:
            return None
        points = self.points.limit(first.point, second.point, bound)
        if points is None:
            return None
        here: World | None = self
        if points is not self.points:
            here = World(self.states, points, self.calendar, self.spend)
        assert here is not None
        if second.point == ORIGIN and first.point in self.calendar.moves:
            base = self.calendar.moves[first.point][0]
            latest = self.calendar.latest(first.point, bound)
            return here.apart(base, Moment(ORIGIN), latest) if latest >= 1 else None
        if first.point == ORIGIN and second.point in self.calendar.moves:
            base = self.calendar.moves[second.point][0]
            latest = self.calendar.latest(second.point, -bound - 1)
            return here.apart(Moment(ORIGIN), base, -latest - 1)
        return here

    def by(self, first: Moment, second: Moment) -> World | None:
        """With `first` on or before `second`."""
        return self.apart(first, second, 0)

    def after(self, first: Moment, second: Moment) -> World | None:
        """With `first` after `second`."""
        return self.apart(second, first, -1)

    def moved(
        self, name: str, base: Moment, move: Move, days: tuple[int, int]
    ) -> tuple[Moment, World] | None:
        """The day that a move makes of another, at least and at most so many days after it."""
        point = f"{name} {base.point} {base.shift}"
        self.calendar.moves[point] = base, move, days
        made = Moment(point)
        later = self.apart(made, base, days[1])
        earlier = None if later is None else later.apart(base, made, -days[0])
        return None if earlier is None else (made, earlier)

    def reaches(self, span: Span, amount: int) -> World | None:
        """With so much time or more passed."""
        if span.operator != "DaysBetween":
            if span.end.point == ORIGIN:
                latest = last_start(span.operator, span.end.shift, amount)
                return self.apart(span.start, Moment(ORIGIN), latest)
            if span.start.point == ORIGIN:
                first = first_end(span.operator, span.start.shift, amount)
                return self.apart(Moment(ORIGIN), span.end, -first)
        return self.apart(span.start, span.end, -passed(span.operator, amount)[0])

    def falls_short(self, span: Span, amount: int) -> World | None:
        """With less time passed."""
        if span.operator != "DaysBetween":
            if span.end.point == ORIGIN:
                latest = last_start(span.operator, span.end.shift, amount)
                return self.apart(Moment(ORIGIN), span.start, -latest - 1)
            if span.start.point == ORIGIN:
                first = first_end(span.operator, span.start.shift, amount)
                return self.apart(span.end, Moment(ORIGIN), first - 1)
        return self.apart(span.end, span.start, passed(span.operator, amount)[1] - 1)
