"""Headers, hosts, tokens, limits and logs."""

from __future__ import annotations

import logging
from typing import Never

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lovgraf.core.errors import InputError
from lovgraf.law import Law
from lovgraf_web import create_app
from lovgraf_web.loopback import is_loopback
from lovgraf_web.serving import serve

POLICY = {
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:",
    "font-src 'self'", "connect-src 'self'", "form-action 'self'", "base-uri 'none'",
    "frame-ancestors 'none'",
}  # fmt: skip


@pytest.mark.parametrize("path", ["/", "/healthz", "/da/law", "/en/law.json", "/nowhere"])
def test_every_response_carries_the_headers(client: FlaskClient, path: str) -> None:
    headers = client.get(path).headers
    assert set(headers["Content-Security-Policy"].split("; ")) == POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    law = path.startswith(("/da/law", "/en/law"))
    assert headers["Cache-Control"] == ("private, no-cache" if law else "no-store")


def test_nothing_inline_and_nothing_from_elsewhere(client: FlaskClient) -> None:
    page = client.get("/da/law?as_of=1950-01-01").text
    for trace in ("<script", "<style", " style=", " onclick", "@import"):
        assert trace not in page
    assert client.get("/static/site.css").status_code == 200


def test_health(client: FlaskClient) -> None:
    assert client.get("/healthz").json == {"status": "ok"}


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "10.0.0.1"])
def test_another_host_name_is_refused(client: FlaskClient, host: str) -> None:
    assert client.get("/da/law", headers={"Host": host}).status_code == 400


def test_own_host_names_are_served(client: FlaskClient) -> None:
    for host in ("localhost:8000", "127.0.0.1:8000", "[::1]:8000"):
        assert client.get("/healthz", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.2", "example.org", "", "127.0.0.1.x"])
def test_only_this_machine_is_served(host: str) -> None:
    with pytest.raises(InputError, match="this machine only"):
        serve(host, 0)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "::1", "[::1]", "localhost"])
def test_loopback_is_accepted(host: str) -> None:
    assert is_loopback(host)


def test_another_machine_is_refused_however_it_got_here(client: FlaskClient) -> None:
    """Such as through a server of another kind that listens on every address."""
    assert client.get("/healthz", environ_base={"REMOTE_ADDR": "192.0.2.7"}).status_code == 403


def test_a_fault_of_ours_shows_and_logs_no_values(
    hats: Law, caplog: pytest.LogCaptureFixture
) -> None:
    app = create_app({"LAW": hats})

    def fail() -> Never:
        raise ValueError("cpr 610190-1234")

    app.add_url_rule("/fail", view_func=fail)
    with caplog.at_level(logging.DEBUG):
        page = app.test_client().get("/fail?cpr=610190-1234")
    assert page.status_code == 500
    assert "610190" not in page.text + caplog.text
    assert "ValueError" in caplog.text


def test_session_cookie_is_not_for_scripts_or_other_sites(app: Flask) -> None:
    assert app.config["SESSION_COOKIE_HTTPONLY"]
    assert app.config["SESSION_COOKIE_SAMESITE"] == "Strict"
    assert (
        app.config["SECRET_KEY"] != create_app({"LAW": app.extensions["law"]}).config["SECRET_KEY"]
    )
