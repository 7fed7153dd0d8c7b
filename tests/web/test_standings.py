"""Where groups stand, worked out in a process beside the server."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
from datetime import date

import pytest

from lovgraf.law import load_law
from lovgraf_web import standings
from tests.processes import children, first_line, runs, soon

DAY = date(2014, 12, 1)
SERVER = """
import sys, time
from datetime import date
from lovgraf.law import load_law
from lovgraf_web.standings import Standings

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
        assert first_line(server) == "asked\n"
        own = children(server.pid)
        if how == "kill":
            server.send_signal(signal.SIGKILL)
        assert server.wait(60) == (-signal.SIGKILL if how == "kill" else 0)
    assert own or how == "end"
    # Killed, nobody is left to end the process; it notices after the norm that it is at.
    assert soon(lambda: not any(map(runs, own)), 120)


def test_the_process_ends_when_nothing_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(standings, "_IDLE", 0.2)
    others = set(multiprocessing.active_children())  # of tests before, which end later
    law = load_law()
    view = law.at(DAY)
    asked = standings.Standings(law)
    norms = [view.norms[iri] for iri in sorted(view.norms)[:1]]
    for _ in range(2):  # after its end it begins anew
        asked._known.clear()
        assert set(asked.of(DAY, norms, 120)) == {norms[0].iri}
        assert soon(lambda: others >= set(multiprocessing.active_children()), 120)


def test_a_page_waits_once_for_what_is_being_worked_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(standings.Standings, "_work", lambda _self: None)
    law = load_law()
    norms = list(law.at(DAY).norms.values())
    asked, waited = standings.Standings(law), []

    def wait_for(_done: object, seconds: float) -> bool:
        waited.append(seconds)
        return False

    monkeypatch.setattr(asked._lock, "wait_for", wait_for)
    for _ in range(3):
        assert asked.of(DAY, norms, 0.5) == {}
    assert waited == [0.5]
    assert asked.of(date(2015, 1, 1), norms, 0.5) == {}
    assert waited == [0.5, 0.5]


def test_no_more_waits_than_there_is_place_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(standings.Standings, "_work", lambda _self: None)
    monkeypatch.setattr(standings, "_MOST", 20)
    law = load_law()
    norms = list(law.at(DAY).norms.values())[:8]
    asked = standings.Standings(law)
    for day in range(1, 30):
        asked.of(date(2014, 12, day), norms, 0)
    assert len(asked._waiting) == 20
    assert asked._waiting[0] == (date(2014, 12, 29), norms[0].iri)
