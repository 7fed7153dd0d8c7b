"""Which facts a norm or route builds on: through classes, shapes and derived facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rdflib import OWL, RDF, SH, BNode, Graph, URIRef
from rdflib.term import Node

from lovgraf.core.terms import CORE, RECORD

_PARTS = frozenset([CORE.addressee, CORE.eligible, CORE.granted, CORE.duty, CORE.deadline])
_FACTS = (RECORD.Column, RECORD.DerivedFact, RECORD.JudgmentFact)
_NEVER_BELOW = frozenset(
    [RDF.type, CORE.goodExample, CORE.badExample, CORE.dayToldBy, RECORD.toldBeside]
)


class FactsOf:
    """The facts below each class, shape and fact, each worked out once."""

    def __init__(self, graph: Graph, triples: Iterable[tuple[Node, Node, Node]]) -> None:
        self.facts = {s for kind in _FACTS for s in graph.subjects(RDF.type, kind)}
        self._defined = self.facts | {
            s
            for kind in (OWL.Class, OWL.Restriction, SH.NodeShape)
            for s in graph.subjects(RDF.type, kind)
        }
        self._next: dict[Node, list[Node]] = {}
        self._parts: dict[Node, list[Node]] = {}
        for s, p, o in triples:
            if p in _PARTS:
                self._parts.setdefault(s, []).append(o)
            if p not in _NEVER_BELOW and isinstance(o, URIRef | BNode):
                self._next.setdefault(s, []).append(o)
        self._known: dict[Node, frozenset[Node]] = {}

    def of(self, thing: Node) -> frozenset[Node]:
        """The facts that a norm or route builds on."""
        parts = self._parts.get(thing, ())
        return frozenset(fact for part in parts for fact in self._below(part))

    def _below(self, part: Node) -> frozenset[Node]:
        if part not in self._known:
            self._known[part] = frozenset(node for node in self._reach(part) if node in self.facts)
        return self._known[part]

    def _reach(self, start: Node) -> Iterator[Node]:
        """What hangs on a node; norms, provisions and acts are not gone into."""
        seen, waiting = {start}, [start]
        while waiting:
            node = waiting.pop()
            yield node
            if isinstance(node, URIRef) and node not in self._defined:
                continue
            new = [other for other in self._next.get(node, ()) if other not in seen]
            seen.update(new)
            waiting.extend(new)
