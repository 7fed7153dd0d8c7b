"""The characters that give a CSV its shape, counted inside and outside quotation marks in one pass,
64 bytes at a time (`mark_bits.py`)."""

from __future__ import annotations

import codecs
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, fields
from pathlib import Path

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from lovgraf.readers.encodings import Buffer, chunks
from lovgraf.readers.mark_bits import (
    ONE,
    TOP,
    Bits,
    Places,
    between_quotes,
    bits_of,
    count,
    count_before,
    places_of,
)
from lovgraf.readers.odd_lines import Odd
from lovgraf.readers.seen_lines import Seeing, SeenLines

_QUOTE, _BREAK, _RETURN = 34, 10, 13
_BLOCK = 1 << 16
_WINDOW = 1 << 12
"""Bytes of a line that are looked at together where it begins at the end of a chunk."""
_LARGE = 16 << 20
"""Bytes of a file that is counted in two threads."""


@dataclass(slots=True)
class Tally:
    """How often each character occurs; those named `quoted` count what lies between quotes.

    `lines` counts a last line without a line end; `tidy` says that every quotation mark stands
    where a value begins or ends, or is doubled, so that no reader can take them differently.
    """

    lines: int = 0
    breaks: int = 0
    quotes: int = 0
    returns: int = 0
    pairs: int = 0
    """How many line ends come after a carriage return."""
    quoted_breaks: int = 0
    quoted_returns: int = 0
    quoted_delimiters: int = 0
    uneven: int = 0
    """How many lines have another number of delimiters outside quotes than was asked for."""
    tidy: bool = True
    null: bool = False
    """Whether there is a NUL."""
    odd: bool = field(default=False, compare=False)
    """Whether a line but the first begins as one that may be no record: blank, a total, a rule."""
    seen: SeenLines = field(default_factory=SeenLines, compare=False)
    """Where lines stand, as far as that was seen."""

    @property
    def plain(self) -> bool:
        """Whether no byte is there for which readers may take other lines than these."""
        return not self.null and self.returns == self.pairs and self.pairs in (0, self.breaks)


_COUNTS = tuple(each.name for each in fields(Tally) if each.type == "int")


def tally(
    path: Path,
    delimiter: str,
    each: int,
    odd: Odd | None = None,
) -> Tally:
    """Count delimiters, line ends and quotation marks of a file in an encoding that extends ASCII.

    A line without `each` delimiters is `uneven`. Lines may be `odd`, and a last one of numbers
    alone that begins with a blank. Costs 2.5 processor milliseconds a megabyte; the halves of a
    large file are counted at once, as if the second did not begin between quotes, and anew where it
    does.
    """
    odd = odd or Odd.of((), (), delimiter)
    size = path.stat().st_size
    middle = _after_line(path, size // 2) if size > _LARGE else size
    with ThreadPoolExecutor(1) as other:
        second = other.submit(_count_part, path, delimiter, middle, size, _Line(each, middle), odd)
        found, line = _count_part(path, delimiter, 0, middle, _Line(each), odd)
        rest, _ = second.result()
    if line.quoted and middle < size:
        rest, _ = _count_part(path, delimiter, middle, size, line, odd)
    sums = {name: getattr(found, name) + getattr(rest, name) for name in _COUNTS}
    seen = found.seen.then(rest.seen)
    return Tally(
        **sums,
        tidy=found.tidy and rest.tidy,
        null=found.null or rest.null,
        odd=found.odd or rest.odd,
        seen=seen,
    )


class _Starts(Struct):
    """Looks at how lines begin; `odd` says whether one was found that may be no record.

    The last line may be a sum without a word: it begins with a blank and has no letter. Or it says
    how many records there are, and nothing else.
    """

    sought: Odd
    odd: bool = False
    _tail: Buffer = b""
    """The last line so far, as far as it may have to be looked at once more."""

    def look(self, chunk: Buffer, values: npt.NDArray[np.uint8], ends: Places, first: bool) -> None:
        """Look at the lines that begin in a chunk, the `first` one at its first byte."""
        if self.odd:
            return
        if self._tail:
            joined = self._tail + chunk[:_WINDOW]
            if b"\n" not in joined and len(joined) < _WINDOW:
                self._tail = joined
                return
            self._at(np.frombuffer(joined, np.uint8), np.zeros(1, np.intp))
            self._tail = b""
        starts = ends[ends < len(values) - 1] + 1
        if first:
            starts = np.concatenate([np.zeros(1, np.intp), starts])
        if not len(starts):
            return
        # Of the last line the end may not be at hand.
        self._at(values, starts[:-1])
        self._tail = chunk[starts[-1] :]

    def finish(self, last: bytes) -> bool:
        """Whether a line was odd, the `last` one as far as it is at hand with it."""
        if self._tail:
            self._at(np.frombuffer(self._tail + b"\n\n", np.uint8), np.zeros(1, np.intp))
        line = last.rstrip(b"\r\n").rpartition(b"\n")[2]
        begins_blank = bool(line) and bool(self.sought.blanks[line[0]])
        if self.odd or (begins_blank and not any(map(_is_letter, line))):
            return True
        values = [value.strip(b'" \t') for value in line.split(self.sought.delimiter.encode())]
        return len(values) > 2 and values[0].isdigit() and not any(values[1:])

    def _at(self, values: npt.NDArray[np.uint8], starts: Places) -> None:
        """Look at lines that begin at some places and do not end with the bytes at hand."""
        at, last = starts, len(values) - 2
        at = at[at <= last]
        while len(at):
            first = values[at]
            blank = self.sought.blanks[first]
            found = at[~blank]
            if self.sought.pairs[values[found], values[found + 1]].any() or self.sought.head_at(
                values, found
            ):
                self.odd = True
                return
            at = at[blank] + 1
            # A line of many blanks goes on beyond what is at hand.
            if len(at) and at[-1] > last:
                self.odd = True
                return


def _is_letter(byte: int) -> bool:
    return byte >= 0x80 or chr(byte).isalpha()


def _after_line(path: Path, place: int) -> int:
    """Where the line after the one at a place begins."""
    with path.open("rb") as stream:
        stream.seek(place)
        while block := stream.read(_BLOCK):
            if (end := block.find(b"\n")) >= 0:
                return place + end + 1
            place += len(block)
    return place


class _Line(Struct):
    """The line that a place lies in: how many delimiters it is to have, where it begins, how many
    of them come before the place, and whether this lies between quotes."""

    each: int
    begin: int = 0
    delimiters: int = 0
    quoted: bool = False

    def uneven(self, delimiters: Bits, ends: Places) -> Places:
        """Which of the lines that end at some places of a chunk are uneven."""
        total = count(delimiters)
        if not len(ends):
            self.delimiters += total
            return ends
        sums = count_before(delimiters, ends)
        found = np.diff(sums, prepend=-self.delimiters)
        self.delimiters = total - int(sums[-1])
        return np.flatnonzero(found != self.each)


def _count_part(
    path: Path, delimiter: str, start: int, end: int, line: _Line, odd: Odd
) -> tuple[Tally, _Line]:
    """The counts of a part that begins in a line, and the line at its end."""
    found, seen = Tally(), Seeing(start, line.begin)
    starts, rows = _Starts(odd), odd.rows
    before, last = True, _BREAK
    for number, chunk in enumerate(chunks(path, start, end)):
        if number == start == 0 and chunk.startswith(codecs.BOM_UTF8):
            chunk = chunk[len(codecs.BOM_UTF8) :]
            seen.skip(len(codecs.BOM_UTF8))
        if not chunk:
            continue
        if (
            last == _QUOTE
            and not line.quoted
            and not (chunk[0] == _QUOTE or _ends(chunk[0], delimiter))
        ):
            found.tidy = False
        values = np.frombuffer(chunk, np.uint8)
        delimiters, breaks = bits_of(values == ord(delimiter)), bits_of(values == _BREAK)
        ends = places_of(breaks)
        # The first line of a file is its headers, or what stands above them.
        begins = last == _BREAK and not number == start == 0
        starts.look(chunk, values, ends, begins)
        rows.look(chunk, values, ends, begins)
        returns = bits_of(values == _RETURN) if b"\r" in chunk else None
        found.pairs += (last == _RETURN and chunk[0] == _BREAK) + (
            0 if returns is None else chunk.count(b"\r\n")
        )
        found.null = found.null or b"\0" in chunk
        found.breaks += count(breaks)
        found.returns += 0 if returns is None else count(returns)
        if line.quoted or b'"' in chunk:
            inside = _quoted(found, values, delimiters, breaks, returns, line, before)
            delimiters &= ~inside
            ends = ends[(inside[ends >> 6] >> (ends & 63).astype(np.uint64)) & ONE == 0]
        uneven = line.uneven(delimiters, ends)
        found.uneven += len(uneven)
        seen.look(chunk, ends, uneven)
        last = chunk[-1]
        before = _ends(last, delimiter) or last == _QUOTE
    found.odd = starts.finish(_last_bytes(path) if end == path.stat().st_size else b"")
    found.odd = found.odd or rows.finish()
    found.lines = found.breaks + (last != _BREAK)
    if last != _BREAK and line.delimiters != line.each:
        found.uneven += 1
        seen.look_at_last()
    found.seen, line.begin = seen.all, seen.begin
    return found, line


def _last_bytes(path: Path) -> bytes:
    with path.open("rb") as stream:
        stream.seek(max(0, path.stat().st_size - _BLOCK))
        return stream.read()


def _ends(byte: int, delimiter: str) -> bool:
    return byte in (ord(delimiter), _BREAK, _RETURN)


def _quoted(
    found: Tally,
    values: npt.NDArray[np.uint8],
    delimiters: Bits,
    breaks: Bits,
    returns: Bits | None,
    line: _Line,
    before: bool,
) -> Bits:
    """Add a chunk that quotes matter for; which of its bytes lie between quotes."""
    quotes = bits_of(values == _QUOTE)
    found.quotes += count(quotes)
    parity = between_quotes(quotes, line.quoted)
    found.quoted_breaks += count(breaks & parity)
    found.quoted_delimiters += count(delimiters & parity)
    marks = [delimiters, breaks, quotes]
    if returns is not None:
        marks.append(returns)
        found.quoted_returns += count(returns & parity)
    # What stands beside quotes is looked at in their words alone: most have none.
    words, last = np.flatnonzero(quotes != 0), len(quotes) - 1
    own, inside = quotes[words], parity[words]
    around = np.bitwise_or.reduce([mark[words] for mark in marks])
    earlier = np.bitwise_or.reduce([mark[words - 1] for mark in marks]) >> TOP
    later = np.bitwise_or.reduce([mark[np.minimum(words + 1, last)] for mark in marks]) << TOP
    earlier[words == 0] = int(before)
    later[words == last] = 0
    opening = own & inside & ~(around << ONE | earlier)
    closing = own & ~inside & ~(around >> ONE | later)
    size = len(values)
    closing[words == (size - 1) >> 6] &= ~(ONE << np.uint64((size - 1) & 63))
    if opening.any() or closing.any():
        found.tidy = False
    line.quoted = bool(parity[-1] >> TOP)
    return parity
