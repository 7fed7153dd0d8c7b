"""The acts on a line of time."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lovgraf.core.terms import Text
from lovgraf_web.pages.analysis.time_line import WIDTH, time_line
from tests.examples import examples

TODAY = date(2020, 1, 1)


def norm(act: str, start: date | None, end: date | None) -> Any:
    return SimpleNamespace(act=act, in_force=SimpleNamespace(start=start, end=end))


def named(one: Any) -> tuple[str, Text]:
    return one.act, Text(one.act, one.act)


def test_spans_that_touch_are_one_and_gaps_stay() -> None:
    line = time_line(
        [
            norm("a", date(2010, 1, 1), date(2011, 12, 31)),
            norm("a", date(2012, 1, 1), date(2012, 12, 31)),
            norm("a", date(2015, 1, 1), None),
            norm("b", date(2000, 1, 1), date(2000, 1, 1)),
            norm("c", None, None),
            norm("c", date(2010, 1, 2), date(2010, 1, 1)),
        ],
        named,
        TODAY,
    )
    assert [(s.act, s.first, s.last, s.rules, len(s.spans)) for s in line.strips] == [
        ("b", date(2000, 1, 1), date(2000, 1, 1), 1, 1), ("a", date(2010, 1, 1), None, 3, 2),
    ]  # fmt: skip
    assert line.years == (2000, 2005, 2010, 2015, 2020, 2025)
    b, a = line.strips
    assert b.spans == ((0, 2),)
    assert a.spans[0][0] == pytest.approx(WIDTH * 10 / 25, abs=2)
    assert sum(a.spans[1]) == WIDTH
    assert line.today == pytest.approx(WIDTH * 20 / 25, abs=2)


def test_without_rules_there_is_no_line() -> None:
    assert time_line([], named, TODAY).strips == ()


DAYS = st.dates(date(1, 1, 1), date(9990, 1, 1))


@examples(60)
@given(st.lists(st.tuples(DAYS, st.none() | DAYS), max_size=6), DAYS)
def test_everything_lies_on_the_line(some: list[tuple[date, date | None]], day: date) -> None:
    line = time_line([norm("a", start, end) for start, end in some], named, day)
    assert len(line.years) <= 8
    for strip in line.strips:
        ends = [left + width for left, width in strip.spans]
        assert all(-1 <= place <= WIDTH + 2 for place in (*ends, *strip.began, *strip.ended))
