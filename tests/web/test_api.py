"""The description of the JSON, and that nothing one sends by it makes the server fail."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest
import schemathesis
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error

from checker.law import Law, load_graph
from tests.web.conftest import LAW_FILE
from web import create_app
from web.api import described
from web.proposals import shipped

NO_JSON = {
    "/<lang>/law.json", "/<lang>/neighbours.svg", "/<lang>/accessibility",
    "/<lang>/dataset/<job>/report/<form>", "/<lang>/proposals/work/<job>/document/<form>",
}  # fmt: skip
"""Pages that are files, or nothing else but a page."""
JSON = {"Accept": "application/json"}
SCHEMAS = {"components": {"schemas": described()["components"]["schemas"]}}
APP: Flask = create_app({"LAW": Law(load_graph(files=[LAW_FILE]))})
schema = schemathesis.openapi.from_wsgi("/openapi.json", APP)


@schema.parametrize()
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_request_makes_the_server_fail(case: Any) -> None:
    case.call_and_validate(
        checks=[not_a_server_error], headers={"Host": "localhost", "Accept": "application/json"}
    )


@pytest.mark.parametrize("path", sorted(described()["paths"]))
def test_what_is_described_is_what_comes(client: FlaskClient, path: str) -> None:
    operation = described()["paths"][path]["get"]
    name = next(iter(shipped())) if "/known/" in path else "law/1900/1/par/1"
    values = {"lang": "da", "name": name, "job": "none"}
    query = {"as_of": "1970-01-01", "format": "json", "norm": "law/1900/1/par/1/norm/hat"}
    answer = client.get(path.format(**values), query_string=query, headers=JSON)
    if "{job}" in path or path.endswith("/compare"):
        assert answer.status_code == 404
        jsonschema.validate(answer.json, described()["components"]["schemas"]["Error"] | SCHEMAS)
        return
    assert answer.status_code == 200
    content = operation["responses"]["200"]["content"]["application/json"]["schema"]
    jsonschema.validate(answer.json, content)


def test_every_page_that_comes_as_json_is_described(app: Flask) -> None:
    told = {path.replace("{", "<").replace("}", ">") for path in described()["paths"]}
    pages = {
        "overview", "law", "provision", "search", "person", "about", "dataset", "dataset_result",
        "proposals", "proposal_editor", "proposal_compare", "query", "jobs", "ontology",
    }  # fmt: skip
    for rule in app.url_map.iter_rules():
        plain = rule.rule.replace("<any(da, en):lang>", "<lang>").replace("path:", "")
        if rule.endpoint.split(".")[0] in pages and "GET" in (rule.methods or ()):
            if plain in NO_JSON or not plain.startswith("/<lang>/"):
                continue
            assert plain in told, plain


def test_ready_and_about(client: FlaskClient) -> None:
    ready = client.get("/readyz").json
    assert ready is not None
    assert ready["status"] == "ok"
    for lang in ("da", "en"):
        page = client.get(f"/{lang}/about").text
        assert "openapi.json" in page
        assert 'href="javascript' not in page
        assert client.get(f"/{lang}/accessibility").status_code == 200
