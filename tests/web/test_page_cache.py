"""Pages that are the same for everyone are made once, and each reader gets a token of their own."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient

from lovgraf_web.address import parameter
from lovgraf_web.page_cache import same_for_all
from lovgraf_web.pages.law import view as law

DAY = "2014-12-01"
LAW = f"/da/law?as_of={DAY}"


def made(app: Flask) -> list[Any]:
    """The keys of the pages that are kept."""
    return list(app.extensions["kept-pages"])


def test_a_page_is_made_once(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    first = client.get(LAW)
    assert first.status_code == 200

    def never(_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(law, "outline", never)
    again = client.get(LAW)
    assert (again.data, again.content_type) == (first.data, first.content_type)
    assert "Accept" in again.headers["Vary"]


@pytest.mark.parametrize(
    "other",
    [LAW.replace("/da/", "/en/"), LAW.replace(DAY, "1950-01-01"), "/da/law", f"{LAW}&format=json",
     f"{LAW}&format=ttl", LAW.replace("law?", "about?")],
)  # fmt: skip
def test_another_page_is_another(client: FlaskClient, other: str) -> None:
    assert client.get(LAW).data != client.get(other).data


def test_what_a_client_accepts_counts(client: FlaskClient) -> None:
    page = client.get(LAW)
    assert page.content_type.startswith("text/html")
    data = client.get(LAW, headers={"Accept": "application/json"})
    assert data.get_json()["as_of"] == DAY


def test_a_browser_that_has_a_page_is_told_so(client: FlaskClient) -> None:
    first = client.get(LAW)
    again = client.get(LAW, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["Cache-Control"] == "private, no-cache"
    assert client.get(LAW, headers={"If-None-Match": '"other"'}).status_code == 200


def test_each_reader_has_a_token_of_their_own(app: Flask) -> None:
    tokens = []
    for _ in range(2):
        browser = app.test_client()
        page = browser.get(f"/da/person?as_of={DAY}")
        assert page.headers["Cache-Control"] == "no-store"
        assert "ETag" not in page.headers
        found = set(re.findall(r'name="csrf_token" value="([^"]+)"', page.text))
        assert len(found) == 1
        tokens.append(found.pop())
        form = {"csrf_token": tokens[-1], "as_of": DAY}
        assert browser.post("/da/person", data=form).status_code == 200
    stranger = app.test_client()
    assert tokens[0] != tokens[1]
    assert stranger.post("/da/person", data={"csrf_token": tokens[0]}).status_code == 400


def test_other_parameters_change_nothing_and_are_not_kept(app: Flask) -> None:
    client = app.test_client()
    before = client.get(LAW).data
    kept = len(made(app))
    assert client.get(f"{LAW}&utm_source=1&fbclid=2").data == before
    assert len(made(app)) == kept


def test_a_parameter_that_a_page_reads_without_saying_so_counts(app: Flask) -> None:
    @same_for_all()
    def view() -> Response:
        return Response(parameter("q") or "nothing")

    for address, shown in (
        ("/da/law", "nothing"),
        ("/da/law?q=one", "one"),
        ("/da/law", "nothing"),
    ):
        with app.test_request_context(address):
            assert view().get_data(as_text=True) == shown


def test_two_dates_side_by_side_are_another_page(client: FlaskClient) -> None:
    one = client.get("/en/analysis?as_of=1970-01-01")
    two = client.get("/en/analysis?as_of=1970-01-01&beside=1950-01-01")
    assert one.status_code == two.status_code == 200
    assert one.data != two.data


def test_what_is_not_there_is_not_kept(app: Flask) -> None:
    kept = len(made(app))
    assert app.test_client().get("/en/term/nothing").status_code == 404
    assert len(made(app)) == kept
