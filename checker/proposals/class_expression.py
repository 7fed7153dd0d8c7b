"""A condition as an OWL class expression, so that a repair can be written into a proposal."""

from __future__ import annotations

from decimal import Decimal

from rdflib import OWL, RDF, RDFS, XSD, BNode, Graph, URIRef
from rdflib import Literal as RdfLiteral
from rdflib.collection import Collection
from rdflib.term import Node

from lovgraf.conditions.tree import And, Condition, Count, Leaf, Named, Not, OneOf, Or, Range


def write_class(graph: Graph, condition: Condition) -> Node:
    """Add the class of those for whom a condition holds; its node.

    Raises `ValueError` for what class expressions cannot say (dates, patterns, comparisons).
    """
    match condition:
        case Named(iri, _):
            return URIRef(iri)
        case Not(part):
            return _class(graph, OWL.complementOf, write_class(graph, part))
        case And(parts):
            return _several(graph, OWL.intersectionOf, [write_class(graph, p) for p in parts])
        case Or(parts):
            return _several(graph, OWL.unionOf, [write_class(graph, p) for p in parts])
        case Count(fact, low, None):
            node = _restriction(graph, fact)
            count = RdfLiteral(str(low), datatype=XSD.nonNegativeInteger)
            graph.add((node, OWL.minCardinality, count))
            return node
        case Leaf(fact, OneOf(values), False):
            each = [_has(graph, fact, value) for value in sorted(values, key=repr)]
            return each[0] if len(each) == 1 else _several(graph, OWL.unionOf, each)
        case Leaf(fact, Range() as test, False):
            node = _restriction(graph, fact)
            graph.add((node, OWL.someValuesFrom, _range(graph, test)))
            return node
    raise ValueError("a class expression cannot say this")


def _class(graph: Graph, predicate: URIRef, value: Node) -> Node:
    node = BNode()
    graph.add((node, RDF.type, OWL.Class))
    graph.add((node, predicate, value))
    return node


def _several(graph: Graph, predicate: URIRef, parts: list[Node]) -> Node:
    items = BNode()
    Collection(graph, items, parts)
    return _class(graph, predicate, items)


def _restriction(graph: Graph, fact: str) -> Node:
    node = BNode()
    graph.add((node, RDF.type, OWL.Restriction))
    graph.add((node, OWL.onProperty, URIRef(fact)))
    return node


def _has(graph: Graph, fact: str, value: object) -> Node:
    if not isinstance(value, bool | int | str):
        raise ValueError("a class expression cannot say this")
    node = _restriction(graph, fact)
    graph.add((node, OWL.hasValue, RdfLiteral(value)))
    return node


def _range(graph: Graph, test: Range) -> Node:
    items = []
    for limit, included, inside, outside in (
        (test.low, test.low_included, XSD.minInclusive, XSD.minExclusive),
        (test.high, test.high_included, XSD.maxInclusive, XSD.maxExclusive),
    ):
        if limit is None:
            continue
        if not isinstance(limit, int | Decimal):
            raise ValueError("a class expression cannot say this")
        facet = BNode()
        graph.add((facet, inside if included else outside, RdfLiteral(limit)))
        items.append(facet)
    kind = (
        XSD.decimal if any(isinstance(n, Decimal) for n in (test.low, test.high)) else XSD.integer
    )
    node, restrictions = BNode(), BNode()
    Collection(graph, restrictions, list(items))
    graph.add((node, RDF.type, RDFS.Datatype))
    graph.add((node, OWL.onDatatype, kind))
    graph.add((node, OWL.withRestrictions, restrictions))
    return node
