"""Where characters stand in a text, as words of 64 bits: what lies between quotes is told, and
marks are counted, 64 bytes at a time.

Quotes are told from their parity: the running parity of a word of bits is a few shifts (Langdale
and Lemire, "Parsing Gigabytes of JSON per Second", 2019, section 3.1.1).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Bits = npt.NDArray[np.uint64]
Places = npt.NDArray[np.intp]
_SHIFTS = tuple(np.uint64(1 << n) for n in range(6))
ONE, TOP = np.uint64(1), np.uint64(63)


def bits_of(flags: npt.NDArray[np.bool_]) -> Bits:
    """Flags as words of 64, the first in the lowest bit."""
    packed = np.packbits(flags, bitorder="little")
    spare = -len(packed) % 8
    if spare:
        packed = np.concatenate([packed, np.zeros(spare, np.uint8)])
    return packed.view("<u8").astype(np.uint64, copy=False)


def places_of(bits: Bits) -> Places:
    """Where flags are set, in order."""
    words = np.flatnonzero(bits != 0)
    left = bits[words]
    found = list[Places]()
    while len(words):
        lowest = left & (~left + ONE)
        found.append((words << 6) + np.bitwise_count(lowest - ONE))
        left = left ^ lowest
        more = np.flatnonzero(left)
        words, left = words[more], left[more]
    if len(found) == 1:
        return found[0]
    return np.sort(np.concatenate([np.zeros(0, np.intp), *found]))


def between_quotes(quotes: Bits, quoted: bool) -> Bits:
    """Which bytes of a text lie between quotes: from one that opens on, up to the one that closes.
    The text begins `quoted` where a quote before it was opened."""
    words = np.flatnonzero(quotes != 0)
    own = quotes[words]
    for shift in _SHIFTS:
        own ^= own << shift
    open_ = np.zeros(len(quotes) + 1, np.uint8)
    open_[0] = quoted
    open_[words + 1] = own >> TOP
    np.bitwise_xor.accumulate(open_, out=open_)
    parity: Bits = np.uint64(0) - open_[:-1].astype(np.uint64)
    parity[words] ^= own
    return parity


def count_before(marks: Bits, places: Places) -> npt.NDArray[np.int64]:
    """How many marks stand before each of some places, which may be where the text ends."""
    words = np.append(marks, np.uint64(0))
    counts = np.bitwise_count(words)
    sums = np.cumsum(counts, dtype=np.int64)
    at, below = places >> 6, (ONE << (places & 63).astype(np.uint64)) - ONE
    found: npt.NDArray[np.int64] = sums[at] - counts[at] + np.bitwise_count(words[at] & below)
    return found


def count(bits: Bits) -> int:
    """How many are set."""
    return int(np.bitwise_count(bits).sum())
