"""Cells numbered as they turn up: rows with the same words are one cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Words = npt.NDArray[np.int64]
Places = npt.NDArray[np.int32]
_MIX = np.uint64(0x9E3779B97F4A7C15)
_SHIFT = np.uint64(29)


@dataclass(frozen=True)
class Distinct:
    """The distinct rows of some words (`words` is one row a line) and the place of each row."""

    words: Words
    places: npt.NDArray[Any]


def kinds(words: Sequence[npt.NDArray[Any]]) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """The kind of each row, by words of 64 bits, and the first row of each kind."""
    mixed = words[0].view(np.uint64)
    for word in words[1:]:
        mixed = mixed * _MIX
        mixed ^= mixed >> _SHIFT
        mixed ^= word.view(np.uint64)
    coded = pa.array(mixed).dictionary_encode()
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


@dataclass
class Numbering:
    """The cells seen so far, each with its number and how many rows it has."""

    words: int
    _numbers: dict[bytes, int] = field(default_factory=dict)
    _weights: Words = field(default_factory=lambda: np.zeros(0, np.int64))

    def add(self, found: Distinct, counted: npt.NDArray[np.bool_] | None = None) -> Places:
        """The cell of each row, counted from 0; rows that do not count get -1."""
        places = np.arange(len(found.words))
        if counted is not None:
            used = np.zeros(len(found.words), np.bool_)
            used[found.places[counted]] = True
            places = np.flatnonzero(used)
        cells = np.full(len(found.words), -1, np.int32)
        numbers = self._numbers
        cells[places] = [
            numbers.setdefault(row, len(numbers)) for row in _as_bytes(found.words[places])
        ]
        rows: Places = cells[found.places]
        if counted is not None:
            rows[~counted] = -1
        weights = np.bincount(rows + 1, minlength=len(numbers) + 1)[1:]
        weights[: len(self._weights)] += self._weights
        self._weights = weights
        return rows

    def table(self) -> pa.Table:
        """The cells: `_cell`, their words `k0`, `k1` ..., and `_weight`."""
        words = np.frombuffer(b"".join(self._numbers), np.int64).reshape(-1, self.words)
        columns = {f"k{n}": pa.array(words[:, n]) for n in range(self.words)}
        number = pa.array(np.arange(len(words), dtype=np.int64))
        return pa.table({"_cell": number, **columns, "_weight": pa.array(self._weights)})


def _as_bytes(words: Words) -> list[bytes]:
    """The words of each row, as bytes."""
    rows, each = words.shape
    if not each:
        return [b""] * rows
    found: list[bytes] = np.ascontiguousarray(words).view((np.void, each * 8)).ravel().tolist()
    return found
