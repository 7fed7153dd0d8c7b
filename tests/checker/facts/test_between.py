"""Days known only to lie between two others."""

from __future__ import annotations

import pickle
from datetime import date, timedelta

import pytest

from lovgraf.facts.between import Between, between, read_between


@pytest.mark.parametrize(
    ("said", "stated", "english"),
    [
        ("2009", "2009", "in 2009"),
        ("2009-06", "2009-06", "in June 2009"),
        ("06-2009", "2009-06", "in June 2009"),
        ("juni 2009", "2009-06", "in June 2009"),
        ("May 1948", "1948-05", "in May 1948"),
        ("1947-12-01/1948-11-30", "1947-12-01/1948-11-30",
         "between 1 December 1947 and 30 November 1948"),
    ],
)  # fmt: skip
def test_a_year_or_a_month_is_read_and_said(said: str, stated: str, english: str) -> None:
    found = read_between(said)
    assert isinstance(found, Between)
    assert (found.stated, found.said.en) == (stated, english)
    assert read_between(found.stated) == found


@pytest.mark.parametrize(
    "said", ["78", "2009-13", "3000", "hest 2009", "2009-01-02/2008-01-01", ""]
)
def test_what_names_no_days_is_not_read(said: str) -> None:
    assert read_between(said) is None


def test_what_is_computed_of_it_is_a_plain_date() -> None:
    found = between(date(2009, 1, 1), date(2009, 12, 31))
    assert isinstance(found, Between)
    assert type(found + timedelta(1)) is date
    assert type(found.replace(year=2010)) is date
    assert found.standing_as(found.last) == found.last
    copy = pickle.loads(pickle.dumps(found))
    assert (copy.first, copy.last) == (found.first, found.last)
    assert between(found.first, found.first) == found.first
