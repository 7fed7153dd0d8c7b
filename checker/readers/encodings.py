"""Which encoding a text file is in, and the bytes that decide how it is read.

UTF-8 and Latin-1 are read by the data engine itself; all else is transcoded into the workplace.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from lovgraf.core.errors import InputError
from lovgraf.readers.temporary import Workplace, full_disk

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

Buffer = bytes | bytearray
_CHUNK = 4 << 20
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
        encoding = "utf-16-be" if even > zeros - even else "utf-16-le"
        if not _may_be(head, encoding):
            raise no_text(name)
        return encoding
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


def _may_be(head: bytes, encoding: str) -> bool:
    """Whether bytes read as text in an encoding: few of the characters are none that texts have."""
    text = codecs.getincrementaldecoder(encoding)("replace").decode(head)
    odd = sum(map(text.count, _ODD))
    return odd <= max(8, len(text) // 50)


_ODD = (*map(chr, (*range(9), *range(14, 26))), "\ufffd")
"""Characters that no text has, and what stands for bytes that are none."""


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


_BY_CHANCE = 10
"""Lines in another encoding to one that is UTF-8 all the same, up to which a file is in two."""


def mixed_line(path: Path) -> int | None:
    """The first line that is not UTF-8 in a file of which others are (one for ten that are not: by
    chance hardly any is); None where it is in one encoding. Only lines that hold more than ASCII
    tell, and only the first megabytes of them."""
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
    return first if sound * _BY_CHANCE >= odd else None


def mixed(name: str, line: int) -> InputError:
    """The error that a line is in another encoding than others of its file."""
    return InputError(
        "Linjen er ikke i UTF-8, som andre linjer i filen er; ret den, eller gem hele filen som "
        "UTF-8.",
        "The line is not in UTF-8, as other lines of the file are; correct it, or save the whole "
        "file as UTF-8.",
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


def chunks(path: Path, start: int = 0, end: int | None = None) -> Iterator[bytearray]:
    """The bytes of a file from `start` up to `end`, four megabytes at a time: small steps cost two
    threads that count them more than the counting. All but the last lie in the same room, one after
    another: new room would cost as much as what is counted in it."""
    with path.open("rb", buffering=0) as stream:
        stream.seek(start)
        rest = path.stat().st_size - start if end is None else end - start
        room = bytearray(min(_CHUNK, max(rest, 0)))
        while rest > 0 and (size := stream.readinto(memoryview(room)[:rest])):
            rest -= size
            yield room if size == len(room) else room[:size]


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
