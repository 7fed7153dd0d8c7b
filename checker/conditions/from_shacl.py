"""SHACL Core shapes on one record as condition trees (SHACL, sections 2 to 4).

Taken are node shapes whose property shapes have a direct path, and the constraint components
listed in `_VALUES`, `_PAIRS` and `_LOGIC`. Everything else is refused by name.
"""

from __future__ import annotations

from collections.abc import Callable

from rdflib import RDF, SH, XSD, Graph, URIRef
from rdflib import Literal as RdfLiteral
from rdflib.term import Node

from lovgraf.conditions.readable import bound, count, pattern, scalar
from lovgraf.conditions.readable_shapes import ReadableShapes
from lovgraf.conditions.tree import (
    FALSE,
    TRUE,
    Compare,
    Condition,
    Constant,
    Count,
    Leaf,
    Length,
    Matches,
    Named,
    Not,
    OneOf,
    Range,
    Test,
    Typed,
    all_of,
    any_of,
)
from lovgraf.core.refusal import DEEPEST, NotCompilable, too_deep
from lovgraf.core.terms import RECORD, Text
from lovgraf.law.lists import members

_TYPES: dict[Node, str] = {
    XSD.boolean: "boolean", XSD.integer: "integer", XSD.decimal: "decimal", XSD.string: "string",
    XSD.date: "date",
}  # fmt: skip
_PAIRS: dict[Node, str] = {
    SH.lessThan: "less", SH.lessThanOrEquals: "less-or-equal", SH.equals: "equal",
    SH.disjoint: "disjoint",
}  # fmt: skip
_IGNORED = {
    SH.message, SH.severity, SH.name, SH.description, SH.order, SH.group, SH.path, SH.deactivated,
    SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf, SH.defaultValue,
    SH.flags, SH.ignoredProperties,
}  # fmt: skip


class ShaclReader:
    """Reads the shapes of one graph for one type of record (see `OwlReader`)."""

    def __init__(self, graph: Graph, record_types: dict[str, str], record_type: str) -> None:
        self._graph, self._types, self._type = graph, record_types, record_type
        self._open: list[Node] = []
        self._read: dict[Node, Condition] = {}
        self.readable = ReadableShapes(graph, record_types)

    def condition(self, shape: Node) -> Condition:
        """The condition under which a record conforms to a shape.

        Raises `NotCompilable` for constructs outside the list above and for recursive shapes;
        `Unreadable` for those that no engine reads.
        """
        if not self._open:
            if shape not in self._read:
                self.readable.check(shape)
                self._read[shape] = self._condition(shape)
            return self._read[shape]
        return self._condition(shape)

    def _condition(self, shape: Node) -> Condition:
        if shape in self._open:
            raise NotCompilable(
                shape, Text("en form, der henviser til sig selv", "a shape that refers to itself")
            )
        if self._off(shape):
            return TRUE
        if len(self._open) >= DEEPEST:
            raise NotCompilable(shape, too_deep())
        self._open.append(shape)
        try:
            read = self._property if (shape, SH.path, None) in self._graph else self._node
            condition = read(shape)
        finally:
            self._open.pop()
        return Named(str(shape), condition) if isinstance(shape, URIRef) else condition

    def _node(self, shape: Node) -> Condition:
        parts: list[Condition] = []
        for predicate, value in self._parameters(shape):
            if predicate == SH.property:
                parts.append(self.condition(value))
            elif (logic := self._logic(predicate, value)) is not None:
                parts.append(logic)
            elif predicate == SH["class"]:
                parts.append(self._record_class(value))
            else:
                raise NotCompilable(self._name(), str(predicate))
        return all_of(*parts)

    def _property(self, shape: Node) -> Condition:
        path = self._graph.value(shape, SH.path)
        if not isinstance(path, URIRef):
            raise NotCompilable(
                self._name(),
                Text("en sti, der ikke er én egenskab", "a path that is not a single property"),
            )
        fact = str(path)
        parts: list[Condition] = []
        for predicate, value in self._parameters(shape):
            if predicate == SH.minCount:
                number = count(value, self._name())
                parts.append(Count(fact, number) if number else TRUE)
            elif predicate == SH.maxCount:
                parts.append(Count(fact, 0, count(value, self._name())))
            elif predicate == SH.hasValue:
                parts.append(Leaf(fact, OneOf(frozenset({scalar(value, self._name())}))))
            elif predicate in _PAIRS:
                parts.append(Compare(fact, _PAIRS[predicate], str(value)))
            elif predicate in (SH["and"], SH["or"], SH["not"], SH.xone, SH.node):
                parts.append(self._value_logic(fact, predicate, value))
            else:
                parts.append(Leaf(fact, self._test(shape, predicate, value), every=True))
        return all_of(*parts)

    def _test(self, shape: Node, predicate: Node, value: Node) -> Test:
        """A constraint on each value node."""
        where = self._name()
        ranges: dict[Node, Callable[[], Test]] = {
            SH.minInclusive: lambda: Range(low=bound(value, where)),
            SH.maxInclusive: lambda: Range(high=bound(value, where)),
            SH.minExclusive: lambda: Range(low=bound(value, where), low_included=False),
            SH.maxExclusive: lambda: Range(high=bound(value, where), high_included=False),
            SH.minLength: lambda: Length(low=count(value, where)),
            SH.maxLength: lambda: Length(high=count(value, where)),
        }
        if predicate in ranges:
            return ranges[predicate]()
        if predicate == SH["in"]:
            return OneOf(frozenset(scalar(i, where) for i in members(self._graph, value, where)))
        if predicate == SH.pattern:
            flags = self._graph.value(shape, SH.flags)
            return Matches(pattern(value, where), "" if flags is None else str(flags))
        if predicate == SH.datatype and value in _TYPES:
            return Typed(_TYPES[value])
        if predicate == SH.nodeKind and value in (
            SH.Literal,
            SH.IRIOrLiteral,
            SH.BlankNodeOrLiteral,
        ):
            return Length()
        raise NotCompilable(where, str(predicate))

    def _value_logic(self, fact: str, predicate: Node, value: Node) -> Condition:
        """`sh:or ([sh:minInclusive 3] ...)` on a property: each value node must pass.

        Exact where the fact has at most one value.
        """
        if self._graph.value(URIRef(fact), RECORD.multiValued) == RdfLiteral(True):
            raise NotCompilable(
                self._name(),
                Text(
                    f"{predicate} om hver af flere værdier",
                    f"{predicate} of each of several values",
                ),
            )
        single = predicate in (SH["not"], SH.node)
        values = [value] if single else members(self._graph, value, self._name())
        parts: list[Condition] = []
        for member in values:
            if self._off(member):
                parts.append(TRUE)
                continue
            tests = [
                Leaf(fact, self._test(member, p, v), every=False)
                for p, v in self._parameters(member)
            ]
            parts.append(all_of(*tests))
        return any_of(Count(fact, 0, 0), self._combine(predicate, parts))

    def _off(self, shape: Node) -> bool:
        """Whether a shape is deactivated: everything conforms to it (SHACL 2.1.5)."""
        return self._graph.value(shape, SH.deactivated) == RdfLiteral(True)

    def _logic(self, predicate: Node, value: Node) -> Condition | None:
        if predicate in (SH["and"], SH["or"], SH.xone):
            values = members(self._graph, value, self._name())
        elif predicate in (SH["not"], SH.node):
            values = [value]
        else:
            return None
        return self._combine(predicate, [self.condition(member) for member in values])

    @staticmethod
    def _combine(predicate: Node, parts: list[Condition]) -> Condition:
        if predicate == SH["or"]:
            return any_of(*parts)
        if predicate == SH["not"]:
            return Not(parts[0])
        if predicate == SH.xone:
            exactly_one = [
                all_of(part, *(Not(other) for j, other in enumerate(parts) if j != i))
                for i, part in enumerate(parts)
            ]
            return any_of(*exactly_one)
        return all_of(*parts)

    def _record_class(self, value: Node) -> Condition:
        if str(value) not in self._types:
            raise NotCompilable(self._name(), f"sh:class {value}")
        return Constant(True) if self._types[str(value)] == self._type else FALSE

    def _parameters(self, shape: Node) -> list[tuple[Node, Node]]:
        return sorted(
            (
                (p, o)
                for p, o in self._graph.predicate_objects(shape)
                if str(p).startswith(str(SH)) and p not in _IGNORED and p != RDF.type
            ),
            key=str,
        )

    def _name(self) -> Node:
        named = [node for node in self._open if isinstance(node, URIRef)]
        return named[-1] if named else self._open[-1]
