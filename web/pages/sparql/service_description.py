"""What the endpoint says of itself: https://www.w3.org/TR/sparql11-service-description/."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pyoxigraph as ox

from lovgraf.query import graphs
from lovgraf.query.data import QueryData
from lovgraf_web.negotiation import GRAPHS, ROWS

SD = "http://www.w3.org/ns/sparql-service-description#"
_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_LABEL = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")


def _sd(name: str) -> ox.NamedNode:
    return ox.NamedNode(SD + name)


def description(address: str, data: QueryData, day: date) -> Iterator[ox.Triple]:
    """The service at an address: language, formats, and its graphs with their names."""
    service, dataset = ox.BlankNode("service"), ox.BlankNode("dataset")
    default = ox.BlankNode("default")
    yield ox.Triple(service, _TYPE, _sd("Service"))
    yield ox.Triple(service, _sd("endpoint"), ox.NamedNode(address))
    yield ox.Triple(service, _sd("supportedLanguage"), _sd("SPARQL11Query"))
    kinds = {kind.iri for kind in ROWS.values()} | {kind.iri for kind in GRAPHS.values()}
    for iri in sorted(kinds):
        yield ox.Triple(service, _sd("resultFormat"), ox.NamedNode(iri))
    yield ox.Triple(service, _sd("defaultDataset"), dataset)
    yield ox.Triple(dataset, _TYPE, _sd("Dataset"))
    yield ox.Triple(dataset, _sd("defaultGraph"), default)
    yield ox.Triple(default, _TYPE, _sd("Graph"))
    texts = {
        "da": f"Den gældende ret den {day.isoformat()} med ordforrådet",
        "en": f"The law in force on {day.isoformat()} with the vocabulary",
    }
    for lang, text in texts.items():
        yield ox.Triple(default, _LABEL, ox.Literal(text, language=lang))
    for number, graph in enumerate(data.named):
        entry = ox.BlankNode(f"graph{number}")
        yield ox.Triple(dataset, _sd("namedGraph"), entry)
        yield ox.Triple(entry, _TYPE, _sd("NamedGraph"))
        yield ox.Triple(entry, _sd("name"), ox.NamedNode(graph.iri))
        for lang, text in graph.label.as_dict().items():
            yield ox.Triple(entry, _LABEL, ox.Literal(text, language=lang))
    for number, iri in enumerate((graphs.EVERYTHING, graphs.in_force(day))):
        entry = ox.BlankNode(f"further{number}")
        yield ox.Triple(dataset, _sd("namedGraph"), entry)
        yield ox.Triple(entry, _TYPE, _sd("NamedGraph"))
        yield ox.Triple(entry, _sd("name"), ox.NamedNode(iri))
