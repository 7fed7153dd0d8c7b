"""Texts that a class cannot tell apart, because exchanging them leaves its axioms as they are.

A law may say the same of dozens of codes, each in a class of its own. Where exchanging two of
them, wherever a fact is held against them, gives the same axioms but for the names of the
classes in between, then what holds of a record with the one holds of the same record with the
other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator

import pyoxigraph as ox
from rdflib import OWL, RDF, RDFS, XSD, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from lovgraf.core.turtle_terms import triples_of

_UNORDERED = (
    OWL.unionOf, OWL.intersectionOf, OWL.oneOf, OWL.disjointUnionOf, OWL.members,
    OWL.withRestrictions,
)  # fmt: skip
_MOST_KINDS = 8
"""With how many that look alike but differ a further text is compared before it is left alone."""
_OF_A_FACT = frozenset({RDF.type, RDFS.range, RDFS.domain})
_ONE, _UNNAMED = ox.NamedNode("urn:exchanged:1"), ox.NamedNode("urn:exchanged:2")


class Interchangeable:
    """The texts that a class holds one fact against, and which of them are alike.

    `axioms` are all that a reasoner knows of the class; `kept` are the names that mean something
    outside them: the class itself and the types of record.
    """

    def __init__(self, axioms: Graph, kept: Collection[Node], fact: URIRef) -> None:
        axioms = _without_order(axioms)
        self._axioms, self._fact = axioms, fact
        self._parents = {o: s for s, _, o in axioms if isinstance(o, BNode)}
        named = {*axioms.subjects(RDF.type, OWL.Class), *axioms.subjects(RDF.type, RDFS.Datatype)}
        between = {n for n in named if isinstance(n, URIRef) and n not in kept}
        self._triples = [_unnamed(t, set(map(str, between))) for t in triples_of(axioms)]
        self._alone = set(axioms.predicates(fact)) <= _OF_A_FACT and (
            set(axioms.predicates(None, fact)) == {OWL.onProperty}
        )
        self._kinds: dict[object, list[str]] = {}
        self._known: dict[str, str] = {}

    def stands_for(self, text: str) -> str:
        """The one text that is asked about for all that are like this one; always the same."""
        if text not in self._known:
            self._known[text] = self._like(text)
        return self._known[text]

    def _like(self, text: str) -> str:
        places = [self._place(node) for node in self._places(text)]
        if not self._alone or None in places:
            return text
        alike = self._kinds.setdefault(frozenset(Counter(places).items()), [])
        for other in alike[:_MOST_KINDS]:
            if self._exchanged(text, other) == self._exchanged(other, text):
                return other
        alike.append(text)
        return text

    def _places(self, text: str) -> Iterator[Node]:
        for datatype in (None, XSD.string):
            yield from self._axioms.subjects(None, Literal(text, datatype=datatype))

    def _place(self, node: Node) -> object:
        """What is said around a text, roughly; None where it is not said of this fact alone."""
        of_the_fact = False
        while isinstance(node, BNode):
            of_the_fact = of_the_fact or (node, OWL.onProperty, self._fact) in self._axioms
            if node not in self._parents:
                return None
            node = self._parents[node]
        said = Counter(_below(self._axioms, node))
        return frozenset(said.items()) if of_the_fact else None

    def _exchanged(self, one: str, other: str) -> set[ox.Triple]:
        """The axioms with one text as the first of a pair, and another as the second."""
        places = {one: _ONE, other: _UNNAMED}
        quads = [
            ox.Quad(t.subject, t.predicate, places.get(o.value, o))
            if isinstance(o := t.object, ox.Literal) and o.datatype.value == str(XSD.string)
            else ox.Quad(t.subject, t.predicate, o)
            for t in self._triples
        ]
        dataset = ox.Dataset(quads)
        dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
        return {quad.triple for quad in dataset}


def _without_order(axioms: Graph) -> Graph:
    """Axioms in which what stands in a list, in an order that means nothing, is a member of it."""
    result = Graph()
    for triple in axioms:
        result.add(triple)
    for predicate in _UNORDERED:
        for head in list(axioms.objects(None, predicate)):
            for member in axioms.items(head):
                result.add((head, RDFS.member, member))
            node: Node | None = head
            while isinstance(node, BNode):
                result.remove((node, RDF.first, None))
                result.remove((node, RDF.rest, None))
                node = axioms.value(node, RDF.rest)
    return result


def _unnamed(triple: ox.Triple, names: Collection[str]) -> ox.Triple:
    """A triple in which some names are blank nodes."""
    subject, value = triple.subject, triple.object
    if isinstance(subject, ox.NamedNode) and subject.value in names:
        subject = _blank(subject.value)
    if isinstance(value, ox.NamedNode) and value.value in names:
        value = _blank(value.value)
    return ox.Triple(subject, triple.predicate, value)


def _blank(name: str) -> ox.BlankNode:
    return ox.BlankNode("n" + name.encode().hex())


def _below(axioms: Graph, node: Node) -> Iterator[object]:
    """The terms in the description of a node, texts apart: of a text only that there is one."""
    for predicate, value in axioms.predicate_objects(node):
        yield predicate
        if isinstance(value, BNode):
            yield from _below(axioms, value)
        elif isinstance(value, Literal) and value.datatype in (None, XSD.string):
            yield None
        else:
            yield value
