"""Texts of a fixed width as numbers, many at once: digits of a number, days of a date.

Eight digits are read at a time as one word of 64 bits (D. Lemire, "Quickly parsing eight digits",
2018).
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from msgspec import Struct

from lovgraf.engine.lookups import DAYS, FIRST_DAY

Words = npt.NDArray[np.uint64]
Flags = npt.NDArray[np.bool_] | bool
"""A flag a row, or the same flag for all."""
_WORD = 8
_NO_DAY = np.iinfo(np.int32).min


def _repeated(byte: int) -> np.uint64:
    return np.uint64(int.from_bytes(bytes([byte] * _WORD), "little"))


_HIGH, _ZEROS, _SIX = _repeated(0xF0), _repeated(0x30), _repeated(0x06)


def flags_of(array: Any) -> Flags:
    """Where an Arrow array has a value."""
    if array.null_count == 0:
        return True
    if array.null_count == len(array):
        return False
    packed = np.frombuffer(array.buffers()[0], np.uint8)
    end = array.offset + len(array)
    bits = np.unpackbits(packed, count=end, bitorder="little")
    return bits[array.offset :].view(np.bool_)


def text_bytes(array: Any) -> tuple[npt.NDArray[Any], npt.NDArray[np.uint8]]:
    """Where each text of an Arrow array begins (and the last one ends), and the bytes."""
    _, offsets, data = array.buffers()
    width = np.int64 if str(array.type) == "large_string" else np.int32
    starts = np.frombuffer(offsets, width, len(array) + 1, array.offset * width().itemsize)
    return starts, np.frombuffer(data or b"", np.uint8)


class Fixed(Struct, frozen=True):
    """The texts of a width: which rows have one, and their bytes, eight at a time (`word_starts`);
    `strange` are the rows that have a text of another width."""

    rows: Flags
    words: tuple[Words, ...]
    strange: Flags

    @classmethod
    def of(cls, array: Any, width: int) -> Fixed:
        """The texts of a width, at least eight bytes, of an Arrow array."""
        given = flags_of(array)
        at = word_starts(width)
        none = (np.zeros(0, np.uint64),) * len(at)
        if given is False:
            return cls(False, none, False)
        starts, data = text_bytes(array)
        sizes = np.diff(starts)
        rows = sizes == width
        if given is not True:
            rows &= given
        count = int(np.count_nonzero(rows))
        strange: Flags = False
        if count != len(array) - array.null_count:
            strange = ~rows & given
        if count == 0:
            return cls(False, none, strange)
        begin = int(starts[0])
        if int(starts[-1]) - begin == count * width:
            chosen = data[begin : begin + count * width]
        else:
            places = starts[:-1][rows]
            chosen = data[places[:, None] + np.arange(width)].reshape(-1)
        found: Flags = rows if count < len(rows) else True
        return cls(found, tuple(_words(chosen, start, width) for start in at), strange)

    def spread(self, values: Any, good: Any, size: int) -> tuple[Any, Flags, Flags]:
        """A value for each row, where there is one, and where a text is `strange` or not `good`."""
        if self.rows is True:
            if good.all():
                return values, True, self.strange
            return values, good, either_flag(self.strange, ~good)
        spread = np.zeros(size, values.dtype)
        if self.rows is False:
            return spread, False, self.strange
        spread[self.rows] = values
        if good.all():
            return spread, self.rows, self.strange
        valid = np.zeros(size, np.bool_)
        valid[self.rows] = good
        return spread, valid, either_flag(self.strange, self.rows & ~valid)


def either_flag(a: Flags, b: Flags) -> Flags:
    """Where either flag is set; flags differ from row to row or are the same for all."""
    if isinstance(a, bool):
        return True if a else b
    if isinstance(b, bool):
        return True if b else a
    found: Flags = np.logical_or(a, b)
    return found


def _words(data: npt.NDArray[np.uint8], start: int, width: int) -> Words:
    """Eight bytes from a place of each text, as a word whose lowest byte is the first."""
    count = len(data) // width
    view = np.ndarray((count,), "<u8", data.tobytes() if not data.flags.c_contiguous else data,
                      start, (width,))  # fmt: skip
    return view.astype(np.uint64)


def _are_digits(word: Words) -> npt.NDArray[np.bool_]:
    """Whether all eight bytes are digits."""
    upper = (word + _SIX) & _HIGH
    found: npt.NDArray[np.bool_] = ((word & _HIGH) | (upper >> np.uint64(4))) == _repeated(0x33)
    return found


def _eight(word: Words) -> Words:
    """The number that eight digits make."""
    word = word - _ZEROS
    word = word * np.uint64(10) + (word >> np.uint64(8))
    mask = np.uint64(0x000000FF000000FF)
    high = (word & mask) * np.uint64(0x000F424000000064)
    low = ((word >> np.uint64(16)) & mask) * np.uint64(0x0000271000000001)
    return (high + low) >> np.uint64(32)


def numbers_of(array: Any, count: int) -> tuple[Any, Flags, Flags]:
    """The number that each text of `count` digits (8 to 16) makes, where there is one, and where
    there is another text."""
    texts = Fixed.of(array, count)
    rest = 10 ** (count - _WORD)
    first, last = texts.words[0], texts.words[-1]
    good = _are_digits(first) & _are_digits(last)
    values = _eight(first) * np.uint64(rest) + _eight(last) % np.uint64(rest)
    return texts.spread(values.view(np.int64), good, len(array))


def without_mark(array: Any, width: int, place: int, marks: bytes) -> Any:
    """An Arrow array of strings in which a mark at a place is left out of texts of a width."""
    given = flags_of(array)
    starts, data = text_bytes(array)
    rows = np.flatnonzero((np.diff(starts) == width) & given)
    at = starts[rows] + place
    marked = np.isin(data[at], np.frombuffer(marks, np.uint8))
    if not marked.any():
        return array
    begin = starts[0]
    fewer = np.zeros(len(starts), starts.dtype)
    fewer[rows[marked] + 1] = 1
    offsets = starts - begin - np.cumsum(fewer, dtype=starts.dtype)
    kept = np.ones(int(starts[-1] - begin), np.bool_)
    kept[at[marked] - begin] = False
    valid = None
    if given is not True:
        valid = pa.py_buffer(np.packbits(np.broadcast_to(given, len(array)), bitorder="little"))
    buffers = [valid, pa.py_buffer(offsets), pa.py_buffer(data[begin : starts[-1]][kept])]
    return pa.Array.from_buffers(array.type, len(array), buffers)


class DateForm(Struct, frozen=True):
    """How the eight digits of a date stand in a text: its width, what is to be masked out of which
    of its words and shifted where to, and the marks between the digits."""

    width: int
    parts: tuple[tuple[int, int, int], ...]
    marks: tuple[tuple[int, int, int], ...]

    @classmethod
    def of(cls, form: str) -> DateForm | None:
        """The form of a date of fixed width (`%d-%m-%Y`, also with a time that is always the same);
        None for any other."""
        targets = {"%Y": (0, 4), "%m": (4, 2), "%d": (6, 2)}
        digits: list[tuple[int, int]] = []
        marks: list[tuple[int, str]] = []
        place = at = 0
        while at < len(form):
            if form[at] != "%":
                marks.append((place, form[at]))
                place, at = place + 1, at + 1
                continue
            if form[at : at + 2] not in targets:
                return None
            first, size = targets[form[at : at + 2]]
            digits += [(place + n, first + n) for n in range(size)]
            place, at = place + size, at + 2
        if sorted(to for _, to in digits) != list(range(8)) or not form.isascii():
            return None
        return cls(place, _gathered(digits, place), _expected(marks, place))

    def number(self, texts: Fixed) -> tuple[Words, npt.NDArray[np.bool_]]:
        """Year, month and day of each text as eight digits, and whether it has that form."""
        found = np.zeros(len(texts.words[0]), np.uint64)
        for word, mask, shift in self.parts:
            part = texts.words[word] & np.uint64(mask)
            found |= part << np.uint64(shift) if shift >= 0 else part >> np.uint64(-shift)
        good = _are_digits(found)
        for word, mask, marks in self.marks:
            good &= (texts.words[word] & np.uint64(mask)) == np.uint64(marks)
        return _eight(found), good


def word_starts(width: int) -> tuple[int, ...]:
    """Where the words of eight bytes begin that cover a text of a width; the last may overlap."""
    return (*range(0, width - _WORD, _WORD), width - _WORD)


def _word_of(place: int, width: int) -> tuple[int, int]:
    """The word that has the byte at a place, and where in it."""
    for number, start in enumerate(word_starts(width)):
        if place < start + _WORD:
            return number, place - start
    raise ValueError(place)


def _gathered(digits: list[tuple[int, int]], width: int) -> tuple[tuple[int, int, int], ...]:
    """Digits that move by the same number of bits out of the same word, together."""
    masks: dict[tuple[int, int], int] = {}
    for place, to in digits:
        word, within = _word_of(place, width)
        key = word, 8 * (to - within)
        masks[key] = masks.get(key, 0) | 0xFF << 8 * within
    return tuple((word, mask, shift) for (word, shift), mask in masks.items())


def _expected(marks: list[tuple[int, str]], width: int) -> tuple[tuple[int, int, int], ...]:
    found: dict[int, tuple[int, int]] = {}
    for place, mark in marks:
        word, within = _word_of(place, width)
        mask, value = found.get(word, (0, 0))
        found[word] = mask | 0xFF << 8 * within, value | ord(mark) << 8 * within
    return tuple((word, mask, value) for word, (mask, value) in found.items())


@cache
def _calendar() -> tuple[int, npt.NDArray[np.int32]]:
    """The first number (year, month and day as digits) of a table, and the day of each number."""
    days = (FIRST_DAY + np.arange(DAYS[1])).astype("M8[D]")
    months = days.astype("M8[M]")
    year = months.astype("M8[Y]").astype(np.int64) + 1970
    month = months.astype(np.int64) % 12 + 1
    day = (days - months).astype(np.int64) + 1
    numbers = year * 10_000 + month * 100 + day
    first = int(numbers[0]) - 1
    table = np.full(int(numbers[-1]) - first + 2, _NO_DAY, np.int32)
    table[numbers - first] = days.astype(np.int64)
    return first, table


def days_of(array: Any, form: DateForm) -> tuple[Any, Flags, Flags]:
    """The day that each text states, where it states one that is looked up, and where there is
    another text."""
    texts = Fixed.of(array, form.width)
    number, good = form.number(texts)
    first, table = _calendar()
    days = np.take(table, number.view(np.int64) - first, mode="clip")
    good &= days != _NO_DAY
    return texts.spread(days, good, len(array))
