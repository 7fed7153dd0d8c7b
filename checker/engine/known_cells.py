"""Cells of which the codes are known: those of the parts of a file before, and of earlier runs.

A cell is how answers lie, and a code is an answer, so that both are the same in every file.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import numpy.typing as npt

Words = npt.NDArray[np.int64]
Marks = npt.NDArray[np.uint64]
Places = npt.NDArray[np.int64]
_UNKNOWN = -1
_MIX, _SHIFT = np.uint64(0x9E3779B97F4A7C15), np.uint64(29)
"""What numbers are mixed with, so that each bit of a word counts."""


@dataclass(frozen=True)
class KnownCells:
    """The `words` of cells and the `codes` of each, a line for each cell, in the order of the
    words' `mark`; of two cells of one mark one stays unknown."""

    words: Words
    codes: Words
    mark: Marks

    @classmethod
    def of(cls, words: Words, codes: Words) -> Self:
        """Cells that all differ."""
        mark = marks(words)
        order = np.argsort(mark, kind="stable")
        return cls(words[order], codes[order], mark[order])

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
        return len(self.mark)

    @property
    def size(self) -> int:
        """How many bytes they take, but for their marks."""
        return self.words.nbytes + self.codes.nbytes

    def find(self, words: Words) -> Places:
        """Where some cells are; -1 for those that are not known."""
        if not len(self):
            return np.full(len(words), _UNKNOWN, np.int64)
        mark = marks(words)
        at = np.minimum(np.searchsorted(self.mark, mark), len(self) - 1)
        same = (self.mark[at] == mark) & (self.words[at] == words).all(axis=1)
        return np.where(same, at, _UNKNOWN)

    def and_(self, words: Words, codes: Words) -> KnownCells:
        """These and others."""
        return KnownCells.of(
            np.concatenate([self.words, words]), np.concatenate([self.codes, codes])
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
