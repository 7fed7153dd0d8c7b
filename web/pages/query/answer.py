"""One query of the page: asked in a lane of the sandbox, and its answer as a table or a file."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyoxigraph as ox
from markupsafe import Markup

from lovgraf.core.errors import InputError
from lovgraf.core.sandbox import SandboxError
from lovgraf.core.terms import BASE, Lang, Text
from lovgraf.query.run import Answer, Formats, failure
from lovgraf.reports.query import cell
from lovgraf_web.asking import Desk
from lovgraf_web.current import engine
from lovgraf_web.lanes import Full
from lovgraf_web.pages.query.picture import Picture, charts, drawing
from lovgraf_web.texts import TEXTS

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
        said = failure(error, desk.engine.limits)
        raise InputError(said.da, said.en) from None


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
    told = [[(one.text, one.numeric) for one in row] for row in table]
    return Shown(heads, table, len(bindings), charts=tuple(charts(heads, told)))


def _cell(value: dict[str, Any] | None, lang: Lang) -> Cell:
    text = cell(value, lang)
    if value is None or value.get("type") != "uri":
        kind = str((value or {}).get("datatype", "")).rpartition("#")[2]
        return Cell(text, numeric=kind in ("integer", "decimal", "double"))
    iri = str(value.get("value", ""))
    if iri.startswith(BASE) and engine().data.has(iri):
        return Cell(text, name=iri.removeprefix(BASE))
    return Cell(text, link=iri)
