"""What the endpoint owes to HTTP: the method QUERY, packed answers, what a client has already."""

from __future__ import annotations

import gzip

import brotli
import pyoxigraph as ox
import pytest
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


@pytest.mark.parametrize(
    ("taken", "packing"),
    [("gzip, br", "br"), ("gzip", "gzip"), ("br;q=0.5, gzip", "gzip"), ("*", "br"),
     ("gzip;q=0", None), ("zstd", None), ("br;q=0, gzip", "gzip")],
)  # fmt: skip
def test_answers_are_packed_for_who_takes_that(
    client: FlaskClient, taken: str, packing: str | None
) -> None:
    asked = {"query": ALL, "as_of": DAY}
    plain = client.get("/sparql", query_string=asked)
    packed = client.get("/sparql", query_string=asked, headers={"Accept-Encoding": taken})
    assert "Content-Encoding" not in plain.headers
    assert packed.headers.get("Content-Encoding") == packing
    if packing is not None:
        unpack = brotli.decompress if packing == "br" else gzip.decompress
        assert unpack(packed.data) == plain.data
        assert len(packed.data) < len(plain.data) / 4
        assert packed.headers["ETag"] == f'{plain.headers["ETag"][:-1]}-{packing}"'
    for answer in (plain, packed):
        assert {"Accept", "Accept-Encoding"} <= set(answer.headers["Vary"].split(", "))


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


def test_a_name_that_the_graph_does_not_have_is_told_in_a_header(client: FlaskClient) -> None:
    """The answer stays that of SPARQL, for any client."""
    for text, named in (
        ("ASK { ?n a core:Obligaton }", "<https://w3id.org/lovgraf/core#Obligaton>"),
        ("ASK { ?n <http://example.org/ø> ?x }", "<http://example.org/%C3%B8>"),
        ("ASK { ?n a core:Obligation }", None),
    ):
        found = client.get("/sparql", query_string={"query": text, "as_of": DAY})
        assert found.status_code == 200
        assert found.headers.get("Lovgraf-Unknown") == named
