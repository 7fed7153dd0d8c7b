"""Every complete person falls in exactly one cell of the partition and gets its verdicts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from random import Random

import numpy as np
import pytest
from hypothesis import given, note, reject
from hypothesis import strategies as st

from checker.conditions.refusal import NotCompilable
from checker.engine import Memory, Record, verdicts_for
from checker.law.view import load_law
from checker.proposals.everyone import possible
from checker.quality import quality_shapes
from checker.records.facts import Judgment
from checker.records.values import NONE, State
from checker.reports.result import VERDICTS
from checker.terms import RECORD, absolute
from checker.verdicts.program import compile_programs
from tests.agreement.laws import VALUES, laws, view_of
from tests.agreement.real_people import person
from tests.examples import examples

LAW = load_law()


@st.composite
def persons(draw: st.DrawFn) -> dict[str, State]:
    """A complete record as a file gives it: what did not happen is blank, with what says so."""
    record: dict[str, State] = {name: draw(values) for name, values in VALUES.items()}
    if record["mark"] is False:
        del record["markedOn"]
    if record["paper"] is NONE:
        record["paper"] = "a"
    if record["code"] == "d":
        del record["number"]
    if "a" in record["codes"]:  # type: ignore[operator]
        del record["endedOn"]
    return {str(RECORD[name]): state for name, state in record.items()}


@examples(12, shrink=False)
@given(laws(norms=2, facts=6, judged=True), st.lists(persons(), min_size=40, max_size=40))
def test_everyone_is_somewhere(turtle: str, found: list[dict[str, State]]) -> None:
    view = view_of(turtle)
    try:
        programs = compile_programs(view, "thing")
        everyone = possible(programs, record_type="thing")
    except NotCompilable:
        reject()
    verdicts = {iri: everyone.verdicts(p) for iri, p in programs.programs.items()}
    cells = everyone.cells_of(found)
    for record, cell, own in zip(found, cells, verdicts_for(view, found, "thing"), strict=True):
        if cell < 0:
            note(turtle)
            note(str({iri.rsplit("#")[-1]: state for iri, state in record.items()}))
        assert cell >= 0
        for iri, verdict in own.items():
            assert VERDICTS[verdicts[iri][cell]] == verdict.verdict


@pytest.mark.slow
@pytest.mark.parametrize(
    ("day", "act"),
    [
        (date(2013, 12, 1), "law/2012/528/"),
        (date(2014, 12, 1), "law/2012/528/par/3/stk/1/"),
        (date(2014, 12, 1), "law/2007/798/"),
        (date(2025, 12, 1), "law/2012/528/"),
        (date(2025, 12, 1), "law/2025/696/"),
    ],
)
def test_everyone_is_somewhere_in_the_real_law(day: date, act: str) -> None:
    view, random = LAW.at(day), Random(20141201)
    programs = compile_programs(view, "person")
    own = {iri: p for iri, p in programs.programs.items() if iri.startswith(absolute(act))}
    programs = replace(programs, programs=own, refused={})
    everyone = possible(programs)
    assert everyone.unsettled == 0
    assert everyone.partition.unreached == ()
    shapes = quality_shapes(LAW, "person")[0]
    bad = {iri: s.condition for iri, s in shapes.items() if s.severity == "error"}
    memory = Memory.compile(programs, quality=bad)
    columns = Memory.compile(programs).columns
    number = {str(RECORD.id): "1"}
    found = [{**person(columns, day, random), **number} for _ in range(3000)]
    good = complete_and_valid(memory, found)
    assert len(good) > 10
    cells = everyone.cells_of(good)
    assert cells.min() >= 0
    judged = memory.verdicts(good)
    for iri, program in own.items():
        expected = [verdict[iri].verdict for verdict in judged]
        assert [VERDICTS[v] for v in everyone.verdicts_at(program, cells)] == expected
    some = random.sample(range(everyone.size), 20)
    assert everyone.cells_of([everyone.witness(cell) for cell in some]).tolist() == some


def complete_and_valid(memory: Memory, found: Sequence[Record]) -> list[Record]:
    """The records of which every atom is known and no shape of record quality is violated."""
    plan, row = memory.plan, memory.coded(found).fetchnumpy()
    words = {n: np.asarray(row[f"w{n}"], np.int64) for n in range(plan.words)}
    good = np.ones(len(found), np.bool_)
    for n in range(plan.flag_words):
        good &= np.asarray(row[f"q{n}"], np.int64) == 0
    for key, codes in plan.decode(plan.slots, words).items():
        if not isinstance(plan.atoms[key].fact, Judgment):
            good &= codes < plan.atoms[key].coding.unknown
    return [found[n] for n in np.flatnonzero(good).tolist()]


@examples(5, shrink=False)
@given(laws(norms=1, facts=5), st.randoms(use_true_random=False))
def test_a_witness_is_of_its_cell(turtle: str, random: Random) -> None:
    try:
        everyone = possible(compile_programs(view_of(turtle), "thing"), record_type="thing")
    except NotCompilable:
        reject()
    cells = random.sample(range(everyone.size), min(everyone.size, 20))
    witnesses = [everyone.witness(cell) for cell in cells]
    assert everyone.cells_of(witnesses).tolist() == cells
