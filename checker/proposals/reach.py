"""The ways to what a duty needs: which of them are a trouble, and where each stops whom it strikes.

Source: semantics, section 6 (`unreachable`, `burdensome`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from typing import cast

from msgspec import Struct
from rdflib import Literal as RdfLiteral
from rdflib import URIRef

from lovgraf.conditions.tree import FALSE, TRUE, Condition, Not, Or, all_of, any_of
from lovgraf.core.terms import CORE, Text, label
from lovgraf.law.routes import AccessRoute
from lovgraf.law.view import LawView
from lovgraf.proposals.answer_cache import AnswerCache
from lovgraf.proposals.gap import Block, BlockKind
from lovgraf.proposals.inquiry import Inquiry
from lovgraf.verdicts.program import readers
from lovgraf.verdicts.reach import fits, reachable, route_steps


def without(view: LawView, routes: Iterable[str]) -> LawView:
    """The law on a date as if some routes (by IRI) were not there."""
    gone = set(routes)
    found = LawView(view.law, view.as_of, view.readers)
    found.__dict__["routes"] = tuple(route for route in view.routes if route.iri not in gone)
    return found


def reach_of(view: LawView, needs: Iterable[str], record_type: str) -> Condition:
    """The condition under which all of some capabilities can be had."""
    owl, _ = readers(view, record_type)
    return all_of(*(reachable(view, need, record_type, owl) for need in needs))


class Way(Struct, frozen=True):
    """A route to a goal (a capability or evidence by IRI) with its steps in order."""

    goal: str
    route: AccessRoute
    steps: tuple[tuple[str, Condition], ...]

    @property
    def condition(self) -> Condition:
        """The condition under which it leads to the goal."""
        return all_of(*(condition for _, condition in self.steps))


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
            own = fits(route, record_type) and view.law.access.is_of_persons(route)
            if goal in route.grants and own:
                steps = route_steps(view, route, record_type, owl, (goal,))
                found.append(Way(goal, route, tuple(steps)))
                queue += route.needs
    return found


def troublesome(view: LawView, needs: Iterable[str], record_type: str) -> list[Way]:
    """The ways to some capabilities that cost a fee, need the post, or are a burden."""
    return [way for way in ways(view, needs, record_type) if is_trouble(view, way.route)]


def is_trouble(view: LawView, route: AccessRoute) -> bool:
    """Whether a route costs a fee, needs the post, or is a burden."""
    return burdens(view, route) or _fee(view, route) > 0 or _by_post(view, route)


def _fee(view: LawView, route: AccessRoute) -> Decimal:
    """What a route costs on the date: the highest of its fees, since one of them is taken."""
    fees = (fee.amount for fee in route.fees if fee.in_force.contains(view.as_of))
    return max(fees, default=Decimal(0))


Bearable = Callable[[LawView, AccessRoute], bool]
"""Whether a route is no more trouble than some measure."""


def _measures(views: Iterable[LawView]) -> Iterator[Bearable]:
    """The measures of trouble that some laws tell apart: none at all; each fee but the highest,
    whatever else; without the post; without a place that is a burden."""
    yield lambda view, route: not is_trouble(view, route)
    fees = sorted({_fee(view, route) for view in views for route in view.routes} | {Decimal(0)})
    for most in fees[:-1]:
        yield lambda view, route, most=most: _fee(view, route) <= most  # type: ignore[misc]
    yield lambda view, route: not _by_post(view, route)
    yield lambda view, route: not burdens(view, route)


def harder(
    before: LawView, after: LawView, needed: Iterable[str], needs: Iterable[str], record_type: str
) -> list[tuple[Condition, Condition]]:
    """Where it may have become more trouble to get what a duty `needed` and `needs` (capabilities
    by IRI): for each measure of trouble, who could within it before, and who can after."""
    old, new = tuple(needed), tuple(needs)
    if not (old and new) or before.routes == after.routes:
        return []
    key = "harder", id(before), old, new, record_type
    if key not in after.known:
        after.known[key] = _harder(before, after, old, new, record_type)
    return cast(list[tuple[Condition, Condition]], after.known[key])


def _harder(
    before: LawView, after: LawView, old: tuple[str, ...], new: tuple[str, ...], record_type: str
) -> list[tuple[Condition, Condition]]:
    found: dict[tuple[Condition, Condition], None] = {}
    for bearable in _measures((before, after)):
        pair = (
            _within(before, bearable, old, record_type),
            _within(after, bearable, new, record_type),
        )
        if not only_grows(*pair):
            found[pair] = None
    return list(found)


def _within(
    view: LawView, bearable: Bearable, needs: tuple[str, ...], record_type: str
) -> Condition:
    """Who can get some capabilities by bearable routes alone."""
    beyond = [route.iri for route in view.routes if not bearable(view, route)]
    return reach_of(without(view, beyond) if beyond else view, needs, record_type)


def only_grows(old: Condition, new: Condition) -> bool:
    """Whether it shows in two conditions that the newer holds wherever the older does."""
    return ended(old, new) == FALSE


def ended(old: Condition, new: Condition) -> Condition:
    """Those alternatives of a condition that a newer one does not have; what both have says nothing
    of who gains or loses, also where it turns on a judgment."""
    if old in (FALSE, new) or new == TRUE:
        return FALSE
    before, after = (c.parts if isinstance(c, Or) else (c,) for c in (old, new))
    kept = set(after)
    return any_of(*(part for part in before if part not in kept))


def _by_post(view: LawView, route: AccessRoute) -> bool:
    return (URIRef(route.iri), CORE.byPost, RdfLiteral(True)) in view.law.graph


def burdens(view: LawView, route: AccessRoute) -> bool:
    """Whether a route or its place is far, scarce or untrained."""
    things = [route.iri, *([route.place] if route.place else [])]
    return any((URIRef(iri), CORE.burden, None) in view.law.graph for iri in things)


def blocks(view: LawView, cache: AnswerCache, struck: Inquiry, needs: Iterable[str]) -> list[Block]:
    """For each way the step at which most of those whom an inquiry is about stop first.

    What such a step needs is followed too. None where nothing is described.
    """
    if not cache.describing:
        return []
    graph, capabilities = view.law.graph, view.law.access.capabilities
    found: list[Block] = []
    wanted = set(needs)
    for way in ways(view, needs, struck.record_type):
        if way.goal not in wanted:
            continue
        parts = [condition for _, condition in way.steps]
        first = [all_of(*parts[:n], Not(part)) for n, part in enumerate(parts)]
        others = [all_of(*parts[:n], *parts[n + 1 :], Not(parts[n])) for n in range(len(parts))]
        counts = cache.ask(replace(struck, also=(*first, *others))).also
        stops = counts[: len(parts)]
        if not any(stops):
            continue
        number = stops.index(max(stops))
        step = way.steps[number][0]
        by_travel = step == way.route.place and counts[len(parts) + number] > 0
        name = label(graph, URIRef(step))
        kind = _kind(step, way.route, capabilities)
        stated = way.route.origin or way.route.iri
        found.append(Block(stated, way.route.label, step, name, kind, by_travel))
        if step in capabilities:
            wanted.add(step)
    return found


def troubles(view: LawView, route: AccessRoute) -> list[Block]:
    """What makes a way a trouble: fees, the post, and a place that is far, scarce or untrained."""
    found, stated = [], route.origin or route.iri
    for fee in route.fees:
        if fee.amount > 0 and fee.in_force.contains(view.as_of):
            amount = amount_said(fee.amount)
            name = Text(f"gebyr {amount.da}", f"a fee of {amount.en}")
            found.append(Block(stated, route.label, fee.provision or stated, name, "fee"))
    if _by_post(view, route):
        by_post = Text("med posten", "by post")
        found.append(Block(stated, route.label, stated, by_post, "post"))
    if route.place and burdens(view, route):
        name = label(view.law.graph, URIRef(route.place))
        found.append(Block(stated, route.label, route.place, name, "place"))
    return found


def amount_said(amount: Decimal) -> Text:
    """An amount in Danish kroner."""
    kr = f"{amount.normalize():f}"
    return Text(f"{kr.replace('.', ',')} kr.", f"{kr} DKK")


def _kind(step: str, route: AccessRoute, capabilities: frozenset[str]) -> BlockKind:
    if step in route.powers:
        return "power"
    if step == route.place:
        return "place"
    if step == route.eligible:
        return "fact"
    return "capability" if step in capabilities else "document"
