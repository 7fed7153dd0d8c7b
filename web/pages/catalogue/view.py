"""What there is to have here, for machines that look around.

`/catalog` in DCAT-AP 3 (https://semiceu.github.io/DCAT-AP/releases/3.0.1/), `/.well-known/void` in
VoID (https://www.w3.org/TR/void/), and for search engines `/robots.txt` and `/sitemap.xml`. What
the graph says of itself is in `ontology/catalogue.ttl`; addresses and numbers are this server's.
"""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox
from flask import Blueprint, Response, abort, render_template, request, url_for
from rdflib import DCAT, DCTERMS, FOAF, OWL, RDF, SKOS, VOID, XSD, Graph, Literal, URIRef

from lovgraf.core.terms import BASE, CORE, PREFIXES, Text, relative
from lovgraf.core.turtle_terms import triples_of
from lovgraf.law.norms import natural
from lovgraf_web.current import law
from lovgraf_web.negotiation import GRAPHS, best
from lovgraf_web.page_cache import same_for_all
from lovgraf_web.pages.ontology.view import FILES, ONTOLOGY, version_of_all
from lovgraf_web.terms import described
from lovgraf_web.texts import LANGUAGES, TEXTS
from lovgraf_web.twins import put

pages = Blueprint("catalogue", __name__, template_folder=".")
CATALOG = URIRef(BASE + "catalog")
SERVICE = URIRef(BASE + "sparql")
_EU = "http://publications.europa.eu/resource/authority/"
_THEMES = {
    URIRef(_EU + "data-theme/JUST"): "Justice, legal system and public safety",
    URIRef(_EU + "data-theme/GOVE"): "Government and public sector",
}
_VERSION = URIRef(str(DCAT) + "version")
_MEDIA = "http://www.iana.org/assignments/media-types/"
_EXAMPLES = 3
_SPACES = {
    **PREFIXES,
    "dcat": str(DCAT),
    "foaf": str(FOAF),
    "void": str(VOID),
    "vann": "http://purl.org/vocab/vann/",
}
_KINDS = {
    DCTERMS.language: DCTERMS.LinguisticSystem,
    DCTERMS.license: DCTERMS.LicenseDocument,
    DCTERMS.conformsTo: DCTERMS.Standard,
    DCAT.mediaType: DCTERMS.MediaType,
    DCAT.theme: SKOS.Concept,
    DCAT.landingPage: FOAF.Document,
    FOAF.homepage: FOAF.Document,
}
"""What the values of others are, which a catalogue has to say by DCAT-AP."""
CLOSED = ("/sparql", "/graphs", "/api/", "/da/person", "/en/person", "/da/jobs", "/en/jobs")
"""Where robots are asked not to go: what computes, and what somebody types into."""


@pages.get("/catalog")
def catalog() -> Response:
    """The catalogue in DCAT-AP."""
    return _written(catalogue())


@pages.get("/.well-known/void")
def void() -> Response:
    """What the graph holds, in VoID."""
    return _written(holdings())


@pages.get("/robots.txt")
def robots() -> Response:
    """Where robots may go, and the way to the list of pages."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED)]
    lines.append(f"Sitemap: {url_for('catalogue.sitemap', _external=True)}")
    return Response("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@pages.get("/sitemap.xml")
@same_for_all()
def sitemap() -> Response:
    """The pages that have an address of their own, in each language."""
    shown = render_template("sitemap.xml", pages=list(_addresses()), languages=LANGUAGES)
    return Response(shown, content_type="application/xml; charset=utf-8")


def catalogue() -> Graph:
    """The graph as a dataset with a file for each format, and its SPARQL endpoint."""
    found = _of_all()
    graph = law().graph
    found += described(graph, CATALOG)
    _state_if_silent(found, CATALOG, DCTERMS.title, TEXTS["catalogue"])
    _state_if_silent(found, CATALOG, DCTERMS.description, TEXTS["catalogue-about"])
    found.add((CATALOG, RDF.type, DCAT.Catalog))
    found.add((CATALOG, DCAT.dataset, ONTOLOGY))
    found.add((CATALOG, DCAT.service, SERVICE))
    found.add((CATALOG, FOAF.homepage, URIRef(url_for("start.page", lang="en", _external=True))))
    found.remove((ONTOLOGY, RDF.type, OWL.Ontology))
    found.add((ONTOLOGY, RDF.type, DCAT.Dataset))
    found.add((ONTOLOGY, DCTERMS.identifier, Literal(str(ONTOLOGY))))
    found.add((ONTOLOGY, _VERSION, Literal(version_of_all().rpartition("/")[2])))
    for theme, name in _THEMES.items():
        found.add((ONTOLOGY, DCAT.theme, theme))
        found.add((theme, SKOS.prefLabel, Literal(name, lang="en")))
    page = URIRef(url_for("ontology.page", lang="en", _external=True))
    found.add((ONTOLOGY, DCAT.landingPage, page))
    for ending, media in FILES.items():
        _distribution(found, ending, media)
    _service(found)
    for agent in set(found.objects(None, DCTERMS.publisher)):
        found += described(graph, agent)
    for link, kind in _KINDS.items():
        for value in set(found.objects(None, link)):
            found.add((value, RDF.type, kind))
    return found


def _distribution(found: Graph, ending: str, media: str) -> None:
    """The whole graph as a file."""
    file = URIRef(url_for("ontology.whole", ending=ending, _external=True))
    found.add((ONTOLOGY, DCAT.distribution, file))
    found.add((file, RDF.type, DCAT.Distribution))
    put(found, file, DCTERMS.title, _after(TEXTS["catalogue-file"], f" (.{ending})"))
    found.add((file, DCAT.accessURL, file))
    found.add((file, DCAT.downloadURL, file))
    found.add((file, DCAT.mediaType, URIRef(_MEDIA + media)))
    for licence in law().graph.objects(ONTOLOGY, DCTERMS.license):
        found.add((file, DCTERMS.license, licence))


def _service(found: Graph) -> None:
    """The SPARQL endpoint as a service of data."""
    endpoint = URIRef(url_for("sparql.ask", _external=True))
    found.add((SERVICE, RDF.type, DCAT.DataService))
    put(found, SERVICE, DCTERMS.title, TEXTS["catalogue-endpoint"])
    found.add((SERVICE, DCAT.endpointURL, endpoint))
    found.add((SERVICE, DCAT.endpointDescription, endpoint))
    found.add((SERVICE, DCAT.servesDataset, ONTOLOGY))
    found.add((SERVICE, DCTERMS.conformsTo, URIRef("http://www.w3.org/TR/sparql11-protocol/")))


def holdings() -> Graph:
    """The graph as a VoID dataset: how much it holds, in which words, how it leads to others."""
    found, graph = _of_all(), law().graph
    found.remove((ONTOLOGY, RDF.type, OWL.Ontology))
    found.add((ONTOLOGY, RDF.type, VOID.Dataset))
    found.add((ONTOLOGY, VOID.uriSpace, Literal(BASE)))
    found.add((ONTOLOGY, VOID.sparqlEndpoint, URIRef(url_for("sparql.ask", _external=True))))
    for ending in FILES:
        dump = URIRef(url_for("ontology.whole", ending=ending, _external=True))
        found.add((ONTOLOGY, VOID.dataDump, dump))
    for number, value in law().once(("holdings",), lambda: _counted(graph)).items():
        found.add((ONTOLOGY, number, Literal(value, datatype=XSD.integer)))
    used = law().once(("predicates",), lambda: {str(one) for one in graph.predicates()})
    for space in PREFIXES.values():
        if any(one.startswith(space) for one in used):
            found.add((ONTOLOGY, VOID.vocabulary, URIRef(space)))
    for act in sorted(graph.subjects(RDF.type, CORE.Act), key=str)[:_EXAMPLES]:
        found.add((ONTOLOGY, VOID.exampleResource, act))
    _links(found, graph)
    return found


def _counted(graph: Graph) -> dict[URIRef, int]:
    """How many there are of each."""
    return {
        VOID.triples: len(graph),
        VOID.classes: len(set(graph.subjects(RDF.type, OWL.Class))),
        VOID.properties: len(set(graph.predicates())),
        VOID.distinctSubjects: len(set(graph.subjects())),
    }


def _links(found: Graph, graph: Graph) -> None:
    """The kinds of links that lead out of the graph, each with its basis and how many there are."""
    for of in graph.subjects(RDF.type, VOID.Linkset):
        found += described(graph, of)
        found.add((ONTOLOGY, VOID.subset, of))
        found.add((of, VOID.subjectsTarget, ONTOLOGY))
        link = graph.value(of, VOID.linkPredicate)
        outward = sum(1 for o in graph.objects(None, link) if not str(o).startswith(BASE))
        found.add((of, VOID.triples, Literal(outward, datatype=XSD.integer)))


def _of_all() -> Graph:
    """What the graph says of itself, with its version."""
    found = described(law().graph, ONTOLOGY)
    found.add((ONTOLOGY, OWL.versionIRI, version_of_all()))
    _state_if_silent(found, ONTOLOGY, DCTERMS.title, TEXTS["ontology-title"])
    _state_if_silent(found, ONTOLOGY, DCTERMS.description, TEXTS["catalogue-about"])
    return found


def _state_if_silent(found: Graph, node: URIRef, predicate: URIRef, text: Text) -> None:
    """Say something of a thing that the law's own data do not say."""
    if (node, predicate, None) not in found:
        put(found, node, predicate, text)


def _after(text: Text, more: str) -> Text:
    return Text(text.da + more, text.en + more)


def _addresses() -> Iterator[dict[str, str]]:
    """Each page by language: the chapters, the acts and their provisions, the terms."""
    chapters = ("start.page", "law.page", "ontology.page", "query.page", "about.page")
    for endpoint in (*chapters, "about.sources"):
        yield {lang: url_for(endpoint, lang=lang, _external=True) for lang in LANGUAGES}
    graph = law().graph
    by_act = (("law.provision", kind) for kind in (CORE.Act, CORE.Provision))
    for endpoint, kind in (*by_act, ("ontology.term", OWL.Class)):
        own = {str(one) for one in graph.subjects(RDF.type, kind) if str(one).startswith(BASE)}
        for iri in sorted(own, key=natural):
            name = relative(iri)
            yield {
                lang: url_for(endpoint, lang=lang, name=name, _external=True) for lang in LANGUAGES
            }


def _written(graph: Graph) -> Response:
    kind = best(request.accept_mimetypes, {**GRAPHS})
    if kind is None:
        abort(406)
    content = ox.serialize(triples_of(graph), format=GRAPHS[kind], prefixes=_SPACES)
    charset = "; charset=utf-8" if kind.startswith("text/") else ""
    response = Response(content, content_type=f"{kind}{charset}")
    response.vary.add("Accept")
    return response
