"""Settling many cells at once gives what the definition says of each (semantics, section 3)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lovgraf.conditions.atoms import Atom
from lovgraf.conditions.kleene import Codes, Logic, question_key
from lovgraf.conditions.tree import questions
from lovgraf.engine.in_memory import Memory, verdicts_for
from lovgraf.facts.values import NONE
from lovgraf.verdicts import completions, search
from lovgraf.verdicts.decide import BREACHED, UNATTAINABLE, UNDETERMINED, decide
from lovgraf.verdicts.evaluate import evaluate
from lovgraf.verdicts.feasible import Combinations
from lovgraf.verdicts.patterns import distinct
from lovgraf.verdicts.program import Program
from tests.checker.small_law import DUTY, fact, old_ships, ship, view_of
from tests.checker.verdicts.test_feasible import (
    COLUMNS,
    NAMES,
    Record,
    every_code,
    memory,
    whole_records,
)
from tests.examples import examples, one_in

Point = tuple[int, ...]


def verdict_of(program: Program, atoms: Mapping[str, Atom], codes: Mapping[str, int]) -> int:
    """The verdict on one cell by Kleene's logic."""
    logic = Logic(atoms, {key: np.array([code]) for key, code in codes.items()})
    return int(decide(program, [logic.evaluate(c) for c in program.conditions])[0])


def can_occur(possible: Combinations, open_: list[str], codes: Mapping[str, int]) -> set[Point]:
    """The completions, as codes of the open atoms in order, that no component rules out."""
    classes = {key: every_code(possible.atoms[key]) for key in open_}
    found = set(product(*(range(len(some)) for some in classes.values())))
    for component in possible.apart(tuple(open_), tuple(sorted(codes))):
        relation = possible.relation(component, classes, codes)
        if relation is not None:
            places = [open_.index(key) for key in component.live]
            found = {point for point in found if relation[tuple(point[p] for p in places)]}
    return found


def by_definition(
    program: Program, possible: Combinations, codes: Mapping[str, int]
) -> tuple[int, set[str]]:
    """The verdict that all completions share, else undetermined, and what alone can change it.

    Whether a capability can be had is asked last: what is unknown of it leaves a breach one.
    """
    atoms = possible.atoms
    deciding = {question_key(q) for c in program.conditions[:4] for q in questions(c)}
    open_ = sorted(key for key in deciding if codes[key] >= atoms[key].coding.unknown)
    found = {
        point: verdict_of(program, atoms, {**codes, **dict(zip(open_, point, strict=True))})
        for point in can_occur(possible, open_, codes)
    }
    plain = {p: BREACHED if v == UNATTAINABLE else v for p, v in found.items()}
    if len(set(plain.values())) == 1:
        (verdict,) = set(plain.values())
        gap = set(found.values()) == {UNATTAINABLE}
        return UNATTAINABLE if gap else verdict, set()
    return UNDETERMINED, set(_turning(atoms, codes, open_, plain))


def _turning(
    atoms: Mapping[str, Atom], codes: Mapping[str, int], open_: list[str], found: dict[Point, int]
) -> Iterator[str]:
    """The blank columns of which two completions that differ in them alone differ in verdict."""
    asks = [set(atoms[key].coding.missing(codes[key])) for key in open_]
    for column in set().union(*asks):
        same: dict[object, set[int]] = {}
        for point, verdict in found.items():
            others = tuple(
                None if column in asked else code for code, asked in zip(point, asks, strict=True)
            )
            same.setdefault(others, set()).add(verdict)
        if any(len(verdicts) > 1 for verdicts in same.values()):
            yield column


@st.composite
def blanked(draw: st.DrawFn) -> Record:
    whole = draw(whole_records())
    lost = set(map(fact, draw(st.sets(st.sampled_from(COLUMNS), min_size=1, max_size=4))))
    return {key: state for key, state in whole.items() if key not in lost}


@pytest.mark.slow
@examples(2, of=4)
@given(
    st.lists(st.sampled_from(NAMES), min_size=1, max_size=3, unique=True).map(sorted),
    st.lists(blanked(), min_size=15, max_size=15),
)
def test_many_cells_at_once_are_judged_as_the_definition_says(
    names: list[str], records: list[Record]
) -> None:
    found = memory(*names)
    (program,) = found.plan.programs.programs.values()
    codes, possible = found.codes(records), found.combinations
    keys = {question_key(q) for c in program.conditions for q in questions(c)}
    many = evaluate(program, found.plan.atoms, codes, len(records), possible)
    for row in range(len(records)):
        own = {key: int(codes[key][row]) for key in keys}
        verdict, turning = by_definition(program, possible, own)
        assert many.verdicts[row] == verdict
        reason = many.reasons.get(row)
        missing = set(reason.missing) if reason else set()
        # An open fact that rests on several blank columns names them all.
        assert turning <= missing if verdict == UNDETERMINED else not turning
        one = {key: code[row : row + 1] for key, code in codes.items()}
        alone = evaluate(program, found.plan.atoms, one, 1, possible)
        assert (alone.verdicts[0], alone.reasons.get(0)) == (many.verdicts[row], reason)


RECORD: Record = {
    fact("sails"): True, fact("inspected"): None, fact("inspected_on"): None,
    fact("bought_on"): None, fact("built_on"): None,
}  # fmt: skip


NAMES_OF_DAYS = ("expired", "expiredLater", "isOverdue", "isWarned", "latest", "wait")


@pytest.mark.slow
def test_what_takes_too_much_work_is_possible() -> None:
    full = memory(*NAMES_OF_DAYS)
    codes = {key: int(code[0]) for key, code in full.codes([RECORD]).items()}
    atoms = full.plan.atoms
    open_ = sorted(key for key, code in codes.items() if code >= atoms[key].coding.unknown)
    exact = can_occur(full.combinations, open_, codes)
    for steps in one_in(4, (0, 1, 2, 5, 20)):
        bounded = Memory(full.plan, full.columns)  # with combinations of its own
        bounded.combinations.search.max_steps = steps
        assert exact <= can_occur(bounded.combinations, open_, codes), steps


@pytest.mark.slow
def test_with_too_many_steps_a_verdict_is_undetermined_rather_than_wrong() -> None:
    full = memory(*NAMES_OF_DAYS)
    bounded = Memory(full.plan, full.columns)
    bounded.combinations.search.max_steps = 0
    records = [RECORD, {**RECORD, fact("inspected"): False, fact("inspected_on"): NONE}]
    for record in records:
        (true,) = full.verdicts([record])[0].values()
        (fast,) = bounded.verdicts([record])[0].values()
        assert fast.verdict in (true.verdict, "undetermined")


@pytest.mark.slow
def test_too_many_completions_are_undetermined(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(completions, "MAX_COMPLETIONS", 1)
    found = memory("expired", "wait")
    (verdict,) = found.verdicts([RECORD])[0].values()
    assert verdict.verdict == "undetermined"
    assert "built_on" in verdict.missing


def test_distinct_rows_are_numbered() -> None:
    columns = [np.array([1, 0, 1, 1]), np.array([7, 7, 7, 2])]
    first, number = distinct(columns, 4)
    assert [(int(columns[0][f]), int(columns[1][f])) for f in first[number]] == [
        (1, 7), (0, 7), (1, 7), (1, 2),
    ]  # fmt: skip


def test_many_columns_do_not_run_together() -> None:
    rows: Codes = np.arange(200)
    columns = [rows % 251 + n % 2 for n in range(20)]
    assert len(distinct(columns, 200)[0]) == 200
    assert len(distinct([], 3)[0]) == 1


def test_the_bound_leaves_room_for_what_the_law_needs() -> None:
    assert search.MAX_STEPS >= 1000


def test_columns_that_say_of_each_other_what_did_not_happen_do_not_run_in_circles() -> None:
    more = """
record:soldOn a record:Column ; record:column "sold_on" ; record:datatype xsd:date ;
  record:recordType record:Ship ; rdfs:label "solgt den"@da, "sold on"@en ;
  record:noneWhen [ record:fact record:scrapped ; record:value true ] .
record:scrappedOn a record:Column ; record:column "scrapped_on" ; record:datatype xsd:date ;
  record:recordType record:Ship ; rdfs:label "ophugget den"@da, "scrapped on"@en ;
  record:noneWhen [ record:fact record:sold ; record:value true ] .
record:sold a record:DerivedFact ; record:datatype xsd:boolean ; record:recordType record:Ship ;
  rdfs:label "solgt"@da, "sold"@en ; record:operator record:HappenedBy ; record:of record:soldOn .
record:scrapped a record:DerivedFact ; record:datatype xsd:boolean ;
  record:recordType record:Ship ; rdfs:label "ophugget"@da, "scrapped"@en ;
  record:operator record:HappenedBy ; record:of record:scrappedOn .
<duty/kept> a sh:NodeShape ; sh:property [ sh:path record:sold ; sh:hasValue false ] ,
  [ sh:path record:scrapped ; sh:hasValue false ] .
"""
    view = view_of(more + old_ships().removeprefix(DUTY).replace("<duty/inspected>", "<duty/kept>"))
    (verdict,) = verdicts_for(view, [ship(built_on=date(2000, 1, 1), sails=True)], "ship")[
        0
    ].values()
    assert verdict.verdict == "undetermined"
    assert verdict.missing == ("scrapped_on", "sold_on")
