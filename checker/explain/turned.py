"""Whether somebody's words ask the other way round: "may he do without Digital Post", where the
question is whether he must have it.

Read from the graph: `core:TurningWording`, in which "…" stands for up to three words.
"""

from __future__ import annotations

import re

from rdflib import RDF, URIRef
from rdflib.namespace import SKOS

from lovgraf.core.terms import CORE
from lovgraf.explain.ages import without_ages
from lovgraf.explain.matching import matcher_of
from lovgraf.explain.wordings import LANGUAGES, said_of, words_of
from lovgraf.law.view import Law

_SOME_WORDS = r"(?:\s+\S+){1,3}\s+"


def asks_turned(words: str, law: Law) -> bool:
    """Whether some words ask whether one may do without: in the clauses that ask, where any does.
    Ages are no words between those that turn: "need my mother of 83 not have it"."""
    form, beside = law.once(("turning",), lambda: _read(law))
    clauses = matcher_of(law).clauses(words)
    asked = [one.text for one in clauses if one.asks] or [one.text for one in clauses]
    said = [words_of(without_ages(one, law, everywhere=True)) for one in asked]
    return any(form.search(" ".join(one)) is not None and beside.isdisjoint(one) for one in said)


def _read(law: Law) -> tuple[re.Pattern[str], frozenset[str]]:
    """The turning words, and the words beside which they turn nothing."""
    graph = law.graph

    def said(kind: URIRef, predicate: URIRef = SKOS.altLabel) -> list[str]:
        return [
            one
            for node in graph.subjects(RDF.type, kind)
            for lang in LANGUAGES
            for one in said_of(graph, node, predicate, lang)
        ]

    forms = (
        _SOME_WORDS.join(re.escape(" ".join(words_of(part))) for part in one.split("…"))
        for one in said(CORE.TurningWording)
    )
    pattern = "|".join(sorted(forms, key=len, reverse=True)) or "$^"
    beside = {word for one in said(CORE.TurningWording, CORE.notBeside) for word in words_of(one)}
    return re.compile(rf"(?<!\S)(?:{pattern})(?!\S)"), frozenset(beside)
