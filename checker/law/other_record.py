"""Facts that a norm asks of records which do not have them."""

from __future__ import annotations

from collections.abc import Iterator

from rdflib import OWL, RDF, SH, Graph, URIRef
from rdflib.term import Node

from lovgraf.core.terms import CORE, RECORD

_CLASSES = (CORE.addressee, CORE.eligible, CORE.granted)
_DAYS = (CORE.trigger, CORE.beforeEvent, CORE.performedOn)
_INWARDS = frozenset(
    {
        OWL.equivalentClass, OWL.intersectionOf, OWL.unionOf, OWL.complementOf, RDF.first, RDF.rest,
        SH.property, SH["and"], SH["or"], SH["not"], SH.xone, SH.node,
    }
)  # fmt: skip
_ASKED = (OWL.onProperty, SH.path)


def foreign_facts(graph: Graph, norm: Node) -> list[Node]:
    """The facts in the classes, the duty and the deadlines of a norm that none of its types of
    record has, sorted."""
    types = set(graph.objects(norm, CORE.recordType))
    if not types:
        return []
    found = {
        fact
        for fact in _asked_of(graph, norm)
        for own in [set(graph.objects(fact, RECORD.recordType))]
        if own and own.isdisjoint(types)
    }
    return sorted(found, key=str)


def _asked_of(graph: Graph, norm: Node) -> Iterator[Node]:
    starts = [c for predicate in _CLASSES for c in graph.objects(norm, predicate)]
    queue = [*starts, *graph.objects(norm, CORE.duty)]
    for node in queue:
        for predicate, value in graph.predicate_objects(node):
            if predicate in _INWARDS and value not in queue:
                queue.append(value)
            elif predicate in _ASKED and isinstance(value, URIRef):
                yield value
    for deadline in graph.objects(norm, CORE.deadline):
        for predicate in _DAYS:
            yield from graph.objects(deadline, predicate)
