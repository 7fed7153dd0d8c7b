"""Where groups stand, worked out in a process beside the server."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from tests.processes import children, runs, soon

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


@pytest.mark.parametrize("how", ["end", "kill"])
def test_no_process_outlives_the_server(how: str) -> None:
    command = [sys.executable, "-c", SERVER, "wait" if how == "kill" else "end"]
    environment = {**os.environ, "LOVGRAF_CACHE": "off"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as server:
        assert server.stdout is not None
        assert server.stdout.readline() == "asked\n"
        own = children(server.pid)
        if how == "kill":
            server.send_signal(signal.SIGKILL)
        assert server.wait(60) == (-signal.SIGKILL if how == "kill" else 0)
    assert own or how == "end"
    # Killed, nobody is left to end the process; it notices after the norm that it is at.
    assert soon(lambda: not any(map(runs, own)), 120 if how == "kill" else 10)
