"""The endpoint against the W3C's protocol tests: `test_ID` for each id of their manifest.

https://www.w3.org/2009/sparql/docs/tests/data-sparql11/protocol/ : what they ask for is kept, with
our own graphs in place of theirs. The endpoint reads only: each update is refused and says so.
"""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from lovgraf.law import Law
from lovgraf_web import create_app

BASE = "https://w3id.org/lovgraf/"
ACT = BASE + "law/1900/1"
VOCABULARY = BASE + "graph/vocabulary"
FORM, DIRECT = "application/x-www-form-urlencoded", "application/sparql-query"
UPDATE = "application/sparql-update"
DAY = "1950-01-01"
IN_DEFAULT = """ASK { ?s a <https://w3id.org/lovgraf/core#Provision> .
  ?t a <https://w3id.org/lovgraf/record#Column> }"""
IN_NAMED = """ASK { GRAPH ?g1 { ?s a <https://w3id.org/lovgraf/core#Provision> }
  GRAPH ?g2 { ?t a <https://w3id.org/lovgraf/record#Column> } FILTER(?g1 != ?g2) }"""


IDS = [
    "query_post_form", "query_dataset_default_graphs_get", "query_dataset_default_graphs_post",
    "query_dataset_named_graphs_post", "query_dataset_named_graphs_get", "query_dataset_full",
    "query_multiple_dataset", "query_get", "query_content_type_select", "query_content_type_ask",
    "query_content_type_describe", "query_content_type_construct", "update_dataset_default_graph",
    "update_dataset_default_graphs", "update_dataset_named_graphs", "update_dataset_full",
    "update_post_form", "update_post_direct", "update_base_uri", "query_post_direct",
    "bad_query_method", "bad_multiple_queries", "bad_query_wrong_media_type",
    "bad_query_missing_form_type", "bad_query_missing_direct_type", "bad_query_non_utf8",
    "bad_query_syntax", "bad_update_get", "bad_multiple_updates", "bad_update_wrong_media_type",
    "bad_update_missing_form_type", "bad_update_non_utf8", "bad_update_syntax",
    "bad_update_dataset_conflict",
]  # fmt: skip


@pytest.fixture(scope="module")
def client(hats: Law) -> FlaskClient:
    """One client for all: each application starts an engine of queries."""
    return create_app({"LAW": hats}).test_client()


def test_each_id_of_the_manifest_has_its_test() -> None:
    assert len(set(IDS)) == 34
    assert {f"test_{one}" for one in IDS} <= set(globals())


def truth(answer: TestResponse) -> bool:
    """The answer to an ASK."""
    assert answer.status_code == 200, answer.text
    assert answer.json is not None
    return bool(answer.json["boolean"])


def refused(answer: TestResponse, *statuses: int) -> bool:
    """Whether a request was refused with a reason, and not with a fault of ours."""
    assert answer.text.strip()
    return answer.status_code in (statuses or (400, 403, 405, 406, 415))


def get(client: FlaskClient, query: str, **more: object) -> TestResponse:
    """A query by GET."""
    return client.get("/sparql", query_string={"query": query, **more})


def test_query_get(client: FlaskClient) -> None:
    assert truth(get(client, "ASK {}"))


def test_query_post_form(client: FlaskClient) -> None:
    assert truth(client.post("/sparql", data={"query": "ASK {}"}))


def test_query_post_direct(client: FlaskClient) -> None:
    assert truth(client.post("/sparql", data="ASK {}", content_type=DIRECT))


def test_query_dataset_default_graphs_get(client: FlaskClient) -> None:
    both = {"default-graph-uri": [ACT, VOCABULARY]}
    assert truth(get(client, IN_DEFAULT, **both))
    assert not truth(get(client, IN_DEFAULT, **{"default-graph-uri": [ACT]}))


def test_query_dataset_default_graphs_post(client: FlaskClient) -> None:
    address = f"/sparql?default-graph-uri={ACT}&default-graph-uri={VOCABULARY}"
    assert truth(client.post(address, data=IN_DEFAULT, content_type=DIRECT))
    data = {"query": IN_DEFAULT, "default-graph-uri": [ACT, VOCABULARY]}
    assert truth(client.post("/sparql", data=data))


def test_query_dataset_named_graphs_get(client: FlaskClient) -> None:
    assert truth(get(client, IN_NAMED, **{"named-graph-uri": [ACT, VOCABULARY]}))
    assert not truth(get(client, IN_NAMED, **{"named-graph-uri": [ACT]}))


def test_query_dataset_named_graphs_post(client: FlaskClient) -> None:
    data = {"query": IN_NAMED, "named-graph-uri": [ACT, VOCABULARY]}
    assert truth(client.post("/sparql", data=data))


def test_query_dataset_full(client: FlaskClient) -> None:
    query = """ASK { ?s a <https://w3id.org/lovgraf/core#Provision>
      GRAPH ?g { ?t a <https://w3id.org/lovgraf/record#Column> }
      FILTER NOT EXISTS { GRAPH ?h { ?s ?p ?o } } }"""
    assert truth(get(client, query, **{"default-graph-uri": ACT, "named-graph-uri": VOCABULARY}))


def test_query_multiple_dataset(client: FlaskClient) -> None:
    """What the request names goes before what the query names."""
    query = f"ASK FROM <{VOCABULARY}> {{ ?s a <https://w3id.org/lovgraf/core#Provision> }}"
    assert not truth(get(client, query))
    assert truth(get(client, query, **{"default-graph-uri": ACT}))


@pytest.mark.parametrize(
    "kind",
    ["application/sparql-results+json", "application/sparql-results+xml", "text/csv",
     "text/tab-separated-values", "application/json", "application/xml"],
)  # fmt: skip
def test_query_content_type_select(client: FlaskClient, kind: str) -> None:
    answer = client.get(
        "/sparql", query_string={"query": "SELECT (1 AS ?x) {}"}, headers={"Accept": kind}
    )
    assert answer.status_code == 200
    assert answer.mimetype == kind
    assert "Accept" in answer.vary


@pytest.mark.parametrize(
    "kind", ["application/sparql-results+json", "application/sparql-results+xml"]
)
def test_query_content_type_ask(client: FlaskClient, kind: str) -> None:
    answer = client.get("/sparql", query_string={"query": "ASK {}"}, headers={"Accept": kind})
    assert answer.mimetype == kind
    assert "true" in answer.text


RDF_TYPES = pytest.mark.parametrize(
    "kind",
    ["text/turtle", "application/rdf+xml", "application/n-triples", "application/ld+json",
     "application/trig", "application/n-quads", "text/n3"],
)  # fmt: skip


def _graph(client: FlaskClient, query: str, kind: str) -> None:
    asked = {"query": query, "as_of": DAY}
    answer = client.get("/sparql", query_string=asked, headers={"Accept": kind})
    assert answer.status_code == 200
    assert answer.mimetype == kind
    assert "lov nr. 1" in answer.text


@RDF_TYPES
def test_query_content_type_describe(client: FlaskClient, kind: str) -> None:
    _graph(client, f"DESCRIBE <{ACT}>", kind)


@RDF_TYPES
def test_query_content_type_construct(client: FlaskClient, kind: str) -> None:
    _graph(client, f"CONSTRUCT {{ <{ACT}> ?p ?o }} WHERE {{ <{ACT}> ?p ?o }}", kind)


def test_bad_query_method(client: FlaskClient) -> None:
    for method in (client.put, client.delete, client.patch):
        answer = method("/sparql?query=ASK%20%7B%7D", content_type=FORM)
        assert refused(answer, 405)
        assert "GET" in answer.headers["Allow"]


def test_bad_multiple_queries(client: FlaskClient) -> None:
    assert refused(client.get("/sparql?query=ASK%20%7B%7D&query=ASK%20%7B%7D"), 400)
    assert refused(client.post("/sparql", data={"query": ["ASK {}", "ASK {}"]}), 400)
    both = client.post("/sparql?query=ASK%20%7B%7D", data="ASK {}", content_type=DIRECT)
    assert refused(both, 400)


def test_bad_query_wrong_media_type(client: FlaskClient) -> None:
    assert refused(client.post("/sparql", data="ASK {}", content_type="text/plain"), 415)


def test_bad_query_missing_form_type(client: FlaskClient) -> None:
    assert refused(client.post("/sparql", data=b"query=ASK%20%7B%7D"), 415)


def test_bad_query_missing_direct_type(client: FlaskClient) -> None:
    assert refused(client.post("/sparql", data=b"ASK {}"), 415)


def test_bad_query_non_utf8(client: FlaskClient) -> None:
    body = "ASK {}".encode("utf-16")
    assert refused(client.post("/sparql", data=body, content_type=f"{DIRECT}; charset=UTF-16"), 400)
    assert refused(client.post("/sparql", data=b"ASK {} #\xff", content_type=DIRECT), 400)
    assert refused(
        client.post("/sparql", data=b"query=ASK%20%7B%7D%23\xff", content_type=FORM), 400
    )


def test_bad_query_syntax(client: FlaskClient) -> None:
    answer = get(client, "ASK {\n ?s ?p ?o FILTER( }")
    assert refused(answer, 400)
    assert answer.text.startswith("2:")
    english = client.get(
        "/sparql",
        query_string={"query": "ASK {\n ?s ?p ?o FILTER( }"},
        headers={"Accept": "application/json", "Accept-Language": "en"},
    )
    assert english.json is not None
    assert english.json["line"] == 2
    assert english.json["column"] > 1
    assert "not valid SPARQL" in english.json["error"]["en"]


INSERT = "INSERT DATA { <a:a> <b:b> <c:c> }"
BOTH = f"using-graph-uri={ACT}&using-named-graph-uri={VOCABULARY}"
DELETE = "WITH <a:a> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }"


def _not_updated(client: FlaskClient, status: int, where: str = "", **how: object) -> None:
    """Post an update: refused with the status, in words where it is an update, nothing changed."""
    count = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
    before = get(client, count).text
    answer = client.post(f"/sparql{where}", **how)
    assert refused(answer, status)
    assert "kun læses" in answer.text or status == 415
    assert get(client, count).text == before


def test_update_post_form(client: FlaskClient) -> None:
    _not_updated(client, 403, data={"update": "CLEAR ALL"})


def test_update_post_direct(client: FlaskClient) -> None:
    _not_updated(client, 403, data="CLEAR ALL", content_type=UPDATE)


def test_update_base_uri(client: FlaskClient) -> None:
    text = f"CLEAR SILENT GRAPH <{ACT}> ; INSERT DATA {{ GRAPH <{ACT}> {{ <a:s> <a:p> <test> }} }}"
    _not_updated(client, 403, data=text, content_type=UPDATE)


def test_update_dataset_default_graph(client: FlaskClient) -> None:
    _not_updated(client, 403, f"?using-graph-uri={ACT}", data=INSERT, content_type=UPDATE)
    _not_updated(client, 403, data={"update": INSERT, "using-graph-uri": ACT})


def test_update_dataset_default_graphs(client: FlaskClient) -> None:
    where = f"?using-graph-uri={ACT}&using-graph-uri={VOCABULARY}"
    _not_updated(client, 403, where, data=INSERT, content_type=UPDATE)


def test_update_dataset_named_graphs(client: FlaskClient) -> None:
    where = f"?using-named-graph-uri={ACT}&using-named-graph-uri={VOCABULARY}"
    _not_updated(client, 403, where, data=INSERT, content_type=UPDATE)


def test_update_dataset_full(client: FlaskClient) -> None:
    _not_updated(client, 403, f"?{BOTH}", data=INSERT, content_type=UPDATE)


def test_bad_update_get(client: FlaskClient) -> None:
    answer = client.get("/sparql?update=CLEAR%20ALL")
    assert refused(answer, 400)
    assert "kun læses" in answer.text


def test_bad_multiple_updates(client: FlaskClient) -> None:
    _not_updated(client, 403, data={"update": ["CLEAR NAMED", "CLEAR DEFAULT"]})


def test_bad_update_wrong_media_type(client: FlaskClient) -> None:
    _not_updated(client, 415, data="CLEAR NAMED", content_type="text/plain")


def test_bad_update_missing_form_type(client: FlaskClient) -> None:
    _not_updated(client, 415, data=b"update=CLEAR%20NAMED")


def test_bad_update_non_utf8(client: FlaskClient) -> None:
    kind = f"{UPDATE}; charset=UTF-16"
    _not_updated(client, 403, data="CLEAR NAMED".encode("utf-16"), content_type=kind)


def test_bad_update_syntax(client: FlaskClient) -> None:
    _not_updated(client, 403, data={"update": "CLEAR XYZ"})


def test_bad_update_dataset_conflict(client: FlaskClient) -> None:
    where = f"?using-named-graph-uri={ACT}"
    _not_updated(client, 403, where, data=DELETE, content_type=UPDATE)


def test_an_update_in_place_of_a_query(client: FlaskClient) -> None:
    _not_updated(client, 400, data={"query": INSERT})
    _not_updated(client, 400, data=INSERT, content_type=DIRECT)
