"""Pages of other sites: they read nothing, unless the operator names them."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from lovgraf.core.errors import InputError
from lovgraf.law import Law
from lovgraf_web import create_app
from lovgraf_web.cors import origins

SITE, OTHER = "https://www.example.org", "https://evil.example"
ASK = "/sparql?query=ASK%20%7B%7D"
ALLOW = "Access-Control-Allow-Origin"


def _client(hats: Law, *allowed: str) -> FlaskClient:
    return create_app({"LAW": hats, "CORS": frozenset(allowed)}).test_client()


def test_nobody_may_by_default(client: FlaskClient) -> None:
    for answer in (
        client.get(ASK, headers={"Origin": SITE}),
        client.options("/sparql", headers={"Origin": SITE}),
    ):
        assert not [name for name, _ in answer.headers if name.startswith("Access-Control")]
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_a_site_that_is_named_may(hats: Law) -> None:
    client = _client(hats, SITE)
    for path in (ASK, "/sparql?query=ASK", "/graphs?default", "/graphs?graph=no"):
        answer = client.get(path, headers={"Origin": SITE})
        assert answer.headers[ALLOW] == SITE, path
        assert "Access-Control-Allow-Credentials" not in answer.headers
        assert ALLOW not in client.get(path, headers={"Origin": OTHER}).headers
        assert "Origin" in client.get(path).headers["Vary"]  # a cache must not mix them up
    early = client.options(
        "/sparql", headers={"Origin": SITE, "Access-Control-Request-Method": "POST"}
    )
    assert "POST" in early.headers["Access-Control-Allow-Methods"]
    assert "Content-Type" in early.headers["Access-Control-Allow-Headers"]


def test_any_site_may_where_the_operator_says_so(hats: Law) -> None:
    answer = _client(hats, "*").get(ASK, headers={"Origin": OTHER})
    assert answer.headers[ALLOW] == "*"


def test_other_pages_stay_closed(hats: Law) -> None:
    client = _client(hats, "*")
    for path in ("/da/law", "/da/person", "/api/1/openapi.json", "/healthz"):
        assert ALLOW not in client.get(path, headers={"Origin": OTHER}).headers, path


def test_the_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LOVGRAF_CORS", raising=False)
    assert origins() == frozenset()
    monkeypatch.setenv("LOVGRAF_CORS", f"{SITE} http://localhost:3000")
    assert origins() == {SITE, "http://localhost:3000"}
    for wrong in ("www.example.org", f"{SITE}/path", "null", "https://*.example.org", f"{SITE},*"):
        monkeypatch.setenv("LOVGRAF_CORS", wrong)
        with pytest.raises(InputError, match="LOVGRAF_CORS"):
            origins()
