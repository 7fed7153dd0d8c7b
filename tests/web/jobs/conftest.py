"""Jobs in a folder of the test, with kinds of the test's own, and no process left behind."""

from __future__ import annotations

import inspect
import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from lovgraf_web.jobs import folders
from lovgraf_web.jobs.service import Jobs
from lovgraf_web.jobs.settings import Settings
from lovgraf_web.jobs.store import JobRow

KINDS = {
    name: f"kinds_for_tests:{name}" for name in ("double", "wait", "refuse", "fail", "die", "hoard")
}
ME = "a" * 64


class Trial:
    """Jobs of one test, and a file that lets waiting ones go on."""

    def __init__(self, root: Path, **limits: Any) -> None:
        self.go = root.parent / "go"
        self.jobs = Jobs(root, replace(Settings(kinds=KINDS, each=9), **limits))

    def make(self, kind: str, owner: str = ME, **asked: object) -> str:
        """Write a job down."""
        return self.jobs.create(owner, kind, {"until": str(self.go), **asked})

    def row(self, job: str) -> JobRow:
        """A job that is there."""
        found = self.jobs.store.get(job)
        assert found is not None
        return found

    def until(self, job: str, *states: str) -> JobRow:
        """The job as soon as it is in one of some states."""
        eventually(lambda: self.row(job).state in states)
        return self.row(job)

    def pids(self, job: str) -> list[int]:
        """The processes of a waiting job."""
        path = folders.folder_of(self.jobs.root, job) / "pids"
        eventually(lambda: path.exists() and len(path.read_text("utf-8").split()) == 2)
        return [int(pid) for pid in path.read_text("utf-8").split()]

    def keeper(self) -> int:
        """The keeper's process id."""
        return int((self.jobs.root / folders.LOCK).read_text("utf-8"))


def eventually(true: Callable[[], bool], seconds: float = 300.0) -> None:
    """Wait until something is true; fail where it never is, and say what was awaited."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            pytest.fail(f"in {seconds:.0f} seconds it never was: {_source(true)}")
        time.sleep(0.02)


def _source(true: Callable[[], bool]) -> str:
    """The lines that say what is awaited."""
    try:
        return inspect.getsource(true).strip()
    except (OSError, TypeError):
        return repr(true)


def gone(pid: int) -> bool:
    """Whether a process has ended (a zombie has)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


@pytest.fixture
def start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Trial]]:
    """Make the jobs of a test, with limits of its own."""
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))
    made: list[Trial] = []

    def begin(**limits: Any) -> Trial:
        made.append(Trial(tmp_path / "jobs", **limits))
        return made[-1]

    yield begin
    for trial in made:
        end_all(trial.jobs)


def end_all(jobs: Jobs) -> None:
    """End the keeper of a folder, then the jobs, known or not: a keeper might start more."""
    lock = jobs.root / folders.LOCK
    with jobs.store.open() as base:
        starting = any(row.active for row in jobs.store.all(base))
    if starting:
        eventually(lambda: lock.exists() and lock.read_text("utf-8").strip().isdigit())
    with suppress(OSError, ValueError):
        keeper = int(lock.read_text("utf-8"))
        os.kill(keeper, signal.SIGKILL)
        eventually(lambda: gone(keeper))
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if str(jobs.root).encode() in (process / "cmdline").read_bytes().split(b"\0"):
                os.killpg(int(process.name), signal.SIGKILL)
