"""Which nodes of a shapes graph are shapes, what leads where, and what is switched off."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rdflib import RDF, SH, XSD, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from lovgraf.conditions.shacl import ABOUT, CORE, REPORTS, TARGETS, local
from lovgraf.validate.shapes import targeted_shapes
from lovgraf.validate.survey.finding import Triple

REFERENCES = (SH.node, SH.property, SH["not"], SH.qualifiedValueShape)
LISTS = (SH["and"], SH["or"], SH.xone)
_PARTS = (SH.sparql, SH.validator, SH.nodeValidator, SH.propertyValidator)
_VALUES = frozenset({
    SH["class"], SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf,
    SH.datatype, SH.nodeKind, SH.hasValue, SH["in"], SH.equals, SH.disjoint, SH.lessThan,
    SH.lessThanOrEquals, SH.ignoredProperties, SH.prefixes,
    *(SH[name] for name in ABOUT | REPORTS),
})  # fmt: skip
"""Properties whose values are terms of the data, or lead out of the shapes."""
_FUNCTIONS = frozenset({SH.SPARQLFunction, SH.JSFunction, SH.SPARQLTargetType, SH.JSTargetType})


class Outline:
    """The shapes of a graph and what belongs to them."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.targeted = targeted_shapes(graph)
        self.parameters = set(graph.objects(None, SH.parameter)) | set(
            graph.subjects(RDF.type, SH.Parameter)
        )
        self.expressions = self._expressions()
        self.parts = {
            node
            for predicate in _PARTS
            for node in graph.objects(None, predicate)
            if node not in self.targeted and (node, RDF.type, SH.NodeShape) not in graph
        }
        """Queries of shapes and components, which are no shapes."""
        self.shapes = self._shapes()
        self.live = self._live()

    def members(self, node: Node) -> list[Node]:
        """The members of a list as far as it goes; none where it goes in rings."""
        try:
            return list(Collection(self.graph, node))
        except ValueError:
            return []

    def referred(self, shape: Node) -> Iterator[tuple[Triple, Node]]:
        """The shapes that a shape refers to, each with the triple that does."""
        for predicate in REFERENCES:
            for value in self.graph.objects(shape, predicate):
                yield (shape, predicate, value), value
        for predicate in LISTS:
            for value in self.graph.objects(shape, predicate):
                for member in self.members(value):
                    yield (shape, predicate, value), member

    def referring(self, node: Node) -> Iterator[Triple]:
        """The triples by which shapes refer to a node, or to what it belongs to, of whatever
        kind; a shape's own statements are nobody else's."""
        seen, new = {node}, [node]
        while new:
            at = new.pop()
            for subject, predicate in self.graph.subject_predicates(at):
                if not (local(predicate) or predicate in (RDF.first, RDF.rest)):
                    continue
                if subject in self.shapes:
                    yield subject, predicate, at
                elif subject not in seen:
                    seen.add(subject)
                    new.append(subject)

    def reached(self, start: Iterable[Node]) -> set[Node]:
        """Nodes, what they lead to, and so on, without what is deactivated."""
        found: set[Node] = set()
        new = list(start)
        while new:
            node = new.pop()
            if node in found or self.deactivated(node):
                continue
            found.add(node)
            new += self._next(node)
        return found

    def deactivated(self, node: Node) -> bool:
        """Whether a shape or constraint is switched off."""
        value = self.graph.value(node, SH.deactivated, any=True)
        return getattr(value, "datatype", None) == XSD.boolean and str(value) in ("true", "1")

    def path(self, shape: Node) -> Node | None:
        """The path of a property shape, None at a node shape."""
        return self.graph.value(shape, SH.path, any=True)

    def is_function(self, node: Node) -> bool:
        """Whether a node with parameters is a function or a kind of target."""
        return bool(_FUNCTIONS & set(self.graph.objects(node, RDF.type)))

    def _next(self, node: Node) -> Iterator[Node]:
        for predicate, value in self.graph.predicate_objects(node):
            leads = str(predicate).startswith(str(SH)) or predicate in (RDF.first, RDF.rest)
            if leads and predicate not in _VALUES and not isinstance(value, Literal):
                yield value

    def _expressions(self) -> set[Node]:
        found: set[Node] = set()
        new = [*self.graph.objects(None, SH.expression), *self.graph.objects(None, SH.nodes)]
        while new:
            node = new.pop()
            if node in found or isinstance(node, URIRef | Literal):
                continue
            found.add(node)
            for predicate, value in self.graph.predicate_objects(node):
                if predicate not in (SH.filterShape, SH.path):
                    new.append(value)
        return found

    def _shapes(self) -> set[Node]:
        graph = self.graph
        found: set[Node] = set(self.targeted)
        for kind in (SH.NodeShape, SH.PropertyShape):
            found |= set(graph.subjects(RDF.type, kind))
        for name in CORE | TARGETS | {"sparql", "expression", "path"}:
            found |= set(graph.subjects(SH[name]))
        for predicate in (*REFERENCES, SH.filterShape):
            found |= set(graph.objects(None, predicate))
        for predicate in LISTS:
            for value in graph.objects(None, predicate):
                found |= set(self.members(value))
        return {
            node
            for node in found - self.parameters - self.expressions - self.parts
            if not isinstance(node, Literal)
        }

    def _live(self) -> set[Node]:
        """All subjects but those that only something deactivated leads to."""
        subjects = set(self.graph.subjects())
        off = {node for node in subjects if self.deactivated(node)}
        led_to = {node for subject in subjects for node in self._next(subject)}
        roots = (subjects - led_to - off) | (set(self.targeted) - off)
        below: set[Node] = set(off)
        for node in off:
            below |= self.reached(self._next(node))
        return (subjects - below) | self.reached(roots)
