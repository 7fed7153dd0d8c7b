"""A property path as a term of Turtle."""

from __future__ import annotations

from rdflib import RDF, Graph, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

_DEEPEST = 60


def path_text(graph: Graph, node: Node, depth: int = 0) -> str:
    """The path that a node of the shapes graph describes; `[]` where it is ill-formed."""
    if isinstance(node, URIRef):
        return f"<{node}>"
    if depth > _DEEPEST:
        return "[]"
    if (node, RDF.first, None) in graph:
        members = [path_text(graph, member, depth + 1) for member in Collection(graph, node)]
        return f"( {' '.join(members)} )"
    parts = [
        f"<{predicate}> {path_text(graph, value, depth + 1)}"
        for predicate, value in sorted(graph.predicate_objects(node))
    ]
    return f"[ {' ; '.join(parts)} ]" if parts else "[]"
