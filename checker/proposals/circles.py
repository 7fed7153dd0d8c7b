"""Needs that lead back to themselves (`circular`). Source: semantics, section 6."""

from __future__ import annotations

from collections.abc import Iterator

from rdflib import URIRef

from lovgraf.core.terms import Text, label
from lovgraf.law.norms import Norm
from lovgraf.law.routes import AccessRoute
from lovgraf.law.view import LawView
from lovgraf.proposals.changes import Views
from lovgraf.proposals.gap import Gap
from lovgraf.verdicts.reach import routes_to


def circular(views: Views, norm: Norm) -> Iterator[Gap]:
    """What the duty needs can be had only by who has it."""
    view = views.after
    for capability in norm.requires:
        routes = [
            route
            for route in routes_to(view, capability, norm.record_type)
            if view.law.access.is_of_persons(route)
        ]
        back = [r for r in routes if leading(view, r, capability, norm.record_type)]
        if not back:
            continue
        name = label(views.graph, URIRef(capability))
        only = len(back) == len(routes)
        ways = ", ".join
        yield Gap(
            "circular",
            "error" if only else "warning",
            Text(
                f"For at få {name.da} ad {ways(f'»{r.label.da}«' for r in back)} skal man allerede "
                f"have {name.da}" + (", og der er ingen anden vej." if only else "."),
                f"To get {name.en} by {ways(f'{chr(34)}{r.label.en}{chr(34)}' for r in back)} one "
                f"must have {name.en} already" + (", and there is no other way." if only else "."),
            ),
            norm=norm.iri,
            provision=norm.provision,
            about=(capability, *dict.fromkeys(route.origin or route.iri for route in back)),
        )


def ring_of_routes(views: Views) -> Iterator[Gap]:
    """What was had by routes that begin or end, and now can be had only by who has it; and the new
    routes that help nobody, where there is another way."""
    view, duties = views.after, views.new_duties()
    begun = {route.iri for route in views.routes if route in view.routes}
    for goal in sorted({granted for route in views.routes for granted in route.grants}):
        for kind in _kinds(views, goal):
            routes = routes_to(view, goal, kind)
            back = [route for route in routes if leading(view, route, goal, kind)]
            only = len(back) == len(routes)
            if any(goal in n.requires and n.record_type == kind for n in duties):
                continue  # told of the duty
            if only or any(route.iri in begun for route in back):
                yield from _ring(views, goal, back, begun, only)


def _kinds(views: Views, goal: str) -> list[str]:
    """The types of record for which routes to a goal are stated."""
    routes = [r for r in (*views.before.routes, *views.after.routes) if goal in r.grants]
    stated = {kind for route in routes if route.origin is None for kind in route.record_types}
    return sorted(stated) or [views.after.law.facts.usual_type]


def _ring(
    views: Views, goal: str, back: list[AccessRoute], begun: set[str], only: bool
) -> Iterator[Gap]:
    """The gap of the routes that lead back to a goal: one for all where there is no other way."""
    name = label(views.graph, URIRef(goal))
    ring = (goal, *(route.iri for route in back))
    if only and back:
        first = next((route for route in back if route.iri in begun), back[0])
        da = ", ".join(f"»{route.label.da}«" for route in back)
        en = ", ".join(f'"{route.label.en}"' for route in back)
        message = Text(
            f"For at få {name.da} ad {da} skal man allerede have {name.da}, og der er ingen anden "
            "vej.",
            f"To get {name.en} by {en} one must have {name.en} already, and there is no other way.",
        )
        yield Gap(
            "circular", "error", message, norm=first.iri, provision=first.provision, about=ring
        )
        return
    for route in back:
        if route.iri in begun:
            message = Text(
                f"Adgangsvejen »{route.label.da}« hjælper ingen: for at få {name.da} ad den skal "
                f"man allerede have {name.da}.",
                f'The route "{route.label.en}" helps nobody: to get {name.en} by it one must have '
                f"{name.en} already.",
            )
            about = goal, route.iri
            yield Gap(
                "circular", "warning", message, norm=route.iri, provision=route.provision,
                about=about,
            )  # fmt: skip


def leading(view: LawView, route: AccessRoute, capability: str, record_type: str) -> list[str]:
    """The needs (IRIs) of a route of which every way leads back to the capability."""
    return [n for n in route.needs if _only_by(view, n, capability, record_type, ())]


def _only_by(
    view: LawView, need: str, capability: str, record_type: str, above: tuple[str, ...]
) -> bool:
    if need == capability:
        return True
    if need in above:
        return False
    routes = routes_to(view, need, record_type)
    return bool(routes) and all(
        any(_only_by(view, n, capability, record_type, (*above, need)) for n in route.needs)
        for route in routes
    )
