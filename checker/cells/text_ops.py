"""The few things that the law asks of a text, on arrays: is there one, is it this one, how long is
it; and of a text that is a fixed count of digits, the number that its first digits make."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from checker.cells.array_ops import (
    NOTHING,
    Bits,
    Coded,
    Number,
    Operand,
    Truth,
    anywhere,
    apply,
    both,
    choose,
    compared,
    inverse,
    not_,
    or_,
)


@dataclass(frozen=True, slots=True)
class Digits:
    """Texts of `count` digits each, as the number that these make."""

    values: Any
    count: int
    valid: Bits


@dataclass(frozen=True, slots=True)
class Texts:
    """Texts of any kind, as an Arrow array of strings."""

    array: Any
    valid: Bits


Some: TypeAlias = Operand | Digits | Texts | str
"""An operand; a `str` is a constant text."""


def is_text(operand: object) -> bool:
    """Whether an operand is a text."""
    return isinstance(operand, Digits | Texts | str)


def equal(a: Some, text: Some) -> Truth:
    """Whether a text is a constant one."""
    if isinstance(a, Digits):
        if len(str(text)) == a.count and str(text).isascii() and str(text).isdigit():
            found = compared(np.equal, Number(a.values, a.valid), Number(np.int64(str(text)), True))
            return found if anywhere(found.yes) else Truth(False, found.known)
        return Truth(False, a.valid)
    if isinstance(a, Texts):
        same = _filled(pc.equal(a.array, str(text)), False)
        return Truth(both(same, a.valid) if same.any() else False, a.valid)
    return Truth(False, False)


def length(a: Some) -> Number:
    """The number of characters."""
    if isinstance(a, Digits):
        return Number(np.int64(a.count), a.valid)
    if isinstance(a, Texts):
        return Number(_filled(pc.utf8_length(a.array), 0).astype(np.int64), a.valid)
    return NOTHING


def left(a: Some, count: Operand) -> Some:
    """The first digits."""
    if not isinstance(a, Digits) or not isinstance(count, Number):
        return NOTHING
    rest = np.int64(10 ** (a.count - int(count.values)))
    return Digits(apply(np.floor_divide, a.values, rest), int(count.values), a.valid)


def same(a: Some, *_: Some) -> Some:
    """Digits as they are: what is replaced in them is not there."""
    return a


def number(a: Some) -> Number:
    """The number that digits make."""
    return Number(a.values, a.valid) if isinstance(a, Digits) else NOTHING


def choose_text(which: Bits, a: Some, b: Some) -> Some:
    """One text where `which` is set, the other elsewhere."""
    if isinstance(which, bool):
        return a if which else b
    if not is_text(a):
        return _only(b, inverse(which))
    if not is_text(b):
        return _only(a, which)
    if isinstance(a, Digits) and isinstance(b, Digits):
        chosen = choose(which, Number(a.values, a.valid), Number(b.values, b.valid))
        assert isinstance(chosen, Number)
        return Digits(chosen.values, a.count, chosen.valid)
    assert isinstance(a, Texts), a
    assert isinstance(b, Texts), b
    rows = which.rows() if isinstance(which, Coded) else which
    array = pc.if_else(pa.array(rows), a.array, b.array)
    return Texts(array, array.is_valid().to_numpy(zero_copy_only=False))


def _only(a: Some, which: Bits) -> Some:
    """A text where `which` is set, nothing elsewhere."""
    if isinstance(a, Digits):
        return Digits(a.values, a.count, both(a.valid, which))
    if isinstance(a, Texts):
        rows = which.rows() if isinstance(which, Coded) else which
        array = pc.if_else(pa.array(rows), a.array, pa.scalar(None, a.array.type))
        return Texts(array, both(a.valid, which))
    return NOTHING


def _one_of(a: Some, *texts: Some) -> Truth:
    return reduce(or_, (equal(a, text) for text in texts))


TEXT_FUNCTIONS: dict[str, Callable[..., Some]] = {
    "=": equal, "<>": lambda a, b: not_(equal(a, b)), "IN": _one_of, "len": length, "left": left,
    "replace": same, "CAST": number, "TRY_CAST": number,
}  # fmt: skip
"""What each operation is on a text; whether there is one is asked as of numbers."""


def _filled(array: Any, value: Any) -> Any:
    return array.fill_null(value).to_numpy(zero_copy_only=False)
