"""What measurements have done by children, done in this process.

A child starts, imports the program and reads the law; that takes ten times as long as what is
measured on a small file. The law is a small one too: that the shipped one can be measured by is
tested beside this.
"""

from __future__ import annotations

import importlib
import io
import runpy
import sys
from collections.abc import Sequence
from contextlib import redirect_stdout
from functools import cache
from pathlib import Path

import pytest

import bench.__main__
import bench.assess
from bench import process
from lovgraf.cli import run
from lovgraf.law import Law, LawGraph, load_graph
from lovgraf.law.graph import ONTOLOGY

LAW_FILE = Path(__file__).parents[1] / "web" / "law.ttl"
"""A law of persons."""
judging, TIMED = importlib.import_module("lovgraf.check.judging"), "duplicate_finding"
"""What a child puts its own clock around, once and for all."""
OTHER, SAMPLED = '"wears_hat"', '"home_in_denmark"'
"""A column of that law, and one that sampled persons have."""


def done_here(folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Have commands done here from now on, with a folder for the law; what was done is added to the
    list."""
    law = folder / "law.ttl"
    law.write_text(LAW_FILE.read_text("utf-8").replace(OTHER, SAMPLED), "utf-8")
    done: list[str] = []

    def instead(
        command: Sequence[str], accept: Sequence[int] = (0,), limit: float | None = None
    ) -> process.Run:
        name, shown, status = "", io.StringIO(), 0
        with redirect_stdout(shown):
            if list(command[:3]) == process.LOVGRAF:
                name = f"lovgraf {command[3]}"
                status = run(command[3:])
            else:
                interpreter, option, name, *words = command
                assert (interpreter, option) == (sys.executable, "-m")
                with monkeypatch.context() as patch:
                    patch.setattr(judging, TIMED, getattr(judging, TIMED))
                    patch.setattr(sys, "argv", [name, *words])
                    patch.delitem(sys.modules, name, raising=False)
                    runpy.run_module(name, run_name="__main__")
        done.append(name)
        assert status in accept
        number = float(len(done))  # so that no difference of two is none
        return process.Run(number, number, status, shown.getvalue(), number)

    @cache
    def laid(extra: tuple[Path, ...]) -> Law:
        return Law(load_graph(files=[law, *extra]))

    def words(extra: Sequence[Path]) -> LawGraph:
        return load_graph(files=[ONTOLOGY / "core.ttl", *extra])

    monkeypatch.setattr("lovgraf.law.load_law", lambda extra=(): laid(tuple(extra)))
    monkeypatch.setattr("lovgraf.law.load_graph", words)
    monkeypatch.setattr(process, "run", instead)
    monkeypatch.setattr(bench.__main__, "run", instead)
    monkeypatch.setattr(bench.assess, "run", instead)
    return done
