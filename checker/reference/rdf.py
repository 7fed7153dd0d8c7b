"""A record as RDF: what HermiT is told, closed where it is known, and what pySHACL validates."""

from __future__ import annotations

from collections.abc import Container, Mapping
from decimal import Decimal

from rdflib import OWL, RDF, XSD, BNode, Graph, URIRef
from rdflib import Literal as RdfLiteral
from rdflib.term import Node

from lovgraf.facts.values import NONE, State, Value
from lovgraf.facts.vocabulary import Fact

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
