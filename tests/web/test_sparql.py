"""The endpoint beyond the protocol's tests: dates, graphs, limits, load, and silence in the log."""

from __future__ import annotations

import logging
from datetime import date

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient
from msgspec.structs import replace

from lovgraf.core.sandbox import Limits
from lovgraf.law import Law
from lovgraf.query.guard import LONGEST
from lovgraf_web import create_app
from lovgraf_web.lanes import Full, Lanes

BASE = "https://w3id.org/lovgraf/"
ENDLESS = "SELECT (COUNT(*) AS ?n) { " + "".join(f"?a{n} ?b{n} ?c{n} . " for n in range(9)) + "}"
NORMS = "SELECT DISTINCT ?n { ?n <https://w3id.org/lovgraf/core#bearer> ?b }"


@pytest.fixture(scope="module")
def client(hats: Law) -> FlaskClient:
    """One client for all: each application starts an engine of queries."""
    return create_app({"LAW": hats}).test_client()


@pytest.fixture
def hurried(hats: Law) -> FlaskClient:
    """A client of an endpoint with a short time limit and one place of each kind."""
    config = {
        "LAW": hats,
        "QUERY_LIMITS": Limits(seconds=1.0),
        "QUERY_LANES": Lanes(quick=1, slow=1, waiting=1, wait=0.1),
    }
    return create_app(config).test_client()


def norms(client: FlaskClient, **given: str) -> set[str]:
    """The norms of the default graph."""
    answer = client.get("/sparql", query_string={"query": NORMS, **given})
    assert answer.json is not None
    return {row["n"]["value"] for row in answer.json["results"]["bindings"]}


def test_the_default_graph_is_the_law_of_the_date(client: FlaskClient, hats: Law) -> None:
    for day in ("1890-01-01", "1950-01-01", "2000-01-01"):
        expected = set(hats.at(date.fromisoformat(day)).norms)
        assert norms(client, as_of=day) == norms(client, **{"as-of": day}) == expected, day
    assert norms(client) == set(hats.at(date.today()).norms)
    assert client.get("/sparql?query=ASK%20%7B%7D&as_of=never").status_code == 400


def test_the_service_describes_itself(client: FlaskClient) -> None:
    answer = client.get("/sparql")
    assert answer.mimetype == "text/turtle"
    triples = set(ox.parse(answer.data, format=ox.RdfFormat.TURTLE))
    names = {quad.object for quad in triples if quad.predicate.value.endswith("#name")}
    assert ox.NamedNode(BASE + "law/1900/1") in names
    as_xml = client.get("/sparql", headers={"Accept": "application/rdf+xml"})
    assert set(ox.parse(as_xml.data, format=ox.RdfFormat.RDF_XML)) != set()
    assert "http://localhost/sparql" in answer.text


def test_head_is_get_without_a_body(client: FlaskClient) -> None:
    for address in ("/sparql", "/sparql?query=ASK%20%7B%7D", "/graphs?default"):
        head = client.head(address)
        assert head.status_code == 200
        assert head.data == b""
        assert head.headers["Content-Type"] == client.get(address).headers["Content-Type"]


def test_no_other_site_may_read(client: FlaskClient) -> None:
    answer = client.get("/sparql?query=ASK%20%7B%7D", headers={"Origin": "https://evil.example"})
    assert not [name for name, _ in answer.headers if name.startswith("Access-Control")]
    preflight = client.options("/sparql", headers={"Origin": "https://evil.example"})
    assert not [n for n, _ in preflight.headers if n.startswith("Access-Control")]
    rebound = client.get("/sparql?query=ASK%20%7B%7D", headers={"Host": "evil.example"})
    assert rebound.status_code == 400


def test_a_format_that_there_is_not(client: FlaskClient) -> None:
    for accept, query in (
        ("image/png", "ASK {}"),
        ("text/csv", "CONSTRUCT WHERE { ?s ?p ?o }"),
        ("text/turtle", "ASK {}"),
    ):
        answer = client.get("/sparql", query_string={"query": query}, headers={"Accept": accept})
        assert answer.status_code == 406, accept
    browser = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
    assert client.get("/sparql?query=ASK%20%7B%7D", headers=browser).json == {
        "head": {},
        "boolean": True,
    }


def test_a_format_with_a_parameter(client: FlaskClient) -> None:
    for accept, query, kind in (
        ("application/sparql-results+json; charset=utf-8", "ASK {}", "sparql-results+json"),
        ("text/turtle;version=1.1;q=0.9, */*;q=0.1", "DESCRIBE <law/1900/1>", "turtle"),
        ("text/csv;charset=utf-8;q=0.1, application/json;q=0.2", "ASK {}", "json"),
    ):
        answer = client.get("/sparql", query_string={"query": query}, headers={"Accept": accept})
        assert answer.status_code == 200, accept
        assert (answer.mimetype or "").endswith(kind)


def test_only_own_graphs(client: FlaskClient) -> None:
    for graph in ("http://127.0.0.1:9/x", "file:///etc/passwd", BASE + "law/1700/1"):
        for name in ("default-graph-uri", "named-graph-uri"):
            answer = client.get("/sparql", query_string={"query": "ASK {}", name: graph})
            assert answer.status_code == 400
            assert "/etc" not in answer.text


def test_too_long_and_too_deep(client: FlaskClient) -> None:
    long = "ASK {} #" + "x" * LONGEST
    assert client.post("/sparql", data={"query": long}).status_code == 413
    longer = client.post("/sparql", data={"query": "x" * 300_000})
    assert (longer.status_code, longer.mimetype) == (413, "text/plain")
    deep = "ASK " + "{" * 3000 + "}" * 3000
    assert client.post("/sparql", data={"query": deep}).status_code == 400
    assert client.get("/healthz").status_code == 200


def test_an_endless_query_is_stopped(hurried: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = hurried.application.extensions["query-engine"]()
    for _ in range(2):
        with monkeypatch.context() as patch:
            patch.setattr(engine, "limits", replace(engine.limits, seconds=0.5))
            answer = hurried.get("/sparql", query_string={"query": ENDLESS})
        assert answer.status_code == 503
        assert int(answer.headers["Retry-After"]) > 0
    assert hurried.get("/sparql?query=ASK%20%7B%7D").status_code == 200


def test_load_is_shed(hats: Law) -> None:
    lanes = Lanes(quick=1, slow=0, waiting=1, wait=0.05)
    client = create_app({"LAW": hats, "QUERY_LANES": lanes}).test_client()
    with lanes.place():
        answer = client.get("/sparql?query=ASK%20%7B%7D")
        assert answer.status_code == 503
        assert answer.headers["Retry-After"]
    assert client.get("/sparql?query=ASK%20%7B%7D").status_code == 200
    displaced = client.get("/sparql", query_string={"query": ENDLESS})
    assert displaced.status_code == 503


def test_places_come_back() -> None:
    lanes = Lanes(quick=2, slow=1, waiting=1, wait=0.01)
    for _ in range(5):
        with lanes.place(), lanes.place(), pytest.raises(Full), lanes.place():
            pass


def test_graph_store_reads(client: FlaskClient) -> None:
    act = client.get("/graphs", query_string={"graph": BASE + "law/1900/1"})
    assert act.status_code == 200
    triples = set(ox.parse(act.data, format=ox.RdfFormat.TURTLE))
    assert {quad.subject.value for quad in triples if isinstance(quad.subject, ox.NamedNode)}
    assert all(
        quad.subject.value.startswith(BASE + "law/1900/1")
        for quad in triples
        if isinstance(quad.subject, ox.NamedNode)
    )
    default = client.get("/graphs?default&as_of=1950-01-01", headers={"Accept": "text/turtle"})
    assert len(set(ox.parse(default.data, format=ox.RdfFormat.TURTLE))) > len(triples)
    assert client.get("/graphs?graph=http://x/").status_code == 404
    assert client.get("/graphs").status_code == 400
    assert client.get("/graphs?default&graph=x").status_code == 400
    assert client.get("/graphs?default", headers={"Accept": "image/png"}).status_code == 406
    for method in (client.put, client.post, client.delete, client.patch):
        answer = method("/graphs?default")
        assert answer.status_code == 405
        assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


def test_nothing_asked_is_logged(client: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        client.get("/sparql", query_string={"query": "ASK { ?s ?p '610190-1234' }"})
        fault = client.get("/sparql", query_string={"query": "ASK { ?s ?p '610190-1234 }"})
    assert "610190" not in caplog.text + fault.text
