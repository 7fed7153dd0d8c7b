"""Closed days: the shipped calendars against another library, and each way to reckon with them."""

from __future__ import annotations

from datetime import date, timedelta

import duckdb
import numpy as np
import pyarrow as pa
import pytest
from rdflib import RDF, Graph

from lovgraf.core.errors import InputError
from lovgraf.core.terms import BASE, CORE
from lovgraf.facts import open_days as expressions
from lovgraf.facts.calendar_reader import calendar_of
from lovgraf.facts.closed_days import (
    Calendar,
    add_open_days,
    easter,
    next_open_days,
    open_days,
    open_days_between,
)
from lovgraf.facts.columns import column
from lovgraf.law.graph import ONTOLOGY
from tests.examples import one_in

GENERAL = ONTOLOGY / "law" / "general.ttl"
EPOCH = date(1970, 1, 1)


def calendars(graph: Graph) -> dict[str, Calendar]:
    nodes = graph.subjects(RDF.type, CORE.Calendar)
    return {str(node).rsplit("/", 1)[1]: calendar_of(graph, node) for node in nodes}


ALL = calendars(Graph().parse(GENERAL, publicID=BASE))


def every_day(first: int, last: int) -> list[date]:
    start = date(first, 1, 1)
    return [start + timedelta(days=n) for n in range((date(last, 12, 31) - start).days + 1)]


def test_easter_is_that_of_a_calendar_library() -> None:
    tables = pytest.importorskip("dateutil.easter")
    years = range(1583, 4100)
    found = [date(y, 3, 22) + timedelta(days=easter(y)) for y in years]
    assert found == [tables.easter(y) for y in years]
    assert easter(np.array(years)).tolist() == [easter(y) for y in years]


@pytest.mark.slow
def test_public_holidays_are_those_of_a_library() -> None:
    """The Great Day of Prayer with them, which ended with 2023."""
    library = pytest.importorskip("holidays")
    public = library.country_holidays("DK", years=range(1990, 2051), expand=False)
    for day in every_day(1990, 2050):
        closed = day.weekday() >= 5 or day in public
        assert ALL["public-holidays"].is_closed(day) == closed, day


@pytest.mark.parametrize(
    ("name", "also"),
    [
        ("authorities", {(6, 5), (12, 24), (12, 31)}),
        ("banks", {(6, 5), (12, 24), (12, 31)}),
    ],
)
def test_authorities_and_banks_are_closed_on_more_days(
    name: str, also: set[tuple[int, int]]
) -> None:
    for day in every_day(2012, 2030):
        ascension = name == "banks" and day - timedelta(days=1) == _ascension(day.year)
        wide = (day.month, day.day) in also or ascension
        assert ALL[name].is_closed(day) == (ALL["public-holidays"].is_closed(day) or wide), day


def _ascension(year: int) -> date:
    return date(year, 3, 22) + timedelta(days=easter(year) + 39)


def by_hand(calendar: Calendar, day: date) -> date:
    """The next open day, found day by day from the rules themselves."""

    def closed(one: date) -> bool:
        since = (one - date(one.year, 3, 22)).days - easter(one.year)
        return any(
            (rule.start is None or rule.start <= one)
            and (rule.end is None or one <= rule.end)
            and (
                rule.weekday == one.isoweekday()
                or rule.of_year == (one.month, one.day)
                or (rule.after_easter is not None and rule.after_easter == since)
            )
            for rule in calendar.days
        )

    while closed(day):
        day += timedelta(days=1)
    return day


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(ALL))
def test_sql_arrays_and_single_days_agree(name: str) -> None:
    """For every day of two hundred years (or of some of them), and beyond what is looked up."""
    calendar = ALL[name]
    years = [*one_in(40, range(1890, 2010)), *one_in(10, range(2010, 2041))]
    days = [*every_day(1690, 1710), *(day for year in years for day in every_day(year, year)),
            *every_day(2290, 2310)]  # fmt: skip
    expected = [by_hand(calendar, day) for day in days]
    numbers = np.array([(day - EPOCH).days for day in days], np.int32)
    assert next_open_days(calendar, numbers).tolist() == [(d - EPOCH).days for d in expected]
    usual = slice(len(every_day(1690, 1710)), -len(every_day(2290, 2310)))
    assert [calendar.next_open(day) for day in days[usual]] == expected[usual]
    con = duckdb.connect()
    table = {"d": days, "e": [date(d.year, 3, 22) + timedelta(days=easter(d.year)) for d in days]}
    con.execute("create table t (d date, e date)")
    con.register("given", pa.table(table))
    con.execute("insert into t select d, e from given")
    d, e = column("d", "DATE"), column("e", "DATE")
    moved, counted = expressions.next_open(d, e, calendar), expressions.open_days(d, calendar)
    found = con.execute(f"select {moved.sql}, {counted.sql} from t order by d").fetchall()
    assert [row[0] for row in found] == expected
    counts = open_days(calendar, numbers[usual]).tolist()
    differences = {row[1] - mine for row, mine in zip(found[usual], counts, strict=True)}
    assert len(differences) == 1  # both count from a day long ago, not from the same


def test_open_days_are_counted_and_added() -> None:
    banks = ALL["banks"]
    assert Calendar.of_text(banks.text) == banks
    assert open_days_between(banks, date(2014, 10, 31), date(2014, 11, 3)) == 1
    assert open_days_between(banks, date(2014, 11, 3), date(2014, 10, 31)) == -1
    assert add_open_days(banks, date(2014, 12, 22), 3) == date(2014, 12, 30)
    assert add_open_days(banks, date(2014, 12, 24), 0) == date(2014, 12, 24)
    # Far from what is looked up, day by day.
    start, end = date(2295, 1, 1), date(2305, 1, 1)
    days = [start + timedelta(days=n) for n in range(1, (end - start).days + 1)]
    assert open_days_between(banks, start, end) == sum(by_hand(banks, d) == d for d in days)


@pytest.mark.parametrize(
    "body",
    [
        "",
        "core:closedDay [ core:dayOfWeek 8 ]",
        "core:closedDay [ core:dayOfWeek 1 ; core:daysAfterEaster 1 ]",
        'core:closedDay [ core:dayOfYear "--02-30"^^xsd:gMonthDay ]',
        "core:closedDay [ core:daysAfterEaster 300 ]",
        "core:closedDay [ ]",
        f"core:closedDay {', '.join(f'[ core:dayOfWeek {n} ]' for n in range(1, 8))}",
    ],
)
def test_a_calendar_that_makes_no_sense_is_refused(body: str) -> None:
    text = f"""@base <{BASE}> . @prefix core: <{BASE}core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . <calendar/odd> a core:Calendar ; {body} ."""
    with pytest.raises(InputError, match="odd"):
        calendars(Graph().parse(data=text.replace("; .", "."), format="turtle"))
