"""Which encoding a text file is in, and the bytes that decide how it is read.

UTF-8 and Latin-1 are read by the data engine itself; all else is transcoded into the workplace.
"""

from __future__ import annotations

import codecs
import itertools
import re
from collections import deque
from collections.abc import Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from lovgraf.core.errors import InputError
from lovgraf.readers.heading_rows import HeadingRows
from lovgraf.readers.temporary import Workplace, full_disk

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

_CHUNK = 1 << 20
_HEAD = 1 << 16
_JUDGED = 4 << 20
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
NATIVE = frozenset({"utf-8", "latin-1"})


def sniff_encoding(path: Path, name: str) -> str:
    """The encoding of a text file: by its mark, else UTF-8 where it is valid, else Windows-1252.

    `latin-1` stands for Windows-1252 without the characters that tell them apart.
    Raises `InputError` for what is no text.
    """
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding
    zeros = head.count(0)
    if zeros > len(head) // 4:
        even = head[::2].count(0)
        return "utf-16-be" if even > zeros - even else "utf-16-le"
    odd = sum(head.count(code) for code in (*range(9), *range(14, 27)))
    if odd > max(8, len(head) // 50):
        raise no_text(name)
    if _is_utf8(path):
        return "utf-8"
    controls = _controls(path)
    if not controls.any():
        return "latin-1"
    if controls[[0x01, 0x0D, 0x0F, 0x10, 0x1D]].any():
        raise wrong_encoding(name, "UTF-8 / Windows-1252")
    return "windows-1252"


def _is_utf8(path: Path) -> bool:
    """Whether the first megabytes that hold more than ASCII are valid UTF-8; so is plain ASCII.

    What follows is judged by the data engine, which refuses invalid UTF-8.
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    judged, tail = 0, False
    for chunk in chunks(path):
        if chunk.isascii() and not tail:
            continue
        try:
            decoder.decode(bytes(chunk))
        except UnicodeDecodeError:
            return False
        tail = bool(decoder.getstate()[0])
        judged += len(chunk)
        if judged > _JUDGED:
            return True
    return not tail


def mixed_line(path: Path) -> int | None:
    """The first line that is not UTF-8 in a file whose other lines are; None where it is in one
    encoding. Only lines that hold more than ASCII tell, and only the first megabytes of them."""
    sound = odd = judged = 0
    first = None
    with path.open("rb") as stream:
        for number, line in enumerate(stream, 1):
            if line.isascii():
                continue
            judged += len(line)
            try:
                line.decode("utf-8")
                sound += 1
            except UnicodeDecodeError:
                odd += 1
                first = first or number
            if judged > _JUDGED:
                break
    return first if sound >= odd else None


def mixed(name: str, line: int) -> InputError:
    """The error that a line is in another encoding than the rest of its file."""
    return InputError(
        "Linjen er ikke i UTF-8, som resten af filen er; ret den, eller gem hele filen som UTF-8.",
        "The line is not in UTF-8, as the rest of the file is; correct it, or save the whole file "
        "as UTF-8.",
        name,
        line,
    )


def _controls(path: Path) -> npt.NDArray[np.bool_]:
    """Which of the bytes 80 to 9F occur."""
    import numpy as np

    found = np.zeros(32, np.bool_)
    for chunk in chunks(path):
        if not chunk.isascii():
            values = np.frombuffer(chunk, np.uint8)
            high = values[(values & 0xE0) == 0x80]
            if high.size:
                found[np.unique(high) - 0x80] = True
    return found


def chunks(path: Path, start: int = 0, end: int | None = None) -> Iterator[bytes]:
    """The bytes of a file from `start` up to `end`, a quarter of a megabyte at a time."""
    with path.open("rb", buffering=0) as stream:
        stream.seek(start)
        rest = path.stat().st_size - start if end is None else end - start
        while rest > 0 and (chunk := stream.read(min(_CHUNK, rest))):
            rest -= len(chunk)
            yield chunk


def transcode(path: Path, encoding: str, place: Workplace, name: str) -> Path:
    """The file in UTF-8, in the workplace.

    Raises `InputError` where it is not in that encoding, with the line.
    """
    target, room, written, line = place.file("transcoded"), place.room(), 0, 1
    try:
        decoder = codecs.getincrementaldecoder(encoding)()
    except LookupError:
        raise InputError(
            f"Tegnsættet {encoding} er ikke kendt.", f"The encoding {encoding} is not known.", name
        ) from None
    with target.open("wb") as out:
        try:
            for chunk in chunks(path):
                text = decoder.decode(chunk)
                line += text.count("\n")
                written += out.write(text.encode("utf-8"))
                if written > room:
                    raise full_disk(name)
            out.write(decoder.decode(b"", final=True).encode("utf-8"))
        except UnicodeError:
            raise wrong_encoding(name, encoding, line) from None
    return target


class EncodingError(InputError):
    """A text that is not in the encoding it was taken for."""


def wrong_encoding(name: str, encoding: str, line: int | None = None) -> EncodingError:
    """The error that a file is not in the encoding it was taken for."""
    return EncodingError(
        f"Filen er ikke i tegnsættet {encoding}; gem den som UTF-8, eller angiv tegnsættet i en "
        "CSVW-fil (dialect.encoding).",
        f"The file is not in the encoding {encoding}; save it as UTF-8, or state the encoding in a "
        "CSVW file (dialect.encoding).",
        name,
        line,
    )


def no_text(name: str) -> InputError:
    """The error that a file is neither text nor another format that is read."""
    return InputError(
        "Filen er ikke en tabel, der kan læses; brug CSV, Parquet, Excel (.xlsx), JSON-linjer "
        "eller RDF.",
        "The file is not a table that can be read; use CSV, Parquet, Excel (.xlsx), JSON lines "
        "or RDF.",
        name,
    )


# The characters that give a CSV its shape, counted inside and outside quotation marks in one
# pass.
#
# Quotes are told from their parity, 64 bytes at a time: the running parity of a word of bits is a
# few shifts (Langdale and Lemire, "Parsing Gigabytes of JSON per Second", 2019, section 3.1.1).

Bits = npt.NDArray[np.uint64]
Places = npt.NDArray[np.intp]
_SHIFTS = tuple(np.uint64(1 << n) for n in range(6))
_ONE, _TOP = np.uint64(1), np.uint64(63)
_QUOTE, _BREAK, _RETURN = 34, 10, 13
_BLOCK = 1 << 16
_WINDOW = 1 << 12
"""Bytes of a line that are looked at together where it begins at the end of a chunk."""
_LARGE = 16 << 20
"""Bytes of a file that is counted in two threads."""
_KEY = 3
"""Bytes by which the first values of lines are told from most headings."""
_LONGEST_HEAD = 160
"""Bytes of a line in which a heading ends."""


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
    quoted_breaks: int = 0
    quoted_returns: int = 0
    uneven: int = 0
    """How many lines have another number of delimiters outside quotes than was asked for."""
    tidy: bool = True
    odd: bool = field(default=False, compare=False)
    """Whether a line but the first begins as one that may be no record: blank, a total, a rule."""


_COUNTS = tuple(each.name for each in fields(Tally) if each.name not in ("tidy", "odd"))


def tally(
    path: Path,
    delimiter: str,
    each: int,
    starts: Collection[str] = (),
    heads: Collection[bytes] = (),
) -> Tally:
    """Count delimiters, line ends and quotation marks of a file in an encoding that extends ASCII.

    A line without `each` delimiters is `uneven`. `starts` are the first two letters of lines that
    are `odd`, whatever their case, blanks before them apart; so are those that begin with a mark or
    are blank, those whose first value is one of the `heads` (in small letters, as far as these are
    ASCII) or of which several values are, and a last one of numbers alone that begins with a blank.
    Costs about 1.5 ms a megabyte;
    the halves of a large file are counted at once, as if the second did not begin between quotes,
    and anew where it does.
    """
    size = path.stat().st_size
    middle = _after_line(path, size // 2) if size > _LARGE else size
    with ThreadPoolExecutor(1) as other:
        odd = _Odd.of(starts, heads, delimiter)
        second = other.submit(_count_part, path, delimiter, middle, size, _Line(each), odd)
        found, line = _count_part(path, delimiter, 0, middle, _Line(each), odd)
        rest, _ = second.result()
    if line.quoted and middle < size:
        rest, _ = _count_part(path, delimiter, middle, size, line, odd)
    sums = {name: getattr(found, name) + getattr(rest, name) for name in _COUNTS}
    return Tally(**sums, tidy=found.tidy and rest.tidy, odd=found.odd or rest.odd)


Line = tuple[int, int, int]
"""The number of a line, from 1, and the bytes at which it begins and ends."""


def uneven_lines(
    path: Path, start: int, delimiter: str, each: int, most: int, last: int, no_value: bytes
) -> tuple[list[Line], int] | None:
    """The lines from byte `start` on that have not `each` delimiters, with the first and the `last`
    ones whatever they have, and how many lines there are; None where more than `most` are uneven,
    or one has what stands for `no_value`.

    The file is tidy, and no line end stands between quotes (see `Tally`).
    """
    if any(no_value in chunk for chunk in chunks(path, start)):
        return None
    found: list[Line] = []
    begins: deque[int] = deque(maxlen=last)
    parts, quote, number = delimiter.encode(), b'"', 0
    with path.open("rb") as stream:
        stream.seek(start)
        for number, line in enumerate(stream, 1):
            begin, start = start, start + len(line)
            begins.append(begin)
            count = line.count(parts)
            if quote in line:
                count = sum(outside.count(parts) for outside in line.split(quote)[::2])
            if count != each or number == 1:
                found.append((number, begin, start))
                if len(found) > most:
                    return None
    numbers = range(number - len(begins) + 1, number + 1)
    end = zip(numbers, begins, [*begins, start][1:], strict=True)
    return sorted({*found, *end}), number


@dataclass(frozen=True)
class _Odd:
    """How lines begin that may be no records.

    `pairs` are the first two bytes of such a line (see `_odd_starts`), `blanks` what may stand
    before them. A line whose first value is one of the `heads` begins with a pair of bytes of
    `begin`; `keys` tells which three bytes such lines begin with, by the number that they make.
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
    def of(cls, starts: Collection[str], heads: Collection[bytes], delimiter: str) -> _Odd:
        """For lines with such first letters, or such first values."""
        ends = delimiter.encode() + b'"\r\n '
        parted = re.compile(b"[" + re.escape(delimiter.encode()) + b'"\r\n]')
        begin, keys = np.zeros((256, 256), np.bool_), np.zeros(1 << 8 * _KEY, np.bool_)
        for head in {head[:_KEY] for head in heads}:
            pairs = [*itertools.product(_cases(head[0]), _cases(head[1]))]
            thirds = _cases(head[2]) if len(head) == _KEY else ends
            for first, second in pairs:
                begin[first, second] = True
                keys[[first << 16 | second << 8 | third for third in thirds]] = True
        known = frozenset(heads)
        return cls(_odd_starts(starts), _blanks(delimiter), known, begin, keys, parted, delimiter)

    def head_at(self, values: npt.NDArray[np.uint8], at: Places) -> bool:
        """Whether a line that begins at some place begins with a heading."""
        at = at[self.begin[values[at], values[at + 1]]]
        if not len(at):
            return False
        at = at[at <= len(values) - _KEY]
        first, second, third = (values[at + n].astype(np.uint32) for n in range(_KEY))
        at = at[self.keys[first << 16 | second << 8 | third]]
        return any(self._is_head(values, place) for place in at.tolist())

    def _is_head(self, values: npt.NDArray[np.uint8], place: int) -> bool:
        line = values[place : place + _LONGEST_HEAD].tobytes()
        first, *_ = self.ends.split(line, 1)
        return first.lower().rstrip(b" \t") in self.heads


def _cases(byte: int) -> list[int]:
    """A letter in both cases."""
    return [byte, ord(chr(byte).upper())] if byte < 0x80 else [byte]


@dataclass
class _Starts:
    """Looks at how lines begin; `odd` says whether one was found that may be no record.

    The last line may be a sum without a word: it begins with a blank and has no letter.
    """

    sought: _Odd
    odd: bool = False
    _tail: bytes = b""
    """The last line so far, as far as it may have to be looked at once more."""

    def look(self, chunk: bytes, values: npt.NDArray[np.uint8], ends: Places, first: bool) -> None:
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
        late = int(np.searchsorted(starts, len(values) - _WINDOW))
        self._at(values, starts[:late])
        for start, end in itertools.pairwise([*starts[late:].tolist(), len(values)]):
            if end == len(values):
                self._tail = chunk[start:]
            else:
                self._at(values[: end + 1], np.array([start]))

    def finish(self, last: bytes) -> bool:
        """Whether a line was odd, the `last` one as far as it is at hand with it."""
        if self._tail:
            self._at(np.frombuffer(self._tail + b"\n\n", np.uint8), np.zeros(1, np.intp))
        line = last.rstrip(b"\r\n").rpartition(b"\n")[2]
        begins_blank = bool(line) and bool(self.sought.blanks[line[0]])
        return self.odd or (begins_blank and not any(map(_is_letter, line)))

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


def _after_line(path: Path, place: int) -> int:
    """Where the line after the one at a place begins."""
    with path.open("rb") as stream:
        stream.seek(place)
        while block := stream.read(_BLOCK):
            if (end := block.find(b"\n")) >= 0:
                return place + end + 1
            place += len(block)
    return place


@dataclass(slots=True)
class _Line:
    """The line that a place lies in: how many delimiters it is to have, how many of them come
    before the place, and whether this lies between quotes."""

    each: int
    delimiters: int = 0
    quoted: bool = False

    def uneven(self, delimiters: Bits, ends: Places) -> int:
        """How many lines that end in a chunk are uneven; then this is the line at its end."""
        counts = np.bitwise_count(delimiters)
        sums = np.cumsum(counts, dtype=np.int64)
        if not len(ends):
            self.delimiters += int(sums[-1])
            return 0
        words, below = ends >> 6, (_ONE << (ends & 63).astype(np.uint64)) - _ONE
        before = sums[words] - counts[words] + np.bitwise_count(delimiters[words] & below)
        found = np.diff(before, prepend=-self.delimiters)
        self.delimiters = int(sums[-1] - before[-1])
        return int(np.count_nonzero(found != self.each))


def _count_part(
    path: Path, delimiter: str, start: int, end: int, line: _Line, odd: _Odd
) -> tuple[Tally, _Line]:
    """The counts of a part that begins in a line, and the line at its end."""
    found = Tally()
    starts, rows = _Starts(odd), odd.rows
    before, last = True, _BREAK
    for number, chunk in enumerate(chunks(path, start, end)):
        if number == start == 0 and chunk.startswith(codecs.BOM_UTF8):
            chunk = chunk[len(codecs.BOM_UTF8) :]
        if not chunk:
            continue
        if (
            last == _QUOTE
            and not line.quoted
            and not (chunk[0] == _QUOTE or _ends(chunk[0], delimiter))
        ):
            found.tidy = False
        values = np.frombuffer(chunk, np.uint8)
        marked = values == _BREAK
        ends = np.flatnonzero(marked)
        delimiters, breaks = _bits(values == ord(delimiter)), _bits(marked)
        # The first line of a file is its headers, or what stands above them.
        begins = last == _BREAK and not number == start == 0
        starts.look(chunk, values, ends, begins)
        rows.look(chunk, values, ends, begins)
        returns = _bits(values == _RETURN) if b"\r" in chunk else None
        found.breaks += _count(breaks)
        found.returns += 0 if returns is None else _count(returns)
        if line.quoted or b'"' in chunk:
            inside = _quoted(found, values, delimiters, breaks, returns, line, before)
            delimiters &= ~inside
            ends = ends[(inside[ends >> 6] >> (ends & 63).astype(np.uint64)) & _ONE == 0]
        found.uneven += line.uneven(delimiters, ends)
        last = chunk[-1]
        before = _ends(last, delimiter) or last == _QUOTE
    found.odd = starts.finish(_last_bytes(path) if end == path.stat().st_size else b"")
    found.odd = found.odd or rows.finish()
    found.lines = found.breaks + (last != _BREAK)
    found.uneven += last != _BREAK and line.delimiters != line.each
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
    quotes = _bits(values == _QUOTE)
    found.quotes += _count(quotes)
    parity = quotes.copy()
    for shift in _SHIFTS:
        parity ^= parity << shift
    ends = np.bitwise_xor.accumulate(parity >> _TOP)
    carried = np.empty_like(ends)
    carried[0] = int(line.quoted)
    carried[1:] = ends[:-1] ^ np.uint64(line.quoted)
    parity ^= np.uint64(0) - carried
    found.quoted_breaks += _count(breaks & parity)
    around = delimiters | breaks | quotes
    if returns is not None:
        around |= returns
        found.quoted_returns += _count(returns & parity)
    first = np.empty_like(around)
    first[0] = int(before)
    first[1:] = around[:-1] >> _TOP
    opening = quotes & parity & ~((around << _ONE) | first)
    following = np.zeros_like(around)
    following[:-1] = around[1:] << _TOP
    closing = quotes & ~parity & ~((around >> _ONE) | following)
    size = len(values)
    closing[(size - 1) >> 6] &= ~(_ONE << np.uint64((size - 1) & 63))
    if opening.any() or closing.any():
        found.tidy = False
    line.quoted = bool(int(ends[-1]) ^ int(line.quoted))
    return parity


def _bits(flags: npt.NDArray[np.bool_]) -> Bits:
    """Flags as words of 64, the first in the lowest bit."""
    packed = np.packbits(flags, bitorder="little")
    spare = -len(packed) % 8
    if spare:
        packed = np.concatenate([packed, np.zeros(spare, np.uint8)])
    return packed.view("<u8").astype(np.uint64, copy=False)


def _count(bits: Bits) -> int:
    return int(np.bitwise_count(bits).sum())
