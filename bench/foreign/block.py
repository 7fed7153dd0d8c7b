"""A block of a register: columns drawn by chance as Arrow arrays, quick and in bounded memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

Mask = NDArray[np.bool_]
Numbers = NDArray[np.int64]
"""Whole numbers, and days since 1970."""
Columns = dict[str, pa.Array]
"""By heading; nulls are blanks."""

_EARLIEST, _LATEST = -45_000, 30_000
_BIRTHDAYS = 34_000
_STEP = 7_919
"""No divisor of the number of birthdays: rows in a row are born on all kinds of days."""
_CENTURY = -_EARLIEST - 45_000 + 10_957
"""1 January 2000."""
_SERIALS = 4_000


class Block:
    """Some rows of a register, from the row `first` on."""

    def __init__(self, first: int, rows: int, seed: int) -> None:
        self.first = first
        self.rows = rows
        self.dice = np.random.default_rng([seed, first])

    def chance(self, share: float, among: Mask | None = None) -> Mask:
        """A share of the rows, or of some of them."""
        drawn: Mask = self.dice.random(self.rows, dtype=np.float32) < share
        return drawn if among is None else drawn & among

    def below(self, limit: int) -> Numbers:
        """A number from 0 for every row."""
        return self.dice.integers(0, limit, self.rows)

    def pick(self, shares: Mapping[str, float]) -> pa.Array:
        """A word for every row, by shares (which need not add up to one); "" is a blank."""
        weights = np.cumsum(list(shares.values()))
        drawn = np.searchsorted(weights, self.dice.random(self.rows) * weights[-1], side="right")
        words = pa.array([word or None for word in shares], pa.string())
        return words.take(pa.array(drawn))

    def born(self, today: int) -> tuple[Numbers, Numbers]:
        """For every row the day of birth, and the serial number among those born that day."""
        number = np.arange(self.first, self.first + self.rows, dtype=np.int64)
        return today - 1 - number * _STEP % _BIRTHDAYS, number // _BIRTHDAYS

    def numbers(self, birth: Numbers, serial: Numbers, between: str = "") -> pa.Array:
        """Replacement CPR numbers (day of birth plus 60)."""
        date = day_texts("%d%m%y", birth)
        tens = pc.cast(pc.add(pc.cast(pc.utf8_slice_codeunits(date, 0, 1), pa.int8()), 6),
                       pa.string())  # fmt: skip
        date = pc.binary_join_element_wise(tens, pc.utf8_slice_codeunits(date, 1), "")
        last = serial % _SERIALS + np.where(birth >= _CENTURY, 4_000, 0)
        return pc.binary_join_element_wise(date, padded(last, 4), between)

    def spoiled(self, column: pa.Array, share: float, words: Sequence[str]) -> pa.Array:
        """A column of texts in which some values cannot be read."""
        return put(column, self.chance(share), self.pick(dict.fromkeys(words, 1)))

    def blank(self, column: pa.Array, share: float) -> pa.Array:
        """A column of which some values are lost."""
        return pc.if_else(pa.array(self.chance(share)), pa.scalar(None, column.type), column)

    def mixed(self, days: pa.Array, forms: Mapping[str, float]) -> pa.Array:
        """Days as texts, in forms by shares."""
        numbers = pc.fill_null(pc.cast(days, pa.int32()), 0).to_numpy(zero_copy_only=False)
        weights = np.cumsum(list(forms.values()))
        which = np.searchsorted(weights, self.dice.random(self.rows) * weights[-1], side="right")
        texts = pc.choose(
            pa.array(which), *(day_texts(form, numbers.astype(np.int64)) for form in forms)
        )
        return pc.if_else(pc.is_valid(days), texts, pa.scalar(None, pa.string()))

    def repeat(self, column: pa.Array, share: float) -> pa.Array:
        """A column in which some rows say what the row before them says."""
        rows = np.arange(self.rows)
        rows[self.chance(share)] -= 1
        return column.take(pa.array(np.maximum(rows, 0)))

    def unknown(self, names: Sequence[str]) -> Columns:
        """Columns of which no law knows anything: names, streets, amounts, times, remarks."""
        makers = (
            lambda: self._words("Ane Bo Carla Dan Eva Finn Gry Hans Ida Jens Karen Lars", 900),
            lambda: self._words("Bakke Dal Eng Flod Grøft Høj Kær Lund Mose Næs Skov Å", 5_000),
            lambda: padded(self.below(9_000) + 1_000, 4),
            lambda: pa.array(self.below(40_000_000) / 100),
            lambda: pa.array(self.below(2_000_000_000).astype("datetime64[s]")),
            lambda: self.pick({"": 95, "Se sagen, bilag 2": 3, 'Kaldes "Bob"': 2}),
            lambda: padded(self.below(100_000_000), 8),
        )
        return {name: makers[at % len(makers)]() for at, name in enumerate(names)}

    def _words(self, stems: str, count: int) -> pa.Array:
        words = pa.array([f"{stem}{at}" for at in range(count) for stem in stems.split()])
        return words.take(pa.array(self.below(len(words))))


@cache
def _table(form: str) -> pa.Array:
    days = np.arange(_EARLIEST, _LATEST).astype("datetime64[D]")
    return pc.strftime(pa.array(days), format=form)


def day_texts(form: str, days: Numbers) -> pa.Array:
    """Days as texts of a form."""
    return _table(form).take(pa.array(days - _EARLIEST))


def days(numbers: Numbers, among: Mask | None = None) -> pa.Array:
    """Days of some rows; the others are blank."""
    mask = None if among is None else ~among
    return pa.array(numbers.astype("datetime64[D]"), mask=mask)


def padded(numbers: Numbers, width: int) -> pa.Array:
    """Numbers as texts of a width."""
    return pc.utf8_lpad(pc.cast(pa.array(numbers), pa.string()), width, "0")


def put(column: pa.Array, where: Mask, value: Any) -> pa.Array:
    """A column with another value in some rows."""
    return pc.if_else(pa.array(where), value, column)


def flags(true: Mask, known: Mask | None = None) -> pa.Array:
    """Yes and no; blank where nothing is known."""
    return pa.array(true, mask=None if known is None else ~known)


def is_in(column: pa.Array, *words: str) -> Mask:
    """The rows that have one of some words."""
    found: Mask = pc.is_in(column, pa.array(words)).to_numpy(zero_copy_only=False)
    return found


def shuffled(columns: Columns, seed: int) -> Columns:
    """The columns in an order of no meaning, the same for every block."""
    names = list(columns)
    np.random.default_rng(seed).shuffle(names)
    return {name: columns[name] for name in names}
