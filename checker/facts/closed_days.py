"""Calendars: the days on which authorities, banks or others are closed, and what that does to days.

A calendar is data of the law graph (`core:Calendar`): days of the week, days of the year, and days
counted from Easter Sunday, each with the time in which it was such a day. It says of every day of
every year whether it is closed; nothing else knows a holiday.
"""

from __future__ import annotations

import json
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from lovgraf.core.as_dict import asdict
from lovgraf.core.cache import cached_value

Years = TypeVar("Years", int, npt.NDArray[np.int64])
_EPOCH = date(1970, 1, 1).toordinal()
_BLOCK = 20_000
"""Days far off that are worked out together when one of them is asked for."""
TABLED = 1700, 2300
"""The years whose days are looked up; the second is the first that is not."""
COUNTED = 1583, 2599
"""The years, both included, of which the data engine knows how many open days they have."""
_SPARE = 3
"""Days that a run of closed days may be longer than any of the years that are looked up."""
WEEK = 7
_FAR = 8 * WEEK
"""Days in a row among which one is open, in every calendar of the law."""


def easter(year: Years) -> Years:
    """How many days after 22 March the Easter Sunday of the Gregorian calendar lies.

    Source: the anonymous Gregorian algorithm (J. Meeus, "Astronomical Algorithms", chapter 8),
    which takes whole numbers as well as arrays of them.

    >>> easter(2014)  # 20 April
    29
    """
    golden, century, short = year % 19, year // 100, year % 100
    moon = golden * 19 + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15
    moon = moon % 30
    sunday = (century % 4 * 2 + short // 4 * 2 + 32 - moon - short % 4) % 7
    found: Years = moon + sunday - (golden + moon * 11 + sunday * 22) // 451 * 7
    return found


class ClosedDay(Struct, frozen=True):
    """Days that are closed: a day of the week (1 is Monday), of the year (month, day), or so many
    days after Easter Sunday; from and until some day, both included."""

    weekday: int | None = None
    of_year: tuple[int, int] | None = None
    after_easter: int | None = None
    start: date | None = None
    end: date | None = None


class Calendar(Struct, frozen=True):
    """The closed days of a calendar; no calendar is closed for ever."""

    iri: str
    days: tuple[ClosedDay, ...]

    def __hash__(self) -> int:
        return hash(self.iri)

    def __str__(self) -> str:
        return self.iri

    @property
    def text(self) -> str:
        """All of it as a text."""
        days = [list(asdict(day).values()) for day in self.days]
        return json.dumps([self.iri, *days], default=date.isoformat)

    @staticmethod
    @cache
    def of_text(text: str) -> Calendar:
        """The reverse of `text`."""
        iri, *days = json.loads(text)
        found = [
            ClosedDay(week, tuple(of_year) if of_year else None, easter, *map(_date, span))
            for week, of_year, easter, *span in days
        ]
        return Calendar(iri, tuple(found))

    def is_closed(self, day: date) -> bool:
        """Whether a day is closed."""
        return self.next_open(day) != day

    def next_open(self, day: date) -> date:
        """The day itself, or the first day after it that is not closed.

        Raises `OverflowError` where that lies beyond the last day there is.
        """
        first, table = _shifts(self)
        since = day.toordinal() - _EPOCH - first
        if 0 <= since < len(table):
            return day + timedelta(days=int(table[since]))
        block, place = divmod(since + first, _BLOCK)
        return day + timedelta(days=int(_far(self, block)[place]))

    @property
    def week(self) -> frozenset[int]:
        """The days of the week that are always closed (1 is Monday)."""
        always = [d for d in self.days if d.start is None and d.end is None]
        return frozenset(d.weekday for d in always if d.weekday is not None)

    @property
    def longest(self) -> int:
        """By how many days the next open day can lie after a day at the most."""
        return _longest(self)

    def includes(self, other: Calendar) -> bool:
        """Whether every day that is closed in another calendar is closed in this one."""
        return not bool(np.any(_tabled(other) & ~_tabled(self)))


def _date(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _first(year: int) -> int:
    return date(year, 1, 1).toordinal() - _EPOCH


def _flags(calendar: Calendar, days: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
    """Which of some days (since 1970) are closed."""
    days = days.astype(np.int64)
    months = days.astype("M8[D]").astype("M8[M]")
    years = months.astype("M8[Y]").astype(np.int64) + 1970
    month = months.astype(np.int64) % 12 + 1
    of_month = days - months.astype("M8[D]").astype(np.int64) + 1
    march = ((years - 1970) * 12 + 2).astype("M8[M]").astype("M8[D]").astype(np.int64)
    after_easter = days - (march + 21 + easter(years))
    weekday = (days + 3) % WEEK + 1
    found = np.zeros(days.shape, np.bool_)
    for rule in calendar.days:
        if rule.weekday is not None:
            here = weekday == rule.weekday
        elif rule.of_year is not None:
            here = (month == rule.of_year[0]) & (of_month == rule.of_year[1])
        else:
            here = after_easter == rule.after_easter
        if rule.start is not None:
            here &= days >= rule.start.toordinal() - _EPOCH
        if rule.end is not None:
            here &= days <= rule.end.toordinal() - _EPOCH
        found |= here
    return found


@cache
def _tabled(calendar: Calendar) -> npt.NDArray[np.bool_]:
    """Which of the days that are looked up are closed, and of those of some weeks after them."""
    first, last = (_first(year) for year in TABLED)
    count = last + 8 * WEEK - first

    def make() -> bytes:
        return np.packbits(_flags(calendar, np.arange(first, first + count))).tobytes()

    kept = np.frombuffer(cached_value("closed", [calendar.text], make), np.uint8)
    return np.unpackbits(kept, count=count).astype(np.bool_)


@cache
def _shifts(calendar: Calendar) -> tuple[int, npt.NDArray[np.int8]]:
    """The first day that is looked up, and for it and each after it the days to the next open."""
    first, last = (_first(year) for year in TABLED)
    return first, _to_open(_tabled(calendar))[: last - first].astype(np.int8)


def _to_open(closed: npt.NDArray[np.bool_]) -> npt.NDArray[np.int64]:
    """For each of some days in a row how many days it is to the next that is open; many where none
    of them is."""
    places = np.arange(len(closed))
    following = np.where(closed, len(closed) + 127, places)
    return np.minimum.accumulate(following[::-1])[::-1] - places


@lru_cache(maxsize=640)
def _far(calendar: Calendar, block: int) -> npt.NDArray[np.int16]:
    """For each of a block of days (since 1970) that are not looked up the days to the next open."""
    start = block * _BLOCK
    closed = _flags(calendar, np.arange(start, start + _BLOCK + _FAR))
    shifts = _to_open(closed)[:_BLOCK]
    if shifts.max() < _FAR:
        return shifts.astype(np.int16)
    days = np.arange(start, start + _BLOCK)
    return (next_open_days(calendar, days) - days).astype(np.int16)


@cache
def _longest(calendar: Calendar) -> int:
    return int(_shifts(calendar)[1].max()) + _SPARE


def next_open_days(calendar: Calendar, days: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """For each of some days (since 1970) itself, or the first after it that is not closed."""
    first, table = _shifts(calendar)
    since = days.astype(np.int64) - first
    found = days + np.take(table, since, mode="clip")
    odd = (since < 0) | (since >= len(table))
    if np.any(odd):
        moved = days[odd].astype(np.int64)
        while np.any(closed := _flags(calendar, moved)):
            moved[closed] += 1
        found[odd] = moved
    return found


@cache
def _counts(calendar: Calendar) -> tuple[int, npt.NDArray[np.int32]]:
    """The first day that is counted, and how many days were open from it to each, it included."""
    first, last = (_first(year) for year in TABLED)
    return first, np.cumsum(~_tabled(calendar)[: last - first], dtype=np.int32)


def open_days(calendar: Calendar, days: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """How many open days there are from a day long ago up to and including each of some days (since
    1970): only differences tell anything."""
    first, table = _counts(calendar)
    since = days.astype(np.int64) - first
    found = np.take(table, since, mode="clip")
    for place in np.flatnonzero((since < 0) | (since >= len(table))):
        found[place] = _beyond(calendar, int(since[place]))
    return found


def open_days_to(calendar: Calendar, day: date) -> int:
    """The same for one day."""
    first, table = _counts(calendar)
    since = day.toordinal() - _EPOCH - first
    return int(table[since]) if 0 <= since < len(table) else _beyond(calendar, since)


def _beyond(calendar: Calendar, since: int) -> int:
    """The same for a day that is not looked up."""
    first, table = _counts(calendar)
    if since < 0:
        between = np.arange(first + since + 1, first)
        return -int(np.count_nonzero(~_flags(calendar, between)))
    between = np.arange(first + len(table), first + since + 1)
    return int(table[-1]) + int(np.count_nonzero(~_flags(calendar, between)))


@cache
def closed_of_years(calendar: Calendar) -> tuple[list[tuple[int, ...]], list[int]]:
    """For each year that is counted, which of its days (from 1) are closed but on the days of the
    week that always are, and how many such days there were in the years before it."""
    days = np.arange(_first(COUNTED[0]), _first(COUNTED[1] + 1))
    weekday = (days + 3) % WEEK + 1
    odd = days[_flags(calendar, days) & ~np.isin(weekday, sorted(calendar.week))]
    starts = np.array([_first(year) for year in range(COUNTED[0], COUNTED[1] + 2)])
    places = np.searchsorted(odd, starts)
    found = [
        tuple((odd[low:high] - start + 1).tolist())
        for start, low, high in zip(starts, places, places[1:], strict=False)
    ]
    return found, places[:-1].tolist()


def open_days_between(calendar: Calendar, start: date, end: date) -> int:
    """The open days after `start` up to and including `end`; negative where `end` is first."""
    counts = [open_days_to(calendar, day) for day in (start, end)]
    return counts[1] - counts[0]


def add_open_days(calendar: Calendar, start: date, number: int) -> date:
    """The `number`-th open day after a date; the date itself for 0."""
    day = start
    for _ in range(number):
        day = calendar.next_open(day + timedelta(days=1))
    return day
