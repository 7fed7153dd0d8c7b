"""An answer as a picture where that suits: a graph as a drawing, numbers by name as a chart."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass

from flask import g
from markupsafe import Markup
from rdflib import BNode, Graph, URIRef
from rdflib.term import Node

from checker.law.neighbours import Edge, Neighbourhood
from checker.terms import Text, label
from web.chart import bars
from web.drawing import drawn

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
    graph = Graph().parse(data=content, format="turtle")
    kept: dict[Node, None] = {}
    missed: set[Node] = set()
    edges = []
    for source, relation, target in sorted(graph, key=lambda one: tuple(map(str, one))):
        if not isinstance(target, URIRef | BNode):
            continue
        new = [node for node in (source, target) if node not in kept]
        if len(kept) + len(new) > MOST_NODES:
            missed.update(new)
            continue
        kept.update(dict.fromkeys(new))
        names = (_named(graph, law, one) for one in (source, relation, target))
        edges.append(Edge(str(source), str(relation), str(target), *names))
    if not edges:
        return None
    picture = drawn(Neighbourhood("", tuple(edges), len(missed)), g.lang)
    address = "data:image/svg+xml;base64," + b64encode(picture).decode("ascii")
    return Picture(address, tuple(edges), len(missed))


def _named(graph: Graph, law: Graph, node: Node) -> Text:
    if isinstance(node, BNode):
        return Text("(unavngivet)", "(unnamed)")
    return label(graph if (node, None, None) in graph else law, node)


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
