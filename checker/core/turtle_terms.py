"""Where the terms of rdflib and pyoxigraph meet, and what needs both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

import pyoxigraph as ox
from rdflib import XSD, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from lovgraf.core.literals import typed

Triple = tuple[Node, Node, Node]

_MANY = 10_000
"""So many triples take a store less time in bulk."""


class TermReader:
    """Terms of pyoxigraph as terms of rdflib; lexical forms are kept, blank nodes get new names."""

    def __init__(self) -> None:
        self._blanks: dict[str, BNode] = {}

    def term(self, node: object) -> Node:
        """One term. Raises `ValueError` on a triple term, which rdflib does not know."""
        if isinstance(node, ox.NamedNode):
            return URIRef(node.value)
        if isinstance(node, ox.BlankNode):
            return self._blanks.setdefault(node.value, BNode())
        if not isinstance(node, ox.Literal):
            raise ValueError("triple term")
        if node.language:
            return Literal(node.value, lang=node.language)
        datatype = URIRef(node.datatype.value)
        if datatype == XSD.string:
            return Literal(node.value)
        return typed(node.value, datatype)

    def fill(self, graph: Graph, quads: Iterable[ox.Quad]) -> Graph:
        """Add the triples of quads to a graph."""
        for triple in self.triples(quads):
            graph.add(triple)
        return graph

    def triples(self, quads: Iterable[ox.Quad]) -> Iterator[Triple]:
        """The triples of quads. Raises `ValueError` as `term` does."""
        known: dict[object, Node] = {}
        for quad in quads:
            subject, predicate, value = quad.subject, quad.predicate, quad.object
            for node in (subject, predicate, value):
                if node not in known:
                    known[node] = self.term(node)
            yield known[subject], known[predicate], known[value]


def _blank_or_named(node: Node) -> ox.NamedNode | ox.BlankNode:
    return ox.BlankNode(str(node)) if isinstance(node, BNode) else ox.NamedNode(str(node))


def _value(node: Node) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    if not isinstance(node, Literal):
        return _blank_or_named(node)
    if node.language:
        return ox.Literal(str(node), language=node.language)
    return ox.Literal(str(node), datatype=_datatype(node.datatype))


@lru_cache(maxsize=1 << 10)
def _datatype(iri: URIRef | None) -> ox.NamedNode:
    return ox.NamedNode(str(iri or XSD.string))


class TermWriter:
    """Terms of rdflib as N-Triples, each written once; blank nodes keep their names."""

    def __init__(self) -> None:
        self._terms: dict[Node, str] = {}

    def line(self, subject: Node, predicate: Node, value: Node) -> str:
        """One triple as a line of N-Triples, without its full stop."""
        return f"{self.term(subject)} {self.term(predicate)} {self.term(value)}"

    def term(self, node: Node) -> str:
        """One term."""
        found = self._terms.get(node)
        if found is None:
            found = self._terms[node] = str(_value(node))
        return found


def triples_of(graph: Graph) -> Iterator[ox.Triple]:
    """A graph's triples for pyoxigraph; blank nodes keep their names."""
    return (quad.triple for quad in _quads(graph))


def _quads(triples: Iterable[Triple]) -> Iterator[ox.Quad]:
    """Each name is made once: most stand in many triples."""
    made: dict[Node, Any] = {}
    for s, p, o in triples:
        if s not in made:
            made[s] = _blank_or_named(s)
        if p not in made:
            made[p] = _blank_or_named(p)
        if isinstance(o, Literal):
            yield ox.Quad(made[s], made[p], _value(o))
            continue
        if o not in made:
            made[o] = _blank_or_named(o)
        yield ox.Quad(made[s], made[p], made[o])


def store_of(graph: Graph) -> ox.Store:
    """A graph as the default graph of a store; blank nodes keep their names."""
    store = ox.Store()
    if len(graph) < _MANY:
        store.extend(_quads(graph))
    else:
        store.bulk_extend(_quads(graph))
    return store


def change_store(store: ox.Store, gone: Iterable[Triple], new: Iterable[Triple]) -> None:
    """Remove and add triples in the default graph of a store."""
    for quad in _quads(gone):
        store.remove(quad)
    store.extend(_quads(new))


def _canonical(graph: Iterable[Triple]) -> ox.Dataset:
    dataset = ox.Dataset(_quads(graph))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return dataset


def canonical_graph(graph: Iterable[Triple]) -> Graph:
    """The same graph with blank nodes named by content (W3C RDF Dataset Canonicalization)."""
    result = Graph(bind_namespaces="none")
    for quad in _canonical(graph):
        triple = (quad.subject, quad.predicate, quad.object)
        s, p, o = (BNode(t.value) if isinstance(t, ox.BlankNode) else _term(t) for t in triple)
        result.add((s, p, o))
    return result


def _term(node: object) -> Node:
    return TermReader().term(node)


def same_graph(one: Graph, other: Graph) -> bool:
    """Whether two graphs differ in the names of blank nodes only; lexical forms count."""
    return len(one) == len(other) and set(_canonical(one)) == set(_canonical(other))
