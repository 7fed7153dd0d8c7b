"""Replacement personal numbers: nobody's, unique, and showing the date of birth."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from lovgraf.authoring.sample.draw import CprNumbers, Days
from lovgraf.core.errors import InputError

EPOCH = date(1970, 1, 1)


def days(*dates: date) -> Days:
    return np.array([(day - EPOCH).days for day in dates], np.int32)


def shown(number: int) -> date:
    """The date a replacement number shows, by the century table read case by case."""
    text = f"{number:010}"
    day, month, year = int(text[:2]) - 60, int(text[2:4]), int(text[4:6])
    seventh = int(text[6])
    if seventh <= 3:
        century = 1900
    elif seventh in (4, 9):
        century = 2000 if year <= 36 else 1900
    else:
        century = 2000 if year <= 57 else 1800
    return date(century + year, month, day)


@pytest.mark.parametrize(
    "born",
    [
        date(1858, 1, 1), date(1899, 12, 31), date(1900, 1, 1), date(1936, 12, 31),
        date(1937, 1, 1), date(1999, 12, 31), date(2000, 2, 29), date(2036, 12, 31),
        date(2037, 1, 1), date(2057, 12, 31),
    ],
)  # fmt: skip
def test_each_century_shows_the_date(born: date) -> None:
    for number in CprNumbers().take(days(*[born] * 200)):
        assert shown(int(number)) == born


def test_every_day_of_two_centuries_shows_its_date() -> None:
    dates = [date(1858, 1, 1) + timedelta(n) for n in range(0, 73_000, 7)]
    for number, born in zip(CprNumbers().take(days(*dates)), dates, strict=True):
        assert shown(int(number)) == born


def test_no_number_comes_twice_within_or_between_calls() -> None:
    numbers = CprNumbers()
    taken = [numbers.take(days(*[date(1950, 5, 7), date(1950, 5, 8)] * 500)) for _ in range(4)]
    assert len(np.unique(np.concatenate(taken))) == 4000


def test_a_day_has_as_many_numbers_as_its_serials() -> None:
    numbers = CprNumbers()
    assert len(np.unique(numbers.take(days(*[date(1930, 1, 1)] * 4000)))) == 4000
    with pytest.raises(InputError, match="not enough numbers"):
        numbers.take(days(date(1930, 1, 1)))
