"""Work for the tests of jobs; run in processes of its own, by the name of this module."""

from __future__ import annotations

import os
import subprocess
import time
from pathlib import Path

from lovgraf_web.jobs.work import Job


def double(job: Job) -> None:
    """Write down twice a number."""
    job.tell(0.5, "Regner", "Calculating")
    (job.folder / "answer").write_text(str(2 * job.asked["number"]), "utf-8")


def wait(job: Job) -> None:
    """Start a process and wait for a file that says to go on."""
    child = subprocess.Popen(["sleep", "600"])
    (job.folder / "pids").write_text(f"{os.getpid()} {child.pid}", "utf-8")
    job.tell(0.25, "Venter", "Waiting")
    while not Path(job.asked["until"]).exists():
        time.sleep(0.02)
    child.kill()
    child.wait()


def refuse(job: Job) -> None:
    """Refuse the input."""
    from lovgraf.core.errors import InputError

    raise InputError("Filen er tom.", "The file is empty.", "data.csv")


def fail(job: Job) -> None:
    """Fail with a text that quotes a person."""
    raise ValueError("610190-1234")


def die(job: Job) -> None:
    """End without a word."""
    os._exit(3)


def hoard(job: Job) -> None:
    """Ask for so much memory, by Python or by the engine that reads tables."""
    if job.asked["by"] == "python":
        bytearray(job.asked["bytes"])
        return
    from lovgraf.readers.connection import connect

    rows = job.asked["bytes"] // 8
    connect().execute(f"SELECT list(range) FROM range({rows})").fetchall()
