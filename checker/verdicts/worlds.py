"""One completion in the making: what has been chosen of its facts, and how its days lie.

Source: semantics, section 3 (completions).
"""

from __future__ import annotations

from math import inf

from msgspec import Struct, field

from lovgraf.facts.completion import Move
from lovgraf.facts.distances import latest_before
from lovgraf.facts.operators import length
from lovgraf.facts.symbols import ORIGIN, Moment, Span, Symbol
from lovgraf.verdicts.points import Points
from lovgraf.verdicts.states import Sets, StateSets


class TooMuchWork(Exception):
    """More completions to try than it is worth."""


class Calendar(Struct):
    """The days that are made of other days by moves that keep their order, by point."""

    moves: dict[str, tuple[Moment, Move, tuple[int, int]]] = field(default_factory=dict)
    _latest: dict[tuple[str, float], float] = field(default_factory=dict)

    def latest(self, point: str, limit: float) -> float:
        """The last day of the base of a point with the point on `limit` or earlier."""
        key = point, limit
        if key not in self._latest:
            self._latest[key] = latest_before(self.moves[point][1], limit)
        return self._latest[key]


class Setting(Struct):
    """What worlds have in common; counts the steps taken in making them."""

    sets: StateSets
    calendar: Calendar = field(default_factory=Calendar)
    max_steps: int = 20_000
    steps: int = 0

    def spend(self) -> None:
        """Count a step; raises `TooMuchWork` where there have been too many."""
        self.steps += 1
        if self.steps > self.max_steps:
            raise TooMuchWork


class World(Struct, frozen=True):
    """The states that facts may have, and days. Never changed."""

    setting: Setting
    states: Sets = field(default_factory=dict)
    points: Points = field(default_factory=Points)

    def having(self, iri: str, state: Symbol) -> World | None:
        """With the state of one fact; None where that cannot be."""
        some = self.setting.sets.of(iri, state)
        if some == -1:
            return self
        states = self.setting.sets.both(self.states, {iri: some})
        return None if states is None else World(self.setting, states, self.points)

    def joined(self, other: World) -> World | None:
        """With all that holds in another world; None where that cannot be."""
        self.setting.spend()
        if not self.states and not self.points.stated:
            return other
        states = self.setting.sets.both(self.states, other.states)
        points = None if states is None else self.points.within(other.points.stated)
        return None if states is None or points is None else World(self.setting, states, points)

    def apart(self, first: Moment, second: Moment, days: float) -> World | None:
        """With `first` at most so many days after `second`; None where that cannot be."""
        self.setting.spend()
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
            here = World(self.setting, self.states, points)
        assert here is not None
        if second.point == ORIGIN and first.point in self.setting.calendar.moves:
            base = self.setting.calendar.moves[first.point][0]
            latest = self.setting.calendar.latest(first.point, bound)
            return here.apart(base, Moment(ORIGIN), latest) if latest >= 1 else None
        if first.point == ORIGIN and second.point in self.setting.calendar.moves:
            base = self.setting.calendar.moves[second.point][0]
            latest = self.setting.calendar.latest(second.point, -bound - 1)
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
        self.setting.calendar.moves[point] = base, move, days
        made = Moment(point)
        later = self.apart(made, base, days[1])
        earlier = None if later is None else later.apart(base, made, -days[0])
        return None if earlier is None else (made, earlier)

    def reaches(self, span: Span, amount: int) -> World | None:
        """With so much time or more passed."""
        if not length(span.operator).fixed:
            if span.end.point == ORIGIN:
                latest = length(span.operator).last_start(span.end.shift, amount, span.calendar)
                return self.apart(span.start, Moment(ORIGIN), latest)
            if span.start.point == ORIGIN:
                first = length(span.operator).first_end(span.start.shift, amount, span.calendar)
                return self.apart(Moment(ORIGIN), span.end, -first)
        return self.apart(span.start, span.end, -length(span.operator).passed(amount)[0])

    def falls_short(self, span: Span, amount: int) -> World | None:
        """With less time passed."""
        if not length(span.operator).fixed:
            if span.end.point == ORIGIN:
                latest = length(span.operator).last_start(span.end.shift, amount, span.calendar)
                return self.apart(Moment(ORIGIN), span.start, -latest - 1)
            if span.start.point == ORIGIN:
                first = length(span.operator).first_end(span.start.shift, amount, span.calendar)
                return self.apart(span.end, Moment(ORIGIN), first - 1)
        return self.apart(span.end, span.start, length(span.operator).passed(amount)[1] - 1)
