"""A question on a date, ready to be answered: compiled, with what explains and says its facts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import Self

from msgspec import Struct
from msgspec.structs import replace
from rdflib import Graph, Literal, URIRef

from lovgraf.conditions.tree import Condition
from lovgraf.core.terms import CORE, Text
from lovgraf.engine.in_memory import Memory
from lovgraf.engine.one_record import OneByOne
from lovgraf.explain.answer.phrases import within
from lovgraf.explain.interview import Asking, Interview
from lovgraf.explain.may import entitlements
from lovgraf.explain.person import Explainer
from lovgraf.explain.question import Question, named_by, questions_of, reached, turned_of
from lovgraf.explain.question_program import DEPENDS, QuestionProgram
from lovgraf.explain.sentences import Sentences
from lovgraf.facts.fact import Column, Presumption
from lovgraf.facts.values import NONE, State
from lovgraf.law.presumptions import Profile, asked_on, self_presumptions
from lovgraf.law.view import LawView
from lovgraf.verdicts.program import Programs, compile_programs

OPENS_OPEN = Text(
    "Det kommer an på oplysninger, der mangler.", "It depends on facts that are missing."
)
"""What begins an answer that lacks facts and has no sentence of its own for that."""


_SHARED = (
    "program", "entitled", "explainer", "profile", "supposed", "interview", "plain_presumptions",
    "asks_of_others", "decides", "_going_with",
)  # fmt: skip
"""What is the same of a question whomever it is asked for."""


class Asked(Struct, eq=False, dict=True):
    """One question on one date, asked of oneself or `asked_for` another (IRI of a form of
    address)."""

    view: LawView
    question: Question
    asked_for: str = ""

    def of_another(self, asked_for: str) -> Self:
        """The same, asked for another (IRI of a form of address): what does not speak to anybody is
        shared."""
        return self._as(self.question, asked_for)

    def turned(self) -> Self:
        """The same, asked the other way round, where there are words for that."""
        turned = turned_of(self.view.law, self.question)
        return self if turned is None else self._as(turned, self.asked_for)

    def _as(self, question: Question, asked_for: str) -> Self:
        other = type(self)(self.view, question, asked_for)
        own = self.__dict__
        other.__dict__.update({name: own[name] for name in _SHARED if name in own})
        return other

    @cached_property
    def _going_with(self) -> tuple[Self, ...]:
        """The questions that go with it and that something decides on the day."""
        known = {one.iri: one for one in questions_of(self.view.law).values()}
        found = (
            type(self)(self.view, known[iri]) for iri in self.question.goes_with if iri in known
        )
        return tuple(one for one in found if one.program.decided)

    def going_with(self) -> list[Self]:
        """The same, asked for whoever this one is asked for."""
        whom = self.asked_for
        return [one.of_another(whom) if whom else one for one in self._going_with]

    def on(self, day: date) -> Self:
        """The same question on another day."""
        others: dict[date, Self] = self.__dict__.setdefault("_on", {})
        if day not in others:
            others[day] = type(self)(self.view.law.at(day), self.question, self.asked_for)
        return others[day]

    @cached_property
    def program(self) -> QuestionProgram:
        """The question as a program."""
        kind = self.question.record_type
        programs = compile_programs(self.view, kind).programs
        return QuestionProgram(self.view, self.question, programs, self.entitled)

    @cached_property
    def entitled(self) -> dict[str, Condition]:
        """The condition of each permission, right and exemption that a record may have."""
        return entitlements(self.view, self.question.record_type)

    @cached_property
    def explainer(self) -> Explainer:
        """What explains the norms that the question reaches."""
        norms = reached(self.question, self.view.norms.values(), self.view.law)
        own = {self.question.iri: self.program.program}
        kind, only = self.question.record_type, frozenset(norm.iri for norm in norms)
        return Explainer(self.view, kind, only, own, self.profile, self._last_days)

    @property
    def _last_days(self) -> frozenset[str]:
        """The facts (by IRI) that say when what the question is about comes to an end."""
        view, graph = self.view, self.view.law.graph
        norms = named_by(self.question.lasts_until, view.norms.values(), view.law)
        return frozenset(
            str(trigger)
            for norm in norms
            for effect in graph.objects(URIRef(norm.iri), CORE.effect)
            for trigger in graph.objects(effect, CORE.trigger)
        )

    @cached_property
    def profile(self) -> Profile:
        """What is presumed of whoever the question is about."""
        law, leaves_open = self.view.law, self.question.leaves_open
        return asked_on(law.profile, law.graph, law.facts, self.supposed, leaves_open)

    @cached_property
    def supposed(self) -> tuple[Presumption, ...]:
        """What the question supposes of whoever it is about, and of whoever asks it of themselves:
        that they live is neither asked nor told."""
        law, own = self.view.law, self.question.supposes
        if not self.sentences.to_subject:
            return own
        selves = self_presumptions(law.graph, law.facts)
        return (*own, *(one for one in selves if self.question.record_type in one.record_types))

    @cached_property
    def sentences(self) -> Sentences:
        """What says facts in sentences."""
        law, question = self.view.law, self.question
        return Sentences(law, question, self.view.as_of, asked_for=self.asked_for)

    @cached_property
    def of_them(self) -> Sentences:
        """What says facts to whoever signs, of whoever asks as of another."""
        return self.sentences.of_them()

    @property
    def whom(self) -> Text | None:
        """Whoever is asked for, where that is another."""
        another = self.asked_for and self.sentences.to_subject
        return self.sentences.words["whom"] if another else None

    @cached_property
    def interview(self) -> Interview:
        """What finds the next fact to ask for: by the question alone, since it tries many."""
        facts = compile_programs(self.view, self.question.record_type).facts
        programs = Programs(self.view, facts, {self.question.iri: self.program.program})
        records = OneByOne(Memory.compile(programs.presuming(self.profile)))
        return Interview(self.view.law, records, self.question.iri)

    def said(
        self, iri: str, state: State, known: Mapping[str, State], to: Sentences | None = None
    ) -> Text | None:
        """A fact in a state as a clause of a sentence to whoever asks, or by the sentences that are
        given; `known` are the states of others."""
        facts = self.view.law.facts
        fact = facts.facts.get(iri)
        if fact is not None and fact.multi and isinstance(state, str):
            state = (state,)
        value = self.explainer.words.spoken(fact, state) if state is not NONE else NOT_SO
        to = to or self.sentences
        return to.clause(iri, state, value, iri in self.explainer.hidden, known)

    def asking(self, column: Column) -> Asking:
        """How a column is asked for, of whoever it is asked for."""
        asking = self.interview.asking(column)
        said = self.sentences.question_for(column)
        return replace(asking, wording=said) if said else asking

    def ours(self, column: Column) -> bool:
        """Whether only an authority knows a column."""
        graph = self.view.law.graph
        node = graph.value(None, CORE.askedColumn, URIRef(column.iri))
        cost = graph.value(node, CORE.askingCost) if node is not None else None
        return cost is not None and (cost, CORE.knownByAuthority, Literal(True)) in graph

    @cached_property
    def plain_presumptions(self) -> Mapping[str, tuple[State, ...]]:
        """What goes without saying of each column (IRI), where it is presumed."""
        found: dict[str, tuple[State, ...]] = {}
        for one in self.view.law.profile.presumptions:
            if (URIRef(one.iri), CORE.goesWithoutSaying, Literal(True)) in self.view.law.graph:
                value = one.filled(self.view.as_of)
                state: State = NONE if value is None else value
                found[one.presumes] = (*found.get(one.presumes, ()), state)
        return found

    @cached_property
    def asks_of_others(self) -> bool:
        """Whether whoever asks asks what it has to do to others."""
        node = URIRef(self.question.asked_by)
        return (node, CORE.asksOfOthers, Literal(True)) in self.view.law.graph

    @cached_property
    def decides(self) -> bool:
        """Whether whoever asks decides something about somebody with the answer."""
        return leads_to_decision(self.view.law.graph, self.question.iri)

    def opening(self, answer: str, known: Mapping[str, State] | None = None) -> Text:
        """The sentence with which an answer begins, by what is known of the record: whoever is
        bound is called by what it is."""
        return self.begun(self.form_of(answer) or _OPENING[answer], known or {})

    def form_of(self, answer: str) -> Text | None:
        """The sentence that the question has for an answer; none for an open one that rests on
        rules of which none is in force."""
        question = self.question
        grounds = question.grounds.get(answer, ()) if answer == DEPENDS else ()
        if grounds and not any(one in self.view.norms for one in grounds):
            return None
        return question.openings.get(answer)

    def begun(self, said: Text, known: Mapping[str, State]) -> Text:
        """A sentence with which an answer begins, by what is known of the record."""
        return self.sentences.opening(said, self._bound(known))

    def opening_alone(self, answer: str) -> Text:
        """The same where it is not known which duty decided: without the sentence that has a place
        for that."""
        said = self.opening(answer)
        return Text(*(said[x].partition(_DUTY)[0].strip() for x in ("da", "en")))

    def _bound(self, known: Mapping[str, State]) -> Text | None:
        """Whoever the first norm of the question binds."""
        norm = next((self.view.norms[one] for one in self._deciding_norms), None)
        if norm is None:
            return None
        name = within(self.explainer.statement.norm(norm).bearer)
        return self.called(norm.bearer, name, known)

    @property
    def _deciding_norms(self) -> Iterator[str]:
        return (iri for iri in self.program.answers if iri in self.view.norms)

    def called(self, bearer: str, name: Text, states: Mapping[str, State]) -> Text:
        """Whoever a norm binds (IRI), by its kind where that was stated; where it is only what the
        question supposes, where its own words call it so: whoever asks as an agent is no bank."""
        own = self.sentences.bearer(bearer, name, states)
        supposed: dict[str, State] = {
            one.presumes: one.value for one in self.question.supposes if isinstance(one.value, str)
        }
        usual = self.sentences.bearer(bearer, name, {**supposed, **states})
        return usual if usual.da in self.question.label.da else own


def leads_to_decision(graph: Graph, iri: str) -> bool:
    """Whether the answer to a question, or the meeting of a duty, leads to a decision."""
    return (URIRef(iri), CORE.decides, Literal(True)) in graph


_OPENING = {
    "yes": Text("Ja.", "Yes."),
    "no": Text("Nej.", "No."),
    "exempt": Text("Nej. Der er en fritagelse.", "No. There is an exemption."),
    "may": Text("Ja, det er muligt.", "Yes, it is possible."),
    DEPENDS: OPENS_OPEN,
}
_DUTY = "{duty}"
"""Where an opening names the duty that decided."""
NOT_SO = Text("skete ikke", "did not happen")
HELD = "yes"
"""The answer that something is held: it needs no way to it."""
