"""Capabilities and the routes by which they are had."""

from __future__ import annotations

from decimal import Decimal

from msgspec import Struct
from rdflib import RDF, Graph
from rdflib.term import Node

from lovgraf.core.terms import CORE, RECORD, Text, label
from lovgraf.law.time import Interval, interval


class Fee(Struct, frozen=True):
    """A fee in Danish kroner while it is in force."""

    amount: Decimal
    provision: str | None
    in_force: Interval


class AccessRoute(Struct, frozen=True):
    """One way to a capability or an exemption; `needs` are capabilities or evidence types, `powers`
    norms by which the provider is allowed to offer it. `origin` is the route (or participant)
    from which it was carried to records in which somebody takes part; see `participants`."""

    iri: str
    label: Text
    record_types: frozenset[str]
    grants: tuple[str, ...]
    eligible: str | None
    needs: tuple[str, ...]
    place: str | None
    fees: tuple[Fee, ...]
    provider: str | None
    provision: str | None
    in_force: Interval
    powers: tuple[str, ...] = ()
    origin: str | None = None


class Access(Struct, frozen=True):
    """Routes, and who holds each capability or evidence, and who is near each place (classes);
    `held_in` has the holders in a type of record in which somebody takes part."""

    routes: tuple[AccessRoute, ...]
    held_by: dict[str, str]
    held_in: dict[tuple[str, str], str]
    capabilities: frozenset[str]
    near: dict[str, str]

    @property
    def stated(self) -> tuple[AccessRoute, ...]:
        """The routes that the law states, without those carried to participants."""
        return tuple(route for route in self.routes if route.origin is None)

    def is_of_persons(self, route: AccessRoute) -> bool:
        """Whether a route is stated, or carried from one that is: not the way of a participant that
        is no person, of which only the record tells."""
        return route.origin is None or any(route.origin == one.iri for one in self.routes)

    def holder(self, thing: str, record_type: str) -> str | None:
        """The class of the records of a type whose subject or participant holds something."""
        return self.held_in.get((thing, record_type)) or self.held_by.get(thing)

    def nearby(self, route: AccessRoute) -> str | None:
        """The class of those who get to a route's place without travelling; a route that was
        carried asks for it among whom it is for."""
        return self.near.get(route.place) if route.place and route.origin is None else None


def read_access(graph: Graph, record_types: dict[str, str]) -> Access:
    """Every capability, evidence type, place and route of the graph."""
    routes = [
        _route(graph, node, record_types)
        for kind in (CORE.AccessRoute, CORE.CarriedRoute)
        for node in graph.subjects(RDF.type, kind)
    ]
    held = {
        (str(thing), record_types[str(kind)]): str(holder)
        for node, thing in graph.subject_objects(RECORD.carriedFrom)
        for kind in graph.objects(node, CORE.recordType)
        for holder in graph.objects(node, CORE.heldBy)
    }
    return Access(
        routes=tuple(sorted(routes, key=lambda route: route.iri)),
        held_by={str(s): str(o) for s, o in graph.subject_objects(CORE.heldBy)},
        held_in=held,
        capabilities=frozenset(map(str, graph.subjects(RDF.type, CORE.Capability))),
        near={str(s): str(o) for s, o in graph.subject_objects(CORE.withinReachOf)},
    )


def _route(graph: Graph, node: Node, record_types: dict[str, str]) -> AccessRoute:
    def one(predicate: Node) -> str | None:
        found = sorted(map(str, graph.objects(node, predicate)))
        return found[0] if found else None

    def many(predicate: Node) -> tuple[str, ...]:
        return tuple(sorted(map(str, graph.objects(node, predicate))))

    fees = [_fee(graph, fee) for fee in graph.objects(node, CORE.fee)]
    return AccessRoute(
        iri=str(node),
        label=label(graph, node),
        record_types=frozenset(
            record_types[kind] for kind in many(CORE.recordType) if kind in record_types
        ),
        grants=many(CORE.grants),
        eligible=one(CORE.eligible),
        needs=many(CORE.needs),
        place=one(CORE.place),
        fees=tuple(sorted(fees, key=repr)),
        provider=one(CORE.provider),
        provision=one(CORE.provision),
        in_force=interval(graph, node),
        powers=many(CORE.needsPower),
        origin=one(RECORD.carriedFrom),
    )


def _fee(graph: Graph, node: Node) -> Fee:
    provision = graph.value(node, CORE.provision)
    return Fee(
        Decimal(str(graph.value(node, CORE.amount))),
        str(provision) if provision is not None else None,
        interval(graph, node),
    )
