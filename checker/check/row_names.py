"""Names of rows by what a norm sees of them: two rows with one name are judged alike, in whatever
table they are.

A name says what the row's cell says, how the row contradicts itself, where its days lie to each
other and to those that the law names, or which they are, and which codes of public lists it has,
such as a country, as far as that counts: no other value, and none that tells somebody, such as a
day of birth. A row of which one counts has no name.
Names are sums that tell rows apart and hide nothing; what is kept of one is a digest, from which
none of this can be read (see `kept_rows`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import blake2b

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from lovgraf.core.cache import Texts, stable_text
from lovgraf.verdicts.patterns import DIGEST, Numbers, digests, distinct

_Halves = npt.NDArray[np.uint64]


class Column(Struct, frozen=True):
    """A number for each of some rows, which tells them apart (0 where nothing counts), and the name
    of each number, that of 0 empty; no `names` where the numbers stand for values."""

    numbers: Numbers
    names: Sequence[bytes] | None


class Columns:
    """Columns of `size` rows, side by side."""

    def __init__(self, columns: Sequence[Column], size: int) -> None:
        self._size, self._given = size, len(columns)
        self._told = [one.numbers for one in columns]
        self._names = [[*(one.names or ())] for one in columns]
        self._values: list[Numbers] = []

    def add(self, rows: Numbers, columns: Iterable[Column]) -> None:
        """Add columns of some of the rows; those of other rows are put into the same columns, which
        tell rows apart that are apart already."""
        told, values = self._given, 0
        for column in columns:
            if column.names is None:
                _place(self._values, values, self._size)[rows] = column.numbers
                values += 1
                continue
            if told == len(self._names):
                self._names.append([b""])
            names, before = self._names[told], len(self._names[told]) - 1
            names += column.names[1:]
            own = np.where(column.numbers > 0, column.numbers + before, 0)
            _place(self._told, told, self._size)[rows] = own
            told += 1

    def distinct(self) -> tuple[Numbers, Numbers]:
        """The first row of each distinct line, and which of these each row is like."""
        return distinct([*self._told, *self._values], self._size)

    def names(self, rows: Numbers) -> list[bytes | None]:
        """The names of some rows. What counts is said by each part itself, so their order and
        columns in which nothing counts make no difference."""
        found = np.zeros((len(rows), 2), np.uint64)
        named = np.ones(len(rows), np.bool_)
        for numbers, names in zip(self._told, self._names, strict=True):
            found += _halves(names)[numbers[rows]]
        for values in self._values:
            named &= values[rows] == 0
        each = found.tobytes()
        parts = (each[start : start + DIGEST] for start in range(0, len(each), DIGEST))
        return [part if one else None for part, one in zip(parts, named.tolist(), strict=True)]


def _place(columns: list[Numbers], place: int, size: int) -> Numbers:
    """The column in a place, which is made where there is none yet."""
    if place == len(columns):
        columns.append(np.zeros(size, np.int64))
    return columns[place]


def name_of(said: object, texts: Texts | None = None) -> bytes:
    """The name of what is said (`texts` as in `stable_text`)."""
    return blake2b(stable_text(said, texts).encode(), digest_size=DIGEST).digest()


def names_of(about: object, columns: Sequence[Numbers], texts: Texts | None = None) -> list[bytes]:
    """The name of each line of numbers that say something about the same."""
    if not columns:
        return []
    return digests(np.stack(columns, axis=1), name_of(about, texts))


def _halves(names: Sequence[bytes]) -> _Halves:
    """Names as two numbers each, 0 for none: of these the sum is the name of all together."""
    nothing = bytes(DIGEST)
    each = np.frombuffer(b"".join(name or nothing for name in names), "<u8")
    return each.reshape(-1, 2)
