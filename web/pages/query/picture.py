"""An answer as a picture where that suits: a graph as a drawing, numbers by name as a chart."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import pyoxigraph as ox
from flask import g
from markupsafe import Markup
from rdflib import Graph, URIRef

from lovgraf.core.terms import Text, label
from lovgraf.core.turtle_terms import TermReader
from lovgraf.law.neighbours import Edge, Neighbourhood
from lovgraf_web.chart import bars
from lovgraf_web.drawing import drawn

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
    told = [o for o in statements if isinstance(o.object, ox.Literal) and o.subject in asked]
    own = TermReader().fill(Graph(), told)
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
