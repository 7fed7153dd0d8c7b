"""Workers that die: one is made up for by the others, and without any the run ends."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from bench.standalone import Standalone
from lovgraf.authoring.sample import write_sample
from lovgraf.check.spark.cluster import Cluster
from lovgraf.law import Law
from tests.checker.spark.said import by_columns, by_spark

pytestmark = pytest.mark.slow
PROGRAM = [sys.executable, "-c", "from lovgraf.cli import main; main()"]


class Killer:
    """Kills a worker as soon as some of many tasks are done and others are at work."""

    def __init__(self, running: Cluster, standalone: Standalone) -> None:
        self._tracker = running.context.statusTracker()
        self._standalone = standalone
        self._thread = threading.Thread(target=self._wait, daemon=True)
        self.seen: tuple[int, int, int] | None = None

    def told(self, _fraction: Any, text: Any) -> None:
        """Begin when the reading begins."""
        if text.en == "Reading the records":
            self._thread.start()

    def _wait(self) -> None:
        end = time.monotonic() + 120
        while time.monotonic() < end:
            for number in self._tracker.getActiveStageIds():
                stage = self._tracker.getStageInfo(number)
                if (
                    stage
                    and stage.numTasks > 3
                    and stage.numCompletedTasks
                    and stage.numActiveTasks
                ):
                    self._standalone.kill(self._standalone.processes[1])
                    self.seen = (stage.numCompletedTasks, stage.numActiveTasks, stage.numTasks)
                    return
            time.sleep(0.02)


@pytest.mark.usefixtures("small_parts")
def test_a_worker_killed_in_mid_job_changes_nothing(
    running: Cluster, standalone: Standalone, tmp_path: Path, law: Law
) -> None:
    path = tmp_path / "persons.csv"
    write_sample(700, path, seed=22, faults=0.05)
    expected = by_columns(path, law)
    killer = Killer(running, standalone)
    found = by_spark(running, path, law, tell=killer.told)
    assert killer.seen is not None
    done, _, tasks = killer.seen
    assert 0 < done < tasks
    assert standalone.processes[1].poll() is not None
    assert found == expected
    standalone.workers(1)


@pytest.mark.usefixtures("running")
def test_a_cluster_without_a_worker_to_spare_ends_the_run(
    tmp_path: Path, standalone: Standalone
) -> None:
    """The session of the other tests has both workers."""
    environment = os.environ | {
        "LOVGRAF_SPARK_WAIT": "2", "LOVGRAF_LANG": "en", "SPARK_CONF_DIR": str(standalone.conf),
        "TMPDIR": str(tmp_path),
    }  # fmt: skip
    command = ["check", "examples/payments.csv", "--engine", "spark", "--master", standalone.url]
    done = subprocess.run(
        [*PROGRAM, *command], env=environment, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr == (
        "lovgraf: The Spark cluster has had no worker for 2 seconds; see whether its workers run "
        "and have free cores. LOVGRAF_SPARK_WAIT changes the wait.\n"
    )
    assert not [path for path in tmp_path.iterdir() if path.name.startswith("lovgraf")]
