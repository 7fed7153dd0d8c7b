"""Which processes this one has made, for tests that look for what is left of them."""

from __future__ import annotations

import os
import select
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from lovgraf.query.run import Engine


def below(top: int | None = None) -> set[int]:
    """The processes that run and descend from one (this one); those that ended do not run."""
    parents: dict[int, int] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            state, parent = (folder / "stat").read_text("ascii").rpartition(")")[2].split()[:2]
        except (FileNotFoundError, ProcessLookupError):
            continue
        if state not in "ZX":
            parents[int(folder.name)] = int(parent)
    if not parents:
        pytest.skip("the system does not list processes")
    found = {top or os.getpid()}
    while more := {pid for pid, parent in parents.items() if parent in found} - found:
        found |= more
    return found - {top or os.getpid()}


def of_queries(engine: Engine) -> set[int]:
    """The processes that run and answer the queries of one engine, whatever else this one made."""
    base = engine.data.pool.prepare().pid
    return {base} | below(base)


def children(pid: int | None = None) -> set[int]:
    """The children of a process (of this one), with those that ended and were not waited for."""
    tasks = Path(f"/proc/{pid or os.getpid()}/task")
    if not tasks.is_dir():
        pytest.skip("the system does not list children")
    listed = (task / "children" for task in tasks.iterdir())
    found = set[int]()
    for path in listed:
        with suppress(FileNotFoundError, ProcessLookupError):  # a thread that has ended meanwhile
            found |= {int(child) for child in path.read_text("ascii").split()}
    return found


def runs(pid: int) -> bool:
    """Whether a process runs."""
    try:
        said = Path(f"/proc/{pid}/stat").read_text("ascii")
    except (FileNotFoundError, ProcessLookupError):
        return False
    return said.rpartition(")")[2].split()[0] not in "ZX"


def first_line(process: subprocess.Popen[str], seconds: float = 120.0) -> str:
    """The first line that a process prints; it is killed where it prints none in time."""
    assert process.stdout is not None
    if not select.select([process.stdout], [], [], seconds)[0]:
        process.kill()
        pytest.fail(f"{process.args!r} printed nothing in {seconds:.0f} seconds")
    line = process.stdout.readline()
    if not line:
        told = process.stderr.read() if process.stderr else ""
        pytest.fail(
            f"{process.args!r} ended with {process.wait(seconds)} and printed nothing: {told}"
        )
    return line


def ended(process: subprocess.Popen[str]) -> None:
    """Tell a process to end, and see that it does."""
    process.terminate()
    try:
        process.wait(60)
    finally:
        process.kill()


def no_thread(_thread: object) -> None:
    """In the place of `threading.Thread.start`, where memory is short."""
    raise RuntimeError("can't start new thread")


def soon(true: Callable[[], bool], seconds: float = 60.0) -> bool:
    """Whether something becomes true in time."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True
