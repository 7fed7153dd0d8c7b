"""Needs that lead back to themselves (`circular`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rdflib import URIRef

from lovgraf.core.terms import CORE, Text, label
from lovgraf.law.norms import Norm
from lovgraf.law.routes import AccessRoute
from lovgraf.law.view import LawView
from lovgraf.proposals.changed_duty import listed, quoted
from lovgraf.proposals.changes import Views
from lovgraf.proposals.edits import Edit, beside, new_graph
from lovgraf.proposals.gap import Gap
from lovgraf.proposals.gap_kind import GapKind, ToRepair
from lovgraf.proposals.proposal import Proposal
from lovgraf.verdicts.reach import routes_to


class Circular(GapKind):
    """A ring of needs: what a duty needs, or a route gives, can be had only by who has it."""

    code = "circular"

    def in_graph(self, views: Views) -> Iterator[Gap]:
        """The rings on the way to what new duties need, and of routes that begin or end."""
        for norm in views.new_duties_of_subjects():
            yield from self._of_duty(views, norm)
        yield from self._of_routes(views)

    def _of_duty(self, views: Views, norm: Norm) -> Iterator[Gap]:
        """What the duty needs can be had only by who has it."""
        view = views.after
        for capability in norm.requires:
            routes = [
                route
                for route in routes_to(view, capability, norm.record_type)
                if view.law.access.is_of_persons(route)
            ]
            back = [r for r in routes if _leading(view, r, capability, norm.record_type)]
            if not back:
                continue
            name = label(views.graph, URIRef(capability))
            ways = quoted([route.label for route in back])
            only = len(back) == len(routes)
            yield Gap(
                *self.statement("only-way" if only else "one-way", what=name, routes=ways),
                norm=norm.iri,
                provision=norm.provision,
                about=(capability, *dict.fromkeys(route.origin or route.iri for route in back)),
            )

    def _of_routes(self, views: Views) -> Iterator[Gap]:
        """What was had by routes that begin or end, and now can be had only by who has it; and the
        new routes that help nobody, where there is another way."""
        view, duties = views.after, views.new_duties()
        begun = {route.iri for route in views.routes if route in view.routes}
        for goal in sorted({granted for route in views.routes for granted in route.grants}):
            for kind in _kinds(views, goal):
                routes = routes_to(view, goal, kind)
                back = [route for route in routes if _leading(view, route, goal, kind)]
                only = len(back) == len(routes)
                if any(goal in n.requires and n.record_type == kind for n in duties):
                    continue  # told of the duty
                if only or any(route.iri in begun for route in back):
                    yield from self._ring(views, goal, back, begun, only)

    def _ring(
        self, views: Views, goal: str, back: list[AccessRoute], begun: set[str], only: bool
    ) -> Iterator[Gap]:
        """The gap of the routes that lead back to a goal: one for all where there is no other
        way."""
        name = label(views.graph, URIRef(goal))
        if only and back:
            first = next((route for route in back if route.iri in begun), back[0])
            yield Gap(
                *self.statement(
                    "only-way", what=name, routes=quoted([route.label for route in back])
                ),
                norm=first.iri,
                provision=first.provision,
                about=(goal, *(route.iri for route in back)),
            )
            return
        for route in back:
            if route.iri in begun:
                yield Gap(
                    *self.statement("useless-route", what=name, route=route.label),
                    norm=route.iri,
                    provision=route.provision,
                    about=(goal, route.iri),
                )

    def edits(self, case: ToRepair) -> Iterator[Edit]:
        """Break the ring at one of its needs."""
        yield from _broken(case.gap, case.after, case.proposal)


def _kinds(views: Views, goal: str) -> list[str]:
    """The types of record for which routes to a goal are stated."""
    routes = [r for r in (*views.before.routes, *views.after.routes) if goal in r.grants]
    stated = {kind for route in routes if route.origin is None for kind in route.record_types}
    return sorted(stated) or [views.after.law.facts.usual_type]


def _leading(view: LawView, route: AccessRoute, capability: str, record_type: str) -> list[str]:
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


def _broken(gap: Gap, after: LawView, proposal: Proposal) -> Iterator[Edit]:
    """Drop the needs that lead back, of all routes of the ring or of one; or the duty's own."""
    capability, *ring = gap.about
    routes = [route for route in after.routes if route.iri in ring]
    duty = after.norms.get(gap.norm or "")
    record_type = after.law.facts.usual_type
    if duty is not None:
        record_type = duty.record_type
    elif routes and routes[0].record_types:
        record_type = min(routes[0].record_types)
    several = [routes, *([route] for route in routes if len(routes) > 1)] if routes else []
    for some in several:
        yield _without(some, capability, record_type, after, proposal)
    own = URIRef(gap.norm or ""), CORE.requires, URIRef(capability)
    if own in proposal.graph:
        name, norm = label(after.law.graph, own[2]), label(after.law.graph, own[0])
        what = Text(
            f"Lad »{norm.da}« ikke forudsætte {name.da}.",
            f'Let "{norm.en}" not need: {name.en}.',
        )
        edit = Edit(what, new_graph(), new_graph(), stretch=2)
        edit.removed.add(own)
        yield edit


def _without(
    routes: Sequence[AccessRoute],
    capability: str,
    record_type: str,
    after: LawView,
    proposal: Proposal,
) -> Edit:
    """Routes without their needs that lead back to a capability; one of the law gives place to a
    new one."""
    graph, needs, added, removed = after.law.graph, [], new_graph(), new_graph()
    for route in routes:
        back = _leading(after, route, capability, record_type)
        needs += back
        if route.iri in proposal.introduces:
            for need in back:
                removed.add((URIRef(route.iri), CORE.needs, URIRef(need)))
            continue
        new = beside(route, proposal, after, Text("", ""), CORE.needs, back[0], None)
        for triple in new.added:
            if triple[1] != CORE.needs or str(triple[2]) not in back:
                added.add(triple)
        added.add((URIRef(proposal.iri), CORE.ends, URIRef(route.iri)))
    ways = quoted([r.label for r in routes])
    names = listed([label(graph, URIRef(need)) for need in dict.fromkeys(needs)])
    what = Text(
        f"Lad {ways.da} kunne bruges uden {names.da}.", f"Let {ways.en} do without: {names.en}."
    )
    return Edit(what, added, removed, stretch=int(bool(len(added))))
