"""What is kept by cell: the same explanations as made anew, in bounded memory, and nothing of a
record in it."""

from __future__ import annotations

import gc
import random
from collections.abc import Iterable
from datetime import date
from functools import cache
from types import FunctionType, ModuleType

import pytest

from lovgraf.core.terms import Text
from lovgraf.engine.in_memory import Memory, Record
from lovgraf.explain import Explainer, telling
from lovgraf.explain.model import Blank, Why
from lovgraf.facts import distances
from lovgraf.facts.fact import Column
from lovgraf.facts.values import NONE, State
from lovgraf.law import load_law
from lovgraf.reports.person_json import write_person
from lovgraf.verdicts import points
from tests.examples import WHOLE, cells, dice, one_in

LAW = load_law()
DATES = (date(2014, 12, 1), date(2013, 12, 1), date.today(), date(2020, 6, 1))
DAY, TEXT = date(1971, 3, 17), "1703714321"
"""A day and a text that no law and no other test speaks of."""


@cache
def explainer(as_of: date) -> Explainer:
    """The explainer of a date, which remembers what it was asked before."""
    return Explainer(LAW.at(as_of))


def some_record(columns: Iterable[Column], seed: int) -> Record:
    """Some facts of a person, more or fewer of them."""
    dice = random.Random(seed)
    share = dice.choice((0.03, 0.1, 0.3, 0.6))
    return {c.iri: _some(c, dice) for c in columns if dice.random() < share}


def _some(column: Column, dice: random.Random) -> State:
    if dice.random() < 0.05:
        return NONE
    if column.datatype == "date":
        return date.fromordinal(dice.randrange(715_000, 739_000))
    if column.datatype == "boolean":
        return dice.random() < 0.5
    if column.datatype == "integer":
        return dice.randrange(40)
    codes = column.code_list.notations if column.code_list else ("DK", "US", "0101901234")
    return tuple(dice.sample(codes, min(2, len(codes)))) if column.multi else dice.choice(codes)


def said(explained: Explainer, record: Record, turns: bool = True) -> str:
    """All that is said of a record."""
    found = explained.explain(record, turns=turns)
    return "".join(write_person(found)) + repr([verdict.shown for verdict in found.verdicts])


@pytest.mark.slow
@pytest.mark.drawn
@pytest.mark.parametrize(("as_of", "seed"), cells(one_in(4, DATES), (7, dice(4).randrange(10_000))))
def test_what_is_kept_is_what_is_made_anew(as_of: date, seed: int) -> None:
    kept = explainer(as_of)
    record = some_record(kept.records.memory.columns, seed)
    new = Explainer(kept.view)
    # What is compiled of the law is the same; all that is found out of records is found out anew.
    memory = Memory(kept.records.memory.plan, kept.records.memory.columns)
    new.__dict__["records"] = type(kept.records)(memory)
    assert said(kept, record, WHOLE) == said(new, record, WHOLE)


@pytest.mark.slow
def test_the_same_cell_is_told_once_whatever_the_values() -> None:
    kept = explainer(date(2014, 12, 1))
    born = kept.view.law.facts.columns["birth_date"].iri
    one, other = (
        kept.tell({born: day}, turns=False) for day in (date(1961, 3, 4), date(1962, 7, 9))
    )
    assert all(a is b for a, b in zip(one.verdicts, other.verdicts, strict=True))
    assert one.filled() != other.filled()
    facts = [fact for v in one.filled().verdicts for fact in facts_in(v.why)]
    assert not any(isinstance(value, Blank) for _, value in facts)
    assert "53 years" in {value.en for name, value in facts if name.en == "age"}


def facts_in(why: Why) -> list[tuple[Text, Text]]:
    """The facts that a tree names, with their values."""
    return [*why.facts, *(fact for child in why.children for fact in facts_in(child))]


def reached(start: object) -> Iterable[object]:
    """All that is kept by something."""
    queue, seen = [start], set[int]()
    while queue:
        one = queue.pop()
        if id(one) in seen or isinstance(one, type | ModuleType | FunctionType):
            continue
        seen.add(id(one))
        yield one
        queue += gc.get_referents(one)


@pytest.mark.slow
def test_nothing_of_a_record_is_kept() -> None:
    kept = explainer(date(2014, 12, 1))
    columns = kept.records.memory.columns
    record: dict[str, State] = {
        c.iri: DAY if c.datatype == "date" else "PT" if c.format == "Country" else TEXT
        for c in columns
        if c.datatype == "date" or (c.datatype == "string" and c.code_list is None)
    }
    yes = {c.iri: True for c in columns if c.datatype == "boolean"}
    more = record | dict(list(yes.items())[:9])
    for known in one_in(3, [more, record, dict(list(record.items())[:7])]):
        assert kept.tell(known).verdicts
    said = {DAY, DAY.toordinal(), TEXT, str(DAY), f"{DAY.day}. marts {DAY.year}"}
    own = (kept.records, kept._telling, points._plain, points._points, *distances.KEPT)
    for one in reached([part.__dict__ if hasattr(part, "__dict__") else part for part in own]):
        assert not isinstance(one, date | int | str) or one not in said


@pytest.mark.slow
def test_no_more_is_kept_than_there_is_place_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telling, "MOST", 100)
    shared = explainer(date(2014, 12, 1))
    small = Explainer(shared.view)
    small.__dict__["records"] = shared.records
    for seed in range(3):
        small.tell(some_record(shared.records.memory.columns, seed), turns=False)
        assert len(small._telling._kept) <= 100
        assert small._telling._kept.weight <= 100
