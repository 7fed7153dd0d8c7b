"""The operations of column expressions on arrays: what SQL says of each row, many rows at once.

A number or a day (days since 1970) is `Number`, yes or no is `Truth`; both know where there is no
value. Constants stay scalars, and what takes few values stays `Coded`. The tests hold every
operation against the data engine.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import reduce
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt


@dataclass(slots=True, eq=False)
class Coded:
    """A value for each of the few kinds of rows, and the kind of each row; each kind occurs."""

    each: npt.NDArray[Any]
    places: npt.NDArray[np.intp]
    _rows: npt.NDArray[Any] | None = field(default=None)

    def rows(self) -> npt.NDArray[Any]:
        """A value for each row."""
        if self._rows is None:
            self._rows = self.each[self.places]
        return self._rows


Bits: TypeAlias = npt.NDArray[np.bool_] | Coded | bool
"""A flag a row, or the same flag for all."""


@dataclass(frozen=True, slots=True)
class Number:
    """Numbers or days; where not `valid`, `values` holds anything."""

    values: Any
    valid: Bits


@dataclass(frozen=True, slots=True)
class Truth:
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
    coded = [operand for operand in operands if isinstance(operand, Coded)]
    if not coded:
        return function(*operands)
    if any(isinstance(operand, np.ndarray) for operand in operands):
        return function(*(o.rows() if isinstance(o, Coded) else o for o in operands))
    found = function(*(o.each if isinstance(o, Coded) else o for o in operands))
    return Coded(found, coded[0].places)


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
    if constant(a.values) and constant(b.values) and b.values == 0:
        return Number(apply(np.multiply, which, a.values), valid)
    return Number(apply(np.where, which, a.values, b.values), valid)


def coalesce(*operands: Operand) -> Operand:
    """The first operand that has a value."""
    found = operands[0]
    for other in operands[1:]:
        known = _known(found)
        if known is True:
            break
        found = choose(known, found, other)
    return found


def _extreme(pick_of: Any, worst: int, operands: Sequence[Operand]) -> Operand:
    numbers = [n for n in map(as_number, operands) if n.valid is not False]
    if not numbers:
        return NOTHING
    filled = [
        n.values if n.valid is True else apply(np.where, n.valid, n.values, np.int32(worst))
        for n in numbers
    ]
    valid: Bits = reduce(either, (n.valid for n in numbers))
    return Number(reduce(lambda a, b: apply(pick_of, a, b), filled), valid)


def _arithmetic(function: Callable[[Any, Any], Any]) -> Callable[[Operand, Operand], Number]:
    def operation(a: Operand, b: Operand) -> Number:
        a, b = as_number(a), as_number(b)
        valid = both(a.valid, b.valid)
        if not anywhere(valid):
            return NOTHING
        return Number(apply(function, a.values, b.values), valid)

    return operation


def _times(a: Any, b: Any) -> Any:
    return np.multiply(a, b, dtype=np.int64)


def _bits_or(a: Operand, b: Operand) -> Number:
    a, b = as_number(a), as_number(b)
    for one, other in ((a, b), (b, a)):
        if one.valid is True and constant(one.values) and one.values == 0:
            return other
    return Number(apply(np.bitwise_or, a.values, b.values), both(a.valid, b.valid))


def _quotient(a: Any, b: Any) -> Any:
    """Division that cuts decimals off; the divisor is a positive constant."""
    found = a // b
    return found if not np.any(a < 0) else found + ((a < 0) & (a % b != 0))


def _rest(a: Any, b: Any) -> Any:
    return a - _quotient(a, b) * b


def _of_days(function: Callable[..., Any]) -> Callable[..., Number]:
    """A function of days, computed only where there is one."""

    def operation(a: Operand, *more: Operand) -> Number:
        a = as_number(a)
        if not anywhere(a.valid):
            return NOTHING
        if constant(a.values):
            return Number(function(np.atleast_1d(a.values), *more)[0], a.valid)
        if isinstance(a.values, Coded):
            return Number(Coded(function(a.values.each, *more), a.values.places), a.valid)
        if a.valid is True:
            return Number(function(a.values, *more), True)
        valid = a.valid.rows() if isinstance(a.valid, Coded) else a.valid
        some = function(a.values[valid], *more)
        values = np.zeros(a.values.shape, some.dtype)
        values[valid] = some
        return Number(values, a.valid)

    return operation


def _months(days: Any) -> Any:
    return days.astype("M8[D]").astype("M8[M]")


def _year(days: Any) -> Any:
    return days.astype("M8[D]").astype("M8[Y]").astype(np.int64) + 1970


def _month(days: Any) -> Any:
    return _months(days).astype(np.int64) % 12 + 1


def _day(days: Any) -> Any:
    return days - _months(days).astype("M8[D]").astype(np.int64) + 1


def _later(days: Any, months: Operand) -> Any:
    assert isinstance(months, Number)
    first = _months(days) + np.timedelta64(int(months.values), "M")
    start = first.astype("M8[D]").astype(np.int64)
    length = (first + 1).astype("M8[D]").astype(np.int64) - start
    return (start + np.minimum(_day(days), length) - 1).astype(np.int32)


def _make_date(year: Operand, month: Operand, day: Operand) -> Number:
    """The days of a calendar date (H. Hinnant, "chrono-Compatible Low-Level Date Algorithms")."""
    parts = [as_number(part) for part in (year, month, day)]
    valid: Bits = reduce(both, (part.valid for part in parts))
    if not anywhere(valid):
        return NOTHING
    return Number(apply(_civil, *(part.values for part in parts)), valid)


def _civil(year: Any, month: Any, day: Any) -> Any:
    y = year - (month <= 2)
    era = y // 400
    of_era = y - era * 400
    of_year = (153 * ((month + 9) % 12) + 2) // 5 + day - 1
    days = era * 146097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year - 719468
    return np.asarray(days).astype(np.int32)[()]


def _date_diff(start: Operand, end: Operand) -> Number:
    return _arithmetic(np.subtract)(end, start)


def _in(a: Operand, *options: Operand) -> Truth:
    return reduce(or_, (compared(np.equal, a, option) for option in options))


def _between(a: Operand, low: Operand, high: Operand) -> Truth:
    return and_(compared(np.greater_equal, a, low), compared(np.less_equal, a, high))


def _cast(a: Operand) -> Operand:
    return as_number(a)


FUNCTIONS: dict[str, Callable[..., Operand]] = {
    "AND": and_, "OR": or_, "NOT": not_, "IS NULL": is_null, "IS NOT NULL": not_null,
    "=": lambda a, b: compared(np.equal, a, b),
    "<>": lambda a, b: compared(np.not_equal, a, b),
    "<": lambda a, b: compared(np.less, a, b),
    "<=": lambda a, b: compared(np.less_equal, a, b),
    ">": lambda a, b: compared(np.greater, a, b),
    ">=": lambda a, b: compared(np.greater_equal, a, b),
    "+": _arithmetic(np.add), "-": _arithmetic(np.subtract), "*": _arithmetic(_times),
    "//": _arithmetic(_quotient), "%": _arithmetic(_rest), "|": _bits_or,
    "IN": _in, "BETWEEN": _between, "CAST": _cast, "coalesce": coalesce,
    "greatest": lambda *all_: _extreme(np.maximum, -(1 << 31), all_),
    "least": lambda *all_: _extreme(np.minimum, (1 << 31) - 1, all_),
    "year": _of_days(_year), "month": _of_days(_month), "day": _of_days(_day),
    "to_months": _of_days(_later), "make_date": _make_date, "date_diff": _date_diff,
}  # fmt: skip
"""What each operation is; `CASE` and `SWITCH` are computed branch by branch (`array_steps`)."""
