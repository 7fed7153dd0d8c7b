"""Where the lines of a CSV stand, so that some are read without the others.

What is found is remembered: who asks for other lines later reads only these.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
from msgspec import Struct, field

from lovgraf.readers.mark_bits import bits_of, places_of
from lovgraf.readers.uneven import Gaps

_LINE_END = 0x0A
_REMEMBERED = 4_000_000
"""Lines of a file of which it is remembered where they end: four bytes each."""
_ALONE = 8
"""One line of so many, at most, is read alone rather than with all of a piece."""
_STEP = 1 << 18
"""Bytes that are looked at together: few enough to stay near the processor."""
Numbers = npt.NDArray[np.int64]


class LinePlaces(Struct):
    """The lines of a file without those in `gaps`, a piece at a time: from one byte to another,
    each after a line end."""

    path: Path
    gaps: Gaps
    _ends: dict[tuple[int, int], npt.NDArray[np.int32]] = field(default_factory=dict)
    _counts: dict[tuple[int, int], int] = field(default_factory=dict)

    def counted(self, start: int, end: int, count: int) -> None:
        """That so many lines lie between two bytes."""
        self._counts[start, end] = count

    def count(self, start: int, end: int) -> int | None:
        """How many lines lie between two bytes, where they were counted."""
        return self._counts.get((start, end))

    def piece(self, start: int, end: int) -> Piece:
        """The lines between two bytes."""
        known = self._ends.get((start, end))
        if known is not None:
            return Piece(self, start, end, known, None)
        data = self.read(start, end)
        ends = self._found(data, start)
        if sum(map(len, self._ends.values())) + len(ends) <= _REMEMBERED:
            self._ends[start, end] = ends.astype(np.int32)
        return Piece(self, start, end, ends, data)

    def read(self, start: int, end: int) -> bytes:
        """The bytes between two places."""
        with self.path.open("rb") as stream:
            stream.seek(start)
            return stream.read(end - start)

    def _found(self, data: bytes, start: int) -> Numbers:
        """Where lines end in bytes of the file from a place on, but for those that are left out."""
        ends = _line_ends(data)
        low, high = np.searchsorted(self.gaps.begins, [start, start + len(data)])
        if low < high:
            begins = np.searchsorted(ends, self.gaps.begins[low:high] - start, "right")
            stops = np.searchsorted(ends, self.gaps.ends[low:high] - start, "right")
            open_ = np.zeros(len(ends) + 1, np.int64)
            np.add.at(open_, begins, 1)
            np.add.at(open_, stops, -1)
            ends = ends[np.cumsum(open_[:-1]) == 0]
        last = int(ends[-1]) if len(ends) else 0
        if self.gaps.without(data[last:], start + last):
            ends = np.append(ends, len(data))
        return ends


def _line_ends(data: bytes) -> Numbers:
    """Where lines end, after their line ends."""
    values = np.frombuffer(data, np.uint8)
    steps = range(0, len(values), _STEP)
    each = [places_of(bits_of(values[at : at + _STEP] == _LINE_END)) + (at + 1) for at in steps]
    return np.concatenate([np.zeros(0, np.int64), *each])


class Piece(Struct, frozen=True):
    """The lines of a piece of a file, by where each of them ends in it; `data` are its bytes where
    they are at hand."""

    places: LinePlaces
    start: int
    end: int
    ends: npt.NDArray[np.signedinteger]
    data: bytes | None

    def __len__(self) -> int:
        return len(self.ends)

    def lines(self, chosen: Numbers) -> Iterator[bytes]:
        """Some lines, by their places in order, without what is passed over in them."""
        stops = self.ends[chosen].astype(np.int64)
        begins = np.where(chosen > 0, self.ends[chosen - 1], 0).astype(np.int64)
        own = self.places.gaps.begins
        first, last = (np.searchsorted(own, self.start + one) for one in (begins, stops))
        data, alone = self.data, self.data is None and len(chosen) * _ALONE < len(self.ends)
        if data is None and not alone:
            data = self.places.read(self.start, self.end)
        each = zip(begins.tolist(), stops.tolist(), (first < last).tolist(), strict=True)
        with self.places.path.open("rb") as stream:
            for begin, stop, gap in each:
                if data is None:
                    stream.seek(self.start + begin)
                    line = stream.read(stop - begin)
                else:
                    line = data[begin:stop]
                yield self.places.gaps.without(line, self.start + begin) if gap else line
