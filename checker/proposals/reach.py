"""Why a capability is out of someone's reach: the first step of each route that fails."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rdflib import URIRef

from checker.conditions.tree import Condition, Not, all_of
from checker.law.routes import AccessRoute
from checker.law.view import LawView
from checker.proposals.everyone import Everyone
from checker.proposals.gap import Block, BlockKind
from checker.terms import label
from checker.verdicts.program import readers
from checker.verdicts.reach import fits, reachable, route_steps


def without(view: LawView, routes: Iterable[str]) -> LawView:
    """The law on a date as if some routes (by IRI) were not there."""
    gone = set(routes)
    found = LawView(view.law, view.as_of, view.readers)
    found.__dict__["routes"] = tuple(route for route in view.routes if route.iri not in gone)
    return found


def with_fee(view: LawView) -> list[AccessRoute]:
    """The routes that cost a fee on the date."""
    return [
        route
        for route in view.routes
        if any(fee.amount > 0 and fee.in_force.contains(view.as_of) for fee in route.fees)
    ]


def reach_of(view: LawView, needs: Iterable[str], record_type: str) -> Condition:
    """The condition under which all of some capabilities can be had."""
    owl, _ = readers(view, record_type)
    return all_of(*(reachable(view, need, record_type, owl) for need in needs))


@dataclass(frozen=True)
class Way:
    """A route to a goal (a capability or evidence by IRI) with its steps in order."""

    goal: str
    route: AccessRoute
    steps: tuple[tuple[str, Condition], ...]


def ways(view: LawView, needs: Iterable[str], record_type: str) -> list[Way]:
    """The routes to some capabilities, and to what those need first."""
    owl, _ = readers(view, record_type)
    found: list[Way] = []
    queue, seen = list(needs), set[str]()
    while queue:
        goal = queue.pop(0)
        if goal in seen:
            continue
        seen.add(goal)
        for route in view.routes:
            if goal in route.grants and fits(route, record_type):
                steps = route_steps(view, route, record_type, owl, (goal,))
                found.append(Way(goal, route, tuple(steps)))
                queue += route.needs
    return found


def blocks(
    view: LawView, everyone: Everyone, needs: Iterable[str], record_type: str, who: Condition
) -> list[Block]:
    """For each route to some capabilities the step that fails for most of those people.

    Of several that fail for as many it is the first. What a failing step needs is followed too.
    """
    graph, capabilities = view.law.graph, view.law.access.capabilities
    found: list[Block] = []
    wanted = set(needs)

    def many(condition: Condition) -> int:
        cells = everyone.seen_by([condition])
        return cells.count(cells.truth(condition))

    for way in ways(view, needs, record_type):
        failing = [many(all_of(who, Not(condition))) for _, condition in way.steps]
        if way.goal not in wanted or not any(failing):
            continue
        number = failing.index(max(failing))
        step = way.steps[number][0]
        rest = all_of(*(part for n, (_, part) in enumerate(way.steps) if n != number))
        by_travel = step == way.route.place and many(all_of(who, rest)) > 0
        name = label(graph, URIRef(step))
        kind = _kind(step, way.route, capabilities)
        found.append(Block(way.route.iri, way.route.label, step, name, kind, by_travel))
        if step in capabilities:
            wanted.add(step)
    return found


def _kind(step: str, route: AccessRoute, capabilities: frozenset[str]) -> BlockKind:
    if step == route.place:
        return "place"
    if step == route.eligible:
        return "fact"
    return "capability" if step in capabilities else "document"
