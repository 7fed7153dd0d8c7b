"""Ages in people's own words ("min mor på 82", "a nine-year-old"): the days of birth they may be.

Read from the graph (`core:AgeWording`): words around a word for a human being and a number. An age
is no birth date but a span of them. A number that was not understood is named too.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from datetime import date, timedelta
from functools import cached_property
from itertools import accumulate, pairwise

from msgspec import Struct
from rdflib import RDF, Literal, URIRef
from rdflib.namespace import SKOS

from lovgraf.core.terms import CORE, Text
from lovgraf.explain.self_reports import CLAUSE
from lovgraf.explain.wordings import LANGUAGES, Words, said_of, stem, wordings_of, words_of
from lovgraf.facts.calendar import add_months
from lovgraf.facts.fact import Column
from lovgraf.law.view import Law

_PERSON, _AGE = "{person}", "{alder}"
_OLDEST = 120
_THOUSANDS = re.compile(r"(?<=\d)[.,](?=\d{3}(?!\d))")
"""The mark between the thousands of a number."""


class Age(Struct, frozen=True):
    """How old some words say that somebody is, and the column of the birth date."""

    column: Column
    years: int

    def born(self, as_of: date) -> tuple[date, date]:
        """The first and the last day of birth of whoever has that age on a day."""
        first, last = (add_months(as_of, -12 * years) for years in (self.years + 1, self.years))
        assert first is not None
        assert last is not None
        return first + timedelta(1), last


class Numbers(Struct, frozen=True):
    """The age that some words tell, and the numbers that nothing was made of."""

    age: Age | None = None
    unused: tuple[str, ...] = ()


class Reader(Struct, dict=True):
    """Reads ages by the wordings of a law."""

    law: Law

    def numbers(self, words: str, record_type: str) -> Numbers:
        """What the numbers in some words tell for a type of record."""
        words = _THOUSANDS.sub("", words)
        clauses = [
            [part for word in words_of(clause) for part in self._parts(word)]
            for clause in CLAUSE.split(words)
        ]
        said = [word for clause in clauses for word in clause]
        ends = frozenset(accumulate(map(len, clauses)))
        spans = [span for at in range(len(said)) if (span := self._age_at(said, at, ends))]
        spans += self._alone(clauses)
        ages = {years for _, years in spans}
        taken = {place for places, _ in spans for place in places} if len(ages) == 1 else set()
        column = next((one for one in self._columns if record_type in one.record_types), None)
        age = Age(column, min(ages)) if len(ages) == 1 and column is not None else None
        unused = [
            word
            for place, word in enumerate(said)
            if word.isdecimal() and (age is None or place not in taken)
        ]
        return Numbers(age, tuple(dict.fromkeys(unused)))

    def without(self, words: str, everywhere: bool = False) -> str:
        """Some words without the ages that begin with the number, or without all of them
        (`everywhere`); whoever has the age is kept."""
        return ", ".join(self._bare(clause, everywhere) for clause in CLAUSE.split(words))

    def _bare(self, clause: str, everywhere: bool) -> str:
        said = [part for word in words_of(clause) for part in self._parts(word)]
        if everywhere and said and self._is_age(said):
            return ""
        at, kept = 0, list[str]()
        while at < len(said):
            read = everywhere or self._number(said, at)[1] is not None
            span = self._age_at(said, at) if read else None
            if span and everywhere:
                kept += [said[place] for place in span[0] if said[place] in self._persons]
            elif not span:
                kept.append(said[at])
            at = span[0].stop if span else at + 1
        return " ".join(kept)

    def _is_age(self, clause: Sequence[str]) -> bool:
        """Whether a clause says nothing but an age."""
        matched = (self._matched(pattern, clause, 0) for pattern in self._whole)
        return any(years is not None and end == len(clause) for end, years in matched)

    def _alone(self, clauses: Sequence[Sequence[str]]) -> list[tuple[range, int]]:
        """The ages that stand in clauses of their own after a word for a human being: their
        places, and the age."""
        found, at, of_person = list[tuple[range, int]](), 0, False
        for clause in clauses:
            for pattern in self._whole if of_person else ():
                end, years = self._matched(pattern, clause, 0)
                if years is not None and end == len(clause):
                    found.append((range(at, at + end), years))
            at += len(clause)
            of_person = of_person or not self._persons.isdisjoint(clause)
        return found

    def _parts(self, word: str) -> list[str]:
        """A word, or its two parts where it joins a number and what a wording has after it."""
        for ending in self._endings:
            number = word.removesuffix(ending)
            if number != word and self._number([number], 0)[1] is not None:
                return [number, ending]
        return [word]

    def _age_at(
        self, said: Sequence[str], at: int, ends: Container[int] = ()
    ) -> tuple[range, int] | None:
        """The longest wording of an age that begins at a word: its places, and the age; none of an
        age that is still to come ("15 år til august"). Clauses end at `ends`."""
        for pattern in self._patterns:
            end, years = self._matched(pattern, said, at)
            if years is not None and not self._never_after.isdisjoint(said[end : end + 1]):
                return None
            if years is not None and (end in ends or self._ends(said, end)):
                return range(at, end), years
        return None

    def _matched(self, pattern: Words, said: Sequence[str], at: int) -> tuple[int, int | None]:
        """Where a wording ends that begins at a word, and the age; no age where it does not fit."""
        years = None
        for part in pattern:
            if part == _AGE:
                size, years = self._number(said, at)
                if years is None:
                    return at, None
                at += size
                continue
            word = said[at] if at < len(said) else ""
            if not (word in self._persons if part == _PERSON else word == part):
                return at, None
            at += 1
        return at, years

    def _number(self, said: Sequence[str], at: int) -> tuple[int, int | None]:
        """How many words a number takes, and the number; none where it is no age."""
        for size in (2, 1):
            known = self.numerals.get(tuple(said[at : at + size]))
            if known is not None:
                return size, known
        word = said[at] if at < len(said) else ""
        fits = word.isdecimal() and len(word) <= len(str(_OLDEST)) and int(word) <= _OLDEST
        return 1, int(word) if fits else None

    def _ends(self, said: Sequence[str], end: int) -> bool:
        """Whether what follows leaves an age an age: nothing, a word for a human being, a verb or
        one that says little; not a unit, nor what might have the age itself."""
        if end >= len(said):
            return True
        word = said[end]
        little = any(stem(word, lang) in self._fillers[lang] for lang in LANGUAGES)
        return word not in self._units and (word in self._persons | self._verbs or little)

    @cached_property
    def _never_after(self) -> frozenset[str]:
        graph = self.law.graph
        nodes = graph.subjects(RDF.type, CORE.AgeWording)
        return frozenset(
            str(word) for node in nodes for word in graph.objects(node, CORE.notFollowedBy)
        )

    @cached_property
    def _patterns(self) -> list[Words]:
        """The wordings of ages, the longest first."""
        return self._wordings(whole=False)

    @cached_property
    def _whole(self) -> list[Words]:
        """Those that must be a whole clause."""
        return self._wordings(whole=True)

    def _wordings(self, whole: bool) -> list[Words]:
        graph, found = self.law.graph, set[Words]()
        for node in graph.subjects(RDF.type, CORE.AgeWording):
            if ((node, CORE.wholeClause, Literal(True)) in graph) == whole:
                found |= {
                    tuple(words_of(text))
                    for lang in LANGUAGES
                    for text in said_of(graph, node, SKOS.altLabel, lang)
                }
        return sorted(found, key=lambda one: (-len(one), one))

    @cached_property
    def _endings(self) -> list[str]:
        """What may be joined to a number."""
        return [after for one in self._patterns for n, after in pairwise(one) if n == _AGE]

    @cached_property
    def _columns(self) -> list[Column]:
        graph, columns = self.law.graph, self.law.facts.columns.values()
        nodes = graph.subjects(RDF.type, CORE.AgeWording)
        told = {str(one) for node in nodes for one in graph.objects(node, CORE.tellsOf)}
        return [column for column in columns if column.iri in told]

    @cached_property
    def numerals(self) -> dict[Words, int]:
        """The words for numbers."""
        graph, found = self.law.graph, {}
        for node in graph.subjects(RDF.type, CORE.Numeral):
            value = int(str(graph.value(node, CORE.tellsValue)))
            for lang in LANGUAGES:
                for text in said_of(graph, node, SKOS.altLabel, lang):
                    found[tuple(words_of(text))] = value
        return found

    @cached_property
    def _persons(self) -> frozenset[str]:
        return frozenset(self._said(CORE.PersonWording))

    @cached_property
    def _verbs(self) -> frozenset[str]:
        return frozenset(self._said(CORE.VerbWording))

    @cached_property
    def _units(self) -> frozenset[str]:
        return frozenset(self._said(CORE.UnitWording))

    @cached_property
    def _fillers(self) -> dict[str, frozenset[str]]:
        return {lang: one.fillers for lang, one in wordings_of(self.law.graph).items()}

    def _said(self, kind: URIRef) -> list[str]:
        graph = self.law.graph
        return [
            text
            for node in graph.subjects(RDF.type, kind)
            for lang in LANGUAGES
            for text in said_of(graph, node, SKOS.altLabel, lang)
        ]


def numbers_in(words: str, law: Law, record_type: str) -> Numbers:
    """What the numbers in some words tell for a type of record."""
    return law.once(("ages",), lambda: Reader(law)).numbers(words, record_type)


def numerals_of(law: Law) -> dict[str, int]:
    """The words for numbers, of one word each."""
    known = law.once(("ages",), lambda: Reader(law)).numerals
    return {words[0]: number for words, number in known.items() if len(words) == 1}


def without_ages(words: str, law: Law, everywhere: bool = False) -> str:
    """Some words without the ages that stand before a word for a human being ("my 12-year-old
    son"), so that it is told of whom they speak; or without those too that stand elsewhere
    (`everywhere`), so that what stands on both sides of one is read together."""
    return law.once(("ages",), lambda: Reader(law)).without(words, everywhere)


def age_said(age: Age, as_of: date) -> Text:
    """That an age was understood, that it may be another's, and how it is stated as it was said:
    as the days of birth that it may be."""
    first, last = age.born(as_of)
    stated = f"{age.column.name}={first.isoformat()}/{last.isoformat()}"
    return Text(
        f"Forstået af dine ord: alder {age.years} år. Den er ikke brugt, for det er ikke klart, "
        f"hvis alder det er. Er det den, der spørges om, så føj til {stated} (eller dagen selv).",
        f"Taken from your words: age {age.years}. It is not used, since it is not clear whose age "
        f"it is. If it is of whoever is asked about, add {stated} (or the day itself).",
    )
