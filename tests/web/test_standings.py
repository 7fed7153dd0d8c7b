"""Where groups stand, worked out in a process beside the server."""

from __future__ import annotations

import multiprocessing
import signal
import subprocess
import sys
import threading
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from lovgraf.law import Law
from lovgraf_web import standings
from tests.examples import WHOLE, one_in
from tests.processes import children, first_line, no_thread, runs, soon

DAY = date(2014, 12, 1)
SERVER = """
import os, sys, time
from datetime import date
from lovgraf.law import load_law
from lovgraf_web.standings import Standings

law = load_law()
view = law.at(date(2014, 12, 1))
if sys.argv[2] == "whole":
    os.environ["LOVGRAF_CACHE"] = "off"  # so that the process beside it has more to work out
asked = Standings(law)
asked.of(date(2014, 12, 1), [view.norms[iri] for iri in sorted(view.norms)[:2]], 0.1)
print("asked", flush=True)
if sys.argv[1] == "wait":
    time.sleep(600)
"""


@pytest.mark.parametrize("how", one_in(2, ["kill", "end"]))
def test_no_process_outlives_the_server(how: str) -> None:
    way, most = "wait" if how == "kill" else "end", "whole" if WHOLE else "little"
    command = [sys.executable, "-c", SERVER, way, most]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert first_line(server) == "asked\n"
        own = set[int]()

        def begun() -> bool:
            own.update(children(server.pid))
            return bool(own)

        begun()
        if how == "kill":
            soon(begun)  # it is begun beside what is asked
            server.send_signal(signal.SIGKILL)
        try:
            assert server.wait(60) == (-signal.SIGKILL if how == "kill" else 0)
        finally:
            server.kill()
    assert own or how == "end"
    # Killed, nobody is left to end the process; it notices after the norm that it is at.
    assert soon(lambda: not any(map(runs, own)), 300)


def test_the_process_ends_when_nothing_is_asked(law: Law, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(standings, "_IDLE", 0.2)
    others = set(multiprocessing.active_children())  # of tests before, which end later
    view = law.at(DAY)
    asked = standings.Standings(law)
    norms = [view.norms[iri] for iri in sorted(view.norms)[:1]]
    for _ in range(2 if WHOLE else 1):  # after its end it begins anew
        asked._known.clear()
        assert set(asked.of(DAY, norms, 300)) == {norms[0].iri}
        assert soon(lambda: others >= set(multiprocessing.active_children()), 300)


def test_a_page_waits_once_for_what_is_being_worked_out(
    law: Law, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(standings.Standings, "_work", lambda _self: None)
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


def test_what_could_not_be_begun_is_begun_by_the_next_who_asks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Otherwise a page would say for ever that it is being worked out."""
    law: Any = SimpleNamespace(source=SimpleNamespace(shipped=True))
    norms: Any = [SimpleNamespace(iri="a")]
    asked, begun = standings.Standings(law), []
    with monkeypatch.context() as short_of_memory:
        short_of_memory.setattr(threading.Thread, "start", no_thread)
        assert asked.of(DAY, norms, 0) == {}

    def no_process(_kind: str) -> None:
        begun.append(1)
        raise BlockingIOError

    monkeypatch.setattr(standings, "get_context", no_process)
    for number in range(2):
        assert asked.of(DAY, norms, 0) == {}
        assert soon(lambda: asked._worker is None)
        assert len(begun) == number + 1


def test_no_more_waits_than_there_is_place_for(law: Law, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(standings.Standings, "_work", lambda _self: None)
    monkeypatch.setattr(standings, "_MOST", 20)
    norms = list(law.at(DAY).norms.values())[:8]
    asked = standings.Standings(law)
    for day in range(26, 30):
        asked.of(date(2014, 12, day), norms, 0)
    assert len(asked._waiting) == 20
    assert asked._waiting[0] == (date(2014, 12, 29), norms[0].iri)
