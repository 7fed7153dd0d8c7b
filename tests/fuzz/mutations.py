"""Files as they arrive damaged: real ones, changed at random places, the same for the same seed."""

from __future__ import annotations

import io
import random
import zipfile

TOKENS = (
    b'"', b'""', b"'", b";", b",", b"\t", b"|", b"\r", b"\n", b"\r\n\r\n", b"\0", b"\xff\xfe",
    b"\xef\xbb\xbf", b"\x81", b"\xc3", b"\x1a", b"{", b"[", b"]", b"}", b"<", b"&", b"\\", b"\\u",
    b"0000-01-01", b"9999-12-31", b"10000-01-01", b"-0044-03-15", b"1e400", b"NaN", b"-1",
    b"99999999999999999999", b"I alt", b"=A1+1", b"A" * 5000, b"9" * 400, b"<!DOCTYPE x>",
)  # fmt: skip
"""Pieces of text that readers have tripped over."""


def mutated(content: bytes, seed: int) -> bytes:
    """Some content, changed in one to six places."""
    chance = random.Random(seed)
    data = bytearray(content)
    for _ in range(chance.randint(1, 6)):
        _change(data, chance)
    return bytes(data)


def mutated_archive(content: bytes, seed: int) -> bytes:
    """A ZIP with one member changed, or changed itself, by turns."""
    if seed % 3 == 0:
        return mutated(content, seed)
    chance = random.Random(seed)
    found = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(found, "w") as new:
        names = old.namelist()
        chosen = chance.choice(names)
        for name in names:
            data = old.read(name)
            if name == chosen:
                if chance.random() < 0.1:
                    continue
                data = mutated(data, seed)
            new.writestr(name, data)
    return found.getvalue()


def _change(data: bytearray, chance: random.Random) -> None:
    size = len(data)
    at = chance.randrange(size + 1)
    end = min(size, at + chance.choice((1, 1, 2, 4, 16, 200)))
    match chance.randrange(7):
        case 0:
            data[at:end] = bytes(chance.randrange(256) for _ in range(end - at))
        case 1:
            del data[at:end]
        case 2:
            data[at:at] = data[at:end]
        case 3:
            data[at:at] = chance.choice(TOKENS)
        case 4:
            data[at:end] = chance.choice(TOKENS)
        case 5:
            other = chance.randrange(size + 1)
            data[at:at] = data[other : other + 64]
        case 6 if chance.random() < 0.3:
            del data[at:]
        case _ if at < size:
            data[at] ^= 1 << chance.randrange(8)
