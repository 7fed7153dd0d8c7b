"""A large text file in blocks of whole lines, so that each is checked, kept and known again.

Where a block ends is told by a line's own content, so that a change in one block leaves the blocks
after it as they were (Muthitacharoen et al., "A Low-bandwidth Network File System", 2001).
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct

from lovgraf.check.parts.larger_than_memory import rows_in, rows_of_a_part
from lovgraf.core.errors import InputError
from lovgraf.readers.csv_layout import CsvLayout

SIZE, LARGEST = 192 << 20, 768 << 20
"""Bytes of a block, at least: what is soon checked anew where something in it has changed; and of
the blocks of a large file of which nothing is kept for later, since each costs as much as half a
million rows."""
_FEW = 3
"""Blocks from which they are made larger there."""
_WINDOW = 16 << 20
"""Bytes in which the line that ends a block is looked for."""
_CHUNK = 16 << 20


class Block(Struct, frozen=True):
    """Bytes `start` to `end` of a file; `rows` come before them."""

    path: Path
    start: int
    end: int
    rows: int

    @property
    def places(self) -> tuple[int, int]:
        """Where it begins and ends, as the file's layout tells it."""
        return self.start, self.end

    def digest(self) -> str:
        """The SHA-256 of the bytes."""
        return bytes_digest(self.path, self.start, self.end)


def bytes_digest(path: Path, start: int, end: int, first: bytes = b"") -> str:
    """The SHA-256 of `first` and some bytes of a file."""
    found = hashlib.sha256(first)
    with path.open("rb") as stream:
        stream.seek(start)
        left = end - start
        while left and (chunk := stream.read(min(left, _CHUNK))):
            left -= len(chunk)
            found.update(chunk)
    return found.hexdigest()


def divide(path: Path, layout: CsvLayout, few: bool = False) -> list[Block]:
    """The blocks of a text file of a layout, as `few` as memory allows or as small as can be; none
    where it is small, or has rows that are not plain lines."""
    if path.stat().st_size < 2 * SIZE or not layout.divisible:
        return []
    try:
        start = layout.first_row(path)
        if layout.seen.last_blank >= start:
            return []  # a line that may be no row
        return list(_blocks(path, layout, start, _large(path) if few else SIZE))
    except OSError:
        raise InputError(
            "Filen kan ikke læses til ende.", "The file cannot be read to its end.", path.name
        ) from None


def _large(path: Path) -> int:
    """Bytes of a block, at least, where there are to be few: no more than memory has room for, and
    doubled, so that few sizes differ in it."""
    least, size = SIZE, path.stat().st_size
    most = min(LARGEST, size * rows_of_a_part() // max(rows_in(path, size), 1))
    while 2 * least <= most and size > _FEW * least:
        least *= 2
    return least


def _blocks(path: Path, layout: CsvLayout, start: int, least: int) -> Iterator[Block]:
    above, size = layout.seen.lines_before(path, start), path.stat().st_size
    with path.open("rb") as stream:
        while start < size:
            end = _end(stream, start, least, size)
            yield Block(path, start, end, layout.seen.lines_before(path, start) - above)
            start = end


def _end(stream: BinaryIO, start: int, least: int, size: int) -> int:
    """Where the block ends that begins at `start` of a file of some `size`; a short rest belongs to
    it.

    It ends after the line of the window whose checksum is the least: wherever a window begins, two
    that share most of their lines mostly agree on it.
    """
    stream.seek(start + least)
    stream.readline()
    place = stream.tell()
    limit, best, end = place + _WINDOW, 1 << 32, 0
    while place < limit and (line := stream.readline()).endswith(b"\n"):
        place += len(line)
        checksum = zlib.crc32(line)
        if checksum < best:
            best, end = checksum, place
    return end if end and end + least // 4 < size else size
