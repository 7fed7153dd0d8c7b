"""What is lost and what is kept when processes of a running server are killed, and that nothing
personal stays."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from lovgraf_web.jobs import folders
from lovgraf_web.jobs.service import Jobs
from lovgraf_web.jobs.settings import Settings
from lovgraf_web.jobs.store import JobRow, Store
from tests.examples import WHOLE, whole
from tests.processes import below, runs, soon
from tests.web.jobs.conftest import end_all, eventually, gone
from tests.web.workers import AT_REST, OF_HATS, Browser, Server, token_of

pytestmark = pytest.mark.slow  # servers start, and jobs read the law in processes of their own
CPR, NAME = "610190-1234", "Jens Hansen.csv"
DAY, FACTS, HEAD = (
    ("2014-12-01", {"birth_date": "1990-01-01"}, "id;birth_date;digital_post")
    if WHOLE
    else ("1970-01-01", {"head_size": "40"}, "nr;hat;head")
)
"""A day, what somebody says of themselves, and the head of a table; where not the whole is asked
for, by the invented law, and what no law knows: the jobs read the shipped one."""
TABLE = f"{HEAD}\n{CPR};1990-01-01;nej\n".encode() * 3


class Place:
    """Servers over one state folder, one after the other, and what lies there."""

    def __init__(self, root: Path) -> None:
        self.state, self._temporary = root / "state", root / "tmp"
        self.servers: list[Server] = []

    def serve(self) -> Browser:
        """Start a server; somebody who reads its pages."""
        number = len(self.servers)
        self.temporary = self._temporary / str(number)
        self.temporary.mkdir(parents=True)
        program = AT_REST if WHOLE else OF_HATS
        self.servers.append(Server(self.state, program, TMPDIR=str(self.temporary)))
        eventually(lambda: len(self.servers[-1].workers()) == 2)
        return Browser(self.servers[-1].base)

    def served(self) -> Browser:
        """Somebody new who reads the pages of the server that runs, or of one that starts."""
        if self.servers and self.servers[-1].process.poll() is None:
            return Browser(self.servers[-1].base)
        return self.serve()

    def leaves_nothing(self) -> None:
        """End the server: no log, no state and no temporary file tells of the upload."""
        said = self.servers[-1].end()
        if (self.root / folders.LOG).exists():
            said += (self.root / folders.LOG).read_text("utf-8")
        assert CPR not in said
        assert "Jens" not in said
        assert self.traces() == []
        assert list(self.temporary.iterdir()) == []

    @property
    def root(self) -> Path:
        """Where the jobs lie."""
        return self.state / "jobs"

    def store(self) -> Store:
        """What is written down of them."""
        return Store(self.root)

    def row(self, address: str) -> JobRow:
        """A job by its address."""
        found = self.store().get(address.rpartition("/")[2])
        assert found is not None
        return found

    def until(self, address: str, *states: str) -> JobRow:
        """The job as soon as it is in one of some states."""
        eventually(lambda: self.row(address).state in (*states, "failed"))
        assert self.row(address).state in states
        return self.row(address)

    def upload(self, browser: Browser) -> str:
        """Upload the table, in the place of what was uploaded before."""
        if (self.root / folders.STORE).exists():
            with self.store().open() as base:
                earlier = self.store().all(base)
            for job in earlier:
                browser.fill_in(f"/en/jobs/{job.id}/remove")
        return browser.upload(TABLE, NAME)

    def caught(self, begin: Callable[[], str]) -> tuple[str, JobRow]:
        """Begin a job, as often as one is over before a busy machine looks, until one runs; its
        address."""
        for _ in range(20):
            address = begin()
            eventually(lambda where=address: self.row(where).state != "queued")  # type: ignore[misc]
            job = self.row(address)
            if job.state == "running":
                return address, job
            assert job.state == "done"
        raise AssertionError("no job was seen running")

    def traces(self) -> list[Path]:
        """Files in which something personal of the upload can be read."""
        places = [*self.state.rglob("*"), *self._temporary.rglob("*")]
        told = [(path, path.read_bytes()) for path in places if path.is_file()]
        return [path for path, text in told if CPR.encode() in text or b"Jens" in text]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A place for servers, cleared away: the last one says nothing of what was sent."""
    found = Place(tmp_path_factory.mktemp("place"))
    yield found
    try:
        if found.servers:
            found.leaves_nothing()
    finally:
        for server in found.servers:
            server.end()
    if found.root.exists():
        end_all(Jobs(found.root, Settings()))


def test_a_server_that_is_killed_takes_its_workers_along_and_leaves_jobs_to_the_next(
    place: Place,
) -> None:
    browser = place.served()
    address, job = place.caught(lambda: place.upload(browser))
    server = place.servers[-1]
    family = below(server.process.pid)
    os.kill(server.process.pid, signal.SIGKILL)
    assert soon(lambda: not any(runs(pid) for pid in family), 30), "workers and query children"
    assert job.pid is not None
    place.until(address, "done")
    assert list((place.state / "metrics").iterdir())
    cookies = browser.cookies
    browser = place.serve()
    assert browser.open(address).status_code == 404, "somebody else"
    browser.cookies = cookies
    assert "Columns of" in browser.open(address).text
    assert len(list((place.state / "metrics").iterdir())) == 1, "the first one's are gone"
    browser.fill_in(f"/en/jobs/{job.id}/remove")
    eventually(lambda: place.traces() == [])


def test_what_is_not_a_job_is_never_on_the_disk(place: Place) -> None:
    """Not the facts of a citizen, nor an upload that breaks off, nor one that is refused."""
    browser = place.served()
    page = browser.open(f"/en/person?as_of={DAY}").text
    form = {"csrf_token": token_of(page), "as_of": DAY} | FACTS
    strange = form | {"id": CPR, "name": "Jens"}
    for sent, status in ((form, 200), (strange, 400)):
        said = browser.post(f"{browser.base}/en/person", data=sent, timeout=browser.PATIENCE)
        assert said.status_code == status
    token = token_of(browser.open("/en/dataset").text)
    refused = {"file": (NAME, TABLE)}
    assert (
        browser.post(
            f"{browser.base}/en/dataset", files=refused, timeout=browser.PATIENCE
        ).status_code
        == 400
    )
    cookies = "; ".join(f"{one.name}={one.value}" for one in browser.cookies)
    port = int(browser.base.rpartition(":")[2])
    body = (
        f'--b\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{token}\r\n'
        f'--b\r\nContent-Disposition: form-data; name="file"; filename="{NAME}"\r\n\r\n'
    ).encode() + TABLE * 2000
    head = (
        f"POST /en/dataset HTTP/1.1\r\nHost: localhost:{port}\r\nCookie: {cookies}\r\n"
        f"Content-Type: multipart/form-data; boundary=b\r\nContent-Length: {len(body) * 2}\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", port), timeout=30) as link:
        link.sendall(head.encode() + body)
    assert browser.open("/healthz").status_code == 200
    assert place.traces() == []
    incoming = place.state / "jobs" / folders.INCOMING
    eventually(lambda: not list(incoming.iterdir()))
    with place.store().open() as base:
        assert place.store().all(base) == []


@whole("web/jobs/test_jobs.py::test_a_job_whose_process_dies_is_lost")
def test_a_job_whose_process_is_killed_says_so_runs_again_is_cancelled_and_leaves_nothing(
    place: Place,
) -> None:
    browser = place.served()
    address, lost = place.caught(lambda: place.upload(browser))
    assert lost.pid is not None
    os.kill(lost.pid, signal.SIGKILL)
    place.until(address, "lost")
    page = browser.open(address).text
    assert "It did not succeed: " in page
    assert "The work was lost" in page
    state = f"/en/jobs/{lost.id}.json"
    assert "The work was lost" in browser.open(state).json()["text"]["en"]
    browser.fill_in(f"{address}/again")
    place.until(address, "done")
    assert browser.open(state).json()["text"]["en"] == "Done"
    assert "Columns of" in browser.open(address).text
    assert place.traces(), "else what follows says nothing"

    def again() -> str:
        browser.fill_in(f"{address}/again", do="columns")
        return address

    _, running = place.caught(again)
    assert running.pid is not None
    browser.fill_in(f"/en/jobs/{running.id}/cancel")
    place.until(address, "cancelled")
    assert "<h1>Cancelled: " in browser.open(address).text
    assert soon(lambda: gone(running.pid or 0))
    assert not folders.folder_of(place.root, running.id).exists()
    assert place.traces() == []
    browser.fill_in(f"/en/jobs/{running.id}/remove")
    eventually(lambda: place.store().get(running.id) is None)
