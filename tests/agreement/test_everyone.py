"""Every complete person falls in exactly one cell of the partition and gets its verdicts."""

from __future__ import annotations

from random import Random

from hypothesis import given, note, reject
from hypothesis import strategies as st

from checker.conditions.refusal import NotCompilable
from checker.engine import verdicts_for
from checker.proposals.everyone import possible
from checker.records.values import State
from checker.reports.result import VERDICTS
from checker.terms import RECORD
from checker.verdicts.program import compile_programs
from tests.agreement.laws import VALUES, laws, view_of
from tests.agreement.profile import examples


@st.composite
def persons(draw: st.DrawFn) -> dict[str, State]:
    """A complete record as a file gives it: what did not happen is blank, with what says so."""
    record: dict[str, State] = {name: draw(values) for name, values in VALUES.items()}
    if record["mark"] is False:
        del record["markedOn"]
    if record["code"] == "d":
        del record["number"]
    if "a" in record["codes"]:  # type: ignore[operator]
        del record["endedOn"]
    return {str(RECORD[name]): state for name, state in record.items()}


@examples(12)
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


@examples(5)
@given(laws(norms=1, facts=5), st.randoms(use_true_random=False))
def test_a_witness_is_of_its_cell(turtle: str, random: Random) -> None:
    try:
        everyone = possible(compile_programs(view_of(turtle), "thing"), record_type="thing")
    except NotCompilable:
        reject()
    cells = random.sample(range(everyone.size), min(everyone.size, 20))
    witnesses = [everyone.witness(cell) for cell in cells]
    assert everyone.cells_of(witnesses).tolist() == cells
