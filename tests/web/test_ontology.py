"""The ontology's pages, each name as data at its address, and the whole graph as one file."""

from __future__ import annotations

import re
from datetime import date

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient
from rdflib import OWL, RDF, SKOS, Graph, URIRef

from lovgraf.law import Law
from lovgraf.reference.bound_axioms import axioms_of
from lovgraf_web import create_app
from lovgraf_web.terms import entry, known

DAY = date(1970, 1, 1)
BASE = "https://w3id.org/lovgraf/"
ACT, NORM = "law/1900/1", "law/1900/1/par/1/norm/hat"
DATA = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/ld+json": ox.RdfFormat.JSON_LD,
}
DECLARED = {ox.NamedNode(str(OWL.Class)), ox.NamedNode(str(OWL.AnnotationProperty))}


@pytest.mark.parametrize("kind", DATA)
def test_a_name_leads_to_data(client: FlaskClient, kind: str) -> None:
    answer = client.get(f"/id/{NORM}", headers={"Accept": kind})
    assert answer.status_code == 200
    assert answer.mimetype == kind
    assert "Accept" in answer.vary
    quads = list(ox.parse(answer.data, format=DATA[kind]))
    assert ox.NamedNode(BASE + NORM) in {quad.subject for quad in quads}


def test_a_name_leads_a_reader_to_its_page(client: FlaskClient) -> None:
    browser = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
    for lang in ("da", "en"):
        answer = client.get(f"/id/{NORM}", headers={**browser, "Accept-Language": lang})
        assert answer.status_code == 303
        assert answer.headers["Location"] == f"/{lang}/term/{NORM}"
        page = client.get(answer.headers["Location"])
        assert page.status_code == 200
        assert f'<html lang="{lang}">' in page.text
    assert client.get(f"/id/{NORM}", headers={"Accept": "image/png"}).status_code == 406


@pytest.mark.parametrize(
    "name", ["law/1700/1", "x y", "<script>", "..%2F..%2Fetc", "core%23nothing"]
)
def test_a_name_that_there_is_not(client: FlaskClient, name: str) -> None:
    for address in (f"/id/{name}", f"/da/term/{name}"):
        answer = client.get(address)
        assert answer.status_code == 404
        assert "<script>" not in answer.text


def test_pages_show_what_the_graph_says_and_link_only_what_is_safe(
    client: FlaskClient, hats: Law
) -> None:
    for lang in ("da", "en"):
        for name in (NORM, ACT):
            page = client.get(f"/{lang}/term/{name}").text
            assert page.count("<script") == page.count('<script type="application/ld+json">') <= 1
            assert 'href="javascript' not in page
            assert BASE + name in page
    node = known(hats, NORM)
    assert node is not None
    shown = entry(hats.at(DAY), node)
    assert shown.definition is not None
    assert {s.name for s in shown.statements} >= {"core#addressee", "core#duty"}
    act = known(hats, ACT)
    assert act is not None
    assert entry(hats.at(DAY), act).users


def test_the_overview_leads_to_pages_that_are_there(client: FlaskClient) -> None:
    page = client.get("/en/ontology")
    assert page.status_code == 200
    links = re.findall(r'href="(/en/term/[^"]+)"', page.text)
    assert links
    for link in links[:40]:
        assert client.get(link).status_code == 200, link


@pytest.mark.parametrize("ending", ["ttl", "nt", "rdf", "owl", "jsonld"])
def test_the_whole_graph_as_one_ontology(client: FlaskClient, hats: Law, ending: str) -> None:
    answer = client.get(f"/ontology.{ending}")
    assert answer.status_code == 200
    quads = list(ox.parse(answer.data, format=DATA[answer.mimetype or ""]))
    ontologies = [q for q in quads if q.object == ox.NamedNode(str(OWL.Ontology))]
    assert len(ontologies) == 1
    own = set(hats.graph.subjects(RDF.type, OWL.Ontology))
    expected = sum(1 for s, _, _ in hats.graph if s not in own)
    axioms = axioms_of(hats.at(date.today())).graph if ending == "owl" else Graph()
    subjects = {*hats.graph.subjects(RDF.type), *axioms.subjects()}
    said = {ox.NamedNode(str(s)) for s in subjects if isinstance(s, URIRef)}
    individuals = {q for q in quads if q.object == ox.NamedNode(str(OWL.NamedIndividual))}
    named = [q for q in quads if isinstance(q.subject, ox.NamedNode) and q.subject not in said]
    lent = {q for q in named if q.object in DECLARED}
    assert bool(lent) == bool(individuals) == (ending == "owl")
    notes = [q for q in quads if q.predicate == ox.NamedNode(str(SKOS.note))]
    assert len(notes) == (2 if ending == "owl" else 0)
    kept = set(quads) - lent - individuals
    assert len(kept) == expected + 5 + len(axioms) + len(notes)
    assert any(q.predicate == ox.NamedNode(str(OWL.versionIRI)) for q in quads)


@pytest.mark.slow
def test_the_shipped_vocabulary_and_questions(law: Law) -> None:
    client = create_app({"LAW": law}).test_client()
    answer = client.get("/id/core", headers={"Accept": "text/turtle"})
    found = Graph().parse(data=answer.text, format="turtle")
    assert (URIRef(BASE + "core#bearer"), RDF.type, None) in found
    page = client.get("/en/term/core%23deadline")
    assert page.status_code == 200
    assert "lovgraf query deadlines" in page.text
    group = client.get("/da/term/group/1").text
    assert "Målgruppe 1" in group
    assert "kind=core:TargetGroup&amp;c=0+%3D+is+group/1" in group


def test_the_page_of_a_fact_says_which_rules_test_it_and_compares_days(law: Law) -> None:
    client = create_app({"LAW": law}).test_client()
    page = client.get("/en/term/record%23age?as_of=2014-12-01").text
    assert "28 rules of 5 acts test it on 1 December 2014; the graph has 52 in all." in page
    assert re.search(r"Connection to Digital Post</a>: at least 15 ", page)
    assert "Difference from" not in page
    question = re.search(r'href="(/en/builder[^"]+)">Ask on', page)
    assert question
    both = "/en/term/record%23age?as_of=2014-11-01&beside=2014-10-31"
    twin = client.get(f"{both}&format=json").json
    assert twin is not None
    began = twin["tested_by"]["began"]
    assert [one["norm"].rpartition("/")[2] for one in began][:1] == ["connection"]
    assert {"en": "at least 15", "da": "mindst 15"} in began[0]["limits"]
    assert "The same rules on both days." in client.get(f"{both}".replace("10-31", "11-02")).text
    assert "som »bærer«" in client.get("/da/term/core%23Subject").text
    assert client.get("/da/term/core%23Subject?format=json").json["tested_by"] is None  # type: ignore[index]
