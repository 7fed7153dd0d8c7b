"""Proposals under the linter: what they make of the law, not the changes by themselves."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from rdflib import RDF, BNode, Graph
from rdflib.term import Node

from checker.law.graph import LawGraph
from checker.law.view import Law
from checker.lint.sources import Sources, home_of
from checker.proposals import lay_over
from checker.proposals.proposal import proposal_of
from checker.terms import CORE
from checker.turtle import parse_text, read_text


def is_proposal(path: Path) -> bool:
    """Whether a Turtle file states a proposal. Raises `InputError` where it is not Turtle."""
    graph = parse_text(read_text(path), str(path))
    return (None, RDF.type, CORE.Proposal) in graph


def with_proposals(sources: Sources, paths: Iterable[Path]) -> Sources:
    """Sources with proposals laid over them, one after the other in the order given.

    One that names no day is laid over today's law. Raises `InputError` where one cannot be used.
    """
    texts = {path: read_text(path) for path in paths}
    proposals = [proposal_of(text, str(path)) for path, text in texts.items()]
    law = Law(LawGraph(sources.graph, "", ()))
    for proposal in proposals:
        law = lay_over(law, [proposal], proposal.law_as_of or date.today()).law
    stated: dict[Node, Path] = dict(sources.stated_in)
    for path, proposal in zip(texts, proposals, strict=True):
        for subject in proposal.graph.subjects(unique=True):
            stated.setdefault(subject, path)
    graph = Graph(bind_namespaces="none")  # pySHACL wants a store with contexts
    parents: dict[Node, Node] = {}
    for triple in law.graph:
        graph.add(triple)
        if isinstance(triple[2], BNode):
            parents[triple[2]] = triple[0]
    homes: dict[Node, Node] = {node: home_of(node, parents) for node in parents}
    return Sources(graph, {**sources.texts, **texts}, stated, homes)
