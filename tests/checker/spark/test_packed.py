"""An environment of Python that is sent along to the workers, as docs/spark.md says."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest

from lovgraf.check.spark.cluster import Cluster, _choose_python
from lovgraf.cli.main import run
from tests.checker.small_law import ships_command, write_ships


@pytest.mark.slow
@pytest.mark.usefixtures("only_ships")
def test_workers_run_the_environment_that_is_sent_along(
    running: Cluster, environment: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A check from the command line, in the session of all tests of this folder."""

    @contextmanager
    def session(_master: str) -> Iterator[Cluster]:
        yield running

    monkeypatch.setattr("lovgraf.check.spark.check.cluster", session)
    write_ships(tmp_path / "ships.csv", 20)
    spark = ["--engine", "spark", "--master", "spark://some:7077"]
    said = tmp_path / "r.json"
    assert run(ships_command(tmp_path / "ships.csv", *spark, "--output", said)) == 1
    assert '"engine": "spark"' in said.read_text()
    assert running.context.pythonExec == "./env/bin/python"
    assert (environment / "ran").exists()


def test_the_python_of_the_environment_goes_before_that_of_the_settings(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    context = SimpleNamespace(getConf=lambda: {"spark.pyspark.python": "a"}, pythonExec="b")
    monkeypatch.setenv("PYSPARK_PYTHON", "b")
    _choose_python(context)
    assert context.pythonExec == "b"
    monkeypatch.delenv("PYSPARK_PYTHON")
    _choose_python(context)
    assert context.pythonExec == "a"
