"""Deadlines over closed days: every engine against a count by hand, day by day.

Random events, periods and days of 2012 to 2030; the count by hand knows no calendar but its own.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lovgraf.core.terms import RECORD
from lovgraf.engine.in_memory import Memory
from lovgraf.engine.one_record import OneByOne
from lovgraf.facts.values import NONE, State
from lovgraf.law.view import LawView
from lovgraf.reference import verdicts
from lovgraf.reference.oracles import Oracles
from lovgraf.verdicts.program import compile_programs
from tests.agreement.laws import PREFIXES, view_of
from tests.examples import examples

DAYS = st.dates(date(2012, 1, 1), date(2030, 12, 31))
EASTER_MONDAYS = {
    2011: (4, 25), 2012: (4, 9), 2013: (4, 1), 2014: (4, 21), 2015: (4, 6), 2016: (3, 28),
    2017: (4, 17), 2018: (4, 2), 2019: (4, 22), 2020: (4, 13), 2021: (4, 5), 2022: (4, 18),
    2023: (4, 10), 2024: (4, 1), 2025: (4, 21), 2026: (4, 6), 2027: (3, 29), 2028: (4, 17),
    2029: (4, 2), 2030: (4, 22), 2031: (4, 14),
}  # fmt: skip
"""From an almanac."""
KINDS = {
    "days": ("trigger", 'core:period "P{n}D"^^xsd:duration'),
    "months": ("trigger", 'core:period "P{n}M"^^xsd:duration'),
    "bank": ("trigger", "core:bankDays {n}"),
    "before": ("beforeEvent", 'core:period "P{n}D"^^xsd:duration'),
    "least": ("trigger", 'core:period "P{n}D"^^xsd:duration ; core:bound core:AtLeast'),
}


def closed(day: date, wide: bool) -> bool:
    """Whether a day is closed in the calendars of `vocabulary.ttl`."""
    monday = date(day.year, *EASTER_MONDAYS[day.year])
    prayer = monday + timedelta(days=25)
    narrow = (
        day.weekday() >= 5
        or (day.month, day.day) == (11, 10)
        or day == monday
        or (day == prayer and day.year <= 2014)
    )
    return narrow or (wide and (day.month, day.day) in {(11, 3), (11, 7), (12, 24)})


def opened(day: date, wide: bool) -> date:
    while closed(day, wide):
        day += timedelta(days=1)
    return day


def ends(kind: str, number: int, event: date) -> set[date]:
    """When the deadline ends, by each reading."""
    if kind == "days":
        return {opened(event + timedelta(days=number), False)}
    if kind == "before":
        return {event - timedelta(days=number + 1)}  # the event's own day counts
    if kind == "bank":
        day = event
        for _ in range(number):
            day = opened(day + timedelta(days=1), False)
        return {day}
    last = event + timedelta(days=number)
    if kind == "months":
        year, month = divmod(event.year * 12 + event.month - 1 + number, 12)
        last = date(year, month + 1, min(event.day, monthrange(year, month + 1)[1]))
    return {opened(last, False), opened(last, True)}


def by_hand(kind: str, number: int, event: date, done: date | None, as_of: date) -> str:
    """The verdict that all readings share, else `undetermined`."""
    found = set()
    for end in ends(kind, number, event):
        if kind == "least":
            found.add("pending" if done is None else "fulfilled" if done >= end else "breached")
        elif done is not None and done <= as_of:
            found.add("fulfilled" if done <= end else "breached")
        else:
            found.add("pending" if event > as_of or as_of <= end else "breached")
    return found.pop() if len(found) == 1 else "undetermined"


def law(kind: str, number: int) -> str:
    what, body = KINDS[kind]
    done = "core:performedOn record:endedOn"
    return f"""{PREFIXES}
<duty/done> a sh:NodeShape ; sh:property [ sh:path record:endedOn ; sh:minCount 1 ] .
<law/2010/1/par/1/norm/1> a core:Obligation ; core:provision <law/2010/1/par/1> ;
  core:recordType record:Thing ; core:bearer core:Subject ; core:duty <duty/done> ;
  core:addressee record:Thing ;
  core:deadline [ core:{what} record:startedOn ; {body.format(n=number)} ; {done} ] ."""


@cache
def oracles() -> Oracles:
    """What HermiT and pySHACL say of the class and the duty, which are the same in all the laws."""
    return Oracles(view_of(law("days", 1)).law)


def engines(view: LawView, records: list[dict[str, State]]) -> dict[str, list[str]]:
    """What each engine says of some records."""
    memory = Memory.compile(compile_programs(view, "thing"))
    norm = "https://w3id.org/lovgraf/law/2010/1/par/1/norm/1"
    one_by_one = OneByOne(memory)
    reference = verdicts(view, records, "thing", oracles=oracles())
    return {
        "columns": [found[norm].verdict for found in memory.verdicts(records)],
        "one by one": [one_by_one.verdict(one_by_one.read(r), norm).verdict for r in records],
        "reference": [found[norm].verdict for found in reference],
    }


@st.composite
def events(draw: st.DrawFn, kind: str, number: int) -> tuple[date, date | None]:
    """An event, and when the duty was done: near to where the deadline ends, or not at all."""
    event = draw(DAYS.filter(lambda d: 2012 < d.year < 2030))
    near = sorted(ends(kind, number, event))[0]
    done = near + timedelta(days=draw(st.integers(-3, 7)))
    return event, draw(st.sampled_from([done, done, done, None]))


@pytest.mark.parametrize("kind", sorted(KINDS))
@given(data=st.data())
@examples(2, of=4, shrink=False)
def test_every_engine_counts_as_by_hand(kind: str, data: st.DataObject) -> None:
    number = data.draw(st.integers(1, 14))
    found = data.draw(st.lists(events(kind, number), min_size=16, max_size=16))
    near = sorted(ends(kind, number, found[0][0]))[0]
    as_of = near + timedelta(days=data.draw(st.integers(-2, 6)))
    records: list[dict[str, State]] = [
        {RECORD["startedOn"].toPython(): event, RECORD["endedOn"].toPython(): done or NONE}
        for event, done in found
    ]
    expected = [by_hand(kind, number, event, done, as_of) for event, done in found]
    for engine, said in engines(view_of(law(kind, number)).law.at(as_of), records).items():
        assert said == expected, (engine, kind, number, as_of, found)
