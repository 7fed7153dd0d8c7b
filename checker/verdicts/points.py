"""Days as points on a line, with bounds on the distances between them (difference bounds).

Source: semantics, sections 3 and 6: date arithmetic rules out most combinations.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from math import inf

from msgspec import Struct

from lovgraf.facts.symbols import ORIGIN

Bound = tuple[str, str, float]
"""Two points, and by how many days the first may at most lie after the second."""


class Points(Struct, frozen=True):
    """Points and, for each two, by how many days the first may at most lie after the second.

    Never changed; the bounds are always the tightest that follow from each other. `stated` are
    those that the others follow from, as `limit` takes them.
    """

    names: tuple[str, ...] = (ORIGIN,)
    most: tuple[tuple[float, ...], ...] = ((0,),)
    stated: tuple[Bound, ...] = ()

    def limit(self, first: str, second: str, days: float) -> Points | None:
        """With `first` at most so many days after `second`; None where that cannot be.

        Points that are not there yet are added.
        """
        if first == second:
            return self if days >= 0 else None
        here = self._with(first)._with(second)
        i, j = here.names.index(first), here.names.index(second)
        most = here.most
        if most[i][j] <= days:
            return here
        if most[j][i] + days < 0:
            return None
        after = most[j]
        rows = []
        for row in most:
            start = row[i] + days
            if row[j] <= start:
                rows.append(row)  # and so it is for all that lies a known way from `second`
            else:
                rows.append(
                    tuple(
                        [
                            old if old <= start + more else start + more
                            for old, more in zip(row, after, strict=True)
                        ]
                    )
                )
        return Points(here.names, tuple(rows), (*self.stated, (first, second, days)))

    def _with(self, name: str) -> Points:
        if name in self.names:
            return self
        free = (inf,) * len(self.names)
        rows = tuple((*row, inf) for row in self.most)
        return Points((*self.names, name), (*rows, (*free, 0)), self.stated)

    def allows(self, bounds: Sequence[Bound]) -> bool:
        """Whether some bounds do not contradict those that are known.

        Of most that is seen from each by itself: it follows from what is known, or contradicts it.
        """
        names, most = self.names, self.most
        left = []
        for bound in bounds:
            first, second, days = bound
            if first == second:
                if days < 0:
                    return False
                continue
            if first in names and second in names:
                i, j = names.index(first), names.index(second)
                if most[j][i] + days < 0:
                    return False
                if most[i][j] <= days:
                    continue
            left.append(bound)
        if len(left) < 2:
            return True
        if len(left) == 2:
            # They contradict each other where one goes back further than the other and what is
            # known between them allow.
            (first, second, days), (third, fourth, more) = left
            return days + self._way(second, third) + more + self._way(fourth, first) >= 0
        # What is known lies between the points that are named: ways by others are as long.
        named = list(dict.fromkeys([name for *ends, _ in left for name in ends]))
        ways = [[self._way(one, other) for other in named] for one in named]
        return _agree(ways, [(named.index(one), named.index(other), n) for one, other, n in left])

    def _way(self, first: str, second: str) -> float:
        """By how many days a point may at most lie after another, or itself."""
        if first == second:
            return 0
        names = self.names
        if first in names and second in names:
            return self.most[names.index(first)][names.index(second)]
        return inf

    def within(self, bounds: Sequence[Bound]) -> Points | None:
        """With some bounds more; None where that cannot be."""
        here: Points | None = self
        for first, second, days in bounds:
            if here is not None:
                here = here.limit(first, second, days)
        return here

    def implies(self, bounds: Sequence[Bound]) -> bool:
        """Whether some bounds follow from those that are known."""
        names, most = self.names, self.most
        return all(
            first in names
            and second in names
            and most[names.index(first)][names.index(second)] <= days
            for first, second, days in bounds
        )

    def known(self) -> list[str]:
        """The points that are a known day."""
        origin = self.names.index(ORIGIN)
        most = self.most
        return [
            name
            for i, name in enumerate(self.names)
            if most[i][origin] == -most[origin][i] and i != origin
        ]

    def closer(self, before: Points, named: Sequence[str]) -> list[str]:
        """The points of which more is known than before, other than where they lie to some."""
        if self is before:
            return []
        free = [n for n, name in enumerate(before.names) if name not in named]
        return [
            before.names[i]
            for i in free
            if any(
                self.most[i][j] < before.most[i][j] or self.most[j][i] < before.most[j][i]
                for j in free
            )
        ]

    def together(self) -> list[set[str]]:
        """Points that are bound to each other: more is known than follows from the origin."""
        names, most = self.names, self.most
        origin = names.index(ORIGIN)
        free = [i for i in range(len(names)) if most[i][origin] != -most[origin][i]]
        found: list[set[str]] = []
        for i in free:
            bound = {
                names[j]
                for j in free
                if most[i][j] < most[i][origin] + most[origin][j]
                or most[j][i] < most[j][origin] + most[origin][i]
            } | {names[i]}
            for other in [group for group in found if group & bound]:
                found.remove(other)
                bound |= other
            found.append(bound)
        return [group for group in found if len(group) > 1]

    def plain(self) -> frozenset[Bound]:
        """Bounds from which all others follow, the same for the same bounds in any order."""
        if not self.stated:
            return frozenset()
        order = sorted(range(len(self.names)), key=self.names.__getitem__)
        names = tuple([self.names[i] for i in order])
        return _plain(names, self.between(names))

    @classmethod
    def having(cls, bounds: frozenset[Bound]) -> Points:
        """The points of some bounds that do not contradict each other."""
        return _points(bounds)

    def between(self, names: Sequence[str]) -> tuple[tuple[float, ...], ...]:
        """The bounds between some of the points."""
        places = [self.names.index(name) for name in names]
        return tuple([tuple([self.most[i][j] for j in places]) for i in places])


def _agree(most: list[list[float]], bounds: Iterable[tuple[int, int, float]]) -> bool:
    """Whether bounds between points, by their places, do not contradict each other and `most` (as
    that of `Points`), which is narrowed meanwhile."""
    for i, j, days in bounds:
        if most[i][j] <= days:
            continue
        if most[j][i] + days < 0:
            return False
        after = most[j]
        for row in most:
            start = row[i] + days
            if start < row[j]:
                row[:] = [
                    old if old <= start + more else start + more
                    for old, more in zip(row, after, strict=True)
                ]
    return True


@lru_cache(maxsize=1 << 16)
def _plain(names: tuple[str, ...], most: tuple[tuple[float, ...], ...]) -> frozenset[Bound]:
    found = [
        (first, second, most[i][j])
        for i, first in enumerate(names)
        for j, second in enumerate(names)
        if i != j and most[i][j] < inf
    ]
    for bound in list(found):
        rest = [other for other in found if other != bound]
        points = Points().within(rest)
        if points is not None and points.implies([bound]):
            found = rest
    return frozenset(found)


@lru_cache(maxsize=1 << 16)
def _points(bounds: frozenset[Bound]) -> Points:
    points = Points().within(sorted(bounds))
    assert points is not None
    return points


def forget_days() -> None:
    """Let go of all days that were seen: they may be those of a record."""
    _plain.cache_clear()
    _points.cache_clear()
