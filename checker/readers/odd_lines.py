"""How lines of a CSV file begin that may be no records: blank, a total, a rule, a heading."""

from __future__ import annotations

import codecs
import itertools
import re
from collections.abc import Collection

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from lovgraf.readers.heading_rows import HeadingRows
from lovgraf.readers.totals import TOTAL_STARTS, TOTALS

Places = npt.NDArray[np.intp]
_QUOTE, _BREAK, _RETURN = 34, 10, 13
_KEY = 3
"""Bytes by which the first values of lines are told from most headings."""
_TOTAL = re.compile(rf"{TOTALS}\b".encode(), re.IGNORECASE)
_LONGEST_HEAD = 160
"""Bytes of a line in which a heading ends."""


class Odd(Struct, frozen=True):
    """How lines begin that may be no records.

    `pairs` are the first two bytes of such a line (see `_odd_starts`), `blanks` what may stand
    before them. A line whose first value is one of the `heads`, or a total, begins with a pair of
    bytes of `begin`; `keys` tells which three bytes such lines begin with, by the number that they
    make.
    """

    pairs: npt.NDArray[np.bool_]
    blanks: npt.NDArray[np.bool_]
    heads: frozenset[bytes]
    begin: npt.NDArray[np.bool_]
    keys: npt.NDArray[np.bool_]
    ends: re.Pattern[bytes]
    delimiter: str

    @property
    def rows(self) -> HeadingRows:
        """What looks for rows of headings."""
        return HeadingRows(self.heads, self.begin, self.keys, self.delimiter)

    @classmethod
    def of(cls, starts: Collection[str], heads: Collection[bytes], delimiter: str) -> Odd:
        """For lines that begin with two of some letters, whatever their case, blanks before them
        apart, that begin with a mark or are blank; for those whose first value is one of the
        `heads` (in small letters, as far as these are ASCII), or of which several values are; and
        for totals."""
        ends = delimiter.encode() + b'"\r\n '
        parted = re.compile(b"[" + re.escape(delimiter.encode()) + b'"\r\n]')
        begin, keys = np.zeros((256, 256), np.bool_), np.zeros(1 << 8 * _KEY, np.bool_)
        for head in {*(head[:_KEY] for head in heads), *(start.encode() for start in TOTAL_STARTS)}:
            pairs = [*itertools.product(_cases(head[0]), _cases(head[1]))]
            thirds = _cases(head[2]) if len(head) == _KEY else ends
            for first, second in pairs:
                begin[first, second] = True
                keys[[first << 16 | second << 8 | third for third in thirds]] = True
        known = frozenset(heads)
        return cls(_odd_starts(starts), _blanks(delimiter), known, begin, keys, parted, delimiter)

    def head_at(self, values: npt.NDArray[np.uint8], at: Places) -> bool:
        """Whether a line that begins at some place begins with a heading."""
        likely = at[self._like_heads(values, at)]
        return any(self._is_head(values, place) for place in likely.tolist())

    def lines(self, text: bytes, begins: Places) -> Places:
        """Which lines of a text, that begin at some places, may be no records."""
        values = np.frombuffer(text + b"\n" * _KEY, np.uint8)
        found = np.zeros(len(begins), np.bool_)
        at, lines = begins, np.arange(len(begins))
        while len(at):
            blank = self.blanks[values[at]]
            own, places = lines[~blank], at[~blank]
            found[own[self.pairs[values[places], values[places + 1]]]] = True
            for n in np.flatnonzero(self._like_heads(values, places)).tolist():
                found[own[n]] |= self._is_head(values, int(places[n]))
            at, lines = at[blank] + 1, lines[blank]
        found[self.rows.lines(text, values, begins)] = True
        return np.flatnonzero(found)

    def _like_heads(self, values: npt.NDArray[np.uint8], at: Places) -> npt.NDArray[np.bool_]:
        """At which of some places the first bytes are those of a heading."""
        found = self.begin[values[at], values[at + 1]] & (at <= len(values) - _KEY)
        own = at[found]
        first, second, third = (values[own + n].astype(np.uint32) for n in range(_KEY))
        found[found] = self.keys[first << 16 | second << 8 | third]
        return found

    def _is_head(self, values: npt.NDArray[np.uint8], place: int) -> bool:
        line = values[place : place + _LONGEST_HEAD].tobytes()
        first, *_ = self.ends.split(line, 1)
        own = first.lower().rstrip(b" \t")
        return own in self.heads or _TOTAL.match(own) is not None


def _cases(byte: int) -> list[int]:
    """A letter in both cases."""
    return [byte, ord(chr(byte).upper())] if byte < 0x80 else [byte]


def _blanks(delimiter: str) -> npt.NDArray[np.bool_]:
    """Which bytes may stand before a first value; a line of nothing else is blank."""
    found = np.zeros(256, np.bool_)
    found[[ord(delimiter), _QUOTE, *b" \t\x1a", *codecs.BOM_UTF8]] = True
    return found


def _odd_starts(starts: Collection[str]) -> npt.NDArray[np.bool_]:
    """Which pairs of bytes begin a line that is `odd`, blanks apart; a line that ends is one."""
    found = np.zeros((256, 256), np.bool_)
    found[[_BREAK, _RETURN]] = True
    for mark in b"-=_*+|":
        found[mark, mark] = True
    for pair in starts:
        if not pair[0].isascii():
            found[0x80:] = True
            continue
        if not pair[1].isascii():
            found[ord(pair[0]), 0x80:] = True
            continue
        for first in (pair[0].lower(), pair[0].upper()):
            for second in (pair[1].lower(), pair[1].upper()):
                found[ord(first), ord(second)] = True
    return found
