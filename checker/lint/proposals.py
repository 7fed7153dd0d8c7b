"""Proposals under the linter: what they make of the law, not the changes by themselves."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import chain
from pathlib import Path

from rdflib import RDF, RDFS, BNode, Graph, URIRef
from rdflib.term import Node

from checker.law.graph import LawGraph
from checker.law.view import Law
from checker.lint.sources import Sources, home_of
from checker.proposals import lay_over
from checker.proposals.proposal import Proposal, proposal_of
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
    law = Law(LawGraph(sources.graph, "", ()))
    read = _read(paths)
    for proposal, _ in read.values():
        law = lay_over(law, [proposal], proposal.law_as_of or date.today()).law
    return _sources(sources, read, law.graph)


def each_over(sources: Sources, paths: Iterable[Path]) -> tuple[Sources, list[Sources]]:
    """Sources with what each of some proposals states, as it reads laid over the law by itself;
    and for each by itself the law with it, as far as rules about several norms look.

    In the first, alternatives that change the same norm stand side by side, and the law as it was
    beside them. Raises `InputError` where one cannot be used.
    """
    law = Law(LawGraph(sources.graph, "", ()))
    read = _read(paths)
    graph = Graph()
    alone = []
    for path, (proposal, text) in read.items():
        after = lay_over(law, [proposal], proposal.law_as_of or date.today()).law.graph
        named = {s for s in proposal.graph.subjects(unique=True) if isinstance(s, URIRef)}
        queue: list[Node] = sorted(named, key=str)
        for node in queue:
            for triple in after.triples((node, None, None)):
                graph.add(triple)
                if isinstance(triple[2], BNode):
                    queue.append(triple[2])
        own = chain.from_iterable(after.triples((None, said, None)) for said in ACROSS)
        alone.append(_sources(sources, {path: (proposal, text)}, own))
    return _sources(sources, read, chain(sources.graph, graph)), alone


ACROSS = (
    RDF.type, RDFS.label, CORE.bearer, CORE.inForceFrom, CORE.inForceUntil, CORE.provision,
    CORE.replaces,
)  # fmt: skip
"""What the rules read that hold two norms, or two names, against each other."""


Read = dict[Path, tuple[Proposal, str]]
Triple = tuple[Node, Node, Node]


def _read(paths: Iterable[Path]) -> Read:
    texts = {path: read_text(path) for path in paths}
    return {path: (proposal_of(text, str(path)), text) for path, text in texts.items()}


def _sources(sources: Sources, read: Read, triples: Iterable[Triple]) -> Sources:
    """Sources of another graph, to which proposals have added."""
    stated: dict[Node, Path] = dict(sources.stated_in)
    for path, (proposal, _) in read.items():
        for subject in proposal.graph.subjects(unique=True):
            stated.setdefault(subject, path)
    graph = Graph(bind_namespaces="none")  # pySHACL wants a store with contexts
    parents: dict[Node, Node] = {}
    for triple in triples:
        graph.add(triple)
        if isinstance(triple[2], BNode):
            parents[triple[2]] = triple[0]
    homes: dict[Node, Node] = {node: home_of(node, parents) for node in parents}
    texts = {path: text for path, (_, text) in read.items()}
    return Sources(graph, {**sources.texts, **texts}, stated, homes)
