"""Which of our formats a client of the SPARQL endpoint gets, and what is told it beside them."""

from __future__ import annotations

from urllib.parse import quote

import pyoxigraph as ox
from flask import Response
from werkzeug.datastructures import MIMEAccept

from lovgraf.query.run import Answer, Formats

UNKNOWN = "Lovgraf-Unknown"
"""The header that names what a query names and the graph does not know."""
_NAMES = 5

_RESULTS = ox.QueryResultsFormat
ROWS: dict[str, ox.QueryResultsFormat] = {
    "application/sparql-results+json": _RESULTS.JSON,
    "application/sparql-results+xml": _RESULTS.XML,
    "text/csv": _RESULTS.CSV,
    "text/tab-separated-values": _RESULTS.TSV,
    "application/json": _RESULTS.JSON,
    "application/xml": _RESULTS.XML,
    "text/xml": _RESULTS.XML,
}
"""Answers of SELECT and ASK, by media type; the first is for whoever takes anything."""
GRAPHS: dict[str, ox.RdfFormat] = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/trig": ox.RdfFormat.TRIG,
    "application/n-quads": ox.RdfFormat.N_QUADS,
    "text/n3": ox.RdfFormat.N3,
    "application/xml": ox.RdfFormat.RDF_XML,
    "text/xml": ox.RdfFormat.RDF_XML,
    "application/x-turtle": ox.RdfFormat.TURTLE,
    "text/plain": ox.RdfFormat.N_TRIPLES,
    "application/json": ox.RdfFormat.JSON_LD,
}
"""Answers of CONSTRUCT and DESCRIBE, and graphs, by media type."""


def best(accepted: MIMEAccept, offered: dict[str, object]) -> str | None:
    """The media type the client likes best among those offered; the first where it named none.

    Parameters that it names (`charset=utf-8`, `version=1.1`) exclude nothing.
    """
    kinds = list(offered)
    if not accepted:
        return kinds[0]
    plain = ((value.partition(";")[0].strip(), quality) for value, quality in accepted)
    return MIMEAccept(plain).best_match(kinds)


def chosen(accepted: MIMEAccept) -> tuple[Formats, str | None, str | None]:
    """The formats for each kind of answer, and the media types of tables and of graphs."""
    rows, graph = best(accepted, {**ROWS}), best(accepted, {**GRAPHS})
    table = ROWS[rows] if rows else None
    return Formats(table, table, GRAPHS[graph] if graph else None), rows, graph


def tell_unknown(response: Response, answer: Answer) -> None:
    """Name in a header what the query names and the graph does not know: the formats of SPARQL have
    no place for it."""
    if answer.unknown:
        named = (quote(one.iri, safe="/:#?&=@!$'*+,;~%")[:300] for one in answer.unknown[:_NAMES])
        response.headers[UNKNOWN] = " ".join(f"<{iri}>" for iri in named)
