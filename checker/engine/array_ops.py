"""The operations of column expressions on arrays: what SQL says of each row, many rows at once.

A number or a day (days since 1970) is `Number`, yes or no is `Truth`; both know where there is no
value. Constants stay scalars, and what takes few values stays `Coded`. The tests hold every
operation against the data engine.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
from msgspec import Struct


class Coded(Struct, eq=False):
    """A value for each of the few kinds of rows, and the kind of each row; each kind occurs."""

    each: npt.NDArray[Any]
    places: npt.NDArray[np.intp]
    _rows: npt.NDArray[Any] | None = None

    def rows(self) -> npt.NDArray[Any]:
        """A value for each row."""
        if self._rows is None:
            self._rows = np.take(self.each, self.places)
        return self._rows


Bits: TypeAlias = npt.NDArray[np.bool_] | Coded | bool
"""A flag a row, or the same flag for all."""


class Number(Struct, frozen=True):
    """Numbers or days; where not `valid`, `values` holds anything."""

    values: Any
    valid: Bits


class Truth(Struct, frozen=True):
    """Yes or no: `yes` lies within `known`."""

    yes: Bits
    known: Bits

    @property
    def no(self) -> Bits:
        """Where it is certainly not so."""
        return both(self.known, inverse(self.yes))


Operand = Number | Truth
NOTHING = Number(np.int32(0), False)


def apply(function: Callable[..., Any], *operands: Any) -> Any:
    """A function of arrays, for each kind of row as long as no operand differs within a kind."""
    coded, rows = None, False
    for operand in operands:
        kind = type(operand)
        if kind is Coded:
            coded = operand
        elif kind is np.ndarray:
            rows = True
    if coded is None:
        return function(*operands)
    if rows:
        return function(*[o.rows() if type(o) is Coded else o for o in operands])
    found = function(*[o.each if type(o) is Coded else o for o in operands])
    return Coded(found, coded.places)


def constant(values: Any) -> bool:
    """Whether there is one value for all rows."""
    return not isinstance(values, np.ndarray | Coded)


def both(a: Bits, b: Bits) -> Bits:
    """Where both flags are set."""
    if isinstance(a, bool):
        return b if a else False
    if isinstance(b, bool):
        return a if b else False
    found: Bits = apply(np.logical_and, a, b) if a is not b else a
    return found


def either(a: Bits, b: Bits) -> Bits:
    """Where either flag is set."""
    if isinstance(a, bool):
        return True if a else b
    if isinstance(b, bool):
        return True if b else a
    found: Bits = apply(np.logical_or, a, b) if a is not b else a
    return found


def inverse(a: Bits) -> Bits:
    """Where a flag is not set."""
    if isinstance(a, bool):
        return not a
    found: Bits = apply(np.logical_not, a)
    return found


def pick(which: Bits, a: Bits, b: Bits) -> Bits:
    """One flag where `which` is set, the other elsewhere."""
    if a is b:
        return a
    return either(both(which, a), both(inverse(which), b))


def anywhere(a: Bits) -> bool:
    """Whether a flag is set in any row."""
    if isinstance(a, bool):
        return a
    return bool((a.each if isinstance(a, Coded) else a).any())


def _bits(found: Any) -> Bits:
    return bool(found) if constant(found) else found


def compared(function: Callable[[Any, Any], Any], a: Operand, b: Operand) -> Truth:
    """A comparison of numbers."""
    if isinstance(a, Truth) or isinstance(b, Truth):
        a, b = as_number(a), as_number(b)
    valid = both(a.valid, b.valid)
    if not anywhere(valid):
        return Truth(False, False)
    return Truth(both(_bits(apply(function, a.values, b.values)), valid), valid)


def as_number(a: Operand) -> Number:
    """Yes as 1 and no as 0."""
    if isinstance(a, Number):
        return a
    values = np.int64(a.yes) if isinstance(a.yes, bool) else apply(_as_long, a.yes)
    return Number(values, a.known)


def _as_long(flags: Any) -> Any:
    return flags.astype(np.int64)


def as_truth(a: Operand) -> Truth:
    """Yes or no; a bare NULL is neither."""
    return a if isinstance(a, Truth) else Truth(False, False)


def and_(a: Operand, b: Operand) -> Truth:
    """SQL's AND."""
    a, b = as_truth(a), as_truth(b)
    known = both(a.known, b.known)
    if known is not True:
        known = either(known, either(a.no, b.no))
    return Truth(both(a.yes, b.yes), known)


def or_(a: Operand, b: Operand) -> Truth:
    """SQL's OR."""
    a, b = as_truth(a), as_truth(b)
    yes = either(a.yes, b.yes)
    return Truth(yes, either(both(a.known, b.known), yes))


def not_(a: Operand) -> Truth:
    """SQL's NOT."""
    a = as_truth(a)
    return Truth(a.no, a.known)


def _known(a: Operand) -> Bits:
    return a.known if isinstance(a, Truth) else a.valid


def is_null(a: Operand) -> Truth:
    """Where there is no value."""
    return Truth(inverse(_known(a)), True)


def not_null(a: Operand) -> Truth:
    """Where there is a value."""
    return Truth(_known(a), True)


def choose(which: Bits, a: Operand, b: Operand) -> Operand:
    """One operand where `which` is set, the other elsewhere."""
    if a is b:
        return a
    if isinstance(which, bool):
        return a if which else b
    if isinstance(a, Truth) or isinstance(b, Truth):
        a, b = as_truth(a), as_truth(b)
        return Truth(pick(which, a.yes, b.yes), pick(which, a.known, b.known))
    valid = pick(which, a.valid, b.valid)
    if a.valid is False:
        return Number(b.values, valid)
    if b.valid is False:
        return Number(a.values, valid)
    return Number(apply(chosen, which, a.values, b.values), valid)


def chosen(which: Any, a: Any, b: Any) -> Any:
    """One number where a flag is set, the other elsewhere: in some mixture, `np.where` takes five
    times as long, since the processor foresees no flag."""
    if not isinstance(b, np.ndarray) and b == 0:
        return which * a
    return ((a ^ b) * which) ^ b


def coalesce(*operands: Operand) -> Operand:
    """The first operand that has a value."""
    found = operands[0]
    for other in operands[1:]:
        known = _known(found)
        if known is True:
            break
        found = choose(known, found, other)
    return found


def extreme(pick_of: Any, worst: int, operands: Sequence[Operand]) -> Operand:
    """The largest or the smallest of the operands that have a value; `worst` is none of them."""
    numbers = [n for n in map(as_number, operands) if n.valid is not False]
    if not numbers:
        return NOTHING
    filled = [
        n.values if n.valid is True else apply(chosen, n.valid, n.values, np.int32(worst))
        for n in numbers
    ]
    valid: Bits = reduce(either, (n.valid for n in numbers))
    return Number(reduce(lambda a, b: apply(pick_of, a, b), filled), valid)


def arithmetic(function: Callable[[Any, Any], Any]) -> Callable[[Operand, Operand], Number]:
    """A function of two numbers, where there are both."""

    def operation(a: Operand, b: Operand) -> Number:
        a, b = as_number(a), as_number(b)
        valid = both(a.valid, b.valid)
        if not anywhere(valid):
            return NOTHING
        return Number(apply(function, a.values, b.values), valid)

    return operation


def times(a: Any, b: Any) -> Any:
    """The product, with 64 bits."""
    return np.multiply(a, b, dtype=np.int64)


def bits_or(a: Operand, b: Operand) -> Number:
    """The bits of either number."""
    a, b = as_number(a), as_number(b)
    for one, other in ((a, b), (b, a)):
        if one.valid is True and constant(one.values) and one.values == 0:
            return other
    return Number(apply(np.bitwise_or, a.values, b.values), both(a.valid, b.valid))


def quotient(a: Any, b: Any) -> Any:
    """Division that cuts decimals off; the divisor is a positive constant."""
    found = a // b
    return found if not np.any(a < 0) else found + ((a < 0) & (a % b != 0))


def rest(a: Any, b: Any) -> Any:
    """What the quotient leaves."""
    return a - quotient(a, b) * b


def in_(a: Operand, *options: Operand) -> Truth:
    """SQL's IN."""
    return reduce(or_, (compared(np.equal, a, option) for option in options))


def between(a: Operand, low: Operand, high: Operand) -> Truth:
    """SQL's BETWEEN."""
    return and_(compared(np.greater_equal, a, low), compared(np.less_equal, a, high))
