"""Grounds that people's own words name ("har ingen computer"): what only an authority can find, so
that no column takes it; it tells which of the rules of an answer are asked about.

Read from the graph (`core:GroundWording`): the words, and the judgments (`core:tellsOf`) of the
acts that they name; or columns that they hint at ("udsendt") and do not tell: what is presumed of
these is asked for. Nothing is read where it is denied.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from msgspec import Struct
from rdflib import RDF, URIRef
from rdflib.namespace import SKOS
from rdflib.term import Node

from lovgraf.conditions.tree import facts_of
from lovgraf.core.terms import BASE, CORE, Text, label
from lovgraf.core.written import list_text
from lovgraf.explain.question import Question, named_by
from lovgraf.explain.wordings import LANGUAGES, Words, said_of, words_of
from lovgraf.facts.fact import Judgment
from lovgraf.law.norms import Norm
from lovgraf.law.view import Law, LawView
from lovgraf.verdicts.program import readers

_FOLDER = BASE + "wording/"
_BEFORE = 2
"""How many words before a ground may deny it."""


class NamedGround(Struct, frozen=True):
    """A ground that words may name: its name, what it is called, and the judgments and columns
    (IRIs) on it."""

    name: str
    label: Text
    facts: frozenset[str]
    wordings: frozenset[Words]
    hints: bool = False
    """Whether the words only hint at columns."""


def grounds_of_words(law: Law) -> dict[str, NamedGround]:
    """The grounds that words may name, by name."""

    def read() -> dict[str, NamedGround]:
        graph = law.graph
        found = [_read(law, node) for node in graph.subjects(RDF.type, CORE.GroundWording)]
        return {one.name: one for one in sorted(found, key=lambda one: one.name)}

    return law.once(("grounds of words",), read)


def _read(law: Law, node: Node) -> NamedGround:
    graph, facts = law.graph, frozenset(map(str, law.graph.objects(node, CORE.tellsOf)))
    texts = (text for lang in LANGUAGES for text in said_of(graph, node, SKOS.altLabel, lang))
    return NamedGround(
        str(node).removeprefix(_FOLDER),
        label(graph, node),
        facts,
        frozenset(tuple(words_of(text)) for text in texts),
        not any(isinstance(law.facts[iri], Judgment) for iri in facts),
    )


def named_in(words: str, law: Law) -> list[NamedGround]:
    """The grounds that some words name and do not deny; none that is less certain of what another
    says ("dement og kan ikke bruge det")."""
    said, denying = words_of(words), _denying(law)
    found = [
        one
        for one in grounds_of_words(law).values()
        if any(_named_at(said, part, denying) for part in one.wordings)
    ]
    return [one for one in found if all(not other.facts < one.facts for other in found)]


def _named_at(said: list[str], part: Words, denying: frozenset[str]) -> bool:
    places = (at for at in range(len(said)) if tuple(said[at : at + len(part)]) == part)
    return any(denying.isdisjoint(said[max(0, at - _BEFORE) : at]) for at in places)


def without_named(words: str, grounds: Collection[NamedGround]) -> str:
    """Some words without those that name some grounds: what is asked beside them."""
    return without_words(words, [part for one in grounds for part in one.wordings])


def without_words(words: str, parts: Collection[Words]) -> str:
    """Some words without each place of some of them."""
    for part in sorted(parts, key=len, reverse=True):
        form = r"\W+".join(map(re.escape, part))
        words = re.sub(rf"(?<!\w){form}(?!\w)", " ", words, flags=re.IGNORECASE)
    return words


def _denying(law: Law) -> frozenset[str]:
    graph = law.graph
    return frozenset(
        word
        for node in graph.subjects(RDF.type, CORE.NegatingWording)
        for lang in LANGUAGES
        for text in said_of(graph, node, SKOS.altLabel, lang)
        for word in words_of(text)
    )


def judgments_of(norm: Norm, view: LawView) -> frozenset[str]:
    """The judgments (IRIs) on which it turns whom a norm is about."""
    facts = view.law.facts
    return frozenset(iri for iri in _inputs_of(norm, view) if isinstance(facts[iri], Judgment))


def _inputs_of(norm: Norm, view: LawView) -> frozenset[str]:
    """The judgments and columns (IRIs) on which it turns whom a norm is about."""
    named, facts = norm.eligible or norm.addressee, view.law.facts
    if named is None:
        return frozenset()

    def read() -> frozenset[str]:
        owl, _ = readers(view, norm.record_type)
        inputs = (facts.inputs(iri) for iri in facts_of(owl.condition(URIRef(named))))
        return frozenset[str]().union(*inputs)

    return view.law.once(("inputs", norm.iri), read)


def read_by(question: Question, view: LawView) -> frozenset[str]:
    """The judgments that the norms of a question turn on, and the columns that these and those it
    is about turn on (IRIs)."""
    own = [norm for norm in view.norms.values() if norm.record_type == question.record_type]
    deciding = named_by(question.decided_by, own, view.law)
    about = [*deciding, *named_by(question.about, own, view.law)]
    judgments = (judgments_of(norm, view) for norm in deciding)
    facts = view.law.facts
    columns = (
        iri
        for norm in about
        for iri in _inputs_of(norm, view)
        if not isinstance(facts[iri], Judgment)
    )
    return frozenset(columns).union(*judgments)


def grounds_read(grounds: Sequence[Text]) -> Text:
    """That words name some grounds, before anything is answered."""
    listed = list_text(grounds, Text("og", "and"))
    return Text(f"Grund i dine ord: {listed.da}.", f"Ground in your words: {listed.en}.")


def grounds_said(grounds: Sequence[Text], alone: bool) -> Text:
    """That words name some grounds; whether the answer tells the rules on these `alone`."""
    listed = list_text(grounds, Text("og", "and"))
    if alone:
        return Text(
            f"Grund taget fra dine ord: {listed.da}. Andre grunde er udeladt.",
            f"Ground taken from your words: {listed.en}. Other grounds are left out.",
        )
    return Text(
        f"Grund nævnt i dine ord: {listed.da}. Svaret afhænger ikke af den.",
        f"Ground named in your words: {listed.en}. The answer does not turn on it.",
    )
