"""Whether a capability can be had: held, or by some route whose conditions and needs hold."""

from __future__ import annotations

from rdflib import URIRef

from lovgraf.conditions.from_owl import OwlReader
from lovgraf.conditions.tree import FALSE, TRUE, Condition, all_of, any_of
from lovgraf.law.routes import AccessRoute
from lovgraf.law.view import LawView


def reachable(
    view: LawView, capability: str, record_type: str, owl: OwlReader, above: tuple[str, ...] = ()
) -> Condition:
    """The condition under which a capability (or a piece of evidence) can be had.

    The least fixpoint: a need that leads back to itself is out of reach. Evidence of which the
    graph does not say who has it is taken as obtainable.
    """
    if capability in above:
        return FALSE
    key = "reachable", owl, capability, record_type, frozenset(above)
    return view.once(key, lambda: _reachable(view, capability, record_type, owl, above))


def _reachable(
    view: LawView, capability: str, record_type: str, owl: OwlReader, above: tuple[str, ...]
) -> Condition:
    access = view.law.access
    holder = access.holder(capability, record_type)
    routes = [r for r in view.routes if capability in r.grants and fits(r, record_type)]
    if holder is None and not routes:
        return FALSE if capability in access.capabilities else TRUE
    held = owl.condition(URIRef(holder)) if holder else FALSE
    path = (*above, capability)
    ways = [route_condition(view, r, record_type, owl, path) for r in routes]
    return any_of(held, *dict.fromkeys(ways))


def route_condition(
    view: LawView, route: AccessRoute, record_type: str, owl: OwlReader, above: tuple[str, ...]
) -> Condition:
    """The condition under which a route leads to what it grants."""
    return all_of(*(part for _, part in route_steps(view, route, record_type, owl, above)))


def route_steps(
    view: LawView, route: AccessRoute, record_type: str, owl: OwlReader, above: tuple[str, ...]
) -> list[tuple[str, Condition]]:
    """The steps of a route in order, each with the IRI of what it is about."""
    steps: list[tuple[str, Condition]] = []
    for power in route.powers:
        steps.append((power, TRUE if view.has_power(route, power) else FALSE))
    if route.eligible:
        steps.append((route.eligible, owl.condition(URIRef(route.eligible))))
    near = view.law.access.nearby(route)
    if route.place and near:
        steps.append((route.place, owl.condition(URIRef(near))))
    for need in route.needs:
        steps.append((need, reachable(view, need, record_type, owl, above)))
    return steps


def routes_to(view: LawView, capability: str, record_type: str) -> list[AccessRoute]:
    """The routes in force that grant a capability to a type of record."""
    return [r for r in view.routes if capability in r.grants and fits(r, record_type)]


def fits(route: AccessRoute, record_type: str) -> bool:
    """Whether a route is open to a type of record."""
    return not route.record_types or record_type in route.record_types
