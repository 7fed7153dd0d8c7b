"""Days as arrays (days since 1970): their parts, the day of parts, and a day some months later."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, reduce
from typing import Any

import numpy as np
import numpy.typing as npt

from checker.cells.array_ops import (
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
        valid = a.valid.rows() if isinstance(a.valid, Coded) else a.valid
        some = function(a.values[valid], *more)
        values = np.zeros(a.values.shape, some.dtype)
        values[valid] = some
        return Number(values, a.valid)

    return operation


def _months(days: Any) -> Any:
    return days.astype("M8[D]").astype("M8[M]")


def year(days: Any) -> Any:
    """The year of each day."""
    return days.astype("M8[D]").astype("M8[Y]").astype(np.int64) + 1970


def month(days: Any) -> Any:
    """The month of each day, counted from 1."""
    return _months(days).astype(np.int64) % 12 + 1


def day(days: Any) -> Any:
    """The day of the month of each day."""
    return days - _months(days).astype("M8[D]").astype(np.int64) + 1


def later(days: Any, months: Operand) -> Any:
    """Each day so many months later; the last of the month where there is no such day."""
    assert isinstance(months, Number)
    first = _months(days) + np.timedelta64(int(months.values), "M")
    start = first.astype("M8[D]").astype(np.int64)
    length = (first + 1).astype("M8[D]").astype(np.int64) - start
    return (start + np.minimum(day(days), length) - 1).astype(np.int32)


def make_date(year: Operand, month: Operand, day: Operand) -> Number:
    """The days of a calendar date (H. Hinnant, "chrono-Compatible Low-Level Date Algorithms")."""
    parts = [as_number(part) for part in (year, month, day)]
    valid: Bits = reduce(both, (part.valid for part in parts))
    if not anywhere(valid):
        return NOTHING
    return Number(apply(_day_of, *(part.values for part in parts)), valid)


@cache
def _month_starts() -> npt.NDArray[np.int32]:
    """The day before each month of the years that are looked up."""
    first = np.datetime64(f"{_YEARS[0]}-01", "M")
    months = np.arange(12 * (_YEARS[1] - _YEARS[0])) + first
    return (months.astype("M8[D]").astype(np.int64) - 1).astype(np.int32)


def _day_of(year: Any, month: Any, day: Any) -> Any:
    """`_civil`, by a look-up of the month where it is a usual one."""
    if constant(year):
        return _civil(year, month, day)
    since, after = year - _YEARS[0], month - 1
    found = np.take(_month_starts(), since * 12 + after, mode="clip") + day
    odd = (since < 0) | (since >= _YEARS[1] - _YEARS[0]) | (after < 0) | (after > 11)
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
