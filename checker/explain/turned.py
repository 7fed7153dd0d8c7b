"""Whether somebody's words ask the other way round: "may he do without Digital Post", where the
question is whether he must have it.

Read from the graph: `core:TurningWording`, in which "…" stands for up to three words.
"""

from __future__ import annotations

import re

from rdflib import RDF, URIRef
from rdflib.namespace import SKOS

from lovgraf.core.terms import CORE
from lovgraf.explain.self_reports import CLAUSE
from lovgraf.explain.wordings import LANGUAGES, said_of, words_of
from lovgraf.law.view import Law

_SOME_WORDS = r"(?:\s+\S+){1,3}\s+"


def asks_turned(words: str, law: Law) -> bool:
    """Whether some words ask whether one may do without: in the clause that asks, where one
    does."""
    form, beside, asking = law.once(("turning",), lambda: _read(law))
    clauses = [words_of(clause) for clause in CLAUSE.split(words)]
    asked = [one for one in clauses if one and one[0] in asking]
    return any(
        form.search(" ".join(one)) is not None and beside.isdisjoint(one)
        for one in asked or clauses
    )


def _read(law: Law) -> tuple[re.Pattern[str], frozenset[str], frozenset[str]]:
    """The turning words, the words beside which they turn nothing, and those that a clause that
    asks begins with."""
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
    asking = {word for one in said(CORE.AskingWording) for word in words_of(one)[:1]}
    return re.compile(rf"(?<!\S)(?:{pattern})(?!\S)"), frozenset(beside), frozenset(asking)
