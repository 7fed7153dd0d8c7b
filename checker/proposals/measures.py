"""Measures that a proposal lacks, and whom they are for.

What a measure is called and when it ends is for the drafter to write.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rdflib import RDF, BNode, URIRef

from lovgraf.core.terms import CORE, Text
from lovgraf.law.norms import Norm
from lovgraf.law.view import LawView
from lovgraf.proposals.edits import Edit, new_graph
from lovgraf.proposals.proposal import Proposal


def own_duties(proposal: Proposal, after: LawView) -> list[Norm]:
    """The duties of subjects of records that a proposal introduces."""
    new = [after.norms[iri] for iri in proposal.introduces if iri in after.norms]
    return [norm for norm in new if norm.judged and norm.bearer == str(CORE.Subject)]


def who_is_reached(proposal: Proposal, duties: Sequence[Norm]) -> tuple[str, ...]:
    """The groups (IRIs) that a proposal speaks of; else those who have its duties, or whose data it
    moves."""
    moved = [g for m in proposal.measures if m.kind == "DataTransferMeasure" for g in m.reaches]
    reached = proposal.concerns or tuple(n.addressee for n in duties if n.addressee)
    return reached or tuple(dict.fromkeys(moved))


def with_measure(
    proposal: Proposal, kind: URIRef, who: Iterable[str], reached: Iterable[str], what: Text
) -> Edit:
    """A proposal with a measure of a kind, by `who` and for those `reached` (IRIs)."""
    added, node = new_graph(), BNode()
    added.add((URIRef(proposal.iri), CORE.measure, node))
    added.add((node, RDF.type, kind))
    for one in who:
        added.add((node, CORE.provider, URIRef(one)))
    for group in reached:
        added.add((node, CORE.reaches, URIRef(group)))
    return Edit(what, added, new_graph())
