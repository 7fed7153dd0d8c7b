"""A few records are judged in Python as the data engine judges them."""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal

import pytest

from lovgraf.facts.fact import Column
from lovgraf.facts.values import State
from lovgraf.law.view import Law
from lovgraf.proposals import judge as judging
from lovgraf.proposals.judge import Judge
from lovgraf.proposals.needed import Needed
from lovgraf.proposals.validity import pieces
from lovgraf.verdicts.program import compile_programs
from tests.examples import WHOLE, one_in

DAY = date(2014, 12, 1)


def states(column: Column, some: random.Random) -> list[State]:
    """Some values that a column may have, and none."""
    codes = [*column.code_list.notations, "?"] if column.code_list else ["x", "DK"]
    match column.datatype:
        case "boolean":
            return [True, False, None]
        case "date":
            return [date(1900, 1, 1), date(1999, 2, 28), DAY, date(2030, 5, 5), None]
        case "integer":
            return [0, 1, 17, None]
        case "decimal":
            return [Decimal("0.5"), Decimal(100), None]
    if column.multi:
        return [tuple(some.sample(codes, min(2, len(codes)))), (), None]
    return [*codes, None]


@pytest.mark.slow
@pytest.mark.parametrize("record_type", one_in(2, ["filing", "person"]))
def test_records_are_judged_alike_one_by_one_and_many_at_once(
    law: Law, record_type: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    programs = compile_programs(law.at(DAY), record_type)
    quality = pieces(law, record_type, Needed(programs.facts))
    conditions = [c for program in programs.programs.values() for c in program.conditions]
    columns = [fact for fact in programs.facts.facts.values() if isinstance(fact, Column)]
    judge = Judge(programs, conditions, {n: p.condition for n, p in quality.items()}, columns)
    some = random.Random(5)
    records = [
        {column.iri: some.choice(states(column, some)) for column in some.sample(columns, 12)}
        for _ in range(120 if WHOLE else 60)
    ]
    few = [judge.judge(records), judge.judge(records[1:20], records[0])]
    assert judge.few is not None, "this law is computed in Python"
    monkeypatch.setattr(judging, "FEW", 0)
    many = [judge.judge(records), judge.judge(records[1:20], records[0])]
    for one, other in zip(few, many, strict=True):
        for said, again in ((one.codes, other.codes), (one.flaws, other.flaws)):
            assert {k: v.tolist() for k, v in said.items()} == {
                k: v.tolist() for k, v in again.items()
            }
    assert any(flaws.any() for flaws in few[0].flaws.values())
