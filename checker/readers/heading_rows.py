"""Rows of headings among the rows of a large CSV file, whatever their first value says.

Records have digits, headings few: a line with few of them is looked at by how its values begin, and
only one of which several begin as headings do is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from lovgraf.readers.encodings import Buffer

Bytes = npt.NDArray[np.uint8]
Places = npt.NDArray[np.intp]
Marks = npt.NDArray[np.bool_]
Words = npt.NDArray[np.uint64]
_BREAK, _QUOTE, _ZERO, _TEN = 10, 34, 48, 10
_FEW = 9
"""Digits that a row of headings has at most: fewer than a personal number."""
_FIRST = 4
"""How many of the first eight bytes are digits in a row of headings, at most."""
_LEAST = 2
"""Headings that make a row of them, at least."""
_LONGEST = 1 << 16
"""Bytes of a row of headings, at most."""
_WORDS = 16
"""Words of eight bytes at the beginning of a line in which digits are counted word by word."""
_SOME = 50
"""Lines that are looked at one by one, at most."""
_ZEROS, _LOW, _ABOVE, _HIGH = (np.uint64(byte * 0x0101010101010101) for byte in (48, 127, 118, 128))
"""Bytes of a word: less 48 a digit is below ten, and 118 more than that is below 128."""


class HeadingRows:
    """Looks at the lines of a file chunk by chunk; `found` says whether one is a row of headings.

    `heads` are headings in small letters, as far as they are ASCII; `begin` says with which two
    bytes they begin, `keys` with which three, by the number that these make.
    """

    def __init__(self, heads: frozenset[bytes], begin: Marks, keys: Marks, delimiter: str) -> None:
        self._heads, self._begin, self._keys = heads, begin, keys
        self._mark = ord(delimiter)
        self._parted = re.compile(re.escape(delimiter.encode()))
        self._tail: Buffer | None = None
        self.found = False

    def look(self, chunk: Buffer, values: Bytes, ends: Places, first: bool) -> None:
        """Look at the lines of a chunk that ends lines at some places; the `first` one begins at
        its first byte, else it goes on from the chunk before, if that was looked at."""
        if self.found or not self._heads:
            return
        if not len(ends):
            self._tail = self._kept(chunk, first)
            return
        head = chunk[: ends[0]]
        self._judge([self._kept(head, first) or b""])
        self._tail = chunk[ends[-1] + 1 :]
        if len(ends) > 1:
            self._judge(chunk[a + 1 : b] for a, b in self._likely(values, ends))

    def finish(self) -> bool:
        """Whether some line was a row of headings, the last one among them."""
        self._judge([self._tail or b""])
        return self.found

    def _kept(self, more: Buffer, first: bool) -> Buffer | None:
        """A line as far as it is known; None where its start is not, or it is too long."""
        line = bytes(more) if first else None if self._tail is None else self._tail + more
        return None if line is None or len(line) > _LONGEST else line

    def lines(self, text: bytes, values: Bytes, begins: Places) -> list[int]:
        """Which lines of a text, that begin at some places, are rows of headings; `values` are its
        bytes, and some more."""
        if not self._heads:
            return []
        ends = np.append(begins - 1, len(text) - 1)
        likely = [(a, text[a + 1 : b]) for a, b in self._likely(values, ends)]
        rows = [a for a, line in likely if self._is_row(line)]
        found: list[int] = np.searchsorted(ends, np.array(rows, np.int64)).tolist()
        return found

    def _likely(self, values: Bytes, ends: Places) -> list[tuple[int, int]]:
        """Which lines between some line ends have few digits, and several values that begin as
        headings: where the lines before them and they themselves end."""
        few = _have_few(values, ends[:-1] + 1, ends[1:])
        if not len(few):
            return []
        marks = np.flatnonzero(values == self._mark) + 1
        starts = np.sort(np.concatenate([marks, ends[few] + 1]))
        starts = starts[starts < len(values) - 2]
        starts = starts + (values[starts] == _QUOTE)
        starts = starts[starts < len(values) - 2]
        starts = starts[self._begin[values[starts], values[starts + 1]]]
        first, second, third = (values[starts + n].astype(np.uint32) for n in range(3))
        starts = starts[self._keys[first << 16 | second << 8 | third]]
        line = np.searchsorted(ends, starts) - 1
        counts = np.bincount(line[line >= 0], minlength=len(ends))
        chosen = few[counts[few] >= _LEAST]
        return list(zip(ends[chosen].tolist(), ends[chosen + 1].tolist(), strict=True))

    def _judge(self, lines: Iterable[Buffer]) -> None:
        self.found = self.found or any(map(self._is_row, lines))

    def _is_row(self, line: Buffer) -> bool:
        cells = [self._bare(cell) for cell in self._parted.split(line)]
        filled = [cell for cell in cells if cell]
        said = sum(cell in self._heads for cell in filled)
        return said >= _LEAST and 3 * said > len(filled)

    @staticmethod
    def _bare(cell: bytes) -> bytes:
        return cell.removeprefix(b"\xef\xbb\xbf").strip(b' "\t\r\n').lower()


def _are_digits(values: Bytes) -> npt.NDArray[np.bool_]:
    return np.asarray((values - _ZERO) < _TEN)


def _have_few(values: Bytes, begins: Places, ends: Places) -> Places:
    """Which lines have few digits. Most have many where others do, which is where they are looked
    at first, and then no further."""
    at_end = begins + 8 * _WORDS > len(values) - 8
    near, far = np.flatnonzero(~at_end), np.flatnonzero(at_end)
    if len(near):
        words = np.ndarray(len(values) - 7, "<u8", values, strides=(1,))
        starts, sizes = begins[near], ends[near] - begins[near]
        digits = np.zeros(len(near), np.int64)
        for step in _most_digits_first(words, starts):
            digits += _digits_of(words[starts + 8 * step], sizes - 8 * step)
            few = np.flatnonzero(digits <= _FEW)
            near, starts, sizes, digits = near[few], starts[few], sizes[few], digits[few]
            if not len(near):
                break
        near = near[_digits_of(words[starts], sizes) <= _FIRST]
    left = np.sort(np.concatenate([near, far]))
    if len(left) > _SOME:
        return left[_digits(values, begins[left], ends[left]) <= _FEW]
    own = zip(begins[left].tolist(), ends[left].tolist(), strict=True)
    kept = [_has_few(_are_digits(values[begin:end])) for begin, end in own]
    return left[np.array(kept, np.bool_)]


def _most_digits_first(words: Words, begins: Places) -> Places:
    """The words at the beginning of a line, first those that have most digits in some lines."""
    some = begins[:: len(begins) // _SOME + 1, None] + 8 * np.arange(_WORDS)
    whole = np.full(some.shape, 8)
    return np.argsort(-_digits_of(words[some], whole).sum(0), kind="stable")


def _has_few(digits: Marks) -> bool:
    """Whether a line has few digits, which are told for each of its bytes."""
    return int(digits[:8].sum()) <= _FIRST and int(digits.sum()) <= _FEW


def _digits_of(words: Words, size: Places) -> npt.NDArray[np.int64]:
    """How many digits are among the first bytes of words of eight, as many of each as `size` says
    if that is less than eight."""
    other = words ^ _ZEROS
    other = ((other & _LOW) + _ABOVE | other) & _HIGH
    if size.min(initial=8) < 8:
        inside = 8 * np.clip(size, 0, 7).astype(np.uint64)
        other |= np.where(size < 8, _HIGH << inside, np.uint64(0))
    found: npt.NDArray[np.int64] = 8 - np.bitwise_count(other).astype(np.int64)
    return found


def _digits(values: Bytes, begins: Places, ends: Places) -> npt.NDArray[np.int64]:
    """How many digits some lines have at least: those of whole groups of eight bytes."""
    counts = np.bitwise_count(np.packbits(_are_digits(values)))
    sums = np.concatenate([[0], np.cumsum(counts, dtype=np.int64)])
    first = (begins + 7) >> 3
    return np.asarray(sums[np.maximum(ends >> 3, first)] - sums[first])
