"""Whether a class of the law is made of nothing but what the engines read: the data part of OWL 2.

A record has facts and no links to other things. So what an ontology says of individuals, of object
properties, or of a class without defining it, would leave a record outside of the class unasked.
"""

from __future__ import annotations

from collections.abc import Collection

from msgspec import Struct, field
from rdflib import OWL, RDF, RDFS, XSD, Graph, URIRef
from rdflib.term import Node

from lovgraf.conditions.readable import (
    Unreadable,
    check_bound,
    check_value,
    count,
    datatype_of,
    items,
    misspelt,
    strictly,
)
from lovgraf.core.refusal import DEEPEST, too_deep
from lovgraf.core.terms import Text

_LISTS = (OWL.intersectionOf, OWL.unionOf, OWL.disjointUnionOf)
_BOOLEAN = (OWL.intersectionOf, OWL.unionOf, OWL.complementOf)
_DEFINES = (OWL.equivalentClass, *_BOOLEAN, OWL.disjointUnionOf)
_QUALIFIED = (
    OWL.minQualifiedCardinality, OWL.maxQualifiedCardinality, OWL.qualifiedCardinality,
)  # fmt: skip
_NUMBERS = (OWL.minCardinality, OWL.maxCardinality, OWL.cardinality, *_QUALIFIED)
_RESTRICTS = (OWL.hasValue, OWL.someValuesFrom, OWL.allValuesFrom, *_NUMBERS)
_FACETS = (XSD.minInclusive, XSD.maxInclusive, XSD.minExclusive, XSD.maxExclusive)
_RANGES = (
    OWL.oneOf, OWL.datatypeComplementOf, OWL.withRestrictions, OWL.unionOf, OWL.intersectionOf,
)  # fmt: skip
_CLASS_TELLS = {OWL.disjointWith, OWL.deprecated, OWL.versionInfo}
_FACT_IS = {OWL.DatatypeProperty, OWL.FunctionalProperty, OWL.NamedIndividual}
_FACT_TELLS = {
    RDFS.range,
    RDFS.domain,
    OWL.deprecated,
    OWL.versionInfo,
    RDFS.label,
    RDFS.comment,
    RDFS.seeAlso,
    RDFS.isDefinedBy,
}
_RELATES = (
    RDFS.subPropertyOf, OWL.equivalentProperty, OWL.propertyDisjointWith, OWL.inverseOf,
)  # fmt: skip


def _said(graph: Graph, node: Node) -> set[Node]:
    """What the vocabularies of ontologies say of a node."""
    spaces = (str(OWL), str(RDFS), str(XSD))
    return {p for p in graph.predicates(node) if str(p).startswith(spaces)}


UPWARDS = (RDFS.subClassOf, *_RELATES)
"""What is not to be said of a class or a fact by another."""


class ReadableClasses(Struct):
    """Looks at the classes of one graph; `record_types` are the IRIs of the classes of records.

    `_looked` and `_facts` are those that are known to be read; several who look may share them.
    """

    graph: Graph
    record_types: Collection[str]
    _looked: set[Node] = field(default_factory=set)
    _facts: set[Node] = field(default_factory=set)
    _open: list[Node] = field(default_factory=list)

    def check(self, node: Node) -> None:
        """Raise `Unreadable` where a class expression, or a class it uses, has what is not read."""
        if node in self._looked or node in (OWL.Thing, OWL.Nothing):
            return
        if str(node) in self.record_types:
            return
        if node in self._open:
            raise Unreadable(
                node, Text("en definition, der bruger sig selv", "a definition that uses itself")
            )
        if len(self._open) >= DEEPEST:
            raise Unreadable(self._name(), too_deep())
        self._open.append(node)
        try:
            if isinstance(node, URIRef):
                self._named(node)
            else:
                self._expression(node)
        finally:
            self._open.pop()
        self._looked.add(node)

    def _named(self, node: URIRef) -> None:
        graph = self.graph
        said = [(p, o) for p in _DEFINES for o in graph.objects(node, p)]
        others = _said(graph, node) - {*_DEFINES, *_CLASS_TELLS, *_FACT_TELLS}
        for predicate in sorted(others, key=str):
            raise Unreadable(node, misspelt(predicate, _DEFINES))
        if not said:
            raise Unreadable(
                node,
                Text("en klasse uden owl:equivalentClass", "a class without owl:equivalentClass"),
            )
        if len(said) > 1:
            raise Unreadable(
                node,
                Text("flere definitioner af én klasse", "several definitions of one class"),
            )
        if (None, RDFS.subClassOf, node) in graph:
            raise Unreadable(node, str(RDFS.subClassOf))
        ((predicate, value),) = said
        if predicate == OWL.equivalentClass:
            self.check(value)
        else:
            self._boolean(predicate, value)

    def _boolean(self, predicate: Node, value: Node) -> None:
        parts = items(self.graph, value, self._name()) if predicate in _LISTS else [value]
        for part in parts:
            self.check(part)

    def _expression(self, node: Node) -> None:
        graph = self.graph
        said = _said(graph, node)
        if OWL.onProperty in said:
            self._restriction(node, said)
            return
        known = said & {*_BOOLEAN}
        for predicate in sorted(said - known, key=str):
            raise Unreadable(self._name(), misspelt(predicate, (*_BOOLEAN, *_RESTRICTS)))
        values = [(p, o) for p in known for o in graph.objects(node, p)]
        if len(values) != 1:
            raise Unreadable(
                self._name(),
                Text(
                    "et udtryk uden præcis én operator", "an expression without just one operator"
                ),
            )
        self._boolean(*values[0])

    def _restriction(self, node: Node, said: set[Node]) -> None:
        graph, where = self.graph, self._name()
        facts = list(graph.objects(node, OWL.onProperty))
        for predicate in sorted(said - {OWL.onProperty, *_RESTRICTS, OWL.onDataRange}, key=str):
            raise Unreadable(where, misspelt(predicate, _RESTRICTS))
        own = [(p, o) for p in _RESTRICTS for o in graph.objects(node, p)]
        if len(facts) != 1 or len(own) != 1:
            raise Unreadable(
                where,
                Text(
                    "en begrænsning med andet end én egenskab og ét krav",
                    "a restriction with other than one property and one demand",
                ),
            )
        fact, (predicate, value) = facts[0], own[0]
        self._fact(fact)
        ranges = list(graph.objects(node, OWL.onDataRange))
        if (predicate in _QUALIFIED) != (len(ranges) == 1):
            raise Unreadable(
                where,
                Text(
                    f"{predicate} uden præcis én owl:onDataRange",
                    f"{predicate} without just one owl:onDataRange",
                ),
            )
        if predicate in _NUMBERS:
            strictly(lambda: count(value, where))
            for found in ranges:
                self._range(found, fact)
        elif predicate == OWL.hasValue:
            check_value(graph, fact, value, where)
        else:
            self._range(value, fact)

    def _fact(self, fact: Node) -> None:
        """Look at what is said of a fact beside its declaration."""
        if fact in self._facts:
            return
        graph, where = self.graph, self._name()
        if not isinstance(fact, URIRef):
            inner = ", ".join(sorted(map(str, graph.predicates(fact))))
            raise Unreadable(where, inner or "owl:onProperty")
        if datatype_of(graph, fact) is None:
            raise Unreadable(
                where,
                Text(
                    f"egenskaben {fact}, der ikke er et faktum,",
                    f"the property {fact}, which is no fact,",
                ),
            )
        for kind in sorted(graph.objects(fact, RDF.type), key=str):
            if str(kind).startswith((str(OWL), str(RDFS))) and kind not in _FACT_IS:
                raise Unreadable(where, Text(f"{kind} ({fact})", f"{kind} ({fact})"))
        for predicate in sorted(_said(graph, fact) - _FACT_TELLS, key=str):
            raise Unreadable(where, Text(f"{predicate} ({fact})", f"{predicate} ({fact})"))
        for predicate in _RELATES:
            if (None, predicate, fact) in graph:
                raise Unreadable(where, Text(f"{predicate} ({fact})", f"{predicate} ({fact})"))
        self._facts.add(fact)

    def _range(self, node: Node, fact: Node, depth: int = 0) -> None:
        """Look at a data range that the values of a fact are held against."""
        graph, where, own = self.graph, self._name(), datatype_of(self.graph, fact)
        if depth >= DEEPEST:
            raise Unreadable(where, too_deep())
        if node == RDFS.Literal or node == own or (node, own) == (XSD.decimal, XSD.integer):
            return
        if isinstance(node, URIRef):
            defined = list(graph.objects(node, OWL.equivalentClass))
            if len(defined) != 1 or (node, RDF.type, RDFS.Datatype) not in graph:
                raise Unreadable(where, Text(f"værdimængden {node}", f"the data range {node}"))
            self._range(defined[0], fact, depth + 1)
            return
        said = _said(graph, node) - {OWL.onDatatype}
        values = [(p, o) for p in _RANGES for o in graph.objects(node, p)]
        for predicate in sorted(said - {*_RANGES}, key=str):
            raise Unreadable(where, misspelt(predicate, _RANGES))
        if len(values) != 1:
            raise Unreadable(
                where,
                Text(
                    "en værdimængde uden præcis én operator",
                    "a data range without just one operator",
                ),
            )
        predicate, value = values[0]
        if predicate == OWL.oneOf:
            for member in items(graph, value, where):
                check_value(graph, fact, member, where)
        elif predicate == OWL.datatypeComplementOf:
            self._range(value, fact, depth + 1)
        elif predicate == OWL.withRestrictions:
            self._facets(node, value, fact)
        else:
            for part in items(graph, value, where):
                self._range(part, fact, depth + 1)

    def _facets(self, node: Node, head: Node, fact: Node) -> None:
        graph, where = self.graph, self._name()
        own = datatype_of(graph, fact)
        for kind in graph.objects(node, OWL.onDatatype):
            if kind != own and (kind, own) != (XSD.decimal, XSD.integer):
                raise Unreadable(where, f"owl:onDatatype {kind} ({fact})")
        for facet in items(graph, head, where):
            for predicate, value in graph.predicate_objects(facet):
                text = datatype_of(graph, fact) in (XSD.string, None)
                if predicate in _FACETS:
                    check_bound(graph, fact, value, where)
                elif predicate != XSD.pattern or not text:
                    raise Unreadable(where, misspelt(predicate, (*_FACETS, XSD.pattern)))

    def _name(self) -> Node:
        """The innermost named class being looked at."""
        named = [node for node in self._open if isinstance(node, URIRef)]
        return named[-1] if named else self._open[-1]
