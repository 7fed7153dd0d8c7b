"""RDF lists as they may come in a proposal: also one that is broken, or has no end."""

from __future__ import annotations

from rdflib import RDF, Graph
from rdflib.term import Node

from lovgraf.core.refusal import NotCompilable
from lovgraf.core.terms import Text


def members(graph: Graph, head: Node, where: Node | str) -> list[Node]:
    """The members of a list. Raises `NotCompilable` for what is no list, or one without end."""
    found: list[Node] = []
    seen: set[Node] = set()
    while head != RDF.nil:
        first = list(graph.objects(head, RDF.first))
        rest = list(graph.objects(head, RDF.rest))
        if head in seen or len(first) != 1 or len(rest) != 1:
            raise NotCompilable(where, Text("en liste, der er brudt", "a list that is broken"))
        seen.add(head)
        found.append(first[0])
        head = rest[0]
    return found
