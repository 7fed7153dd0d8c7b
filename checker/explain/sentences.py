"""Facts and duties in sentences, as a letter says them; the forms are data.

A fact's form (`core:sentence`) is what follows "that": `{who} [|ikke ]har bopæl i Danmark`. Of
`[so|not so|to come|day not known]` the part that fits is said: what is to come is told by the day
of the fact, or of the one it happens on (`core:happensOn`), against the day of the answer. A part
that is left out at the end is told as the first. `{value}` is the value, and other names in braces
are words that depend on whom the letter speaks to or of (`core:FormOfAddress`). Whoever was
mentioned before in a form is a pronoun, where the form of address has one. A duty's form is a
whole sentence, in which `{bearer}` is whoever it binds.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import cached_property

from msgspec import Struct, field
from msgspec.structs import replace
from rdflib import URIRef
from rdflib.namespace import SKOS

from lovgraf.core.terms import CORE, Text, text_of
from lovgraf.core.written import begun, date_text, filled
from lovgraf.explain.question import Question
from lovgraf.facts.between import Between
from lovgraf.facts.fact import Column
from lovgraf.facts.values import NONE, State
from lovgraf.law.norms import Norm
from lovgraf.law.spoken import filled_form, whole_sentence, words_of
from lovgraf.law.view import Law

_CHOICE = re.compile(r"\[([^\[\]]*)\]")
_VALUE = "{value}"
_ON = re.compile(r"\b(?:den|on) \{value\}")
"""What a day stands with; what is known only to lie between two days says that itself."""
_SO, _NOT_SO, _TO_COME, _DAY_NOT_KNOWN = range(4)
_BLANK = Text("…", "…")
_IS_IT_SO = Text("Er det rigtigt, at {said}?", "Is it right that {said}?")
_WHETHER = Text("om {said}", "whether {said}")
YEARS = ("year", "year_2")
"""The words for the year of the answer and for the second after it."""
_FILL_IN = Text("Udfyld: {said}", "Fill in: {said}")
_EVENT_ON = Text("{event} den {day}", "{event} on {day}")


class Sentences(Struct, frozen=True, dict=True):
    """Says facts and duties of one question's records, to whoever asks it on a day: of themselves,
    or of another they ask for (`asked_for`, the IRI of a form of address). With an `address` of
    its own it speaks of somebody, as to whoever signs a letter."""

    law: Law
    question: Question
    as_of: date = field(default_factory=date.today)
    address: str = ""
    asked_for: str = ""

    def has(self, iri: str) -> bool:
        """Whether a fact or norm has a form."""
        return self._form(iri) is not None

    def speaks_to_asker(self, iri: str) -> bool:
        """Whether the form of a norm says what whoever asks does."""
        form = self._form(iri)
        return form is not None and "{who}" in form.da

    def clause(
        self,
        iri: str,
        state: State,
        value: Text,
        hidden: bool = False,
        known: Mapping[str, State] | None = None,
    ) -> Text | None:
        """What follows "that" of a fact in a state, with its value in words; None where it has no
        form, or where the form shows a value that is hidden or not there. `known` are the states
        of other facts (by IRI), of which one may be the day it happens on."""
        form = self._form(iri)
        if form is None or state is None:
            return None
        part = self._part(iri, state, known or {})
        said = Text(_chosen(form.da, part), _chosen(form.en, part))
        if (hidden or state is NONE) and _VALUE in said.da + said.en:
            return None
        if isinstance(state, Between):
            said = Text(*(_ON.sub(_VALUE, text) for text in (said.da, said.en)))
        own = Text(*(filled_form(value[lang], self.words, lang) for lang in ("da", "en")))
        words = {**self.words, "value": own}
        return Text(filled_form(said.da, words, "da"), filled_form(said.en, words, "en"))

    def denies(self, iri: str) -> bool:
        """Whether the form of a fact can say that it is not so."""
        form = self._form(iri)
        return form is not None and _CHOICE.search(form.da) is not None

    def duty(self, norm: Norm, bearer: Text) -> Text | None:
        """What a norm asks of its bearer, as a sentence: by a form of its own, or that of its
        content; None where it has none."""
        form = self._form(norm.iri) or (self._form(norm.duty) if norm.duty else None)
        if form is None:
            return None
        words = {**self.words, "bearer": bearer}
        return whole_sentence(form, words)

    def conditional(self, norm: Norm, bearer: Text) -> Text | None:
        """What a norm, or its duty where the norm has no form of its own, asks where it holds, with
        when it does; None where no form says that."""
        forms = [norm.iri] if self.has(norm.iri) or not norm.duty else [norm.iri, norm.duty]
        said = (text_of(self.law.graph, URIRef(one), CORE.conditionalSentence) for one in forms)
        form = next((one for one in said if one is not None), None)
        return self.opening(form, bearer) if form else None

    def while_open(self, norm: Norm) -> Text | None:
        """What a norm asks where the answer is open; None where no form says that."""
        form = text_of(self.law.graph, URIRef(norm.iri), CORE.openSentence)
        return self.opening(form) if form else None

    def event(self, iri: str, state: State) -> Text | None:
        """What happened on the day that a fact states, by name and with its day where that is
        known; None where it has no name."""
        name = text_of(self.law.graph, URIRef(iri), CORE.eventName)
        if name is None:
            return None
        said = Text(*(filled_form(name[lang], self.words, lang) for lang in ("da", "en")))
        if not isinstance(state, date) or isinstance(state, Between):
            return said
        return filled(_EVENT_ON, event=said, day=date_text(state))

    def of_them(self) -> Sentences:
        """What says the same to whoever has the case: of whoever asks as of another."""
        kind = self._kind
        them = self.law.graph.value(URIRef(self.question.asked_by), CORE.toldOfAs)
        them = them or self._address_of(kind)
        return replace(self, address=str(them or ""))

    def asked(self, column: Column) -> Text:
        """What is asked for a column of whoever gets the letter: the question put to them; of a yes
        or no without one whether it is so, of others the sentence
        with a blank for the value, or the label with its meaning."""
        if (question := self.question_for(column)) is not None:
            return question
        whether = self.whether(column)
        if whether is not None:
            return filled(_IS_IT_SO, said=whether)
        is_date = column.datatype == "date"
        blank = self.clause(column.iri, self.as_of if is_date else _BLANK.da, _BLANK)
        if blank is not None and _BLANK.da in blank.da:
            return filled(_FILL_IN, said=blank)
        said = column.definition
        if said is None:
            return column.label
        return Text(
            f"{column.label.da} ({said.da.rstrip('.')})",
            f"{column.label.en} ({said.en.rstrip('.')})",
        )

    def whether(self, column: Column) -> Text | None:
        """What follows "whether" of a column that is so or not; None of others, and without a
        form."""
        is_so = column.datatype == "boolean"
        return self.clause(column.iri, True, column.label) if is_so else None

    def topic(self, column: Column, again: bool = False) -> Text | None:
        """What an open answer depends on of a column, as it stands after "on", of whoever was
        spoken of already where it says so `again`; None where the graph does not say."""
        said, words = text_of(self.law.graph, URIRef(column.iri), CORE.asTopic), self.words
        if said is not None:
            words = {**words, "who": words["he"]} if again and "he" in words else words
            return Text(*(filled_form(said[lang], words, lang) for lang in ("da", "en")))
        whether = self.whether(column)
        return whether and filled(_WHETHER, said=whether)

    def question_for(self, column: Column) -> Text | None:
        """The question that asks for a column, put to whoever the record is about where they are
        the one who asks; None where the graph has none."""
        graph = self.law.graph
        node = graph.value(None, CORE.askedColumn, URIRef(column.iri))
        if node is None:
            return None
        asked = URIRef(str(node))
        of_asker = self.to_subject and not self.asked_for
        own = text_of(graph, asked, CORE.askedOfSubject) if of_asker else None
        of_another = self.to_subject and text_of(graph, asked, CORE.askedOfAnother)
        if not own and of_another:
            return self.opening(of_another)
        return own or self._of_another(text_of(graph, asked, SKOS.prefLabel))

    @property
    def title(self) -> Text:
        """What the question is, of whoever it is asked for."""
        said = self.question.for_another if self.asked_for and self.to_subject else None
        return self.question.label if said is None else self.opening(said)

    def _of_another(self, said: Text | None) -> Text | None:
        """What is said of a record's subject, of the one who is asked for or of whoever asks."""
        kind = self._address_of(self._kind)
        if said is None or kind is None:
            return said
        usual = dict(words_of(self.law.graph, kind))
        said = self._of_this_kind(said, usual["who"])
        if not (self.asked_for or self.address):
            return said
        for name in ("your", "who"):
            own = self.words[name]
            said = Text(*(said[at].replace(usual[name][at], own[at]) for at in ("da", "en")))
        return Text(begun(said.da), begun(said.en))

    def _of_this_kind(self, said: Text, who: Text) -> Text:
        """What is said of one kind of record or of another, of the kind (called `who`) alone."""
        kinds = {str(address) for _, address in self.law.graph.subject_objects(CORE.addressedAs)}
        for other in (dict(words_of(self.law.graph, URIRef(one))).get("who") for one in kinds):
            if other is not None and other != who:
                said = Text(
                    _without(said.da, who.da, " eller ", other.da),
                    _without(said.en, who.en, " or ", other.en),
                )
        return said

    def bearer(self, iri: str, name: Text, known: Mapping[str, State] | None = None) -> Text:
        """Whoever a norm binds, within a sentence: a class by the word that is used of one of
        them, by what is `known` of that one where its kind says so; an authority by its name."""
        address = self._called(iri, known or {}) or self._address_of(iri)
        said = dict(words_of(self.law.graph, address)).get("who") if address else None
        return said or name

    def _called(self, iri: str, known: Mapping[str, State]) -> URIRef | None:
        """How one of a class is called by its kind, which a column states (`core:calledBy`)."""
        graph = self.law.graph
        column = graph.value(URIRef(iri), CORE.calledBy)
        fact = self.law.facts.facts.get(str(column))
        if not isinstance(fact, Column) or fact.code_list is None:
            return None
        kind = known.get(fact.iri)
        for code in graph.subjects(SKOS.inScheme, URIRef(fact.code_list.iri)):
            if str(graph.value(code, SKOS.notation)) == kind:
                return self._address_of(str(code))
        return None

    def opening(self, said: Text, bearer: Text | None = None) -> Text:
        """A sentence that an answer begins with, to whoever asks; `bearer` is whoever is bound."""
        words = {**self.words, "bearer": bearer} if bearer else self.words
        return whole_sentence(said, words)

    def _form(self, iri: str) -> Text | None:
        return text_of(self.law.graph, URIRef(iri), CORE.sentence)

    def _part(self, iri: str, state: State, known: Mapping[str, State]) -> int:
        """The part of a choice that fits."""
        if self._denied(iri, state):
            return _NOT_SO
        if isinstance(state, date):
            return _TO_COME if state > self.as_of else _SO
        happens_on = self.law.graph.value(URIRef(iri), CORE.happensOn)
        if happens_on is None:
            return _SO
        day = known.get(str(happens_on))
        if not isinstance(day, date):
            return _DAY_NOT_KNOWN
        return _TO_COME if day > self.as_of else _SO

    def _denied(self, iri: str, state: State) -> bool:
        """Whether a state says that something is not so, or that there is none."""
        if state is NONE or state is False or state == ():
            return True
        fact = self.law.facts.facts.get(iri)
        if not isinstance(fact, Column):
            return False
        absent = (fact.absent_value, fact.denied)
        return any(state in (value, (value,)) for value in absent if value is not None)

    @cached_property
    def to_subject(self) -> bool:
        """Whether whoever is spoken to is the one the record is about."""
        return not self.address and self._address_of(self.question.asked_by) is not None

    @property
    def _kind(self) -> str:
        """The type of record (IRI) that the question is about."""
        kinds = {name: iri for iri, name in self.law.facts.record_types.items()}
        return kinds.get(self.question.record_type, "")

    @cached_property
    def words(self) -> Mapping[str, Text]:
        """The words of the form of address, by name; the year of the answer, and the second after
        it (`{year}`, `{year_2}`)."""
        own = self.address or (self.asked_for if self.to_subject else "")
        address = (
            URIRef(own)
            if own
            else self._address_of(self.question.asked_by) or self._address_of(self._kind)
        )
        said = dict(words_of(self.law.graph, address)) if address else {}
        years = (str(self.as_of.year), str(self.as_of.year + 2))
        return {**said, **{name: Text(one, one) for name, one in zip(YEARS, years, strict=True)}}

    def _address_of(self, iri: str) -> URIRef | None:
        found = self.law.graph.value(URIRef(iri), CORE.addressedAs) if iri else None
        return URIRef(str(found)) if found is not None else None


def _chosen(form: str, part: int) -> str:
    return _CHOICE.sub(lambda found: _one_of(found[1].split("|"), part), form)


def _one_of(parts: list[str], part: int) -> str:
    return parts[part] if part < len(parts) else parts[_SO]


def _without(said: str, own: str, joint: str, other: str) -> str:
    """A text without what is said of another beside one's own."""
    for both in (f"{own}{joint}{other}", f"{other}{joint}{own}"):
        said = said.replace(both, own)
        said = said.replace(begun(both), begun(own))
    return said
