"""What the graph says of an act's sentences: the norms on its provisions, and its ledger."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from rdflib import Graph, URIRef
from rdflib.term import Node

from checker.law.time import interval
from checker.law.view import Law
from checker.terms import BASE, CORE, Text, absolute, label, relative, text_of


@dataclass(frozen=True)
class Entry:
    """Places of an act that need no norm, and why (`core:LedgerEntry`).

    `open` says that a norm is lacking; `void` that what is said to state them does not exist.
    """

    places: tuple[str, ...]
    reason: Text
    note: Text | None
    open: bool
    void: bool


def entries(graph: Graph, act: str) -> list[Entry]:
    """The ledger of an act, in order of place."""
    found = [_entry(graph, node) for node in graph.objects(URIRef(absolute(act)), CORE.ledger)]
    return sorted(found, key=lambda entry: entry.places)


def _entry(graph: Graph, node: Node) -> Entry:
    reason = graph.value(node, CORE.reason)
    stated = list(graph.objects(node, CORE.statedBy))
    return Entry(
        tuple(sorted(str(place) for place in graph.objects(node, CORE.place))),
        Text("ingen grund", "no reason") if reason is None else label(graph, reason),
        text_of(graph, node, CORE.note),
        reason is not None and str(graph.value(reason, CORE.remainsOpen)) == "true",
        reason is None or any(graph.value(thing, None) is None for thing in stated),
    )


def family(graph: Graph, act: str) -> frozenset[str]:
    """The act with those that consolidate it or that it consolidates, and theirs."""
    found, new = set[Node](), {URIRef(absolute(act))}
    while new:
        found |= new
        new = {other for one in new for other in _kin(graph, one)} - found
    return frozenset(relative(str(one)) for one in found)


def _kin(graph: Graph, act: Node) -> Iterator[URIRef]:
    for predicate in (CORE.consolidates, CORE.consolidatedBy):
        for other in (*graph.objects(act, predicate), *graph.subjects(predicate, act)):
            if isinstance(other, URIRef):
                yield other


def normed_places(law: Law, acts: Iterable[str], start: date, until: date | None) -> set[str]:
    """The places of acts that a norm in force on some day from `start` to before `until` rests on.

    The first text of acts holds for what came before it too: `start` is then the first day there
    is.
    """
    graph = law.graph
    last = None if until is None else until - timedelta(days=1)
    found: set[str] = set()
    for act in acts:
        before = f"{BASE}{act}/"
        for iri, norm in law.norms.items():
            own = [place for place in norm.provisions if place.startswith(before)]
            if own and _in_force(graph, URIRef(iri), start, last):
                found.update(place.removeprefix(before) for place in own)
    return found


def _in_force(graph: Graph, norm: URIRef, start: date, last: date | None) -> bool:
    """Whether a norm was in force in a period; one that never commenced is in the text."""
    life = interval(graph, norm)
    if life.end is not None and life.end < start:
        return False
    return life.start is None or last is None or life.start <= last
