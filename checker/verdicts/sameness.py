"""Which axes ask the same: days that are known, or named by the law, as far as they count.

A choice of alternatives can occur unless some of its bounds make a circle that is too short. A
circle goes through the origin once at most, so all that counts of the days that alternatives hold
points against is which of two lies how far behind the other, and how far is a sum of steps
between points that are no known days. Two records whose days are on the same side of each such
sum have the same answer, however their days differ.

Source: semantics, sections 3 and 6: date arithmetic rules out most combinations.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from lovgraf.facts.symbols import ORIGIN
from lovgraf.verdicts.points import Bound

_MOST_SUMS = 20_000
"""Sums of steps that are told apart; where there are more, days count as they are."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The bounds of an alternative without its days.

    `links` are the points of each bound and its days where neither point is the origin; `days` are
    those of the other bounds, as ordinals, in the same order; `steps` tell the days of bounds that
    do not touch the origin, and `free` their points.
    """

    links: tuple[tuple[str, str, float | None], ...]
    days: tuple[float, ...]
    steps: frozenset[float]
    free: frozenset[str]

    @classmethod
    def of(cls, bounds: Iterable[Bound]) -> Frame:
        """The frame of some bounds, in their order."""
        links: list[tuple[str, str, float | None]] = []
        days: list[float] = []
        steps, free = set[float](), set[str]()
        for first, second, most in bounds:
            if ORIGIN in (first, second):
                links.append((first, second, None))
                days.append(most if second == ORIGIN else -most)
            else:
                links.append((first, second, most))
                steps.add(abs(most))
                free |= {first, second}
        return cls(tuple(links), tuple(days), frozenset(steps), frozenset(free))


def same_days(frames: Sequence[Frame]) -> object:
    """What the days of some frames have in common with those of others in which the same bounds
    can be met together."""
    steps = frozenset().union(*(frame.steps for frame in frames))
    free = frozenset().union(*(frame.free for frame in frames))
    every = [day for frame in frames for day in frame.days]
    days = sorted(set(every))
    # A path visits each free point once; one step more is what it may be held against.
    sums = _sums(steps, len(free))
    places = {day: place for place, day in enumerate(days)}
    order = tuple([places[day] for day in every])
    if sums is None:
        return order, tuple(days)
    most, apart = sums[-1], list[tuple[int, int]]()
    for place, day in enumerate(days):
        for later in days[place + 1 :]:
            if later - day > most:
                break
            apart.append((bisect_left(sums, later - day), bisect_right(sums, later - day)))
        apart.append((-1, -1))
    return order, tuple(apart)


@lru_cache(maxsize=1 << 10)
def _sums(steps: frozenset[float], most: int) -> tuple[float, ...] | None:
    """All sums of at most so many steps there or back, none of them below zero; None where they
    are too many."""
    found = new = {0.0}
    each = {0.0, *steps, *(-step for step in steps)}
    for _ in range(most):
        new = {one + step for one in new for step in each} - found
        if not new:
            break
        found = found | new
        if len(found) > _MOST_SUMS:
            return None
    return tuple(sorted(one for one in found if one >= 0))
