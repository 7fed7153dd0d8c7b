"""The days that comparisons leave over a span at once are those that each day leaves alone."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product

import numpy as np
import pytest

from lovgraf.facts.calendar import add_months
from lovgraf.facts.completion import Move
from lovgraf.facts.distances import LAST, calendar_move
from lovgraf.proposals.comparisons import DAYS, Comparison, Day
from lovgraf.proposals.days import bounds, held


def months(number: int) -> Move:
    def move(day: date) -> date:
        if (later := add_months(day, number)) is None:
            raise OverflowError
        return later

    return move


def weekday(day: date) -> date:
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)


MOVES: dict[str, tuple[Move, ...]] = {
    "a month": (months(1),), "half a year, opened": (months(6), weekday),
    "back": (months(-3), weekday), "both": (weekday, months(2), weekday),
    "next year": (calendar_move(1, 6, 1)[0],), "year's end": (calendar_move(0, 12, 31)[0], weekday),
}  # fmt: skip


@pytest.mark.parametrize("moves", MOVES.values(), ids=MOVES)
@pytest.mark.parametrize("day", [date(2014, 11, 3), date(1, 9, 1), date.max - timedelta(days=200)])
def test_the_days_of_a_span_are_those_of_each_day(moves: tuple[Move, ...], day: date) -> None:
    start = day.toordinal()
    end = min(start + 500, LAST + 1)
    for amount in (0, 3):
        comparison = Comparison(DAYS, Day("one"), Day("other", moves), amount)
        found = bounds(comparison, "one", start, end).tolist()
        each = [comparison.end_from(one) for one in range(start, end)]
        assert [one if one <= LAST else None for one in found] == each


@pytest.mark.parametrize("operator", [DAYS, "MonthsBetween", "AgeAt"])
def test_pairs_of_days_are_compared_as_each_pair_is(operator: str) -> None:
    days = [0, *(date(2012, 2, 20).toordinal() + 9 * n for n in range(40)), LAST]
    pairs = np.array(list(product(days, days)), np.int64)
    for moves, amount in product(MOVES.values(), (0, 1, 3)):
        comparison = Comparison(operator, Day("one", moves), Day("other"), amount)
        each = [bool(a and b) and comparison.holds(a, b) for a, b in pairs.tolist()]
        assert held(comparison, pairs[:, 0], pairs[:, 1]).tolist() == each
