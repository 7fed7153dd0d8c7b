"""Data move between authorities with no provision for it (`no-legal-basis`).

A transfer that names no basis breaks the shape of that name in `shapes/proposal.ttl`.
"""

from __future__ import annotations

from collections.abc import Iterator

from rdflib import RDF, Graph, URIRef
from rdflib import Literal as RdfLiteral

from lovgraf.core.terms import CORE, Text
from lovgraf.core.written import date_text
from lovgraf.law.norms import Norm
from lovgraf.law.provisions import provision_label
from lovgraf.law.time import interval
from lovgraf.law.view import LawView
from lovgraf.proposals.changes import Views
from lovgraf.proposals.edits import Edit, new_graph, own_provision
from lovgraf.proposals.gap import Gap
from lovgraf.proposals.gap_kind import GapKind, ToRepair
from lovgraf.proposals.proposal import Proposal


class NoLegalBasis(GapKind):
    """A transfer of data whose legal basis is missing, not in force, or used up."""

    code = "no-legal-basis"

    def in_graph(self, views: Views) -> Iterator[Gap]:
        """Transfers of data whose legal basis is not in force or was used up."""
        graph, day = views.graph, views.day
        bases = [
            (proposal, basis)
            for proposal in views.overlay.proposals
            for measure in proposal.measures
            for basis in measure.legal_basis
        ]
        for proposal, basis in bases:
            own = (URIRef(basis), None, None) in proposal.graph
            resting = [n for n in views.after.norms.values() if basis in n.provisions]
            spent = [n for n in resting if _spent(graph, n)]
            if (own or interval(graph, URIRef(basis)).contains(day)) and (
                not resting or len(spent) < len(resting)
            ):
                continue
            name = provision_label(graph, basis)
            statement = (
                self.statement("spent", basis=name)
                if spent
                else self.statement("not-in-force", basis=name, day=date_text(day))
            )
            yield Gap(*statement, norm=spent[0].iri if spent else None, provision=basis)

    def edits(self, case: ToRepair) -> Iterator[Edit]:
        """Give the transfers a basis of their own."""
        yield from _basis_given(case.gap, case.proposal, case.after)


def _spent(graph: Graph, norm: Norm) -> bool:
    return graph.value(URIRef(norm.iri), CORE.spent) == RdfLiteral(True)


def _basis_given(gap: Gap, proposal: Proposal, after: LawView) -> Iterator[Edit]:
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
