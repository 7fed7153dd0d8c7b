"""A provision of a proposal's own.

What it says is for the drafter to write.
"""

from __future__ import annotations

from collections.abc import Iterable

from rdflib import RDF, Graph, URIRef

from lovgraf.core.terms import CORE, ELI, Text
from lovgraf.proposals.changes import act_of
from lovgraf.proposals.edits import name, new_graph
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
