"""An act's sentences as the graph has them: the norms on its provisions, and its ledger."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from msgspec import Struct
from rdflib import Graph, URIRef
from rdflib.term import Node

from lovgraf.core.terms import CORE, Text, absolute, label, relative, text_of
from lovgraf.law.time import interval
from lovgraf.law.view import Law


class Entry(Struct, frozen=True):
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
        tuple(sorted(str(place) for place in graph.objects(node, CORE.ledgerPlace))),
        Text("ingen grund", "no reason") if reason is None else label(graph, reason),
        text_of(graph, node, CORE.note),
        reason is not None and str(graph.value(reason, CORE.remainsOpen)) == "true",
        reason is None or any((thing, None, None) not in graph for thing in stated),
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


class NormPlace(Struct, frozen=True):
    """A norm's place in an act of the family, and when it was in force.

    `amended` says that it began after its act did: it was read in a later text.
    """

    act: str
    place: str
    start: date | None
    end: date | None
    amended: bool

    def in_force(self, start: date, last: date | None) -> bool:
        """Whether it was in force in a period; one that never commenced is in the text."""
        if self.end is not None and self.end < start:
            return False
        return self.start is None or last is None or self.start <= last


def norms_of(law: Law, acts: frozenset[str]) -> list[NormPlace]:
    """The norms that rest on provisions of some acts, once for each provision."""
    found = []
    began = {act: interval(law.graph, URIRef(absolute(act))).start for act in acts}
    for iri, norm in law.norms.items():
        for provision in norm.provisions:
            act, place = _parts(provision)
            if act in acts:
                life, first = interval(law.graph, URIRef(iri)), began[act]
                amended = bool(life.start and first and life.start > first)
                found.append(NormPlace(act, place, life.start, life.end, amended))
    return found


def act_name(iri: str) -> str:
    """The name below the base of the act or source of a provision or norm (`law/2012/528`,
    `source/nemid-2013`)."""
    parts = relative(iri).split("/")
    return "/".join(parts[: 3 if parts[0] == "law" else 2])


def _parts(provision: str) -> tuple[str, str]:
    """The act of a provision (`law/2012/528`) and its place in it (`par/3/stk/1`)."""
    kind, _, rest = relative(provision).partition("/")
    year, _, rest = rest.partition("/")
    number, _, place = rest.partition("/")
    return f"{kind}/{year}/{number}", place
