"""The days on which Danish banks are closed, and counting in bank days.

Source: the public holidays of Denmark, and the days on which the banks close besides them:
Constitution Day (5 June), the day after Ascension Day, 24 and 31 December. Store bededag was a
holiday until it was abolished from 2024 (act 214 of 2023).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache


def bank_holidays(years: Iterable[int]) -> frozenset[date]:
    """The bank holidays of some years; those that fall on a weekend are included."""
    return frozenset().union(*map(_holidays, years))


@cache
def _holidays(year: int) -> frozenset[date]:
    from holidays import country_holidays

    public = country_holidays("DK", years=year, expand=False, language="da")
    closed = {date(year, 6, 5), date(year, 12, 24), date(year, 12, 31)}
    closed |= {day + timedelta(days=1) for day in public.get_named("Kristi himmelfartsdag")}
    return frozenset(public) | closed


@cache
def _bank_days(year: int) -> tuple[date, ...]:
    first, closed = date(year, 1, 1), _holidays(year)
    days = (first + timedelta(days=n) for n in range(366))
    return tuple(d for d in days if d.year == year and d.weekday() < 5 and d not in closed)


def bank_days_between(start: date, end: date) -> int:
    """The number of bank days after `start` up to and with `end`; negative where `end` is first.

    >>> bank_days_between(date(2014, 10, 31), date(2014, 11, 3))  # Friday to Monday
    1
    """
    if end < start:
        return -bank_days_between(end, start)
    whole = sum(len(_bank_days(year)) for year in range(start.year, end.year))
    return (
        whole
        + bisect_right(_bank_days(end.year), end)
        - bisect_right(_bank_days(start.year), start)
    )


def add_bank_days(start: date, number: int) -> date:
    """The `number`-th bank day after a date; the date itself for 0.

    >>> add_bank_days(date(2014, 12, 22), 3)  # 24 to 28 December are no bank days
    datetime.date(2014, 12, 30)
    """
    year, left = start.year, number
    position = bisect_right(_bank_days(year), start)
    while left > len(_bank_days(year)) - position:
        left -= len(_bank_days(year)) - position
        year, position = year + 1, 0
    return start if number == 0 else _bank_days(year)[position + left - 1]
