"""Mail and calls: whom a run tells, when, and never of whom."""

from __future__ import annotations

import hashlib
import hmac
import json
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_string, policy
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from lovgraf.cli import run
from lovgraf.law import Law
from tests.checker.cli.said import Capture
from tests.checker.runs.nightly.test_run import DAY, Nights
from tests.examples import one_in

pytestmark = pytest.mark.slow


class Post(socketserver.StreamRequestHandler):
    """A mail server that takes every mail."""

    got: list[str]

    def handle(self) -> None:
        """Talk SMTP."""
        self._say("220 here")
        data, lines = False, list[str]()
        for raw in self.rfile:
            line = raw.decode().rstrip("\r\n")
            if data and line == ".":
                self.got.append("\n".join(lines))
                data = False
                self._say("250 taken")
            elif data:
                lines.append(line)
            elif line.upper() == "DATA":
                data = True
                self._say("354 go on")
            elif line.upper() == "QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 here")

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


@contextmanager
def mail_server() -> Iterator[tuple[int, list[str]]]:
    """A mail server of this machine: its port, and the mails it got."""
    got: list[str] = []
    handler = type("Own", (Post,), {"got": got})
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield server.server_address[1], got
        server.shutdown()


@contextmanager
def web_server(status: int = 200) -> Iterator[tuple[int, list[tuple[dict[str, str], bytes]]]]:
    """A web server of this machine: its port, and the calls it got."""
    got: list[tuple[dict[str, str], bytes]] = []

    class Web(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            got.append((dict(self.headers), self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(status)
            self.send_header("Location", "http://127.0.0.1:9/")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            return

    with HTTPServer(("127.0.0.1", 0), Web) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield server.server_address[1], got
        server.shutdown()


def mail(port: int, on: str = "new") -> str:
    """Settings of mail."""
    return (
        f'[mail]\nto = ["team@example.dk"]\nfrom = "lovgraf@example.dk"\nhost = "127.0.0.1"\n'
        f'port = {port}\nsecurity = "none"\non = "{on}"\n'
    )


def settings(folder: Path, *more: str) -> tuple[Nights, list[str]]:
    """A register with settings, and the command that runs it."""
    nights = Nights(folder, DAY + 'lang = "en"\n')
    with (folder / "lovgraf.toml").open("a") as file:
        file.writelines(more)
    return nights, ["run", str(folder / "lovgraf.toml"), "--lang", "en"]


def test_mail_comes_when_findings_are_new(tmp_path: Path, only_ships: Law) -> None:
    with mail_server() as (port, got):
        nights, command = settings(tmp_path, mail(port))
        nights.ships("secretship:1990")
        assert run(command) == 1
        assert run(command) == 0
        assert len(got) == 1
        message = message_from_string(got[0], policy=policy.default)
        assert message["Subject"] == "Lovgraf: 1 new findings, 0 gone"
        assert "Have the ship inspected." in message.get_content()
        assert "secretship" not in got[0]
        (tmp_path / "ships.csv").unlink()
        assert run(command) == 2
        assert "1 datasets failed" in got[1]


@pytest.mark.parametrize(("on", "mails"), one_in(3, [("change", 2), ("new", 1), ("always", 3)]))
def test_when_mail_comes(tmp_path: Path, only_ships: Law, on: str, mails: int) -> None:
    with mail_server() as (port, got):
        nights, command = settings(tmp_path, mail(port, on))
        nights.ships("a:1990", "b:1990")
        run(command)
        run(command)
        nights.ships("a:1990")
        run(command)
        assert len(got) == mails


def test_a_call_is_signed_and_tells_of_nobody(
    tmp_path: Path, only_ships: Law, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOOK", "key")
    with web_server() as (port, got):
        own = f'[webhook]\nurl = "http://127.0.0.1:{port}/"\nsecret_env = "HOOK"\n'
        nights, command = settings(tmp_path, own)
        nights.ships("secretship:1990")
        assert run(command) == 1
        ((headers, body),) = got
    signature = hmac.new(b"key", body, hashlib.sha256).hexdigest()
    assert headers["X-Lovgraf-Signature"] == f"sha256={signature}"
    assert json.loads(body)["datasets"][0]["appeared"] == 1
    assert b"secretship" not in body
    assert str(tmp_path).encode() not in body
    assert json.loads(body)["datasets"][0]["reports"]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (mail(1), "The mail cannot be sent (ConnectionRefusedError)"),
        ('[webhook]\nurl = "http://127.0.0.1:1/"\n', "The call did not succeed"),
        ('[webhook]\nurl = "http://example.dk/"\n', "must begin with https://"),
        ('[webhook]\nurl = "http://127.0.0.1:1/"\nsecret_env = "NO_SUCH"\n', "is not set"),
    ],
)
def test_what_cannot_be_told_is_said(
    tmp_path: Path, only_ships: Law, capsys: Capture, more: str, said: str
) -> None:
    nights, command = settings(tmp_path, more)
    nights.ships("a:1990")
    assert run(command) == 2
    told = capsys.readouterr()
    assert said in told.err
    assert "first run" in told.out


@pytest.mark.parametrize("status", [302, 500])
def test_a_call_that_is_answered_otherwise_is_said(
    tmp_path: Path, only_ships: Law, capsys: Capture, status: int
) -> None:
    with web_server(status) as (port, got):
        nights, command = settings(tmp_path, f'[webhook]\nurl = "http://127.0.0.1:{port}/"\n')
        nights.ships("a:1990")
        assert run(command) == 2
        assert len(got) == 1
    assert f"({status})" in capsys.readouterr().err


@pytest.mark.parametrize("paths", [False, True])
def test_no_folder_of_this_machine_is_told_elsewhere_unless_asked(
    tmp_path: Path, only_ships: Law, paths: bool
) -> None:
    with mail_server() as (post, mails), web_server() as (web, calls):
        asked = f"paths = {str(paths).lower()}\n"
        hook = f'[webhook]\nurl = "http://127.0.0.1:{web}/"\n'
        nights, command = settings(tmp_path, mail(post), asked, hook)
        nights.ships("a:1990")
        assert run(command) == 1
        (tmp_path / "ships.csv").write_bytes(b"\x00\x01\x02")
        assert run(command) == 2
        texts = [message_from_string(got, policy=policy.default).get_content() for got in mails]
        assert len(texts) == len(calls) == 2
        assert "reports/ships/" in texts[0]
        assert any(str(tmp_path) in text for text in texts) is paths
        assert str(tmp_path).encode() not in b"".join(body for _, body in calls)
        (report,) = (r for r in json.loads(calls[0][1])["datasets"][0]["reports"] if "json" in r)
        assert (tmp_path / "runs" / report).is_file()
