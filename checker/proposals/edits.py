"""A small change of a proposal: statements that it gets and loses, said in words."""

from __future__ import annotations

from dataclasses import dataclass

from rdflib import OWL, RDF, RDFS, Graph, URIRef
from rdflib import Literal as RdfLiteral
from rdflib.term import Node

from lovgraf.conditions.tree import Condition
from lovgraf.core.terms import CORE, Text
from lovgraf.core.turtle import PREFIXES
from lovgraf.proposals.owl_text import write_class
from lovgraf.proposals.proposal import Proposal, proposal_of
from lovgraf.proposals.statements import with_descriptions


@dataclass(frozen=True)
class Edit:
    """What is done, and the statements that a proposal gets and loses.

    `stretch` tells how far it goes beyond what is done already; of two, take that of the smaller.
    One that is for `otherwise` is tried only where none before it closes the gap.
    """

    what: Text
    added: Graph
    removed: Graph
    stretch: int = 0
    otherwise: bool = False

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


def define(graph: Graph, subject: URIRef, who: Condition, named: Text) -> None:
    """Define a class with a label; raises `ValueError` where no class can say `who`."""
    body = write_class(graph, who)
    graph.add((subject, RDF.type, OWL.Class))
    graph.add((subject, OWL.equivalentClass, body))
    name(graph, subject, named)


def left_out(proposal: Proposal, iri: str, what: Text, stretch: int = 0) -> Edit:
    """A proposal without a norm or route that it introduces."""
    own, removed = proposal.graph, new_graph()
    gone: set[Node] = with_descriptions(own, [URIRef(iri)])
    for triple in own:
        if triple[0] in gone:
            removed.add(triple)
    removed.add((URIRef(proposal.iri), CORE.introduces, URIRef(iri)))
    return Edit(what, new_graph(), removed, stretch)
