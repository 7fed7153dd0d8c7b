"""The description of the JSON, and that nothing one sends by it makes the server fail."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from flask import Flask
from flask.testing import FlaskClient
from schemathesis.checks import load_all_checks, not_a_server_error
from schemathesis.generation.feedback import FeedbackSources
from schemathesis.pytest._test_builder import build_operation_test
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from lovgraf.law import Law, load_graph
from lovgraf_web import create_app
from lovgraf_web.api.schemas import described
from lovgraf_web.jobs.settings import Settings
from lovgraf_web.pages.proposals.view import shipped
from tests.examples import examples, one_in
from tests.web.conftest import LAW_FILE
from tests.web.described import valid
from tests.web.jobs.conftest import end_all

NOT_JSON = {
    "/<lang>/law.json", "/<lang>/neighbours.svg",
    "/<lang>/proposals/work/<job>/document/<form>", "/<lang>/query/running/<job>/file",
    "/metrics", "/sparql", "/sparql/", "/graphs", "/id/<name>", "/openapi.json",
    "/static/<filename>", "/", "/catalog", "/.well-known/void", "/robots.txt", "/sitemap.xml",
    "/ontology.<any(ttl, nt, rdf, owl, jsonld):ending>",
}  # fmt: skip
"""Pages that are files, standards of their own, or only lead to others."""
JSON = {"Accept": "application/json"}
MANY = 10**6
PLACE = tempfile.TemporaryDirectory(prefix="described-")
APP: Flask = create_app(
    {
        "LAW": Law(load_graph(files=[LAW_FILE])),
        "WTF_CSRF_ENABLED": False,
        "QUERY_WAIT": 60,
        "JOBS_FOLDER": Path(PLACE.name) / "jobs",
        "JOBS_SETTINGS": replace(
            Settings(kinds={}), at_once=0, each=MANY, kept=MANY, a_minute=MANY, all=MANY
        ),
    }
)
"""No job begins here: what it does is tried elsewhere."""
CHECKS = [
    not_a_server_error, response_schema_conformance, status_code_conformance,
    content_type_conformance,
]  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def jobs() -> Iterator[None]:
    """Leave nothing behind."""
    yield
    end_all(APP.extensions["jobs"]())
    PLACE.cleanup()


@pytest.fixture(scope="module")
def schema() -> Any:
    """The description as a client reads it."""
    load_all_checks()
    return schemathesis.openapi.from_wsgi("/openapi.json", APP)


@pytest.mark.slow
@pytest.mark.drawn
@pytest.mark.parametrize(
    ("path", "method"),
    one_in(3, [(path, method) for path, ways in described()["paths"].items() for method in ways]),
)
def test_no_request_makes_the_server_fail_and_each_answer_is_as_described(
    schema: Any, path: str, method: str
) -> None:
    """What to send is worked out here: `schema.parametrize` does so for each process that collects
    tests."""
    build_operation_test(
        config=schema.config,
        operation=schema[path][method.upper()],
        test_func=_sent,
        given_kwargs={},
        feedback=FeedbackSources(),
    )()


@examples(1, whole=2, of=12)
def _sent(case: Any) -> None:
    # It says that it takes what the library of the network does, and unpacks nothing.
    headers = {"Host": "localhost", "Accept-Encoding": "identity", **JSON}
    case.call_and_validate(checks=CHECKS, headers=headers)


@pytest.mark.parametrize(
    "path", sorted(path for path, item in described()["paths"].items() if "get" in item)
)
def test_what_is_described_is_what_comes(client: FlaskClient, path: str) -> None:
    name = next(iter(shipped())) if "/known/" in path else "law/1900/1/par/1"
    values = {"lang": "da", "name": name, "job": "none", "slug": "none", "format": "csv"}
    query = {"as_of": "1970-01-01", "format": "json", "norm": "law/1900/1/par/1/norm/hat"}
    told = {one["name"] for one in described()["paths"][path]["get"].get("parameters", [])}
    told |= set() if path.startswith("/api/ask") else {"as_of", "format"}
    # What is not described is refused.
    query = {name: value for name, value in query.items() if name in told}
    answer = client.get(path.format(**values), query_string=query, headers=JSON)
    if "{job}" in path or "{slug}" in path or path.endswith(("/compare", "/file")):
        assert answer.status_code == 404
        valid(answer.json, path, status=404)
        return
    assert answer.status_code == 200
    valid(answer.json, path)


def test_every_address_that_gives_json_or_takes_a_form_is_described(app: Flask) -> None:
    told = {
        (path.replace("{", "<").replace("}", ">"), method.upper())
        for path, item in described()["paths"].items()
        for method in item
    }
    for rule in app.url_map.iter_rules():
        plain = rule.rule.replace("<any(da, en):lang>", "<lang>").replace("path:", "")
        if plain not in NOT_JSON:
            for method in (rule.methods or set()) & {"GET", "POST"}:
                assert (plain, method) in told, f"{method} {plain}"


def test_the_scripts_of_the_pages_ask_what_is_described() -> None:
    """Each address that a template hands to a script is one of the description's."""
    web = Path(__file__).parents[2] / "web"
    told = "\n".join(path.read_text("utf-8") for path in sorted(web.rglob("*.html")))
    handed = set(re.findall(r'(?:data-names="\{\{|follow =) (?:url_for|to)\(["\']([\w.]+)', told))
    assert handed == {"query.names", "jobs.state", "query_waiting.page"}
    routes = {rule.endpoint: rule.rule for rule in APP.url_map.iter_rules()}
    for endpoint in handed:
        path = re.sub(r"<(?:any\(da, en\):)?(\w+)>", r"{\1}", routes[endpoint])
        assert "get" in described()["paths"][path], endpoint


def test_the_forms_that_scripts_send_are_described() -> None:
    """A script that sends a form as it stands sends it where a program would."""
    web = Path(__file__).parents[2] / "web"
    scripts = [path.name for path in sorted((web / "static").glob("*.js"))]
    sending = re.compile(r"fetch\(form(\(\))?\.action")
    sends = [s for s in scripts if sending.search((web / "static" / s).read_text("utf-8"))]
    assert sends == ["citizen.js", "person.js", "proposal.js"]
    routes = {rule.endpoint: rule.rule for rule in APP.url_map.iter_rules() if rule.methods}
    for script, page, form in (
        (
            "citizen.js",
            "pages/citizen/question.html",
            r'<form id="facts"[^>]*action="\{\{ to\(.([\w.]+)',
        ),
        (
            "person.js",
            "pages/person/person.html",
            r'<form id="facts" method="post" action="\{\{ url_for\(.([\w.]+)',
        ),
        (
            "proposal.js",
            "pages/proposals/proposal_editor.html",
            r'<form[^>]*action="\{\{ (?:url_for|to)\(.([\w.]+)',
        ),
    ):
        told = (web / page).read_text("utf-8")
        assert script in told
        found = re.search(form, told)
        assert found
        path = re.sub(r"<(?:any\(da, en\):)?(\w+)>", r"{\1}", routes[found[1]])
        assert "post" in described()["paths"][path], script


def test_a_program_sends_forms_with_a_token(client: FlaskClient) -> None:
    """As the description says: a token, the cookie that comes with it, JSON as the answer."""
    form = {"as_of": "1970-01-01", "head_size": "40"}
    assert client.post("/en/person", data=form, headers=JSON).status_code == 400
    given = client.get("/token.json").json
    assert given is not None
    headers = {**JSON, "X-CSRFToken": given["csrf_token"]}
    answer = client.post("/en/person", data=form, headers=headers)
    assert answer.status_code == 200
    valid(answer.json, "/{lang}/person", "post")
    other = client.application.test_client()
    assert other.post("/en/person", data=form, headers=headers).status_code == 400


def test_every_form_takes_a_token(app: Flask) -> None:
    """But for the endpoint and the search, whose POST changes nothing, no form counts that came
    from elsewhere."""
    client = app.test_client()
    for rule in app.url_map.iter_rules():
        if "POST" not in (rule.methods or set()) or rule.endpoint.startswith(
            ("sparql.", "search.")
        ):
            continue
        with app.test_request_context():
            values = dict.fromkeys(rule.arguments, "x") | {"lang": "da"}
            address = rule.build(values)[1]  # type: ignore[index]
        for headers in ({}, {"Origin": "https://evil.example"}, {"Content-Type": "text/plain"}):
            assert client.post(address, data={"x": "y"} if not headers else b"", headers=headers
                               ).status_code == 400, address  # fmt: skip


@pytest.mark.parametrize(
    ("address", "form"),
    [
        ("/en/dataset", {}),
        ("/en/person", {"as_of": "no day"}),
        ("/en/query", {"query": "ASK {", "as_of": "1970-01-01"}),
        ("/en/proposals/assess", {"text": "x" * 200_001}),
        ("/en/query/file", {"query": "ASK {", "as_of": "1970-01-01"}),
    ],
)
def test_what_cannot_be_used_is_told_as_described(address: str, form: dict[str, str]) -> None:
    answer = APP.test_client().post(address, data=form, headers=JSON)
    assert answer.status_code == 400
    valid(answer.json, address.replace("/en/", "/{lang}/"), "post", 400)


def test_ready_and_about(client: FlaskClient) -> None:
    ready = client.get("/readyz").json
    assert ready is not None
    assert ready["status"] == "ok"
    for lang in ("da", "en"):
        page = client.get(f"/{lang}/about").text
        assert "openapi.json" in client.get(f"/{lang}/developers").text
        assert 'href="javascript' not in page
        assert client.get(f"/{lang}/accessibility").status_code == 200
