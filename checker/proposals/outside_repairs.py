"""Changes that give what rests on a contract, a practice or a web page a basis in the law.

What the provision says is for the drafter to write. Source: semantics, section 6 (repairs).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rdflib import RDF, Graph, URIRef

from lovgraf.core.terms import CORE, ELI, Text, label, short
from lovgraf.law.view import LawView
from lovgraf.proposals.changes import act_of
from lovgraf.proposals.edits import Edit, name, new_graph
from lovgraf.proposals.gap import Gap
from lovgraf.proposals.proposal import Proposal


def own_provision(
    graph: Graph, proposal: Proposal, sources: Iterable[str], ending: str, named: Text
) -> tuple[Graph, URIRef, str | None]:
    """A new provision in the first act that some sources belong to: its statements, its IRI, and
    the act (None where no source belongs to one)."""
    added, node = new_graph(), URIRef(f"{proposal.iri}/provision/{ending}")
    added.add((node, RDF.type, CORE.Provision))
    name(added, node, named)
    acts = dict.fromkeys(act_of(graph, source) for source in sources if source)
    act = next((one for one in acts if (URIRef(one), RDF.type, CORE.Act) in graph), None)
    if act is not None:
        added.add((node, ELI.is_part_of, URIRef(act)))
    return added, node, act


_NAMED = 3


def _few(names: Sequence[Text]) -> Text:
    """Some names in quotation marks, and how many more there are."""
    shown, more = names[:_NAMED], len(names) - _NAMED
    return Text(
        ", ".join(f"»{one.da}«" for one in shown) + (f" og {more} til" if more > 0 else ""),
        ", ".join(f'"{one.en}"' for one in shown) + (f" and {more} more" if more > 0 else ""),
    )


def brought_in(gap: Gap, after: LawView, proposal: Proposal) -> Iterator[Edit]:
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
