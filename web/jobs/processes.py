"""Processes of jobs: started in a session of their own, and ended with everything they started."""

from __future__ import annotations

import os
import re
import resource
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from lovgraf.core.limits import processor_seconds
from lovgraf_web.jobs.folders import ALIVE, folder_of, lock

_HOME = Path(__file__).parents[2]


_NICE = 15
"""A job takes what the pages leave: where both want a core, one part in thirty."""
_SECRET = re.compile(r"LOVGRAF_(OIDC_.*|SECRET_KEY)")


def environment() -> dict[str, str]:
    """The environment of a process that runs this same program, without what only the pages may
    know."""
    places = [str(_HOME), *filter(None, [os.environ.get("PYTHONPATH")])]
    own = {name: value for name, value in os.environ.items() if not _SECRET.fullmatch(name)}
    return {**own, "PYTHONPATH": os.pathsep.join(places)}


def begin(root: Path, job: str) -> subprocess.Popen[bytes] | None:
    """A process for a job, which holds the lock of its folder; None while an older one holds it."""
    alive = lock(folder_of(root, job) / ALIVE)
    if alive is None:
        return None
    try:
        return subprocess.Popen(
            [sys.executable, "-m", "lovgraf_web.jobs.work", str(root), job, str(alive)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            pass_fds=(alive,),
            env=environment(),
            cwd="/",
        )
    finally:
        os.close(alive)


def end(pid: int) -> None:
    """Kill the process of a job and all that it started."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)


def confine(seconds: float, memory: int) -> None:
    """Limits for this process: processor time beyond any honest use, bytes of memory (of its own;
    a file that is mapped does not count), no core dump, low priority."""
    limits = {
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_CPU: processor_seconds(seconds),
        resource.RLIMIT_DATA: memory,
    }
    for kind, value in limits.items():
        with suppress(ValueError, OSError):
            resource.setrlimit(kind, (value, value))
    with suppress(OSError):
        os.nice(_NICE)
