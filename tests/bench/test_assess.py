"""The measurement of assessments runs, small; its made law has the kinds that it says."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from bench import cells
from bench.assess import FOLDER, MADE_DAY, main
from bench.assess import cells_of as measured
from lovgraf.law import Law, load_graph
from lovgraf.law.graph import ONTOLOGY
from lovgraf.proposals.case_space import possible
from lovgraf.verdicts.program import compile_programs
from tests.bench import here


def test_a_made_law_has_the_kinds_it_says(tmp_path: Path) -> None:
    path = tmp_path / "made.ttl"
    path.write_text(cells.law(cells.facts_for(100)), encoding="utf-8")
    law = Law(load_graph([path], [ONTOLOGY / "core.ttl", ONTOLOGY / "record.ttl"]))
    programs = compile_programs(law.at(MADE_DAY), cells.TYPE)
    everyone = possible(programs)
    assert everyone.size == cells.kinds_of(cells.facts_for(100)) == 144
    assert len(everyone.axes) == 1, "no fact can be solved apart from the others"
    assert everyone.unsettled == 0


def test_the_cells_of_a_proposal_are_those_of_its_largest_partition(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LOVGRAF_CACHE", "off")
    found = measured(FOLDER / "digital-post-group-1-subsection.ttl")
    assert found["facts"] <= found["made"] < found["of"]


@pytest.mark.slow
def test_the_growth_of_assessments_is_measured(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["bench.assess", "--only", "", "--kinds", "10,20"])
    monkeypatch.setenv("LOVGRAF_CACHE", "off")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    done = here.done_here(tmp_path, monkeypatch)
    main()
    shown = capsys.readouterr().out
    assert re.search(r"^ +13( +[\d.]+){4}$", shown, re.M)
    assert "a kind costs" in shown
    assert done == ["bench.assess"] * 2
