"""Cells of which the codes are known: those of the parts of a file before, and of earlier runs.

A cell is how answers lie, and a code is an answer, so that both are the same in every file.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self

import numpy as np
import numpy.typing as npt
from msgspec import Struct

Words = npt.NDArray[np.int64]
Marks = npt.NDArray[np.uint64]
Places = npt.NDArray[np.int64]
_UNKNOWN = -1
_MIX, _SHIFT = np.uint64(0x9E3779B97F4A7C15), np.uint64(29)
"""What numbers are mixed with, so that each bit of a word counts."""


class Marked(Struct, frozen=True):
    """The marks of cells, in order, and the place of the cell of each: of two cells of one mark one
    may not be found."""

    marks: Marks
    places: Places

    @classmethod
    def of(cls, marks: Marks, first: int = 0) -> Self:
        """Those of cells, of which the first has a place, and the others those after it."""
        order = np.argsort(marks, kind="stable")
        return cls(marks[order], order + first)

    def find(self, marks: Marks, words: Words, kept: Words) -> Places:
        """Where cells of some marks and words are among those `kept`; -1 where one is not."""
        if not len(self.marks):
            return np.full(len(words), _UNKNOWN, np.int64)
        at = np.minimum(np.searchsorted(self.marks, marks), len(self.marks) - 1)
        place = self.places[at]
        same = (self.marks[at] == marks) & (kept.take(place, axis=0) == words).all(axis=1)
        return np.where(same, place, _UNKNOWN)

    def and_(self, marks: Marks) -> Marked:
        """These and others, of which the places come next."""
        more = Marked.of(marks, len(self.marks))
        at = np.searchsorted(self.marks, more.marks)
        return Marked(
            np.insert(self.marks, at, more.marks), np.insert(self.places, at, more.places)
        )


class KnownCells(Struct, frozen=True):
    """The `words` of cells and the `codes` of each, a line for each cell."""

    words: Words
    codes: Words
    marked: Marked

    @classmethod
    def of(cls, words: Words, codes: Words) -> Self:
        """Cells that all differ."""
        return cls(words, codes, Marked.of(marks(words)))

    @classmethod
    def none(cls, words: int, codes: int) -> Self:
        """No cells, which have so many words and codes."""
        return cls.of(np.zeros((0, words), np.int64), np.zeros((0, codes), np.int64))

    @classmethod
    def from_bytes(cls, words: bytes, codes: bytes, shape: tuple[int, int]) -> Self:
        """The reverse of `to_bytes`, of cells that have so many words and codes. Raises
        `ValueError`."""
        own, told = (np.frombuffer(one, "<i8") for one in (words, codes))
        found = own.reshape(-1, shape[0])
        return cls.of(found, told.reshape(len(found), shape[1]))

    def to_bytes(self) -> tuple[bytes, bytes]:
        """The words, and the codes."""
        return self.words.astype("<i8").tobytes(), self.codes.astype("<i8").tobytes()

    def __len__(self) -> int:
        return len(self.words)

    @property
    def size(self) -> int:
        """How many bytes they take, but for their marks."""
        return self.words.nbytes + self.codes.nbytes

    def find(self, words: Words) -> Places:
        """Where some cells are; -1 for those that are not known."""
        return self.marked.find(marks(words), words, self.words)

    def and_(self, words: Words, codes: Words) -> KnownCells:
        """These and others."""
        return KnownCells(
            np.concatenate([self.words, words]),
            np.concatenate([self.codes, codes]),
            self.marked.and_(marks(words)),
        )

    def some(self, places: Places) -> KnownCells:
        """Those at some places, which all differ."""
        return KnownCells.of(self.words[places], self.codes[places])


def marks(words: Words) -> Marks:
    """A number of 64 bits for each line of words: the same for the same, and for others most often
    another."""
    found = mixed(np.zeros(len(words), np.uint64), words.T) * _MIX
    return found ^ found >> _SHIFT


def mixed(first: npt.NDArray[Any], others: Iterable[npt.NDArray[Any]]) -> Marks:
    """One number of 64 bits for each row of some columns of such numbers."""
    found = first.view(np.uint64)
    for other in others:
        found = found * _MIX
        found ^= found >> _SHIFT
        found ^= other.view(np.uint64)
    return found
