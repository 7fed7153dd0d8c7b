"""Run a child process and measure it: wall time and peak memory."""

from __future__ import annotations

import os
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass

LOVGRAF = [sys.executable, "-c", "from lovgraf.cli import main; main()"]
"""The command, by the interpreter at hand."""


@dataclass(frozen=True)
class Run:
    """One run: wall and processor time in seconds, peak resident memory in MB (10^6 bytes), exit
    status."""

    seconds: float
    megabytes: float
    status: int
    output: str
    processor: float = 0.0


@dataclass(frozen=True)
class Timing:
    """Several runs of the same command: the median, and the range as its spread."""

    runs: tuple[Run, ...]

    @property
    def seconds(self) -> float:
        """Median wall time."""
        return statistics.median(run.seconds for run in self.runs)

    @property
    def processor(self) -> float:
        """Median processor time of all threads."""
        return statistics.median(run.processor for run in self.runs)

    @property
    def megabytes(self) -> float:
        """Median peak memory."""
        return statistics.median(run.megabytes for run in self.runs)

    def as_dict(self) -> dict[str, object]:
        """The JSON form."""
        return {
            "median_seconds": round(self.seconds, 3),
            "median_megabytes": round(self.megabytes, 1),
            "seconds": [round(run.seconds, 3) for run in self.runs],
        }


def run(command: Sequence[str], accept: Sequence[int] = (0,), limit: float | None = None) -> Run:
    """Run a command once.

    The peak is the child's own (`wait4`); this process stays small, since a child starts with its
    parent's peak. Raises `RuntimeError` with the child's last line where its status is not
    accepted, and `TimeoutError` where it was killed after `limit` seconds.
    """
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        start = time.perf_counter()
        process = subprocess.Popen(list(command), stdout=out, stderr=err, stdin=subprocess.DEVNULL)
        killer = threading.Timer(limit or threading.TIMEOUT_MAX, process.kill)
        killer.daemon = True
        killer.start()
        _, raw, usage = os.wait4(process.pid, 0)
        late = killer.finished.is_set()
        killer.cancel()
        seconds = time.perf_counter() - start
        status = process.returncode = os.waitstatus_to_exitcode(raw)
        out.seek(0)
        err.seek(0)
        if late and status == -signal.SIGKILL:
            raise TimeoutError(f"stopped after {limit:.0f} s")
        if status not in accept:
            lines = err.read().strip().splitlines() or ["nothing on stderr"]
            raise RuntimeError(f"{' '.join(command[:4])} ... ended with {status}: {lines[-1]}")
        unit = 1 if sys.platform == "darwin" else 1024
        spent = usage.ru_utime + usage.ru_stime
        return Run(seconds, usage.ru_maxrss * unit / 1e6, status, out.read(), spent)


def alternate(
    commands: Sequence[Sequence[str]], times: int, accept: Sequence[int] = (0, 1)
) -> list[Timing]:
    """Run several commands in turn, so that what disturbs the machine disturbs them alike."""
    found: list[list[Run]] = [[] for _ in commands]
    for _ in range(times):
        for runs, command in zip(found, commands, strict=True):
            runs.append(run(command, accept))
    return [Timing(tuple(runs)) for runs in found]
