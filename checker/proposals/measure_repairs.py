"""Changes of what goes with a proposal: that the obliged are told, that existing cases get time,
and that a transfer of data gets a basis of its own.

What the measure is called, when it ends and what the provision says is for the drafter to write.
Source: semantics, section 6 (repairs).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rdflib import RDF, BNode, URIRef

from lovgraf.core.terms import CORE, Text, label
from lovgraf.law.norms import Norm
from lovgraf.law.view import LawView
from lovgraf.proposals.changes import acts_of
from lovgraf.proposals.edits import Edit, new_graph
from lovgraf.proposals.gap import Gap
from lovgraf.proposals.outside_repairs import own_provision
from lovgraf.proposals.proposal import Proposal


def measure_added(gap: Gap, proposal: Proposal, after: LawView) -> Iterator[Edit]:
    """A measure of the kind that is missing, for those of whom the proposal speaks."""
    new = [after.norms[iri] for iri in proposal.introduces if iri in after.norms]
    duties = [norm for norm in new if norm.judged and norm.bearer == str(CORE.Subject)]
    moved = [g for m in proposal.measures if m.kind == "DataTransferMeasure" for g in m.reaches]
    if not duties and not gap.about:
        return
    reached = proposal.concerns or tuple(n.addressee for n in duties if n.addressee)
    reached = reached or tuple(dict.fromkeys(moved))
    if gap.code == "no-transition":
        what = Text(
            "Giv bestående sager og forhold en overgang.", "Give existing cases a transition."
        )
        yield _with_measure(proposal, CORE.TransitionMeasure, (), reached, what)
        return
    for who in _who_may_tell(duties, proposal, after):
        told = label(after.law.graph, URIRef(who))
        what = Text(
            f"Lad de forpligtede få besked: {told.da}.", f"Have the obliged told: {told.en}."
        )
        yield _with_measure(proposal, CORE.InformationMeasure, (who,), reached, what)


def _who_may_tell(duties: Sequence[Norm], proposal: Proposal, after: LawView) -> list[str]:
    """The authorities that decide on the duties or exempt from them, and those that do something of
    the proposal already; where there is none, those that decide under the same act."""
    found: dict[str, None] = {}
    for norm in duties:
        for one in (norm, *after.lifting(norm.iri)):
            if one.authority is not None:
                found[one.authority] = None
    for measure in proposal.measures:
        found |= dict.fromkeys(measure.providers)
    if not found:
        acts = acts_of(after.law.graph, duties)
        under = [n for n in after.norms.values() if acts & acts_of(after.law.graph, [n])]
        found = dict.fromkeys(n.authority for n in under if n.authority)
    return list(found)


def _with_measure(
    proposal: Proposal, kind: URIRef, who: Iterable[str], reached: Iterable[str], what: Text
) -> Edit:
    added, node = new_graph(), BNode()
    added.add((URIRef(proposal.iri), CORE.measure, node))
    added.add((node, RDF.type, kind))
    for one in who:
        added.add((node, CORE.provider, URIRef(one)))
    for group in reached:
        added.add((node, CORE.reaches, URIRef(group)))
    return Edit(what, added, new_graph())


def basis_given(gap: Gap, proposal: Proposal, after: LawView) -> Iterator[Edit]:
    """A provision of the proposal's own as the basis of the transfers that lack one."""
    graph = proposal.graph
    spent = URIRef(gap.provision) if gap.provision else None
    lacking = [
        node
        for node in graph.objects(URIRef(proposal.iri), CORE.measure)
        if (node, RDF.type, CORE.DataTransferMeasure) in graph
        and (
            (node, CORE.legalBasis, spent) in graph
            if (None, CORE.legalBasis, spent) in graph
            else (node, CORE.legalBasis, None) not in graph
        )
    ]
    if not lacking:
        return
    removed = new_graph()
    named = Text("hjemmel for overførslen (forslag)", "basis of the transfer (proposed)")
    sources = [source for source in (gap.provision, *proposal.amends) if source]
    added, provision, _ = own_provision(after.law.graph, proposal, sources, "transfer", named)
    for node in lacking:
        if spent is not None and (node, CORE.legalBasis, spent) in graph:
            removed.add((node, CORE.legalBasis, spent))
        added.add((node, CORE.legalBasis, provision))
    yield Edit(
        Text(
            "Giv overførslen sin egen hjemmel i loven.",
            "Give the transfer a basis of its own in the act.",
        ),
        added,
        removed,
    )
