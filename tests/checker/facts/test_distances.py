"""Many days are moved at once as each is by itself."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from lovgraf.facts.distances import LAST, ByPeriod
from lovgraf.facts.length import Length
from lovgraf.facts.operators import registered

LENGTHS = sorted(
    name for name, one in registered().items() if isinstance(one, Length) and one.since
)
"""Those of which many days are counted at once."""


@pytest.mark.parametrize("months", [0, 1, -1, 12, -13, 4800, 119_990, -119_990])
@pytest.mark.parametrize("days", [0, 1, -1, 40, -400])
def test_a_period_moves_many_days_as_one_by_one(months: int, days: int) -> None:
    move, first = ByPeriod(months, days), date(2023, 12, 28).toordinal()
    ends = [*range(450), *range(LAST - 450, LAST + 1)]
    given = np.array([*ends, *range(first, first + 430)], np.int64)

    def alone(ordinal: int) -> int:
        try:
            return move(date.fromordinal(ordinal)).toordinal()
        except (OverflowError, ValueError):
            return 0

    assert move.many(given).tolist() == [alone(ordinal) for ordinal in given.tolist()]


@pytest.mark.parametrize("amount", [0, 1, -1, 12, -13, 18, 9_990])
@pytest.mark.parametrize("name", LENGTHS)
def test_how_much_has_passed_is_counted_of_many_days_as_one_by_one(name: str, amount: int) -> None:
    length, first = registered()[name], date(2023, 12, 28).toordinal()
    assert isinstance(length, Length)
    days = np.array([*range(1, 450), *range(first, first + 430), *range(LAST - 450, LAST + 1)])
    ends = length.first_ends(days, amount)
    starts = length.last_starts(days, amount)
    for day, end, start in zip(days.tolist(), ends.tolist(), starts.tolist(), strict=True):
        assert min(end, LAST + 1) == min(length.first_end(day, amount), LAST + 1)
        assert start == max(length.last_start(day, amount), 0)
