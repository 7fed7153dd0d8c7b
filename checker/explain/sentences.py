"""Facts in sentences, as a letter says them; the forms are data.

A fact's form (`core:sentence`) is what follows "that": `{who} [|ikke ]har bopæl i Danmark`. Of
`[so|not so]` the part that fits is said, `{value}` is the value, and other names in braces are
words that depend on whom the letter speaks to or of (`core:FormOfAddress`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from rdflib import Graph, URIRef
from rdflib.namespace import RDFS, SKOS

from lovgraf.core.terms import CORE, Text, text_of
from lovgraf.explain.question import Question
from lovgraf.facts.values import NONE, State
from lovgraf.facts.vocabulary import Column
from lovgraf.law.view import Law

_CHOICE = re.compile(r"\[([^\[\]|]*)\|([^\[\]|]*)\]")
_WORD = re.compile(r"\{(\w+)\}")
_VALUE = "{value}"


@dataclass(frozen=True)
class Sentences:
    """Says facts of one question's records, to whoever asks it."""

    law: Law
    question: Question

    def has(self, iri: str) -> bool:
        """Whether a fact has a form."""
        return self._form(iri) is not None

    def clause(self, iri: str, state: State, value: Text, hidden: bool = False) -> Text | None:
        """What follows "that" of a fact in a state, with its value in words; None where it has no
        form, or where its value is hidden and the form shows it."""
        form = self._form(iri)
        if form is None or state is None:
            return None
        so = not self._denied(iri, state)
        said = Text(_chosen(form.da, so), _chosen(form.en, so))
        if hidden and _VALUE in said.da + said.en:
            return None
        words = {**self.words, "value": value}
        return Text(_filled(said.da, words, "da"), _filled(said.en, words, "en"))

    def asked(self, column: Column) -> Text:
        """What is asked for a column of whoever gets the letter: the question put to them; of a yes
        or no without one whether it is so, of others the label with its meaning."""
        graph = self.law.graph
        node = graph.value(None, CORE.askedColumn, URIRef(column.iri))
        if node is not None:
            own = (
                text_of(graph, URIRef(str(node)), CORE.askedOfSubject) if self._to_subject else None
            )
            said = own or text_of(graph, URIRef(str(node)), SKOS.prefLabel)
            if said is not None:
                return said
        whether = (
            self.clause(column.iri, True, column.label) if column.datatype == "boolean" else None
        )
        if whether is not None:
            return Text(f"om {whether.da}", f"whether {whether.en}")
        said = column.definition
        if said is None:
            return column.label
        return Text(
            f"{column.label.da} ({said.da.rstrip('.')})",
            f"{column.label.en} ({said.en.rstrip('.')})",
        )

    def _form(self, iri: str) -> Text | None:
        return text_of(self.law.graph, URIRef(iri), CORE.sentence)

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
    def _to_subject(self) -> bool:
        """Whether whoever asks is the one the record is about."""
        return self._address_of(self.question.asked_by) is not None

    @cached_property
    def words(self) -> Mapping[str, Text]:
        """The words of the form of address, by name."""
        graph = self.law.graph
        kinds = {name: iri for iri, name in self.law.facts.record_types.items()}
        address = self._address_of(self.question.asked_by) or self._address_of(
            kinds.get(self.question.record_type, "")
        )
        return dict(_words_of(graph, address)) if address else {}

    def _address_of(self, iri: str) -> URIRef | None:
        found = self.law.graph.value(URIRef(iri), CORE.addressedAs) if iri else None
        return URIRef(str(found)) if found is not None else None


def _words_of(graph: Graph, address: URIRef) -> Iterable[tuple[str, Text]]:
    for node in graph.objects(address, CORE.addressWord):
        name = graph.value(node, SKOS.notation)
        said = text_of(graph, node, RDFS.label)
        if name is not None and said is not None:
            yield str(name), said


def _chosen(form: str, so: bool) -> str:
    return _CHOICE.sub(lambda found: found[1 if so else 2], form)


def _filled(text: str, words: Mapping[str, Text], lang: str) -> str:
    return _WORD.sub(lambda found: words[found[1]][lang] if found[1] in words else found[0], text)
