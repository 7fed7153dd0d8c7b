"""Proposals as a drafter wrote them from the documentation, with what an assessment must tell."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from lovgraf.law import load_law
from lovgraf.law.view import Law
from lovgraf.proposals.assess import Assessment, assess
from lovgraf.proposals.gap import Gap
from lovgraf.proposals.proposal import read_proposal
from tests.examples import WHOLE, one_in, whole

FOLDER = Path(__file__).parent / "strangers"
ROUTES = [
    ("end-routes", "unreachable", "error"),
    ("end-all-mitid", "discretion", "warning"),
    ("circular-only", "circular", "error"),
]
"""What is done to routes, with a gap that it leaves."""


@cache
def law() -> Law:
    return load_law()


@cache
def found(name: str) -> Assessment:
    return assess(law(), [read_proposal(FOLDER / f"{name}.ttl")])


def gaps(name: str, code: str) -> list[Gap]:
    return [gap for gap in found(name).gaps if gap.code == code]


@pytest.mark.slow
@whole(
    "checker/law/test_participants.py::test_what_a_proposal_does_to_a_route_of_persons_reaches_the_filer"
)
@pytest.mark.parametrize(("name", "code", "severity"), ROUTES)
def test_what_is_done_to_a_route_reaches_persons_and_filers(
    name: str, code: str, severity: str
) -> None:
    own = gaps(name, code)
    assert {gap.severity for gap in own} == {severity}
    assert {"person", "filing"} <= {one.record_type for one in found(name).comparisons}
    if code != "circular":
        (filers,) = [gap for gap in own if gap.record_type == "filing"]
        assert "other duties" in filers.message.en


@pytest.mark.slow
@whole(
    "checker/law/test_participants.py::test_what_a_proposal_does_to_a_route_of_persons_reaches_the_filer"
)
def test_a_filer_is_struck_by_the_same_facts_as_a_person() -> None:
    (filers,) = [gap for gap in gaps("end-routes", "unreachable") if gap.record_type == "filing"]
    assert filers.witness is not None
    assert filers.witness["danish_passport"] == "false"
    assert filers.witness["filer_has_eid"] == "false"
    assert "filer_can_get_eid" not in filers.witness
    assert filers.who_words is not None
    assert "filer: holds a Danish passport" in filers.who_words.en


@pytest.mark.slow
def test_each_gap_is_told_once() -> None:
    left_out = set() if WHOLE else {name for name, _, _ in ROUTES}
    for path in one_in(2, sorted(FOLDER.glob("*.ttl"))):
        if path.stem not in left_out:
            told = [(gap.message, gap.who_words) for gap in found(path.stem).gaps]
            assert len(told) == len(set(told)), path.stem


@pytest.mark.slow
def test_data_moved_at_once_without_a_basis_wants_a_transition_too() -> None:
    assert gaps("data-at-once", "no-legal-basis")
    (gap,) = gaps("data-at-once", "no-transition")
    assert "moved at once" in gap.message.en


@pytest.mark.slow
def test_a_text_is_held_against_the_condition_and_written_anew() -> None:
    (kept,) = gaps("raise-age", "stale-text")
    assert "turned 18 and has a home or fixed abode" in kept.message.en
    assert "fyldt 18 år" in kept.message.da
    (own,) = gaps("definition", "stale-text")
    assert "names 18 where the condition says 15" in own.message.en
    assert "turned 15 and has a home" in own.message.en
