"""A condition that decides lies outside the law (`outside-law`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rdflib import RDF, URIRef

from lovgraf.core.terms import CORE, Text, label, short
from lovgraf.law.norms import Norm
from lovgraf.law.provisions import provision_label
from lovgraf.law.view import LawView
from lovgraf.proposals.changes import Views
from lovgraf.proposals.edits import Edit, new_graph, own_provision
from lovgraf.proposals.gap import Gap
from lovgraf.proposals.gap_kind import GapKind, ToRepair
from lovgraf.proposals.proposal import Proposal
from lovgraf.verdicts.reach import routes_to


class OutsideLaw(GapKind):
    """A duty, or a route to what it needs, that rests on a contract, a practice or a web page."""

    code = "outside-law"

    def in_graph(self, views: Views) -> Iterator[Gap]:
        """New duties and routes that rest on something that is not law."""
        for norm in views.new_duties_of_subjects():
            yield from self._of_duty(views, norm)
        for route in views.new_routes():
            if route.provision and _is_outside(views, route.provision):
                name = provision_label(views.graph, route.provision)
                yield Gap(
                    *self.statement("route", route=route.label, source=name),
                    norm=route.iri,
                    provision=route.provision,
                )

    def _of_duty(self, views: Views, norm: Norm) -> Iterator[Gap]:
        """A new duty, or ways to what it needs, rest on something that is not law."""
        graph, view = views.graph, views.after
        if _is_outside(views, norm.provision):
            name = provision_label(graph, norm.provision)
            statement = self.statement("duty", duty=norm.label, source=name)
            yield Gap(*statement, norm=norm.iri, provision=norm.provision)
        for capability in norm.requires:
            routes = routes_to(view, capability, norm.record_type)
            outside = sorted(
                {r.provision for r in routes if r.provision and _is_outside(views, r.provision)}
            )
            within = [r for r in routes if r.provision not in outside]
            for source in outside:
                statement = self.statement(
                    "some-ways" if within else "every-way",
                    duty=norm.label,
                    need=label(graph, URIRef(capability)),
                    source=provision_label(graph, source),
                )
                yield Gap(*statement, norm=norm.iri, provision=source)

    def edits(self, case: ToRepair) -> Iterator[Edit]:
        """Give it a basis in the law."""
        yield from _brought_in(case.gap, case.after, case.proposal)


def _is_outside(views: Views, source: str) -> bool:
    return (URIRef(source), RDF.type, CORE.OutsideSource) in views.graph


_NAMED = 3


def _few(names: Sequence[Text]) -> Text:
    """Some names in quotation marks, and how many more there are."""
    shown, more = names[:_NAMED], len(names) - _NAMED
    return Text(
        ", ".join(f"»{one.da}«" for one in shown) + (f" og {more} til" if more > 0 else ""),
        ", ".join(f'"{one.en}"' for one in shown) + (f" and {more} more" if more > 0 else ""),
    )


def _brought_in(gap: Gap, after: LawView, proposal: Proposal) -> Iterator[Edit]:
    """Let a norm or route of the proposal, or the routes to what a duty needs, rest on a provision
    in an act that the proposal amends or builds on."""
    graph, own = after.law.graph, proposal.graph
    source = URIRef(gap.provision or "")
    norms = [after.norms[iri] for iri in proposal.introduces if iri in after.norms]
    sources = (*proposal.amends, *(norm.provision for norm in norms))
    named = Text("ny hjemmel (forslag)", "new basis (proposed)")
    added, provision, act = own_provision(graph, proposal, sources, "basis", named)
    if act is None:
        return
    removed, moved = new_graph(), []
    if (URIRef(gap.norm or ""), CORE.provision, source) in own:
        moved = [URIRef(gap.norm or "")]
    elif (duty := after.norms.get(gap.norm or "")) is not None:
        needs = set(duty.requires)
        moved = [
            URIRef(r.iri)
            for r in after.routes
            if r.origin is None
            if r.provision == str(source) and needs & set(r.grants)
        ]
    for node in moved:
        if (node, CORE.provision, source) in own:
            removed.add((node, CORE.provision, source))
            added.add((node, CORE.provision, provision))
            continue
        version = URIRef(f"{proposal.iri}/route/{short(str(node))}-in-law")
        added.add((URIRef(proposal.iri), CORE.introduces, version))
        added.add((version, CORE.replaces, node))
        added.add((version, CORE.provision, provision))
    if moved:
        into, names = label(graph, URIRef(act)), _few([label(graph, node) for node in moved])
        what = Text(
            f"Giv hjemmel i {into.da} til {names.da}.", f"Give a basis in {into.en} to {names.en}."
        )
        yield Edit(what, added, removed)
