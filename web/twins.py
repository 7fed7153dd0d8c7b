"""Each page as HTML, JSON or Turtle at one address, by `?format=` or by what the client accepts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Literal

import pyoxigraph as ox
from flask import Response, jsonify, render_template, request
from rdflib import RDF, BNode, Graph, URIRef
from rdflib import Literal as RdfLiteral
from rdflib.namespace import DCTERMS, FOAF, RDFS
from rdflib.term import Node

from lovgraf.core.errors import InputError
from lovgraf.core.terms import PREFIXES, Text
from lovgraf.core.turtle_terms import triples_of
from lovgraf_web.address import chosen_day
from lovgraf_web.navigation import Link
from lovgraf_web.texts import TEXTS

Form = Literal["html", "json", "ttl"]
KINDS: dict[str, Form] = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "application/json": "json",
    "text/turtle": "ttl",
}


def wanted() -> Form:
    """The form that the client wants; a page where it says nothing that we have.

    Raises `InputError` for an unknown `?format=`.
    """
    given = request.args.get("format")
    if given is None:
        best = request.accept_mimetypes.best_match(list(KINDS), "text/html")
        return KINDS[best or "text/html"]
    if given not in KINDS.values():
        raise InputError(TEXTS["bad-format"].da, TEXTS["bad-format"].en)
    return given  # type: ignore[return-value]


def respond(
    template: str,
    title: Text,
    *,
    data: Callable[[], dict[str, Any]],
    graph: Callable[[], Graph],
    as_of: date | None = None,
    way: Sequence[Link] = (),
    **context: Any,
) -> Response:
    """One page in the form that is wanted.

    `data` makes the JSON object and `graph` the triples, each only where it is asked for; a page
    whose graph would be empty gives its title. `as_of` is the date that the page is about; without
    one it shows the date that its links lead to, unless it has `own_date`, which it asks for
    itself. `way` are the pages between the start page and this one, `error` (in the context) what
    could not be used.
    """
    form = wanted()
    if as_of is None and not context.get("own_date"):
        as_of = chosen_day()
    if form == "json":
        error, found = context.get("error"), data()
        response = jsonify(refused(error) if error and "error" not in found else found)
    elif form == "ttl":
        response = turtle(graph() or titled(title))
    else:
        shown = render_template(template, title=title, as_of=as_of, way=way, twins=True, **context)
        response = Response(shown, content_type="text/html; charset=utf-8")
    response.vary.update(("Accept",))
    return response


def refused(error: Text | InputError) -> dict[str, Any]:
    """What could not be used, as JSON; with its place in what was sent, where it has one."""
    if isinstance(error, Text):
        return {"error": error.as_dict()}
    place = {} if error.line is None else {"line": error.line, "column": error.column}
    return {"error": error.message.as_dict(), **place}


def titled(title: Text) -> Graph:
    """The page at its address, with its title."""
    graph = Graph(bind_namespaces="none")
    node = URIRef(request.base_url)
    graph.add((node, RDF.type, FOAF.Document))
    put(graph, node, DCTERMS.title, title)
    return graph


def turtle(graph: Graph) -> Response:
    """A graph as Turtle."""
    content = ox.serialize(triples_of(graph), format=ox.RdfFormat.TURTLE, prefixes=PREFIXES)
    return Response(content, content_type="text/turtle; charset=utf-8")


def put(graph: Graph, subject: Node, predicate: Node, text: Text | None) -> None:
    """Add a text in both languages."""
    if text is not None:
        for lang, value in text.as_dict().items():
            graph.add((subject, predicate, RdfLiteral(value, lang=lang)))


# What a page says of itself as RDF, where it shows nothing that the law's graph has.


def message_graph(title: Text, *messages: Text) -> Graph:
    """The page at its address, with its title and what it tells."""
    graph = titled(title)
    for text in messages:
        put(graph, URIRef(request.base_url), RDFS.comment, text)
    return graph


def add_part(graph: Graph, title: Text, about: Text) -> None:
    """A part of the page with its title and what is said under it."""
    part = BNode()
    graph.add((URIRef(request.base_url), DCTERMS.hasPart, part))
    put(graph, part, RDFS.label, title)
    put(graph, part, RDFS.comment, about)
