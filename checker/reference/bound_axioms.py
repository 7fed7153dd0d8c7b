"""Axioms that a reasoner needs beside the law to say whom norms bind, as far as OWL 2 has them.

Each norm of a date binds a class (`core:boundBy` some value), and derived facts follow from others
where that can be said without "unknown": OWL draws no conclusion from what it was not told. What is
left out is counted by operator.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from msgspec import Struct
from rdflib import OWL, RDF, RDFS, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from lovgraf.conditions.atoms import can_be_none
from lovgraf.core.terms import CORE, Text, short
from lovgraf.facts.entailed import EVERYONE, Among, Besides, Each, Either, Has, Scalar, Who
from lovgraf.facts.fact import AS_OF, CodeGroup, Column, Derived, Fact, Ref
from lovgraf.facts.operators import operator_of
from lovgraf.law.view import LawView
from lovgraf.reference.plan import Lift, lifts


class Axioms(Struct):
    """The axioms, and how many derived facts of each operator they say nothing of."""

    graph: Graph
    unsaid: Counter[str]


def axioms_of(view: LawView) -> Axioms:
    """The axioms of a date."""
    writer = _Writer(view)
    for norm in view.judged():
        if norm.addressee is not None:
            writer.bind(norm.iri, norm.label, norm.addressee, lifts(view, norm, (norm.iri,)))
    unsaid: Counter[str] = Counter()
    for fact in view.law.facts.facts.values():
        if isinstance(fact, Derived) and not fact.follows and not writer.derive(fact):
            unsaid[short(fact.operator)] += 1
    return Axioms(writer.graph, unsaid)


class _Writer:
    def __init__(self, view: LawView) -> None:
        self._view = view
        self.graph = Graph(bind_namespaces="none")
        for link in (CORE.addressedBy, CORE.boundBy):
            self.graph.add((link, RDF.type, OWL.ObjectProperty))

    # Norms

    def bind(self, norm: str, label: Text, addressee: str, lifting: Iterable[Lift]) -> None:
        """A class of those bound: addressed, and in no class that lifts the norm."""
        bound = URIRef(f"{norm}/bound")
        self.graph.add((bound, RDF.type, OWL.Class))
        for lang, text in Text(f"Bundet: {label.da}", f"Bound: {label.en}").as_dict().items():
            self.graph.add((bound, RDFS.label, Literal(text, lang=lang)))
        whom = [URIRef(addressee), *(self._not(self._lifted(one)) for one in lifting)]
        self.graph.add((bound, OWL.equivalentClass, self._all(whom)))
        for who, link in ((URIRef(addressee), CORE.addressedBy), (bound, CORE.boundBy)):
            self._under(who, self._has(link, URIRef(norm)))

    def _lifted(self, lift: Lift) -> Node:
        inside = self._any([URIRef(name) for name in dict.fromkeys(lift.classes)])
        return self._all([inside, *(self._not(self._lifted(one)) for one in lift.unless)])

    # Facts

    def derive(self, fact: Derived) -> bool:
        """Say what follows of a derived fact; whether anything is said."""
        found = list(operator_of(fact).entails(fact, Entailed(self._view)))
        for who, value in found:
            self._under(self._class(who), self._has(URIRef(fact.iri), Literal(value)))
        return bool(found)

    def _class(self, who: Who) -> Node:
        """The class expression of whoever it is."""
        match who:
            case Has(fact, value):
                return self._has(URIRef(fact), Literal(value))
            case Among(fact, values):
                return self._some(fact, self._named(values))
            case Besides(fact, values):
                data = BNode()
                self.graph.add((data, RDF.type, RDFS.Datatype))
                self.graph.add((data, OWL.datatypeComplementOf, self._named(values)))
                return self._some(fact, data)
            case Each(parts):
                return self._all([self._class(part) for part in parts if part != EVERYONE])
            case Either(parts):
                return self._any([self._class(part) for part in parts])

    # Class expressions

    def _named(self, values: Iterable[Scalar]) -> Node:
        return self._list([Literal(value) for value in values], OWL.oneOf)

    def _some(self, fact: str, data: Node) -> Node:
        node = BNode()
        self.graph.add((node, RDF.type, OWL.Restriction))
        self.graph.add((node, OWL.onProperty, URIRef(fact)))
        self.graph.add((node, OWL.someValuesFrom, data))
        return node

    def _has(self, link: URIRef, value: Node) -> Node:
        node = BNode()
        self.graph.add((node, RDF.type, OWL.Restriction))
        self.graph.add((node, OWL.onProperty, link))
        self.graph.add((node, OWL.hasValue, value))
        return node

    def _not(self, what: Node) -> Node:
        node = BNode()
        self.graph.add((node, RDF.type, OWL.Class))
        self.graph.add((node, OWL.complementOf, what))
        return node

    def _all(self, parts: list[Node]) -> Node:
        return parts[0] if len(parts) == 1 else self._list(parts, OWL.intersectionOf)

    def _any(self, parts: list[Node]) -> Node:
        return parts[0] if len(parts) == 1 else self._list(parts, OWL.unionOf)

    def _list(self, members: list[Node], kind: URIRef) -> Node:
        node, head = BNode(), BNode()
        Collection(self.graph, head, members)
        self.graph.add((node, RDF.type, RDFS.Datatype if kind == OWL.oneOf else OWL.Class))
        self.graph.add((node, kind, head))
        return node

    def _under(self, who: Node, over: Node) -> None:
        self.graph.add((who, RDFS.subClassOf, over))


class Entailed:
    """The facts of a date, as operators ask for them; a fact that rests on itself has no values."""

    def __init__(self, view: LawView) -> None:
        self.as_of, self._facts = view.as_of, view.law.facts
        self._open: list[str] = []

    def group(self, iri: str) -> CodeGroup:
        return self._facts.groups[iri]

    def operand(self, fact: Derived, role: str) -> Fact | None:
        operands = fact.roles.get(role, ())
        if len(operands) != 1 or not isinstance(operands[0], Ref) or operands[0] == AS_OF:
            return None
        of = self._facts[operands[0].iri]
        return None if of.datatype == "date" or of.multi else of

    def values(self, operand: Ref) -> frozenset[Scalar] | None:
        fact = self._facts.facts.get(operand.iri)
        if fact is None or operand.iri in self._open:
            return None
        if isinstance(fact, Derived):
            self._open.append(fact.iri)
            try:
                return operator_of(fact).values(fact, self)
            finally:
                self._open.pop()
        if fact.datatype == "boolean":
            return frozenset({True, False})
        if isinstance(fact, Column) and fact.code_list is not None:
            return frozenset(fact.code_list.notations)
        return None

    def silent(self, operand: Ref) -> Who | None:
        fact = self._facts[operand.iri]
        return operator_of(fact).silent(fact, self) if isinstance(fact, Derived) else None

    def can_be_none(self, operand: Ref) -> bool:
        return can_be_none(self._facts[operand.iri], self._facts)
