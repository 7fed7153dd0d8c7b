"""The measurements run, small."""

from __future__ import annotations

import os
import re
import sys
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from rdflib import SH, URIRef

import bench.__main__
import bench.rdf
from bench.generated import generate
from bench.process import Run, run
from bench.shapes import shapes_graph
from lovgraf.law import Law, load_graph
from lovgraf.verdicts.program import compile_programs
from tests.bench import here
from tests.examples import whole

DAY = date(2014, 12, 1)
CHILDREN = ("bench.checked", "bench.generated", "bench.reading", "bench.shacl")


def test_a_child_is_measured() -> None:
    # A child starts with its parent's peak, and this process may have become large by now.
    measured = """
import sys
from bench.process import Run, run
found = run([sys.executable, "-c", "x = bytearray(60_000_000); print('yes')"])
print(found.output.strip(), found.seconds > 0, 60 < found.megabytes < 500)
"""
    found = run([sys.executable, "-c", measured])
    assert found.output == "yes True True\n"


def test_a_failing_child_is_named() -> None:
    with pytest.raises(RuntimeError, match="ended with 3: alas"):
        run([sys.executable, "-c", "import sys; print('alas', file=sys.stderr); sys.exit(3)"])


def test_a_child_that_does_not_end_is_stopped() -> None:
    with pytest.raises(TimeoutError, match="stopped after"):
        run([sys.executable, "-c", "import time; time.sleep(600)"], limit=0.2)


def test_engines_for_rdf_that_do_not_end_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """They run once and have no ratio; one that is much slower than the fastest is left out."""
    answers: dict[str, Run | Exception] = {
        "lovgraf": Run(2, 1, 0, "5\n"),
        "fast": Run(4, 1, 0, "5\n"),
        "slow": TimeoutError("stopped after 20 s"),
        "broken": RuntimeError("alas"),
    }

    def answer(command: list[str], _accept: object, _limit: object) -> Run:
        found = answers[command[2]]
        if isinstance(found, Exception):
            raise found
        return found

    monkeypatch.setattr(bench.rdf, "run", answer)
    monkeypatch.setattr(bench.rdf, "ENGINES", {name: name for name in answers})
    found = bench.rdf.compare(1, 2, list(answers), 20)
    assert [one.ratio for one in found] == [0.5, 2, None, None]
    assert [one.note for one in found] == ["", "", "stopped after 20 s", "alas"]
    assert bench.rdf.quick(found, 1.5) == ["lovgraf"]
    answers["fast"] = Run(4, 1, 0, "6\n")
    with pytest.raises(RuntimeError, match="different numbers"):
        bench.rdf.compare(1, 1, ["lovgraf", "fast"], 20)


@whole("test_the_whole_measurement_runs_on_a_small_file")
def test_generated_norms_are_in_force_and_compile(tmp_path: Path) -> None:
    """Read as a file beside the law, each with what exempts from the norm that it is made of."""
    path = tmp_path / "more.ttl"
    path.write_text(generate(40, DAY, "person"), encoding="utf-8")
    grown = Law(load_graph([path])).at(DAY)
    made = [norm.iri for norm in grown.judged("person") if "/norm/generated-" in norm.iri]
    assert len(made) == 40
    assert any(grown.lifting(iri) for iri in made)
    programs = compile_programs(grown, "person")
    assert not [iri for iri in programs.refused if "generated" in iri]


def test_each_norm_becomes_a_shape(law: Law) -> None:
    programs = compile_programs(law.at(DAY), "person").programs
    graph = shapes_graph(programs.values(), URIRef("urn:person"))
    shapes = set(graph.subjects(SH.targetClass, URIRef("urn:person")))
    assert shapes == {URIRef(iri) for iri in programs}


@pytest.mark.slow
def test_the_whole_measurement_runs_on_a_small_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the children's work done in this process, one after the other; that a child is measured
    is tested above."""
    command = ["bench", "--rows", "100", "--runs", "1", "--norms", "10", "--formats", "parquet"]
    monkeypatch.setattr(sys, "argv", [*command, "--shacl-rows", "1"])
    monkeypatch.setattr(bench.__main__, "os", SimpleNamespace(environ={}, cpu_count=os.cpu_count))
    done = here.done_here(tmp_path, monkeypatch)
    bench.__main__.main()
    shown = capsys.readouterr().out
    assert re.search(r"check : read, both without fixed +-?\d", shown)
    assert "with 10 generated norms" in shown
    assert re.search(r"times as long as without, processor +\d", shown)
    assert "pySHACL" in shown
    assert {"lovgraf check", "lovgraf sample", *CHILDREN} == set(done)
