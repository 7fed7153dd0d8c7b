"""Whether a shape asks for anything: one that no data could violate is no check."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from rdflib import RDF, SH, Graph
from rdflib.term import Node

from lovgraf.conditions.shacl.terms import CORE

_CONDITIONAL = frozenset({
    "property", "node", "and", "or", "xone", "minCount", "closed", "uniqueLang", "flags",
    "ignoredProperties", "qualifiedValueShape", "qualifiedMinCount", "qualifiedMaxCount",
    "qualifiedValueShapesDisjoint",
})  # fmt: skip
_ALWAYS = tuple(SH[name] for name in sorted(CORE - _CONDITIONAL))
"""Parameters each of whose values some data violates (also `sh:not` of a shape that asks for
nothing, which all data violates)."""


def asks(
    graph: Graph,
    shape: Node,
    within: Callable[[Node], bool],
    components: Collection[frozenset[Node]] = (),
) -> bool:
    """Whether some data could violate a shape that is not deactivated.

    `within` says it of the shapes that it refers to; `components` are the parameters that each
    custom component requires.
    """
    used = set(graph.predicates(shape))
    return (
        not used.isdisjoint(_ALWAYS)
        or any(needed <= used for needed in components)
        or any(_some(graph, shape, p, test) for p, test in _TESTS.items())
        or any(
            not is_deactivated(graph, node)
            for predicate in (SH.sparql, SH.expression)
            for node in graph.objects(shape, predicate)
        )
        or any(within(v) for p in (SH.property, SH.node) for v in graph.objects(shape, p))
        or _lists_ask(graph, shape, within)
        or _counts(graph, shape)
    )


def is_deactivated(graph: Graph, node: Node) -> bool:
    """Whether a shape or constraint is switched off."""
    return any(_is_true(str(value)) for value in graph.objects(node, SH.deactivated))


def _some(graph: Graph, shape: Node, predicate: Node, test: Callable[[str], bool]) -> bool:
    return any(test(str(value)) for value in graph.objects(shape, predicate))


def _lists_ask(graph: Graph, shape: Node, within: Callable[[Node], bool]) -> bool:
    """Conjunctions of which a part asks; disjunctions of which every part does."""

    def lists(predicate: Node) -> list[list[bool]]:
        return [[*map(within, _members(graph, head))] for head in graph.objects(shape, predicate)]

    return (
        any(any(parts) for parts in lists(SH["and"]))
        or any(all(parts) for parts in lists(SH["or"]))
        or any(len(parts) != 1 or all(parts) for parts in lists(SH.xone))
    )


def _members(graph: Graph, head: Node) -> list[Node]:
    """The members of a list as far as it goes."""
    found: list[Node] = []
    seen: set[Node] = set()
    at: Node | None = head
    while at is not None and at not in seen:
        seen.add(at)
        found += graph.objects(at, RDF.first)
        at = graph.value(at, RDF.rest, any=True)
    return found


def _counts(graph: Graph, shape: Node) -> bool:
    """Counts of values that conform to a shape: at the most so many, or at least one."""
    if (shape, SH.qualifiedValueShape, None) not in graph:
        return False
    at_least = _some(graph, shape, SH.qualifiedMinCount, _is_positive)
    return at_least or (shape, SH.qualifiedMaxCount, None) in graph


def _is_positive(text: str) -> bool:
    return text.strip().lstrip("+").lstrip("0") != ""


def _is_true(text: str) -> bool:
    return text in ("true", "1")


_TESTS: Mapping[Node, Callable[[str], bool]] = {
    SH.minCount: _is_positive, SH.closed: _is_true, SH.uniqueLang: _is_true,
}  # fmt: skip
