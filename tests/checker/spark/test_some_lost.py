"""A worker that dies is made up for by the others. This runs after all that asks two of them (that
a run ends where there is none is in `test_without_workers.py`)."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import Any

import pytest

from bench.standalone import Standalone
from lovgraf.check.spark.cluster import Cluster
from tests.checker.small_law import AS_OF
from tests.checker.spark.said import by_columns, by_spark
from tests.checker.test_row_recheck import LAW, TEXT

pytestmark = pytest.mark.slow


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
    running: Cluster, standalone: Standalone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In many short tasks: most of what they find out of a row they find out once."""
    monkeypatch.setattr("lovgraf.check.spark.check.PART", 1 << 14)
    path = tmp_path / "ships.csv"
    header, *lines = TEXT.splitlines()
    path.write_text("\n".join([header, *lines * 3000]) + "\n")
    asked: dict[str, Any] = {"record_type": "ship"}
    expected = by_columns(path, LAW, AS_OF, **asked)
    killer = Killer(running, standalone)
    found = by_spark(running, path, LAW, AS_OF, tell=killer.told, **asked)
    assert killer.seen is not None
    done, _, tasks = killer.seen
    assert 0 < done < tasks
    assert standalone.processes[1].poll() is not None
    assert found == expected
