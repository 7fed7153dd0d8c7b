"""A small change of a proposal: statements that it gets and loses, said in words."""

from __future__ import annotations

from dataclasses import dataclass

from rdflib import RDFS, Graph, URIRef
from rdflib import Literal as RdfLiteral

from checker.proposals.proposal import Proposal, proposal_of
from checker.terms import Text
from checker.turtle import PREFIXES


@dataclass(frozen=True)
class Edit:
    """What is done, and the statements that a proposal gets and loses.

    `stretch` tells how far it goes beyond what is done already; of two, take that of the smaller.
    """

    what: Text
    added: Graph
    removed: Graph
    stretch: int = 0

    def applied(self, proposal: Proposal) -> Proposal:
        """The proposal with the change. Raises `InputError` where it is none any more."""
        graph = new_graph()
        for triple in proposal.graph:
            if triple not in self.removed:
                graph.add(triple)
        for triple in self.added:
            graph.add(triple)
        return proposal_of(graph.serialize(format="turtle"), proposal.file)


def new_graph() -> Graph:
    """An empty graph with the project's prefixes."""
    graph = Graph()
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    return graph


def name(graph: Graph, subject: URIRef, text: Text) -> None:
    """Give something a label in both languages."""
    graph.add((subject, RDFS.label, RdfLiteral(text.da, lang="da")))
    graph.add((subject, RDFS.label, RdfLiteral(text.en, lang="en")))
