"""The form of a law graph and of a proposal: their shapes, run by pySHACL."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any

from rdflib import RDF, RDFS, SH, BNode, Graph, URIRef
from rdflib.term import Node

from lovgraf.core.terms import BASE
from lovgraf.law.store import graph_for_shacl

SHAPES = (URIRef(BASE + "shape/law"), URIRef(BASE + "shape/shape"))
PROPOSAL_SHAPES = (URIRef(BASE + "shape/proposal"),)


def named_shapes(graph: Graph, families: tuple[URIRef, ...] = SHAPES) -> list[URIRef]:
    """The shapes of some families: what a well-formed law graph, and a well-formed shape, is."""
    prefixes = tuple(f"{iri}/" for iri in families)
    return sorted(
        s
        for s in graph.subjects(RDF.type, SH.NodeShape)
        if isinstance(s, URIRef) and str(s).startswith(prefixes)
    )


def validate(
    data: Graph,
    shapes: Graph,
    names: Iterable[URIRef] | None = None,
    about: Callable[[Node], bool] | None = None,
) -> Iterator[tuple[URIRef, Node]]:
    """The named shapes (or some of them) that a graph violates, each with the node that violates
    it, once each. `about` says which nodes to look at, if not all."""
    from pyshacl import validate as run

    only = graph_for_shacl()
    owners: dict[Node, URIRef] = {}
    for shape in named_shapes(shapes) if names is None else names:
        aimed = None if about is None else [n for n in _targets(data, shapes, shape) if about(n)]
        if aimed == []:
            continue
        _copy(shapes, shape, shape, only, owners)
        if aimed is not None:
            for target in _TARGETS:
                only.remove((shape, target, None))
            for node in aimed:
                only.add((shape, SH.targetNode, node))
    if not owners:
        return
    with _unworded():
        _, report, _ = run(data, shacl_graph=only, inplace=True, meta_shacl=False)
    seen = set()
    for result in report.subjects(RDF.type, SH.ValidationResult):
        source, focus = report.value(result, SH.sourceShape), report.value(result, SH.focusNode)
        owner = owners.get(source) if source is not None else None
        if owner is not None and focus is not None and (owner, focus) not in seen:
            seen.add((owner, focus))
            yield owner, focus


_UNREAD = ContextVar("_UNREAD", default=False)
"""Whether nobody reads what pySHACL words."""


@contextmanager
def _unworded() -> Iterator[None]:
    """pySHACL words no result: it would word each branch of an `sh:or` that fails as well, a
    quarter of what the law takes it."""
    _let_words_be_left_out()
    before = _UNREAD.set(True)
    try:
        yield
    finally:
        _UNREAD.reset(before)


@cache
def _let_words_be_left_out() -> None:
    """Have pySHACL word what it finds only where that is read."""
    from pyshacl.constraints.constraint_component import ConstraintComponent

    component: Any = ConstraintComponent
    worded = component.make_v_result_description

    def described(self: Any, *found: Any, **more: Any) -> Any:
        return "" if _UNREAD.get() else worded(self, *found, **more)

    component.make_v_result_description = described


_TARGETS = (SH.targetNode, SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf)


def _targets(data: Graph, shapes: Graph, shape: URIRef) -> set[Node]:
    """The nodes that a shape says it is about (SHACL, section 2.1.3); none is a class here."""
    found = set(shapes.objects(shape, SH.targetNode))
    for kind in shapes.objects(shape, SH.targetClass):
        for below in data.transitive_subjects(RDFS.subClassOf, kind):
            found |= set(data.subjects(RDF.type, below))
    for predicate in shapes.objects(shape, SH.targetSubjectsOf):
        found |= set(data.subjects(predicate))
    for predicate in shapes.objects(shape, SH.targetObjectsOf):
        found |= set(data.objects(None, predicate))
    return found


def _copy(
    source: Graph, node: Node, owner: URIRef, target: Graph, owners: dict[Node, URIRef]
) -> None:
    owners[node] = owner
    for triple in source.triples((node, None, None)):
        target.add(triple)
        if isinstance(triple[2], BNode):
            _copy(source, triple[2], owner, target, owners)
