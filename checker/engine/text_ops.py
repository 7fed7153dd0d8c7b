"""The few things that the law asks of a text, on arrays: is there one, is it this one, how long is
it; and of a text that is a fixed count of digits, the number that its first digits make."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from msgspec import Struct, field

from lovgraf.engine.array_ops import (
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
from lovgraf.engine.text_numbers import text_bytes
from lovgraf.facts.columns import Expression

# Which texts arrays can answer questions about (`text_ops`).

LONGEST = 9
"""Digits that surely make a number of 32 bits."""
Counts = Callable[[str], int]
"""How many digits the values of a column have, by its name; 0 for all other columns."""


def digit_count(node: Expression, digits: Counts) -> int:
    """How many digits a text has wherever it has a value; 0 for all other texts.

    `digits` gives that count for a column by name.
    """
    match node.op:
        case "column":
            return int(digits(node.args[0]))
        case "same":
            return digit_count(node.args[0], digits)
        case "left":
            count, length = digit_count(node.args[0], digits), node.args[1]
            return length.args[0] if length.op == "literal" and 0 < length.args[0] <= count else 0
        case "replace":
            out = node.args[1]
            kept = out.op == "literal" and out.args[0] and not any(c.isdigit() for c in out.args[0])
            return digit_count(node.args[0], digits) if kept else 0
        case "CASE":
            results = [*node.args[1:-1:2], node.args[-1]]
            counts = {digit_count(r, digits) for r in results if r.op != "NULL"}
            return counts.pop() if len(counts) == 1 else 0
    return 0


def answerable(node: Expression, digits: Counts) -> bool:
    """Whether arrays can tell what an expression is that is a text or rests on one directly."""
    first = node.args[0] if node.args and isinstance(node.args[0], Expression) else None
    match node.op:
        case "CASE":
            return node.kind != "VARCHAR" or _one_sort(node, digits)
        case "SWITCH":
            keyed = first is not None and first.op != "literal" and _constants(node.args[1:-1:2])
            return keyed and node.kind != "VARCHAR"
        case "IS NULL" | "IS NOT NULL" | "len":
            return first is not None and first.op != "literal"
        case "=" | "<>" | "IN":
            others = node.args[1:]
            return first is not None and first.op != "literal" and _constants(others)
        case "left" | "replace":
            return digit_count(node, digits) > 0
        case "CAST" | "TRY_CAST":
            number = node.kind in ("INTEGER", "BIGINT") and first is not None
            return number and 0 < digit_count(first, digits) <= LONGEST  # type: ignore[arg-type]
    return False


def _constants(nodes: tuple[Expression, ...]) -> bool:
    return all(node.op == "literal" and node.kind == "VARCHAR" for node in nodes)


def _one_sort(node: Expression, digits: Counts) -> bool:
    """Whether all results are texts of the same count of digits, or none is."""
    results = [r for r in (*node.args[1:-1:2], node.args[-1]) if r.op != "NULL"]
    if any(r.op == "literal" for r in results):
        return False
    return len({digit_count(r, digits) for r in results}) <= 1


_ASCII = 0x80
"""The first byte that is no character by itself."""


class Digits(Struct, frozen=True):
    """Texts of `count` digits each, as the number that these make."""

    values: Any
    count: int
    valid: Bits


class Texts(Struct, frozen=True, eq=False):
    """Texts of any kind: `rows` of an Arrow array of strings (None: all).

    What was `kept` of the array is kept, for others that are rows of the same.
    """

    array: Any
    valid: Bits
    rows: Any = None
    kept: dict[str | None, Any] = field(default_factory=dict)

    def of_rows(self, rows: Any, valid: Bits) -> Texts:
        """Some of these rows."""
        return Texts(self.array, valid, rows if self.rows is None else self.rows[rows], self.kept)

    def own(self) -> Any:
        """The rows as an array of their own."""
        return self.array if self.rows is None else self.array.take(pa.array(self.rows))

    def equal(self, text: str) -> Any:
        """Where a text is this one, as flags."""
        return self._of_rows(text, lambda: _equal(self.array, text))

    def lengths(self) -> Any:
        """The number of characters of each, as numbers of 64 bits."""
        return self._of_rows(None, lambda: _lengths(self.array))

    def _of_rows(self, what: str | None, tell: Callable[[], Any]) -> Any:
        if what not in self.kept:
            self.kept[what] = tell()
        found = self.kept[what]
        return found if self.rows is None else found[self.rows]


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
        same = a.equal(str(text))
        return Truth(both(same, a.valid) if same.any() else False, a.valid)
    return Truth(False, False)


def length(a: Some) -> Number:
    """The number of characters."""
    if isinstance(a, Digits):
        return Number(np.int64(a.count), a.valid)
    if isinstance(a, Texts):
        return Number(a.lengths(), a.valid)
    return NOTHING


def left(a: Some, count: Operand) -> Some:
    """The first digits."""
    if not isinstance(a, Digits) or not isinstance(count, Number):
        return NOTHING
    size = int(count.values)
    kind = np.int32 if size <= LONGEST else np.int64
    rest = np.int64(10 ** (a.count - size))

    def first(values: Any) -> Any:
        return (values // rest).astype(kind)

    return Digits(apply(first, a.values), size, a.valid)


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
    array = pc.if_else(pa.array(rows), a.own(), b.own())
    return Texts(array, array.is_valid().to_numpy(zero_copy_only=False))


def _only(a: Some, which: Bits) -> Some:
    """A text where `which` is set, nothing elsewhere."""
    if isinstance(a, Digits):
        return Digits(a.values, a.count, both(a.valid, which))
    if isinstance(a, Texts):
        rows = which.rows() if isinstance(which, Coded) else which
        array = pc.if_else(pa.array(rows), a.own(), pa.scalar(None, a.array.type))
        return Texts(array, both(a.valid, which))
    return NOTHING


def _one_of(a: Some, *texts: Some) -> Truth:
    return reduce(or_, (equal(a, text) for text in texts))


TEXT_FUNCTIONS: dict[str, Callable[..., Some]] = {
    "=": equal, "<>": lambda a, b: not_(equal(a, b)), "IN": _one_of, "len": length, "left": left,
    "replace": same, "CAST": number, "TRY_CAST": number,
}  # fmt: skip
"""What each operation is on a text; whether there is one is asked as of numbers."""


def _equal(array: Any, text: str) -> npt.NDArray[np.bool_]:
    """Where an array has a text; only those are compared that have its length."""
    starts, _ = text_bytes(array)
    same: npt.NDArray[np.bool_] = np.diff(starts) == len(text.encode())
    places = np.flatnonzero(same)
    if len(places) == 0:
        return same
    if len(places) < len(same):
        same[places] = _filled(pc.equal(array.take(pa.array(places)), text), False)
        return same
    found: npt.NDArray[np.bool_] = _filled(pc.equal(array, text), False)
    return found


def _lengths(array: Any) -> npt.NDArray[np.int64]:
    starts, data = text_bytes(array)
    if (data[starts[0] : starts[-1]] >= _ASCII).any():
        return np.asarray(_filled(pc.utf8_length(array), 0), np.int64)
    return np.diff(starts).astype(np.int64)


def _filled(array: Any, value: Any) -> Any:
    return array.fill_null(value).to_numpy(zero_copy_only=False)
