"""What the records of scenarios may do comes out as the cases say, and as one case is told."""

from __future__ import annotations

from functools import cache

import pytest

from checker.explain import explain_record
from checker.explain.may import opened_to
from checker.law import Law
from checker.scenarios import record_of
from checker.scenarios.may import answers, condition_of
from checker.terms import absolute
from tests.scenarios.cases import Scenario, scenarios

CASES = [case for case in scenarios() if not case.error and case.asks_may]


@cache
def _answers(law_id: int) -> dict[str, str]:
    return answers(_laws[law_id], CASES)


_laws: dict[int, Law] = {}


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case.id))
def test_case(case: Scenario, law: Law) -> None:
    condition_of(law.at(case.as_of), case)  # says what is wrong with a case of its own
    _laws[id(law)] = law
    assert _answers(id(law))[case.id] == case.expected, case.raw["why"]


OF_NORMS = [case for case in CASES if "norm" in case.raw and case.expected == "yes"]
FIRST = {case.file.parent.name: case for case in reversed(OF_NORMS)}


@pytest.mark.parametrize("case", FIRST.values(), ids=lambda case: str(case.id))
def test_one_case_is_told_the_same(case: Scenario, law: Law) -> None:
    record = record_of(law, case)
    found = explain_record(law.at(case.as_of), record, case.record_type, turns=False)
    norm = absolute(f"{case.provision}/norm/{case.raw['norm']}")
    told = {may.norm: may.holds for may in found.may}
    if opened_to(law.norms[norm]):
        assert told[norm] == "true"
    else:
        assert norm not in told, "what somebody else may do is nothing that the record may do"


def test_there_are_cases_of_every_family_with_every_answer() -> None:
    families = {case.file.parent.name for case in CASES}
    assert families >= {"digital-post", "cpr", "nemkonto", "eid", "eu-residence"}
    assert {case.expected for case in CASES} == {"yes", "no", "unknown", "none"}
