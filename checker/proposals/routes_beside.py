"""Changes of the routes of a proposal: one beside another, or one that stays.

What takes a step's place comes from the graph. Source: semantics, section 6 (repairs).
"""

from __future__ import annotations

from collections.abc import Iterator

from rdflib import RDF, RDFS, BNode, Graph, URIRef
from rdflib.namespace import SKOS

from lovgraf.core.terms import CORE, Text, label
from lovgraf.law.routes import AccessRoute
from lovgraf.law.view import LawView
from lovgraf.proposals.edits import Edit, name, new_graph
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
