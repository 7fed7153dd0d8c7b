"""Classes of persons as classes of the records in which a person takes part, as triples."""

from __future__ import annotations

from collections.abc import Sequence

from rdflib import OWL, RDF, BNode, Graph, URIRef
from rdflib import Literal as RdfLiteral
from rdflib.namespace import SKOS
from rdflib.term import Node

from lovgraf.core.terms import RECORD, Text, label, relative, short
from lovgraf.law.lists import members
from lovgraf.law.patterns import Triple, defined, named, restriction

_TRUE = RdfLiteral(True)
_FACTS = frozenset({RECORD.Column, RECORD.DerivedFact, RECORD.JudgmentFact})
_MANY = {OWL.intersectionOf: True, OWL.unionOf: False}
"""What joins classes, with what a part must be to say nothing in it."""
Part = Node | bool
"""A class expression; or all records, or none."""


class ParticipantClasses:
    """Makes the classes of one participant in one type of record; `triples` has what was made."""

    def __init__(self, graph: Graph, participant: Node, record_type: Node) -> None:
        self.graph, self.participant, self.record_type = graph, participant, record_type
        self.player = graph.value(participant, RECORD.playedBy)
        notation = graph.value(record_type, SKOS.notation)
        self.slug = f"{short(str(participant))}-{notation}"
        self.name = label(graph, participant)
        self.triples: list[Triple] = []
        self._facts = self._carried(RECORD.fact)
        self._resting = self._carried(RECORD.inPlaceOf)
        self._texts: dict[Node, Text] = {}
        self._made: dict[tuple[Node, bool, bool], Part] = {}

    def _carried(self, role: Node) -> dict[Node, Node]:
        """The record's own facts for those of persons that have a role in what is carried."""
        return {
            fact: other
            for pair in self.graph.objects(self.participant, RECORD.carries)
            for fact in self.graph.objects(pair, role)
            for other in self.graph.objects(pair, RECORD["as"])
        }

    def whole(self, name: Node) -> Part:
        """A class with all that it asks; what the record tells of the person by a fact of its own
        is asked of that fact."""
        return self._named(name, True, known=False)

    def known(self, name: Node) -> Part:
        """A class with what the record tells of the person, as if the rest were as it asks."""
        return self._named(name, True, known=True)

    def where(self, fact: Node) -> Node:
        """The class of the records that say yes to a fact."""
        found, name = BNode(), URIRef(f"{self.participant}/says/{short(str(fact))}/{self.slug}")
        if name not in self._texts:
            self._name(name, label(self.graph, fact), fact)
            self.triples += restriction(found, fact, OWL.hasValue, _TRUE)
            self.triples += defined(name, OWL.intersectionOf, [self.record_type, found])
        return name

    def other(self, whole: Node) -> Node:
        """The class of the records that are not in a class."""
        found, name = BNode(), URIRef(f"{self.participant}/other/{self.slug}")
        if name not in self._texts:
            text = label(self.graph, whole)
            self._name(name, Text(f"ikke {text.da}", f"not {text.en}"), whole)
            self.triples += [(found, RDF.type, OWL.Class), (found, OWL.complementOf, whole)]
            self.triples += defined(name, OWL.intersectionOf, [self.record_type, found])
        return name

    def together(self, parts: Sequence[Part], silent: Sequence[Part] = ()) -> Node:
        """The class of the records in all of some classes; what is asked alike is one class. It has
        the names of those that are not `silent`."""
        if False in parts:
            return OWL.Nothing
        own = list(dict.fromkeys(part for part in parts if not isinstance(part, bool)))
        if len(own) < 2:
            return own[0] if own else self.record_type
        slugs = "+".join(relative(str(part)).replace("/", "-") for part in own)
        name = URIRef(f"{self.participant}/all/{slugs}")
        if name not in self._texts:
            said = [part for part in own if part not in silent] or own
            texts = [self._texts.get(part) or label(self.graph, part) for part in said]
            text = Text("; ".join(t.da for t in texts), "; ".join(t.en for t in texts))
            self._name(name, text, self.participant)
            self.triples += defined(name, OWL.intersectionOf, own)
        return name

    def _name(self, name: Node, text: Text, source: Node) -> None:
        self._texts[name] = text
        self.triples += named(name, OWL.Class, text, text)
        self.triples.append((name, RECORD.carriedFrom, source))

    def _named(self, node: Node, positive: bool, known: bool) -> Part:
        """A class by name; what stands in its place where nothing of it is left is a boolean."""
        if node == self.player or node == OWL.Thing:
            return True
        key = node, positive, known
        if key not in self._made:
            self._made[key] = True  # what defines itself is refused where it is read
            parts = [
                self._copied(part, positive, known)
                for part in sorted(self.graph.objects(node, OWL.equivalentClass), key=str)
            ]
            self._made[key] = self._called(node, parts, known) if parts else node
        return self._made[key]

    def _called(self, node: Node, parts: list[Part], known: bool) -> Part:
        if False in parts:
            return False
        own = [part for part in parts if not isinstance(part, bool)]
        if not own or (len(own) == 1 and isinstance(own[0], URIRef)):
            return own[0] if own else True
        name = URIRef(f"{node}/of/{self.slug}{'/known' if known else ''}")
        text = label(self.graph, node)
        whole = Text(f"{self.name.da}: {text.da}", f"{self.name.en}: {text.en}")
        self._name(name, whole, node)
        self.triples += defined(name, OWL.intersectionOf, [self.record_type, *own])
        return name

    def _copied(self, node: Node, positive: bool, known: bool) -> Part:
        """A class expression of persons as one of records."""
        if isinstance(node, URIRef):
            return self._named(node, positive, known)
        graph = self.graph
        for kind, silent in _MANY.items():
            if (head := graph.value(node, kind)) is not None:
                inner = [self._copied(p, positive, known) for p in members(graph, head, node)]
                return self._joined(kind, silent, inner)
        if (part := graph.value(node, OWL.complementOf)) is not None:
            found = self._copied(part, not positive, known)
            return (not found) if isinstance(found, bool) else self._complement(found)
        return self._restricted(node, positive, known)

    def _joined(self, kind: Node, silent: bool, parts: list[Part]) -> Part:
        if (not silent) in parts:
            return not silent
        own = list(dict.fromkeys(part for part in parts if not isinstance(part, bool)))
        if len(own) < 2:
            return own[0] if own else silent
        whole = BNode()
        inner = list(defined(BNode(), kind, own))
        self.triples += [(whole if s == inner[0][2] else s, p, o) for s, p, o in inner[1:]]
        return whole

    def _complement(self, part: Node) -> Node:
        whole = BNode()
        self.triples += [(whole, RDF.type, OWL.Class), (whole, OWL.complementOf, part)]
        return whole

    def _restricted(self, node: Node, positive: bool, known: bool) -> Part:
        fact = self.graph.value(node, OWL.onProperty)
        if fact is None:
            return node
        if known and fact not in self._facts and self._beyond_record(fact, set()):
            return positive
        return self._clone(node)

    def _beyond_record(self, fact: Node, above: set[Node]) -> bool:
        """Whether a fact rests on what the record does not tell: a column of persons alone, or a
        judgment about them."""
        if fact in above:
            return False
        kinds = set(self.graph.objects(fact, RDF.type)) & _FACTS
        if RECORD.DerivedFact not in kinds:
            own = self.record_type in set(self.graph.objects(fact, RECORD.recordType))
            return bool(kinds) and not own
        return any(self._beyond_record(one, above | {fact}) for one in self._below(fact))

    def _below(self, fact: Node) -> list[Node]:
        """The facts that a derived fact names."""
        found, todo = [], [fact]
        while todo:
            for _, value in self.graph.predicate_objects(todo.pop()):
                if isinstance(value, BNode):
                    todo.append(value)
                elif _FACTS & set(self.graph.objects(value, RDF.type)):
                    found.append(value)
        return found

    def _clone(self, node: Node) -> Node:
        """A restriction with all below it, about the record's own fact where there is one."""
        copy = BNode()
        for predicate, value in self.graph.predicate_objects(node):
            if predicate == OWL.onProperty:
                value = self._facts.get(value) or self._resting.get(value, value)
            inner = self._clone(value) if isinstance(value, BNode) else value
            self.triples.append((copy, predicate, inner))
        return copy
