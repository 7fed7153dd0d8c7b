"""A cluster whose workers are all gone: the last that is asked of the one of this folder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bench.standalone import Standalone
from lovgraf.check.spark.cluster import Cluster, waiting
from lovgraf.cli.main import run
from tests.checker.cli.said import Capture
from tests.examples import whole
from tests.places import ROOT

pytestmark = pytest.mark.slow


@whole("checker/spark/test_cluster.py::test_what_waits_for_workers_that_do_not_come_is_ended")
def test_a_cluster_without_a_worker_ends_the_run(
    on_cluster: Cluster, standalone: Standalone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: Capture,
) -> None:  # fmt: skip
    @contextmanager
    def session(_master: str) -> Iterator[Cluster]:
        yield on_cluster

    monkeypatch.setenv("LOVGRAF_SPARK_WAIT", "2")
    monkeypatch.setenv("LOVGRAF_LANG", "en")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr("lovgraf.check.spark.check.cluster", session)
    monkeypatch.setattr(on_cluster, "_waiting", waiting())
    for process in standalone.processes[1:]:
        if process.poll() is None:
            standalone.kill(process)
    asked = [str(ROOT / "examples/payments.csv"), "--engine", "spark", "--master", standalone.url]
    assert run(["check", *asked]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == (
        "lovgraf: The Spark cluster has had no worker for 2 seconds; see whether its workers run "
        "and have free cores. LOVGRAF_SPARK_WAIT changes the wait.\n"
    )
    assert not [path for path in tmp_path.iterdir() if path.name.startswith("lovgraf")]
