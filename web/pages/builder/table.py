"""The answer as a table: columns in the order of the criteria, cells that lead on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from rdflib import RDF, Graph, URIRef

from lovgraf.core.terms import BASE, CORE, ELI, Lang, Text, relative
from lovgraf.law.norms import natural
from lovgraf.query.built import Built
from lovgraf_web.current import law
from lovgraf_web.navigation import to
from lovgraf_web.pages.builder.asking import Row, literal_text, nameless, said_of, step_title
from lovgraf_web.standards import title_of
from lovgraf_web.texts import TEXTS

SHOWN = 200
"""Rows that the page shows; the files have them all."""


@dataclass(frozen=True)
class Cell:
    """One value: its words, where a rule stands, its IRI and the page that tells of it."""

    text: Text
    place: Text | None = None
    iri: str | None = None
    address: str | None = None
    number: bool = False

    def as_dict(self) -> dict[str, Any]:
        """The JSON form."""
        place = {"place": self.place.as_dict()} if self.place else {}
        iri = {"iri": self.iri} if self.iri else {}
        return {"text": self.text.as_dict(), **place, **iri}


@dataclass(frozen=True)
class Column:
    """One column: its heading, and whether its values stand at places in acts or have names."""

    heading: Text
    placed: bool
    named: bool


@dataclass(frozen=True)
class AnswerTable:
    """An answer: its first rows or all, `all` of which there are; `things` are how many it is
    about, `digest` stands for all that it says, `text` is the query, which has the columns of the
    table alone."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    all: int
    things: int
    digest: str
    text: str

    def as_dict(self) -> dict[str, Any]:
        """The JSON form."""
        return {
            "things": self.things,
            "query": self.text,
            "columns": [column.heading.as_dict() for column in self.columns],
            "rows": [[cell.as_dict() for cell in row] for row in self.rows],
        }


def found(
    asked: Built, rows: Sequence[Row], lang: Lang, day: date, most: int | None = None
) -> AnswerTable:
    """What the rows of an answer say of a day, `most` of them put into words."""
    graph, names = law().graph, asked.variables()
    unnamed, spoken = _silent(rows, names), _spoken(rows, names)
    numbers = [number for number in asked.shown() if number not in unnamed]
    kept: dict[str, list[dict[str, Any] | None]] = {}
    for row in rows:
        values = [row.get(names[number]) for number in numbers]
        if all(value is None or value.get("xml:lang", lang) == lang for value in values):
            kept.setdefault(json.dumps(values, sort_keys=True), values)
    ordered = sorted(kept.values(), key=lambda values: [_order(value) for value in values])
    cells = tuple(tuple(_cell(graph, value, day) for value in values) for values in ordered[:most])
    columns = []
    for place, number in enumerate(numbers):
        own = [row[place] for row in cells]
        columns.append(
            Column(
                heading(graph, asked, number), any(c.place for c in own), any(c.iri for c in own)
            )
        )
    return AnswerTable(
        tuple(columns),
        cells,
        len(ordered),
        len({row[names[0]]["value"] for row in rows}),
        hashlib.sha256("\n".join(sorted(kept)).encode()).hexdigest()[:12],
        asked.text(unnamed, spoken, lang),
    )


def heading(graph: Graph, asked: Built, number: int) -> Text:
    """What a column is called: the kind of thing, or the relation that leads to its values."""
    if number == 0:
        return title_of(graph, URIRef(asked.kind))
    return step_title(graph, asked.criteria[number - 1].step)


def _silent(rows: Sequence[Row], names: Mapping[int, str]) -> set[int]:
    """The columns whose values nothing calls by a name; that of the thing itself always stays."""
    values = {n: [row[name] for row in rows if name in row] for n, name in names.items() if n}
    return {number for number, some in values.items() if some and all(map(nameless, some))}


def _spoken(rows: Sequence[Row], names: Mapping[int, str]) -> set[int]:
    """The columns of texts in a language."""
    return {n for n, name in names.items() if any("xml:lang" in row.get(name, ()) for row in rows)}


def _order(value: Mapping[str, Any] | None) -> tuple[tuple[int, str], ...]:
    return natural(str(value["value"])) if value else ()


def _cell(graph: Graph, value: Mapping[str, Any] | None, day: date) -> Cell:
    if value is None:
        return Cell(Text("", ""))
    if value["type"] != "uri":
        kind = str(value.get("datatype", "")).rpartition("#")[2]
        if nameless(value):
            return Cell(TEXTS["build-unnamed"])
        return Cell(literal_text(value), number=kind in ("integer", "decimal"))
    node = URIRef(value["value"])
    if nameless(value):
        return Cell(TEXTS["build-unnamed"], iri=str(node))
    said = said_of(law(), str(node), day)
    return Cell(said.text, said.place, str(node), address_of(graph, node))


def address_of(graph: Graph, node: URIRef) -> str | None:
    """The page that tells of a thing: of a rule that of its provision, of others that of the
    ontology; what others call by an address of their own has that one."""
    if not node.startswith(BASE):
        return str(node)
    if (norm := law().norms.get(str(node))) is not None:
        anchor = relative(str(node)).replace("/", "-")
        return to("law.provision", name=relative(norm.provision), _anchor=anchor)
    if (node, ELI.is_part_of, None) in graph or (node, RDF.type, CORE.Act) in graph:
        return to("law.provision", name=relative(str(node)))
    return to("ontology.term", name=relative(str(node)))
