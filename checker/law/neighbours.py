"""The neighbours of a provision in the graph: its act, norms, what they need, lift and rest on."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from msgspec import Struct
from rdflib import Graph, URIRef
from rdflib.term import Node

from lovgraf.core.terms import CORE, ELI, Text, label

PART_OF = Text("del af", "part of")
ABOUT = (
    CORE.bearer, CORE.addressee, CORE.eligible, CORE.requires, CORE.exempts, CORE.overrides,
    CORE.competentAuthority, CORE.pattern, CORE.usesTerm, CORE.reportPassage,
)  # fmt: skip
"""Which statements about a norm lead to a neighbour."""
TOWARDS = (CORE.exempts, CORE.overrides, CORE.grants, CORE.introduces, CORE.ends)
"""Which statements about others lead to a norm of the provision."""
OF_PROVISION = (
    ELI.is_part_of, CORE.commencedBy, CORE.commencesWith, CORE.amendedBy, CORE.repealedBy,
    CORE.replaces, CORE.basedOn,
)  # fmt: skip


class Edge(Struct, frozen=True):
    """One statement: subject, relation, object, each by IRI and with its label."""

    source: str
    relation: str
    target: str
    source_label: Text
    relation_label: Text
    target_label: Text


class Neighbourhood(Struct, frozen=True):
    """The statements around a resource, at most so many resources; `left_out` counts the rest."""

    center: str
    edges: tuple[Edge, ...]
    left_out: int


def neighbourhood(
    graph: Graph,
    provision: str,
    norms: tuple[str, ...],
    most: int = 100,
    off: Collection[str] = (),
) -> Neighbourhood:
    """What stands around a provision and some norms of it, nearest first; `off` are resources that
    are passed over (what is not in force)."""
    kept: dict[str, None] = {provision: None}
    edges: list[Edge] = []
    missed: set[str] = set()
    for source, relation, target in _statements(graph, provision, norms):
        if str(source) in off or str(target) in off:
            continue
        new = [str(node) for node in (source, target) if str(node) not in kept]
        if len(kept) + len(new) > most:
            missed.update(new)
            continue
        kept.update(dict.fromkeys(new))
        relation_label = PART_OF if relation == ELI.is_part_of else label(graph, relation)
        names = (label(graph, source), relation_label, label(graph, target))
        edges.append(Edge(str(source), str(relation), str(target), *names))
    return Neighbourhood(provision, tuple(dict.fromkeys(edges)), len(missed))


def _statements(
    graph: Graph, provision: str, norms: tuple[str, ...]
) -> Iterator[tuple[Node, Node, Node]]:
    center = URIRef(provision)
    yield from _from(graph, center, OF_PROVISION)
    for norm in norms:
        yield URIRef(norm), CORE.provision, center
    for norm in norms:
        yield from _from(graph, URIRef(norm), ABOUT)
    for norm in norms:
        for predicate in TOWARDS:
            for subject in sorted(graph.subjects(predicate, URIRef(norm)), key=str):
                if isinstance(subject, URIRef):
                    yield subject, predicate, URIRef(norm)


def _from(
    graph: Graph, subject: Node, predicates: tuple[URIRef, ...]
) -> Iterator[tuple[Node, Node, Node]]:
    for predicate in predicates:
        for value in sorted(graph.objects(subject, predicate), key=str):
            if isinstance(value, URIRef):
                yield subject, predicate, value
