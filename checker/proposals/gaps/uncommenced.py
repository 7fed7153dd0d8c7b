"""Commencement is missing, or a norm waits for something not commenced (`uncommenced`).

A proposal without a day breaks the shape of that name in `shapes/proposal.ttl`.
"""

from __future__ import annotations

from collections.abc import Iterator

from rdflib import RDF, URIRef
from rdflib import Literal as RdfLiteral

from lovgraf.core.terms import CORE, Text
from lovgraf.law.norms import Norm
from lovgraf.law.provisions import provision_label
from lovgraf.law.time import interval
from lovgraf.proposals.changes import Views, references
from lovgraf.proposals.edits import Edit, new_graph
from lovgraf.proposals.gap import Gap
from lovgraf.proposals.gap_kind import GapKind, ToRepair


class Uncommenced(GapKind):
    """What a proposal's norms depend on and nobody has brought into force."""

    code = "uncommenced"

    def in_graph(self, views: Views) -> Iterator[Gap]:
        """Norms of the proposals that depend on something not commenced."""
        graph = views.graph
        for norm, how, other in references(views):
            if other.in_force.start is None:
                yield self._gap(how, norm, other.label, other.iri)
        for change in views.changes:
            if change.after is None:
                continue
            for provision in change.after.provisions:
                life = interval(graph, URIRef(provision))
                if life.start is None and (URIRef(provision), RDF.type, CORE.Provision) in graph:
                    name = provision_label(graph, provision)
                    stated = graph.value(URIRef(provision), CORE.uncommenced) == RdfLiteral(True)
                    if stated:
                        yield self._gap("rests-on", change.after, name, provision)

    def _gap(self, wording: str, norm: Norm, other: Text, iri: str) -> Gap:
        statement = self.statement(wording, norm=norm.label, other=other)
        return Gap(*statement, norm=norm.iri, provision=norm.provision, about=(iri,))

    def edits(self, case: ToRepair) -> Iterator[Edit]:
        """Bring into force what a norm depends on."""
        graph, norms = case.after.law.graph, case.after.law.norms
        for iri in case.gap.about:
            name, added = provision_label(graph, iri), new_graph()
            if iri in norms:
                name = norms[iri].label
            added.add((URIRef(case.proposal.iri), CORE.commences, URIRef(iri)))
            what = Text(f"Sæt »{name.da}« i kraft.", f'Bring "{name.en}" into force.')
            yield Edit(what, added, new_graph())
