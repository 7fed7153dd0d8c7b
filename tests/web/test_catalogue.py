"""What machines that look around find: a catalogue, what the graph holds, pages, and JSON-LD."""

from __future__ import annotations

import json
import re
from pathlib import Path
from xml.etree import ElementTree

from flask.testing import FlaskClient
from rdflib import DCAT, DCTERMS, OWL, RDF, VOID, Graph, URIRef

from lovgraf.core.terms import BASE
from lovgraf.law import Law, load_graph
from lovgraf.validate import validate
from lovgraf_web import create_app
from lovgraf_web.terms import known
from tests.checker.query.published import published
from tests.web.conftest import LAW_FILE

ALL = URIRef(BASE + "ontology")
NAMED = (
    LAW_FILE.read_text(encoding="utf-8")
    + """
<law/1900/1> <http://www.w3.org/2002/07/owl#sameAs>
    <https://www.retsinformation.dk/eli/lta/1900/1> ;
  <https://w3id.org/lovgraf/core#documentType> "LOV" .
<law/1900/2> a <https://w3id.org/lovgraf/core#Act> ;
  <http://www.w3.org/2000/01/rdf-schema#label> "</script><script>alert(1)</script>"@da , "x"@en .
"""
)


def linked(page: str) -> list[dict[str, object]]:
    """The JSON-LD of a page."""
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    return [json.loads(one) for one in found]


def test_the_catalogue_tells_where_to_get_the_graph(client: FlaskClient) -> None:
    found = Graph().parse(data=client.get("/catalog").text, format="turtle")
    catalog = found.value(None, RDF.type, DCAT.Catalog)
    assert set(found.objects(catalog, DCAT.dataset)) == {ALL}
    files = set(found.objects(ALL, DCAT.distribution))
    assert len(files) == 5
    for file in files:
        address = str(found.value(file, DCAT.downloadURL))
        answer = client.get(address.removeprefix("http://localhost"))
        assert answer.status_code == 200
        assert str(found.value(file, DCAT.mediaType)).endswith(f"/{answer.mimetype}")
    endpoint = found.value(found.value(None, DCAT.servesDataset, ALL), DCAT.endpointURL)
    assert client.get(f"{str(endpoint).removeprefix('http://localhost')}").status_code == 200
    for node in (catalog, ALL):
        languages = {getattr(text, "language", "") for text in found.objects(node, DCTERMS.title)}
        assert languages == {"da", "en"}


def test_the_catalogue_conforms_to_what_is_published(law: Law, tmp_path: Path) -> None:
    """To DCAT-AP 3.0.1, where a copy of its shapes is at hand."""
    shapes, data = published("dcat-ap-3.0.1.ttl"), tmp_path / "catalog.ttl"
    data.write_text(create_app({"LAW": law}).test_client().get("/catalog").text, encoding="utf-8")
    assert validate(data, shapes, "columns", ignore_unknown=True).groups == ()


def test_void_counts_what_there_is(client: FlaskClient, hats: Law) -> None:
    found = Graph().parse(data=client.get("/.well-known/void").text, format="turtle")
    assert (ALL, RDF.type, VOID.Dataset) in found
    assert str(found.value(ALL, VOID.triples)) == str(len(hats.graph))
    assert str(found.value(ALL, VOID.uriSpace)) == BASE
    example = str(found.value(ALL, VOID.exampleResource)).removeprefix(BASE)
    assert known(hats, example) is not None
    for kind in ("application/rdf+xml", "application/ld+json"):
        assert client.get("/.well-known/void", headers={"Accept": kind}).mimetype == kind
    assert client.get("/catalog", headers={"Accept": "image/png"}).status_code == 406


def test_the_list_of_pages_leads_to_pages(client: FlaskClient) -> None:
    robots = client.get("/robots.txt").text
    address = re.search(r"^Sitemap: http://localhost(\S+)$", robots, re.MULTILINE)
    assert address is not None
    tree = ElementTree.fromstring(client.get(address[1]).text)
    places = [
        str(one.text) for one in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")
    ]
    paths = [place.removeprefix("http://localhost") for place in places]
    assert "/da/provision/law/1900/1/par/1" in paths
    assert len(paths) == len(set(paths))
    closed = re.findall(r"^Disallow: (\S+)$", robots, re.MULTILINE)
    for path in paths[:: max(1, len(paths) // 20)]:
        assert client.get(path).status_code == 200, path
        assert not path.startswith(tuple(closed))
    alternates = [one.get("hreflang") for one in tree[0] if one.tag.endswith("link")]
    assert alternates == ["da", "en"]


def test_pages_say_what_they_are_about(tmp_path: Path) -> None:
    file = tmp_path / "law.ttl"
    file.write_text(NAMED, encoding="utf-8")
    client = create_app({"LAW": Law(load_graph(files=[file]))}).test_client()
    (site,) = linked(client.get("/en/").text)
    assert (site["@type"], site["url"]) == ("WebSite", "http://localhost/en/")
    (whole,) = linked(client.get("/da/ontology").text)
    assert whole["@type"] == "Dataset"
    (part,) = linked(client.get("/en/provision/law/1900/1/par/1").text)
    assert (part["@type"], part["@id"]) == ("Legislation", f"{BASE}law/1900/1/par/1")
    act = part["isPartOf"]
    assert isinstance(act, dict)
    assert act["legislationIdentifier"] == "https://www.retsinformation.dk/eli/lta/1900/1"
    assert act["legislationType"] == "LOV"
    for path in ("/da/provision/law/1900/2", "/da/term/law/1900/2"):
        page = client.get(path).text
        assert linked(page)[0]["name"] == "</script><script>alert(1)</script>"
        assert "<script>alert" not in page


def test_a_version_of_the_whole_leads_to_it(client: FlaskClient, hats: Law) -> None:
    version = f"/id/ontology/{hats.source.digest[:16]}"
    answer = client.get(version, headers={"Accept": "application/rdf+xml"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/ontology.owl")
    turtle = client.get(version, headers={"Accept": "text/turtle"}, follow_redirects=True)
    found = Graph().parse(data=turtle.text, format="turtle")
    assert found.value(ALL, OWL.versionIRI) == URIRef(f"{BASE}{version.removeprefix('/id/')}")
    assert client.get("/id/ontology/0000000000000000").status_code == 404
    assert client.get("/id/ontology", headers={"Accept": "image/png"}).status_code == 406
