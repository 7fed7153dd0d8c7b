"""Two oracles with a memory: which records are in a class (HermiT), which conform (pySHACL).

A question is a class or shape, a type of record, and the states of the facts that it reads. Many
questions are put in one call, and no question twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from types import MappingProxyType

import pyoxigraph as ox
from rdflib import OWL, RDF, RDFS, SH, XSD, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from lovgraf.conditions.readable_classes import ReadableClasses
from lovgraf.conditions.readable_shapes import ReadableShapes
from lovgraf.core.turtle_terms import triples_of
from lovgraf.core.xpath_patterns import as_python
from lovgraf.facts.fact import Fact
from lovgraf.facts.values import NONE, State, Value
from lovgraf.law.view import Law
from lovgraf.reference.hermit import classify
from lovgraf.reference.owl_axioms import module
from lovgraf.reference.rdf import (
    Reads,
    assert_closed,
    assert_values,
    class_reads,
    shape_graph,
    shape_reads,
)

# Texts that a class cannot tell apart, because exchanging them leaves its axioms as they are.
#
# A law may say the same of dozens of codes, each in a class of its own. Where exchanging two of
# them, wherever a fact is held against them, gives the same axioms but for the names of the
# classes in between, then what holds of a record with the one holds of the same record with the
# other.

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


# States of facts that a class or shape cannot tell apart: an oracle is asked about one of a kind.
#
# Of a date HermiT is told only that there is one; a number is held against the numbers that the
# class or shape names, a text against its texts. What lies between two numbers, or is none of the
# texts, is alike.

_DAY = date(2000, 1, 1)
_OTHER = "~"


def representative(fact: Fact, state: State, against: Collection[Value]) -> State:
    """The state that stands for all like it; `against` is what the fact is held against.

    A state stays as it is where that is not certain: several values may be counted, and a text be
    measured. A number may move towards a number named, never past one.
    """
    if state is None or state is NONE or isinstance(state, bool | tuple) or state in against:
        return state
    if isinstance(state, date):
        return state if any(isinstance(value, date) for value in against) else _DAY
    if isinstance(state, str):
        return _OTHER if all(isinstance(value, str) for value in against) else state
    if not isinstance(state, int):
        return state
    if not all(isinstance(value, int) for value in against):
        return state
    # In a set `true` may stand for 1, and 1 for `true`: Python holds them to be the same.
    numbers = sorted({int(value) for value in against if isinstance(value, int)})
    below = [number for number in numbers if number < state]
    if below:
        return below[-1] + 1
    return numbers[0] - 1 if numbers else 1


def comparable(state: State, value: Value) -> bool:
    """Whether a state and a literal are of a kind: two numbers, two texts, two dates; yes and no
    are numbers (see `representative`)."""
    kinds = ["number" if isinstance(one, int | Decimal) else type(one) for one in (state, value)]
    return kinds[0] == kinds[1]


States = tuple[tuple[str, State], ...]
Question = tuple[str, str, States]
"""A class or shape, the notation of a record type, and the facts read, sorted by IRI."""

CLASSES_A_CALL = 240
"""So many that starting Java is not what a call costs; see `lovgraf.reference.hermit.classify`."""
INDIVIDUALS_A_CALL = 4000
MANY_COMPLETIONS = 8
"""So many completions of a record that it pays to ask first whether all are answered alike."""
WORTH_A_CALL = 200
"""So many questions that a call of HermiT that may settle them pays."""
MANY_TEXTS = 8
"""So many that it pays to find out which of them a class tells apart."""

_PLAIN = frozenset({XSD.boolean, XSD.integer, XSD.decimal, XSD.string, XSD.date})
_NODE = "urn:lovgraf:record:"
_NONE: Mapping[URIRef, URIRef] = MappingProxyType({})


@dataclass
class Oracles:
    """The oracles of one law graph."""

    law: Law
    classes: dict[Question, bool] = field(default_factory=dict)
    """What HermiT answered, by `class_question`."""
    shapes: dict[Question, bool] = field(default_factory=dict)
    """What pySHACL answered, by `shape_question`."""
    _reads: dict[str, Reads] = field(default_factory=dict)
    _shapes_read: dict[str, Reads] = field(default_factory=dict)
    _bounds: dict[str, bool] = field(default_factory=dict)
    _alike: dict[tuple[str, str], Interchangeable] = field(default_factory=dict)
    _stand_ins: dict[tuple[str, str, type[object], State], State] = field(default_factory=dict)
    _left_open: dict[Question, bool | None] = field(default_factory=dict)
    """What HermiT answered of records that leave something open; None where it may be either."""

    @cached_property
    def _readable_classes(self) -> ReadableClasses:
        return ReadableClasses(self.law.graph, self.law.facts.record_types)

    @cached_property
    def _readable_shapes(self) -> ReadableShapes:
        return ReadableShapes(self.law.graph, self.law.facts.record_types)

    @cached_property
    def _kinds(self) -> dict[str, URIRef]:
        return {notation: URIRef(iri) for iri, notation in self.law.facts.record_types.items()}

    @cached_property
    def _functional(self) -> frozenset[str]:
        found = self.law.graph.subjects(RDF.type, OWL.FunctionalProperty)
        return frozenset(map(str, found))

    def _bounded(self, iri: str) -> bool:
        """Whether a fact's own axioms may tell its values apart."""
        if iri not in self._bounds:
            ranges = set(self.law.graph.objects(URIRef(iri), RDFS.range))
            self._bounds[iri] = not ranges <= _PLAIN
        return self._bounds[iri]

    @property
    def _facts(self) -> Mapping[str, Fact]:
        return self.law.facts.facts

    def class_reads(self, name: str) -> Reads:
        """What a class reads. Raises `Unreadable` for what neither engine reads."""
        if name not in self._reads:
            self._readable_classes.check(URIRef(name))
            self._reads[name] = class_reads(self.law.graph, name)
        return self._reads[name]

    def class_question(self, question: Question) -> Question:
        """The question that stands for all about a class that can only be answered alike."""
        name, kind, states = question
        return name, kind, tuple((iri, self.class_state(name, iri, own)) for iri, own in states)

    def class_state(self, name: str, iri: str, state: State) -> State:
        """The state of a fact that stands for those that a class cannot tell from it."""
        key = name, iri, type(state), state  # True equals 1
        if key not in self._stand_ins:
            self._stand_ins[key] = self._stand_in(name, iri, state)
        return self._stand_ins[key]

    def _stand_in(self, name: str, iri: str, state: State) -> State:
        reads = self.class_reads(name)
        if iri in reads.patterned or self._bounded(iri):
            return state
        found = representative(self._facts[iri], state, reads.literals.get(iri, ()))
        return self._one_for_all(name, iri, found) if isinstance(found, str) else found

    def shape_question(self, question: Question) -> Question:
        """The question that stands for all about a shape that can only be answered alike."""
        name, kind, states = question
        return name, kind, tuple((iri, self.shape_state(name, iri, own)) for iri, own in states)

    def shape_state(self, name: str, iri: str, state: State) -> State:
        """The state of a fact that stands for those that a shape cannot tell from it."""
        reads = self.shape_reads(name)
        if iri in reads.exact:
            return state
        against = [value for value in reads.named if comparable(state, value)]
        return representative(self._facts[iri], state, against)

    def _one_for_all(self, name: str, iri: str, text: str) -> str:
        """The text that stands for those a class cannot tell from it, where it names many."""
        against = self.class_reads(name).literals.get(iri, frozenset())
        if len(against) < MANY_TEXTS or text not in against:
            return text
        if (name, iri) not in self._alike:
            kept = {URIRef(name), *self._kinds.values()}
            axioms, _ = module(self.law.graph, kept)
            self._alike[name, iri] = Interchangeable(axioms, kept, URIRef(iri))
        return self._alike[name, iri].stands_for(text)

    def shape_reads(self, name: str) -> Reads:
        """What a duty reads. Raises `Unreadable` for what neither engine reads."""
        if name not in self._shapes_read:
            self._readable_shapes.check_duty(URIRef(name))
            self._shapes_read[name] = shape_reads(self.law.graph, name)
        return self._shapes_read[name]

    def ask_classes(self, questions: Iterable[Question]) -> None:
        """Have HermiT answer the questions that are new and not alike; the answers are kept in
        `classes`.

        Raises `ReasonerError`.
        """
        new = dict.fromkeys(map(self.class_question, questions))
        for names, asked in self._calls(
            question for question in new if question not in self.classes
        ):
            found = self._classify(names, asked)
            self.classes |= {q: URIRef(q[0]) in classes for q, classes in found.items()}

    def settle_classes(self, groups: Iterable[Sequence[Question]]) -> None:
        """Answer groups of questions, each about one class and the completions of one record, of
        which HermiT knows the answer without what the record leaves open: so it is asked once, and
        not about each of many completions. Raises `ReasonerError`.
        """
        many = [new for group in groups if len(new := self._new(group)) >= MANY_COMPLETIONS]
        if len(set().union(*many)) < WORTH_A_CALL:
            return
        shared = [_shared(group) for group in many]
        fresh = dict.fromkeys(one for one in shared if one not in self._left_open)
        for names, asked in self._calls(fresh):
            opposites = {URIRef(f"{_NODE}not:{n}"): URIRef(iri) for n, iri in enumerate(names)}
            found = self._classify(names, asked, opposites)
            not_in = {str(iri): name for name, iri in opposites.items()}
            for question, classes in found.items():
                member, other = URIRef(question[0]) in classes, not_in[question[0]] in classes
                self._left_open[question] = member if member or other else None
        for group, question in zip(many, shared, strict=True):
            answer = self._left_open[question]
            if answer is not None:
                self.classes |= dict.fromkeys(group, answer)

    def _new(self, group: Sequence[Question]) -> list[Question]:
        """The questions of a group that are not alike and not answered."""
        found = dict.fromkeys(map(self.class_question, group))
        return [question for question in found if question not in self.classes]

    def _calls(self, questions: Iterable[Question]) -> Iterator[tuple[list[str], list[Question]]]:
        """The classes and questions of each call of HermiT."""
        new: dict[str, list[Question]] = {}
        for question in questions:
            new.setdefault(question[0], []).append(question)
        names = sorted(new, key=lambda name: (sorted(self.class_reads(name).facts), name))
        for start in range(0, len(names), CLASSES_A_CALL):
            part = names[start : start + CLASSES_A_CALL]
            asked = [question for name in part for question in new[name]]
            for first in range(0, len(asked), INDIVIDUALS_A_CALL):
                yield part, asked[first : first + INDIVIDUALS_A_CALL]

    def _classify(
        self, names: list[str], asked: list[Question], opposites: Mapping[URIRef, URIRef] = _NONE
    ) -> dict[Question, set[URIRef]]:
        """Those of the classes and their opposites that each record asked about belongs to."""
        nodes: dict[tuple[str, States], URIRef] = {}
        abox = Graph()
        for _, kind, states in asked:
            if (kind, states) not in nodes:
                node = nodes[kind, states] = URIRef(f"{_NODE}{len(nodes)}")
                known = dict(states)
                assert_closed(abox, node, self._kinds[kind], self._facts, known, self._functional)
        wanted = [URIRef(name) for name in names]
        found = classify(self.law.graph, abox, wanted, opposites=opposites)
        return {question: found[nodes[question[1:]]] for question in asked}

    def ask_shapes(self, questions: Iterable[Question]) -> None:
        """Have pySHACL answer the questions that are new and not alike; the answers are kept in
        `shapes`."""
        stand = dict.fromkeys(map(self.shape_question, questions))
        new = [question for question in stand if question not in self.shapes]
        if not new:
            return
        shapes, data = Graph(), Graph()
        nodes: dict[Node, Question] = {}
        for name in sorted({question[0] for question in new}):
            shapes += shape_graph(self.law.graph, name)
        for number, question in enumerate(new):
            name, kind, states = question
            node = URIRef(f"{_NODE}{number}")
            nodes[node] = question
            assert_values(data, node, self._kinds[kind], self._facts, dict(states))
            shapes.add((URIRef(name), SH.targetNode, node))
            of_a_fact = (URIRef(name), SH.path, None) in shapes
            form = SH.PropertyShape if of_a_fact else SH.NodeShape
            shapes.add((URIRef(name), RDF.type, form))
        _put_in_python(shapes)
        faulty = _violating(data, shapes)
        for focus, question in nodes.items():
            self.shapes[question] = focus not in faulty


def _shared(group: Sequence[Question]) -> Question:
    """The question of a group with the states that all have, and the others left open."""
    name, kind, states = group[0]
    along = zip(*(own for _, _, own in group), strict=True)
    return (
        name,
        kind,
        tuple((one[0][0], one[0][1] if len(set(one)) == 1 else None) for one in along),
    )


def _put_in_python(shapes: Graph) -> None:
    """Have patterns mean to pySHACL, which knows two flags and Python's words, what they say."""
    flags = {node: str(value) for node, value in shapes.subject_objects(SH.flags)}
    for node, value in list(shapes.subject_objects(SH.pattern)):
        shapes.remove((node, SH.pattern, value))
        shapes.add((node, SH.pattern, Literal(as_python(str(value), flags.get(node, "")))))
    for node, given in flags.items():
        shapes.remove((node, SH.flags, None))
        if "i" in given:
            shapes.add((node, SH.flags, Literal("i")))


def _violating(data: Graph, shapes: Graph) -> set[Node]:
    """The focus nodes that pySHACL reports, at any severity."""
    from pyshacl import validate

    _, report, text = validate(
        data,
        shacl_graph=shapes,
        inference="none",
        advanced=False,
        js=False,
        meta_shacl=False,
        do_owl_imports=False,
        inplace=True,
    )
    if not isinstance(report, Graph):
        raise RuntimeError(text)
    return {
        focus
        for result in report.objects(None, SH.result)
        for focus in report.objects(result, SH.focusNode)
    }
