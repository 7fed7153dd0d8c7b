"""Each page as HTML, JSON or Turtle at one address, by `?format=` or by what the client accepts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Literal

import pyoxigraph as ox
from flask import Response, jsonify, render_template, request
from rdflib import Graph
from rdflib import Literal as RdfLiteral
from rdflib.term import Node

from checker.errors import InputError
from checker.terms import Text
from checker.turtle import PREFIXES
from checker.turtle_terms import triples_of
from web.navigation import Link
from web.texts import TEXTS

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

    `data` makes the JSON object and `graph` the triples, each only where it is asked for. `as_of`
    is the date that the page is about (None where it is about none: no date is asked for then),
    `way` the pages between the start page and this one, `error` (in the context) what could not be
    used.
    """
    form = wanted()
    if form == "json":
        error, found = context.get("error"), data()
        response = jsonify(refused(error) if error and "error" not in found else found)
    elif form == "ttl":
        response = turtle(graph())
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


def turtle(graph: Graph) -> Response:
    """A graph as Turtle."""
    content = ox.serialize(triples_of(graph), format=ox.RdfFormat.TURTLE, prefixes=PREFIXES)
    return Response(content, content_type="text/turtle; charset=utf-8")


def put(graph: Graph, subject: Node, predicate: Node, text: Text | None) -> None:
    """Add a text in both languages."""
    if text is not None:
        for lang, value in text.as_dict().items():
            graph.add((subject, predicate, RdfLiteral(value, lang=lang)))
