"""Gaps: their order, their JSON form, and what makes a proposal feasible."""

from __future__ import annotations

import json

from lovgraf.core.terms import Text
from lovgraf.proposals.gap import Block, Gap, Repair, feasible, ordered

SAID = Text("et hul", "a gap")


def test_the_worst_gap_comes_first() -> None:
    mild = Gap("burdensome", "info", SAID)
    bad = Gap("unreachable", "error", SAID)
    doubtful = Gap("hollow", "warning", SAID)
    assert ordered([mild, doubtful, bad]) == [bad, doubtful, mild]


def test_only_errors_make_a_proposal_infeasible() -> None:
    assert feasible([])
    assert feasible([Gap("hollow", "warning", SAID), Gap("burdensome", "info", SAID)])
    assert not feasible([Gap("hollow", "warning", SAID), Gap("unreachable", "error", SAID)])


def test_json_has_what_the_gap_has() -> None:
    gap = Gap(
        "unreachable",
        "error",
        SAID,
        norm="https://example.org/norm",
        who_words=Text("de fjerne", "the distant"),
        witness={"home_in_denmark": "false"},
        cells=3,
        of=12,
        blocking=(Block("r", SAID, "s", SAID, "place", by_travel=True),),
        repairs=(Repair(Text("ret det", "mend it"), closes=("unreachable",)),),
    )
    found = json.loads(json.dumps(gap.as_dict()))
    assert found["who"] == {"da": "de fjerne", "en": "the distant"}
    assert (found["cells"], found["of"]) == (3, 12)
    assert found["witness"] == {"home_in_denmark": "false"}
    assert found["blocking"][0]["by_travel"] is True
    assert found["repairs"][0]["closes"] == ["unreachable"]


def test_json_leaves_out_what_a_gap_has_not() -> None:
    found = Gap("companion", "warning", SAID).as_dict()
    assert "witness" not in found
    assert "cells" not in found
    assert found["repairs"] == []
