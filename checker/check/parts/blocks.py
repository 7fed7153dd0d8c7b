"""A large text file in blocks of whole lines, so that each is checked, kept and known again.

Where a block ends is told by a line's own content, so that a change in one block leaves the blocks
after it as they were (Muthitacharoen et al., "A Low-bandwidth Network File System", 2001).
"""

from __future__ import annotations

import hashlib
import mmap
import zlib
from dataclasses import dataclass
from pathlib import Path

from lovgraf.core.errors import InputError
from lovgraf.readers.csv_layout import CsvLayout

TEXT = frozenset({".csv", ".tsv", ".txt"})
"""The endings of files that are cut into blocks."""
SIZE = 192 << 20
"""Bytes of a block, at least: what costs little more to check alone than with others."""
_WINDOW = 16 << 20
"""Bytes in which the line that ends a block is looked for."""
_CHUNK = 16 << 20


@dataclass(frozen=True)
class Block:
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


def divide(path: Path, layout: CsvLayout) -> list[Block]:
    """The blocks of a text file of a layout; none where it is small, or has rows that are not plain
    lines."""
    if path.stat().st_size < 2 * SIZE or not layout.divisible:
        return []
    try:
        with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, prot=mmap.PROT_READ) as text:
            start = layout.first_row(path)
            before = max(start - 1, 0)
            if any(text.find(blank, before) >= 0 for blank in (b"\n\n", b"\n\r\n")):
                return []  # a line that may be no row
            return _blocks(path, text, start)
    except OSError:
        raise InputError(
            "Filen kan ikke læses til ende.", "The file cannot be read to its end.", path.name
        ) from None


def _blocks(path: Path, text: mmap.mmap, start: int) -> list[Block]:
    rows, found = 0, list[Block]()
    while start < len(text):
        end = _end(text, start)
        found.append(Block(path, start, end, rows))
        rows += sum(
            text[at : min(at + _CHUNK, end)].count(b"\n") for at in range(start, end, _CHUNK)
        )
        start = end
    return found


def _end(text: mmap.mmap, start: int) -> int:
    """Where the block ends that begins at `start`; a short rest belongs to it.

    It ends after the line of the window whose checksum is the least: wherever a window begins, two
    that share most of their lines mostly agree on it.
    """
    place = text.find(b"\n", start + SIZE) + 1
    limit, best, end = place + _WINDOW, 1 << 32, 0
    while place and place < limit:
        following = text.find(b"\n", place) + 1
        if not following:
            break
        checksum = zlib.crc32(text[place:following])
        if checksum < best:
            best, end = checksum, following
        place = following
    return end if end and end + SIZE // 4 < len(text) else len(text)
