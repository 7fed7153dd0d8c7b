"""Where groups stand, worked out in a process beside the server."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

SERVER = """
import sys, time
from datetime import date
from checker.law import load_law
from web.standings import Standings

law = load_law()
view = law.at(date(2014, 12, 1))
asked = Standings(law)
asked.of(date(2014, 12, 1), list(view.norms.values()), 0.1)
print("asked", flush=True)
if sys.argv[1] == "wait":
    time.sleep(600)
"""


def _children(pid: int) -> list[int]:
    tasks = Path(f"/proc/{pid}/task").iterdir()
    return [int(child) for task in tasks for child in (task / "children").read_text().split()]


def _alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state not in "ZX"


def _gone(pids: list[int], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if not any(map(_alive, pids)):
            return True
        time.sleep(0.1)
    return False


@pytest.mark.parametrize("how", ["end", "kill"])
def test_no_process_outlives_the_server(how: str) -> None:
    command = [sys.executable, "-c", SERVER, "wait" if how == "kill" else "end"]
    environment = {**os.environ, "LOVGRAF_CACHE": "off"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as server:
        assert server.stdout is not None
        assert server.stdout.readline() == "asked\n"
        children = _children(server.pid)
        if how == "kill":
            server.send_signal(signal.SIGKILL)
        assert server.wait(60) == (-signal.SIGKILL if how == "kill" else 0)
    assert children or how == "end"
    # Killed, nobody is left to end the process; it notices after the norm that it is at.
    assert _gone(children, 120 if how == "kill" else 10)
