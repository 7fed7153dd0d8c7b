"""What a program sends to the forms of the builder, the editor and the queries is refused by name
where the form does not have it: nothing is passed over."""

from __future__ import annotations

import io
import re

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.web.test_proposal_editor import DAY, browser, norm  # noqa: F401

JSON = {"Accept": "application/json"}.items()
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
    told: str = answer.json["error"]["en"]  # type: ignore[index]
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


CSV_FILE = b"id;birth_date;cpr_status;digital_post\n1;1980-01-01;01;ja\n"
UPLOAD = {
    "a field misspelt": ([("valeus", "yes")], "'valeus' is not known"),
    "a word that there is not": ([("values", "yess")], "values: write yes"),
    "a profile that there is not": ([("presume", "xx")], "presume: write"),
    "twice": ([("values", "yes"), ("values", "yes")], "more than once"),
}


def send(client: FlaskClient, path: str, pairs: list[tuple[str, object]]) -> TestResponse:
    """Send a form with its token, as a program does."""
    found = TOKEN.search(client.get("/en/dataset").text)
    assert found
    data: dict[str, list[object]] = {"csrf_token": [found[1]]}
    for name, value in pairs:
        data.setdefault(name, []).append(value)
    return client.post(
        path, data=data, headers={"Accept": "application/json"}, content_type="multipart/form-data"
    )


@pytest.mark.parametrize("case", UPLOAD)
def test_an_upload_refuses_by_name(client: FlaskClient, case: str) -> None:
    more, word = UPLOAD[case]
    file = [("file", (io.BytesIO(CSV_FILE), "p.csv"))]
    answer = send(client, "/en/dataset", [*file, *more])
    assert answer.status_code == 400
    assert word in answer.json["error"]["en"]  # type: ignore[index]


def test_a_file_that_an_upload_does_not_have_is_refused(client: FlaskClient) -> None:
    answer = send(client, "/en/dataset", [("fil", (io.BytesIO(CSV_FILE), "p.csv"))])
    assert answer.status_code == 400
    assert "'fil' is not known" in answer.json["error"]["en"]  # type: ignore[index]


def test_a_page_takes_a_form_and_no_other_body(client: FlaskClient) -> None:
    for kind, body in (("application/json", b'{"birth_date": "1980-01-01"}'), ("text/plain", b"x")):
        answer = client.post("/en/person", data=body, content_type=kind, headers=[*JSON])
        assert answer.status_code == 400
        assert "takes a form" in answer.json["error"]["en"]  # type: ignore[index]


QUESTION = "/api/ask/digital-post-person"


@pytest.mark.parametrize(
    ("sent", "word"),
    [
        ({"unknown": ["exemption_groun"]}, "'exemption_groun' is not known"),
        ({"unknown": ["birth_date"], "facts": {"birth_date": "1980-01-01"}}, "both in facts and"),
        ({"asked": -5}, "asked must be"),
        ({"asked": 10**30}, "asked must be"),
        ({"facts": {"type": "filing"}}, "type says filing"),
    ],
)
def test_a_question_refuses_what_says_nothing(
    browser: FlaskClient,  # noqa: F811
    sent: dict[str, object],
    word: str,
) -> None:
    answer = browser.post(QUESTION, json=sent)
    assert answer.status_code == 400
    assert word in answer.json["error"]["en"]  # type: ignore[index]
