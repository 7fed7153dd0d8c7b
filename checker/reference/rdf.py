"""Records as RDF, and which facts a class or a shape reads."""

from __future__ import annotations

from collections.abc import Container, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import TypeGuard

from msgspec import Struct, field
from rdflib import OWL, RDF, RDFS, SH, XSD, BNode, Graph, URIRef
from rdflib import Literal as RdfLiteral
from rdflib.term import Node

from lovgraf.core.errors import InputError
from lovgraf.facts.fact import Fact
from lovgraf.facts.values import NONE, State, Value
from lovgraf.reference.owl_axioms import module as owl_module

# A record as RDF: what HermiT is told, closed where it is known, and what pySHACL validates.

_TYPES = {
    "date": XSD.date, "boolean": XSD.boolean, "integer": XSD.integer, "decimal": XSD.decimal,
    "string": XSD.string,
}  # fmt: skip


def literals(fact: Fact, state: State) -> list[RdfLiteral]:
    """The values of a fact as typed literals; none where there is none or it is unknown."""
    if state is None or state is NONE:
        return []
    values = state if isinstance(state, tuple) else (state,)
    return [_literal(fact.datatype, value) for value in values]


def _literal(datatype: str, value: Value) -> RdfLiteral:
    if datatype == "decimal":
        return RdfLiteral(canonical(Decimal(str(value))), datatype=XSD.decimal)
    if datatype == "boolean":
        return RdfLiteral(bool(value))
    return RdfLiteral(str(value), datatype=_TYPES[datatype])


def canonical(value: Decimal) -> str:
    """The one lexical form of a decimal number, for literals are compared as terms.

    >>> canonical(Decimal("1.50")), canonical(Decimal("20"))
    ('1.5', '20.0')
    """
    text = f"{value:f}"
    text = text.rstrip("0") if "." in text else text + "."
    return text + "0" if text.endswith(".") else text


def assert_values(
    graph: Graph, node: Node, kind: Node, facts: Mapping[str, Fact], states: Mapping[str, State]
) -> None:
    """Add a record of a kind with its values, dates included (closed world: for pySHACL)."""
    graph.add((node, RDF.type, kind))
    for iri, state in states.items():
        for value in literals(facts[iri], state):
            graph.add((node, URIRef(iri), value))


def assert_closed(
    graph: Graph,
    node: Node,
    kind: Node,
    facts: Mapping[str, Fact],
    states: Mapping[str, State],
    functional: Container[str] = frozenset(),
) -> None:
    """Add a record with its values and the closure that makes them all there is (for HermiT).

    For each fact that is not unknown: at most as many values as are given. Of a date only that
    there is one is said, for HermiT aborts on `xsd:date`.
    """
    graph.add((node, RDF.type, kind))
    for iri, state in states.items():
        if state is None:
            continue
        values = set(literals(facts[iri], state))
        dated = facts[iri].datatype == "date"
        for value in values if not dated else ():
            graph.add((node, URIRef(iri), value))
        if not (values and iri in functional):
            _restrict(graph, node, iri, OWL.maxCardinality, len(values))
        if dated and values:
            _restrict(graph, node, iri, OWL.minCardinality, len(values))


def _restrict(graph: Graph, node: Node, iri: str, kind: Node, number: int) -> None:
    restriction = BNode()
    graph.add((node, RDF.type, restriction))
    graph.add((restriction, RDF.type, OWL.Restriction))
    graph.add((restriction, OWL.onProperty, URIRef(iri)))
    graph.add((restriction, kind, RdfLiteral(str(number), datatype=XSD.nonNegativeInteger)))


# Which facts a class or a shape reads, and what it holds them against.


class Reads(Struct, frozen=True):
    """The facts that a class or shape reads, with the literals it holds each of them against."""

    facts: frozenset[str] = frozenset()
    literals: dict[str, frozenset[Value]] = field(default_factory=dict)
    pairs: frozenset[tuple[str, str]] = frozenset()
    """Facts that a shape compares with each other."""
    patterned: frozenset[str] = frozenset()
    """Facts whose text is matched with a pattern."""
    exact: frozenset[str] = frozenset()
    """Facts of which a shape may ask more than how they compare with the values in `named`."""
    named: frozenset[Value] = frozenset()
    """Every literal of a shape, whatever it holds against it."""


def class_reads(graph: Graph, name: str) -> Reads:
    """What a class reads, by itself and through the classes it is defined by.

    Raises `InputError` for a fact that is no `owl:DatatypeProperty`: HermiT would not see it.
    """
    axioms, properties = owl_module(graph, {URIRef(name)})
    facts: set[str] = set()
    literals: dict[str, set[Value]] = {}
    patterned: set[str] = set()
    for restriction, fact in axioms.subject_objects(OWL.onProperty):
        if fact not in properties:
            raise InputError(
                f"{fact} er ikke erklæret som owl:DatatypeProperty.",
                f"{fact} is not declared as an owl:DatatypeProperty.",
            )
        facts.add(str(fact))
        found, predicates = _literals_below(axioms, restriction)
        literals.setdefault(str(fact), set()).update(found)
        if XSD.pattern in predicates:
            patterned.add(str(fact))
    return Reads(
        frozenset(facts),
        {k: frozenset(v) for k, v in literals.items()},
        frozenset(),
        frozenset(patterned),
    )


_PAIRS = (SH.lessThan, SH.lessThanOrEquals, SH.equals, SH.disjoint)
_COMPARES = {
    RDF.type, RDF.first, RDF.rest, SH.path, SH.property, SH.node, SH["and"], SH["or"], SH["not"],
    SH.xone, SH.minCount, SH.maxCount, SH.datatype, SH["in"], SH.hasValue, SH.minInclusive,
    SH.minExclusive, SH.maxInclusive, SH.maxExclusive, *_PAIRS,
}  # fmt: skip
"""What counts values, or compares them with each other and with literals."""
_REFERS = {SH.node, SH["not"], SH.qualifiedValueShape, RDF.first}
"""By what a shape refers to another."""


def shape_reads(graph: Graph, name: str) -> Reads:
    """What a shape reads, by itself and through the shapes it refers to."""
    shape = shape_graph(graph, name)
    facts: set[str] = set()
    literals: dict[str, set[Value]] = {}
    pairs: set[tuple[str, str]] = set()
    patterned: set[str] = set()
    for node, path in shape.subject_objects(SH.path):
        facts.add(str(path))
        found, predicates = _literals_below(shape, node)
        literals.setdefault(str(path), set()).update(found)
        if SH.pattern in predicates:
            patterned.add(str(path))
        for predicate in _PAIRS:
            for other in shape.objects(node, predicate):
                facts.add(str(other))
                pairs.add((str(path), str(other)))
    named = {_plain(value) for value in shape.objects(unique=True) if _is_literal(value)}
    compares = None not in named and _COMPARES.issuperset(shape.predicates(unique=True))
    return Reads(
        frozenset(facts),
        {k: frozenset(v) for k, v in literals.items()},
        frozenset(pairs),
        frozenset(patterned),
        frozenset(fact for pair in pairs for fact in pair) if compares else frozenset(facts),
        frozenset(value for value in named if value is not None),
    )


def shape_graph(graph: Graph, name: str) -> Graph:
    """A shape and the shapes it refers to, without targets, labels and messages."""
    result, todo, seen = Graph(), [URIRef(name)], set[Node]()
    while todo:
        node = todo.pop()
        if node in seen:
            continue
        seen.add(node)
        for predicate, value in graph.predicate_objects(node):
            if not _is_shape_triple(predicate, value):
                continue
            result.add((node, predicate, _canonical(value)))
            if predicate != SH.path and predicate not in _PAIRS and not _is_literal(value):
                todo.append(value)  # type: ignore[arg-type]
    return result


_NOT_OF_SHAPES = {SH.message, SH.name, SH.description, SH.order, SH.group, SH.severity}


def _is_shape_triple(predicate: Node, value: Node) -> bool:
    if predicate == RDF.type:
        return value in (SH.NodeShape, SH.PropertyShape)
    if predicate in (RDF.first, RDF.rest):
        return True
    name = str(predicate)
    return (
        name.startswith(str(SH))
        and not name.startswith(str(SH.target))
        and predicate not in _NOT_OF_SHAPES
    )


def _canonical(node: Node) -> Node:
    """Decimals in one lexical form, strings with their type, for SHACL compares literals as terms.

    A string without a datatype is an `xsd:string` (RDF 1.1 Concepts, section 3.3); rdflib keeps
    the two apart.
    """
    if not isinstance(node, RdfLiteral) or node.language:
        return node
    if node.datatype is None:
        return RdfLiteral(str(node), datatype=XSD.string)
    if node.datatype == XSD.decimal and not node.ill_typed:
        return RdfLiteral(canonical(Decimal(str(node))), datatype=XSD.decimal)
    return node


def _is_literal(node: Node) -> TypeGuard[RdfLiteral]:
    return isinstance(node, RdfLiteral)


def _literals_below(graph: Graph, node: Node) -> tuple[set[Value], set[Node]]:
    """The literals that a blank node and those below it hold, also in datatypes and shapes with a
    name, and the predicates used there."""
    found: set[Value] = set()
    predicates: set[Node] = set()
    todo, seen = [node], set[Node]()
    while todo:
        current = todo.pop()
        if current in seen:
            continue
        seen.add(current)
        for predicate, value in graph.predicate_objects(current):
            predicates.add(predicate)
            if isinstance(value, RdfLiteral):
                if (plain := _plain(value)) is not None:
                    found.add(plain)
            elif isinstance(value, BNode) or predicate in _REFERS or _datatype(graph, value):
                todo.append(value)
    return found, predicates


def _datatype(graph: Graph, node: Node) -> bool:
    return (node, RDF.type, RDFS.Datatype) in graph


def _plain(literal: RdfLiteral) -> Value | None:
    if literal.datatype == XSD.string or literal.datatype is None:
        return str(literal)
    value = literal.toPython()
    if isinstance(value, datetime):
        return None
    return value if isinstance(value, bool | int | Decimal | date) else None
