"""The part of a graph that a reasoner reads: class and property axioms, and assertions.

Everything else of the law graph (annotations, shapes, imports, dates) is left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from rdflib import OWL, RDF, RDFS, XSD, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

# OWL 2 has no datatype for these, and HermiT aborts on them (W3C OWL 2 Syntax, section 4).
UNSUPPORTED = frozenset(
    {
        XSD.date,
        XSD.time,
        XSD.gYear,
        XSD.gYearMonth,
        XSD.gMonth,
        XSD.gMonthDay,
        XSD.gDay,
        XSD.duration,
        XSD.dayTimeDuration,
        XSD.yearMonthDuration,
    }
)
_TERMS = {OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, RDFS.Datatype}
_CHARACTERISTICS = {
    OWL.FunctionalProperty,
    OWL.InverseFunctionalProperty,
    OWL.TransitiveProperty,
    OWL.SymmetricProperty,
    OWL.AsymmetricProperty,
    OWL.ReflexiveProperty,
    OWL.IrreflexiveProperty,
}
_NODES = {OWL.Restriction, OWL.AllDisjointClasses, OWL.AllDifferent, OWL.AllDisjointProperties}
_AXIOM_TYPES = _TERMS | _CHARACTERISTICS | _NODES
_CLASS_AXIOMS = (RDFS.subClassOf, OWL.equivalentClass, OWL.disjointWith, OWL.disjointUnionOf)
_RDFS_AXIOMS = {RDFS.subClassOf, RDFS.subPropertyOf, RDFS.domain, RDFS.range}
_NOT_AXIOMS = {
    OWL.imports, OWL.versionInfo, OWL.versionIRI, OWL.deprecated, OWL.priorVersion,
    OWL.incompatibleWith, OWL.backwardCompatibleWith, OWL.annotatedSource, OWL.annotatedTarget,
    OWL.annotatedProperty,
}  # fmt: skip
_BOTTOM_UP = {OWL.AllDisjointClasses, OWL.AllDifferent, OWL.AllDisjointProperties}


def _is_axiom(predicate: Node, value: Node) -> bool:
    states = _states_axioms(predicate)
    return value in _AXIOM_TYPES if states is None else states


@lru_cache(maxsize=1 << 12)
def _states_axioms(predicate: Node) -> bool | None:
    """Whether a predicate states axioms; None for that of types, some of which do."""
    if predicate == RDF.type:
        return None
    if predicate in _NOT_AXIOMS:
        return False
    return (
        predicate in _RDFS_AXIOMS
        or predicate in {RDF.first, RDF.rest}
        or str(predicate).startswith((str(OWL), str(XSD)))
    )


def _close(graph: Graph, start: Iterable[Node], result: Graph) -> None:
    """Copy the axioms of `start` and of the blank nodes below them."""
    stack, seen = list(start), set[Node]()
    while stack:
        node = stack.pop()
        if node in seen:
            continue
        seen.add(node)
        for subject, predicate, value in graph.triples((node, None, None)):
            if not _is_axiom(predicate, value):
                continue
            if predicate == RDFS.range and value in UNSUPPORTED:
                continue
            result.add((subject, predicate, value))
            if isinstance(value, BNode):
                stack.append(value)


def terminology(graph: Graph) -> Graph:
    """The class and property axioms of a graph, without annotations, imports and date ranges."""
    result = Graph()
    named = {s for kind in _TERMS | _CHARACTERISTICS for s in graph.subjects(RDF.type, kind)}
    groups = {s for kind in _BOTTOM_UP for s in graph.subjects(RDF.type, kind)}
    general = {s for p in _CLASS_AXIOMS for s in graph.subjects(p, None)}
    _close(graph, [n for n in named if isinstance(n, URIRef)], result)
    _close(graph, general, result)
    _close(graph, groups, result)
    return result


def module(graph: Graph, classes: Iterable[URIRef]) -> tuple[Graph, set[URIRef]]:
    """The axioms that classes lead to, through every named term, and the properties they use."""
    result, todo, seen = Graph(), set(classes), set[Node]()
    while todo:
        batch = todo - seen
        seen |= batch
        _close(graph, batch, result)
        todo = {
            value
            for value in result.objects(unique=True)
            if isinstance(value, URIRef) and value not in seen and not _builtin(value)
        }
    for kind in _BOTTOM_UP:
        for node in graph.subjects(RDF.type, kind):
            heads = list(graph.objects(node, OWL.members))
            members = [m for head in heads for m in graph.items(head)]
            kept = [m for m in members if m in seen]
            if len(kept) > 1:
                _add_group(result, kind, kept)
    properties = {
        node
        for node in seen
        if isinstance(node, URIRef)
        and {OWL.DatatypeProperty, OWL.ObjectProperty} & set(graph.objects(node, RDF.type))
    }
    return result, properties


def _add_group(result: Graph, kind: Node, members: list[Node]) -> None:
    node, head = BNode(), BNode()
    Collection(result, head, members)
    result.add((node, RDF.type, kind))
    result.add((node, OWL.members, head))


def _builtin(iri: URIRef) -> bool:
    return str(iri).startswith((str(OWL), str(RDF), str(RDFS), str(XSD)))


def assertions(
    graph: Graph, tbox: Graph | None = None, properties: set[URIRef] | None = None
) -> Graph:
    """What is asserted of individuals: types, and values of object and datatype properties.

    With `properties`, only those are kept; with `tbox`, only types that it declares.
    """
    declared = graph if tbox is None else tbox
    kinds = {OWL.ObjectProperty, OWL.DatatypeProperty}
    if properties is None:
        properties = {
            p for kind in kinds for p in declared.subjects(RDF.type, kind) if isinstance(p, URIRef)
        }
    known_classes = set(declared.subjects(RDF.type, OWL.Class))
    terms = {s for kind in _AXIOM_TYPES for s in declared.subjects(RDF.type, kind)}
    result = Graph()
    below: list[Node] = []
    for subject, predicate, value in graph:
        if subject in terms:
            continue
        if predicate == RDF.type:
            if isinstance(value, BNode):
                below.append(value)
            elif value not in known_classes:
                continue
        elif predicate not in properties or (
            isinstance(value, Literal) and value.datatype in UNSUPPORTED
        ):
            continue
        result.add((subject, predicate, value))
    for node in below:
        if _mentions_only(graph, node, properties):
            _close(graph, [node], result)
        else:
            result.remove((None, RDF.type, node))
    return result


def alike_as_one(facts: Graph, axioms: Graph) -> Graph:
    """What is asserted, with individuals of the same types and literals made one; those that
    `axioms` or a class names stay what they are.

    Where this agrees with the axioms, so does what is asserted: whoever is one here can be
    interpreted as one there. It may contradict them where what is asserted does not.
    """
    apart = set(axioms.all_nodes())
    said: dict[Node, set[tuple[Node, Node]]] = {node: set() for node in facts.all_nodes()}
    for subject, predicate, value in facts:
        if predicate == RDF.type or isinstance(value, Literal):
            said[subject].add((predicate, value))
        if predicate == RDF.type or isinstance(subject, BNode):
            apart.add(value)  # a class, or what one is made of
    first: dict[frozenset[tuple[Node, Node]], Node] = {}
    stands: dict[Node, Node] = {
        node: first.setdefault(frozenset(own), node)
        for node, own in said.items()
        if isinstance(node, URIRef) and node not in apart
    }
    result = Graph()
    for subject, predicate, value in facts:
        result.add((stands.get(subject, subject), predicate, stands.get(value, value)))
    return result


def _mentions_only(graph: Graph, node: Node, properties: set[URIRef]) -> bool:
    used = set(graph.objects(node, OWL.onProperty))
    inner = [v for p, v in graph.predicate_objects(node) if isinstance(v, BNode)]
    return used <= properties and all(_mentions_only(graph, v, properties) for v in inner)


def key_of(graph: Graph, node: Node) -> frozenset[tuple[Node, object]]:
    """What is asserted of a node, as a value: equal keys mean equal assertions."""
    return frozenset(
        (predicate, key_of(graph, value) if isinstance(value, BNode) else value)
        for predicate, value in graph.predicate_objects(node)
    )


def state_as_class(facts: Graph, individual: Node, name: URIRef, target: Graph) -> None:
    """State of a class what is asserted of an individual: its types, and each value it has."""
    target.add((name, RDF.type, OWL.Class))
    for predicate, value in facts.predicate_objects(individual):
        if predicate == RDF.type:
            target.add((name, RDFS.subClassOf, value))
            if isinstance(value, BNode):
                _close(facts, [value], target)
            continue
        restriction = BNode()
        target.add((name, RDFS.subClassOf, restriction))
        target.add((restriction, RDF.type, OWL.Restriction))
        target.add((restriction, OWL.onProperty, predicate))
        target.add((restriction, OWL.hasValue, value))
