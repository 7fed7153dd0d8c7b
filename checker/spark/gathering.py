"""Cells and values of all parts brought together in the cluster.

Shuffled are whole arrays, not rows: a task parts its own by a hash, and who gathers a share of them
sees all that are equal.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from checker.cells.numbering import kinds
from checker.quality import EXAMPLES
from checker.spark.job import FILE
from checker.spark.looking import Part
from checker.spark.outcome import Outcome
from checker.spark.reading import Numbers, PartRead

_MIX = np.uint64(0x9E3779B97F4A7C15)
CellShare = tuple[tuple[int, int], tuple[Numbers, Numbers]]
"""(Section, share) with words and weights of cells."""
ValueShare = tuple[tuple[int, str, int], Numbers]
"""(Group, kept column, share) with hashes and rows."""


@dataclass(frozen=True)
class Cells:
    """Parts the cells of a part of a file into some number of shares."""

    shares: int

    def __call__(self, read: Outcome[PartRead]) -> Iterator[CellShare]:
        for section in read.get().sections:
            for share, chosen in _shared(section.words, self.shares):
                yield (
                    (section.section, share),
                    (section.words[chosen], section.weights[chosen]),
                )


def joined_cells(
    gathered: tuple[tuple[int, int], Iterable[tuple[Numbers, Numbers]]],
) -> tuple[int, Numbers, Numbers]:
    """A section's distinct cells of one share, with their weights summed."""
    (section, _), found = gathered
    parts = list(found)
    words = np.concatenate([words for words, _ in parts])
    weights = np.concatenate([weights for _, weights in parts])
    places, first = kinds([np.ascontiguousarray(column) for column in words.T])
    total = np.zeros(len(first), np.int64)
    np.add.at(total, places, weights)
    return section, words[first], total


@dataclass(frozen=True)
class Values:
    """Parts the values that must be unique into shares; `groups` gives the group of a section, and
    `bases` tells the rows before each part."""

    shares: int
    groups: tuple[int, ...]
    bases: dict[Part, int]

    def __call__(self, read: Outcome[PartRead]) -> Iterator[ValueShare]:
        part = read.get()
        for section in part.sections:
            for kept, values in section.unique.items():
                moved = values.copy()
                moved[:, 2] += part.part.file * FILE + self.bases[part.part]
                for share, chosen in _shared(moved[:, :2], self.shares):
                    yield (self.groups[section.section], kept, share), moved[chosen]


def twice(
    gathered: tuple[tuple[int, str, int], Iterable[Numbers]],
) -> tuple[int, str, int, tuple[int, ...]]:
    """(Group, kept column, how many rows have a value that another has too, the first of them)
    of one share."""
    (group, kept, _), found = gathered
    values = np.concatenate(list(found))
    values = values[np.lexsort((values[:, 1], values[:, 0]))]
    same = (values[1:, :2] == values[:-1, :2]).all(axis=1)
    several = np.zeros(len(values), np.bool_)
    several[1:] |= same
    several[:-1] |= same
    rows = np.sort(values[several, 2])
    return group, kept, len(rows), tuple(rows[:EXAMPLES].tolist())


def _shared(words: Numbers, shares: int) -> Iterator[tuple[int, Numbers]]:
    """For each share the lines that belong to it, by a hash of their words."""
    mixed = np.zeros(len(words), np.uint64)
    for column in words.T:
        mixed = (mixed ^ column.astype(np.uint64)) * _MIX
        mixed ^= mixed >> np.uint64(31)
    share = mixed % np.uint64(shares)
    for number in range(shares):
        chosen = np.flatnonzero(share == number)
        if len(chosen):
            yield number, chosen
