"""No page is answered as if a part of its address had not been said."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

import lovgraf_web
from lovgraf_web.address import Taken

_READ = re.compile(r"\bparameters?\(\s*\"(\w+)\"")
PAGES = (
    "", "about", "about/sources", "accessibility", "analysis", "analysis/changes", "analysis/why",
    "builder", "builder/file", "citizen", "dataset", "dataset/trend", "developers", "law",
    "law.json", "neighbours.svg", "ontology", "person", "proposals", "proposals/compare",
    "proposals/new", "query", "search",
)  # fmt: skip


def _declared(app: Flask) -> dict[str, Taken]:
    """What each view says that it takes, by the name of its module, all of them together."""
    found: dict[str, set[str]] = {}
    for view in app.view_functions.values():
        taken = getattr(view, "taken", Taken())
        found.setdefault(view.__module__.rpartition(".")[0], set()).update(
            taken.names | taken.several
        )
    return {name: Taken(frozenset(names)) for name, names in found.items()}


def test_a_page_says_which_parameters_it_takes(app: Flask) -> None:
    root = Path(lovgraf_web.__file__).parent
    declared = _declared(app)
    for path in (root / "pages").rglob("*.py"):
        if path.parent.name == "api_ask":  # strict by itself
            continue
        for name in _READ.findall(path.read_text("utf-8")):
            folder = f"lovgraf_web.pages.{path.parent.name}"
            assert name in declared[folder].names | {"as_of"}, (path, name)


@pytest.mark.parametrize("page", PAGES)
def test_a_misspelt_parameter_is_refused_by_name(client: FlaskClient, page: str) -> None:
    answer = client.get(f"/da/{page}?asof=2014-12-01")
    assert answer.status_code == 400
    if not page.endswith(".json"):
        assert "»asof«" in answer.text
        assert "Mente du as_of?" in answer.text
    told = client.get(f"/en/{page}?asof=2014-12-01", headers={"Accept": "application/json"})
    assert (told.status_code, told.content_type) == (400, "application/problem+json")
    assert "Did you mean as_of?" in told.json["error"]["en"]  # type: ignore[index]


def test_what_resembles_nothing_is_refused_without_its_name(client: FlaskClient) -> None:
    answer = client.get("/da/law?0101901234=x")
    assert answer.status_code == 400
    assert "0101901234" not in answer.text
    assert 'href="/da/law"' in answer.text


def test_the_page_that_was_meant_is_offered(client: FlaskClient) -> None:
    answer = client.get("/da/analysis?beside=2015-01-01&shwo=rights")
    assert 'href="/da/analysis?beside=2015-01-01"' in answer.text


def test_two_days_are_none(client: FlaskClient) -> None:
    assert client.get("/da/law?as_of=2014-12-01&as_of=2015-12-01").status_code == 400
    assert client.get("/da/law?as_of=2014-12-01&as_of=2014-12-01").status_code == 200


def test_marks_of_mail_programs_ask_nothing(client: FlaskClient) -> None:
    assert client.get("/da/law?utm_source=nyhedsbrev&fbclid=x").status_code == 200


def test_a_value_of_a_question_that_it_does_not_have_is_refused(client: FlaskClient) -> None:
    answer = client.get("/da/query?p.dato=2014")
    assert answer.status_code == 400


@pytest.mark.parametrize("name", ["asof", "as_off", "default-graph-url"])
def test_the_endpoint_refuses_what_it_takes_misspelt(client: FlaskClient, name: str) -> None:
    query = "ASK { ?s ?p ?o }"
    answer = client.get("/sparql", query_string={"query": query, name: "2014-12-01"})
    assert answer.status_code == 400
    assert name in answer.text
    answer = client.post("/sparql", data={"query": query, name: "2014-12-01"})
    assert answer.status_code == 400
    others = {"query": query, "queryLn": "SPARQL", "infer": "true", "timeout": "0"}
    assert client.get("/sparql", query_string=others).status_code == 200
