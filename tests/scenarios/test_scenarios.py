"""Every scenario gives its verdict, in both engines."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Protocol

import pytest

from checker.errors import InputError
from checker.law import Law
from checker.scenarios.batches import in_batches
from tests.scenarios.cases import Scenario, norm_of, record_of, scenarios

CASES = [case for case in scenarios() if case.error or not case.asks_may]


class Found(Protocol):
    """What both engines say of a norm on a record."""

    @property
    def verdict(self) -> str: ...

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


def _readable(folder: Path) -> list[Scenario]:
    """The cases of one folder that have a norm in force and sound facts."""
    found = []
    for case in CASES:
        if case.file.parent == folder and not case.error:
            try:
                if norm_of(_laws["law"], case):
                    record_of(_laws["law"], case)
                    found.append(case)
            except InputError:
                continue  # the case itself fails, with the reason
    return found


@cache
def _columns(folder: Path) -> Answers:
    """All cases of a folder, each norm on its own cases only."""
    answers: dict[str, Found | Exception] = {}
    for batch in in_batches(_laws["law"], _readable(folder)).batches:
        names = [case.scenario.id for case in batch.cases]
        try:
            refused = batch.programs.refused
            answers |= {
                name: refused[case.norm.iri]
                for name, case in zip(names, batch.cases, strict=True)
                if case.norm.iri in refused
            }
            for program, rows in batch.programs_with_cases():
                records = [batch.cases[row].record for row in rows]
                norm = program.norm.iri
                found = batch.memory.verdicts(records, batch.own_codes(rows), [norm])
                answers |= {names[row]: own[norm] for row, own in zip(rows, found, strict=True)}
        except InputError as error:
            answers |= dict.fromkeys(names, error)
    return answers


@cache
def _reference(folder: Path) -> Answers:
    """All cases of a folder at once, so that HermiT is called a few times only."""
    from checker.reference import judge
    from checker.reference.cases import Case
    from checker.reference.oracles import Oracles
    from checker.reference.plan import make_plan

    law = _laws["law"]
    oracles = Oracles(law)
    answers: dict[str, Found | Exception] = {}
    names, cases = [], []
    for case in _readable(folder):
        norm = norm_of(law, case)
        assert norm is not None
        try:
            plan = make_plan(law.at(case.as_of), norm, oracles)
        except InputError as error:
            answers[case.id] = error
            continue
        names.append(case.id)
        cases.append(Case(plan, record_of(law, case), case.as_of))
    answers |= zip(names, judge(cases, oracles), strict=True)
    return answers


ENGINES = {"columns": _columns, "reference": _reference}


RUNS = [
    pytest.param(case, engine, id=f"{case.id}-{engine}")
    for case in CASES
    for engine in sorted(ENGINES)
]
"""An engine answers all cases of a folder at once, so that one process asks it
(`tests.distribution`)."""


@pytest.mark.parametrize(("case", "engine"), RUNS)
def test_scenario(case: Scenario, engine: str, law: Law) -> None:
    assert not case.error, case.error
    norm = norm_of(law, case)
    record_of(law, case)
    if norm is None:
        assert case.expected == "none", "the norm is not in force on that date"
        return
    assert case.expected != "none", f"{norm.iri} is in force on that date"
    found = ENGINES[engine](case.file.parent)[case.id]
    if isinstance(found, Exception):
        raise found
    why = f"missing {found.missing}, judged by {found.judgment}; {case.raw['why']}"
    assert found.verdict == case.expected, why
    if "missing" in case.raw and getattr(found, "exact", True):
        assert list(found.missing) == sorted(case.raw["missing"])
    elif "missing" in case.raw:  # the reference engine met its bound and names all blanks
        assert set(case.raw["missing"]) <= set(found.missing)
    if "judgment" in case.raw:
        judges = [iri.removeprefix("https://w3id.org/lovgraf/") for iri in found.judgment]
        assert judges == sorted(case.raw["judgment"])


def test_ids_are_unique() -> None:
    ids = [case.id for case in scenarios()]
    assert len(set(ids)) == len(ids)
