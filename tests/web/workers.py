"""`lovgraf serve` with two workers, as a process of its own, for tests of what it survives."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import requests

from tests.processes import below, children, first_line
from tests.web.conftest import LAW_FILE

SERVE = "import sys; from lovgraf.cli import main; sys.exit(main())"
AT_REST = f"""
from lovgraf_web import app, rehearsal, serving, workers
app._SETTINGS["QUERY_WAIT"] = 0.2
nothing = lambda *_: None
serving.prepare = serving.practise = workers.practise = rehearsal.Rehearsal.begin = nothing
{SERVE}"""
"""The same without what it makes ready for the first reader: the index of words, and in each worker
the processes that answer queries and what is said of a hundred invented people; and a page waits
less for a query."""
_HATS = f"""
from pathlib import Path
from lovgraf.law import Law, load_graph
from lovgraf_web import app
app.load_law = lambda: Law(load_graph(files=[Path({str(LAW_FILE)!r})]))
"""
OF_HATS = f"{_HATS}{AT_REST}"
"""The same over the invented law: for what a server does with any."""
READY_OF_HATS = f"{_HATS}{SERVE}"
"""All that it makes ready, of the invented law: of the shipped one that keeps a machine busy for
half a minute."""


class Server:
    """A running `lovgraf serve`, which makes nothing ready unless it is to."""

    def __init__(self, state: Path, program: str = AT_REST, **environment: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", program, "serve", "--port", "0", "--workers", "2"],
            env={**os.environ, "LOVGRAF_STATE": str(state), **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.base = first_line(self.process).split()[0].rstrip("/")
        self._said = ""
        self._listening = threading.Thread(target=self._listen, daemon=True)
        self._listening.start()

    def _listen(self) -> None:
        """Read what it logs: a pipe is full after 250 lines, and who writes the next would wait."""
        assert self.process.stderr is not None
        self._said = self.process.stderr.read()

    def workers(self) -> set[int]:
        """The process ids of the web workers."""
        return children(self.process.pid)

    def end(self) -> str:
        """End it as a terminal would; what it had to say."""
        self.process.send_signal(signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(120)
        self.process.kill()
        self.process.wait()
        self._listening.join(60)
        return self._said


ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


def busy(pid: int) -> set[int]:
    """The processes below one that have used processor time while one looks."""

    def used() -> dict[int, int]:
        found = {}
        for below_it in below(pid):
            with suppress(OSError):
                said = Path(f"/proc/{below_it}/stat").read_text("ascii").rpartition(")")[2].split()
                found[below_it] = int(said[11]) + int(said[12])
        return found

    before = used()
    time.sleep(0.25)
    return {one for one, ticks in used().items() if ticks > before.get(one, ticks)}


def token_of(page: str) -> str:
    """The token of a page's forms."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found
    return found[1]


class Browser(requests.Session):
    """One reader of a server, who sends forms as a browser does, each over a connection of its own:
    whichever worker is free answers, however busy the machine."""

    PATIENCE = 240.0
    """Seconds."""

    def __init__(self, base: str) -> None:
        super().__init__()
        self.base = base
        self.headers["Connection"] = "close"

    def open(self, address: str) -> requests.Response:
        """A page."""
        return self.get(self.base + address, timeout=self.PATIENCE)

    def fill_in(self, address: str, **form: str) -> requests.Response:
        """A form."""
        token = token_of(self.open("/en/dataset").text)
        return self.post(
            self.base + address, data={"csrf_token": token, **form}, timeout=self.PATIENCE
        )

    def upload(self, content: bytes, name: str) -> str:
        """Send a file; the address of its job."""
        token = token_of(self.open("/en/dataset").text)
        sent = self.post(
            f"{self.base}/en/dataset",
            data={"csrf_token": token}, files={"file": (name, content)}, timeout=self.PATIENCE,
        )  # fmt: skip
        return sent.url.partition("?")[0].removeprefix(self.base)
