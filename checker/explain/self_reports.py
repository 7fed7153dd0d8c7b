"""What people's words tell of themselves, as facts to be confirmed: never taken for granted.

Read from the graph (`core:TellingWording`): words around a name, and the column that the name is a
value of. Words of somebody else (`core:KinWording`) may be about another than the question is, and
nothing is told then; nor where a column would get two values.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from rdflib import RDF
from rdflib.namespace import SKOS
from rdflib.term import Node

from lovgraf.core.terms import CORE
from lovgraf.explain.wordings import COUNTRY, LANGUAGES, Words, parted, said_of, words_of
from lovgraf.facts.countries import country_names
from lovgraf.facts.fact import Column
from lovgraf.law.view import Law


@dataclass(frozen=True)
class SelfReport:
    """A value of a column, as the command line takes it."""

    column: Column
    value: str

    @property
    def pair(self) -> str:
        """The fact as one types it."""
        return f"{self.column.name}={self.value}"


@dataclass
class SelfReports:
    """Reads what people tell of themselves, by the wordings of a law."""

    law: Law

    def found_in(self, words: str, record_type: str) -> list[SelfReport]:
        """What some words tell for a type of record."""
        named = parted(words_of(words), self._names, self._longest)
        said = [name or (part[0], "") for part, name in named]
        if any(word in self._kin for word, _ in said):
            return []
        values: dict[str, set[str]] = {}
        for at in range(len(said)):
            for pattern, column, fixed in self._patterns:
                part = said[at : at + len(pattern)]
                if tuple(word for word, _ in part) == pattern:
                    value = fixed or next((value for _, value in part if value), "")
                    values.setdefault(column, set()).add(value)
        columns = {column.iri: column for column in self.law.facts.columns.values()}
        return [
            SelfReport(columns[iri], *found)
            for iri, found in sorted(values.items())
            if len(found) == 1 and all(found) and record_type in columns[iri].record_types
        ]

    @cached_property
    def _names(self) -> dict[Words, Words]:
        """The kind and the value of each name."""
        found: dict[Words, Words] = {}
        for code, country in country_names().items():
            for lang in LANGUAGES:
                found[tuple(words_of(country[lang]))] = COUNTRY, code
        graph = self.law.graph
        for node in graph.subjects(RDF.type, CORE.Wording):
            kind, value = graph.value(node, SKOS.notation), graph.value(node, CORE.tellsValue)
            for said in self._said(node) if kind else ():
                found[said] = f"{{{kind}}}", str(value or "")
        return found

    @cached_property
    def _longest(self) -> int:
        return max(map(len, self._names))

    @cached_property
    def _patterns(self) -> list[tuple[Words, str, str]]:
        """Words with names, the column they tell of, and the value where it is always the same."""
        graph = self.law.graph
        found = []
        for node in graph.subjects(RDF.type, CORE.TellingWording):
            column, value = graph.value(node, CORE.tellsOf), graph.value(node, CORE.tellsValue)
            found += [(said, str(column), str(value or "")) for said in self._said(node)]
        return sorted(found)

    @cached_property
    def _kin(self) -> frozenset[str]:
        nodes = self.law.graph.subjects(RDF.type, CORE.KinWording)
        return frozenset(word for node in nodes for said in self._said(node) for word in said)

    def _said(self, node: Node) -> set[Words]:
        texts = (said_of(self.law.graph, node, SKOS.altLabel, lang) for lang in LANGUAGES)
        return {tuple(words_of(text)) for some in texts for text in some}


def self_reported(words: str, law: Law, record_type: str) -> list[SelfReport]:
    """What some words tell of whoever is asked about."""
    return law.once(("self-reports",), lambda: SelfReports(law)).found_in(words, record_type)
