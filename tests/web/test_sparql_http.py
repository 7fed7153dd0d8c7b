"""What the endpoint owes to HTTP: the method QUERY, packed answers, what a client has already."""

from __future__ import annotations

import gzip

import pyoxigraph as ox
from flask.testing import FlaskClient

ALL = "SELECT * { ?s ?p ?o }"
DAY = "1950-01-01"
DIRECT = "application/sparql-query"


def test_the_method_query(client: FlaskClient) -> None:
    asked = client.post("/sparql", data="ASK { ?s ?p ?o }", content_type=DIRECT)
    answer = client.open("/sparql", method="QUERY", data="ASK { ?s ?p ?o }", content_type=DIRECT)
    assert answer.status_code == 200
    assert answer.data == asked.data
    refused = client.open("/sparql", method="QUERY", data="DROP ALL", content_type=DIRECT)
    assert refused.status_code == 400
    update = "application/sparql-update"
    refused = client.open("/sparql", method="QUERY", data="DROP ALL", content_type=update)
    assert refused.status_code == 403


def test_a_stroke_too_many_leads_on(client: FlaskClient) -> None:
    answer = client.get("/sparql/?query=ASK%20%7B%7D&as_of=1950-01-01")
    assert answer.status_code == 308
    assert answer.headers["Location"].endswith("/sparql?query=ASK%20%7B%7D&as_of=1950-01-01")
    assert client.get("/sparql/", follow_redirects=True).status_code == 200


def test_answers_are_packed_for_who_takes_that(client: FlaskClient) -> None:
    asked = {"query": ALL, "as_of": DAY}
    plain = client.get("/sparql", query_string=asked)
    packed = client.get("/sparql", query_string=asked, headers={"Accept-Encoding": "gzip, br"})
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert len(packed.data) < len(plain.data) / 4
    for answer in (plain, packed):
        assert {"Accept", "Accept-Encoding"} <= set(answer.headers["Vary"].split(", "))
    refused = client.get("/sparql", query_string=asked, headers={"Accept-Encoding": "gzip;q=0"})
    assert "Content-Encoding" not in refused.headers


def test_who_has_an_answer_is_told_so(client: FlaskClient) -> None:
    asked = {"query": ALL, "as_of": DAY}
    first = client.get("/sparql", query_string=asked)
    assert first.headers["Cache-Control"] == "public, no-cache"
    tag = first.headers["ETag"]
    again = client.get("/sparql", query_string=asked, headers={"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")
    other = {"query": "SELECT * { ?s ?p ?o } LIMIT 1", "as_of": DAY}
    assert client.get("/sparql", query_string=other).headers["ETag"] != tag
    assert client.get("/sparql", headers={"If-None-Match": tag}).status_code == 200


def test_it_says_what_it_infers_and_where_relations_are(client: FlaskClient) -> None:
    triples = set(ox.parse(client.get(f"/sparql?as_of={DAY}").data, ox.RdfFormat.TURTLE))
    said = {(one.predicate.value.rpartition("#")[2], str(one.object)) for one in triples}
    assert ("defaultEntailmentRegime", "<http://www.w3.org/ns/entailment/Simple>") in said
    assert ("name", f"<https://w3id.org/lovgraf/graph/relations/{DAY}>") in said
