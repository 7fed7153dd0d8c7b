"""Two oracles with a memory: which records are in a class (HermiT), which conform (pySHACL).

A question is a class or shape, a type of record, and the states of the facts that it reads. Many
questions are put in one call, and no question twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from types import MappingProxyType

from msgspec import Struct, field
from rdflib import OWL, RDF, RDFS, SH, XSD, Graph, Literal, URIRef
from rdflib.term import Node

from lovgraf.conditions.readable_classes import ReadableClasses
from lovgraf.conditions.readable_shapes import ReadableShapes
from lovgraf.core.xpath_patterns import as_python
from lovgraf.facts.fact import Fact
from lovgraf.facts.values import State
from lovgraf.law.view import Law
from lovgraf.reference.alike_states import comparable, representative
from lovgraf.reference.hermit import classify
from lovgraf.reference.interchangeable import Interchangeable
from lovgraf.reference.owl_axioms import module
from lovgraf.reference.rdf import (
    Reads,
    assert_closed,
    assert_values,
    class_reads,
    shape_graph,
    shape_reads,
)

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


class Oracles(Struct, dict=True):
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
