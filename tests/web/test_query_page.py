"""Queries as pages: the editor's text, questions as forms, answers, files, faults at their line."""

from __future__ import annotations

import csv
import io
import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from lovgraf.law import Law
from lovgraf.query import library
from lovgraf_web import create_app
from lovgraf_web.negotiation import UNKNOWN
from lovgraf_web.pages.query.answer import FILES
from tests.web.at_hand import at_hand

DAY = "2014-12-01"
SELECT = 'SELECT ?x WHERE { VALUES ?x { "a" "b" <https://w3id.org/lovgraf/core#Norm> } }'


@pytest.fixture(scope="module")
def site(law: Law) -> Flask:
    """The application over the shipped law."""
    app = create_app({"LAW": law, "QUERY_WAIT": 60, "PREPARED_WAIT": 60.0})
    return at_hand(app, queries=True)


@pytest.fixture
def browser(site: Flask) -> FlaskClient:
    return site.test_client()


def post(client: FlaskClient, text: str, path: str = "", **form: str) -> TestResponse:
    page = client.get("/en/query").text
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found
    data = {"csrf_token": found[1], "as_of": DAY, "query": text, **form}
    return client.post(f"/en/query{path}", data=data)


def test_the_page_lists_every_question_in_its_language(browser: FlaskClient) -> None:
    for lang in ("da", "en"):
        page = unescape(browser.get(f"/{lang}/query").text)
        for question in library.questions().values():
            assert question.title[lang] in page
    twin = browser.get("/en/query?format=json").json
    assert twin is not None
    assert len(twin["questions"]) == len(library.names())
    assert "age-limits" in browser.get("/en/query?format=ttl").text


def test_a_query_is_answered_by_address_and_by_post_alike(browser: FlaskClient) -> None:
    shared = browser.get("/en/query", query_string={"query": SELECT, "as_of": DAY})
    posted = post(browser, SELECT)
    for page in (shared, posted):
        assert page.status_code == 200
        assert "Rows in all: 3" in page.text
        assert "/en/term/core" in page.text
    link = re.search(r'href="([^"]+)">Address of the query', posted.text)
    assert link
    assert "Rows in all: 3" in browser.get(unescape(link[1])).text
    twin = browser.get("/en/query", query_string={"query": SELECT, "format": "json"}).json
    assert twin is not None
    assert len(twin["results"]["bindings"]) == 3


def test_other_kinds_of_answer(browser: FlaskClient) -> None:
    assert 'class="verdict">Yes' in post(browser, "ASK { ?s ?p ?o }").text
    graph = "CONSTRUCT { core:Norm a core:Seen } WHERE {}"
    assert "core:Seen" in post(browser, graph).text
    twin = browser.get("/en/query", query_string={"query": graph, "format": "ttl"})
    assert "Seen" in twin.text
    assert "No rows." in post(browser, "SELECT ?x WHERE { VALUES ?x { } }").text


def test_a_fault_is_shown_at_its_line(browser: FlaskClient) -> None:
    page = post(browser, "SELECT ?x WHERE {\n  ?x ?y }}\n")
    assert page.status_code == 400
    assert "Line 2" in page.text
    assert 'aria-invalid="true"' in page.text
    assert "  ?x ?y }}" in unescape(page.text)
    nested = post(browser, "SELECT ?x WHERE " + "{" * 100 + "}" * 100)
    assert nested.status_code == 400


@pytest.mark.parametrize(
    "text",
    ["INSERT DATA { <urn:a> <urn:b> <urn:c> }", "SELECT * { SERVICE <http://127.0.0.1:1/> {} }",
     "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }", "LOAD <http://127.0.0.1:1/>"],
)  # fmt: skip
def test_what_reaches_elsewhere_is_refused(browser: FlaskClient, text: str) -> None:
    assert post(browser, text).status_code == 400


def test_hostile_text_stays_text(browser: FlaskClient) -> None:
    text = 'SELECT ("</textarea><script>alert(1)</script>" AS ?x) (<javascript:alert(1)> AS ?y) {}'
    page = post(browser, text).text
    assert "<script>alert" not in page
    assert 'href="javascript:' not in page


def test_a_question_is_a_form_of_its_parameters(browser: FlaskClient) -> None:
    asked = next(q for q in library.questions().values() if len(q.parameters) > 2)
    own = next(p for p in asked.parameters if p.name not in ("asOf", "lang"))
    page = browser.get(f"/da/query?name={asked.name}").text
    assert f'name="p.{own.name}"' in page
    assert asked.title.da in unescape(page)
    answered = browser.get(f"/da/query?name={asked.name}&run=1&as_of={DAY}")
    assert answered.status_code == 200
    assert browser.get("/da/query?name=../../etc/passwd").status_code == 404
    if own.type != "string":
        odd = {"name": asked.name, "run": "1", f"p.{own.name}": "> } DROP ALL"}
        assert browser.get("/da/query", query_string=odd).status_code == 400


def test_a_question_without_parameters_is_asked_with_a_link(browser: FlaskClient) -> None:
    page = browser.get(f"/en/query?name=age-limits&as_of={DAY}").text
    assert ">Limit (years)<" not in page
    page = browser.get(f"/en/query?name=age-limits&as_of={DAY}&run=1").text
    assert ">Limit (years)<" in page
    danish = browser.get(f"/da/query?name=age-limits&as_of={DAY}&run=1").text
    assert ">Grænse (år)<" in danish


@pytest.mark.parametrize("name", FILES)
def test_the_answer_is_had_as_a_file(browser: FlaskClient, name: str) -> None:
    graph = name in ("ttl", "nt", "rdf", "jsonld")
    text = "CONSTRUCT { core:Norm a core:Seen } WHERE {}" if graph else SELECT
    answer = post(browser, text, "/file", format=name)
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=lovgraf-")
    if name == "csv":
        assert len(list(csv.reader(io.StringIO(answer.text)))) == 4
    other = SELECT if graph else "CONSTRUCT { core:Norm a core:Seen } WHERE {}"
    assert post(browser, other, "/file", format=name).status_code == 400


def test_a_long_query_comes_by_post(browser: FlaskClient) -> None:
    text = SELECT + "\n# " + "x" * 6000
    page = post(browser, text)
    assert "Rows in all: 3" in page.text
    assert "Address of the query" not in page.text
    assert browser.get("/en/query", query_string={"query": text}).status_code == 400
    assert post(browser, "#" * 20_001).status_code == 400


def test_names_to_complete(browser: FlaskClient) -> None:
    found = browser.get("/query/names.json").json
    assert found is not None
    assert found["prefixes"]["core"] == "https://w3id.org/lovgraf/core#"
    assert {"name": "core:Norm", "da": "norm", "en": "norm"}.keys() == found["names"][0].keys()
    assert "core:addressee" in {name["name"] for name in found["names"]}


def test_numbers_by_name_are_a_chart_and_a_graph_is_a_drawing(browser: FlaskClient) -> None:
    counted = (
        "SELECT ?act (COUNT(?norm) AS ?many) WHERE { ?norm core:ofAct ?act } "
        "GROUP BY ?act ORDER BY ?act LIMIT 5"
    )
    page = browser.get("/en/query", query_string={"query": counted, "as_of": DAY}).text
    assert '<svg class="chart" role="img" aria-label="many"' in page
    assert page.count('<rect class="series-0"') == 5
    for unsuited in (
        SELECT,
        "SELECT ?norm ?act ?type ?many WHERE "
        "{ ?norm core:ofAct ?act ; a ?type BIND(1 AS ?many) } LIMIT 5",
        'SELECT ?name ?many WHERE { VALUES (?name ?many) { ("a" 1) ("a" 2) } }',
    ):
        page = browser.get("/en/query", query_string={"query": unsuited, "as_of": DAY}).text
        assert '<svg class="chart"' not in page
    graph = "CONSTRUCT { ?n core:provision ?p } WHERE { ?n core:provision ?p } LIMIT 3"
    page = browser.get("/en/query", query_string={"query": graph, "as_of": DAY}).text
    assert '<img src="data:image/svg+xml;base64,' in page
    assert "Statements of the drawing</summary>" not in page
    assert "The statements of the drawing (3)" in page
    literals = 'CONSTRUCT { ?n rdfs:label "x" } WHERE { ?n a core:Norm } LIMIT 3'
    page = browser.get("/en/query", query_string={"query": literals, "as_of": DAY}).text
    assert "data:image/svg" not in page


def test_a_drawing_is_labelled_by_the_answer_before_the_law(browser: FlaskClient) -> None:
    graph = (
        'CONSTRUCT { ?n core:provision ?p ; core:title [] . ?p rdfs:label "Overskrift"@da } '
        "WHERE { ?n core:provision ?p } LIMIT 1"
    )
    page = browser.get("/da/query", query_string={"query": graph, "as_of": DAY}).text
    statements = page.partition("Udsagnene i tegningen (2)")[2].partition("</details>")[0]
    assert "Overskrift" in statements
    assert "(unavngivet)" in statements


def test_a_large_graph_says_what_its_drawing_leaves_out(browser: FlaskClient) -> None:
    graph = "CONSTRUCT { ?n core:provision ?p } WHERE { ?n core:provision ?p } LIMIT 200"
    page = browser.get("/en/query", query_string={"query": graph, "as_of": DAY}).text
    assert "data:image/svg" in page
    assert re.search(r"left out\D*\d+", page, re.IGNORECASE)


def test_a_name_of_the_graph_is_chosen_by_its_label(browser: FlaskClient, law: Law) -> None:
    offered = 0
    for question in library.questions().values():
        page = unescape(browser.get(f"/en/query?name={question.name}").text)
        for parameter in question.parameters:
            chosen = f'<option value="{parameter.default}" selected>'
            if parameter.type == "iri" and chosen in page:
                offered += 1
                shown = page.partition(chosen)[2].partition("<")[0]
                assert shown != parameter.default
    assert offered > 5


def test_a_name_that_the_graph_does_not_have_is_told(browser: FlaskClient) -> None:
    text = "SELECT ?n { ?n a core:Obligaton }"
    page = post(browser, text)
    assert page.status_code == 200
    assert "The graph has nothing called core:Obligaton. Did you mean core:Obligation?" in page.text
    twin = browser.get("/en/query", query_string={"query": text, "format": "json"}).json
    assert twin is not None
    assert "core:Obligation?" in twin["notes"][0]["en"]
    file = post(browser, text, "/file", format="csv")
    assert file.headers[UNKNOWN] == "<https://w3id.org/lovgraf/core#Obligaton>"
    assert "alert-warning" not in post(browser, SELECT).text
