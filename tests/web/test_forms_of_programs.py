"""What a program sends to the forms of the builder, the editor and the queries is refused by name
where the form does not have it: nothing is passed over."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from tests.web.test_proposal_editor import DAY, browser, norm  # noqa: F401

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


def sent(client: FlaskClient, path: str, pairs: list[tuple[str, str]]) -> str:
    """The refusal of a form, as a program reads it."""
    page = client.get("/en/query").text
    found = TOKEN.search(page)
    assert found
    data: dict[str, list[str]] = {"csrf_token": [found[1]]}
    for name, value in pairs:
        data.setdefault(name, []).append(value)
    answer = client.post(path, data=data, headers={"Accept": "application/json"})
    assert answer.status_code == 400, answer.text
    assert answer.content_type == "application/problem+json"
    told: str = answer.json["error"]["en"]
    return told


FINE = [("as_of", DAY), ("title-da", "Ny"), ("title-en", "New")]
EDITOR = {
    "a field misspelt": ([("comencement", "2015-01-01")], "'comencement' is not known"),
    "a row misspelt": ([("who.0.0.fakt", "x")], "'who.0.0.fakt' is not known"),
    "a row that there is not": ([("who.0.8.fact", "record:age")], "is not known"),
    "a field twice": ([("change", "widen"), ("change", "end")], "more than once"),
    "a change that there is not": ([("change", "broaden")], "change: write widen"),
    "a relation that there is not": (
        [("who.0.0.fact", "record:age"), ("who.0.0.relation", "over"), ("who.0.0.value", "18")],
        "who.0.0.relation: write",
    ),
    "a value of nothing": ([("who.0.0.value", "18")], "who.0.0.fact is missing"),
    "a measure that there is not": ([("measure", "Campain")], "measure: write"),
}


@pytest.mark.parametrize("case", EDITOR)
def test_the_editor_refuses_by_name(browser: FlaskClient, norm: str, case: str) -> None:  # noqa: F811
    more, word = EDITOR[case]
    assert word in sent(browser, "/en/proposals/new", [*FINE, ("norm", norm), *more])


@pytest.mark.parametrize("missing", ["as_of", "norm"])
def test_the_editor_says_what_is_missing(browser: FlaskClient, norm: str, missing: str) -> None:  # noqa: F811
    given = [pair for pair in [*FINE, ("norm", norm)] if pair[0] != missing]
    assert f"{missing} is missing" in sent(browser, "/en/proposals/new", given)


def test_the_builder_refuses_by_name(browser: FlaskClient) -> None:  # noqa: F811
    assert "not known" in sent(browser, "/en/builder?kind=core:Norm", [("words", "x")])
    assert "more than once" in sent(browser, "/en/builder", [("q", "x"), ("q", "y")])


def test_a_query_refuses_by_name(browser: FlaskClient) -> None:  # noqa: F811
    assert "query is missing" in sent(browser, "/en/query", [("as_of", DAY)])
    assert "'asof'" in sent(browser, "/en/query", [("query", "ASK {}"), ("asof", DAY)])
    assert "more than once" in sent(browser, "/en/query", [("query", "a"), ("query", "b")])
