"""The conditions of norms as plain SHACL, for an engine that validates record by record.

A record meets a norm's shape when it is not addressed, or exempt, or does the duty in time, or may
still do it. Derived facts are given to the engine as values of the record.
"""

from __future__ import annotations

from collections.abc import Iterable

from rdflib import RDF, SH, XSD, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from lovgraf.conditions.tree import (
    And,
    Compare,
    Condition,
    Constant,
    Count,
    Excludes,
    Leaf,
    Length,
    Matches,
    Named,
    Not,
    OneOf,
    Or,
    Range,
    Test,
    Typed,
    any_of,
)
from lovgraf.verdicts.program import Program

_COMPARE = {
    "less": SH.lessThan,
    "less-or-equal": SH.lessThanOrEquals,
    "equal": SH.equals,
    "disjoint": SH.disjoint,
}


def shapes_graph(programs: Iterable[Program], target: URIRef) -> Graph:
    """One node shape a norm, each with the record type as its target."""
    graph = Graph()
    for program in programs:
        shape = URIRef(program.norm.iri)
        graph.add((shape, RDF.type, SH.NodeShape))
        graph.add((shape, SH.targetClass, target))
        whole = any_of(Not(program.addressed), program.exempt, program.met, program.pending)
        graph.add((shape, SH.node, _shape(graph, whole)))
    return graph


def _shape(graph: Graph, condition: Condition) -> BNode:
    node = BNode()
    graph.add((node, RDF.type, SH.NodeShape))
    match condition:
        case Named(_, part):
            return _shape(graph, part)
        case Constant(True):
            pass
        case Constant(False):
            graph.add((node, SH["not"], _shape(graph, Constant(True))))
        case Not(part):
            graph.add((node, SH["not"], _shape(graph, part)))
        case And(parts):
            graph.add((node, SH["and"], _list(graph, (_shape(graph, part) for part in parts))))
        case Or(parts):
            graph.add((node, SH["or"], _list(graph, (_shape(graph, part) for part in parts))))
        case Leaf() | Count() | Compare():
            graph.add((node, SH.property, _property(graph, condition)))
    return node


def _property(graph: Graph, question: Leaf | Count | Compare) -> BNode:
    node = BNode()
    graph.add((node, SH.path, URIRef(question.fact)))
    match question:
        case Count(_, low, high):
            graph.add((node, SH.minCount, Literal(low)))
            if high is not None:
                graph.add((node, SH.maxCount, Literal(high)))
        case Compare(_, relation, other):
            graph.add((node, _COMPARE[relation], URIRef(other)))
        case Leaf(_, OneOf(values), False) if len(values) == 1:
            graph.add((node, SH.hasValue, Literal(next(iter(values)))))
        case Leaf(_, test, False):
            value = BNode()
            _test(graph, value, test)
            graph.add((node, SH.qualifiedValueShape, value))
            graph.add((node, SH.qualifiedMinCount, Literal(1)))
        case Leaf(_, test, True):
            _test(graph, node, test)
    return node


def _test(graph: Graph, node: Node, test: Test) -> None:
    match test:
        case OneOf(values):
            graph.add((node, SH["in"], _list(graph, map(Literal, sorted(values, key=repr)))))
        case Range(low, high, low_in, high_in):
            if low is not None:
                graph.add((node, SH.minInclusive if low_in else SH.minExclusive, Literal(low)))
            if high is not None:
                graph.add((node, SH.maxInclusive if high_in else SH.maxExclusive, Literal(high)))
        case Matches(pattern, flags):
            graph.add((node, SH.pattern, Literal(pattern)))
            if flags:
                graph.add((node, SH.flags, Literal(flags)))
        case Length(low, high):
            graph.add((node, SH.minLength, Literal(low)))
            if high is not None:
                graph.add((node, SH.maxLength, Literal(high)))
        case Typed(datatype):
            graph.add((node, SH.datatype, XSD[datatype]))
        case Excludes(inner):
            other = BNode()
            _test(graph, other, inner)
            graph.add((node, SH["not"], other))


def _list(graph: Graph, members: Iterable[Node]) -> BNode:
    node = BNode()
    Collection(graph, node, list(members))
    return node
