"""Someone is obliged, and no route gives them what the duty needs (`unreachable`)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from msgspec import structs
from rdflib import RDF, URIRef

from lovgraf.conditions.tree import Not
from lovgraf.core.terms import CORE, Text, label
from lovgraf.law.authorities import name_on
from lovgraf.law.norms import Norm
from lovgraf.law.routes import AccessRoute
from lovgraf.law.view import LawView
from lovgraf.proposals.changed_duty import ChangedDuty
from lovgraf.proposals.changes import Views
from lovgraf.proposals.edits import Edit, beside, kept, name, narrowed, new_graph
from lovgraf.proposals.gap import Block, Gap
from lovgraf.proposals.gap_kind import NEWLY_OR_UNABLE, GapKind, ToRepair
from lovgraf.proposals.proposal import Proposal
from lovgraf.proposals.reach import blocks


class Unreachable(GapKind):
    """A duty out of reach, or a new route that leads nowhere."""

    code = "unreachable"
    moments = NEWLY_OR_UNABLE
    lies_in = "norm"

    def in_graph(self, views: Views) -> Iterator[Gap]:
        """Who is to offer a new route may not."""
        graph = views.graph
        lacking = [
            (route, power)
            for route in views.new_routes()
            for power in route.powers
            if not views.after.has_power(route, power)
        ]
        for route, power in lacking:
            needed = label(graph, URIRef(power))
            who = (
                name_on(graph, route.provider, views.after.as_of, route.iri)
                if route.provider
                else route.label
            )
            yield Gap(
                *self.statement("powerless-route", route=route.label, who=who, power=needed),
                norm=route.iri,
                provision=route.provision,
                blocking=(Block(route.iri, route.label, power, needed, "power"),),
            )

    def of_duty(self, changed: ChangedDuty) -> Iterator[Gap]:
        """Someone becomes obliged, and no route within reach gives what the duty needs."""
        norm, new = changed.norm, changed.new
        if not norm.requires:
            return
        bound = [Not(new.exempt), Not(new.met)]
        inquiry = changed.inquiry(
            [new.addressed, Not(new.reach)], [changed.stuck], bound,
            rather=(Not(changed.had), Not(new.pending)),
        )  # fmt: skip
        found = changed.cache.ask(inquiry)
        if not found.cells:
            return
        wording = "newly-obliged" if changed.obliging else "obliged-already"
        yield changed.gap(
            *self.statement(wording, duty=norm.label, needs=changed.needs),
            found,
            within=bound,
            blocking=blocks(
                changed.views.after, changed.cache, replace(inquiry, described=False), norm.requires
            ),
        )

    def edits(self, case: ToRepair) -> Iterator[Edit]:
        """Empower who offers a new route; keep those struck outside the duty; keep or open
        routes."""
        gap, proposal, after, norm = case.gap, case.proposal, case.after, case.norm
        for route in after.routes if gap.norm in proposal.introduces else ():
            if route.iri == gap.norm:
                for block in gap.blocking:
                    yield from _powered(route, block, after, proposal)
        if norm is None:
            return
        if case.own is not None:
            yield from narrowed(gap, norm)
        else:
            yield from kept(after, proposal)
        yield from _opened(gap, norm, after, proposal)


def _opened(gap: Gap, norm: Norm, after: LawView, proposal: Proposal) -> Iterator[Edit]:
    """For each route that stops those struck, one beside it that does not."""
    routes = {route.iri: route for route in after.routes}
    for block in gap.blocking:
        route = routes[block.route]
        carried = bool(route.record_types) and norm.record_type not in route.record_types
        if block.kind == "fact" and norm.addressee and not carried:
            what = Text(
                f"Åbn »{route.label.da}« for alle, pligten gælder for.",
                f'Open "{route.label.en}" to all whom the duty addresses.',
            )
            yield beside(route, proposal, after, what, CORE.eligible, block.step, norm.addressee)
        elif block.kind == "place":
            yield from _elsewhere(route, block, after, proposal)
        elif block.kind == "power":
            yield from _powered(route, block, after, proposal)
        elif block.kind in ("capability", "document"):
            what = Text(
                f"Lad »{route.label.da}« kunne bruges uden {block.step_label.da}.",
                f'Let "{route.label.en}" do without: {block.step_label.en}.',
            )
            yield beside(route, proposal, after, what, CORE.needs, block.step, None)


def _elsewhere(
    route: AccessRoute, block: Block, after: LawView, proposal: Proposal
) -> Iterator[Edit]:
    """The same at other places: least of a stretch is one where the same provider is already, then
    one where the same is had from others, then one that is no burden."""
    graph = after.law.graph
    for place in sorted({r.place for r in after.routes if r.place} - {route.place}):
        there = [r for r in after.routes if r.place == place]
        own = any(r.provider and r.provider == route.provider for r in there)
        same = any(set(r.grants) & set(route.grants) for r in there)
        burden = (URIRef(place), CORE.burden, None) in graph
        at = label(graph, URIRef(place))
        what = Text(
            f"Tilbyd »{route.label.da}« også her: {at.da}.",
            f'Offer "{route.label.en}" also here: {at.en}.',
        )
        edit = beside(route, proposal, after, what, CORE.place, block.step, place)
        yield structs.replace(edit, stretch=1 + 4 * (not own) + 2 * (not same) + burden)


def _powered(
    route: AccessRoute, block: Block, after: LawView, proposal: Proposal
) -> Iterator[Edit]:
    """Bring the power that a route needs into force; or give it to who offers the route, or let who
    has it offer the route."""
    power = after.norms.get(block.step)
    yield from _empowered(route, block, after, proposal)
    if power is None:
        added = new_graph()
        added.add((URIRef(proposal.iri), CORE.commences, URIRef(block.step)))
        what = Text(
            f"Sæt »{block.step_label.da}« i kraft.", f'Bring "{block.step_label.en}" into force.'
        )
        yield Edit(what, added, new_graph())
    elif route.provider:
        for one in sorted(power.holders):
            holder = label(after.law.graph, URIRef(one))
            what = Text(
                f"Lad den, der har beføjelsen, tilbyde »{route.label.da}«: {holder.da}.",
                f'Let who has the power offer "{route.label.en}": {holder.en}.',
            )
            yield beside(route, proposal, after, what, CORE.provider, route.provider, one)


def _empowered(
    route: AccessRoute, block: Block, after: LawView, proposal: Proposal
) -> Iterator[Edit]:
    """Give who offers the route the power that it needs."""
    power = after.norms.get(block.step)
    if power is None or route.provider is None:
        return
    who = name_on(after.law.graph, route.provider, after.as_of, route.iri)
    what = Text(
        f"Giv beføjelsen til »{block.step_label.da}« til den, der tilbyder vejen: {who.da}.",
        f'Give the power of "{block.step_label.en}" to who offers the route: {who.en}.',
    )
    node = URIRef(f"{proposal.iri}/norm/{power.iri.rsplit('/', 1)[-1]}")
    if route.iri in proposal.introduces:
        edit = Edit(what, new_graph(), new_graph())
        edit.removed.add((URIRef(route.iri), CORE.needsPower, URIRef(block.step)))
        edit.added.add((URIRef(route.iri), CORE.needsPower, node))
    else:
        edit = beside(route, proposal, after, what, CORE.needsPower, block.step, str(node))
    added = edit.added
    added.add((URIRef(proposal.iri), CORE.introduces, node))
    added.add((node, RDF.type, CORE.Power))
    added.add((node, CORE.competentAuthority, URIRef(route.provider)))
    for predicate in (CORE.provision, CORE.recordType):
        for value in after.law.graph.objects(URIRef(power.iri), predicate):
            added.add((node, predicate, value))
    name(
        added,
        node,
        Text(f"{block.step_label.da}: {who.da}", f"{block.step_label.en}: {who.en}"),
    )
    yield edit
