"""A duty's age limit lies below the one of what it needs (`threshold`)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from msgspec import Struct
from rdflib import URIRef

from lovgraf.conditions.from_owl import OwlReader
from lovgraf.conditions.tree import TRUE, And, Condition, Leaf, Named, Not, Or, Range, all_of
from lovgraf.core.terms import Text, label
from lovgraf.facts.fact import Derived
from lovgraf.facts.operators import operator_of
from lovgraf.law.norms import Norm
from lovgraf.law.routes import AccessRoute
from lovgraf.law.view import LawView
from lovgraf.proposals.changes import Views
from lovgraf.proposals.edits import Edit, addressed
from lovgraf.proposals.gap import Gap
from lovgraf.proposals.gap_kind import GapKind, ToRepair
from lovgraf.verdicts.program import readers
from lovgraf.verdicts.reach import route_steps, routes_to

Bounds = dict[str, int | Decimal]


class _Limit(Struct, frozen=True):
    """A number below whose limit no way to a capability is open, though the duty applies: facts and
    capability by IRI; `asked` is None where the duty has no lower limit."""

    capability: str
    fact: str
    needed: int | Decimal
    asked: int | Decimal | None


class Threshold(GapKind):
    """Ages at which one is obliged and no route is open yet."""

    code = "threshold"

    def in_graph(self, views: Views) -> Iterator[Gap]:
        """Ages at which one is obliged and no route is open yet."""
        view = views.after
        for norm in views.new_duties_of_subjects():
            for limit in _too_low(view, norm):
                statement = self.statement(
                    "no-limit" if limit.asked is None else "lower-limit",
                    duty=norm.label,
                    asked=str(limit.asked),
                    fact=view.law.facts[limit.fact].label,
                    need=label(view.law.graph, URIRef(limit.capability)),
                    needed=str(limit.needed),
                )
                yield Gap(*statement, norm=norm.iri, provision=norm.provision)

    def edits(self, case: ToRepair) -> Iterator[Edit]:
        """Let the duty begin at the age at which what it needs can be had."""
        if case.own is not None:
            yield from _limit_raised(case.own, case.after)


def _too_low(view: LawView, norm: Norm) -> Iterator[_Limit]:
    """The age limits of a duty that lie below those of what it needs."""
    owl, _ = readers(view, norm.record_type)
    bound = lower_bounds(owl.condition(URIRef(norm.addressee))) if norm.addressee else {}
    for capability in norm.requires:
        routes = [
            route
            for route in routes_to(view, capability, norm.record_type)
            if view.law.access.is_of_persons(route)
        ]
        limits = [lower_bounds(_way(view, route, norm.record_type, owl)) for route in routes]
        for fact in sorted(set.intersection(*map(set, limits)) if limits else ()):
            described = view.law.facts.facts.get(fact)
            if isinstance(described, Derived) and operator_of(described).counts_age:
                needed, asked = min(limit[fact] for limit in limits), bound.get(fact)
                if asked is None or asked < needed:
                    yield _Limit(capability, fact, needed, asked)


def _way(view: LawView, route: AccessRoute, record_type: str, owl: OwlReader) -> Condition:
    return all_of(*(part for _, part in route_steps(view, route, record_type, owl, ())))


def lower_bounds(condition: Condition) -> Bounds:
    """The least value that a condition lets a number have (if it has one), for each number that it
    bounds."""
    match condition:
        case Leaf(fact, Range(low=int() | Decimal() as low, low_included=included), _):
            return {fact: low if included else low + 1}
        case Not(part) if isinstance(part, Named | Not):
            return lower_bounds(part.part if isinstance(part, Not) else Not(part.part))
        case Not(Leaf(fact, Range(None, int() | Decimal() as high, _, included), False)):
            return {fact: high + 1 if included else high}
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


def _limit_raised(norm: Norm, after: LawView) -> Iterator[Edit]:
    """Let a duty begin at the age at which what it needs can be had."""
    for limit in _too_low(after, norm):
        if norm.addressee is None:
            return
        fact = after.law.facts[limit.fact].label
        old = label(after.law.graph, URIRef(norm.addressee))
        of_age = Leaf(limit.fact, Range(low=limit.needed))
        yield addressed(
            norm,
            norm.addressee,
            f"from-{limit.needed}",
            all_of(Named(norm.addressee, TRUE), of_age),
            Text(
                f"{old.da}, {fact.da} mindst {limit.needed}",
                f"{old.en}, {fact.en} at least {limit.needed}",
            ),
            Text(
                f"Lad »{norm.label.da}« gælde fra {limit.needed} ({fact.da}).",
                f'Let "{norm.label.en}" apply from {limit.needed} ({fact.en}).',
            ),
        )
