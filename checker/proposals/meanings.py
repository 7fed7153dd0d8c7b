"""Words that mean different things in the acts of a graph."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from rdflib import RDF, Graph, URIRef
from rdflib.namespace import SKOS
from rdflib.term import Node

from lovgraf.core.terms import CORE, label, text_of

_SOURCE = re.compile(r"\s*\([^()]*\)\s*$")


def several_meanings(graph: Graph) -> Iterator[tuple[URIRef, URIRef]]:
    """The pairs of terms of a graph that are one word with two meanings."""
    by_word: dict[str, list[URIRef]] = {}
    for term in sorted(graph.subjects(RDF.type, CORE.Term), key=str):
        if isinstance(term, URIRef):
            by_word.setdefault(word(graph, term), []).append(term)
    for terms in by_word.values():
        for one, other in combinations(terms, 2):
            if differ(graph, one, other):
                yield one, other


def differ(graph: Graph, one: Node, other: Node) -> bool:
    """Whether two terms have two meanings that the graph does not call close."""
    mine, theirs = (text_of(graph, t, SKOS.definition) for t in (one, other))
    if mine is None or theirs is None or mine == theirs:
        return False
    close = (one, SKOS.closeMatch, other) in graph or (other, SKOS.closeMatch, one) in graph
    return not close


def word(graph: Graph, term: Node) -> str:
    """The word without the act in brackets behind it."""
    return _SOURCE.sub("", label(graph, term).da).casefold()
