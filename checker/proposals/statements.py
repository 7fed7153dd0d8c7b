"""Statements of graphs: a copy to change, what a graph says already, what belongs to a node."""

from __future__ import annotations

import gc
from collections.abc import Iterable

from rdflib import BNode, Graph, URIRef
from rdflib.term import Node

from lovgraf.law.graph import uncollected
from lovgraf.law.store import NumberStore, graph_of


def copy_of(graph: Graph) -> Graph:
    """A graph with the same triples, to be changed."""
    if isinstance(graph.store, NumberStore):
        with uncollected():
            return graph_of(graph.store.copy())
    copy = Graph(store="SimpleMemory", bind_namespaces="none")
    was = gc.isenabled()
    gc.disable()
    try:
        for triple in graph:
            copy.add(triple)
    finally:
        if was:
            gc.enable()
    return copy


def says_already(own: Graph, law: Graph, subject: URIRef) -> bool:
    """Whether a law says already all that the proposal says of a subject (blank nodes apart)."""
    stated = list(own.predicate_objects(subject))
    return all(not isinstance(o, BNode) and (subject, p, o) in law for p, o in stated)


def with_descriptions(graph: Graph, nodes: Iterable[Node]) -> set[Node]:
    """Nodes with the blank nodes of their descriptions."""
    found, todo = set[Node](), list(nodes)
    while todo:
        node = todo.pop()
        if node not in found:
            found.add(node)
            todo += [o for o in graph.objects(node) if isinstance(o, BNode)]
    return found


def leading_to(graph: Graph, nodes: Iterable[Node]) -> set[Node]:
    """Nodes, with all whose statements lead to them."""
    found, todo = set[Node](), list(nodes)
    while todo:
        node = todo.pop()
        if node not in found:
            found.add(node)
            todo += graph.subjects(None, node)
    return found
