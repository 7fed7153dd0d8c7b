"""Changes that break a ring of needs: a route without the need that leads back, or a duty that does
not need what can be had only by who has it. Source: semantics, section 6 (repairs).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rdflib import URIRef

from lovgraf.core.terms import CORE, Text, label
from lovgraf.law.routes import AccessRoute
from lovgraf.law.view import LawView
from lovgraf.proposals.asked import listed
from lovgraf.proposals.circles import leading
from lovgraf.proposals.edits import Edit, new_graph
from lovgraf.proposals.gap import Gap
from lovgraf.proposals.proposal import Proposal
from lovgraf.proposals.route_repairs import beside


def broken(gap: Gap, after: LawView, proposal: Proposal) -> Iterator[Edit]:
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
        back = leading(after, route, capability, record_type)
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
    ways = listed([Text(f"»{r.label.da}«", f'"{r.label.en}"') for r in routes])
    names = listed([label(graph, URIRef(need)) for need in dict.fromkeys(needs)])
    what = Text(
        f"Lad {ways.da} kunne bruges uden {names.da}.", f"Let {ways.en} do without: {names.en}."
    )
    return Edit(what, added, removed, stretch=int(bool(len(added))))
