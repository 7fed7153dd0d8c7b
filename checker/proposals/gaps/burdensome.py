"""Someone gets what a duty needs with trouble only: a fee, the post, a bad place (`burdensome`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rdflib import BNode, Graph, URIRef

from lovgraf.conditions.tree import Not, any_of
from lovgraf.core.terms import CORE, Text, label
from lovgraf.core.written import date_text, list_text
from lovgraf.law.routes import AccessRoute
from lovgraf.law.view import LawView
from lovgraf.proposals.changed_duty import ChangedDuty, listed, quoted, schemes
from lovgraf.proposals.changes import Views
from lovgraf.proposals.differences import replaced_routes
from lovgraf.proposals.edits import Edit, beside, kept, new_graph
from lovgraf.proposals.gap import Gap
from lovgraf.proposals.gap_kind import NEWLY_OR_UNABLE, GapKind, ToRepair
from lovgraf.proposals.proposal import Proposal
from lovgraf.proposals.reach import (
    burdens,
    is_trouble,
    reach_of,
    troubles,
    troublesome,
    ways,
    without,
)
from lovgraf.verdicts.program import readers
from lovgraf.verdicts.reach import route_condition


class Burdensome(GapKind):
    """Routes that give some what a duty needs, but at a price."""

    code = "burdensome"
    moments = NEWLY_OR_UNABLE
    lies_in = "norm"
    burdens = True

    def of_duty(self, changed: ChangedDuty) -> Iterator[Gap]:
        """Someone who becomes obliged gets what the duty needs, or an exemption, with trouble
        only."""
        yield from self._of_needs(changed)
        yield from self._of_exemptions(changed)

    def _of_needs(self, changed: ChangedDuty) -> Iterator[Gap]:
        norm, new, view = changed.norm, changed.new, changed.views.after
        routes = troublesome(view, norm.requires, norm.record_type)
        if not routes:
            return
        easy = reach_of(
            without(view, [way.route.iri for way in routes]), norm.requires, norm.record_type
        )
        bound = [Not(new.exempt)]
        open_ = tuple(way.condition for way in routes)
        found = changed.cache.ask(
            changed.inquiry([new.addressed, new.reach, Not(easy)], [changed.had], bound, also=open_)
        )
        if not found.cells:
            return
        used = [way.route for way, count in zip(routes, found.also, strict=True) if count]
        bad = any(burdens(view, route) for route in used)
        statement = self.statement(
            "bad-place" if bad else "fee-or-post",
            duty=norm.label,
            needs=changed.needs,
            routes=listed([route.label for route in used]),
        )
        trouble = [one for route in used for one in troubles(view, route)]
        yield changed.gap(*statement, found, within=bound, blocking=trouble)

    def _of_exemptions(self, changed: ChangedDuty) -> Iterator[Gap]:
        """Someone who becomes obliged may be exempt, but only by a way with trouble."""
        new, view, kind = changed.new, changed.views.after, changed.norm.record_type
        bound = [Not(new.exempt)]
        for exemption, eligible in schemes(changed):
            to_it = [way for way in ways(view, [exemption.iri], kind) if way.goal == exemption.iri]
            routes = troublesome(view, [exemption.iri], kind)
            if not routes:
                continue
            rid = without(view, [way.route.iri for way in routes])
            owl, _ = readers(view, kind)
            left = [way.route for way in to_it if not is_trouble(view, way.route)]
            easy = any_of(*(route_condition(rid, r, kind, owl, (exemption.iri,)) for r in left))
            struck = [new.addressed, eligible, any_of(*(w.condition for w in to_it)), Not(easy)]
            open_ = tuple(way.condition for way in routes)
            found = changed.cache.ask(changed.inquiry(struck, [changed.had], bound, also=open_))
            if not found.cells:
                continue
            used = [way.route for way, count in zip(routes, found.also, strict=True) if count]
            bad = any(burdens(view, route) for route in used)
            statement = self.statement(
                "exemption-bad-place" if bad else "exemption-fee-or-post",
                duty=changed.norm.label,
                exemption=exemption.label,
                routes=listed([route.label for route in used]),
            )
            trouble = [one for route in used for one in troubles(view, route)]
            yield changed.gap(*statement, found, within=bound, blocking=trouble)

    def of_change(self, changed: ChangedDuty) -> Iterator[Gap]:
        """Someone who had the duty before gets what it needs only with more trouble now."""
        norm, new, view = changed.norm, changed.new, changed.views.after
        if not changed.harder:
            return
        routes = troublesome(view, norm.requires, norm.record_type)
        bound = [Not(new.exempt)]
        open_ = tuple(way.condition for way in routes)
        found = changed.cache.ask(changed.inquiry(changed.burdened, (), bound, also=open_))
        if not found.cells:
            return
        used = [way.route for way, count in zip(routes, found.also, strict=True) if count]
        statement = self.statement(
            "harder",
            duty=norm.label,
            needs=changed.needs,
            day=date_text(changed.since),
            routes=_now(changed.views, used),
            groups=changed.groups_among([*changed.burdened, *bound]),
        )
        trouble = [one for route in used for one in troubles(view, route)]
        about = [route.iri for route in changed.views.routes]
        yield changed.gap(*statement, found, within=bound, blocking=trouble, about=about)

    def edits(self, case: ToRepair) -> Iterator[Edit]:
        """Take the trouble out of the routes."""
        own = any(iri in case.proposal.introduces for iri in case.gap.about)
        if case.own is not None or own:
            yield from _eased(case.gap, case.after, case.proposal)
        if case.gap.about:
            yield from kept(case.after, case.proposal)


def _now(views: Views, routes: Sequence[AccessRoute]) -> Text:
    """Routes with their trouble, and that of those in whose place they come; those with the same
    together."""
    before, found = replaced_routes(views), dict[Text, dict[Text, None]]()
    for route in routes:
        troubles = _troubles(views.after, route)
        old = before.get(route.origin or route.iri)
        if old is not None and (was := _troubles(views.before, old)) != troubles:
            troubles = Text(
                f"{troubles.da} (hidtil {was.da})", f"{troubles.en} (until now {was.en})"
            )
        found.setdefault(troubles, {})[route.label] = None
    each = [(quoted(list(names)), troubles) for troubles, names in found.items()]
    da, en = (
        "; ".join(f"{n.da}: {t.da}" for n, t in each),
        "; ".join(f"{n.en}: {t.en}" for n, t in each),
    )
    return Text(da, en)


def _troubles(view: LawView, route: AccessRoute) -> Text:
    names = [block.step_label for block in troubles(view, route)]
    return list_text(names, Text("og", "and")) if names else Text("uden besvær", "no trouble")


_WITHOUT = {
    CORE.fee: Text("uden gebyr", "without a fee"),
    CORE.byPost: Text("uden post", "without the post"),
    CORE.burden: Text("uden besvær", "without the trouble"),
}


def _eased(gap: Gap, after: LawView, proposal: Proposal) -> Iterator[Edit]:
    """Each troublesome route of a gap without its trouble; or all of them at once."""
    known = {route.iri: route for route in after.routes}
    routes = [known[iri] for iri in dict.fromkeys(block.route for block in gap.blocking)]
    moved = {block.route for block in gap.blocking if block.kind == "place"}
    burdens = {str(place) for place in after.law.graph.subjects(CORE.burden, None)}
    places = sorted({r.place for r in after.routes if r.place} - burdens)
    for some in [*([route] for route in routes), *([routes] if len(routes) > 1 else [])]:
        if not moved & {route.iri for route in some}:
            yield _freed(some, None, moved, after, proposal)
            continue
        for place in places:
            yield _freed(some, place, moved, after, proposal)


def _freed(
    routes: Sequence[AccessRoute],
    place: str | None,
    moved: set[str],
    after: LawView,
    proposal: Proposal,
) -> Edit:
    """Routes without fees, post and burden; those to be moved at another place."""
    graph, added = after.law.graph, new_graph()
    gone: dict[URIRef, None] = {}
    for route in routes:
        old, new = (route.place or "", place) if route.iri in moved else ("", None)
        made = beside(route, proposal, after, Text("", ""), CORE.place, old, new).added
        gone |= dict.fromkeys(_stripped(made))
        for triple in made:
            added.add(triple)
    names = quoted([r.label for r in routes])
    without = [_WITHOUT[predicate] for predicate in gone]
    if place is not None:
        at = label(graph, URIRef(place))
        how = listed([at, *without])
        what = Text(f"Tilbyd {names.da} også her: {how.da}.", f"Offer {names.en} also: {how.en}.")
        return Edit(what, added, new_graph(), len(routes), otherwise=len(routes) > 1)
    how = listed(without)
    return Edit(
        Text(f"Lad {names.da} kunne bruges {how.da}.", f"Let {names.en} be used {how.en}."),
        added,
        new_graph(),
        stretch=len(routes) - 1,
        otherwise=len(routes) > 1,
    )


def _stripped(added: Graph) -> Iterator[URIRef]:
    """Take fees, post and burdens from routes; what was taken."""
    for predicate in _WITHOUT:
        for triple in list(added.triples((None, predicate, None))):
            added.remove(triple)
            if isinstance(triple[2], BNode):
                for below in list(added.triples((triple[2], None, None))):
                    added.remove(below)
            yield predicate
