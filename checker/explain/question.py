"""Questions that people ask: read from the graph (`core:Question`), with the norms they reach."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from typing import TypeVar

from msgspec import Struct, field
from msgspec.structs import replace
from rdflib import RDF, Graph, URIRef
from rdflib import Literal as RdfLiteral
from rdflib.namespace import RDFS, SKOS
from rdflib.term import Node

from lovgraf.core.terms import BASE, CORE, Text, label, text_of
from lovgraf.facts.fact import Presumption
from lovgraf.law.lists import members
from lovgraf.law.norms import Norm
from lovgraf.law.presumptions import supposed
from lovgraf.law.view import Law

_Opening = tuple[str, Node]
"""A sentence that begins an answer (by notation)."""
_Key = TypeVar("_Key")
OPEN = "depends"
"""The answer (by notation) that is open."""
FOLDER = BASE + "question/"


class KnownOpening(Struct, frozen=True):
    """A sentence that begins an answer only by what is known (`core:onlySo` of its `part`), where
    one of some norms decided, if any is named; of an open answer whatever is missing. It rests on
    its own `grounds`."""

    answer: str
    said: Text
    part: Node
    norms: tuple[str, ...] = ()
    grounds: tuple[str, ...] = ()


class DatedOpening(Struct, frozen=True):
    """A sentence that begins an answer (by notation) once the day of a fact (IRI) has come, with a
    place for that day; where it names norms (IRIs), one of them has to be among what decided."""

    answer: str
    said: Text
    day: str
    norms: tuple[str, ...] = ()
    leaves_out: tuple[str, ...] = ()
    """What no longer holds then, by name: it is not told as what decided."""


class Question(Struct, frozen=True):
    """A question; IRIs where not said otherwise.

    `meanings` has the answer (by notation) that each result means, `order` the answers, of which
    an earlier one comes before a later one; `openings` the sentences that begin each answer.
    """

    iri: str
    label: Text
    others: tuple[tuple[str, str], ...]
    """Other words for it, each with its language."""
    definition: Text | None
    record_type: str
    asker: Text
    decided_by: tuple[str, ...]
    about: tuple[str, ...]
    meanings: Mapping[str, str]
    order: tuple[str, ...]
    openings: Mapping[str, Text]
    supposes: tuple[Presumption, ...] = ()
    """What the question itself supposes of whoever it is about."""
    leaves_open: frozenset[str] = frozenset()
    """The columns of which nothing is presumed here, since they are what the question is about, and
    the single presumptions that are not made here."""
    of_norms: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """What results (by notation) mean where one norm (IRI) has them, beside `meanings`."""
    grounds: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """What the opening of an answer (by notation) rests on, beside what decided."""
    how_to: tuple[str, ...] = ()
    """What says how to do what the question is about."""
    asked_by: str = ""
    """Who asks it."""
    affirms: Mapping[str, bool] = field(default_factory=dict)
    """Whether each answer (by notation) says yes to what is asked, or no, where it does."""
    while_missing: frozenset[str] = frozenset()
    """The columns that may be missing where an open answer begins with its sentence."""
    leaves_out: frozenset[str] = frozenset()
    """The norms that it reaches and that its answers do not tell as what may be done, and the
    columns whose change they do not tell as what could make them others."""
    reserves: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """What an answer (by notation) always tells, although it does not apply by what was stated."""
    rules_for_each: frozenset[str] = frozenset()
    """The columns for each value of which it has rules of its own."""
    lasts_until: tuple[str, ...] = ()
    """What says until when what it is about lasts, once somebody has it."""
    works_from: tuple[str, ...] = ()
    """What says from when what it is about has effect."""
    once_done: tuple[Presumption, ...] = ()
    """What is so once what it is about is done: by that is settled which rules say how."""

    for_another: Text | None = None
    """Its wording where it is asked for another."""
    goes_with: tuple[str, ...] = ()
    """The questions that its answer points to."""
    narrows: tuple[str, ...] = ()
    """The questions of which it asks one ground alone."""
    by_norm: Mapping[tuple[str, str], Text] = field(default_factory=dict)
    """The sentences that begin an answer (by notation) where a norm (IRI) decided it."""
    grounds_by_norm: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    """What those rest on, where that is not what the answer's other sentence does."""
    parts_by_norm: Mapping[tuple[str, str], Node] = field(default_factory=dict)
    """Those sentences themselves (`core:addition` is read of them)."""
    dated: tuple[DatedOpening, ...] = ()
    """The sentences that begin an answer once a day has come."""
    known: tuple[KnownOpening, ...] = ()
    """The sentences that begin an answer only by what is known."""
    turned: bool = False
    """Whether it is asked the other way round: whether one may do without."""

    @property
    def slug(self) -> str:
        """Its name on the command line."""
        return self.iri.removeprefix(FOLDER)


def questions_of(law: Law) -> dict[str, Question]:
    """The questions of a law by slug, in the order of their slugs."""
    return law.once(("questions",), lambda: law.kept("questions", (), lambda: _read_all(law)))


def _read_all(law: Law) -> dict[str, Question]:
    nodes = law.graph.subjects(RDF.type, CORE.Question)
    found = [_read(law.graph, node, law) for node in sorted(nodes, key=str)]
    return {question.slug: question for question in found}


def turned_of(law: Law, question: Question) -> Question | None:
    """A question as it is asked the other way round, whether one may do without what it asks
    whether one must: with the words that the graph has for that; None where it has none."""

    def read() -> Question | None:
        graph, node = law.graph, URIRef(question.iri)
        wording = text_of(graph, node, CORE.turnedLabel)
        if wording is None:
            return None
        openings = _Openings.of(graph, node, CORE.turnedSentence)
        return replace(
            question,
            label=wording,
            for_another=wording,
            openings=openings.said(),
            by_norm=openings.by_norm(),
            dated=openings.dated(),
            known=openings.known(),
            turned=True,
        )

    return law.once(("turned question", question.iri), read)


def _read(graph: Graph, node: Node, law: Law) -> Question:
    facts = law.facts
    reading = graph.value(node, CORE.readBy)
    kind = graph.value(node, CORE.recordType)
    asker = graph.value(node, CORE.asker)
    openings = _Openings.of(graph, node)
    return Question(
        iri=str(node),
        label=label(graph, node),
        others=_others(graph, node),
        definition=text_of(graph, node, SKOS.definition),
        record_type=facts.record_types.get(str(kind), facts.usual_type),
        asker=label(graph, asker) if asker is not None else Text("", ""),
        decided_by=listed_of(graph, node, CORE.decidedBy),
        about=listed_of(graph, node, CORE.asksAbout),
        meanings=_meanings(graph, reading, None) if reading is not None else {},
        of_norms=_meanings_of_norms(graph, reading) if reading is not None else {},
        order=_order(graph, reading) if reading is not None else (),
        openings=openings.said(),
        by_norm=openings.by_norm(),
        parts_by_norm=dict(openings.of_norms),
        grounds_by_norm=_lists(graph, openings.of_norms, CORE.groundedOn),
        dated=openings.dated(),
        known=openings.known(),
        supposes=supposed(graph, node, facts),
        how_to=listed_of(graph, node, CORE.howTo),
        asked_by="" if asker is None else str(asker),
        leaves_open=frozenset(map(str, graph.objects(node, CORE.leavesOpen))),
        affirms=openings.affirms(),
        while_missing=openings.while_missing(),
        leaves_out=frozenset(listed_of(graph, node, CORE.leavesOut)),
        rules_for_each=frozenset(listed_of(graph, node, CORE.rulesForEach)),
        reserves=_lists(graph, openings.all, CORE.reserves),
        lasts_until=listed_of(graph, node, CORE.lastsUntil),
        works_from=listed_of(graph, node, CORE.worksFrom),
        goes_with=listed_of(graph, node, CORE.goesWith),
        narrows=listed_of(graph, node, CORE.narrows),
        for_another=text_of(graph, node, CORE.askedForAnother),
        once_done=supposed(graph, node, facts, CORE.onceDone),
        grounds=_grounds(graph, openings.alone),
    )


def _others(graph: Graph, node: Node) -> tuple[tuple[str, str], ...]:
    """Other words for a question, each with its language."""
    words = graph.objects(node, SKOS.altLabel)
    own = (value for value in words if isinstance(value, RdfLiteral))
    return tuple(sorted((value.language or "", str(value)) for value in own))


def _meanings_of_norms(graph: Graph, reading: Node) -> dict[str, dict[str, str]]:
    """What results mean where one norm has them, by norm."""
    parts = graph.objects(reading, CORE.reads)
    norms = (graph.value(part, CORE.ofNorm) for part in parts)
    return {str(norm): _meanings(graph, reading, norm) for norm in norms if norm is not None}


def _grounds(graph: Graph, openings: Iterable[_Opening]) -> dict[str, tuple[str, ...]]:
    """What sentences rest on, by answer; nothing, where they name nothing."""
    return {answer: listed_of(graph, part, CORE.groundedOn) for answer, part in openings}


def _lists(
    graph: Graph, parts: Iterable[tuple[_Key, Node]], predicate: URIRef
) -> dict[_Key, tuple[str, ...]]:
    """What a property names of parts, by the key of each; those alone that name something."""
    named = ((key, listed_of(graph, part, predicate)) for key, part in parts)
    return {key: found for key, found in named if found}


class _Openings(Struct, frozen=True, dict=True):
    """The sentences that begin the answers to a question, each with its answer (by notation).

    `all` are those that no day has to come for and nothing has to be known for, of which some are
    `alone`, whatever norm decided; `once` and `by_facts` are the others.
    """

    graph: Graph
    all: list[_Opening]
    once: list[_Opening]
    by_facts: list[_Opening]
    wording: URIRef = RDFS.label
    """What says the words of each."""

    @classmethod
    def of(cls, graph: Graph, question: Node, wording: URIRef = RDFS.label) -> _Openings:
        """Those of a question, in some wording."""
        found = [
            (_notation(graph, answer), part)
            for part in graph.objects(question, CORE.openingSentence)
            if (answer := graph.value(part, CORE.meansAnswer)) is not None
        ]
        found.sort(key=lambda one: one[0])
        once = [one for one in found if graph.value(one[1], CORE.onceOn) is not None]
        by_facts = [one for one in found if graph.value(one[1], CORE.onlySo) is not None]
        others = [one for one in found if one not in once and one not in by_facts]
        return cls(graph, others, once, by_facts, wording)

    def _said(self, part: Node) -> Text | None:
        """The words of one: in the wording, else its own."""
        return text_of(self.graph, part, self.wording) or text_of(self.graph, part, RDFS.label)

    @cached_property
    def alone(self) -> list[_Opening]:
        """Those that begin an answer whatever norm decided."""
        return [one for one in self.all if self.graph.value(one[1], CORE.ofNorm) is None]

    @cached_property
    def of_norms(self) -> list[tuple[tuple[str, str], Node]]:
        """Those that begin an answer where a norm (IRI) decided, with both."""
        return [
            ((answer, str(norm)), part)
            for answer, part in self.all
            for norm in self.graph.objects(part, CORE.ofNorm)
        ]

    def said(self) -> dict[str, Text]:
        """Their words, by answer."""
        return self._words(self.alone)

    def by_norm(self) -> dict[tuple[str, str], Text]:
        """Their words, by answer and norm."""
        return self._words(self.of_norms)

    def _words(self, parts: Iterable[tuple[_Key, Node]]) -> dict[_Key, Text]:
        words = ((key, self._said(part)) for key, part in parts)
        return {key: said for key, said in words if said is not None}

    def while_missing(self) -> frozenset[str]:
        """The columns that may be missing where an open answer begins with its sentence."""
        own = (part for answer, part in self.all if answer == OPEN)
        return frozenset(
            iri for part in own for iri in listed_of(self.graph, part, CORE.whileMissing)
        )

    def dated(self) -> tuple[DatedOpening, ...]:
        """The sentences that begin an answer once a day has come: those of a norm first."""
        graph = self.graph
        found = [
            DatedOpening(
                answer,
                said,
                str(day),
                listed_of(graph, part, CORE.ofNorm),
                listed_of(graph, part, CORE.leavesOut),
            )
            for answer, part in self.once
            for day in graph.objects(part, CORE.onceOn)
            if (said := self._said(part)) is not None
        ]
        return tuple(sorted(found, key=lambda one: (not one.norms, one.answer, one.day)))

    def known(self) -> tuple[KnownOpening, ...]:
        """The sentences that begin an answer only by what is known."""
        graph = self.graph
        return tuple(
            KnownOpening(
                answer,
                said,
                part,
                listed_of(graph, part, CORE.ofNorm),
                listed_of(graph, part, CORE.groundedOn),
            )
            for answer, part in self.by_facts
            if (said := self._said(part)) is not None
        )

    def affirms(self) -> dict[str, bool]:
        """Whether each answer says yes or no: by the sentence that begins it, else by itself."""
        graph = self.graph
        answers = sorted(graph.subjects(SKOS.inScheme, CORE.Answers), key=str)
        said = [(_notation(graph, one), one) for one in answers] + self.alone
        return {
            answer: (node, CORE.affirms, RdfLiteral(True)) in graph
            for answer, node in said
            if (node, CORE.affirms, None) in graph
        }


def listed_of(graph: Graph, node: Node, predicate: URIRef) -> tuple[str, ...]:
    """The values of a property: of a list in its order, of others in theirs."""
    found: list[str] = []
    for value in sorted(graph.objects(node, predicate), key=str):
        listed = (value, RDF.first, None) in graph
        found += map(str, members(graph, value, node) if listed else [value])
    return tuple(dict.fromkeys(found))


def _meanings(graph: Graph, reading: Node, norm: Node | None) -> dict[str, str]:
    """What results mean where a norm has them, or any."""
    found: dict[str, str] = {}
    for part in graph.objects(reading, CORE.reads):
        if graph.value(part, CORE.ofNorm) != norm:
            continue
        answer = graph.value(part, CORE.meansAnswer)
        for result in graph.objects(part, CORE.onResult):
            if answer is not None:
                found[_notation(graph, result)] = _notation(graph, answer)
    return dict(sorted(found.items()))


def _order(graph: Graph, reading: Node) -> tuple[str, ...]:
    head = graph.value(reading, CORE.answerOrder)
    if head is None:
        return ()
    return tuple(_notation(graph, one) for one in members(graph, head, reading))


def _notation(graph: Graph, node: Node) -> str:
    return str(graph.value(node, SKOS.notation) or "")


def named_by(items: Iterable[str], norms: Iterable[Norm], law: Law) -> list[Norm]:
    """The norms that some names stand for, in the order of the names: a norm, all that have a duty
    of that content, or that need what can be had, or those of a pattern, a provision or an act."""
    named = _named(law)
    owned = [named.get(item, frozenset()) for item in items]
    some = frozenset().union(*owned)
    pool = [norm for norm in norms if norm.iri in some]
    found: dict[str, Norm] = {}
    for own in owned:
        found |= {norm.iri: norm for norm in pool if norm.iri in own}
    return list(found.values())


def _named(law: Law) -> Mapping[str, Collection[str]]:
    """The norms (by IRI) that each name stands for."""

    def read() -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for norm, pattern in law.graph.subject_objects(CORE.pattern):
            found.setdefault(str(pattern), set()).add(str(norm))
        for iri, one in law.norms.items():
            places = {above for own in one.provisions for above in _and_above(own)}
            for name in {iri, one.duty, *places}:
                if name is not None:
                    found.setdefault(name, set()).add(iri)
        return found

    return law.once(("named",), read)


def _and_above(iri: str) -> Iterator[str]:
    """An IRI, and those of all that it can lie in (`lies_in`)."""
    while iri:
        yield iri
        iri = iri.rpartition("/")[0]


def reached(question: Question, norms: Iterable[Norm], law: Law) -> list[Norm]:
    """The norms of a question, those that decide it first: of its own type of record alone."""
    own = [norm for norm in norms if norm.record_type == question.record_type]
    return named_by((*question.decided_by, *question.about), own, law)
