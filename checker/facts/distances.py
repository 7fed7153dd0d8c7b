"""Distances in days by calendar arithmetic, exact or as the widest interval.

Days are ordinals (`date.toordinal`). Whole years and months have no fixed length: where neither
end is a known day, only the shortest and the longest they can be is said. Source: `record.ttl`,
where each operator is defined.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache, lru_cache

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from lovgraf.facts.calendar import add_months, months_before
from lovgraf.facts.closed_days import Calendar, open_days_between
from lovgraf.facts.completion import Move
from lovgraf.facts.period import Period

Days = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
LAST = date.max.toordinal()
_EPOCH = date(1970, 1, 1).toordinal()
_CYCLE = 4800
"""Months after which the calendar repeats itself."""
_SLACK = 40
"""Bank days are never fewer than a third of the days, but for so many days."""


@cache
def full_months(months: int) -> tuple[int, int]:
    """The fewest and the most days until so many months are full (on the same day, or after)."""
    start, length, target = _months(months)
    found = [
        np.where(day <= length[1], target + min(day, 31) - 1, target + length[1]) - start - day + 1
        for day in (1, 28, 29, 30, 31)
    ]
    exists = [day <= length[0] for day in (1, 28, 29, 30, 31)]
    return _extent(found, exists)


@cache
def moved_months(months: int) -> tuple[int, int]:
    """The fewest and the most days by which adding months moves a date (to the month's end)."""
    start, length, target = _months(months)
    days = (1, 28, 29, 30, 31)
    found = [np.minimum(day, length[1]) - 1 + target - start - day + 1 for day in days]
    return _extent(found, [day <= length[0] for day in days])


def _months(months: int) -> tuple[Days, tuple[Days, Days], Days]:
    """First days of all months, the lengths of each and of the one `months` on, its first day."""
    first = np.datetime64("2000-01") + np.arange(_CYCLE)
    days = [m.astype("datetime64[D]").astype(np.int64) for m in (first, first + 1)]
    later = first + months
    after = [m.astype("datetime64[D]").astype(np.int64) for m in (later, later + 1)]
    return days[0], (days[1] - days[0], after[1] - after[0]), after[0]


def _extent(found: list[Days], exists: list[Bools]) -> tuple[int, int]:
    pairs = list(zip(found, exists, strict=True))
    low = min(int(days[there].min()) for days, there in pairs)
    return low, max(int(days[there].max()) for days, there in pairs)


@lru_cache(maxsize=4096)
def last_full(end: int, months: int) -> float:
    """The last day from which so many months are full on the day `end`; minus infinity: no day."""
    found = months_before(date.fromordinal(end), months)
    return float("-inf") if found is None else found.toordinal()


@lru_cache(maxsize=4096)
def first_full(start: int, months: int) -> float:
    """The first day on which so many months are full from the day `start`; infinity: no day."""
    day = date.fromordinal(start)
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        return float("inf") if year > 9999 else 1
    if day.day <= monthrange(year, month + 1)[1]:
        return date(year, month + 1, day.day).toordinal()
    return date(year, month + 1, 28).toordinal() + monthrange(year, month + 1)[1] - 27


def _by_months(days: Days, months: int) -> tuple[Days, Days, Days, Days]:
    """Of the month that lies so many months after that of each day, its first day and how many days
    it has; the day of the month (from 0); and how many months that month is after January of year 0
    (12 to 119,999 for those of the calendar)."""
    given = (days - _EPOCH).astype("datetime64[D]")
    month = given.astype("datetime64[M]")
    later = month + months
    first, after = (m.astype("datetime64[D]").astype(np.int64) for m in (later, later + 1))
    of_month = given.astype(np.int64) - month.astype("datetime64[D]").astype(np.int64)
    return first + _EPOCH, after - first, of_month, later.astype(np.int64) + 1970 * 12


def first_full_of(starts: Days, months: int) -> Days:
    """`first_full` of many days; a day after `LAST` stands for no day."""
    first, length, of_month, number = _by_months(starts, months)
    found = np.where(number < 12, 1, first + np.minimum(of_month, length))
    return np.where(number < 120_000, found, LAST + 1)


def last_full_of(ends: Days, months: int) -> Days:
    """`last_full` of many days; 0 stands for no day."""
    first, length, of_month, number = _by_months(ends, -months)
    found = np.where(number < 12, 0, first + np.minimum(of_month, length - 1))
    return np.where(number < 120_000, found, LAST)


@lru_cache(maxsize=4096)
def last_open(end: int, amount: int, calendar: Calendar) -> float:
    """The last day from which so many open days have passed on the day `end`."""
    day = date.fromordinal(end)
    return _last(lambda d: open_days_between(calendar, d, day) >= amount, end, amount)


@lru_cache(maxsize=4096)
def first_open(start: int, amount: int, calendar: Calendar) -> float:
    """The first day on which so many open days have passed from the day `start`."""
    day = date.fromordinal(start)
    return 1 + _last(lambda d: open_days_between(calendar, day, d) < amount, start, amount)


def open_passed(amount: int) -> tuple[float, float]:
    """The fewest days in which so many open days can pass, and the most it takes."""
    if amount > 0:
        return amount, 3 * amount + _SLACK
    return 3 * amount - _SLACK, amount if amount else _SLACK


def _last(holds: Callable[[date], bool], near: int, amount: int) -> int:
    """The last day on which something holds that holds on all days before it."""
    reach = 3 * abs(amount) + 2 * _SLACK
    low, high = max(1, near - reach), min(LAST, near + reach)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if holds(date.fromordinal(middle)) else (low, middle - 1)
    return low


class ByPeriod(Struct, frozen=True):
    """Moves a date by so many months, to the last day of the month where it lacks the day, and then
    by days. Raises `OverflowError` where that leaves the calendar."""

    months: int
    days: int

    def __call__(self, day: date) -> date:
        later = add_months(day, self.months)
        if later is None:
            raise OverflowError
        return later + timedelta(days=self.days)

    def many(self, days: Days) -> Days:
        """Where each of many days is moved to; 0 where that is no day, and for 0."""
        first, length, of_month, number = _by_months(days, self.months)
        moved = first + np.minimum(of_month, length - 1) + self.days
        inside = (number >= 12) & (number < 119_999) & (moved >= 1) & (moved <= LAST)
        return np.where((days > 0) & inside, moved, 0)


def period_move(period: Period) -> tuple[Move, tuple[int, int]] | None:
    """How a period moves a date, with the fewest and most days; None where that is not known."""
    if period.bank_days:
        return None
    low, high = moved_months(period.months) if period.months else (0, 0)
    return ByPeriod(period.months, period.days), (low + period.days, high + period.days)


@cache
def calendar_move(years: int, month: int, day: int) -> tuple[Move, tuple[int, int]]:
    """How a calendar rule moves a date, with the fewest and most days."""

    def move(of: date) -> date:
        return date(of.year + years, month, day)

    def days(of: date) -> int:
        return move(of).toordinal() - of.toordinal()

    spread = range(2000 + max(0, -years), 2400 + max(0, -years))
    low = min(days(date(year, 12, 31)) for year in spread)
    return move, (low, max(days(date(year, 1, 1)) for year in spread))


@lru_cache(maxsize=4096)
def latest_before(move: Move, limit: float, days: tuple[int, int] | None = None) -> float:
    """The last day that is moved to `limit` or earlier, for moves that keep the order of days; it
    is found sooner where it is known how many `days` they take at least and at most."""

    def fits(day: int) -> bool:
        try:
            return move(date.fromordinal(day)).toordinal() <= limit
        except (OverflowError, ValueError):
            return False

    low, high = 0, LAST
    if days is not None:
        low, high = (min(max(int(limit) - by, 0), LAST) for by in days[::-1])
        low = low if fits(low) else 0  # moves may leave the calendar
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if fits(middle) else (low, middle - 1)
    return low


KEPT = (last_full, first_full, last_open, first_open, latest_before)
"""What is kept of days."""


def forget_days() -> None:
    """Let go of all days that were seen: they may be those of a record."""
    for each in KEPT:
        each.cache_clear()
