"""The earliest days that comparisons leave to one column from each day of another, over a span of
days at once; and circles of columns that can hold together from some days only."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from itertools import product

import numpy as np
import numpy.typing as npt

from lovgraf.facts.distances import LAST
from lovgraf.facts.operators import length
from lovgraf.proposals.comparisons import Comparison, Day

Ordinals = npt.NDArray[np.int64]
_NEVER = 2 * LAST
_SEEN = 5 * 366
"""Days before and after the day in question on which circles are tried."""
_LONGEST = 3
"""So many columns more may be in a circle with one that is compared unevenly."""


@lru_cache(maxsize=64)
def moved(day: Day, start: int, end: int) -> Ordinals:
    """Where each day of a span is moved to; 0 where that is no day."""
    return np.array([day.at(ordinal) or 0 for ordinal in range(start, end)], np.int64)


@lru_cache(maxsize=256)
def bounds(comparison: Comparison, column: str, start: int, end: int) -> Ordinals:
    """For each day of a span of one column the first day of the other that the comparison (or, to
    that column's start, its opposite) leaves; very late where it leaves none."""
    one, other = comparison.start, comparison.end
    forth = one.base == column
    here, there = (one, other) if forth else (other, one)
    days = moved(here, start, end)
    if length(comparison.operator).fixed:
        wanted = days + comparison.amount if forth else days - comparison.amount + 1
    else:
        wanted = np.array([_passed(comparison, day, forth) for day in days.tolist()], np.int64)
    found = wanted if not there.moves else _least(there, wanted)
    found[(days == 0) | (found > LAST)] = _NEVER
    return np.maximum(found, 1)


def _passed(comparison: Comparison, day: int, forth: bool) -> int:
    if not day:
        return _NEVER
    operator = length(comparison.operator)
    amount, calendar = comparison.amount, comparison.calendar
    if forth:
        return int(min(operator.first_end(day, amount, calendar), _NEVER))
    return int(max(operator.last_start(day, amount, calendar), 0)) + 1


def _least(day: Day, wanted: Ordinals) -> Ordinals:
    """The first day of a base on which it is moved so late, for each of some days: looked up among
    all the days that may be it, each of which is moved once."""
    found = np.full(len(wanted), _NEVER, np.int64)
    sought = wanted <= LAST
    if not sought.any() or (first := day.least(int(wanted[sought].min()))) is None:
        return found
    last = day.least(int(wanted[sought].max())) or LAST
    late = moved(day, first, last + 1)
    late = np.maximum.accumulate(np.where(late == 0, _NEVER, late))
    places = np.searchsorted(late, wanted[sought])
    found[sought] = np.where(places < len(late), first + places, _NEVER)
    return found


def held(comparison: Comparison, starts: Ordinals, ends: Ordinals) -> npt.NDArray[np.bool_]:
    """Whether a comparison holds of each pair of days of its bases, 0 being no day; each day is
    looked at once."""
    first = _each(starts, lambda day: comparison.start.at(day) or 0 if day else 0)
    last = _each(ends, lambda day: comparison.end.at(day) or 0 if day else 0)
    wanted = _each(first, lambda day: _passed(comparison, day, True))
    return (first > 0) & (last > 0) & (last >= wanted)


def _each(days: Ordinals, made: Callable[[int], int]) -> Ordinals:
    """What is made of each of some days, many of which are the same."""
    several, number = np.unique(days, return_inverse=True)
    return np.array([made(day) for day in several.tolist()], np.int64)[number.reshape(-1)]


def open_cycles(
    comparisons: Sequence[Comparison], columns: Sequence[str], as_of: date
) -> frozenset[str]:
    """The columns of circles of three or four that can hold together from some days only: the days
    that are reached along them may not be all."""
    steps: dict[tuple[str, str], list[Comparison]] = {}
    for comparison in comparisons:
        ends = comparison.start.base, comparison.end.base
        if ends[0] != ends[1] and {*ends} <= {*columns}:
            steps.setdefault((str(ends[0]), str(ends[1])), []).append(comparison)
            steps.setdefault((str(ends[1]), str(ends[0])), []).append(comparison)
    found: set[str] = set()
    start = max(1, as_of.toordinal() - _SEEN)
    span = start, min(LAST, as_of.toordinal() + _SEEN)
    for (first, second), own in steps.items():
        uneven = [one for one in own if not one.even]
        for path in _paths(steps, second, first, (first, second)) if uneven else ():
            back = zip(path[1:], (*path[2:], first), strict=True)
            ways = [uneven, *(steps[pair] for pair in back)]
            if any(_varies(way, path, span) for way in product(*ways)):
                found |= {*path}
    return frozenset(found)


def _paths(
    steps: dict[tuple[str, str], list[Comparison]], here: str, home: str, path: tuple[str, ...]
) -> Iterator[tuple[str, ...]]:
    """The circles of three or four columns that begin with a path."""
    for one, other in steps:
        if one == here and other not in path and len(path) <= _LONGEST:
            longer = (*path, other)
            if (other, home) in steps:
                yield longer
            yield from _paths(steps, other, home, longer)


def _varies(way: Sequence[Comparison], path: Sequence[str], span: tuple[int, int]) -> bool:
    """Whether a circle leads back to the same day, or before it, from some days and not all."""
    start, end = span
    days = np.arange(start, end)
    here = days.copy()
    for comparison, column in zip(way, path, strict=True):
        inside = (here >= start) & (here < end)
        bound = bounds(comparison, column, start, end)
        here = np.where(inside, bound[np.clip(here - start, 0, end - start - 1)], 0)
    seen = here > 0
    late = here[seen] > days[seen]
    return bool(late.any() and not late.all())
