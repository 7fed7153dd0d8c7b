"""Changes that open a way to what a duty needs: a route beside one that stops those struck.

The new route is the old one but for the step at which it stops them; what takes that step's place
comes from the graph. Source: semantics, section 6 (repairs).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from rdflib import RDF, RDFS, BNode, Graph, URIRef
from rdflib.namespace import SKOS

from lovgraf.core.terms import CORE, Text, label
from lovgraf.law.authorities import name_on
from lovgraf.law.norms import Norm
from lovgraf.law.routes import AccessRoute
from lovgraf.law.view import LawView
from lovgraf.proposals.edits import Edit, name, new_graph
from lovgraf.proposals.gap import Block, Gap
from lovgraf.proposals.proposal import Proposal

_OWN = frozenset(
    {CORE.inForceFrom, CORE.inForceUntil, CORE.commencedBy, CORE.commencesWith, CORE.replaces,
     CORE.readOn, CORE.seenOn, CORE.verification, CORE.note, CORE.reportPassage, RDFS.label,
     SKOS.definition}
)  # fmt: skip
"""What the new route does not share with the old one."""


def kept(after: LawView, proposal: Proposal) -> Iterator[Edit]:
    """Let a route stay that the proposal ends."""
    routes = {route.iri for route in after.law.access.stated}
    for iri in proposal.ends:
        if iri in routes:
            name, edit = label(after.law.graph, URIRef(iri)), new_graph()
            edit.add((URIRef(proposal.iri), CORE.ends, URIRef(iri)))
            what = Text(f"Behold adgangsvejen »{name.da}«.", f'Keep the route "{name.en}".')
            yield Edit(what, new_graph(), edit)


def opened(gap: Gap, norm: Norm, after: LawView, proposal: Proposal) -> Iterator[Edit]:
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
            yield from powered(route, block, after, proposal)
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
        yield replace(edit, stretch=1 + 4 * (not own) + 2 * (not same) + burden)


def powered(route: AccessRoute, block: Block, after: LawView, proposal: Proposal) -> Iterator[Edit]:
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
    for said in (CORE.provision, CORE.recordType):
        for value in after.law.graph.objects(URIRef(power.iri), said):
            added.add((node, said, value))
    name(
        added,
        node,
        Text(f"{block.step_label.da}: {who.da}", f"{block.step_label.en}: {who.en}"),
    )
    yield edit


def beside(
    route: AccessRoute,
    proposal: Proposal,
    after: LawView,
    what: Text,
    predicate: URIRef,
    old: str,
    new: str | None,
) -> Edit:
    """A route as another one, with one statement less and another in its place."""
    graph, added = after.law.graph, new_graph()
    node = URIRef(f"{proposal.iri}/route/{route.iri.rsplit('/', 1)[-1]}-opened")
    added.add((URIRef(proposal.iri), CORE.introduces, node))
    added.add((node, RDF.type, CORE.AccessRoute))
    for said, value in graph.predicate_objects(URIRef(route.iri)):
        if said in _OWN or (said, value) == (predicate, URIRef(old)):
            continue
        added.add((node, said, value))
        if isinstance(value, BNode):
            _copy(graph, value, added)
    if new is not None:
        added.add((node, predicate, URIRef(new)))
    name(added, node, Text(f"{route.label.da} (åbnet)", f"{route.label.en} (opened)"))
    return Edit(what, added, new_graph())


def _copy(graph: Graph, node: BNode, added: Graph) -> None:
    for triple in graph.triples((node, None, None)):
        added.add(triple)
