"""A shapes graph without what is not checked, so that every result on the rest is right.

A shape that lost a constraint is laxer. That is sound where shapes are referred to by `sh:node`,
`sh:property`, `sh:and`, `sh:or` or `sh:qualifiedMinCount`: there are fewer results. By `sh:not`,
`sh:xone`, `sh:qualifiedMaxCount` and `sh:filterShape` there would be more, or others: such a
constraint goes as a whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rdflib import SH, Graph
from rdflib.term import Node

from lovgraf.conditions.shacl.terms import local
from lovgraf.core.terms import Text
from lovgraf.validate.survey.finding import Finding, Triple
from lovgraf.validate.survey.outline import Outline

_QUALIFIED = (
    SH.qualifiedValueShape, SH.qualifiedMinCount, SH.qualifiedMaxCount,
    SH.qualifiedValueShapesDisjoint,
)  # fmt: skip


def left_out(outline: Outline, found: Iterable[Finding]) -> tuple[Graph, list[Finding]]:
    """The graph without what is dropped, and what had to go along with it."""
    findings = list(found)
    graph = Graph(bind_namespaces="none")
    for triple in outline.graph:
        graph.add(triple)
    for prefix, namespace in outline.graph.namespaces():
        graph.bind(prefix, namespace)
    for finding in findings:
        for triple in finding.drop:
            graph.remove(triple)
    lax = {f.shape for f in findings} | {t[0] for f in findings for t in f.drop}
    lax.discard(None)
    along: list[Finding] = []
    while True:
        lax = _laxer(outline, lax)
        more = [t for t in _unsound(outline, lax, graph) if t in graph]
        if not more:
            return graph, along
        for triple in more:
            along.append(_with_it(triple))
            _remove(graph, triple)
            lax.add(triple[0])


def _laxer(outline: Outline, lax: set[Node | None]) -> set[Node | None]:
    """Shapes that are laxer, and those that refer to them, and so on."""
    new, found = list(lax), set(lax)
    referring: dict[Node, list[Node]] = {}
    for shape in outline.shapes:
        for _, other in outline.referred(shape):
            referring.setdefault(other, []).append(shape)
    while new:
        at = new.pop()
        for shape in referring.get(at, []) if at is not None else []:
            if shape not in found:
                found.add(shape)
                new.append(shape)
    return found


def _unsound(outline: Outline, lax: set[Node | None], graph: Graph) -> Iterator[Triple]:
    """The constraints on lax shapes that would give results they should not."""
    for shape in outline.shapes:
        for triple, other in outline.referred(shape):
            if triple[1] in (SH["not"], SH.xone) and other in lax:
                yield triple
            if triple[1] == SH.qualifiedValueShape and (other in lax or triple not in graph):
                yield from _counted(outline, shape, triple, graph)
    for expression, _, other in outline.graph.triples((None, SH.filterShape, None)):
        if other in lax:
            yield from (
                triple
                for triple in outline.referring(expression)
                if triple[1] in (SH.expression, SH.target)
            )


def _counted(outline: Outline, shape: Node, triple: Triple, graph: Graph) -> Iterator[Triple]:
    """A lax qualified shape: its own upper bound, and what siblings count apart from it."""
    if (shape, SH.qualifiedMaxCount, None) in graph:
        yield triple
    for parent in outline.graph.subjects(SH.property, shape):
        for sibling in outline.graph.objects(parent, SH.property):
            disjoint = outline.graph.value(sibling, SH.qualifiedValueShapesDisjoint, any=True)
            if str(disjoint) in ("true", "1"):
                yield from graph.triples((sibling, SH.qualifiedValueShape, None))


def _remove(graph: Graph, triple: Triple) -> None:
    graph.remove(triple)
    if triple[1] in _QUALIFIED:
        for predicate in _QUALIFIED:
            graph.remove((triple[0], predicate, None))


def _with_it(triple: Triple) -> Finding:
    name = local(triple[1])
    said = Text(
        f"sh:{name}, som henviser til noget, der ikke er kontrolleret",
        f"sh:{name}, which refers to something that is not checked",
    )
    return Finding(said, triple, (triple,), triple[0])
