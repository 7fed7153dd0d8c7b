"""Needs that lead back to themselves (`circular`). Source: semantics, section 6."""

from __future__ import annotations

from collections.abc import Iterator

from rdflib import URIRef

from checker.law.norms import Norm
from checker.law.routes import AccessRoute
from checker.law.view import LawView
from checker.proposals.changes import Views
from checker.proposals.gap import Gap
from checker.terms import Text, label
from checker.verdicts.reach import routes_to


def circular(views: Views, norm: Norm) -> Iterator[Gap]:
    """What the duty needs can be had only by who has it."""
    view = views.after
    for capability in norm.requires:
        routes = routes_to(view, capability, norm.record_type)
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
            about=(capability, *(route.iri for route in back)),
        )


def route_circular(views: Views, route: AccessRoute) -> Iterator[Gap]:
    """A new route leads only to those who have what it grants."""
    view = views.after
    for kind in sorted(route.record_types) or [view.law.facts.usual_type]:
        back = [goal for goal in route.grants if leading(view, route, goal, kind)]
        for goal in back:
            name = label(views.graph, URIRef(goal))
            yield Gap(
                "circular",
                "warning",
                Text(
                    f"Adgangsvejen »{route.label.da}« hjælper ingen: for at få {name.da} ad den "
                    f"skal man allerede have {name.da}.",
                    f'The route "{route.label.en}" helps nobody: to get {name.en} by it one must '
                    f"have {name.en} already.",
                ),
                norm=route.iri,
                provision=route.provision,
                about=(goal, route.iri),
            )


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
