"""What people's words tell of themselves, as facts to be confirmed: never taken for granted.

Read from the graph (`core:TellingWording`): words around a name, and the column that the name is a
value of. Words of somebody else (`core:KinWording`) may be about another than the question is, and
nothing is told then, but by words that tell of whoever asks (`core:ofOneself`); nor where a column
would get two values.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise

from msgspec import Struct
from rdflib import RDF, Literal, URIRef
from rdflib.namespace import SKOS
from rdflib.term import Node

from lovgraf.core.terms import CORE, Text
from lovgraf.explain.kin import kin_words
from lovgraf.explain.wordings import COUNTRY, LANGUAGES, Words, parted, said_of, words_of
from lovgraf.facts.countries import country_names
from lovgraf.facts.fact import Column
from lovgraf.law.view import Law


class SelfReport(Struct, frozen=True):
    """A value of a column, as the command line takes it."""

    column: Column
    value: str

    @property
    def pair(self) -> str:
        """The fact as one types it."""
        return f"{self.column.name}={self.value}"


class Torn(Struct, frozen=True):
    """A column that some words tell several values of, as the command line takes them."""

    column: Column
    values: tuple[str, ...]

    @property
    def said(self) -> Text:
        """What the words tell of it, of which nothing was used."""
        listed, called = f"{self.column.name}={' / '.join(self.values)}", self.column.label
        return Text(f"{called.da} ({listed})", f"{called.en} ({listed})")


class _Pattern(Struct, frozen=True):
    """Words with names, the column (IRI) they tell of, the value where it is always the same,
    whether they must be a whole clause, the value of a name of which they tell nothing, and
    whether they tell of whoever asks also where one of the family is named."""

    words: Words
    column: str
    value: str
    whole: bool
    but_not: str = ""
    of_oneself: bool = False
    wanted: tuple[str, ...] = ()
    """The value of each name that it has itself ("arbejder i Danmark"), empty of other words."""

    def fits(self, part: Sequence[tuple[str, str]]) -> bool:
        """Whether the names in some words are those that it has itself."""
        return all(
            not own or own == value for own, (_, value) in zip(self.wanted, part, strict=True)
        )


class SelfReports(Struct, dict=True):
    """Reads what people tell of themselves, by the wordings of a law."""

    law: Law

    def found_in(
        self, words: str, record_type: str, of_kin: bool = False, of_another: bool = False
    ) -> tuple[list[SelfReport], list[Torn]]:
        """What some words tell for a type of record, and the columns that they tell several values
        of: nothing where they speak of family or `of_another`, unless the question is asked for
        them (`of_kin`)."""
        told = self._values(words, record_type, of_kin, of_another)
        sure = [SelfReport(one, *found) for one, found in told if len(found) == 1 and all(found)]
        torn = [Torn(one, tuple(filter(None, found))) for one, found in told if found[1:]]
        return sure, torn

    def _values(
        self, words: str, record_type: str, of_kin: bool, of_another: bool
    ) -> list[tuple[Column, list[str]]]:
        said = self.named(words_of(words))
        of_another |= not of_kin and any(word in self._kin for word, _ in said)
        labelled = () if of_another else self._labelled(words)
        values: dict[str, set[str]] = {}
        for column, value in (*self._told(words, said, of_another), *labelled):
            values.setdefault(column, set()).add(value)
        columns = {column.iri: column for column in self.law.facts.columns.values()}
        return [
            (columns[iri], sorted(found))
            for iri, found in sorted(values.items())
            if record_type in columns[iri].record_types
        ]

    def named(self, words: Sequence[str]) -> list[tuple[str, str]]:
        """Words with the kind of a name in place of each name, and the value of that."""
        found = parted(words, self._names, self._longest)
        return [(name[0], name[1]) if name else (part[0], "") for part, name in found]

    def names_in(self, words: Sequence[str]) -> Iterator[tuple[Words, Words]]:
        """The names in some words of a kind that wordings tell of, each with its kind and value."""
        kinds = {word for pattern in self._patterns for word in pattern if word.startswith("{")}
        found = parted(words, self._names, self._longest)
        return ((part, name) for part, name in found if name and name[0] in kinds)

    def stating(self, kind: str, value: str) -> frozenset[tuple[str, str]]:
        """The columns (IRIs) that wordings tell of by a name of a kind, with what of each."""
        some = (one for own in self._patterns.values() for one in own if kind in one.words)
        return frozenset((one.column, one.value or value) for one in some if one.value or value)

    def _told(
        self, words: str, said: Sequence[tuple[str, str]], of_another: bool
    ) -> Iterator[tuple[str, str]]:
        """The columns (IRIs) that wordings tell of, with what of each; where the words are
        `of_another`, by those alone that tell of whoever asks all the same. Of two wordings of one
        column that share a word the first counts, or else the longer: who is a Danish citizen in
        Sweden is no citizen of Sweden."""
        clauses = [self.named(words_of(clause)) for clause in CLAUSE.split(words)]
        for clause in clauses:
            yield from self._telling(clause, of_another, whole=True)
        taken: dict[str, tuple[int, set[str]]] = {}
        longest = max(map(len, self._patterns), default=0)
        for at in range(len(said)):
            for size in range(longest, 0, -1):
                told: dict[str, set[str]] = {}
                for column, value in self._telling(said[at : at + size], of_another):
                    told.setdefault(column, set()).add(value)
                for column, values in told.items():
                    end, before = taken.get(column, (0, values))
                    if at >= end or values == before:
                        yield from ((column, value) for value in sorted(values))
                        taken[column] = max(end, at + size), values

    def _telling(
        self, part: Sequence[tuple[str, str]], of_another: bool, whole: bool = False
    ) -> Iterator[tuple[str, str]]:
        """The columns (IRIs) that some words, or a `whole` clause, tell of, with what of each: of a
        name the last."""
        for one in self._patterns.get(tuple(word for word, _ in part), ()):
            value = one.value or next((value for _, value in reversed(part) if value), "")
            if one.whole != whole or (of_another and not one.of_oneself) or not one.fits(part):
                continue
            if not value or value != one.but_not:
                yield one.column, value

    def _labelled(self, words: str) -> Iterator[tuple[str, str]]:
        """The columns (IRIs) of which some words have the label of a code, the longest first, with
        the code."""
        for _, told in parted(words_of(words), self._labels, self._longest_label):
            if told:
                yield told[0], told[1]

    @cached_property
    def _labels(self) -> dict[Words, Words]:
        """The column and the code that each label tells, of the columns told by their codes'
        labels."""
        graph, found = self.law.graph, dict[Words, Words]()
        for column in self.law.facts.columns.values():
            listed = column.code_list
            if listed is None or (URIRef(column.iri), CORE.toldByLabel, Literal(True)) not in graph:
                continue
            for code in graph.subjects(SKOS.inScheme, URIRef(listed.iri)):
                told = (column.iri, str(graph.value(code, SKOS.notation)))
                found |= dict.fromkeys(self._said(code, SKOS.prefLabel), told)
                found |= dict.fromkeys(self._said(code), told)
        return found

    @cached_property
    def _longest_label(self) -> int:
        return max(map(len, self._labels), default=1)

    @cached_property
    def _names(self) -> dict[Words, Words]:
        """The kind and the value of each name: what names a country is no mere place abroad."""
        found: dict[Words, Words] = {}
        for code, country in country_names().items():
            for lang in LANGUAGES:
                found[tuple(words_of(country[lang]))] = COUNTRY, code
        graph = self.law.graph
        for node in graph.subjects(RDF.type, CORE.Wording):
            kind, value = graph.value(node, SKOS.notation), graph.value(node, CORE.tellsValue)
            for said in self._said(node) if kind else ():
                if value or said not in found:
                    found[said] = f"{{{kind}}}", str(value or "")
        return found

    @property
    def countries(self) -> Iterator[tuple[Words, str]]:
        """Each name of a country, with its code."""
        known = country_names()
        return (
            (said, code)
            for said, (kind, code) in self._names.items()
            if kind == COUNTRY and code in known
        )

    def before(self, kind: str) -> frozenset[str]:
        """The words that stand right before a name of a kind where wordings have one."""
        pairs = (pair for pattern in self._patterns for pair in pairwise(pattern))
        return frozenset(first for first, second in pairs if second == kind)

    @cached_property
    def _longest(self) -> int:
        return max(map(len, self._names))

    @cached_property
    def _patterns(self) -> dict[Words, list[_Pattern]]:
        """The wordings by their words."""
        graph, found = self.law.graph, dict[Words, list[_Pattern]]()
        for node in graph.subjects(RDF.type, CORE.TellingWording):
            column, value = graph.value(node, CORE.tellsOf), graph.value(node, CORE.tellsValue)
            whole, of_oneself = (
                (node, said, Literal(True)) in graph for said in (CORE.wholeClause, CORE.ofOneself)
            )
            but_not = str(graph.value(node, CORE.butNot) or "")
            for said in self._said(node):
                kinds, wanted = zip(*self.named(said), strict=True)
                told = str(value or "")
                one = _Pattern(said, str(column), told, whole, but_not, of_oneself, wanted)
                found.setdefault(kinds, []).append(one)
        return found

    @cached_property
    def where_read(self) -> frozenset[str]:
        """The columns (IRIs) of which words tell only a question that reads them."""
        graph = self.law.graph
        nodes = graph.subjects(CORE.whereRead, Literal(True))
        return frozenset(str(graph.value(node, CORE.tellsOf)) for node in nodes)

    @cached_property
    def only_telling(self) -> frozenset[Words]:
        """The words that only tell something where anything else is asked beside them."""
        nodes = self.law.graph.subjects(CORE.onlyTells, Literal(True))
        return frozenset(words for node in nodes for words in self._said(node))

    @property
    def _kin(self) -> frozenset[str]:
        return kin_words(self.law)

    def _said(self, node: Node, predicate: URIRef = SKOS.altLabel) -> set[Words]:
        texts = (said_of(self.law.graph, node, predicate, lang) for lang in LANGUAGES)
        return {tuple(words_of(text)) for some in texts for text in some}


def reports_of(law: Law) -> SelfReports:
    """What reads what people tell of themselves; the same each time."""
    return law.once(("self-reports",), lambda: SelfReports(law))


def self_reported(words: str, law: Law, record_type: str, of_kin: bool = False) -> list[SelfReport]:
    """What some words tell of whoever is asked about."""
    return reports_of(law).found_in(words, record_type, of_kin)[0]


CLAUSE = re.compile(r"[.,;:?!()]+(?:\s|$)|\s\(")
"""What parts clauses; a point within a number or a name does not."""
