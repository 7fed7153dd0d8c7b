"""What OWL 2 can say of derived facts is true of records; what it cannot is listed."""

from __future__ import annotations

import random
import re
from datetime import date

from lovgraf.core.terms import short
from lovgraf.facts.entailed import Among, Each, Either, Has, Who
from lovgraf.facts.fact import Column, Derived
from lovgraf.facts.operator import Operator
from lovgraf.facts.operators import operator_of, registered
from lovgraf.facts.values import NONE, State
from lovgraf.law import Law
from lovgraf.reference.bound_axioms import Entailed
from lovgraf.reference.operators import Record
from lovgraf.reference.unknowns import below
from tests.places import ROOT

DAY = date(2014, 12, 1)
RECORDS = 12


def _belongs(record: Record, who: Who) -> bool:
    """Whether a record certainly belongs to a class."""
    if isinstance(who, Each):
        return all(_belongs(record, part) for part in who.parts)
    if isinstance(who, Either):
        return any(_belongs(record, part) for part in who.parts)
    state = _stated(record, who.fact)
    if isinstance(who, Has):
        return state == who.value and type(state) is type(who.value)
    among = state in who.values
    return among if isinstance(who, Among) else state is not None and not among


def _stated(record: Record, iri: str) -> State:
    """What a reasoner is told of a fact; the value that says that there is none, where it is so."""
    state, fact = record.state(iri), record.vocabulary[iri]
    if state is NONE:
        return fact.absent_value if isinstance(fact, Column) else None
    return state


def _drawn(column: Column, dice: random.Random, likely: list[str]) -> State:
    """A value of a column, or that there is none, or nothing."""
    if dice.random() < 0.25:
        return None
    if column.absent_value is not None and dice.random() < 0.3:
        return NONE
    if column.datatype == "boolean":
        return dice.random() < 0.5
    if column.datatype == "date":
        return date.fromordinal(DAY.toordinal() - dice.randrange(-400, 30000))
    if column.datatype != "string":
        return dice.randrange(40)
    text = dice.choice([*(column.code_list.notations if column.code_list else ()), *likely])
    return (text,) if column.multi else text


def test_what_follows_of_a_record_is_so(law: Law) -> None:
    """Judged by the reference engine; each value that follows does so of some record."""
    dice, use, facts = random.Random(1), Entailed(law.at(DAY)), law.facts
    seen: set[str] = set()
    for fact in [one for one in facts.facts.values() if isinstance(one, Derived)]:
        rules = list(operator_of(fact).entails(fact, use))
        under = [facts[iri] for iri in sorted(below(facts, {fact.iri}))] if rules else []
        likely = [str(key) for one in under if isinstance(one, Derived) for key, _ in one.entries]
        for _ in range(RECORDS):
            given = {
                one.iri: _drawn(one, dice, [*likely, "xx"])
                for one in under
                if isinstance(one, Column)
            }
            record = Record(facts, given, DAY)
            for who, value in rules:
                if _belongs(record, who):
                    assert record.state(fact.iri) == value, (short(fact.iri), who, value, given)
                    seen.add(fact.operator)
    assert seen == {name for name, one in registered().items() if _can_be_said(one)}


def _can_be_said(operator: Operator) -> bool:
    return type(operator).entails is not Operator.entails


def test_the_page_on_queries_names_what_owl_cannot_say() -> None:
    text = (ROOT / "docs/queries.md").read_text()
    listed = re.search(r"It cannot say dates, periods and ages \(such as ([^)]*)\)", text)
    assert listed
    named = {name.strip("`").removeprefix("record:") for name in re.split(r",\s+", listed[1])}
    cannot = {name for name, one in registered().items() if not _can_be_said(one)}
    assert len(named) > 3
    assert named <= cannot
