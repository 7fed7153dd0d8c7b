"""A large text file in blocks of whole lines, so that each is checked, kept and known again.

Where a block ends is told by a line's own content, so that a change in one block leaves the blocks
after it as they were (Muthitacharoen et al., "A Low-bandwidth Network File System", 2001).
"""

from __future__ import annotations

import hashlib
import mmap
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from checker.errors import InputError
from checker.records.tally import tally
from checker.records.temporary import full_disk

SIZE = 192 << 20
"""Bytes of a block, at least: what costs little more to check alone than with others."""
_WINDOW = 16 << 20
"""Bytes in which the line that ends a block is looked for."""
_CHUNK = 16 << 20
_TEXT = (".csv", ".tsv")
_PACKED = (b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"PK\x03\x04", b"PAR1")


@dataclass(frozen=True)
class Block:
    """Bytes `start` to `end` of a file, which follow the header; `rows` come before it."""

    path: Path
    header: bytes
    start: int
    end: int
    rows: int

    def _chunks(self) -> Iterator[bytes]:
        yield self.header
        with self.path.open("rb") as stream:
            stream.seek(self.start)
            left = self.end - self.start
            while left and (chunk := stream.read(min(left, _CHUNK))):
                left -= len(chunk)
                yield chunk

    def digest(self) -> str:
        """The SHA-256 of the block as a file of its own."""
        found = hashlib.sha256()
        for chunk in self._chunks():
            found.update(chunk)
        return found.hexdigest()

    def write(self, target: Path, name: str) -> None:
        """Write the block as a file of its own. Raises `InputError` where the disk is full."""
        try:
            with target.open("wb") as out:
                for chunk in self._chunks():
                    out.write(chunk)
        except OSError:
            raise full_disk(name) from None


def divide(path: Path) -> list[Block]:
    """The blocks of a text file; none where it is small, or has rows that are not plain lines."""
    if path.suffix.lower() not in _TEXT or path.stat().st_size < 2 * SIZE:
        return []
    try:
        with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, prot=mmap.PROT_READ) as text:
            return _blocks(path, text) if _plain(path, text) else []
    except OSError:
        raise InputError(
            "Filen kan ikke læses til ende.", "The file cannot be read to its end.", path.name
        ) from None


def _plain(path: Path, text: mmap.mmap) -> bool:
    """Whether each line but the first is a row."""
    header = text[: text.find(b"\n") + 1]
    if text[:4].startswith(_PACKED) or b"\0" in text[:1024] or not header.strip():
        return False
    if header.lower().startswith(b"sep=") or text.find(b"\n\n") >= 0 or text.find(b"\n\r\n") >= 0:
        return False
    delimiter = max(";,\t|", key=lambda one: header.count(one.encode()))
    counted = tally(path, delimiter)
    even = counted.quotes % 2 == 0 and counted.returns in (0, counted.breaks)
    return even and counted.tidy and not counted.quoted_breaks


def _blocks(path: Path, text: mmap.mmap) -> list[Block]:
    start = text.find(b"\n") + 1
    header, rows, found = text[:start], 0, list[Block]()
    while start < len(text):
        end = _end(text, start)
        found.append(Block(path, header, start, end, rows))
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
