"""Attacks on the endpoint, beside a server that nobody may reach and a file that nobody reads."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from msgspec.structs import replace

from lovgraf.core.sandbox import Limits
from lovgraf.law import Law
from lovgraf_web import create_app
from tests.examples import one_in
from tests.processes import of_queries
from tests.web.server import Listener

SECRET = "<http://secret.example/s> <http://secret.example/p> 'found me' ."

QUERIES = {
    "from": "SELECT * FROM <http://HOST/x.ttl> { ?s ?p ?o }",
    "from-named": "SELECT * FROM NAMED <http://HOST/x.ttl> { GRAPH ?g { ?s ?p ?o } }",
    "from-file": "SELECT * FROM <file://FILE> { ?s ?p ?o }",
    "graph": "SELECT * { GRAPH <http://HOST/x.ttl> { ?s ?p ?o } }",
    "graph-file": "SELECT * { GRAPH <file://FILE> { ?s ?p ?o } }",
    "service": "SELECT * { SERVICE <http://HOST/sparql> { ?s ?p ?o } }",
    "service-silent": "SELECT * { SERVICE SILENT <http://HOST/sparql> { ?s ?p ?o } }",
    "service-variable": "SELECT * { VALUES ?x { <http://HOST/> } SERVICE SILENT ?x { ?s ?p ?o } }",
    "service-nested": "ASK { FILTER EXISTS { { SELECT * { SERVICE <http://HOST/> { ?s ?p ?o }}}}}",
    "service-escaped": "SELECT * { \\u0053ERVICE <http://HOST/> { ?s ?p ?o } }",
    "service-newer": "SELECT * { ?s ?p ?o {| ?a ?b |} SERVICE <http://HOST/sparql> { ?s ?p ?o } }",
    "service-against": "ASK { ?s ?p ?o {| ?a ?b |} . ?c ?d trueSERVICE<http://HOST/>{ ?e ?f ?g } }",
    "service-compared": "ASK { ?s ?p ?o {| ?a ?b |} FILTER(?a<'>' && 'x'='x')SERVICE"
    "<http://HOST/>{ ?e ?f ?g } FILTER(''='') }",
    "from-newer": "VERSION '1.2' SELECT * FROM <http://HOST/x.ttl> { ?s ?p ?o {| ?a ?b |} }",
    "from-file-newer": "VERSION '1.2' SELECT * FROM <file://FILE> { ?s ?p ?o }",
    "load-newer": "VERSION '1.2' LOAD <http://HOST/x.ttl>",
    "insert-newer": "VERSION '1.2' INSERT DATA { <a:a> <b:b> <<( <c:c> <d:d> 'found me' )>> }",
    "load": "LOAD <http://HOST/x.ttl>",
    "load-file": "LOAD <file://FILE>",
    "insert": "INSERT DATA { <a:a> <b:b> 'found me' }",
    "insert-after": "ASK {} ; LOAD <http://HOST/x.ttl>",
    "describe": "DESCRIBE <http://HOST/x.ttl>",
    "describe-file": "DESCRIBE <file://FILE>",
    "function": "SELECT (<http://HOST/f>(1) AS ?x) {}",
    "base": "BASE <http://HOST/> SELECT * FROM <x.ttl> { <y> ?p ?o }",
    "prefix": "PREFIX h: <http://HOST/> SELECT * FROM h:x { ?s ?p ?o }",
}


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    """The server that must stay silent."""
    found = Listener()
    yield found
    found.close()


@pytest.fixture(scope="module")
def attacked(hats: Law) -> FlaskClient:
    """A client of an endpoint with short limits."""
    limits = Limits(seconds=3, memory=400 << 20, output=1 << 20)
    return create_app({"LAW": hats, "QUERY_LIMITS": limits}).test_client()


def _well(client: FlaskClient) -> bool:
    answer = client.get("/sparql?query=ASK%20%7B%7D")
    return answer.status_code == 200 and client.get("/healthz").status_code == 200


@pytest.mark.parametrize("name", QUERIES)
def test_nothing_is_fetched_and_nothing_is_read(
    attacked: FlaskClient, listener: Listener, tmp_path: Path, name: str
) -> None:
    file = tmp_path / "secret.ttl"
    file.write_text(SECRET, encoding="utf-8")
    text = QUERIES[name].replace("HOST", listener.address).replace("FILE", str(file))
    for answer in (
        attacked.get("/sparql", query_string={"query": text}),
        attacked.post("/sparql", data={"query": text}),
        attacked.post("/sparql", data=text, content_type="application/sparql-query"),
    ):
        assert answer.status_code in (200, 400, 403), answer.text
        assert "found me" not in answer.text
        assert "secret.example" not in answer.text
    assert not listener.heard()
    assert _well(attacked)


@pytest.mark.parametrize(
    "name", ["default-graph-uri", "named-graph-uri", "using-graph-uri", "graph"]
)
def test_graphs_of_the_request_are_not_fetched(
    attacked: FlaskClient, listener: Listener, tmp_path: Path, name: str
) -> None:
    file = tmp_path / "secret.ttl"
    file.write_text(SECRET, encoding="utf-8")
    query = "SELECT * { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } } LIMIT 5"
    for graph in (f"http://{listener.address}/x.ttl", f"file://{file}"):
        for page in ("/sparql", "/graphs"):
            answer = attacked.get(page, query_string={"query": query, name: graph})
            assert answer.status_code in (200, 400, 404)
            assert "found me" not in answer.text
    assert not listener.heard()


GREEDY = {
    "regex": "SELECT * { FILTER(REGEX('" + "a" * 40 + "!', '^(a+)+$')) }",
    "product": "SELECT * { " + "".join(f"?a{n} ?b{n} ?c{n} . " for n in range(8)) + "}",
    "ordered": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a ?f ?i",
    "path": "SELECT * { ?a (!<x:x>|^!<x:x>)* ?b . ?b (!<x:x>|^!<x:x>)* ?c . ?c (!<x:y>)* ?d }",
    "group": "SELECT (GROUP_CONCAT(?c; separator='x') AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "doubled": "SELECT ?x26 { BIND('" + "x" * 64 + "' AS ?x0) "
    + "".join(f"BIND(CONCAT(?x{n},?x{n}) AS ?x{n + 1}) " for n in range(26)) + "}",
    "braces": "ASK " + "{" * 2200 + "}" * 2200,
    "parentheses": "ASK { FILTER(" + "(" * 40 + "1" + ")" * 40 + ") }",
    "brackets": "ASK { ?s ?p " + "[ ?p " * 45 + "?o " + "]" * 45 + " }",
    "negations": "ASK { FILTER(" + "!" * 15_000 + "true) }",
    "minuses": "SELECT (" + "-" * 15_000 + "1 AS ?x) {}",
    "product-newer": "SELECT * { "
    + "".join(f"?a{n} ?b{n} ?c{n} {{| ?d{n} ?e{n} |}} . " for n in range(8)) + "}",
    "terms": "ASK { ?s ?p " + "<<( " * 900 + "?a ?b ?c" + " )>>" * 900 + " }",
    "negations-newer": "VERSION '1.2' ASK { FILTER(" + "!" * 15_000 + "true) }",
    "minuses-newer": "VERSION '1.2' SELECT (" + "-" * 15_000 + "1 AS ?x) {}",
    "unions": "ASK { " + " UNION ".join(["{ ?s ?p ?o }"] * 900) + " }",
    "long-path": "ASK { ?s " + "/".join(["<x:p>"] * 2500) + " ?o }",
    "optionals": "SELECT * { " + "OPTIONAL { ?a ?b ?c } " * 700 + "}",
}  # fmt: skip


@pytest.mark.parametrize("name", one_in(2, GREEDY))
def test_greed_ends_with_the_child(
    attacked: FlaskClient, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = attacked.application.extensions["query-engine"]()
    with monkeypatch.context() as patch:
        patch.setattr(engine, "limits", replace(engine.limits, seconds=0.2))
        answer = attacked.post("/sparql", data={"query": GREEDY[name]})
    assert answer.status_code in (200, 400, 503), answer.status_code
    assert len(answer.data) <= 1 << 20
    assert _well(attacked)


def test_no_child_is_left(attacked: FlaskClient) -> None:
    attacked.get("/sparql?query=ASK%20%7B%7D")
    engine = attacked.application.extensions["query-engine"]()
    before = of_queries(engine)
    attacked.post("/sparql", data={"query": GREEDY["product"]})
    assert of_queries(engine) < before


@pytest.mark.parametrize(
    "text",
    ["\x00", "ASK {} \x00", "\ud800", "SELECT * { ?s ?p '\\uD800' }", "ASK { <\u202e> ?p ?o }",
     "\ufeffASK {}", "ASK { ?s ?p 'x'@da-' }", "%00%ff", "SELECT * { ?s <javascript:x> ?o }"],
)  # fmt: skip
def test_odd_signs_are_no_fault_of_ours(attacked: FlaskClient, text: str) -> None:
    body = text.encode("utf-8", "surrogatepass")
    direct = attacked.post("/sparql", data=body, content_type="application/sparql-query")
    assert direct.status_code in (200, 400)
    assert _well(attacked)
