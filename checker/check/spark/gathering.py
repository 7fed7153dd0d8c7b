"""Parts that were read, spread over the cluster: each to be asked again, and what all say together.

A task that read a part hands it on once: the part itself to a partition of its own, its cells and
what must be unique by a hash to the shares of all that are equal. Moved are whole arrays, not rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from lovgraf.check.spark.job import FILE
from lovgraf.check.spark.outcome import Outcome
from lovgraf.check.spark.reading import Numbers, Reading, Summary, summary
from lovgraf.core.result import FIRST_ROWS
from lovgraf.engine.numbering import kinds

_MIX = np.uint64(0x9E3779B97F4A7C15)
_PARTS = 4
"""Parts of which a share holds what must be unique: some 200 MB of the largest."""


class _Summarised(Struct, frozen=True):
    """The summary of the part in a place, or why it could not be read."""

    place: int
    outcome: Outcome[Summary]


class _Cells(Struct, frozen=True):
    """Cells of a section with their weights."""

    section: int
    words: Numbers
    weights: Numbers


class _Values(Struct, frozen=True):
    """Hashes and rows of what must be unique in a kept column of a group."""

    group: int
    kept: str
    values: Numbers


class Share(Struct, frozen=True):
    """What one share has of all parts.

    `summaries` are in the first share only; `cells` holds the distinct cells of a section with
    their weights; `twice` how many rows of a group and kept column have a value that another has
    too, and the first of them: the place of their part times `FILE`, plus the row in it.
    """

    summaries: list[_Summarised]
    cells: dict[int, tuple[Numbers, Numbers]]
    twice: dict[tuple[int, str], tuple[int, tuple[int, ...]]]


def shares_of(parts: int, cores: int) -> int:
    """How many shares there should be: one a core, and more where they would grow large."""
    return max(cores, -(-parts // _PARTS))


class Spread(Struct, frozen=True):
    """Says where each thing goes that was read: partition `n` is that of part `n`, the shares come
    after the `parts`. `groups` gives the group of a section."""

    parts: int
    shares: int
    groups: tuple[int, ...]

    def __call__(self, place: int, found: Iterable[Outcome[Reading]]) -> Iterator[tuple[int, Any]]:
        """What was read of the part in a place, each with the number of its partition."""
        for outcome in found:
            if outcome.error is not None:
                yield self.parts, _Summarised(place, Outcome(None, outcome.error))
                continue
            read = outcome.get()
            yield place, read.part
            yield self.parts, _Summarised(place, Outcome(summary(read.part)))
            for one in read.part.sections:
                for share, chosen in self._shared(one.words):
                    yield share, _Cells(one.section, one.words[chosen], one.weights[chosen])
            for section, kept, values in read.unique:
                moved = values + np.array([0, 0, place * FILE])
                for share, chosen in self._shared(values[:, :1]):
                    yield share, _Values(self.groups[section], kept, moved[chosen])

    def _shared(self, words: Numbers) -> Iterator[tuple[int, Numbers]]:
        """For each share the lines that belong to it, by a hash of their words."""
        mixed = np.zeros(len(words), np.uint64)
        for column in words.T:
            mixed = (mixed ^ column.astype(np.uint64)) * _MIX
            mixed ^= mixed >> np.uint64(31)
        share = mixed % np.uint64(self.shares)
        for number in range(self.shares):
            chosen = np.flatnonzero(share == number)
            if len(chosen):
                yield self.parts + number, chosen


def gathered(items: Iterable[tuple[int, Any]]) -> list[Share]:
    """What is in one share, put together."""
    summaries: list[_Summarised] = []
    cells: dict[int, list[_Cells]] = {}
    values: dict[tuple[int, str], list[Numbers]] = {}
    for _, item in items:
        if isinstance(item, _Summarised):
            summaries.append(item)
        elif isinstance(item, _Cells):
            cells.setdefault(item.section, []).append(item)
        else:
            values.setdefault((item.group, item.kept), []).append(item.values)
    return [
        Share(
            summaries,
            {section: _joined(some) for section, some in cells.items()},
            {key: _twice(values.pop(key)) for key in list(values)},
        )
    ]


def summaries_of(shares: Iterable[Share]) -> list[Summary]:
    """The summaries of all parts in their order; raises the error of the first that has one."""
    found = sorted((one for share in shares for one in share.summaries), key=lambda one: one.place)
    return [one.outcome.get() for one in found]


def cells_of(shares: Sequence[Share]) -> dict[int, tuple[Numbers, Numbers]]:
    """The distinct cells of each section with their weights, in a fixed order."""
    numbers = sorted({number for share in shares for number in share.cells})
    found = {}
    for number in numbers:
        own = [share.cells[number] for share in shares if number in share.cells]
        words = np.concatenate([words for words, _ in own])
        order = np.lexsort(words.T[::-1])
        found[number] = words[order], np.concatenate([weights for _, weights in own])[order]
    return found


def twice_of(
    shares: Iterable[Share], before: Sequence[int]
) -> dict[int, dict[str, tuple[int, tuple[int, ...]]]]:
    """For each group and kept column how many rows share a value, and the first of them, as in
    `FILE`; `before` is the number of the row before each part."""
    found: dict[int, dict[str, tuple[int, tuple[int, ...]]]] = {}
    for share in shares:
        for (group, kept), (count, rows) in share.twice.items():
            own = found.setdefault(group, {})
            so_far, first = own.get(kept, (0, ()))
            more = (before[row // FILE] + row % FILE for row in rows)
            own[kept] = so_far + count, tuple(sorted((*first, *more))[:FIRST_ROWS])
    return found


def _joined(parts: Sequence[_Cells]) -> tuple[Numbers, Numbers]:
    """The distinct cells of a section, with their weights summed."""
    words = np.concatenate([part.words for part in parts])
    weights = np.concatenate([part.weights for part in parts])
    places, first = kinds([np.ascontiguousarray(column) for column in words.T])
    total = np.zeros(len(first), np.int64)
    np.add.at(total, places, weights)
    return words[first], total


def _twice(parts: Sequence[Numbers]) -> tuple[int, tuple[int, ...]]:
    """How many rows have a value that another has too, and the first of them."""
    values = np.concatenate(parts)
    # Few have even one half of the hash in common, and one is sorted in much less than both.
    order = np.argsort(values[:, 0])
    values = values[order[_paired(values[order, :1])]]
    values = values[np.lexsort((values[:, 1], values[:, 0]))]
    rows = np.sort(values[_paired(values[:, :2]), 2])
    return len(rows), tuple(rows[:FIRST_ROWS].tolist())


def _paired(ordered: Numbers) -> npt.NDArray[np.bool_]:
    """Which of some lines in order are the same as the one before or after."""
    same = (ordered[1:] == ordered[:-1]).all(axis=1)
    found = np.zeros(len(ordered), np.bool_)
    found[1:] |= same
    found[:-1] |= same
    return found
