"""Many days are moved at once as each is by itself."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from lovgraf.facts.distances import LAST, ByPeriod


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
