"""The scenarios give their verdicts: of each norm one by the columns engine, with each verdict in
turn, and by the solver or, of one norm in thirty-six, by the reference engine. (With `WHOLE=1` all
do by the first two, and one of each norm by the last; in `make fuzz` every one, and the data engine
works out all.)
They leave nothing out of the law that has no reason (asked with `WHOLE=1`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol, runtime_checkable

import pytest

from lovgraf.authoring.lint.coverage import measured, prepared, read_accepted
from lovgraf.authoring.scenarios.batches import Batch, in_batches
from lovgraf.core.errors import InputError
from lovgraf.engine import in_memory
from lovgraf.facts.values import State
from lovgraf.law import Law, Norm
from tests.examples import FUZZ, WHOLE, whole
from tests.scenarios.cases import (
    Scenario,
    by_file,
    norm_of,
    record_of,
    scenarios,
    verdicts_of,
)

ACCEPTED = Path(__file__).parents[1] / "accepted-gaps.yaml"
CASES = [case for case in scenarios() if case.error or not case.asks_may]


class Found(Protocol):
    """What an engine says of a norm on a record."""

    @property
    def verdict(self) -> str: ...


@runtime_checkable
class Told(Found, Protocol):
    """What both engines tell with it, and the solver does not."""

    @property
    def missing(self) -> tuple[str, ...]: ...

    @property
    def judgment(self) -> tuple[str, ...]: ...


Answers = Mapping[str, Found | Exception]
"""What an engine says of each case, by id."""

_laws: dict[str, Law] = {}


@pytest.fixture(scope="session", autouse=True)
def _the_law(law: Law) -> None:
    _laws["law"] = law


@dataclass(frozen=True)
class Understood:
    """A case with its norm (None where none is in force) and its record."""

    case: Scenario
    norm: Norm | None
    record: dict[str, State]


@cache
def _understood() -> dict[str, Understood | str]:
    """What each case means, by id; what is wrong with it where it means nothing."""
    found: dict[str, Understood | str] = {}
    for case in CASES:
        try:
            found[case.id] = case.error or Understood(
                case, norm_of(_laws["law"], case), record_of(_laws["law"], case)
            )
        except InputError as error:
            found[case.id] = str(error)
    return found


def _judged(folder: Path | None = None) -> list[tuple[Scenario, Norm, dict[str, State]]]:
    """The cases of one folder, or all, that have a norm in force and sound facts."""
    return [
        (read.case, read.norm, read.record)
        for read in _understood().values()
        if not isinstance(read, str) and read.norm and folder in (None, read.case.file.parent)
    ]


@cache
def _batches(every: bool) -> list[Batch]:
    """All sound cases, coded once for their verdicts and for what they leave out; or the chosen
    ones."""
    sound = [case for case, _, _ in _judged() if every or case.id in _chosen()]
    law = _laws["law"]
    return prepared(law, sound) if every else in_batches(law, sound).batches


@cache
def _by_verdict() -> dict[str, dict[str, str]]:
    """The id of the first case of each norm (by IRI) with each verdict."""
    first: dict[str, dict[str, str]] = {}
    for case, norm, _ in _judged():
        first.setdefault(norm.iri, {}).setdefault(case.expected, case.id)
    return first


@cache
def _of_columns() -> Answers:
    """The cases, each norm on its own cases only: few at once one by one, many by the data engine,
    and all by that where there is time."""
    with pytest.MonkeyPatch.context() as patch:
        if FUZZ:
            patch.setattr(in_memory, "ONE_BY_ONE", 0)
        return _judged_by_columns()


def _judged_by_columns() -> Answers:
    answers: dict[str, Found | Exception] = {}
    for batch in _batches(WHOLE):
        names = [case.scenario.id for case in batch.cases]
        try:
            refused = batch.programs.refused
            answers |= {
                name: refused[case.norm.iri]
                for name, case in zip(names, batch.cases, strict=True)
                if case.norm.iri in refused
            }
            answers |= verdicts_of(batch)
        except InputError as error:
            answers |= dict.fromkeys(names, error)
    return answers


def _columns(_folder: Path) -> Answers:
    """The cases of all folders, many of which have a day and a type of record in common."""
    return _of_columns()


@cache
def _solver(folder: Path) -> Answers:
    """All cases of a folder, or the chosen ones of all but one norm in thirty-six; those of a norm
    on a day by one solver."""
    from lovgraf.reference.solver.engine import Solver

    view_at = cache(_laws["law"].at)
    solver_of = cache(lambda day, kind, norm: Solver(view_at(day), kind, [norm]))
    answers: dict[str, Found | Exception] = {}
    for case, norm, record in _judged(folder):
        if not WHOLE and (case.id not in _chosen() or norm.iri in _referred()):
            continue
        solver = solver_of(case.as_of, norm.record_type, norm.iri)
        refused = solver.refused.get(norm.iri)
        answers[case.id] = refused or solver.possible(record)[norm.iri]
    return answers


@cache
def _chosen() -> dict[str, str]:
    """Of the cases one of each norm (its IRI by the case's id), with each verdict in turn."""
    first = _by_verdict().items()
    return {list(one.values())[n % len(one)]: iri for n, (iri, one) in enumerate(first)}


@cache
def _referred() -> frozenset[str]:
    """The norms of which the reference engine, not the solver, answers the chosen case."""
    return frozenset(list(_chosen().values())[::36])


def _sample() -> list[tuple[Scenario, Norm, dict[str, State]]]:
    """The cases that the reference engine answers: each norm is met by another engine than the
    columns engine, and by both where there is time."""
    cases = _judged()
    if FUZZ:
        return cases
    return [
        read for read in cases if read[0].id in _chosen() and (WHOLE or read[1].iri in _referred())
    ]


@cache
def _of_reference() -> Answers:
    """A sample of the cases at once, so that HermiT is called a few times only."""
    from lovgraf.reference import judge
    from lovgraf.reference.cases import Case
    from lovgraf.reference.oracles import Oracles
    from lovgraf.reference.plan import make_plan

    law = _laws["law"]
    oracles, view_at = Oracles(law), cache(law.at)
    plan_of = cache(lambda day, norm: make_plan(view_at(day), law.norms[norm], oracles))
    answers: dict[str, Found | Exception] = {}
    names, cases = [], []
    for case, norm, record in _sample():
        try:
            plan = plan_of(case.as_of, norm.iri)
        except InputError as error:
            answers[case.id] = error
            continue
        names.append(case.id)
        cases.append(Case(plan, record, case.as_of))
    answers |= zip(names, judge(cases, oracles), strict=True)
    return answers


def _reference(_folder: Path) -> Answers:
    """The sampled cases of all folders: what each call of HermiT costs is mostly its start."""
    return _of_reference()


ENGINES: dict[str, Callable[[Path], Answers]] = {
    "columns": _columns, "reference": _reference, "solver": _solver,
}  # fmt: skip


RUNS = [
    pytest.param(
        cases, engine, id=f"{file}-{engine}", marks=[pytest.mark.drawn] * (engine != "solver")
    )
    for file, cases in by_file(CASES).items()
    for engine in sorted(ENGINES)
]
"""The solver answers all cases of a folder at once, the other engines all cases, so that one
process asks each (`tests.distribution`)."""


@pytest.mark.parametrize(("cases", "engine"), RUNS)
def test_scenarios(cases: list[Scenario], engine: str) -> None:
    """Every case of a file; each that comes out otherwise is told with how."""
    faults = [(case.id, _fault(case, engine)) for case in cases]
    wrong = [f"{name}: {fault}" for name, fault in faults if fault]
    assert not wrong, "\n".join(wrong)


def _fault(case: Scenario, engine: str) -> str:
    """How the answer of an engine differs from what a case says; empty where it does not."""
    read = _understood()[case.id]
    if isinstance(read, str):
        return read
    if read.norm is None:
        return "" if case.expected == "none" else "the norm is not in force on that date"
    if case.expected == "none":
        return f"{read.norm.iri} is in force on that date"
    found = ENGINES[engine](case.file.parent).get(case.id)
    if found is None:
        return "" if _may_be_left_out(engine) else "it is not judged"
    if isinstance(found, Exception):
        return f"{type(found).__name__}: {found}"
    if isinstance(found, Told):
        return _told(case, found)
    return "" if found.verdict == case.expected else f"{found}; {case.raw['why']}"


def _may_be_left_out(engine: str) -> bool:
    """Whether an engine answers a choice of the cases only."""
    return not FUZZ if engine == "reference" else not WHOLE


def _told(case: Scenario, found: Told) -> str:
    """How what an engine tells differs from what a case says."""
    said = f"missing {found.missing}, judged by {found.judgment}; {case.raw['why']}"
    exact = getattr(found, "exact", True)  # else it met its bound and names all blanks
    if found.verdict != case.expected:
        return f"{found.verdict}, not {case.expected}; {said}"
    missing = case.raw.get("missing", found.missing)
    if list(found.missing) != sorted(missing) if exact else not set(missing) <= set(found.missing):
        return f"not missing {missing}; {said}"
    judges = [iri.removeprefix("https://w3id.org/lovgraf/") for iri in found.judgment]
    if judges != sorted(case.raw.get("judgment", judges)):
        return f"not judged by {case.raw['judgment']}; {said}"
    return ""


def test_every_scenario_can_be_used() -> None:
    assert [read for read in _understood().values() if isinstance(read, str)] == []


@pytest.mark.slow
@whole("checker/lint/coverage/test_coverage.py::test_a_case_far_from_the_limit_is_not_on_it")
def test_the_scenarios_leave_nothing_out() -> None:
    found = measured(_laws["law"], _batches(True), len(scenarios()), read_accepted(ACCEPTED))
    gaps = [f"{gap.key}: {gap.what.en}" for gap in found.gaps]
    assert not gaps, "\n".join(gaps)
    assert not found.stale


def test_ids_are_unique() -> None:
    ids = [case.id for case in scenarios()]
    assert len(set(ids)) == len(ids)
