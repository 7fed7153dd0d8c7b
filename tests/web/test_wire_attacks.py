"""Attacks below the application: what a connection says, to both servers on loopback."""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from flask import Flask

from lovgraf_web.workers import FORM, Come, arrived
from tests.web.jobs.conftest import eventually
from tests.web.server import running
from tests.web.workers import OF_HATS, Server

HEALTH = "/healthz HTTP/1.1\r\nHost: localhost:PORT\r\n"
TAIL = "GET /smuggled HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n"
REFUSED = {
    "two lengths": f"POST {HEALTH}Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!{TAIL}",
    "length and chunks": f"POST {HEALTH}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n"
    f"0\r\n\r\n{TAIL}",
    "unknown encoding": f"POST {HEALTH}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n{TAIL}",
    "space before colon": f"POST {HEALTH}Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n{TAIL}",
    "signed length": f"POST {HEALTH}Content-Length: +5\r\n\r\nhello{TAIL}",
    "negative length": f"POST {HEALTH}Content-Length: -5\r\n\r\nhello{TAIL}",
    "two hosts": f"GET {HEALTH}Host: evil.example\r\n\r\n",
    "no host": "GET /healthz HTTP/1.1\r\n\r\n",
    "folded header": f"GET {HEALTH}X: a\r\n b\r\n\r\n",
    "bare line feeds": f"GET {HEALTH}\r\n".replace("\r\n", "\n"),
    "large header": f"GET {HEALTH}X: {'a' * 20_000}\r\n\r\n",
    "long address": f"GET /{'a' * 9000} HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n",
    "many headers": f"GET {HEALTH}" + "".join(f"X-{n}: a\r\n" for n in range(300)) + "\r\n",
}


@pytest.fixture(scope="module")
def workers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Two workers, as `lovgraf serve --workers 2` has them."""
    found = Server(tmp_path_factory.mktemp("state"), OF_HATS)
    eventually(lambda: len(found.workers()) == 2)
    yield found
    found.end()


def said(base: str, text: str, more: bool = True) -> tuple[list[str], bool]:
    """The statuses that a connection is answered with, and whether the server closed it. Without
    `more` it is told that nothing else will be sent: a good request is waited for otherwise."""
    port = base.rpartition(":")[2]
    got = b""
    with socket.create_connection(("127.0.0.1", int(port)), timeout=20) as link:
        link.sendall(text.replace("PORT", port).encode("latin-1"))
        if not more:
            link.shutdown(socket.SHUT_WR)
        try:
            while piece := link.recv(1 << 16):
                got += piece
        except ConnectionResetError:
            pass
        except TimeoutError:
            return [], False
    assert b"smuggled" not in got
    return re.findall(r"^HTTP/1\.[01] (\d+)", got.decode("latin-1"), re.M), True


@pytest.mark.slow  # a server starts
@pytest.mark.parametrize("name", REFUSED)
def test_what_two_servers_might_read_differently_is_refused(workers: Server, name: str) -> None:
    """So that no proxy in front is led to take a part of one request for another."""
    # The pages themselves refuse a request without a name, after which another might come.
    statuses, closed = said(workers.base, REFUSED[name], more=name != "no host")
    assert closed
    assert len(statuses) == 1
    assert statuses[0] in ("400", "414", "431", "501")


@pytest.mark.parametrize("name", REFUSED)
def test_the_server_of_this_machine_answers_one_request_a_connection(app: Flask, name: str) -> None:
    with running(app) as base:
        statuses, closed = said(base, REFUSED[name])
    assert closed
    assert len(statuses) <= 1


def still_open(link: socket.socket) -> bool:
    """Whether the other side has not closed a connection on which nothing was said."""
    link.setblocking(False)
    try:
        return link.recv(1) != b""
    except BlockingIOError:
        return True


@pytest.mark.parametrize(
    ("sent", "here"),
    [
        ("", Come.NOTHING),
        ("GET / HT", Come.PART),
        ("GET / HTTP/1.1\r\nHost: a\r\n", Come.PART),
        ("GET / HTTP/1.1\r\nHost: a\r\n\r\n", Come.WHOLE),
        ("GET / HTTP/1.1\n\n", Come.WHOLE),
        ("POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\na=", Come.PART),
        ("POST / HTTP/1.1\r\ncontent-length: 5\r\n\r\na=123", Come.WHOLE),
        ("POST / HTTP/1.1\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\na", Come.REST),
        ("POST / HTTP/1.1\r\nContent-Length: +5\r\n\r\na", Come.REST),
        ("POST / HTTP/1.1\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n", Come.REST),
        ("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5", Come.REST),
        (f"POST / HTTP/1.1\r\nContent-Length: {FORM + 1}\r\n\r\n", Come.REST),
        (f"POST / HTTP/1.1\r\nContent-Length: 30000\r\n\r\n{'a' * 29_999}", Come.PART),
        (f"POST / HTTP/1.1\r\nContent-Length: 30000\r\n\r\n{'a' * 30_000}", Come.WHOLE),
        ("X" * 70_000, Come.REST),
    ],
)
def test_what_has_arrived_of_a_request(sent: str, here: Come) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        client = socket.create_connection(listener.getsockname())
        server, _ = listener.accept()
        with client, server:
            client.sendall(sent.encode())
            eventually(lambda: arrived(server) is here)


def test_a_connection_that_has_ended_is_waited_for_by_nobody() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        client = socket.create_connection(listener.getsockname())
        server, _ = listener.accept()
        with server:
            client.close()
            eventually(lambda: arrived(server) is Come.WHOLE)


@pytest.mark.slow  # a server starts
@pytest.mark.parametrize(
    "start",
    [
        "",
        "GET / HTTP/1.1\r\nHost: localhost:PORT\r\nX-A: b",
        "POST /da/person HTTP/1.1\r\nHost: localhost:PORT\r\nContent-Length: 1000\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n\r\na=",
    ],
)
def test_clients_that_dawdle_are_dropped(workers: Server, start: str) -> None:
    """More than there are threads, and none of them ever goes away by itself."""
    port = workers.base.rpartition(":")[2]
    links = []
    try:
        for _ in range(18):
            links.append(socket.create_connection(("127.0.0.1", int(port)), timeout=20))
            links[-1].sendall(start.replace("PORT", port).encode())
        for _ in range(4):
            assert requests.get(f"{workers.base}/healthz", timeout=60).status_code == 200
        # None of them was in anybody's way: all are still there.
        assert all(map(still_open, links))
    finally:
        for link in links:
            link.close()


@pytest.mark.slow  # a server starts
def test_uploads_that_stall_keep_no_page_waiting(workers: Server) -> None:
    """More than there are threads, each with a body of which a little has come."""
    port = workers.base.rpartition(":")[2]
    start = (
        f"POST /en/dataset HTTP/1.1\r\nHost: localhost:{port}\r\nContent-Length: 1000000\r\n"
        "Content-Type: multipart/form-data; boundary=x\r\n\r\n--x\r\n"
    )
    links = []
    try:
        for _ in range(24):
            links.append(socket.create_connection(("127.0.0.1", int(port)), timeout=20))
            links[-1].sendall(start.encode())
        time.sleep(0.5)
        begun = time.monotonic()
        for _ in range(4):
            assert requests.get(f"{workers.base}/healthz", timeout=60).status_code == 200
        assert time.monotonic() - begun < 8, "an upload may be silent for ten seconds"
        assert sum(map(still_open, links)) > 16
    finally:
        for link in links:
            link.close()
    # Those that wait behind them come through.
    size = 300_000
    answer = requests.post(f"{workers.base}/da/person", data={"age": "1" * size}, timeout=60)
    assert answer.status_code in (400, 413)


@pytest.mark.slow  # a server starts
@pytest.mark.parametrize("size", [1_000, 40_000, 250_000])
def test_forms_of_any_size_arrive(workers: Server, size: int) -> None:
    """Also such as do not fit into what a connection takes in before somebody reads."""
    answer = requests.post(f"{workers.base}/da/person", data={"age": "1" * size}, timeout=60)
    assert answer.status_code == 400


def test_the_name_that_a_proxy_forwards_is_not_believed(app: Flask) -> None:
    forwarded = {
        "X-Forwarded-Host": "evil.example", "X-Forwarded-For": "127.0.0.1",
        "X-Forwarded-Proto": "https", "Forwarded": "host=evil.example",
        "X-Original-URL": "/metrics",
        "X-Rewrite-URL": "/metrics", "X-HTTP-Method-Override": "POST",
    }  # fmt: skip
    answer = app.test_client().get("/", headers=forwarded)
    assert answer.status_code == 302
    assert "evil" not in str(answer.headers)
    elsewhere = {"REMOTE_ADDR": "192.0.2.7"}
    refused = app.test_client().get("/", headers=forwarded, environ_base=elsewhere)
    assert refused.status_code == 403


@pytest.mark.parametrize(
    "path",
    ["/static/../app.py", "/static/..%2fapp.py", "/static/%2e%2e/app.py", "/static/..\\app.py",
     "/static//etc/passwd", "/static/vendor/../../app.py", "/da/proposals/known/..%2f..%2fsetup",
     "/da/proposals/work/..%2f..%2f", "/da/dataset/..%2f../report/json", "/da/term/../../etc",
     "/ontology.ttl/../../setup.cfg", "/da/jobs/..%2fjobs.sqlite.json", "/da/query?name=../x"],
)  # fmt: skip
def test_no_path_leads_out_of_its_folder(app: Flask, path: str) -> None:
    """Sent as it stands: no client tidies it up before."""
    with running(app) as base:
        statuses, _ = said(base, f"GET {path} HTTP/1.0\r\nHost: localhost:PORT\r\n\r\n")
    assert statuses in (["404"], ["308"])


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data"])
def test_too_much_is_refused_before_it_is_read(app: Flask, kind: str, tmp_path: Path) -> None:
    client = app.test_client()
    page = client.get("/en/person?as_of=1970-01-01").text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token
    form = {"csrf_token": token[1], "as_of": "1970-01-01", "head_size": "1" * 300_000}
    assert client.post("/en/person", data=form, content_type=kind).status_code == 413
    many = {f"x{n}": "1" for n in range(2000)} | {"csrf_token": token[1], "as_of": "1970-01-01"}
    answer = client.post("/en/person", data=many, content_type=kind)
    assert answer.status_code in (400, 413)


def test_no_report_of_the_policy_goes_anywhere(app: Flask) -> None:
    """A report would hold the address of a page, and what somebody typed into it."""
    headers = app.test_client().get("/da/law").headers
    assert "report" not in headers["Content-Security-Policy"]
    assert not {"Reporting-Endpoints", "Report-To", "NEL"} & set(headers.keys())
    assert headers.get("Server", "") == ""
