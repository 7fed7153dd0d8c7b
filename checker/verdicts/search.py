"""Which alternatives of several atoms go together, with what is independent solved apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import msgspec
import numpy as np

from lovgraf.conditions.coding import Bools
from lovgraf.facts.symbols import ORIGIN
from lovgraf.verdicts.alternatives import Alternative
from lovgraf.verdicts.patterns import Classes
from lovgraf.verdicts.points import Points
from lovgraf.verdicts.sameness import Shape
from lovgraf.verdicts.states import Sets, StateSets
from lovgraf.verdicts.worlds import TooMuchWork

MAX_STEPS = 2500
"""Alternatives to try for one set of atoms, after which they are taken to be independent."""
MAX_SOLVED = 200_000
"""Results to remember."""


class Axis(msgspec.Struct, frozen=True):
    """An atom with the alternatives that are left to it.

    `classes` are the codes that are told apart; None where only some alternative must hold.
    """

    key: str
    classes: Classes | None
    alternatives: tuple[Alternative, ...]


class Choices(msgspec.Struct, frozen=True):
    """What has been chosen: sets of states of facts by IRI, and how days lie.

    `settled` are the tokens of facts with one state and of days that are known.
    """

    states: Sets = msgspec.field(default_factory=dict)
    points: Points = msgspec.field(default_factory=Points)
    settled: int = 0


@dataclass
class Search:
    """Finds which codes go together.

    Where that takes more than `max_steps`, all codes do: nothing possible is ever left out.
    """

    sets: StateSets
    max_steps: int = MAX_STEPS
    gave_up: bool = False
    """Whether that was so of the last axes."""
    _solved: dict[object, Bools] = field(default_factory=dict, repr=False)
    _known: dict[object, Bools] = field(default_factory=dict, repr=False)
    """What was found out in full of axes, for others that differ in days that do not count."""
    _shapes: dict[object, Shape] = field(default_factory=dict, repr=False)
    """What tells the days of alternatives apart, by their kinds."""
    _steps: int = field(default=0, repr=False)

    def __post_init__(self) -> None:
        token = self.sets.token
        self._partners = {
            token(iri): sum(map(token, others)) for iri, others in self.sets.partners.items()
        }

    def clear(self) -> None:
        """Forget all results: alternatives may get other numbers."""
        self._solved.clear()
        self._known.clear()
        self._shapes.clear()

    def relation(self, axes: Sequence[Axis]) -> Bools | None:
        """Which combinations of the classes asked for can occur; None where no combination can."""
        self.gave_up = False
        axes = [axis for axis in axes if not _idle(axis)]
        result = np.ones([len(axis.classes) for axis in axes if axis.classes is not None], np.bool_)
        for part in self._apart(axes, Choices()):
            found = self._of_part(part)
            if not found.any():
                return None
            _narrow(result, axes, part, found)
        return result

    def _of_part(self, axes: Sequence[Axis]) -> Bools:
        """The same of axes that nothing else depends on, as it was found of others like them."""
        same = self._same_axes(axes)
        if same in self._known:
            return self._known[same]
        before, self.gave_up = self.gave_up, False
        found = self._relation(axes, Choices(), 0, True)
        if self.gave_up:
            return found
        self.gave_up = before
        if len(self._known) > MAX_SOLVED:
            self._known.clear()
        self._known[same] = found
        return found

    def _same_axes(self, axes: Sequence[Axis]) -> object:
        """What axes of which the same can occur have in common."""
        frames = [a.frame for axis in axes for a in axis.alternatives]
        ways = _ways(axes)
        return ways, self._shape(ways, axes).same(frames)

    def shape(self, axes: Sequence[Axis]) -> Shape:
        """What tells the days of axes apart from those of others with the same kinds of ways."""
        return self._shape(_ways(axes), axes)

    def _shape(self, ways: object, axes: Sequence[Axis]) -> Shape:
        if ways not in self._shapes:
            if len(self._shapes) > MAX_SOLVED:
                self._shapes.clear()
            self._shapes[ways] = Shape.of([a.frame for axis in axes for a in axis.alternatives])
        return self._shapes[ways]

    def _relation(
        self, axes: Sequence[Axis], chosen: Choices, changed: int, outermost: bool = False
    ) -> Bools:
        """With a dimension for each axis with classes, in their order.

        `changed` are the tokens of what was chosen since the alternatives were looked at.
        """
        result = np.ones([len(axis.classes) for axis in axes if axis.classes is not None], np.bool_)
        reduced = self._reduce(axes, chosen, changed, result)
        if reduced is None:
            return np.zeros_like(result)
        left, chosen = reduced
        for group in self._apart(left, chosen):
            if outermost:
                self._steps = 0
            try:
                part = self._solve(group, chosen)
            except TooMuchWork:
                if not outermost:
                    raise
                self.gave_up = True
                continue
            if not part.any():
                return np.zeros_like(result)
            _narrow(result, axes, group, part)
        return result

    def _reduce(
        self, axes: Sequence[Axis], chosen: Choices, changed: int, result: Bools
    ) -> tuple[list[Axis], Choices] | None:
        """Choose what there is no choice of, and leave the axes that are still open.

        None where an axis is left without alternative. Narrows `result` to what is chosen.
        """
        agree, queue = self.sets.agree, list(axes)
        unit = True
        while changed or unit:
            again, open_, unit = 0, list[Axis](), False
            for axis in queue:
                states, points = chosen.states, chosen.points
                touched = changed | again
                kept = axis.alternatives
                if touched:
                    kept = tuple(
                        [
                            a
                            for a in kept
                            if not a.tokens & touched
                            or (agree(states, a.states) and points.allows(a.bounds))
                        ]
                    )
                if not kept:
                    return None
                if axis.classes is None and any(a.follows(states, points) for a in kept):
                    continue
                if len(kept) > 1:
                    same = len(kept) == len(axis.alternatives)
                    open_.append(axis if same else Axis(axis.key, axis.classes, kept))
                    continue
                found = self._choose(kept[0], chosen)
                if found is None:
                    return None
                again |= self._changed(kept[0], chosen, found)
                chosen = found
                if axis.classes is not None:
                    codes = kept[0].codes
                    fits = np.array([not codes.isdisjoint(some) for some in axis.classes])
                    _narrow(result, axes, [axis], fits)
                    if not fits.any():
                        return None
            queue, changed = open_, again
        return queue, chosen

    def _choose(self, alternative: Alternative, chosen: Choices) -> Choices | None:
        """With an alternative too; None where that cannot be."""
        states = self.sets.both(chosen.states, alternative.states)
        if states is None:
            return None
        points = chosen.points.within(alternative.bounds)
        if points is None:
            return None
        token, settled = self.sets.token, chosen.settled
        for iri, some in states.items():
            if not some & (some - 1):
                settled |= token(iri)
        if points is not chosen.points:
            for name in points.known():
                settled |= token(f"day {name}")
        return Choices(states, points, settled)

    def _changed(self, alternative: Alternative, before: Choices, after: Choices) -> int:
        """The tokens of all of which more is known than before."""
        token = self.sets.token
        found = alternative.facts | alternative.days
        for iri in alternative.states:
            for other in self.sets.partners.get(iri, ()):
                found |= token(other)
        for name in after.points.closer(before.points, alternative.points):
            found |= token(f"day {name}")
        return found

    def _solve(self, group: Sequence[Axis], chosen: Choices) -> Bools:
        """The same for axes that depend on each other, once for choices that they see alike."""
        same = self._same(group, chosen)
        if same not in self._solved:
            if len(self._solved) > MAX_SOLVED:
                self._solved.clear()
            self._solved[same] = self._branch(group, chosen)
        return self._solved[same]

    def _branch(self, group: Sequence[Axis], chosen: Choices) -> Bools:
        # Axes with classes first: what only has to hold is most often settled by them.
        first = min(group, key=lambda axis: (axis.classes is None, len(axis.alternatives)))
        others = [axis for axis in group if axis is not first]
        live = [axis for axis in group if axis.classes is not None]
        result = np.zeros([len(axis.classes or ()) for axis in live], np.bool_)
        if first.classes is None:
            view, place = result[np.newaxis], dict[int, int]()
        else:
            view = np.moveaxis(result, live.index(first), 0)
            place = {code: n for n, some in enumerate(first.classes) for code in some}
        for alternative in first.alternatives:
            where = sorted({place[c] for c in alternative.codes if c in place}) if place else [0]
            if view[where].all():
                continue
            self._steps += 1
            if self._steps > self.max_steps:
                raise TooMuchWork
            after = self._choose(alternative, chosen)
            if after is not None:
                changed = self._changed(alternative, chosen, after)
                view[where] |= self._relation(others, after, changed)
        return result

    def _same(self, group: Sequence[Axis], chosen: Choices) -> object:
        """What choices have in common that are the same to some axes."""
        open_, days = ~chosen.settled, 0
        axes = []
        for axis in group:
            ways = []
            for a in axis.alternatives:
                days |= a.days
                ways.append(a.number if a.facts & open_ else a.bare)
            axes.append((axis.key, axis.classes, tuple(ways)))
        token, names = self.sets.token, chosen.points.names
        known = [n for n in names if n == ORIGIN or token(f"day {n}") & days]
        known.sort()
        return tuple(axes), tuple(known), chosen.points.between(known)

    def _apart(self, axes: Sequence[Axis], chosen: Choices) -> list[list[Axis]]:
        """Open axes in groups that do not depend on each other."""
        if len(axes) < 2:
            return [[axis] for axis in axes]
        token = self.sets.token
        linked = [sum(token(f"day {name}") for name in names) for names in chosen.points.together()]
        groups: list[tuple[int, list[int]]] = []
        for number, axis in enumerate(axes):
            tokens = 0
            for a in axis.alternatives:
                tokens |= a.tokens
            tokens &= ~chosen.settled
            for iri, others in self._partners.items():
                if tokens & iri:
                    tokens |= others & ~chosen.settled
            for some in linked:
                if tokens & some:
                    tokens |= some
            members = [number]
            for group in [g for g in groups if g[0] & tokens]:
                groups.remove(group)
                tokens |= group[0]
                members = group[1] + members
            groups.append((tokens, members))
        return [[axes[n] for n in sorted(members)] for _, members in groups]


def _idle(axis: Axis) -> bool:
    """Whether an axis rules nothing out: some alternative of it says nothing."""
    return axis.classes is None and any(not a.states and not a.bounds for a in axis.alternatives)


def _ways(axes: Sequence[Axis]) -> object:
    """The kinds of ways of axes."""
    return tuple(
        [(axis.key, axis.classes, tuple([a.kind for a in axis.alternatives])) for axis in axes]
    )


def _narrow(result: Bools, axes: Sequence[Axis], some: Sequence[Axis], found: Bools) -> None:
    """Leave in a result for axes what was found for some of them, in the same order."""
    keys = {axis.key for axis in some}
    live = [axis for axis in axes if axis.classes is not None]
    result &= found.reshape([len(a.classes or ()) if a.key in keys else 1 for a in live])
