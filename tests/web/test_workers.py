"""Several web workers, as `lovgraf serve --workers` starts them: one is lost, nothing else is."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

from lovgraf.core.errors import InputError
from lovgraf_web.jobs.service import Jobs
from lovgraf_web.jobs.settings import Settings
from lovgraf_web.serving import secret_key
from tests.examples import WHOLE
from tests.web.jobs.conftest import end_all, eventually, gone
from tests.web.workers import ENDLESS, OF_HATS, READY_OF_HATS, SERVE, Server, busy


@contextmanager
def _started(state: Path, program: str = OF_HATS) -> Iterator[Server]:
    """Two workers, with a state folder of their own."""
    found = Server(state, program)
    yield found
    assert "Traceback" not in found.end()
    if (state / "jobs").exists():
        end_all(Jobs(state / "jobs", Settings()))


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The state folder of a server that several tests take workers from."""
    return tmp_path_factory.mktemp("state")


@pytest.fixture(scope="module")
def server(state: Path) -> Iterator[Server]:
    """That server."""
    with _started(state) as found:
        yield found


@pytest.mark.slow  # a server starts, and a job reads the law in a process of its own
def test_a_worker_that_is_killed_takes_no_job_along(server: Server, state: Path) -> None:
    eventually(lambda: len(server.workers()) == 2)
    browser = requests.Session()
    page = browser.get(f"{server.base}/en/dataset", timeout=30).text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token
    sent = browser.post(
        f"{server.base}/en/dataset", data={"csrf_token": token[1], "do": "sample"}, timeout=30
    )
    assert sent.status_code == 200
    job = sent.url.rpartition("/")[2].partition("?")[0]

    def stands() -> str:
        answer = browser.get(f"{server.base}/en/jobs/{job}.json", timeout=30)
        return str(answer.json()["state"])

    eventually(lambda: stands() == "running")
    before = server.workers()
    for pid in before:
        os.kill(pid, signal.SIGKILL)
    eventually(lambda: all(gone(pid) for pid in before))
    eventually(lambda: len(server.workers() - before) == 2)
    eventually(lambda: stands() == "done")
    for _ in range(6):
        again = browser.post(
            f"{server.base}/en/jobs/none/cancel", data={"csrf_token": token[1]}, timeout=30
        )
        assert again.status_code == 404, "whichever worker answers knows the token"
    assert stat.S_IMODE((state / "secret-key").stat().st_mode) == 0o600


def test_the_key_is_made_once_and_private(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key = secret_key(tmp_path)
    assert len(key) == 64
    assert secret_key(tmp_path) == key
    (tmp_path / "secret-key").chmod(0o644)
    with pytest.raises(InputError, match="Others may read"):
        secret_key(tmp_path)
    monkeypatch.setenv("LOVGRAF_SECRET_KEY", "short")
    with pytest.raises(InputError, match="at least 32"):
        secret_key(tmp_path)
    monkeypatch.setenv("LOVGRAF_SECRET_KEY", "x" * 32)
    assert secret_key(tmp_path) == "x" * 32


@pytest.fixture
def readied(tmp_path: Path) -> Iterator[Server]:
    """A server of its own, with all that it makes ready: where the whole is asked for, of the
    shipped law."""
    with _started(tmp_path, SERVE if WHOLE else READY_OF_HATS) as found:
        yield found


@pytest.mark.slow  # a server starts
def test_workers_count_together_and_say_nothing_of_persons(readied: Server, tmp_path: Path) -> None:
    """What they log and count holds nothing that was sent, not even in a request that is none."""
    server = readied
    eventually(lambda: len(server.workers()) == 2)
    cpr = "610190-1234"
    port = int(server.base.rpartition(":")[2])
    for raw in (
        f"GET /{cpr} HTTX/1\r\n\r\n",
        f"GET /da/about?cpr={cpr} HTTP/1.1\r\nHost: localhost:{port}\r\n{cpr} x: y\r\n\r\n",
        f"GET /{cpr} HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\n\r\n",
        f"610190 /{cpr} HTTP/1.1\r\nHost: {cpr}\r\n\r\n",
    ):
        with socket.create_connection(("127.0.0.1", port), timeout=30) as link:
            link.sendall(raw.encode())
            assert link.recv(4096).startswith(b"HTTP/1.1 4")
    for _ in range(12):
        assert requests.get(f"{server.base}/healthz", timeout=30).status_code == 200
    victim = min(server.workers())
    os.kill(victim, signal.SIGKILL)
    eventually(lambda: victim not in server.workers() and len(server.workers()) == 2)
    text = requests.get(f"{server.base}/metrics", timeout=30).text
    healthy = 'lovgraf_http_requests_total{method="GET",route="/healthz",status="200"} 12.0'
    assert healthy in text, "whichever worker answered, and whatever became of it"
    assert "610190" not in text
    said = server.end()
    events = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
    assert [one["event"] for one in events].count("request") >= 14
    assert "invalid-http" in {one["event"] for one in events}
    assert "610190" not in said
    assert not any(line for line in said.splitlines() if not line.startswith("{"))
    assert not list((tmp_path / "metrics").iterdir())


@pytest.mark.slow  # a server starts
def test_a_query_is_cancelled_by_whichever_worker_is_asked(server: Server, state: Path) -> None:
    eventually(lambda: len(server.workers()) == 2)
    browser = requests.Session()
    browser.headers["Connection"] = "close"  # another connection, perhaps another worker
    query = {"query": ENDLESS, "as_of": "1970-01-01"}
    times = 3 if WHOLE else 1
    for _ in range(times):
        page = browser.get(f"{server.base}/en/query", params=query, timeout=60)
        assert "/query/running/" in page.url
        token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
        assert token
        address = page.url.partition("?")[0]
        eventually(lambda: bool(busy(server.process.pid)))
        browser.post(f"{address}/cancel", data={"csrf_token": token[1]}, timeout=60)
        eventually(
            lambda where=address: (  # type: ignore[misc]
                "The query was cancelled." in browser.get(where, timeout=60).text
            )
        )
        eventually(lambda: not busy(server.process.pid))
    page = browser.get(f"{server.base}/en/query", params=query, timeout=60)
    for pid in server.workers():
        os.kill(pid, signal.SIGKILL)
    eventually(lambda: not busy(server.process.pid), 20)
    lost = browser.get(page.url, timeout=60)
    assert "The query was lost" in lost.text
    assert len(list((state / "jobs" / "queries").iterdir())) == times + 1
