"""The subject of a page in the words of search engines: JSON-LD of https://schema.org.

A law is a `Legislation`, whose terms are those of ELI (https://schema.org/Legislation).
"""

from __future__ import annotations

from typing import Any

from flask import g, url_for
from rdflib import OWL, RDF, Graph, URIRef
from rdflib.namespace import DCTERMS

from lovgraf.core.terms import BASE, CORE, ELI, label, text_of
from lovgraf.law.provisions import act_of, official_link
from lovgraf.law.time import interval
from lovgraf_web.address import chosen_day
from lovgraf_web.current import law

_CONTEXT = {"@context": "https://schema.org"}


def website() -> dict[str, Any]:
    """The pages as a whole."""
    return {
        **_CONTEXT,
        "@type": "WebSite",
        "name": "Lovgraf",
        "url": url_for("start.page", lang=g.lang, _external=True),
        "inLanguage": ["da", "en"],
    }


def dataset(files: dict[str, str]) -> dict[str, Any]:
    """The whole graph, with the files in which it can be had (media types by their endings)."""
    graph, node = law().graph, URIRef(BASE + "ontology")
    about = text_of(graph, node, DCTERMS.description) or text_of(graph, node, DCTERMS.title)
    return {
        **_CONTEXT,
        "@type": "Dataset",
        "@id": str(node),
        "name": label(graph, node)[g.lang],
        **({"description": about[g.lang]} if about else {}),
        "license": [str(one) for one in graph.objects(node, DCTERMS.license)],
        "version": law().source.digest[:16],
        "inLanguage": ["da", "en"],
        "distribution": [
            {
                "@type": "DataDownload",
                "encodingFormat": media,
                "contentUrl": url_for("ontology.whole", ending=ending, _external=True),
            }
            for ending, media in files.items()
        ],
    }


def legislation(iri: str) -> dict[str, Any] | None:
    """An act or provision on the date of the page; None for what is neither."""
    graph, node = law().graph, URIRef(iri)
    kinds = set(graph.objects(node, RDF.type))
    if not kinds & {CORE.Act, CORE.Provision}:
        return None
    found = {
        **_CONTEXT,
        "@type": "Legislation",
        "@id": iri,
        "name": label(graph, node).da,
        "inLanguage": "da",
        "legislationJurisdiction": "DK",
        **_of_act(graph, node),
    }
    if CORE.Provision in kinds:
        act = act_of(graph, iri)
        whole = {"@type": "Legislation", "@id": act, "name": label(graph, URIRef(act)).da}
        found["isPartOf"] = whole | _of_act(graph, URIRef(act))
    life = interval(graph, node)
    if life.start is not None:
        holds = life.contains(chosen_day())
        force = "InForce" if holds else "NotInForce"
        found["legislationLegalForce"] = f"https://schema.org/{force}"
    if (link := official_link(graph, iri)) is not None:
        found["url"] = link
    return found


def _of_act(graph: Graph, act: URIRef) -> dict[str, Any]:
    """Official name, date and kind of an act, where it has them."""
    names = sorted(map(str, graph.objects(act, OWL.sameAs)))
    dated = graph.value(act, ELI.date_document)
    kind = graph.value(act, CORE.documentType)
    return {
        **({"legislationIdentifier": names[0], "sameAs": names} if names else {}),
        **({"legislationDate": str(dated)} if dated else {}),
        **({"legislationType": str(kind)} if kind else {}),
    }
