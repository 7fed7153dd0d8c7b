"""Cells numbered as they turn up: rows with the same words are one cell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from msgspec import Struct

from lovgraf.engine.known_cells import Marked, Marks, Words, marks, mixed

Places = npt.NDArray[np.int32]


class Distinct(Struct, frozen=True):
    """The distinct rows of some words (`words` is one row a line) and the place of each row."""

    words: Words
    places: npt.NDArray[Any]


def kinds(words: Sequence[npt.NDArray[Any]]) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """The kind of each row, by words of 64 bits, and the first row of each kind."""
    coded = pa.array(mixed(words[0], words[1:])).dictionary_encode()
    places = coded.indices.to_numpy().astype(np.intp)
    first = np.empty(len(coded.dictionary), np.intp)
    first[places[::-1]] = np.arange(len(places) - 1, -1, -1)
    if len(words) > 1 and any((word != np.take(word[first], places)).any() for word in words):
        # Two kinds were mixed into the same number.
        _, first, places = np.unique(
            np.stack(words, axis=1), axis=0, return_index=True, return_inverse=True
        )
    return places, first


def distinct(words: Sequence[Words]) -> Distinct:
    """The distinct combinations of words that have a value for each row."""
    places, first = kinds(words)
    return Distinct(np.stack([word[first] for word in words], axis=1), places)


class Numbering:
    """The cells seen so far, each with its number and how many rows it has. A cell of which another
    has the mark may be numbered again; each row is in one that has its words."""

    def __init__(self, words: int) -> None:
        self._words: Words = np.zeros((0, words), np.int64)
        """Those of each cell, by its number; there is room for more."""
        self._count = 0
        self._marked = Marked.of(marks(self._words))
        self._weights: Words = np.zeros(0, np.int64)

    def add(self, found: Distinct, counted: npt.NDArray[np.bool_] | None = None) -> Places:
        """The cell of each row, counted from 0; rows that do not count get -1."""
        places = np.arange(len(found.words))
        if counted is not None:
            used = np.zeros(len(found.words), np.bool_)
            used[found.places[counted]] = True
            places = np.flatnonzero(used)
        cells = np.full(len(found.words), -1, np.int32)
        cells[places] = self._numbers(found.words[places])
        rows: Places = cells[found.places]
        if counted is not None:
            rows[~counted] = -1
        weights = np.bincount(rows + 1, minlength=self._count + 1)[1:]
        weights[: len(self._weights)] += self._weights
        self._weights = weights
        return rows

    def _numbers(self, words: Words) -> Words:
        """The number of each of some cells."""
        mark = marks(words)
        found = self._marked.find(mark, words, self._words)
        new = np.flatnonzero(found < 0)
        if len(new):
            found[new] = self._add(words[new], mark[new])
        return found

    def _add(self, words: Words, mark: Marks) -> Words:
        """The numbers of cells that are new, in the order in which they turn up."""
        _, first, which = np.unique(mark, return_index=True, return_inverse=True)
        if (words[first[which]] != words).any():  # two have one mark
            _, first, which = np.unique(words, axis=0, return_index=True, return_inverse=True)
        order = np.argsort(first)
        number = np.empty(len(order), np.int64)
        number[order] = np.arange(self._count, self._count + len(order))
        self._keep(words[first[order]])
        self._marked = self._marked.and_(mark[first[order]])
        return number[which.reshape(-1)]

    def _keep(self, words: Words) -> None:
        """Keep the words of the next cells."""
        count = self._count + len(words)
        if count > len(self._words):
            more = np.zeros((max(count, 2 * self._count), self._words.shape[1]), np.int64)
            more[: self._count] = self._words[: self._count]
            self._words = more
        self._words[self._count : count] = words
        self._count = count

    def table(self) -> pa.Table:
        """The cells: `_cell`, their words `k0`, `k1` ..., and `_weight`."""
        words = self._words[: self._count]
        columns = {f"k{n}": pa.array(own) for n, own in enumerate(words.T)}
        number = pa.array(np.arange(len(words), dtype=np.int64))
        return pa.table({"_cell": number, **columns, "_weight": pa.array(self._weights)})
