"""Gaps that show in the graph itself, without asking whom they strike.

Source: semantics, section 6. What a complete proposal has is said by `shapes/proposal.ttl`.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace
from rdflib import RDF, RDFS, BNode, Graph, URIRef
from rdflib.namespace import SH
from rdflib.term import Node

from lovgraf.core.terms import CORE, label, short, text_of
from lovgraf.proposals.changes import Views
from lovgraf.proposals.gap import Gap
from lovgraf.proposals.gap_kind import SEVERITY_OF
from lovgraf.proposals.gaps import gap_kind, gap_kinds


def graph_gaps(views: Views, only: str | None = None) -> list[Gap]:
    """All gaps of this kind, in no particular order; `only` those of a code."""
    kinds = gap_kinds().values() if only is None else [gap_kind(only)]
    return [*shape_gaps(views, only), *(gap for kind in kinds for gap in kind.in_graph(views))]


def shape_gaps(views: Views, only: str | None = None) -> Iterator[Gap]:
    """Where a proposal breaks a shape of `shapes/proposal.ttl`; `only` the one of a code."""
    from lovgraf.law.well_formed import PROPOSAL_SHAPES, named_shapes, validate

    graph = views.graph
    named = named_shapes(graph, PROPOSAL_SHAPES)
    shapes = [shape for shape in named if only in (None, short(str(shape)))]
    if not shapes:
        return
    for proposal in views.overlay.proposals:
        data = _with_all_kept(views, URIRef(proposal.iri), proposal.introduces)
        for shape in dict.fromkeys(shape for shape, _ in validate(data, graph, shapes)):
            message = text_of(graph, shape, SH.message) or label(graph, shape)
            severity = graph.value(shape, SH.severity) or SH.Violation
            amended = next(iter(proposal.amends), None)
            about = tuple(map(str, graph.objects(shape, SH.targetClass)))
            found = Gap(short(str(shape)), SEVERITY_OF[severity], message, provision=amended)
            yield found if about == (str(CORE.Proposal),) else replace(found, about=about)


def _with_all_kept(views: Views, proposal: URIRef, introduced: tuple[str, ...]) -> Graph:
    """A proposal, what it introduces as it stands in the new law, and the types of all named."""
    graph, data = views.graph, Graph(bind_namespaces="none")
    todo: list[Node] = [proposal, *map(URIRef, introduced)]
    while todo:
        for triple in graph.triples((todo.pop(), None, None)):
            if triple in data:
                continue
            data.add(triple)
            if isinstance(triple[2], BNode):
                todo.append(triple[2])
            else:
                for kind in graph.objects(triple[2], RDF.type):
                    data.add((triple[2], RDF.type, kind))
    for iri in introduced:
        data.add((proposal, CORE.introduces, URIRef(iri)))
    for triple in graph.triples((None, RDFS.subClassOf, None)):
        if str(triple[0]).startswith(str(CORE)):
            data.add(triple)
    return data
