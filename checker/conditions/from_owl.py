"""OWL 2 class expressions as condition trees (OWL 2 Structural Specification, sections 7 and 8)."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, field

from rdflib import OWL, RDF, RDFS, XSD, Graph, URIRef
from rdflib.term import Node

from lovgraf.conditions.readable import bound, count, pattern, scalar
from lovgraf.conditions.readable_classes import ReadableClasses
from lovgraf.conditions.tree import (
    FALSE,
    TRUE,
    Condition,
    Constant,
    Count,
    Excludes,
    Leaf,
    Matches,
    Named,
    Not,
    OneOf,
    Range,
    Test,
    all_of,
    any_of,
)
from lovgraf.core.refusal import DEEPEST, NotCompilable, too_deep
from lovgraf.core.terms import Text
from lovgraf.law.lists import members

_DATATYPES = {XSD.boolean, XSD.integer, XSD.int, XSD.decimal, XSD.string, XSD.date}
"""Every readable value of a fact has the fact's own datatype (an ill-typed one is unknown)."""


@dataclass(frozen=True)
class ReadClasses:
    """What has been read of the classes of one graph for one type of record: their conditions,
    those that were looked at, and the facts that these use. Readers may share it, each in a thread
    of its own."""

    conditions: dict[Node, Condition] = field(default_factory=dict)
    looked: set[Node] = field(default_factory=set)
    facts: set[Node] = field(default_factory=set)
    _last: list[tuple[ReadClasses, Set[Node]]] = field(default_factory=list, compare=False)

    def without(self, touched: Set[Node]) -> ReadClasses:
        """What of it does not rest on some nodes, which are all that lead to a change.

        What is then read of the changed graph and does not rest on them either is known here too,
        once this is asked again.
        """
        for last in self._last.copy():
            self._add(*last)
        kept = {node: one for node, one in self.conditions.copy().items() if node not in touched}
        found = ReadClasses(kept, self.looked.copy() - touched, self.facts.copy() - touched)
        self._last[:] = [(found, touched)]
        return found

    def _add(self, other: ReadClasses, touched: Set[Node]) -> None:
        read = other.conditions.copy()
        self.conditions.update({node: read[node] for node in read.keys() - touched})
        self.looked.update(other.looked.copy() - touched)
        self.facts.update(other.facts.copy() - touched)


class OwlReader:
    """Reads the class expressions of one graph for one type of record.

    `record_types` maps the IRIs of the record classes to their notations: a record class is true
    for records of that type and false for all others. `known` is what was read before.
    """

    def __init__(
        self,
        graph: Graph,
        record_types: dict[str, str],
        record_type: str,
        known: ReadClasses | None = None,
    ) -> None:
        known = ReadClasses() if known is None else known
        self._graph, self._types, self._type = graph, record_types, record_type
        self._open: list[Node] = []
        self._readable = ReadableClasses(graph, record_types, known.looked, known.facts)
        self._read = known.conditions

    def condition(self, node: Node) -> Condition:
        """The condition that a class expression states.

        Raises `NotCompilable` for a class without definition, one that is defined by itself, and
        every construct outside the data part of OWL; `Unreadable` for those that no engine reads.
        """
        if node in self._read:
            return self._read[node]
        if not self._open:
            self._readable.check(node)
        if node in self._open:
            raise NotCompilable(
                node, Text("en definition, der bruger sig selv", "a definition that uses itself")
            )
        if len(self._open) >= DEEPEST:
            raise NotCompilable(node, too_deep())
        self._open.append(node)
        try:
            found = self._named(node) if isinstance(node, URIRef) else self._expression(node)
            self._read[node] = found
            return found
        finally:
            self._open.pop()

    def _named(self, node: URIRef) -> Condition:
        if node == OWL.Thing:
            return TRUE
        if node == OWL.Nothing:
            return FALSE
        if str(node) in self._types:
            return Named(str(node), Constant(self._types[str(node)] == self._type))
        definitions = sorted(self._graph.objects(node, OWL.equivalentClass), key=str)
        if definitions:
            return Named(str(node), all_of(*map(self.condition, definitions)))
        for predicate in (OWL.unionOf, OWL.intersectionOf, OWL.complementOf):
            if (node, predicate, None) in self._graph:
                return Named(str(node), self._expression(node))
        raise NotCompilable(
            node, Text("en klasse uden owl:equivalentClass", "a class without owl:equivalentClass")
        )

    def _expression(self, node: Node) -> Condition:
        graph = self._graph
        if (parts := graph.value(node, OWL.intersectionOf)) is not None:
            return all_of(*map(self.condition, members(graph, parts, self._name())))
        if (parts := graph.value(node, OWL.unionOf)) is not None:
            return any_of(*map(self.condition, members(graph, parts, self._name())))
        if (part := graph.value(node, OWL.complementOf)) is not None:
            return Not(self.condition(part))
        if graph.value(node, OWL.onProperty) is not None:
            return self._restriction(node)
        raise NotCompilable(
            self._name(),
            Text("et udtryk uden en kendt operator", "an expression without a known operator"),
        )

    def _restriction(self, node: Node) -> Condition:
        graph = self._graph
        fact = str(graph.value(node, OWL.onProperty))
        if (value := graph.value(node, OWL.hasValue)) is not None:
            return Leaf(fact, OneOf(frozenset({scalar(value, self._name())})))
        if (kind := graph.value(node, OWL.someValuesFrom)) is not None:
            test = self._range(kind)
            return Count(fact) if test is None else Leaf(fact, test)
        if (kind := graph.value(node, OWL.allValuesFrom)) is not None:
            test = self._range(kind)
            return TRUE if test is None else Leaf(fact, test, every=True)
        for predicate, low, high in (
            (OWL.minCardinality, True, False),
            (OWL.maxCardinality, False, True),
            (OWL.cardinality, True, True),
        ):
            if (number := graph.value(node, predicate)) is not None:
                n = count(number, self._name())
                return Count(fact, n if low else 0, n if high else None)
        raise NotCompilable(
            self._name(),
            Text(
                f"en ukendt slags begrænsning af {fact}",
                f"a restriction on {fact} of an unknown kind",
            ),
        )

    def _range(self, node: Node) -> Test | None:
        """The test of a data range; None where every literal passes."""
        graph = self._graph
        if node == RDFS.Literal or node in _DATATYPES:
            return None
        if (items := graph.value(node, OWL.oneOf)) is not None:
            return OneOf(
                frozenset(scalar(i, self._name()) for i in members(graph, items, self._name()))
            )
        if (part := graph.value(node, OWL.datatypeComplementOf)) is not None:
            inner = self._range(part)
            if inner is None:
                raise NotCompilable(
                    self._name(),
                    Text("komplementet af en hel datatype", "the complement of a whole datatype"),
                )
            return Excludes(inner)
        if (facets := graph.value(node, OWL.withRestrictions)) is not None:
            return self._facets(facets)
        defined = graph.value(node, OWL.equivalentClass)
        if defined is not None and (node, RDF.type, RDFS.Datatype) in graph:
            return self._range(defined)
        raise NotCompilable(self._name(), Text(f"værdimængden {node}", f"the data range {node}"))

    def _facets(self, facets: Node) -> Test:
        graph = self._graph
        low: Node | None = None
        high: Node | None = None
        low_included = high_included = True
        for facet in members(graph, facets, self._name()):
            for predicate, value in graph.predicate_objects(facet):
                if predicate in (XSD.minInclusive, XSD.minExclusive):
                    low, low_included = value, predicate == XSD.minInclusive
                elif predicate in (XSD.maxInclusive, XSD.maxExclusive):
                    high, high_included = value, predicate == XSD.maxInclusive
                elif predicate == XSD.pattern:
                    return Matches(f"^(?:{pattern(value, self._name())})$")
                else:
                    raise NotCompilable(self._name(), str(predicate))
        where = self._name()
        return Range(
            None if low is None else bound(low, where),
            None if high is None else bound(high, where),
            low_included,
            high_included,
        )

    def _name(self) -> Node:
        """The innermost named class being read, for messages."""
        named = [node for node in self._open if isinstance(node, URIRef)]
        return named[-1] if named else self._open[-1]
