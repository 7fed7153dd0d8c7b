"""The shapes of a shapes graph, read strictly: what is not understood is refused by name."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from rdflib import RDF, RDFS, SH, XSD, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from lovgraf.core.refusal import NotCompilable
from lovgraf.core.terms import Text
from lovgraf.validate.paths import Path, read_path, well_formed_list

TARGETS = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf)
_SILENT = frozenset({
    SH.message, SH.severity, SH.name, SH.description, SH.order, SH.group, SH.path, SH.deactivated,
    SH.defaultValue, *TARGETS,
})  # fmt: skip
ONE = frozenset({
    SH.minCount, SH.maxCount, SH.datatype, SH.nodeKind, SH.minLength, SH.maxLength, SH.pattern,
    SH.minInclusive, SH.maxInclusive, SH.minExclusive, SH.maxExclusive, SH.uniqueLang, SH["in"],
    SH.languageIn, SH.closed,
})  # fmt: skip
_MANY = frozenset({
    SH["class"], SH.equals, SH.disjoint, SH.lessThan, SH.lessThanOrEquals, SH.hasValue, SH.node,
    SH.property, SH["and"], SH["or"], SH["not"], SH.xone, SH.qualifiedValueShape,
})  # fmt: skip
_BESIDE = frozenset({
    SH.flags, SH.ignoredProperties, SH.qualifiedMinCount, SH.qualifiedMaxCount,
    SH.qualifiedValueShapesDisjoint,
})  # fmt: skip
ON_PROPERTIES = frozenset({
    SH.minCount, SH.maxCount, SH.uniqueLang, SH.lessThan, SH.lessThanOrEquals,
    SH.qualifiedValueShape,
})  # fmt: skip
"""Parameters that only property shapes may have."""


def _component(parameter: URIRef) -> URIRef:
    name = parameter.removeprefix(str(SH))
    return URIRef(f"{SH}{name[0].upper()}{name[1:]}ConstraintComponent")


COMPONENTS: dict[Node, URIRef] = {parameter: _component(parameter) for parameter in ONE | _MANY}
"""The constraint component of each parameter of SHACL Core that makes one by itself."""


class Constraint(Struct, frozen=True):
    """One parameter of a shape with one value; `shape` is the node that declares it."""

    shape: Node
    parameter: URIRef
    value: Node
    component: URIRef


class Shape(Struct, frozen=True):
    """A shape: `path` is None for a node shape, `path_node` the node that describes the path."""

    node: Node
    path: Path | None
    path_node: Node | None
    severity: URIRef
    messages: tuple[Literal, ...]
    deactivated: bool
    constraints: tuple[Constraint, ...]


class ShapesReader:
    """Reads the shapes of one graph."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.implicit = frozenset(implicit_targets(graph))
        """The shapes that are classes too."""
        self._custom = {
            graph.value(parameter, SH.path) for parameter in graph.objects(None, SH.parameter)
        }

    def targeted(self) -> list[Node]:
        """The shapes with targets, in a fixed order, deactivated ones among them."""
        return targeted_shapes(self.graph)

    def shape(self, node: Node) -> Shape:
        """One shape, without those it refers to.

        Raises `NotCompilable` for what is not SHACL Core or is ill-formed.
        """
        graph = self.graph
        paths = list(graph.objects(node, SH.path))
        if len(paths) > 1:
            raise NotCompilable(node, Text("flere stier", "several paths"))
        path = read_path(graph, paths[0], node) if paths else None
        deactivated = _one(graph, node, SH.deactivated)
        if deactivated is not None and str(deactivated) not in ("true", "false"):
            raise NotCompilable(
                node,
                Text(
                    "sh:deactivated, som hverken er true eller false",
                    "sh:deactivated that is neither true nor false",
                ),
            )
        severity = _one(graph, node, SH.severity) or SH.Violation
        messages = tuple(sorted(graph.objects(node, SH.message), key=_order))
        if not isinstance(severity, URIRef) or not all(isinstance(m, Literal) for m in messages):
            raise NotCompilable(
                node,
                Text(
                    "en alvorlighed eller besked, som er dannet forkert",
                    "a severity or message that is ill-formed",
                ),
            )
        return Shape(
            node,
            path,
            paths[0] if paths else None,
            severity,
            tuple(m for m in messages if isinstance(m, Literal)),
            str(deactivated) == "true",
            tuple(self._constraints(node, path is not None)),
        )

    def siblings(self, shape: Node, own: Node) -> list[Node]:
        """The qualified shapes beside a property shape, but its own (SHACL, section 4.7.3)."""
        graph = self.graph
        found = {
            sibling: None
            for parent in graph.subjects(SH.property, shape)
            for other in graph.objects(parent, SH.property)
            for sibling in graph.objects(other, SH.qualifiedValueShape)
            if sibling != own
        }
        return list(found)

    def members(self, node: Node, shape: Node) -> list[Node]:
        """The members of a list. Raises `NotCompilable` where it is ill-formed."""
        return well_formed_list(self.graph, node, shape)

    def integer(self, node: Node, value: Node) -> int:
        """A parameter that is a whole number of at least 0."""
        if (
            not isinstance(value, Literal)
            or value.datatype != XSD.integer
            or not (text := str(value).removeprefix("+")).isascii()
            or not text.isdigit()
        ):
            raise NotCompilable(
                node,
                Text(
                    "et tal, som ikke er et xsd:integer på mindst 0",
                    "a number that is no xsd:integer of at least 0",
                ),
            )
        return int(text)

    def flag(self, node: Node, parameter: URIRef) -> bool:
        """A parameter that is true; absent is false."""
        value = _one(self.graph, node, parameter)
        if value is None:
            return False
        if not isinstance(value, Literal) or value.datatype != XSD.boolean:
            raise NotCompilable(
                node,
                Text(
                    f"{_short(parameter)}, som ikke er et xsd:boolean",
                    f"{_short(parameter)} that is no xsd:boolean",
                ),
            )
        return str(value) == "true"

    def _constraints(self, node: Node, is_property: bool) -> Iterator[Constraint]:
        for predicate in sorted(set(self.graph.predicates(node)), key=str):
            values = sorted(self.graph.objects(node, predicate), key=_order)
            if predicate in self._custom:
                raise NotCompilable(
                    node,
                    Text(f"den egne parameter {predicate}", f"the custom parameter {predicate}"),
                )
            if predicate in _SILENT or not str(predicate).startswith(str(SH)):
                continue
            if predicate in _BESIDE:
                continue
            if predicate not in COMPONENTS:
                raise NotCompilable(node, _short(predicate))
            if predicate in ONE and len(values) > 1:
                raise NotCompilable(
                    node,
                    Text(f"{_short(predicate)} flere gange", f"{_short(predicate)} several times"),
                )
            if predicate in ON_PROPERTIES and not is_property:
                raise NotCompilable(
                    node,
                    Text(f"{_short(predicate)} uden en sti", f"{_short(predicate)} without a path"),
                )
            for value in values:
                yield Constraint(node, URIRef(str(predicate)), value, COMPONENTS[predicate])

    def one(self, node: Node, predicate: URIRef) -> Node | None:
        """The value of a parameter that may stand once."""
        return _one(self.graph, node, predicate)


def targeted_shapes(graph: Graph) -> list[Node]:
    """The shapes of a graph that have targets, in a fixed order."""
    found = {node for target in TARGETS for node in graph.subjects(target)}
    found |= set(implicit_targets(graph))
    found |= set(graph.subjects(SH.target))
    return sorted(found, key=_order)


def implicit_targets(graph: Graph) -> Iterator[URIRef]:
    """Shapes that are classes too: all their instances are meant (SHACL, section 2.1.3.3)."""
    classes: set[Node] = {RDFS.Class}
    while more := {s for c in classes for s in graph.subjects(RDFS.subClassOf, c)} - classes:
        classes |= more
    shapes = {
        s for kind in (SH.NodeShape, SH.PropertyShape) for s in graph.subjects(RDF.type, kind)
    }
    for parameter in (*COMPONENTS, SH.sparql, SH.expression):
        shapes |= set(graph.subjects(parameter))
    for node in shapes:
        if isinstance(node, URIRef) and classes & set(graph.objects(node, RDF.type)):
            yield node


def _one(graph: Graph, node: Node, predicate: URIRef) -> Node | None:
    values = list(graph.objects(node, predicate))
    if len(values) > 1:
        raise NotCompilable(
            node, Text(f"{_short(predicate)} flere gange", f"{_short(predicate)} several times")
        )
    return values[0] if values else None


def _short(predicate: Node) -> str:
    return str(predicate).replace(str(SH), "sh:")


def _order(node: Node) -> tuple[bool, str]:
    return isinstance(node, BNode), node.n3()
