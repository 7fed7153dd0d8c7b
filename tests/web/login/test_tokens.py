"""Other systems come in by tokens: as far as their role goes, and no longer than they hold."""

from __future__ import annotations

import io
import json
import os
import stat
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from lovgraf.cli import run
from lovgraf.law import Law
from lovgraf_web import create_app
from lovgraf_web.login.roles import Role
from lovgraf_web.login.settings import LoginSettings
from lovgraf_web.login.tokens import NAME, Tokens
from tests.checker.cli.said import Capture, one_line
from tests.web.jobs.conftest import end_all

JSON = {"Accept": "application/json"}


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where tokens and jobs lie."""
    monkeypatch.setenv("LOVGRAF_STATE", str(tmp_path / "state"))
    return tmp_path / "state"


@pytest.fixture(params=[False, True], ids=["here", "login"])
def app(request: pytest.FixtureRequest, hats: Law, state: Path) -> Iterator[Flask]:
    """The pages, on this machine alone and where everybody signs in."""
    settings = LoginSettings("http://127.0.0.1:8000", "http://127.0.0.1:9", "lovgraf", "secret")
    config: dict[str, Any] = {"LAW": hats, "JOBS_FOLDER": state / "jobs"}
    found = create_app(config | ({"LOGIN": settings} if request.param else {}))
    yield found
    end_all(found.extensions["jobs"]())


def by(text: str) -> dict[str, str]:
    """What a program sends that has a token."""
    return {**JSON, "Authorization": f"Bearer {text}", "Host": "127.0.0.1:8000"}


def test_a_token_opens_what_its_role_may(app: Flask, state: Path) -> None:
    tokens, client = Tokens(state), app.test_client()
    texts = {role: tokens.new("x", role, 1)[1] for role in Role}
    for role, text in texts.items():
        for address, least in (("law", 1), ("dataset", 2), ("proposals", 3)):
            status = client.get(f"/en/{address}", headers=by(text)).status_code
            assert status == (200 if role >= least else 403), (role, address)


@pytest.mark.parametrize("accept", ["text/html", "*/*"])
def test_pages_too_are_read_with_a_token(app: Flask, state: Path, accept: str) -> None:
    """Also where nobody signs in, and there is nothing to sign out of; also the page of an error,
    and of a job that is at work."""
    _, text = Tokens(state).new("x", Role.DRAFTER, 1)
    client, headers = app.test_client(), by(text) | {"Accept": accept}
    for address, status in (("law", 200), ("dataset", 200), ("proposals", 200), ("nowhere", 404)):
        page = client.get(f"/en/{address}", headers=headers)
        assert page.status_code == status, address
        assert "Signed in as" in page.text
        assert "Sign out" not in page.text
    sent = {"file": (io.BytesIO(b"id;size\na;1\n"), "hats.csv")}
    job = client.post("/en/dataset", data=sent, headers=headers).location
    assert client.get(f"{job}/report/json", headers=headers).status_code == 409


def test_a_form_needs_no_other_token_and_no_cookie(app: Flask, state: Path) -> None:
    _, text = Tokens(state).new("x", Role.CASEWORKER, 1)
    client = app.test_client()
    sent = {"file": (io.BytesIO(b"id;size\na;1\n"), "hats.csv")}
    answer = client.post("/en/dataset", data=sent, headers=by(text))
    assert answer.status_code == 303
    assert "Set-Cookie" not in answer.headers or "owner" not in answer.headers["Set-Cookie"]
    assert client.get(answer.location, headers=by(text)).status_code == 200
    _, other = Tokens(state).new("y", Role.CASEWORKER, 1)
    assert client.get(answer.location, headers=by(other)).status_code == 404
    sent = {"file": (io.BytesIO(b"id;size\na;1\n"), "hats.csv")}
    plain = {key: value for key, value in by(text).items() if key != "Authorization"}
    refused = client.post("/en/dataset", data=sent, headers=plain)
    assert refused.status_code == 401 or "No token was sent" in refused.text


def test_what_is_no_token_is_told_as_a_problem(app: Flask, state: Path) -> None:
    tokens, client = Tokens(state), app.test_client()
    made, text = tokens.new("x", Role.READER, 1)
    assert client.get("/en/law", headers=by(text)).status_code == 200
    assert tokens.revoke(made.id)
    for wrong in (text, "", "lovgraf_x", text[:-1]):
        answer = client.get("/en/law", headers=by(wrong))
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"].lower().startswith("bearer")
        assert answer.content_type == "application/problem+json"
        told = json.loads(answer.data)
        assert (told["status"], told["title"]) == (401, "Unauthorized")
        assert told["detail"] == told["error"]["en"]
        assert "does not exist, or has ended" in told["detail"]
        assert not wrong or wrong not in answer.text


def test_a_token_ends(app: Flask, state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _, text = Tokens(state).new("x", Role.READER, 1)
    later = time.time() + 2 * 86_400
    monkeypatch.setattr("lovgraf_web.login.tokens.time.time", lambda: later)
    assert app.test_client().get("/en/law", headers=by(text)).status_code == 401


def test_only_a_hash_is_written_down(state: Path) -> None:
    _, text = Tokens(state).new("x", Role.READER, 1)
    files = [path for path in state.iterdir() if path.name.startswith(NAME)]
    assert not [path for path in files if text.encode() in path.read_bytes()]
    assert stat.S_IMODE((state / NAME).stat().st_mode) == 0o600


def test_the_command(state: Path, capsys: Capture) -> None:
    assert run(["token", "new", "The archive", "--role", "drafter", "--lang", "en"]) == 0
    said = capsys.readouterr()
    text = said.out.strip()
    assert "it is shown only now" in said.err
    found = Tokens(state).find(text)
    assert found is not None
    assert (found.name, found.role) == ("The archive", Role.DRAFTER)
    assert run(["token", "list", "--lang", "en"]) == 0
    listed = capsys.readouterr().out
    assert listed.startswith(f"{found.id}  drafter")
    assert text not in listed
    assert run(["token", "revoke", found.id]) == 0
    assert Tokens(state).all() == []
    for wrong, told in (
        (["token", "revoke", found.id], "no token of that id"),
        (["token", "new"], "is missing"),
        (["token", "make", "x"], "The choices are new, list, revoke"),
        (["token", "new", "x", "--role", "king"], "The choices are reader"),
        (["token", "new", "x", "--days", "0"], "at least 1"),
    ):
        capsys.readouterr()
        assert run([*wrong, "--lang", "en"]) == 2
        assert told in one_line(capsys)
    assert os.listdir(state)
