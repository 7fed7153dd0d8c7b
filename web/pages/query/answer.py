"""One query of the page: asked in a lane of the sandbox, and its answer as a table or a file."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

import pyoxigraph as ox
from flask import g
from markupsafe import Markup
from rdflib import Graph, URIRef

from lovgraf.core.errors import InputError
from lovgraf.core.sandbox import SandboxError
from lovgraf.core.terms import BASE, Lang, Text, label
from lovgraf.core.turtle_terms import TermReader
from lovgraf.law.neighbours import Edge, Neighbourhood
from lovgraf.query.run import Answer, Formats, failure
from lovgraf.reports.chart import bars
from lovgraf.reports.query import cell
from lovgraf_web.asking import Desk
from lovgraf_web.current import engine
from lovgraf_web.drawing import drawn
from lovgraf_web.lanes import Full
from lovgraf_web.texts import TEXTS

# An answer as a picture where that suits: a graph as a drawing, numbers by name as a chart.

_Node = ox.NamedNode | ox.BlankNode
MOST_NODES = 60
"""Resources that a drawing shows; the text of the graph has them all."""
MOST_BARS = 40
"""Rows that a chart has room for."""
MOST_NAMES = 2
"""Columns that may name a bar together."""


@dataclass(frozen=True)
class Picture:
    """A drawing as an address that holds it, with the statements it shows; `left_out` counts the
    resources that it does not."""

    address: str
    edges: tuple[Edge, ...]
    left_out: int


def drawing(content: bytes, law: Graph) -> Picture | None:
    """The statements between resources of a graph in Turtle; None where it has none.

    `law` gives the labels of what the answer itself does not name.
    """
    statements = list(ox.parse(content, ox.RdfFormat.TURTLE))
    between = [one for one in statements if isinstance(one.object, ox.NamedNode | ox.BlankNode)]
    kept: dict[object, None] = {}
    missed: set[object] = set()
    chosen = []
    for one in sorted(between, key=_words):
        new = [node for node in (one.subject, one.object) if node not in kept]
        if len(kept) + len(new) > MOST_NODES:
            missed.update(new)
            continue
        kept.update(dict.fromkeys(new))
        chosen.append(one)
    if not chosen:
        return None
    asked = {*kept, *(one.predicate for one in chosen)}
    literals = [o for o in statements if isinstance(o.object, ox.Literal) and o.subject in asked]
    own = TermReader().fill(Graph(), literals)
    edges = tuple(
        Edge(*_words(one), *(_named(own, law, node) for node in _nodes(one))) for one in chosen
    )
    picture = drawn(Neighbourhood("", edges, len(missed)), g.lang)
    address = "data:image/svg+xml;base64," + b64encode(picture).decode("ascii")
    return Picture(address, edges, len(missed))


def _nodes(one: ox.Quad) -> tuple[_Node, _Node, _Node]:
    """The terms of a statement between resources."""
    return cast(_Node, one.subject), one.predicate, cast(_Node, one.object)


def _words(one: ox.Quad) -> tuple[str, str, str]:
    subject, predicate, target = _nodes(one)
    return subject.value, predicate.value, target.value


def _named(graph: Graph, law: Graph, node: _Node) -> Text:
    if isinstance(node, ox.BlankNode):
        return Text("(unavngivet)", "(unnamed)")
    named = URIRef(node.value)
    return label(graph if (named, None, None) in graph else law, named)


def charts(
    heads: Sequence[str], rows: Sequence[Sequence[tuple[str, bool]]]
) -> list[tuple[str, Markup]]:
    """A chart of each column of numbers, with its heading, by the columns that are none.

    `rows` are the cells as text, with whether each is a number. None suits where
    there are many rows or names, or two rows have the same: numbers of different kinds would
    stand side by side.
    """
    if not 2 <= len(rows) <= MOST_BARS:
        return []
    places = range(len(heads))
    numeric = [n for n in places if all(row[n][1] for row in rows)]
    named = [n for n in places if n not in numeric] or numeric[:1]
    numeric = [n for n in numeric if n not in named]
    labels = [" · ".join(row[n][0] for n in named if row[n][0]) for row in rows]
    if len(named) > MOST_NAMES or len(set(labels)) < len(labels):
        return []
    return [(heads[n], bars(heads[n], labels, [float(row[n][0]) for row in rows])) for n in numeric]


SHOWN = 500
"""Rows that a page shows; the files have them all."""
LARGEST = 8 << 20
"""Bytes of an answer that a page shows."""
_ROWS, _RDF = ox.QueryResultsFormat, ox.RdfFormat


@dataclass(frozen=True)
class File:
    """A format of an answer as a file; None for what cannot be written in it."""

    media_type: str
    suffix: str
    formats: Formats


FILES = {
    "csv": File("text/csv", ".csv", Formats(_ROWS.CSV, _ROWS.CSV, None)),
    "tsv": File("text/tab-separated-values", ".tsv", Formats(_ROWS.TSV, _ROWS.TSV, None)),
    "json": File("application/sparql-results+json", ".srj", Formats(_ROWS.JSON, _ROWS.JSON, None)),
    "xml": File("application/sparql-results+xml", ".srx", Formats(_ROWS.XML, _ROWS.XML, None)),
    "ttl": File("text/turtle", ".ttl", Formats(None, None, _RDF.TURTLE)),
    "nt": File("application/n-triples", ".nt", Formats(None, None, _RDF.N_TRIPLES)),
    "rdf": File("application/rdf+xml", ".rdf", Formats(None, None, _RDF.RDF_XML)),
    "jsonld": File("application/ld+json", ".jsonld", Formats(None, None, _RDF.JSON_LD)),
}
"""The formats of an answer by name: tables first, then graphs."""


def ask(
    desk: Desk,
    text: str,
    day: date,
    formats: Formats,
    cancelled: Callable[[], bool] = lambda: False,
) -> Answer:
    """The answer to a query. Raises `InputError` with its place, or that says why it gave up, and
    `lovgraf_web.lanes.Cancelled`."""
    try:
        return desk.answer(text, day, formats, cancelled=cancelled)
    except Full:
        raise InputError(TEXTS["sparql-busy"].da, TEXTS["sparql-busy"].en) from None
    except SandboxError as error:
        message = failure(error, desk.engine.limits)
        raise InputError(message.da, message.en) from None


@dataclass(frozen=True)
class Cell:
    """One value of the table; `link` is a name of the graph or an address, None where neither."""

    text: str
    name: str | None = None
    link: str | None = None
    numeric: bool = False


@dataclass(frozen=True)
class Shown:
    """An answer as the page shows it: a table, yes or no, or text of a graph; `rows` in all."""

    heads: tuple[str, ...] = ()
    table: tuple[tuple[Cell, ...], ...] = ()
    rows: int = 0
    truth: bool | None = None
    graph: str | None = None
    too_large: bool = False
    picture: Picture | None = None
    charts: tuple[tuple[str, Markup], ...] = ()


def shown(answer: Answer, columns: Mapping[str, Text], lang: Lang) -> Shown:
    """An answer in SPARQL results JSON, or in Turtle, for the page."""
    if len(answer.content) > LARGEST:
        return Shown(too_large=True)
    if answer.form == "graph":
        return Shown(
            graph=answer.content.decode("utf-8", "replace"),
            picture=drawing(answer.content, engine().data.law.graph),
        )
    found = json.loads(answer.content)
    if "boolean" in found:
        return Shown(truth=bool(found["boolean"]))
    names: list[str] = found["head"]["vars"]
    bindings = found["results"]["bindings"]
    heads = tuple(columns[name][lang] if name in columns else name for name in names)
    table = tuple(tuple(_cell(row.get(name), lang) for name in names) for row in bindings[:SHOWN])
    cells = [[(one.text, one.numeric) for one in row] for row in table]
    return Shown(heads, table, len(bindings), charts=tuple(charts(heads, cells)))


def _cell(value: dict[str, Any] | None, lang: Lang) -> Cell:
    text = cell(value, lang)
    if value is None or value.get("type") != "uri":
        kind = str((value or {}).get("datatype", "")).rpartition("#")[2]
        return Cell(text, numeric=kind in ("integer", "decimal", "double"))
    iri = str(value.get("value", ""))
    if iri.startswith(BASE) and engine().data.has(iri):
        return Cell(text, name=iri.removeprefix(BASE))
    return Cell(text, link=iri)
