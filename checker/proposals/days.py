"""Days for the date columns of a component, enough to have every answer that any days can have.

Each atom says of two days that one is late enough after the other, or not: `y >= f(x)` for a
function that keeps the order of days. Whatever such statements hold together, hold together of the
earliest days that they leave; and those are reached from known days and one early day by following
such functions, each column once. So those days, and no others, have to be tried (a small-model
property of difference constraints, which months and bank days share).

A day that is compared with what it is moved to itself (by a period, to an open day) is of one kind
or another, on its own; so it is by which of two comparisons with another column asks for the later
day (a month or thirty days). The next day of each kind keeps the order of days as well, and so is
one more such function. Where three or four columns in a circle can hold together from some days
only, that is told (`unexamined`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from itertools import product
from typing import cast

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from lovgraf.facts.distances import LAST, ByPeriod
from lovgraf.facts.operators import length
from lovgraf.proposals.comparisons import Comparison, Day, Order, orders
from lovgraf.proposals.limits import too_large
from lovgraf.verdicts.patterns import distinct

# The earliest days that comparisons leave to one column from each day of another, over a span of
# days at once; and circles of columns that can hold together from some days only.

Ordinals = npt.NDArray[np.int64]
_NEVER = 2 * LAST
_SEEN = 5 * 366
"""Days before and after the day in question on which circles are tried."""
_LONGEST = 3
"""So many columns more may be in a circle with one that is compared unevenly."""


@lru_cache(maxsize=64)
def moved(day: Day, start: int, end: int) -> Ordinals:
    """Where each day of a span is moved to; 0 where that is no day."""
    if all(isinstance(move, ByPeriod) for move in day.moves):
        found = np.arange(start, end, dtype=np.int64)
        for move in day.moves:
            found = cast(ByPeriod, move).many(found)
        return found
    known = _moved(day)
    for ordinal in range(start, end):
        if ordinal not in known:
            known[ordinal] = day.at(ordinal) or 0
    return np.array([known[ordinal] for ordinal in range(start, end)], np.int64)


@lru_cache(maxsize=64)
def _moved(_day: Day) -> dict[int, int]:
    """Where days are moved to that were looked at before: spans overlap."""
    return {}


@lru_cache(maxsize=256)
def bounds(comparison: Comparison, column: str, start: int, end: int) -> Ordinals:
    """For each day of a span of one column the first day of the other that the comparison (or, to
    that column's start, its opposite) leaves; very late where it leaves none."""
    one, other = comparison.start, comparison.end
    forth = one.base == column
    here, there = (one, other) if forth else (other, one)
    days = moved(here, start, end)
    wanted = _passed(comparison, days, forth)
    found = wanted if not there.moves else _least(there, wanted)
    found[(days == 0) | (found > LAST)] = _NEVER
    return np.maximum(found, 1)


def _passed(comparison: Comparison, days: Ordinals, forth: bool) -> Ordinals:
    """For each day, where it starts the comparison the first day of its end; where it ends it the
    first day of its start with less passed. Very late for what is no day (0)."""
    operator, amount, calendar = length(comparison.operator), comparison.amount, comparison.calendar
    found = np.full(len(days), _NEVER, np.int64)
    known = days > 0
    if forth:
        found[known] = operator.first_ends(days[known], amount, calendar)
    else:
        found[known] = operator.last_starts(days[known], amount, calendar) + 1
    return found


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
    return (first > 0) & (last > 0) & (last >= _passed(comparison, first, True))


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


Step = Callable[[int], int | None]
Group = tuple[tuple[str, ...], tuple[Comparison, ...]]
"""Columns, and what compares them."""
_LONG_AGO = 45 * 365
"""Days before the day in question: what comes first in a life, of people as they are."""
_SPARE = 400
"""Days before everything else, so that what may be earlier still has room."""
_KINDS = 100 * 366
"""Days after everything else in which the next day of a kind is looked for: in a hundred years each
date falls on each day of the week, in common years and leap years."""


class Dates(Struct, frozen=True):
    """Columns (by IRI) and rows of their days as ordinals, 0 where there is none; recent first.

    `unexamined` are those of whose days it is not known whether all that matter are there.
    """

    columns: tuple[str, ...]
    rows: Ordinals
    unexamined: frozenset[str] = frozenset()


def dates_of(
    columns: Iterable[str],
    comparisons: Sequence[Comparison],
    optional: frozenset[str],
    as_of: date,
    limit: int,
    early: bool = False,
) -> list[Dates]:
    """The days to try, for columns that are compared with each other together.

    `optional` are those that may have no day. With `early`, days of long ago come first rather than
    recent ones. Raises `TooLarge`.
    """
    groups = together(columns, comparisons)
    return [_Days(*group, as_of).dates(optional, limit, early) for group in groups]


def reached(
    columns: Iterable[str],
    comparisons: Sequence[Comparison],
    optional: frozenset[str],
    as_of: date,
    limit: int,
) -> dict[str, set[int]]:
    """Every day of each column that is reached, also where all comparisons say the same of it.

    Raises `TooLarge`.
    """
    found: dict[str, set[int]] = {}
    for group in together(columns, comparisons):
        days = _Days(*group, as_of)
        rows = days.rows(optional, limit)
        found |= {
            column: set(np.unique(rows[:, n]).tolist()) - {0}
            for n, column in enumerate(days.columns)
        }
    return found


def together(columns: Iterable[str], comparisons: Iterable[Comparison]) -> Iterator[Group]:
    """Columns that are compared with each other, together, with what compares them."""
    groups: list[set[str]] = [{column} for column in sorted(columns)]
    for comparison in comparisons:
        ends = {comparison.start.base, comparison.end.base}
        linked = [group for group in groups if group & ends]
        if len(linked) > 1:
            groups = [g for g in groups if g not in linked] + [set().union(*linked)]
    for group in groups:
        own = (c for c in comparisons if not group.isdisjoint((c.start.base, c.end.base)))
        yield tuple(sorted(group)), tuple(own)


@lru_cache(maxsize=64)
def _kinds(own: tuple[Comparison | Order, ...], start: int, end: int) -> list[Ordinals]:
    """The days of a span in kinds of which some comparisons of a day with itself say the same."""
    days = range(start, end)
    answers = [_answer(one, start, end) for one in own]
    first, number = distinct(answers, len(days))
    return [np.flatnonzero(number == kind) + start for kind in range(len(first))]


def _answer(one: Comparison | Order, start: int, end: int) -> Ordinals:
    """Whether a comparison of a day with itself holds, for each day of a span."""
    if isinstance(one, Order):
        first, last = (bounds(c, one.column, start, end) for c in (one.one, one.other))
        return (first < last).astype(np.int64)
    first, last = (moved(day, start, end) for day in (one.start, one.end))
    return ((first > 0) & (last > 0) & (last >= _passed(one, first, True))).astype(np.int64)


class _Days:
    def __init__(
        self, columns: tuple[str, ...], comparisons: Sequence[Comparison], as_of: date
    ) -> None:
        self.columns = columns
        self.known: list[set[int]] = [set() for _ in columns]
        self.steps: dict[tuple[int, int], list[Step]] = {}
        self.own: dict[int, list[Comparison | Order]] = {}
        reach = self._connect(list(dict.fromkeys(comparisons)), as_of)
        self.long_ago = max(1, as_of.toordinal() - _LONG_AGO)
        self._span = self._lay_out(reach, as_of)
        own = {*columns}
        self.comparisons = [
            c
            for c in comparisons
            if all(isinstance(d.base, int) or d.base in own for d in (c.start, c.end))
        ]
        self._made: dict[tuple[int, int, int], frozenset[int]] = {}
        self._days: list[list[int]] = [[0] for _ in columns]
        self._numbers: list[dict[int, int]] = [{0: 0} for _ in columns]
        self._numbered: dict[tuple[int, int, int], Ordinals] = {}
        self._kinds = {n: _kinds(tuple(found), *self._span) for n, found in self.own.items()}
        self._always = [self._of_kinds(n, some) for n, some in enumerate(self.known)]
        self.unexamined = open_cycles(
            [c for c in self.comparisons if isinstance(c.start.base, str)], columns, as_of
        )

    def _connect(self, comparisons: list[Comparison], as_of: date) -> int:
        """Note which days are known of each column, which steps lead from one to another, and what
        compares a column with itself; how far the longest step reaches."""
        place = {column: n for n, column in enumerate(self.columns)}
        for order in orders(comparisons):
            if order.column in place:
                self.own.setdefault(place[order.column], []).append(order)
        reach, today = 0, as_of.toordinal()
        for comparison in comparisons:
            start, end = comparison.start.base, comparison.end.base
            if start == end:
                if start in place:
                    self.own.setdefault(place[str(start)], []).append(comparison)
                continue
            for source, target, step in (
                (start, end, comparison.end_from),
                (end, start, comparison.start_from),
            ):
                if target not in place:
                    continue
                to = place[str(target)]
                if isinstance(source, int):
                    day = step(source)
                    if day is not None:
                        self.known[to].add(day)
                elif source in place:
                    self.steps.setdefault((place[source], to), []).append(step)
                    reach = max(reach, abs((step(today) or today) - today))
        return reach

    def _lay_out(self, reach: int, as_of: date) -> tuple[int, int]:
        """Add early days to those known; the first and the last day to look at, where the longest
        step reaches so far."""
        columns = len(self.columns)
        days = [as_of.toordinal(), *(day for some in self.known for day in some)]
        early = max(1, min(days) - columns * reach - _SPARE)
        for some in self.known:
            # The day before a limit stands for those below it more naturally than an early one.
            some |= {day - 1 for day in some if day > 1} if columns == 1 else set()
            some |= {self.long_ago} if columns == 1 else set()
            some.add(early)
        first = early if columns > 1 else min(early, self.long_ago)
        return first, min(LAST, max(days) + columns * reach + _KINDS)

    def dates(self, optional: frozenset[str], limit: int, early: bool) -> Dates:
        """One assignment for those of which all comparisons say the same."""
        found = self.rows(optional, limit)
        first = np.where(found == 0, _NEVER, found).min(1)
        first[first == _NEVER] = 0
        found = found[np.lexsort((*found.T[::-1], -first))]
        if early:
            away = np.where(found == 0, 0, np.abs(found - self.long_ago)).max(1)
            found = found[np.argsort(away, kind="stable")]
        return Dates(self.columns, self._distinct(found), self.unexamined)

    def rows(self, optional: frozenset[str], limit: int) -> Ordinals:
        """Every assignment that is reached, with and without the days that may be missing."""
        size = len(self.columns)
        wanted = sum(1 << n for n, column in enumerate(self.columns) if column not in optional)
        nothing = np.zeros((1, size), np.int64)
        found: dict[int, Ordinals] = {0: nothing}
        rows = [] if wanted else [nothing]
        total = 0
        for chosen in range(1, 1 << size):
            lasts = [n for n in range(size) if chosen >> n & 1]
            each = [self._longer(found[chosen & ~(1 << last)], last, chosen) for last in lasts]
            here = found[chosen] = self._once(np.concatenate(each))
            total += len(here)
            if total > limit:
                raise too_large(self.columns)
            if chosen & wanted == wanted:
                rows.append(here)
        whole = np.concatenate(rows) if rows else np.zeros((0, size), np.int64)
        days = [np.array(own, np.int64) for own in self._days]
        return np.stack([own[whole[:, n]] for n, own in enumerate(days)], axis=1)

    def _longer(self, before: Ordinals, column: int, chosen: int) -> Ordinals:
        """Assignments (numbers of days, 0 for none), each with each day of one more column that it
        leads to, some of them several times."""
        always = [self._number(column, day) for day in self._always[column]]
        rows = [np.repeat(np.arange(len(before)), len(always))]
        numbers = [np.tile(np.array(always, np.int64), len(before))]
        for source in range(len(self.columns)):
            if chosen >> source & 1 and source != column and (source, column) in self.steps:
                several, which = np.unique(before[:, source], return_inverse=True)
                led = [self._led(source, column, number) for number in several.tolist()]
                many, flat = np.array([len(own) for own in led]), np.concatenate(led)
                begin, times = np.cumsum(many) - many, many[which]
                row = np.repeat(np.arange(len(before)), times)
                skipped = np.cumsum(times) - times
                rows.append(row)
                numbers.append(flat[(begin[which] - skipped)[row] + np.arange(len(row))])
        found = before[np.concatenate(rows)]
        found[:, column] = np.concatenate(numbers)
        return found

    def _led(self, source: int, column: int, number: int) -> Ordinals:
        """The numbers of the days of a column to which a day of another leads."""
        key = source, column, number
        if key not in self._numbered:
            after = self._after(source, column, self._days[source][number]) if number else ()
            self._numbered[key] = np.array([self._number(column, day) for day in after], np.int64)
        return self._numbered[key]

    def _number(self, column: int, day: int) -> int:
        """The number of a day of a column, from 1 on."""
        known, days = self._numbers[column], self._days[column]
        if day not in known:
            known[day] = len(days)
            days.append(day)
        return known[day]

    def _once(self, rows: Ordinals) -> Ordinals:
        """Each of some assignments once."""
        return rows[distinct(list(rows.T), len(rows))[0]]

    def _distinct(self, rows: Ordinals) -> Ordinals:
        """One row for those of which all comparisons say the same; each two days are compared
        once."""
        each = {}
        for column, days in zip(self.columns, rows.T, strict=True):
            several, number = np.unique(days, return_inverse=True)
            each[column] = several, number.reshape(-1)
        answers = [(several > 0).astype(np.int64)[number] for several, number in each.values()]
        for comparison in self.comparisons:
            (start, here), (end, there) = (
                (np.array([day.base]), np.zeros(len(rows), np.int64))
                if isinstance(day.base, int)
                else each[day.base]
                for day in (comparison.start, comparison.end)
            )
            pairs = held(comparison, np.repeat(start, len(end)), np.tile(end, len(start)))
            answers.append(pairs.astype(np.int64)[here * len(end) + there])
        return rows[np.sort(distinct(answers, len(rows))[0])]

    def _after(self, source: int, target: int, day: int) -> frozenset[int]:
        """Where a day of one column leads to in another, and the next of each kind after that."""
        key = source, target, day
        found = self._made.get(key)
        if found is None:
            led = [step(day) for step in self.steps.get((source, target), ())]
            found = self._made[key] = self._of_kinds(target, (d for d in led if d is not None))
        return found

    def _of_kinds(self, column: int, days: Iterable[int]) -> frozenset[int]:
        """Days of a column, each with the first of each kind that is not before it."""
        found = set(days)
        for kind in self._kinds.get(column, ()):
            places = np.searchsorted(kind, sorted(found))
            found |= {int(kind[place]) for place in places if place < len(kind)}
        return frozenset(found)
