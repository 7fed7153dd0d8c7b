"""The scenarios leave nothing out of the law that has no reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from lovgraf.authoring.lint.coverage import coverage, read_accepted
from lovgraf.law import Law
from tests.scenarios.cases import FOLDER

ACCEPTED = Path(__file__).parents[1] / "accepted-gaps.yaml"


@pytest.mark.slow
def test_the_scenarios_leave_nothing_out(law: Law) -> None:
    found = coverage(law, [FOLDER], read_accepted(ACCEPTED))
    gaps = [f"{gap.key}: {gap.what.en}" for gap in found.gaps]
    assert not gaps, "\n".join(gaps)
    assert not found.stale
