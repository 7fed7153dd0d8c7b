"""Days on which two ways to count time differ are found, however rare; what is not is told."""

from __future__ import annotations

from datetime import date

import pytest

from lovgraf.facts.completion import Move
from lovgraf.facts.distances import period_move
from lovgraf.facts.period import Period
from lovgraf.proposals.comparisons import Comparison, Day
from lovgraf.proposals.days import dates_of

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


@pytest.mark.parametrize(
    "comparisons",
    [
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
    ],
    ids=["months and days", "moved by either", "the other moved", "one turned round", "years"],
)  # fmt: skip
def test_days_on_which_two_counts_of_time_differ_are_tried(comparisons: list[Comparison]) -> None:
    """Every answer that some pair of days of five years gives is given by the days tried."""
    found = answers(comparisons, "x", "y")
    start = date(2012, 1, 1).toordinal()
    for x in range(start, start + 5 * 366):
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
