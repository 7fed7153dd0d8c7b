"""Days on which two ways to count time differ are found, however rare; what is not is told."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product

import numpy as np
import pytest

from lovgraf.facts.calendar import add_months
from lovgraf.facts.completion import Move
from lovgraf.facts.distances import LAST, calendar_move, period_move
from lovgraf.facts.period import Period
from lovgraf.proposals.comparisons import DAYS, Comparison, Day
from lovgraf.proposals.days import bounds, dates_of, held
from tests.examples import one_in

# The days that comparisons leave over a span at once are those that each day leaves alone.


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


AS_OF = date(2014, 12, 1)


def later(**period: int) -> Move:
    """A move by a period."""
    found = period_move(Period(**period))
    assert found is not None
    return found[0]


MONTH, THIRTY = later(months=1), later(days=30)


def answers(comparisons: list[Comparison], *columns: str) -> set[tuple[bool, ...]]:
    """What all comparisons say together of the days that are tried."""
    (dates,) = dates_of(columns, comparisons, frozenset(), AS_OF, 10**6)
    assert not dates.unexamined
    found = set()
    for row in dates.rows.tolist():
        at = dict(zip(dates.columns, row, strict=True))
        found.add(tuple(c.holds(at[str(c.start.base)], at[str(c.end.base)]) for c in comparisons))
    return found


COUNTS = "months and days", "moved by either", "the other moved", "one turned round", "years"


@pytest.mark.slow
@pytest.mark.parametrize(
    "comparisons",
    one_in(2, [
        [
            Comparison("MonthsBetween", Day("x"), Day("y"), 1),
            Comparison("DaysBetween", Day("x"), Day("y"), 30),
        ],
        [
            Comparison("DaysBetween", Day("x", (MONTH,)), Day("y"), 0),
            Comparison("DaysBetween", Day("x", (THIRTY,)), Day("y"), 0),
        ],
        [
            Comparison("DaysBetween", Day("x"), Day("y", (MONTH,)), 61),
            Comparison("DaysBetween", Day("x"), Day("y"), 31),
        ],
        [
            Comparison("MonthsBetween", Day("x"), Day("y"), 1),
            Comparison("DaysBetween", Day("y"), Day("x"), -29),
        ],
        [
            Comparison("AgeAt", Day("x"), Day("y"), 1),
            Comparison("DaysBetween", Day("x"), Day("y"), 366),
        ],
    ]),
    ids=one_in(2, COUNTS),
)  # fmt: skip
def test_days_on_which_two_counts_of_time_differ_are_tried(comparisons: list[Comparison]) -> None:
    """Every answer that some pair of days of five years gives is given by the days tried (of pairs
    those of one day in nine)."""
    found = answers(comparisons, "x", "y")
    start = date(2012, 1, 1).toordinal()
    for x in one_in(9, range(start, start + 5 * 366)):
        for y in range(x - 5, x + 70):
            assert tuple(c.holds(x, y) for c in comparisons) in found
        for y in range(x + 355, x + 375):
            assert tuple(c.holds(x, y) for c in comparisons) in found


def test_a_rare_day_is_found() -> None:
    """The 29th of February, of leap years."""
    year = later(months=12)
    leap = [
        Comparison("DaysBetween", Day("x", (year,)), Day("x"), -364),
        Comparison("DaysBetween", Day("x"), Day(date(2096, 3, 1).toordinal()), 0),
    ]
    (dates,) = dates_of(["x"], leap, frozenset(), AS_OF, 10**6)
    assert len(dates.rows)


def test_a_circle_of_columns_that_holds_from_some_days_only_is_told() -> None:
    """From x a month to y, thirty days back to z, and at most to x again."""
    circle = [
        Comparison("MonthsBetween", Day("x"), Day("y"), 1),
        Comparison("DaysBetween", Day("y"), Day("z"), -30),
        Comparison("DaysBetween", Day("z"), Day("x"), 0),
    ]
    (dates,) = dates_of(["x", "y", "z"], circle, frozenset(), AS_OF, 10**6)
    assert dates.unexamined == {"x", "y", "z"}
    plain = [circle[0], Comparison("DaysBetween", Day("y"), Day("z"), 0), circle[2]]
    (dates,) = dates_of(["x", "y", "z"], plain, frozenset(), AS_OF, 10**6)
    assert dates.unexamined == frozenset()
