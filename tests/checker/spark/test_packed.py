"""An environment of Python that is sent along to the workers, as docs/spark.md says."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest

from bench.standalone import Standalone
from lovgraf.check.spark.cluster import Cluster, _choose_python
from lovgraf.cli.main import run
from tests.checker.small_law import ships_command, write_ships
from tests.examples import WHOLE, whole
from tests.places import ROOT

CHECK = [sys.executable, "-c", "from lovgraf.cli import main; main()", "check"]


@pytest.fixture
def free(standalone: Standalone) -> Iterator[Standalone]:
    """The cluster, with a worker whose core no session of another test holds."""
    (worker,) = standalone.workers(1)
    yield standalone
    standalone.kill(worker)


def check_in_session(running: Cluster, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A check from the command line, in a session that is there."""

    @contextmanager
    def session(_master: str) -> Iterator[Cluster]:
        yield running

    monkeypatch.setattr("lovgraf.check.spark.check.cluster", session)
    write_ships(folder / "ships.csv", 20)
    spark = ["--engine", "spark", "--master", "spark://some:7077"]
    said = folder / "r.json"
    assert run(ships_command(folder / "ships.csv", *spark, "--output", said)) == 1
    assert '"engine": "spark"' in said.read_text()


@pytest.mark.slow
@pytest.mark.usefixtures("only_ships")
def test_the_command_checks_in_a_session(
    running: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    check_in_session(running, tmp_path, monkeypatch)


@whole("test_the_python_of_the_environment_goes_before_that_of_the_settings")
@pytest.mark.slow
@pytest.mark.usefixtures("only_ships")
def test_workers_run_the_environment_that_is_sent_along(
    on_cluster: Cluster, environment: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    check_in_session(on_cluster, tmp_path, monkeypatch)
    assert on_cluster.context.pythonExec == "./env/bin/python"
    assert (environment / "ran").exists()


@pytest.mark.slow
@pytest.mark.skipif(not WHOLE, reason="WHOLE=1 tries it: it takes a driver and an executor more")
def test_the_command_begins_a_session_of_its_own(free: Standalone, tmp_path: Path) -> None:
    """With the Python that is named, as where nothing is sent along."""
    data = tmp_path / "payments.csv"  # of the kind of record with the fewest norms
    data.write_bytes(b"".join((ROOT / "examples/payments.csv").read_bytes().splitlines(True)[:3]))
    said = tmp_path / "r.json"
    done = subprocess.run(
        [*CHECK, str(data), "--as-of", "2026-06-10", "--engine", "spark", "--master", free.url]
        + ["--format", "json", "--output", str(said)],
        env={**os.environ, "SPARK_CONF_DIR": str(free.conf), "PYSPARK_PYTHON": sys.executable},
        capture_output=True, text=True, check=False, timeout=600,
    )  # fmt: skip
    assert done.returncode in (0, 1), done.stderr
    assert '"engine": "spark"' in said.read_text()


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
