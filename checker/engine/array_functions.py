"""What each operation of a column expression is on arrays; `CASE` and `SWITCH` are computed branch
by branch (`array_run`)."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, reduce
from typing import Any

import numpy as np
import numpy.typing as npt

from lovgraf.engine import array_ops as ops
from lovgraf.engine.array_ops import (
    NOTHING,
    Bits,
    Coded,
    Number,
    Operand,
    anywhere,
    apply,
    as_number,
    both,
    constant,
)
from lovgraf.facts.closed_days import Calendar, next_open_days, open_days

# Days as arrays (days since 1970): their parts, the day of parts, and a day some months later.

_YEARS = 1700, 2300
"""The years of which the months are looked up; the second is the first that is not."""


def of_days(function: Callable[..., Any]) -> Callable[..., Number]:
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
        # By their numbers: where flags are mixed, that takes a fifth of choosing by flags.
        rows = np.flatnonzero(a.valid.rows() if isinstance(a.valid, Coded) else a.valid)
        some = function(np.take(a.values, rows), *more)
        values = np.zeros(a.values.shape, some.dtype)
        values[rows] = some
        return Number(values, a.valid)

    return operation


@cache
def _starts() -> npt.NDArray[np.int32]:
    """The day before each month of the years that are looked up, and before the month after."""
    months = np.arange(12 * (_YEARS[1] - _YEARS[0]) + 1) + np.datetime64(f"{_YEARS[0]}-01", "M")
    return (months.astype("M8[D]").astype(np.int64) - 1).astype(np.int32)


@cache
def _by_day() -> tuple[int, npt.NDArray[np.int16]]:
    """The first day of the years that are looked up, and the month of each of their days, counted
    from 0."""
    starts = _starts()
    return int(starts[0]) + 1, np.repeat(
        np.arange(len(starts) - 1, dtype=np.int16), np.diff(starts)
    )


def _months(days: Any) -> Any:
    """The month of each day, counted from the first that is looked up: a look-up takes a thirtieth
    of what numpy's calendar does, which is asked about days of other years."""
    first, table = _by_day()
    since = days - first
    odd = _beyond(since, len(table))
    found = np.take(table, since, mode="clip").astype(np.int32)
    if np.any(odd):
        months = days[odd].astype("M8[D]").astype("M8[M]")
        found[odd] = (months - np.datetime64(f"{_YEARS[0]}-01", "M")).astype(np.int64)
    return found


def _beyond(numbers: Any, size: int) -> Any:
    """Where numbers are no places in a list."""
    return (numbers < 0) | (numbers >= size)


def _start(months: Any) -> Any:
    """The day before each month, counted from the first that is looked up."""
    starts = _starts()
    found = np.take(starts, months, mode="clip")
    odd = _beyond(months, len(starts))
    if np.any(odd):
        first = months[odd] + np.datetime64(f"{_YEARS[0]}-01", "M")
        found[odd] = first.astype("M8[D]").astype(np.int64) - 1
    return found


def year(days: Any) -> Any:
    """The year of each day."""
    return _months(days) // 12 + _YEARS[0]


def month(days: Any) -> Any:
    """The month of each day, counted from 1."""
    return _months(days) % 12 + 1


def day(days: Any) -> Any:
    """The day of the month of each day."""
    return days - _start(_months(days))


def later(days: Any, months: Operand) -> Any:
    """Each day so many months later; the last of the month where there is no such day."""
    assert isinstance(months, Number)
    own = _months(days)
    then = own + np.int32(months.values)
    start = _start(then)
    length = _start(then + 1) - start
    return (start + np.minimum(days - _start(own), length)).astype(np.int32)


def make_date(year: Operand, month: Operand, day: Operand) -> Number:
    """The days of a calendar date (H. Hinnant, "chrono-Compatible Low-Level Date Algorithms")."""
    parts = [as_number(part) for part in (year, month, day)]
    valid: Bits = reduce(both, (part.valid for part in parts))
    if not anywhere(valid):
        return NOTHING
    return Number(apply(_day_of, *(part.values for part in parts), valid), valid)


def _day_of(year: Any, month: Any, day: Any, valid: Any) -> Any:
    """`_civil`, by a look-up of the month where it is a usual one; anything where not `valid`."""
    if constant(year):
        return _civil(year, month, day)
    since, after = year - _YEARS[0], month - 1
    found = np.take(_starts(), since * 12 + after, mode="clip") + day
    odd = (_beyond(since, _YEARS[1] - _YEARS[0]) | _beyond(after, 12)) & valid
    if np.any(odd):
        found[odd] = _civil(*(part[odd] for part in np.broadcast_arrays(year, month, day)))
    return found.astype(np.int32, copy=False)


def _civil(year: Any, month: Any, day: Any) -> Any:
    y = year - (month <= 2)
    era = y // 400
    of_era = y - era * 400
    of_year = (153 * ((month + 9) % 12) + 2) // 5 + day - 1
    days = era * 146097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year - 719468
    return np.asarray(days).astype(np.int32)[()]


_MINUS = ops.arithmetic(np.subtract)
FUNCTIONS: dict[str, Callable[..., Operand]] = {
    "AND": ops.and_, "OR": ops.or_, "NOT": ops.not_,
    "IS NULL": ops.is_null, "IS NOT NULL": ops.not_null,
    "=": lambda a, b: ops.compared(np.equal, a, b),
    "<>": lambda a, b: ops.compared(np.not_equal, a, b),
    "<": lambda a, b: ops.compared(np.less, a, b),
    "<=": lambda a, b: ops.compared(np.less_equal, a, b),
    ">": lambda a, b: ops.compared(np.greater, a, b),
    ">=": lambda a, b: ops.compared(np.greater_equal, a, b),
    "+": ops.arithmetic(np.add), "-": _MINUS, "*": ops.arithmetic(ops.times),
    "//": ops.arithmetic(ops.quotient), "%": ops.arithmetic(ops.rest), "|": ops.bits_or,
    "IN": ops.in_, "BETWEEN": ops.between, "CAST": ops.as_number, "coalesce": ops.coalesce,
    "greatest": lambda *all_: ops.extreme(np.maximum, -(1 << 31), all_),
    "least": lambda *all_: ops.extreme(np.minimum, (1 << 31) - 1, all_),
    "year": of_days(year), "month": of_days(month),
    "day": of_days(day), "to_months": of_days(later),
    "make_date": make_date, "date_diff": lambda start, end: _MINUS(end, start),
}  # fmt: skip
ON_CALENDAR: dict[str, Callable[[Operand, Calendar], Operand]] = {
    "next_open": of_days(lambda of, calendar: next_open_days(calendar, of).astype(np.int32)),
    "open_days": of_days(lambda of, calendar: open_days(calendar, of).astype(np.int64)),
}
"""The operations that look days up in a calendar."""
