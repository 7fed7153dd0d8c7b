"""About: method, limits, sources, accessibility; and whether the server is alive and ready."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, current_app
from rdflib import RDF, Graph, URIRef
from rdflib import Literal as RdfLiteral
from rdflib.namespace import DCTERMS, OWL, RDFS

from lovgraf.core.terms import BASE, CORE, Text, label, relative, text_of
from lovgraf.law.norms import natural
from lovgraf.law.provisions import official_link
from lovgraf_web.current import law
from lovgraf_web.navigation import Link, to
from lovgraf_web.page_cache import same_for_all
from lovgraf_web.pages.ontology.view import ONTOLOGY
from lovgraf_web.texts import TEXTS
from lovgraf_web.twins import put, respond

MOST = 20
"""How many acts stand open before the others are folded."""
pages = Blueprint("about", __name__, template_folder=".")


@pages.get("/<any(da, en):lang>/about")
@same_for_all()
def page(lang: str) -> Response:
    """Method, limits, and what becomes of what one types."""
    return respond(
        "about.html",
        TEXTS["about"],
        data=lambda: {"version": law().source.digest},
        graph=lambda: _titled(TEXTS["about"]),
    )


@pages.get("/<any(da, en):lang>/about/sources")
@same_for_all()
def sources(lang: str) -> Response:
    """Each act with what is verified of it and what is not."""
    acts = _acts()
    return respond(
        "sources.html",
        TEXTS["about-sources"],
        data=lambda: _data(acts),
        graph=lambda: _graph(acts),
        way=(Link(TEXTS["about"], to("about.page")),),
        acts=acts,
        most=MOST,
    )


@pages.get("/<any(da, en):lang>/accessibility")
def accessibility(lang: str) -> Response:
    """The accessibility statement, with what the body that runs the pages fills in."""
    statement = current_app.config.get("ACCESSIBILITY", {})
    return respond(
        "accessibility.html",
        TEXTS["accessibility"],
        data=lambda: {"statement": dict(statement)},
        graph=lambda: _titled(TEXTS["accessibility"]),
        statement=statement,
    )


@pages.get("/healthz")
def alive() -> dict[str, str]:
    """The server answers."""
    return {"status": "ok"}


@pages.get("/readyz")
def ready() -> dict[str, str]:
    """The law is loaded and its norms can be read; 500 where not."""
    return {"status": "ok", "law": law().source.digest[:16], "norms": str(len(law().norms))}


def _acts() -> list[dict[str, Any]]:
    """Each act with its official link, when it was read, and what of it is not verified."""
    graph = law().graph
    found = []
    for node in sorted(graph.subjects(RDF.type, CORE.Act), key=lambda node: natural(str(node))):
        read = sorted(str(day) for day in graph.objects(node, CORE.readOn))
        found.append(
            {
                "iri": str(node),
                "label": label(graph, node),
                "title": text_of(graph, node, DCTERMS.title),
                "link": official_link(graph, str(node)),
                "read": read[-1] if read else None,
                "verification": text_of(graph, node, CORE.verification),
            }
        )
    return found


def _data(acts: list[dict[str, Any]]) -> dict[str, Any]:
    def plain(value: Any) -> Any:
        return value.as_dict() if isinstance(value, Text) else value

    return {
        "version": law().source.digest,
        "acts": [
            {**{key: plain(value) for key, value in act.items()}, "iri": relative(act["iri"])}
            for act in acts
        ],
    }


def _graph(acts: list[dict[str, Any]]) -> Graph:
    graph = _titled(TEXTS["ontology-title"])
    graph.add((ONTOLOGY, OWL.versionInfo, RdfLiteral(law().source.digest)))
    for act in acts:
        node = URIRef(act["iri"])
        graph.add((ONTOLOGY, DCTERMS.source, node))
        put(graph, node, RDFS.label, act["label"])
        put(graph, node, CORE.verification, act["verification"])
    return graph


def _titled(text: Text) -> Graph:
    graph = Graph(bind_namespaces="none")
    graph.add((ONTOLOGY, RDF.type, OWL.Ontology))
    graph.add((ONTOLOGY, RDFS.isDefinedBy, URIRef(BASE)))
    put(graph, ONTOLOGY, RDFS.label, text)
    return graph
