"""What a verdict says is missing: no other fact changes it, and each that is named can.

A fact is named once, by the column that holds it; what says of it that there is none, or from which
it follows, changes the verdict as well. What the law takes to be as usual where nothing is said is
not missing (the answer names it apart).
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache

import pytest

from bench.interview import random_records
from lovgraf.engine.in_memory import Record, Verdict
from lovgraf.engine.one_record import OneByOne
from lovgraf.explain import Explainer
from lovgraf.explain.interview import OPEN, Interview
from lovgraf.facts.fact import Column, Derived, Ref
from lovgraf.law import load_law
from tests.examples import WHOLE, one_of_each

LAW = load_law()
CASES = [
    ("person", date(2014, 12, 1)), ("person", date(2026, 11, 29)), ("filing", date(2026, 11, 29)),
    ("customer", date(2014, 12, 1)), ("payment", date(2026, 11, 29)),
]  # fmt: skip


def kind_of(case: tuple[str, date]) -> str:
    """The type of record of a case."""
    return case[0]


ASKED = one_of_each(kind_of, CASES)
RECORDS, NORMS, MOST = (6, 4, 4) if WHOLE else (2, 1, 4)
"""How many records and verdicts are looked at, and how many facts a verdict may lack there."""
_TRIES = 6


@cache
def explainer_of(day: date, kind: str) -> Explainer:
    return Explainer(LAW.at(day), kind)


@cache
def said_by() -> dict[str, set[str]]:
    """For each column (IRI) those that say something of it, and those of which it does."""
    found: dict[str, set[str]] = {}

    def join(one: str, other: str) -> None:
        found.setdefault(one, set()).add(other)
        found.setdefault(other, set()).add(one)

    for column in LAW.facts.columns.values():
        for other in (*(iri for iri, _ in column.none_when), *column.implying):
            join(column.iri, other)
    for fact in LAW.facts.facts.values():
        if isinstance(fact, Derived):
            for asked in fact.asks_for:
                for other in LAW.facts.inputs(fact.iri):
                    join(asked, other)
    return found


@cache
def taken_as_usual() -> frozenset[str]:
    """The columns of which a blank is read as a value: what is known first is what is stated, or
    else a value of the law's own."""
    found: set[str] = set()
    for fact in LAW.facts.facts.values():
        if isinstance(fact, Derived):
            operands = [one for some in fact.roles.values() for one in some]
            if any(isinstance(one, Ref) for one in operands) and any(
                isinstance(one, bool) for one in operands
            ):
                found |= LAW.facts.inputs(fact.iri)
    return frozenset(found)


def open_verdicts(
    records: OneByOne, norms: Iterable[str], truth: list[Record], dice: random.Random
) -> Iterator[tuple[str, Record, Record, Verdict]]:
    """Verdicts that are open for want of facts, on records of which a part is known."""
    for whole in truth:
        share = dice.choice([0.2, 0.5, 0.8])
        known = {iri: value for iri, value in whole.items() if dice.random() < share}
        seen = records.read(known)
        for norm in norms:
            found = records.verdict(seen, norm)
            if found.verdict == OPEN and found.exact and found.missing:
                yield norm, known, whole, found


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "day"), ASKED)
def test_no_fact_that_is_not_named_changes_a_verdict(kind: str, day: date) -> None:
    explainer, dice = explainer_of(day, kind), random.Random(1)
    records, truth = explainer.records, random_records(kind, RECORDS, LAW)
    looked = 0
    for norm, known, whole, found in open_verdicts(
        records, explainer.programs.programs, truth, dice
    ):
        named = {LAW.facts.columns[name].iri for name in found.missing}
        named |= {other for iri in named for other in said_by().get(iri, ())} | taken_as_usual()
        read = {column.iri for column in records.columns(norm)}
        more = {iri: value for iri, value in whole.items() if iri in read - named}
        after = records.verdict(records.read({**known, **more}), norm)
        assert after.verdict == OPEN, (norm, found.missing)
        looked += 1
    assert looked > RECORDS


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "day"), ASKED)
def test_each_fact_that_is_named_can_change_the_verdict(kind: str, day: date) -> None:
    explainer, dice = explainer_of(day, kind), random.Random(2)
    records, truth = explainer.records, random_records(kind, RECORDS, LAW)
    found = open_verdicts(records, explainer.programs.programs, truth, dice)
    cases = [case for case in found if len(case[-1].missing) <= MOST]
    for norm, known, _, verdict in dice.sample(cases, min(NORMS, len(cases))):
        held = Interview(LAW, records, norm)
        for name in verdict.missing:
            assert can_change(held, known, LAW.facts.columns[name], dice), (norm, name)


def can_change(held: Interview, known: Record, column: Column, dice: random.Random) -> bool:
    """Whether answers to the others that are missing leave a verdict that turns on a column alone:
    step by step, by those that leave the column among what is missing."""
    for _ in range(_TRIES):
        record, verdict = known, held.verdict(known)
        while column.name in verdict.missing and len(verdict.missing) > 1:
            others = [name for name in verdict.missing if name != column.name]
            asked = LAW.facts.columns[dice.choice(others)]
            outcomes = [after for after, _, _ in held.outcomes(record, asked)]
            kept = [one for one in outcomes if column.name in held.verdict(one).missing]
            if not kept:
                break
            record = dice.choice(kept)
            verdict = held.verdict(record)
        found = {after.verdict for after, _ in held.verdicts_after(record, column)}
        if len(found) > 1:
            return True
    return False
