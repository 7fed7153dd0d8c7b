"""A worker that dies is made up for by the others. This runs after all that asks two of them (that
a run ends where there is none is in `test_without_workers.py`)."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bench.standalone import Standalone
from lovgraf.check.spark.cluster import Cluster
from tests.checker.small_law import AS_OF
from tests.checker.spark.said import by_columns, by_spark
from tests.checker.test_row_recheck import LAW, TEXT
from tests.examples import whole

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


def dying(task: Callable[[Any], Any], told: Path) -> Callable[[Any], Any]:
    """A task whose process ends as it is asked for the second time; `told` has each time, also of
    those that are asked for at once."""

    def work(given: Any) -> Any:
        import os
        from contextlib import suppress
        from itertools import count

        for times in count():
            with suppress(FileExistsError):
                (told / str(times)).touch(exist_ok=False)
                break
        if times == 1:
            os._exit(1)
        return task(given)

    return work


@pytest.mark.usefixtures("small_parts")
def test_a_task_whose_process_dies_is_made_up_for(
    running: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When another task is done, whose records are not counted twice."""
    path, told = tmp_path / "ships.csv", tmp_path / "told"
    told.mkdir()
    header, *lines = TEXT.splitlines()
    path.write_text("\n".join([header, *lines * 250]) + "\n")
    over = running.over
    monkeypatch.setattr(running, "over", lambda items, task: over(items, dying(task, told)))
    asked: dict[str, Any] = {"record_type": "ship"}
    found = by_spark(running, path, LAW, AS_OF, **asked)
    assert len(list(told.iterdir())) > 3
    assert found == by_columns(path, LAW, AS_OF, **asked)


@whole("test_a_task_whose_process_dies_is_made_up_for")
@pytest.mark.usefixtures("small_parts")
def test_a_worker_killed_in_mid_job_changes_nothing(
    on_cluster: Cluster, standalone: Standalone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In many short tasks: most of what they find out of a row they find out once."""
    monkeypatch.setattr("lovgraf.check.spark.check.PART", 1 << 14)
    path = tmp_path / "ships.csv"
    header, *lines = TEXT.splitlines()
    path.write_text("\n".join([header, *lines * 3000]) + "\n")
    asked: dict[str, Any] = {"record_type": "ship"}
    expected = by_columns(path, LAW, AS_OF, **asked)
    killer = Killer(on_cluster, standalone)
    found = by_spark(on_cluster, path, LAW, AS_OF, tell=killer.told, **asked)
    assert killer.seen is not None
    done, _, tasks = killer.seen
    assert 0 < done < tasks
    assert standalone.processes[1].poll() is not None
    assert found == expected
