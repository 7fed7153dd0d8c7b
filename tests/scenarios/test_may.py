"""What the records of scenarios may do comes out as the cases say, and as one case is told."""

from __future__ import annotations

import pytest

from lovgraf.authoring.scenarios import record_of
from lovgraf.authoring.scenarios.may import answers, condition_of
from lovgraf.core.errors import InputError
from lovgraf.core.terms import absolute
from lovgraf.explain import explain_record
from lovgraf.explain.may import opened_to
from lovgraf.law import Law
from tests.examples import one_in
from tests.scenarios.cases import Scenario, by_file, scenarios

CASES = [case for case in scenarios() if not case.error and case.asks_may]


@pytest.fixture(scope="module")
def told(law: Law) -> dict[str, str]:
    """The answer to each case, by id; what is wrong with a case that nothing can be asked of."""
    sound, found = [], {}
    for case in CASES:
        try:
            condition_of(law.at(case.as_of), case)
            record_of(law, case)
        except InputError as error:
            found[case.id] = str(error)
        else:
            sound.append(case)
    return found | answers(law, sound)


@pytest.mark.parametrize("cases", by_file(CASES).values(), ids=by_file(CASES))
def test_cases(cases: list[Scenario], told: dict[str, str]) -> None:
    """Every case of a file; each that comes out otherwise is told with how."""
    wrong = [case for case in cases if told[case.id] != case.expected]
    said = [f"{case.id}: {told[case.id]}, not {case.expected}; {case.raw['why']}" for case in wrong]
    assert not said, "\n".join(said)


OF_NORMS = [case for case in CASES if "norm" in case.raw and case.expected == "yes"]
FIRST = {case.file.parent.name: case for case in reversed(OF_NORMS)}


@pytest.mark.parametrize("case", one_in(4, FIRST.values()), ids=lambda case: str(case.id))
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
