"""The lines of a CSV file that may be no records, and what of the file is passed over therefore.

Such are lines with more or fewer values than there are headers, those that begin as no record does,
the first and the last ones. Of a file that pads its lines, one whose values too many are all blank,
at its end, is a record as any other: they are cut off. Lines are found as arrays, a piece of the
file at a time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt
from msgspec import Struct, field

from lovgraf.readers.mark_bits import between_quotes, bits_of, count_before
from lovgraf.readers.odd_lines import Odd
from lovgraf.readers.seen_lines import SeenLines

_CHUNK = 4 << 20
_MOST_PADDED = 1 << 20
"""How many lines with blank values too many are kept (24 bytes each)."""
_TAIL = 1 << 16
"""Bytes in which the last lines are looked for first."""
_QUOTE, _BREAK, _RETURN = 34, 10, 13
Numbers = npt.NDArray[np.int64]
Bytes = npt.NDArray[np.uint8]


def _none() -> Numbers:
    return np.zeros(0, np.int64)


class Gaps(Struct, frozen=True, dict=True):
    """What of a file is passed over: the lines that are left out, whose `numbers` no other row
    takes, and all bytes from each of `begins` up to the one in `ends`, in order; where so many
    lines have blank values that are too many at their ends that they are not kept here (`padded`),
    those too."""

    numbers: Numbers = field(default_factory=_none)
    begins: Numbers = field(default_factory=_none)
    ends: Numbers = field(default_factory=_none)
    padded: bool = False
    line_begins: Numbers = field(default_factory=_none)
    """Where the lines begin that are left out."""

    def __bool__(self) -> bool:
        return self.padded or len(self.begins) > 0

    @cached_property
    def before(self) -> Numbers:
        """For each line left out, after how many others that are not it stands."""
        return self.numbers - 1 - np.arange(len(self.numbers))

    def without(self, text: bytes, start: int) -> bytes:
        """Bytes of the file from a place on, without those that are passed over."""
        first, last = np.searchsorted(self.begins, [start, start + len(text)]).tolist()
        if first == last:
            return text
        parts, place, whole = [], 0, memoryview(text)
        own = self.begins[first:last] - start, self.ends[first:last] - start
        for begin, end in zip(*(one.tolist() for one in own), strict=True):
            parts.append(whole[place:begin])
            place = end
        return b"".join([*parts, whole[place:]])

    def fill(self, text: Bytes, start: int) -> None:
        """Write line ends over what is passed over in bytes of the file from a place on: a reader
        that ignores empty lines then passes over it, and nothing need be moved."""
        first, last = np.searchsorted(self.begins, [start, start + len(text)]).tolist()
        own = self.begins[first:last] - start, self.ends[first:last] - start
        for begin, end in zip(*(one.tolist() for one in own), strict=True):
            text[begin:end] = _BREAK

    def within(self, first: int, last: int, before: int) -> Gaps:
        """Those from byte `first` up to byte `last`; the lines left out there are numbered anew,
        their first by that of lines `before` it there."""
        low, high = np.searchsorted(self.begins, [first, last])
        begins, ends = self.begins[low:high], self.ends[low:high]
        low, high = np.searchsorted(self.line_begins, [first, last])
        numbers = self.numbers[low:high]
        numbers = numbers - numbers[:1] + before + 1 if len(numbers) else numbers
        return Gaps(numbers, begins, ends, self.padded, self.line_begins[low:high])


NO_GAPS = Gaps()


class Lines(Struct, frozen=True):
    """The lines of some text: where each begins and ends (without its line end), and how many
    delimiters it has outside quotes."""

    begins: Numbers
    stops: Numbers
    counts: Numbers
    values: Bytes

    @classmethod
    def of(cls, text: bytes, delimiter: str) -> Lines:
        """The lines of a text that ends with one; no value holds a line end."""
        values = np.frombuffer(text, np.uint8)
        ends = np.flatnonzero(values == _BREAK) + 1
        begins = np.concatenate([np.zeros(1, np.int64), ends])[:-1]
        stops = ends - 1
        if b"\r" in text:
            stops = stops - ((values[stops - 1] == _RETURN) & (stops > begins))
        marks = bits_of(values == ord(delimiter))
        if b'"' in text:
            marks &= ~between_quotes(bits_of(values == _QUOTE), False)
        return cls(begins, stops, np.diff(count_before(marks, ends), prepend=0), values)

    @property
    def blank(self) -> npt.NDArray[np.bool_]:
        """Which lines have nothing: readers pass over them."""
        return np.asarray(self.begins == self.stops)

    def padding(self, delimiter: str, each: int, pads: bool = True) -> Numbers:
        """How many delimiters each line has at its end beyond `each`, where all that are too many
        stand there; else 0, and where no line `pads`."""
        found = np.maximum(self.counts - each, 0) if pads else np.zeros_like(self.counts)
        left, step = np.flatnonzero(found), 1
        while len(left):
            at_end = self.values[self.stops[left] - step] == ord(delimiter)
            found[left[~at_end]] = 0
            left = left[at_end]
            left = left[found[left] > step]
            step += 1
        return found


def without_padding(text: bytes, delimiter: str, each: int) -> bytes:
    """A text of whole lines without the delimiters that are too many at the ends of lines."""
    if not text.endswith(b"\n"):
        return without_padding(text + b"\n", delimiter, each)[:-1]
    end = delimiter.encode() + (b"\r\n" if b"\r" in text else b"\n")
    rows = text.count(b"\n")
    if b'"' not in text and text.count(end) == rows and text.count(end[:1]) == rows * (each + 1):
        return text.replace(end, end[1:])  # readers see it where a row has another count
    lines = Lines.of(text, delimiter)
    left = lines.padding(delimiter, each)
    kept, step = np.ones(len(text), np.bool_), 1
    while len(own := np.flatnonzero(left >= step)):
        kept[lines.stops[own] - step] = False
        step += 1
    return text if step == 1 else lines.values[kept].tobytes()


class Padded(Struct, frozen=True):
    """The lines with blank values too many at their ends: where they begin, and from where to where
    these stand."""

    lines: Numbers
    begins: Numbers
    ends: Numbers

    @classmethod
    def of(cls, lines: Lines, padding: Numbers, begins: Numbers) -> Padded:
        """Those of some lines, of which each is known to begin at a place of the file."""
        own = np.flatnonzero(padding)
        ends = begins[own] + lines.stops[own] - lines.begins[own]
        return cls(begins[own], ends - padding[own], ends)

    @classmethod
    def together(cls, parts: Sequence[Padded]) -> Padded:
        """Those of several parts of a file."""
        none = _none()
        every = [(none, none, none), *((one.lines, one.begins, one.ends) for one in parts)]
        return cls(*(np.concatenate(each) for each in zip(*every, strict=True)))

    def apart_from(self, lines: Numbers) -> tuple[Numbers, Numbers]:
        """Where the values stand, but for those of lines that begin at some places."""
        own = ~np.isin(self.lines, lines)
        return self.begins[own], self.ends[own]


class UnevenLines(Struct, frozen=True):
    """Lines that may be no records: their numbers, where they begin and end, how many delimiters
    they have; where lines with nothing stand, which are no rows; how many `rows` there are, and
    where lines are `padded`: None where too many are."""

    numbers: Numbers
    begins: Numbers
    ends: Numbers
    counts: Numbers
    padding: Numbers
    blank: tuple[Numbers, Numbers]
    rows: int
    padded: Padded | None

    def copy(self, path: Path, target: Path) -> None:
        """Write these lines of a file into another."""
        with target.open("wb") as out:
            out.writelines(_lines_at(path, self.begins, self.ends))

    def gaps(self, path: Path, left_out: Numbers, delimiter: str, each: int) -> Gaps:
        """What is passed over where the lines with some numbers are left out."""
        out = np.isin(self.numbers, left_out)
        cut = np.flatnonzero(~out & (self.counts > each) & (self.padding == 0))
        ranges = [(self.begins[out], self.ends[out]), self.blank]
        if len(cut):
            ranges.append(self._beyond(path, cut, delimiter, each))
        if self.padded is not None:
            ranges.append(self.padded.apart_from(self.begins[out]))
        begins, ends = (np.concatenate(parts) for parts in zip(*ranges, strict=True))
        order = np.argsort(begins)
        lines = self.begins[out]
        return Gaps(self.numbers[out], begins[order], ends[order], self.padded is None, lines)

    def _beyond(
        self, path: Path, lines: npt.NDArray[np.intp], delimiter: str, each: int
    ) -> tuple[Numbers, Numbers]:
        """Where the values stand that some lines have too many."""
        begins, ends = np.zeros(len(lines), np.int64), np.zeros(len(lines), np.int64)
        with path.open("rb") as stream:
            for n, line in enumerate(lines.tolist()):
                stream.seek(begin := int(self.begins[line]))
                text = stream.read(int(self.ends[line]) - begin).rstrip(b"\r\n")
                begins[n] = begin + _place(text, delimiter.encode(), each)
                ends[n] = begin + len(text)
        return begins, ends


def _place(line: bytes, delimiter: bytes, each: int) -> int:
    """Where the first delimiter stands that a line has beyond `each`."""
    marks = [n for n, byte in enumerate(line) if byte == delimiter[0]]
    outside = [n for n in marks if line.count(b'"', 0, n) % 2 == 0]
    return outside[each]


def uneven_lines(
    path: Path,
    start: int,
    delimiter: str,
    each: int,
    last: int,
    no_value: bytes,
    odd: Odd | None,
    pads: bool = True,
) -> UnevenLines | None:
    """The lines from byte `start` on that may be no records, of which each record has `each`
    delimiters: with the first and the `last` ones whatever they are, and those that are `odd` (None
    where it is known that no others are); None where one has what stands for `no_value`. `pads`
    says that blank values too many at the end of a line are none.

    The file is tidy, and no line end stands between quotes (see `Tally`).
    """
    found: list[tuple[Numbers, ...]] = []
    blank: list[tuple[Numbers, Numbers]] = []
    end: tuple[Numbers, ...] = (_none(),) * 5
    padded: list[Padded] = []
    rows, most = 0, _MOST_PADDED
    for place, text in _whole_lines(path, start):
        if no_value in text:
            return None
        lines = Lines.of(text, delimiter)
        padding = lines.padding(delimiter, each, pads)
        nothing = lines.blank
        numbers = rows + np.cumsum(~nothing)
        begins = lines.begins + place
        most -= int(np.count_nonzero(padding))
        if most >= 0:
            padded.append(Padded.of(lines, padding, begins))
        ends = np.append(begins[1:], place + len(text))
        if nothing.any():
            blank.append((begins[nothing], ends[nothing]))
        chosen = (lines.counts != each) & (padding == 0) | (numbers == 1)
        if odd is not None:
            chosen[odd.lines(text, lines.begins)] = True
        every = numbers, begins, ends, lines.counts, padding
        found.append(tuple(one[chosen & ~nothing] for one in every))
        end = tuple(np.append(a, b[~nothing])[-last:] for a, b in zip(end, every, strict=True))
        rows = int(numbers[-1])
    both = [np.concatenate(parts) for parts in zip(*found, end, strict=True)]
    _, own = np.unique(both[0], return_index=True)
    numbers, begins, ends, counts, padding = (one[own].astype(np.int64) for one in both)
    none = [np.concatenate(parts) for parts in zip(*blank, strict=True)] or [_none(), _none()]
    return UnevenLines(
        numbers, begins, ends, counts, padding, (none[0], none[1]), rows,
        Padded.together(padded) if most >= 0 else None,
    )  # fmt: skip


def uneven_at(
    path: Path,
    start: int,
    delimiter: str,
    each: int,
    last: int,
    seen: SeenLines,
    pads: bool = True,
) -> UnevenLines | None:
    """The same as `uneven_lines` of a file in which no lines are odd, by what was `seen` of it, so
    that it is not gone through once more; None where that does not tell."""
    if seen.uneven is None or seen.controls or seen.last_blank >= start:
        return None
    own = np.flatnonzero(seen.uneven.begins >= start)
    above = seen.lines_before(path, start)
    rows = seen.lines - above
    first, end = _first_line(path, start), _last_lines(path, start, last)
    numbers = np.arange(rows - len(end[0]), rows) + 1
    every = (
        np.concatenate([[1], seen.uneven.before[own] - above + 1, numbers]),
        np.concatenate([[start], seen.uneven.begins[own], end[0]]),
        np.concatenate([[first], seen.uneven.ends[own], end[1]]),
    )
    _, once = np.unique(every[0], return_index=True)
    numbers, begins, ends = (one[once].astype(np.int64) for one in every)
    lines = Lines.of(b"".join(_lines_at(path, begins, ends)), delimiter)
    padding = lines.padding(delimiter, each, pads)
    chosen = (lines.counts != each) & (padding == 0) | (numbers == 1) | (numbers > rows - last)
    return UnevenLines(
        numbers[chosen], begins[chosen], ends[chosen], lines.counts[chosen], padding[chosen],
        (_none(), _none()), rows, Padded.of(lines, padding, begins),
    )  # fmt: skip


def _first_line(path: Path, start: int) -> int:
    """Where the line ends that begins at a place."""
    with path.open("rb") as stream:
        stream.seek(start)
        return start + len(stream.readline())


def _last_lines(path: Path, start: int, count: int) -> tuple[Numbers, Numbers]:
    """Where the last lines begin and end, so many of those from a place on."""
    size, look = path.stat().st_size, _TAIL
    while True:
        at = max(start, size - look)
        with path.open("rb") as stream:
            stream.seek(at)
            values = np.frombuffer(stream.read(), np.uint8)
        ends = np.flatnonzero(values == _BREAK) + (at + 1)
        if not len(ends) or ends[-1] < size:
            ends = np.append(ends, size)
        if len(ends) > count or at == start:
            begins = np.concatenate([[start], ends[:-1]])
            return begins[-count:], ends[-count:]
        look *= 4


def _lines_at(path: Path, begins: Numbers, ends: Numbers) -> Iterator[bytes]:
    """The lines between some places of a file, each with the line end that the last may lack."""
    with path.open("rb", buffering=0) as stream:
        for begin, end in zip(begins.tolist(), ends.tolist(), strict=True):
            stream.seek(begin)
            line = stream.read(end - begin)
            yield line if line.endswith(b"\n") else line + b"\n"


def _whole_lines(path: Path, start: int) -> Iterator[tuple[int, bytes]]:
    """Whole lines of a file, many at a time, each with where they begin; the last one with a line
    end that it may lack there."""
    with path.open("rb") as stream:
        stream.seek(start)
        while text := stream.read(_CHUNK):
            if not text.endswith(b"\n"):
                text += stream.readline()
            yield start, text if text.endswith(b"\n") else text + b"\n"
            start += len(text)
