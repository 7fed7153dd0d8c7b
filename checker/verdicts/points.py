"""Days as points on a line, with bounds on the distances between them (difference bounds).

Source: semantics, sections 3 and 6: date arithmetic rules out most combinations.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

ORIGIN = ""
"""The point from which known days are counted: the day before 1 January of year 1."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A day: a point, and whole days after it. A known day is its ordinal after the origin."""

    point: str
    shift: int = 0


@dataclass(frozen=True, slots=True)
class Points:
    """Points and, for each two, by how many days the first may at most lie after the second.

    Never changed; the bounds are always the tightest that follow from each other.
    """

    names: tuple[str, ...] = (ORIGIN,)
    most: tuple[tuple[float, ...], ...] = ((0,),)

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
            if start == inf:
                rows.append(row)
            else:
                rows.append(
                    tuple(
                        [
                            old if old <= start + more else start + more
                            for old, more in zip(row, after, strict=True)
                        ]
                    )
                )
        return Points(here.names, tuple(rows))

    def _with(self, name: str) -> Points:
        if name in self.names:
            return self
        free = (inf,) * len(self.names)
        rows = tuple((*row, inf) for row in self.most)
        return Points((*self.names, name), (*rows, (*free, 0)))
