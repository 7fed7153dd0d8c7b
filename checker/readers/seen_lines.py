"""Where the lines of a CSV stand, as far as that is seen while its characters are counted."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from msgspec import Struct, field
from msgspec.structs import replace

_NO_VALUE = b"\x01"
_MOST = 1 << 17
"""Uneven lines whose places are remembered, at most, in each of the parts that are counted."""
_NOWHERE = -1
_BLOCK = 1 << 20
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


class SeenLines(Struct, frozen=True):
    """Places in a file, in order, before each of which so many lines end (`ended`); how many
    `lines` it has, where the `last_blank` one begins (-1: none is); whether some value may be
    U+0001 (`controls`), and the lines that are `uneven` (None: too many to remember).

    Line ends within quotes end none here, so that `lines_before` may be told of a file without
    them alone.
    """

    places: Numbers = field(default_factory=_none)
    ended: Numbers = field(default_factory=_none)
    lines: int = 0
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
            self.lines + other.lines,
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


class Seeing:
    """Collects what is seen of a part of a file, which begins `at` some byte of it, in a line that
    begins at byte `begin`."""

    def __init__(self, at: int, begin: int) -> None:
        self.begin = begin
        """Where the line begins that goes on beyond what was looked at."""
        self._at, self._count, self._last = at, 0, b""
        self._places, self._ended = list[int](), list[int]()
        self._blank, self._controls = _NOWHERE, False
        self._uneven = [UnevenPlaces()]
        self._many = 0

    def skip(self, size: int) -> None:
        """So many bytes are not looked at."""
        self._at += size

    def look(self, chunk: bytes, ends: Numbers, uneven: Numbers) -> None:
        """The bytes that follow: which of them end lines, and which of these lines are `uneven`."""
        self._places.append(self._at)
        self._ended.append(self._count)
        self._controls = self._controls or _NO_VALUE in chunk
        if len(ends):
            after = ends + (self._at + 1)
            begins = np.concatenate([[self.begin], after[:-1]])
            self._look_for_blank(chunk, ends, begins, after)
            if len(uneven):
                self._keep(uneven + self._count, begins[uneven], after[uneven])
            self.begin, self._count = int(after[-1]), self._count + len(ends)
        self._at, self._last = self._at + len(chunk), chunk[-1:]

    def look_at_last(self) -> None:
        """The last line has no line end, and is uneven."""
        own = (np.array([one], np.int64) for one in (self._count, self.begin, self._at))
        self._keep(*own)

    def _keep(self, before: Numbers, begins: Numbers, ends: Numbers) -> None:
        self._many += len(before)
        if self._many <= _MOST:
            self._uneven.append(UnevenPlaces(before, begins, ends))

    def _look_for_blank(self, chunk: bytes, ends: Numbers, begins: Numbers, after: Numbers) -> None:
        size = after - begins
        short = np.flatnonzero(size <= len(b"\r\n"))
        if not len(short):
            return
        byte = np.frombuffer(chunk, np.uint8)[ends[short] - 1]
        if ends[0] == 0 and short[0] == 0:
            byte[0] = ord(self._last or b"\n")
        blank = short[(size[short] == 1) | (byte == ord(b"\r"))]
        if len(blank):
            self._blank = int(begins[blank[-1]])

    @property
    def all(self) -> SeenLines:
        """All that was seen."""
        uneven = UnevenPlaces.joined(self._uneven) if self._many <= _MOST else None
        places, ended = (np.array(one, np.int64) for one in (self._places, self._ended))
        lines = self._count + (self.begin < self._at)
        return SeenLines(places, ended, lines, self._blank, self._controls, uneven)
