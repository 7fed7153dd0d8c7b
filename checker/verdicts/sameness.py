"""Which axes ask the same: days that are known, or named by the law, as far as they count.

A choice of alternatives can occur unless some of its bounds make a circle that is too short. A
circle goes through the origin once at most: there a point has to lie on a day or before it, and
another on a day or after it. Between the two are steps along points that are no known days, each of
which is visited once. So all that counts of two such days is on which side of the sum of each such
path their difference lies. Two records of which that is the same have the same answer, however
their days differ.

Source: semantics, sections 3 and 6: date arithmetic rules out most combinations.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from lovgraf.facts.symbols import ORIGIN
from lovgraf.verdicts.points import Bound

_MOST_SUMS = 20_000
"""Sums of paths that are told apart; where there are more, days count as they are."""
_MOST_PAIRS = 1 << 18
"""Pairs of days that are held against each other; where there are more, days count as they are."""
_APART = 1 << 32
"""More than two days, or the steps of a path, lie apart."""
Numbers = npt.NDArray[np.int64]
Link = tuple[str, str, float | None]
"""Two points and the days of their bound; None where one of them is the origin."""


class Frame(Struct, frozen=True):
    """The bounds of an alternative without its days: `days` are those of the bounds that touch the
    origin, as ordinals, in the order of the `links`."""

    links: tuple[Link, ...]
    days: tuple[float, ...]

    @classmethod
    def of(cls, bounds: Iterable[Bound]) -> Frame:
        """The frame of some bounds, in their order."""
        links: list[Link] = []
        days: list[float] = []
        for first, second, most in bounds:
            if ORIGIN in (first, second):
                links.append((first, second, None))
                days.append(most if second == ORIGIN else -most)
            else:
                links.append((first, second, most))
        return cls(tuple(links), tuple(days))


class Shape(Struct, frozen=True):
    """What tells the days of some frames apart, of which all have the same links.

    `last` and `first` are the places of the days on or before which, and on or after which, a point
    has to lie. `sums` are those of all paths between two points, in order, those of each two points
    far from those of others; `offsets` tell how far, for each two of the places. None where they
    are too many.
    """

    last: Numbers
    first: Numbers
    sums: Numbers | None
    offsets: Numbers | None

    @classmethod
    def of(cls, frames: Iterable[Frame]) -> Shape:
        """The shape of some frames."""
        ends: tuple[list[str], list[str]] = [], []
        places: tuple[list[int], list[int]] = [], []
        steps: dict[str, dict[str, set[int]]] = {}
        place = 0
        for one, other, most in (link for frame in frames for link in frame.links):
            if most is None:
                late = other == ORIGIN
                ends[late].append(one if late else other)
                places[late].append(place)
                place += 1
            else:
                steps.setdefault(other, {}).setdefault(one, set()).add(int(most))
        first, last = (np.array(some, np.int64) for some in places)
        if len(first) * len(last) > _MOST_PAIRS or (found := _paths(steps, {*ends[1]})) is None:
            return cls(last, first, None, None)
        pairs = {pair: n * _APART for n, pair in enumerate(found)}
        sums = [np.array(sorted(own), np.int64) + pairs[pair] for pair, own in found.items()]
        nowhere = len(pairs) * _APART
        offsets = [[pairs.get((late, early), nowhere) for early in ends[0]] for late in ends[1]]
        return cls(
            last,
            first,
            np.concatenate([*sums, np.zeros(0, np.int64)]),
            np.array(offsets, np.int64).reshape(len(last), len(first)),
        )

    def same(self, frames: Iterable[Frame]) -> object:
        """What the days of frames have in common with those of others in which the same bounds can
        be met together."""
        days = [day for frame in frames for day in frame.days]
        (found,) = self.names(np.array([days], np.int64))
        return found

    @property
    def width(self) -> int:
        """How many distances are held against sums."""
        return len(self.last) * len(self.first)

    def names(self, days: Numbers) -> list[bytes]:
        """The same of many days, a line for each."""
        if self.sums is None or self.offsets is None:
            return [one.tobytes() for one in days]
        apart = days[:, np.newaxis, self.first] - days[:, self.last, np.newaxis]
        found = np.searchsorted(self.sums, apart + self.offsets).astype(np.uint16)
        return [one.tobytes() for one in found]


def _paths(
    steps: Mapping[str, Mapping[str, set[int]]], starts: set[str]
) -> dict[tuple[str, str], set[int]] | None:
    """The sums of all paths between two points, one of the `starts` and any, that visit no point
    twice; None where they are too many."""
    found: dict[tuple[str, str], set[int]] = {}
    total = 0
    for start in sorted(starts):
        queue: list[tuple[str, frozenset[str], frozenset[int]]] = [
            (start, frozenset({start}), frozenset({0}))
        ]
        for point, seen, sums in queue:
            total += len(sums)
            if total > _MOST_SUMS:
                return None
            found.setdefault((start, point), set()).update(sums)
            for other, own in steps.get(point, {}).items():
                if other not in seen:
                    more = frozenset([one + step for one in sums for step in own])
                    queue.append((other, seen | {other}, more))
    return found
