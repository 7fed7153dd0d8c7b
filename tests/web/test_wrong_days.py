"""What is wrong with a date in an address: how it is written, or that there is no such day."""

from __future__ import annotations

import pytest

from lovgraf_web.texts import TEXTS, wrong_day


@pytest.mark.parametrize(
    "text", ["31-02-2014", "2014-02-30", "29.2.2013", "00/01/2014", " 31-04-2014 "]
)
def test_a_day_that_does_not_exist_is_called_so(text: str) -> None:
    assert wrong_day(text) == TEXTS["no-such-day"]


@pytest.mark.parametrize("text", [None, "", "soon", "2014", "14-02-01", "2014-2-1-0"])
def test_a_day_that_is_not_written_as_one_is_told_how(text: str | None) -> None:
    assert wrong_day(text) == TEXTS["bad-date"]
