"""A batch of rows as arrays: flags told for each kind of rows, and a batch in parts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from msgspec import Struct
from msgspec.structs import replace

from lovgraf.engine.array_ops import NOTHING, Bits, Coded, Number, Operand, Truth, both
from lovgraf.engine.numbering import Distinct
from lovgraf.engine.text_ops import Digits, Texts

Bytes = npt.NDArray[np.uint8]
_WORD, _EACH_BYTE = 8, 0x0101010101010101
_TYPES = {"int32": np.int32, "int64": np.int64, "uint8": np.uint8, "date32[day]": np.int32}


class Batch(Struct, frozen=True):
    """Rows as arrays, by name: the columns that are looked up, what the data engine computed, and
    the texts that are read as they are."""

    size: int
    inputs: Mapping[str, Operand]
    exports: Mapping[str, Operand]
    texts: Mapping[str, Digits | Texts]


def array_of(array: Any) -> Operand:
    """An Arrow array as numbers (of days, for dates) or yes and no."""
    array = array.combine_chunks() if hasattr(array, "chunks") else array
    validity, data = array.buffers()
    size, offset = len(array), array.offset
    valid: Bits = True
    if array.null_count == size:
        valid = False
    elif array.null_count:
        valid = _flags(validity, offset, size)
    if str(array.type) == "bool":
        return Truth(both(_flags(data, offset, size), valid), valid)
    found = np.frombuffer(data, _TYPES[str(array.type)], size, offset * (array.type.bit_width // 8))
    return Number(found, valid)


def _flags(buffer: Any, offset: int, size: int) -> npt.NDArray[np.bool_]:
    packed = np.frombuffer(buffer, np.uint8)
    bits = np.unpackbits(packed, count=offset + size, bitorder="little")
    return bits[offset:].view(np.bool_)


def code_of(operand: Operand | Digits | Texts, size: int) -> Bytes:
    """0 for no value, 1 for a number or no, 2 for yes."""
    if isinstance(operand, Truth):
        return bytes_of(operand.known, size) + bytes_of(operand.yes, size)
    return bytes_of(operand.valid, size)


def place_of(operand: Operand, size: int) -> Bytes:
    """The place of a value in a list; of a yes or no 1 or 2, and 0 for neither."""
    if isinstance(operand, Truth):
        return 2 * bytes_of(operand.known, size) - bytes_of(operand.yes, size)
    places: Bytes = operand.values
    return places


def bytes_of(flags: Bits, size: int) -> Bytes:
    if isinstance(flags, bool):
        return np.full(size, flags, np.uint8)
    return (flags.rows() if isinstance(flags, Coded) else flags).view(np.uint8)


def by_kind(operand: Any, code: Coded) -> Any:
    """An operand whose flags are told for each kind of rows."""
    if isinstance(operand, Truth):
        return Truth(Coded(code.each == 2, code.places), Coded(code.each > 0, code.places))
    if isinstance(operand.valid, bool):
        return operand
    rows = operand.valid.rows() if isinstance(operand.valid, Coded) else operand.valid
    return replace(operand, valid=Coded(code.each > 0, code.places, rows))


def packed(codes: Sequence[tuple[Bytes, int]], size: int) -> list[npt.NDArray[np.uint64]]:
    """Codes, each of so many bits, packed into words of 64 bits.

    The code of a value that is not listed keeps all bits set, which no other code has.
    """
    whole = -(-size // _WORD) * _WORD
    one = np.zeros(whole, np.uint8)
    eight = one.view(np.uint64)  # shifting eight bytes at once is faster, and none runs over
    planes: list[npt.NDArray[np.uint64]] = []
    used = 8
    for code, bits in sorted(codes, key=lambda c: c[1]):
        if used + bits > 8:
            planes.append(np.zeros(whole // _WORD, np.uint64))
            used = 0
        one[:size] = code
        np.bitwise_and(eight, np.uint64(((1 << bits) - 1) * _EACH_BYTE), out=eight)
        np.left_shift(eight, np.uint64(used), out=eight)
        planes[-1] |= eight
        used += bits
    planes += [np.zeros(whole // _WORD, np.uint64)] * (-len(planes) % _WORD or _WORD * (not planes))
    parts = [plane.view(np.uint8)[:size] for plane in planes]
    return [
        np.stack(parts[start : start + _WORD], axis=1).view(np.uint64).reshape(size)
        for start in range(0, len(parts), _WORD)
    ]


class Part(Struct, frozen=True):
    """Some rows of a batch (`rows`; None: all), their `kinds` in the batch, and which each has."""

    rows: Any
    kinds: Any
    places: Any

    @classmethod
    def of_rows(cls, rows: Any, places: Any) -> Part:
        """Some rows of a batch in which `places` tells the kinds."""
        own = np.take(places, rows)
        kept = np.flatnonzero(np.bincount(own))
        number = np.zeros(int(kept[-1]) + 1, np.intp)
        number[kept] = np.arange(len(kept))
        return cls(rows, kept, np.take(number, own))

    def of(self, operand: Any) -> Any:
        """The operand on these rows, if it differs from row to row."""
        if self.rows is None or isinstance(operand, Truth):
            return operand
        valid = operand.valid
        if not isinstance(valid, bool):
            valid = np.take(valid.rows() if isinstance(valid, Coded) else valid, self.rows)
        if isinstance(operand, Texts):
            return operand.of_rows(self.rows, valid)
        return replace(operand, values=np.take(operand.values, self.rows), valid=valid)

    def of_kinds(self, operand: Any, each: Bytes) -> Any:
        """The operand on these rows, its flags for each kind of them (`each`: the kinds' codes)."""
        code = each[self.kinds]
        if not isinstance(operand, Truth) and not code.any():
            return NOTHING
        return by_kind(self.of(operand), Coded(code, self.places))


class OnDemand(dict[str, Any]):
    """What is made when it is asked for, by name."""

    def __init__(self, make: Callable[[str], Any]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, name: str) -> Any:
        found = self[name] = self._make(name)
        return found


def together(parts: Sequence[tuple[Part, Distinct]]) -> Distinct:
    """The distinct words of a batch from those of its parts."""
    if len(parts) == 1:
        return parts[0][1]
    places = np.empty(sum(len(part.rows) for part, _ in parts), np.intp)
    start = 0
    for part, found in parts:
        places[part.rows] = found.places + start
        start += len(found.words)
    return Distinct(np.concatenate([found.words for _, found in parts]), places)
