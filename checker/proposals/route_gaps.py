"""Gaps on the way to what a duty needs: conditions that lie outside the law, powers that lack; age
limits and needs in a ring are looked for with them.

Source: semantics, section 6.
"""

from __future__ import annotations

from collections.abc import Iterator

from rdflib import RDF, URIRef

from lovgraf.core.terms import CORE, Text, label
from lovgraf.law.authorities import name_on
from lovgraf.law.norms import Norm, provision_label
from lovgraf.law.routes import AccessRoute
from lovgraf.proposals.age_limits import threshold
from lovgraf.proposals.changes import Views
from lovgraf.proposals.circles import circular, ring_of_routes
from lovgraf.proposals.gap import Block, Gap
from lovgraf.verdicts.reach import routes_to


def route_gaps(views: Views) -> list[Gap]:
    """All gaps of this kind, in no particular order."""
    found: list[Gap] = []
    for norm in views.new_duties():
        if norm.bearer == str(CORE.Subject):
            found += threshold(views.after, norm)
            found += outside_law(views, norm)
            found += circular(views, norm)
    found += [
        gap for route in views.routes if route in views.after.routes
        for gap in (*_route_outside(views, route), *_powerless(views, route))
    ]  # fmt: skip
    return [*found, *ring_of_routes(views)]


def outside_law(views: Views, norm: Norm) -> Iterator[Gap]:
    """A new duty, or all ways to what it needs, rest on something that is not law."""
    graph, view = views.graph, views.after
    if _is_outside(views, norm.provision):
        name = provision_label(graph, norm.provision)
        yield Gap(
            "outside-law",
            "warning",
            Text(
                f"»{norm.label.da}« hviler på {name.da}, som ikke er lov.",
                f'"{norm.label.en}" rests on {name.en}, which is not law.',
            ),
            norm=norm.iri,
            provision=norm.provision,
        )
    for capability in norm.requires:
        routes = routes_to(view, capability, norm.record_type)
        outside = sorted(
            {r.provision for r in routes if r.provision and _is_outside(views, r.provision)}
        )
        within = [r for r in routes if r.provision not in outside]
        for source in outside:
            name = label(graph, URIRef(capability))
            yield _outside(views, norm, name, source, "info" if within else "warning")


def _route_outside(views: Views, route: AccessRoute) -> Iterator[Gap]:
    if route.provision and _is_outside(views, route.provision):
        name = provision_label(views.graph, route.provision)
        yield Gap(
            "outside-law",
            "warning",
            Text(
                f"Adgangsvejen »{route.label.da}« hviler på {name.da}, som ikke er lov.",
                f'The route "{route.label.en}" rests on {name.en}, which is not law.',
            ),
            norm=route.iri,
            provision=route.provision,
        )


def _is_outside(views: Views, source: str) -> bool:
    return (URIRef(source), RDF.type, CORE.OutsideSource) in views.graph


def _outside(views: Views, norm: Norm, what: Text, source: str, severity: str) -> Gap:
    name = provision_label(views.graph, source)
    return Gap(
        "outside-law",
        "info" if severity == "info" else "warning",
        Text(
            f"Om »{norm.label.da}« kan opfyldes, afhænger af »{what.da}«, som hviler på "
            f"{name.da}. Det er ikke lov og kan ændres uden en lovændring.",
            f'Whether "{norm.label.en}" can be met depends on "{what.en}", which rests on '
            f"{name.en}. That is not law and can change without an amendment.",
        ),
        norm=norm.iri,
        provision=source,
    )


def _powerless(views: Views, route: AccessRoute) -> Iterator[Gap]:
    """Who is to offer a new route may not."""
    graph = views.graph
    lacking = [power for power in route.powers if not views.after.has_power(route, power)]
    for power in lacking:
        name = label(graph, URIRef(power))
        who = (
            name_on(graph, route.provider, views.after.as_of, route.iri)
            if route.provider
            else route.label
        )
        yield Gap(
            "unreachable",
            "error",
            Text(
                f"Adgangsvejen »{route.label.da}« fører ingen steder hen: {who.da} har ikke den "
                f"beføjelse, den kræver (»{name.da}«). Giv beføjelsen, eller lad den, der har den, "
                "tilbyde vejen.",
                f'The route "{route.label.en}" leads nowhere: {who.en} lacks the power it needs '
                f'("{name.en}"). Give the power, or let who has it offer the route.',
            ),
            norm=route.iri,
            provision=route.provision,
            blocking=(Block(route.iri, route.label, power, name, "power"),),
        )
