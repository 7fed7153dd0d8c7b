"""Gaps on the way to what a duty needs: age limits that do not fit, needs that lead back to
themselves, conditions that lie outside the law.

Source: semantics, section 6.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from rdflib import RDF, URIRef

from checker.conditions.from_owl import OwlReader
from checker.conditions.tree import (
    And,
    Condition,
    Leaf,
    Named,
    Or,
    Range,
    all_of,
)
from checker.law.norms import Norm, provision_label
from checker.law.routes import AccessRoute
from checker.law.view import LawView
from checker.proposals.changes import Views
from checker.proposals.gap import Block, Gap
from checker.records.facts import Derived
from checker.terms import CORE, Text, label
from checker.verdicts.program import readers
from checker.verdicts.reach import fits, route_steps

AGE = "AgeAt"
Bounds = dict[str, int | Decimal]


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
        for gap in (*_route_outside(views, route), *_route_circular(views, route),
            *_powerless(views, route))
    ]  # fmt: skip
    return found


def _routes_to(view: LawView, capability: str, record_type: str) -> list[AccessRoute]:
    return [r for r in view.routes if capability in r.grants and fits(r, record_type)]


def threshold(view: LawView, norm: Norm) -> Iterator[Gap]:
    """Ages at which one is obliged and no route is open yet."""
    owl, _ = readers(view, norm.record_type)
    bound = lower_bounds(owl.condition(URIRef(norm.addressee))) if norm.addressee else {}
    for capability in norm.requires:
        routes = _routes_to(view, capability, norm.record_type)
        limits = [lower_bounds(_way(view, route, norm.record_type, owl)) for route in routes]
        for fact in sorted(set.intersection(*map(set, limits)) if limits else ()):
            described = view.law.facts.facts.get(fact)
            if not (isinstance(described, Derived) and described.operator == AGE):
                continue
            needed, asked = min(limit[fact] for limit in limits), bound.get(fact)
            if asked is not None and asked >= needed:
                continue
            what = label(view.law.graph, URIRef(capability))
            name = described.label
            start = (
                Text(f"fra {asked}", f"from {asked}")
                if asked is not None
                else Text("uden nedre grænse", "without a lower limit")
            )
            yield Gap(
                "threshold",
                "warning",
                Text(
                    f"»{norm.label.da}« gælder {start.da} ({name.da}), men {what.da} kan først fås "
                    f"fra {needed}. Hæv pligtens grænse, eller åbn en vej for de yngre.",
                    f'"{norm.label.en}" applies {start.en} ({name.en}), but {what.en} can be had '
                    f"only from {needed}. Raise the limit of the duty, or open a route for the "
                    "younger.",
                ),
                norm=norm.iri,
                provision=norm.provision,
            )


def _way(view: LawView, route: AccessRoute, record_type: str, owl: OwlReader) -> Condition:
    return all_of(*(part for _, part in route_steps(view, route, record_type, owl, ())))


def lower_bounds(condition: Condition) -> Bounds:
    """The least value that a condition lets a number have, for each number that it bounds."""
    match condition:
        case Leaf(fact, Range(low=int() | Decimal() as low, low_included=included), _):
            return {fact: low if included else low + 1}
        case Named(_, part):
            return lower_bounds(part)
        case And(parts):
            found: Bounds = {}
            for part in parts:
                for fact, least in lower_bounds(part).items():
                    found[fact] = max(least, found.get(fact, least))
            return found
        case Or(parts) if parts:
            each = [lower_bounds(part) for part in parts]
            shared = set.intersection(*map(set, each))
            return {fact: min(bounds[fact] for bounds in each) for fact in shared}
    return {}


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
        routes = _routes_to(view, capability, norm.record_type)
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


def circular(views: Views, norm: Norm) -> Iterator[Gap]:
    """What the duty needs can be had only by who has it."""
    view = views.after
    for capability in norm.requires:
        routes = _routes_to(view, capability, norm.record_type)
        back = [r for r in routes if _leads_back(view, r, capability, norm.record_type)]
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
        )


def _powerless(views: Views, route: AccessRoute) -> Iterator[Gap]:
    """Who is to offer a new route may not."""
    graph = views.graph
    lacking = [power for power in route.powers if not views.after.has_power(route, power)]
    for power in lacking:
        name = label(graph, URIRef(power))
        who = label(graph, URIRef(route.provider)) if route.provider else route.label
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


def _route_circular(views: Views, route: AccessRoute) -> Iterator[Gap]:
    """A new route leads only to those who have what it grants."""
    view = views.after
    for kind in sorted(route.record_types) or [view.law.facts.usual_type]:
        back = [goal for goal in route.grants if _leads_back(view, route, goal, kind)]
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
            )


def _leads_back(view: LawView, route: AccessRoute, capability: str, record_type: str) -> bool:
    """Whether every way to some need of a route leads back to the capability."""
    return any(_only_by(view, need, capability, record_type, ()) for need in route.needs)


def _only_by(
    view: LawView, need: str, capability: str, record_type: str, above: tuple[str, ...]
) -> bool:
    if need == capability:
        return True
    if need in above:
        return False
    routes = _routes_to(view, need, record_type)
    return bool(routes) and all(
        any(_only_by(view, n, capability, record_type, (*above, need)) for n in route.needs)
        for route in routes
    )
