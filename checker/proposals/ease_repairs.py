"""Changes that take the trouble out of a way to what a duty needs: a route beside one that costs a
fee, needs the post, or is at a place that is a burden. Source: semantics, section 6 (repairs).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rdflib import BNode, Graph, URIRef

from lovgraf.core.terms import CORE, Text, label
from lovgraf.law.routes import AccessRoute
from lovgraf.law.view import LawView
from lovgraf.proposals.asked import listed
from lovgraf.proposals.edits import Edit, new_graph
from lovgraf.proposals.gap import Gap
from lovgraf.proposals.proposal import Proposal
from lovgraf.proposals.route_repairs import beside

_SAID = {
    CORE.fee: Text("uden gebyr", "without a fee"),
    CORE.byPost: Text("uden post", "without the post"),
    CORE.burden: Text("uden besvær", "without the trouble"),
}


def eased(gap: Gap, after: LawView, proposal: Proposal) -> Iterator[Edit]:
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
    names = listed([Text(f"»{r.label.da}«", f'"{r.label.en}"') for r in routes])
    without = [_SAID[predicate] for predicate in gone]
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
    for predicate in _SAID:
        for triple in list(added.triples((None, predicate, None))):
            added.remove(triple)
            if isinstance(triple[2], BNode):
                for below in list(added.triples((triple[2], None, None))):
                    added.remove(below)
            yield predicate
