"""Whether a shape asks for anything: one that no data could violate is no check."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from rdflib import SH
from rdflib.term import Node

from lovgraf.shacl.terms import CORE
from lovgraf.validate.survey.components import components
from lovgraf.validate.survey.outline import Outline

_WITHIN = (SH.property, SH.node)
"""What asks for what the shape that it names asks for."""
_CONDITIONAL = frozenset({
    "property", "node", "and", "or", "xone", "minCount", "closed", "uniqueLang", "flags",
    "ignoredProperties", "qualifiedValueShape", "qualifiedMinCount", "qualifiedMaxCount",
    "qualifiedValueShapesDisjoint",
})  # fmt: skip
_ALWAYS = tuple(SH[name] for name in sorted(CORE - _CONDITIONAL))
"""Parameters each of whose values some data violates (also `sh:not` of a shape that asks for
nothing, which all data violates)."""


class Demands:
    """What the shapes of a graph ask for."""

    def __init__(self, outline: Outline) -> None:
        self._outline, self._graph = outline, outline.graph
        self._needed = [one.needed for one in components(outline) if one.needed]
        self._asking: set[Node] = set()
        left = {shape for shape in outline.shapes if not outline.deactivated(shape)}
        while found := {shape for shape in left if self._asks(shape)}:
            self._asking |= found
            left -= found

    def ask(self, shape: Node) -> bool:
        """Whether some data could violate a shape; one that only leads back to itself asks for
        nothing."""
        return shape in self._asking

    def _asks(self, shape: Node) -> bool:
        used = set(self._graph.predicates(shape))
        return (
            not used.isdisjoint(_ALWAYS)
            or any(needed <= used for needed in self._needed)
            or any(self._values(shape, p, test) for p, test in _TESTS.items())
            or any(
                not self._outline.deactivated(node)
                for predicate in (SH.sparql, SH.expression)
                for node in self._graph.objects(shape, predicate)
            )
            or any(self.ask(v) for p in _WITHIN for v in self._graph.objects(shape, p))
            or self._of_lists(shape)
            or self._counted(shape)
        )

    def _values(self, shape: Node, predicate: Node, test: Callable[[str], bool]) -> bool:
        return any(test(str(value)) for value in self._graph.objects(shape, predicate))

    def _of_lists(self, shape: Node) -> bool:
        """Conjunctions of which a part asks; disjunctions of which every part does."""

        def lists(predicate: Node) -> list[list[bool]]:
            found = self._graph.objects(shape, predicate)
            return [[self.ask(part) for part in self._outline.members(each)] for each in found]

        return (
            any(any(parts) for parts in lists(SH["and"]))
            or any(all(parts) for parts in lists(SH["or"]))
            or any(len(parts) != 1 or all(parts) for parts in lists(SH.xone))
        )

    def _counted(self, shape: Node) -> bool:
        """Counts of values that conform to a shape: at the most so many, or at least one."""
        if (shape, SH.qualifiedValueShape, None) not in self._graph:
            return False
        at_least = self._values(shape, SH.qualifiedMinCount, _is_positive)
        return at_least or (shape, SH.qualifiedMaxCount, None) in self._graph


def _is_positive(text: str) -> bool:
    return text.strip().lstrip("+").lstrip("0") != ""


def _is_true(text: str) -> bool:
    return text in ("true", "1")


_TESTS: Mapping[Node, Callable[[str], bool]] = {
    SH.minCount: _is_positive, SH.closed: _is_true, SH.uniqueLang: _is_true,
}  # fmt: skip
