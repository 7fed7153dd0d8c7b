"""Proposals under the linter: what they make of the law, not the changes by themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import chain
from pathlib import Path

from rdflib import RDF, RDFS, BNode, Graph, URIRef
from rdflib.term import Node

from lovgraf.authoring.lint.sources import Sources, home_of
from lovgraf.core.terms import CORE
from lovgraf.core.turtle import parse_text, read_text
from lovgraf.core.turtle_terms import Triple
from lovgraf.law.participants import stated
from lovgraf.proposals import lay_over
from lovgraf.proposals.proposal import Proposal, proposal_of


def is_proposal(path: Path) -> bool:
    """Whether a Turtle file states a proposal. Raises `InputError` where it is not Turtle."""
    graph = parse_text(read_text(path), str(path))
    return (None, RDF.type, CORE.Proposal) in graph


def with_proposals(sources: Sources, paths: Iterable[Path]) -> Sources:
    """Sources with proposals laid over them, one after the other in the order given.

    One that names no day is laid over today's law. Raises `InputError` where one cannot be used.
    """
    law = sources.law
    read = _read(paths)
    for proposal, _ in read.values():
        law = lay_over(law, [proposal], proposal.law_as_of or date.today()).law
    return _sources(sources, read, stated(law.graph))


def each_over(sources: Sources, paths: Iterable[Path]) -> tuple[Sources, Iterator[Sources]]:
    """Sources with what each of some proposals states, as it reads laid over the law by itself;
    and for each by itself the law with it, as far as rules about several norms look.

    In the first, alternatives that change the same norm stand side by side, and the law as it was
    beside them. Each of the others is good until the next is asked for. Raises `InputError` where
    one cannot be used.
    """
    law = sources.law
    across = _across(law.graph)
    read = _read(paths)
    graph = Graph()
    changes: list[Change] = []
    for path, (proposal, _) in read.items():
        after = lay_over(law, [proposal], proposal.law_as_of or date.today()).law.graph
        named = {s for s in proposal.graph.subjects(unique=True) if isinstance(s, URIRef)}
        queue: list[Node] = sorted(named, key=str)
        for node in queue:
            for triple in after.triples((node, None, None)):
                graph.add(triple)
                if isinstance(triple[2], BNode):
                    queue.append(triple[2])
        own = _across(after)
        changes.append((path, across - own, own - across))
    together = _sources(sources, read, chain(sources.graph, graph))
    return together, _alone(sources, read, across, changes)


def _alone(
    sources: Sources, read: Read, across: set[Triple], changes: Iterable[Change]
) -> Iterator[Sources]:
    """Each proposal by itself. One graph is changed from one to the next: proposals change few of
    the triples."""
    law = _sources(sources, {}, across)
    for path, gone, new in changes:
        law.change(gone, new)
        own = {path: read[path]}
        yield law.stated_elsewhere(_texts(sources, own), _stated(sources, own))
        law.change(new, gone)


ACROSS = (
    RDF.type, RDFS.label, CORE.bearer, CORE.inForceFrom, CORE.inForceUntil, CORE.provision,
    CORE.replaces,
)  # fmt: skip
"""What the rules read that hold two norms, or two names, against each other."""


def _across(graph: Graph) -> set[Triple]:
    return set(chain.from_iterable(graph.triples((None, said, None)) for said in ACROSS))


Read = dict[Path, tuple[Proposal, str]]
Change = tuple[Path, set[Triple], set[Triple]]
"""A proposal's file, and the triples of the law that it removes and adds."""


def _read(paths: Iterable[Path]) -> Read:
    texts = {path: read_text(path) for path in paths}
    return {path: (proposal_of(text, str(path)), text) for path, text in texts.items()}


def _sources(sources: Sources, read: Read, triples: Iterable[Triple]) -> Sources:
    """Sources of another graph, to which proposals have added."""
    graph = Graph(bind_namespaces="none")  # pySHACL wants a store with contexts
    parents: dict[Node, Node] = {}
    for triple in triples:
        graph.add(triple)
        if isinstance(triple[2], BNode):
            parents[triple[2]] = triple[0]
    homes: dict[Node, Node] = {node: home_of(node, parents) for node in parents}
    return Sources(graph, _texts(sources, read), _stated(sources, read), homes)


def _texts(sources: Sources, read: Read) -> Mapping[Path, str]:
    return {**sources.texts, **{path: text for path, (_, text) in read.items()}}


def _stated(sources: Sources, read: Read) -> Mapping[Node, Path]:
    stated: dict[Node, Path] = dict(sources.stated_in)
    for path, (proposal, _) in read.items():
        for subject in proposal.graph.subjects(unique=True):
            stated.setdefault(subject, path)
    return stated
