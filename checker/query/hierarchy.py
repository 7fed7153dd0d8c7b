"""The hierarchy of named classes that follows from their definitions.

Conjunctions, disjunctions, and values of facts (a value, one of several, a range of numbers), as
far as it follows without cases: what is found holds, and HermiT may find more. In the way of the
EL family (Baader, Brandt, Lutz 2005), by saturation, since a reasoner takes minutes here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal, InvalidOperation

from msgspec import Struct
from rdflib import OWL, RDF, RDFS, XSD, Graph, URIRef
from rdflib.collection import Collection
from rdflib.term import Node


class _Value(Struct, frozen=True):
    """A fact has some value among those named, or in a range of numbers (ends: value, included)."""

    fact: Node
    among: frozenset[str] = frozenset()
    low: tuple[Decimal, bool] | None = None
    high: tuple[Decimal, bool] | None = None

    def within(self, other: _Value) -> bool:
        """Whether whatever has this value has that one."""
        if self.among:
            return self.among <= other.among if other.among else all(map(other.holds, self.among))
        if other.among:
            return False
        return _at_least(self.low, other.low) and _at_most(self.high, other.high)

    def meets(self, other: _Value) -> bool:
        """Whether some value is in both."""
        if self.among and other.among:
            return bool(self.among & other.among)
        if self.among:
            return any(map(other.holds, self.among))
        if other.among:
            return any(map(self.holds, other.among))
        return _meet(self.low, other.high) and _meet(other.low, self.high)

    def holds(self, text: str) -> bool:
        """Whether a value lies in the range."""
        try:
            number = Decimal(text)
        except InvalidOperation:
            return False
        point = (number, True)
        return _at_least(point, self.low) and _at_most(point, self.high)


def _at_least(one: tuple[Decimal, bool] | None, other: tuple[Decimal, bool] | None) -> bool:
    if other is None or one is None:
        return other is None
    return one[0] > other[0] or (one[0] == other[0] and (other[1] or not one[1]))


def _at_most(one: tuple[Decimal, bool] | None, other: tuple[Decimal, bool] | None) -> bool:
    if other is None or one is None:
        return other is None
    return one[0] < other[0] or (one[0] == other[0] and (other[1] or not one[1]))


def _meet(low: tuple[Decimal, bool] | None, high: tuple[Decimal, bool] | None) -> bool:
    if low is None or high is None or low[0] < high[0]:
        return True
    return low[0] == high[0] and low[1] and high[1]


class Hierarchy:
    """What follows of the named classes of a graph, worked out once."""

    def __init__(self, graph: Graph) -> None:
        self._found = _Saturation(graph)
        self._above = self._found.run()
        self._single = set(graph.subjects(RDF.type, OWL.FunctionalProperty))

    def superclasses(self) -> dict[URIRef, set[URIRef]]:
        """The named classes above each named class, itself left out, as far as they are found."""
        above = self._above
        named = {node for node in above if isinstance(node, URIRef)}
        return {node: {over for over in named & above[node] if over != node} for node in named}

    def apart(self, ones: Iterable[Node], others: Iterable[Node]) -> Iterator[tuple[Node, Node]]:
        """The pairs of classes that share no member: the one lies outside what the other lies
        within, or a fact of a single value has one in the first that it cannot have in the
        second."""
        above = self._above
        second = [(other, self._values(other), self._outside(other)) for other in others]
        for one in ones:
            its, out = self._values(one), self._outside(one)
            for other, theirs, beyond in second:
                barred = out & above[other] or beyond & above[one]
                if barred or any(a.fact == b.fact and not a.meets(b) for a in its for b in theirs):
                    yield one, other

    def _values(self, node: Node) -> list[_Value]:
        values = (self._found.values.get(over) for over in self._above[node])
        return [value for value in values if value and value.fact in self._single]

    def _outside(self, node: Node) -> set[Node]:
        outside = self._found.outside
        return {outside[over] for over in self._above[node] if over in outside}


class _Saturation:
    """What each class entails, grown until nothing is added."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.stated: dict[Node, set[Node]] = defaultdict(set)
        self.all_of: dict[Node, frozenset[Node]] = {}
        self.any_of: dict[Node, frozenset[Node]] = {}
        self.wholes: dict[Node, list[Node]] = defaultdict(list)
        self.unions: dict[Node, list[Node]] = defaultdict(list)
        self.below: dict[Node, set[Node]] = defaultdict(set)
        self.above: dict[Node, set[Node]] = defaultdict(set)
        self.values: dict[Node, _Value] = {}
        self.outside: dict[Node, Node] = {}
        self.waiting: list[tuple[Node, Node]] = []
        self._read()

    def _read(self) -> None:
        graph = self.graph
        for below, over in graph.subject_objects(RDFS.subClassOf):
            self.stated[below].add(over)
        for one, other in graph.subject_objects(OWL.equivalentClass):
            self.stated[one].add(other)
            self.stated[other].add(one)
        for whole, head in graph.subject_objects(OWL.intersectionOf):
            self.all_of[whole] = parts = frozenset(Collection(graph, head))
            self.stated[whole] |= parts
            for part in parts:
                self.wholes[part].append(whole)
        for union, head in graph.subject_objects(OWL.unionOf):
            self.any_of[union] = parts = frozenset(Collection(graph, head))
            for part in parts:
                self.stated[part].add(union)
                self.unions[part].append(union)
        values: dict[Node, list[tuple[Node, _Value]]] = defaultdict(list)
        for node, fact in graph.subject_objects(OWL.onProperty):
            if (value := self._value(node, fact)) is not None:
                values[fact].append((node, value))
                self.values[node] = value
        for alike in values.values():
            for one, its in alike:
                self.stated[one] |= {n for n, other in alike if n != one and its.within(other)}
        single = set(graph.subjects(RDF.type, OWL.FunctionalProperty))
        for outside, inside in graph.subject_objects(OWL.complementOf):
            self.outside[outside] = inside
            barred = self.values.get(inside)
            if barred is not None and barred.fact in single:
                for node, value in values[barred.fact]:
                    if not value.meets(barred):
                        self.stated[node].add(outside)

    def _value(self, node: Node, fact: Node) -> _Value | None:
        graph = self.graph
        if (value := graph.value(node, OWL.hasValue)) is not None:
            return _Value(fact, frozenset([str(value)]))
        data = graph.value(node, OWL.someValuesFrom)
        if data is None:
            return None
        if (head := graph.value(data, OWL.oneOf)) is not None:
            return _Value(fact, frozenset(map(str, Collection(graph, head))))
        head = graph.value(data, OWL.withRestrictions)
        return _range(graph, fact, head) if head is not None else None

    def run(self) -> dict[Node, set[Node]]:
        """Saturate."""
        classes = set(self.graph.subjects(RDF.type, OWL.Class))
        for node in classes | set(self.stated) | set(self.wholes) | set(self.unions):
            self._add(node, node)
        while self.waiting:
            node, over = self.waiting.pop()
            for further in tuple(self.stated.get(over, ())):
                self._add(node, further)
            found = self.above[node]
            for whole in self.wholes.get(over, ()):
                if self.all_of[whole] <= found:
                    self._add(node, whole)
            for union in self.unions.get(node, ()):
                if all(over in self.above[part] for part in self.any_of[union]):
                    self.stated[union].add(over)
                    for user in tuple(self.below[union]):
                        self._add(user, over)
        return self.above

    def _add(self, node: Node, over: Node) -> None:
        if over not in self.above[node]:
            self.above[node].add(over)
            self.below[over].add(node)
            self.waiting.append((node, over))


def _range(graph: Graph, fact: Node, head: Node) -> _Value | None:
    low: tuple[Decimal, bool] | None = None
    high: tuple[Decimal, bool] | None = None
    for facet in Collection(graph, head):
        for predicate, value in graph.predicate_objects(facet):
            try:
                number = Decimal(str(value))
            except InvalidOperation:
                return None
            if predicate in (XSD.minInclusive, XSD.minExclusive):
                low = (number, predicate == XSD.minInclusive)
            elif predicate in (XSD.maxInclusive, XSD.maxExclusive):
                high = (number, predicate == XSD.maxInclusive)
            else:
                return None
    return _Value(fact, frozenset(), low, high)
