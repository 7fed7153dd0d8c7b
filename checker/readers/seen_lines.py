"""Where the lines of a CSV stand, as far as that is seen while its characters are counted: some of
them are read later without the others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from msgspec import Struct, field
from msgspec.structs import replace

from lovgraf.readers.encodings import Buffer

_NO_VALUE = b"\x01"
_MOST = 1 << 17
"""Uneven lines whose places are remembered, at most, in each of the parts that are counted."""
_NOWHERE = -1
_BLOCK = 1 << 20
_STRETCH = 1 << 16
"""Bytes between lines of which it is remembered where they begin, about."""
_BREAK, _RETURN = 10, 13
Numbers = npt.NDArray[np.int64]


def _none() -> Numbers:
    return np.zeros(0, np.int64)


class UnevenPlaces(Struct, frozen=True):
    """Lines that are uneven, in order: after how many others each stands in the file, and where it
    begins and ends (after its line end)."""

    before: Numbers = field(default_factory=_none)
    begins: Numbers = field(default_factory=_none)
    ends: Numbers = field(default_factory=_none)

    @classmethod
    def joined(cls, each: Sequence[UnevenPlaces]) -> UnevenPlaces:
        """Those of several parts of a file, one after another."""
        return cls(
            np.concatenate([one.before for one in each]),
            np.concatenate([one.begins for one in each]),
            np.concatenate([one.ends for one in each]),
        )


class Stretch(Struct, frozen=True):
    """Some bytes of a file from byte `start` on, and where some of their lines begin and stop:
    after the line end."""

    start: int
    text: bytes
    begins: Numbers
    stops: Numbers


class SeenLines(Struct, frozen=True):
    """Places in a file at which lines begin, in order, before each of which so many lines end
    (`ended`), so many `blank` ones among these; how many `lines` it has, so many `blanks` among
    them, and where the `last_blank` one begins (-1: none is); whether some value may be U+0001
    (`controls`), and the lines that are `uneven` (None: too many to remember).

    Line ends within quotes end none here, so that `lines_before` and `rows_at` may be told of a
    file without them alone.
    """

    places: Numbers = field(default_factory=_none)
    ended: Numbers = field(default_factory=_none)
    blank: Numbers = field(default_factory=_none)
    lines: int = 0
    blanks: int = 0
    last_blank: int = _NOWHERE
    controls: bool = False
    uneven: UnevenPlaces | None = field(default_factory=UnevenPlaces)

    def then(self, other: SeenLines) -> SeenLines:
        """These and those of the rest of the file."""
        uneven, ended = None, self.lines
        if self.uneven is not None and other.uneven is not None:
            rest = replace(other.uneven, before=other.uneven.before + ended)
            uneven = UnevenPlaces.joined([self.uneven, rest])
        return SeenLines(
            np.concatenate([self.places, other.places]),
            np.concatenate([self.ended, other.ended + ended]),
            np.concatenate([self.blank, other.blank + self.blanks]),
            self.lines + other.lines,
            self.blanks + other.blanks,
            max(self.last_blank, other.last_blank),
            self.controls or other.controls,
            uneven,
        )

    def lines_before(self, path: Path, place: int) -> int:
        """How many lines of the file end before a place in it."""
        known = int(np.searchsorted(self.places, place, "right")) - 1
        at, found = (int(self.places[known]), int(self.ended[known])) if known >= 0 else (0, 0)
        with path.open("rb") as stream:
            stream.seek(at)
            while block := stream.read(min(_BLOCK, place - stream.tell())):
                found += block.count(b"\n")
        return found

    def rows_at(self, path: Path, start: int, numbers: Numbers) -> Iterator[Stretch]:
        """The rows with some numbers, in order, counted from 1 with the line that begins at byte
        `start`; a blank line is none. Only what lies near them is read.

        Raises `EOFError` where the file has fewer.
        """
        before = self.ended - self.blank
        places = numbers - 1 + self._rows_before(path, start)
        first, cuts = np.unique(np.searchsorted(before, places, "right") - 1, return_index=True)
        with path.open("rb") as stream:
            for at, own in zip(first.tolist(), np.split(places, cuts[1:]), strict=True):
                begin, *end = self.places[at : at + 2].tolist()
                stream.seek(begin)
                text = stream.read(end[0] - begin) if end else stream.read()
                begins, stops = _rows(text)
                chosen = own - before[at]
                if chosen[-1] >= len(begins):
                    raise EOFError
                yield Stretch(begin, text, begins[chosen], stops[chosen])

    def _rows_before(self, path: Path, place: int) -> int:
        """How many lines of the file that are not blank end before a place at which one begins."""
        known = int(np.searchsorted(self.places, place, "right")) - 1
        with path.open("rb") as stream:
            stream.seek(at := int(self.places[known]))
            begins, _ = _rows(stream.read(place - at))
        return int(self.ended[known] - self.blank[known]) + len(begins)


def _rows(text: bytes) -> tuple[Numbers, Numbers]:
    """Where lines that are not blank begin and stop."""
    values = np.frombuffer(text, np.uint8)
    stops = np.flatnonzero(values == _BREAK) + 1
    if text and values[-1] != _BREAK:
        stops = np.append(stops, len(text))
    begins = np.concatenate([np.zeros(1, np.int64), stops])[:-1]
    size = stops - begins
    if size.min(initial=len(text)) > len(b"\r\n"):
        return begins, stops
    first = values[begins]
    rows = (first != _BREAK) & ((first != _RETURN) | (size > len(b"\r\n")))
    return begins[rows], stops[rows]


class Seeing:
    """Collects what is seen of a part of a file, which begins `at` some byte of it, in a line that
    begins at byte `begin`."""

    def __init__(self, at: int, begin: int) -> None:
        self.begin = begin
        """Where the line begins that goes on beyond what was looked at."""
        self._at, self._count = at, 0
        self._last: Buffer = b""
        self._blanks, self._last_blank, self._controls = 0, _NOWHERE, False
        self._marks = [np.zeros((3, 0), np.int64)]
        self._uneven = [UnevenPlaces()]
        self._many = 0

    def skip(self, size: int) -> None:
        """So many bytes are not looked at."""
        self._at += size

    def look(self, chunk: Buffer, ends: Numbers, uneven: Numbers) -> None:
        """The bytes that follow: which of them end lines, and which of these lines are `uneven`."""
        if len(self._marks) == 1:
            self._marks.append(np.array([[self.begin], [0], [0]], np.int64))
        self._controls = self._controls or _NO_VALUE in chunk
        if len(ends):
            after = ends + (self._at + 1)
            begins = np.concatenate([[self.begin], after[:-1]])
            blank = self._blank_among(chunk, ends, after - begins)
            if len(blank):
                self._last_blank = int(begins[blank[-1]])
            self._mark(after, blank, max(1, len(ends) * _STRETCH // len(chunk)))
            if len(uneven):
                self._keep(uneven + self._count, begins[uneven], after[uneven])
            self.begin, self._count = int(after[-1]), self._count + len(ends)
            self._blanks += len(blank)
        self._at, self._last = self._at + len(chunk), chunk[-1:]

    def look_at_last(self) -> None:
        """The last line has no line end, and is uneven."""
        own = (np.array([one], np.int64) for one in (self._count, self.begin, self._at))
        self._keep(*own)

    def _keep(self, before: Numbers, begins: Numbers, ends: Numbers) -> None:
        self._many += len(before)
        if self._many <= _MOST:
            self._uneven.append(UnevenPlaces(before, begins, ends))

    def _mark(self, after: Numbers, blank: Numbers, step: int) -> None:
        """Remember where lines begin, after each of so many that end."""
        own = np.arange(step - 1, len(after), step)
        blanks = self._blanks + np.searchsorted(blank, own, "right")
        self._marks.append(np.stack([after[own], self._count + own + 1, blanks]))

    def _blank_among(self, chunk: Buffer, ends: Numbers, size: Numbers) -> Numbers:
        """Which of the lines that end in a chunk are blank, given their sizes."""
        short = np.flatnonzero(size <= len(b"\r\n"))
        if not len(short):
            return short
        byte = np.frombuffer(chunk, np.uint8)[ends[short] - 1]
        if ends[0] == 0 and short[0] == 0:
            byte[0] = ord(self._last or b"\n")
        found: Numbers = short[(size[short] == 1) | (byte == _RETURN)]
        return found

    @property
    def all(self) -> SeenLines:
        """All that was seen."""
        uneven = UnevenPlaces.joined(self._uneven) if self._many <= _MOST else None
        lines = self._count + (self.begin < self._at)
        places, ended, blank = np.concatenate(self._marks, axis=1)
        return SeenLines(
            places, ended, blank, lines, self._blanks, self._last_blank, self._controls, uneven
        )
