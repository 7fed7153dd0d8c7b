"""Days in people's own words ("jeg flyttede den 10. november"), to be confirmed: never taken for
granted.

Read from the graph: the words that say what happened, or will, on a day, and the columns that the
day may be a value of (`core:DayWording`); and those around a day or for one, such as "since" and
"next month" (`core:CalendarWording`). A day without a year is the nearest that fits: of what has
happened the latest, of what is to come the next; that a year was chosen is told. Nothing is read
where somebody else is spoken of, where it is denied, or where two days or columns fit.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace
from rdflib import RDF, Literal, URIRef
from rdflib.namespace import SKOS
from rdflib.term import Node

from lovgraf.core.terms import CORE, Text
from lovgraf.core.written import date_text
from lovgraf.explain.ages import Numbers, numbers_in
from lovgraf.explain.days_in_words import (
    CLAUSE,
    JOINT,
    MARK,
    Day,
    all_marked,
    clauses_of,
    forms_of,
    joined,
    marked_clauses,
    unmarked,
)
from lovgraf.explain.kin import kin_words
from lovgraf.explain.named_grounds import read_by
from lovgraf.explain.question import Question, reached
from lovgraf.explain.self_reports import reports_of
from lovgraf.explain.wordings import LANGUAGES, Words, said_of, words_of
from lovgraf.facts.between import Between
from lovgraf.facts.fact import Column
from lovgraf.law.view import Law

_MOST_PLACES = 2
"""Of how many columns a day may be for each to be named."""


class DaySaid(Struct, frozen=True):
    """The day that some words tell of a column."""

    column: Column
    value: date
    said: Day

    @property
    def pair(self) -> str:
        """The fact as one types it."""
        value = self.value
        stated = value.stated if isinstance(value, Between) else value.isoformat()
        return f"{self.column.name}={stated}"

    @property
    def chosen(self) -> Text | None:
        """That a year was chosen, where none was said."""
        if self.said.year is not None:
            return None
        value = self.value
        day = value.said if isinstance(value, Between) else date_text(value)
        return Text(
            f"»{self.said.said}« er læst som {day.da}",
            f'"{self.said.said}" is read as {day.en}',
        )


class DayOfLaw(Struct, frozen=True):
    """A day that a question ends with ("must I have it on 1 December 2014"), and the other words:
    the law of that day is asked of, and it is no fact."""

    value: date
    said: str
    rest: str

    @property
    def option(self) -> str:
        """The day as it was said, with how one asks for the law of it."""
        return f"{self.said} (--as-of {self.value.isoformat()})"


class _Wording(Struct, frozen=True):
    """Words that say what happened or will on a day, and what columns (IRIs) it may be of."""

    words: Words
    columns: frozenset[str]
    past: bool | None
    """Whether it has happened; None where only a day with its year is read."""
    only_beside: frozenset[str] = frozenset()
    not_beside: frozenset[str] = frozenset()
    """The words of which one has to stand in the same clause, where any has to, and none may."""

    def fits(self, said: list[str], named: list[str]) -> bool:
        """Whether a clause tells it, by its words or with the kinds of its names."""
        some = set(said)
        if self.only_beside and some.isdisjoint(self.only_beside):
            return False
        in_words = _within(self.words, said) or _within(self.words, named)
        return some.isdisjoint(self.not_beside) and in_words


class Reader(Struct, dict=True):
    """Reads days by the wordings of a law."""

    law: Law

    def told(
        self, words: str, question: Question, as_of: date, of_kin: bool = False
    ) -> list[DaySaid]:
        """The days that some words tell of what a question is about: none where they speak of
        family, unless the question is asked for them (`of_kin`)."""
        if not of_kin and any(word in self._kin for word in words_of(words)):
            return []
        found: dict[Column, set[tuple[date, Day]]] = {}
        for clause, at in marked_clauses(words, self.law):
            for (column, past), day in self._each_told(clause, at, question):
                value = day.dated(as_of, past)
                if value:
                    found.setdefault(column, set()).add((value, day))
        return [
            DaySaid(column, *next(iter(some))) for column, some in found.items() if len(some) == 1
        ]

    def _each_told(
        self, clause: str, at: Mapping[str, Day], question: Question
    ) -> list[tuple[tuple[Column, bool | None], Day]]:
        """What each day of a clause (with marks) is told of: of a clause with several days that are
        joined ("moved in 2019 and has had it since 2014") where each is told of something."""
        told = [
            (self._told_in(part, at, question), unmarked(part, at)[1])
            for part in joined(clause, forms_of(self.law).joint)
        ]
        found = [(one, days[0]) for one, days in told if one is not None]
        return found if len(found) == len(told) else []

    def _told_in(
        self, part: str, at: Mapping[str, Day], question: Question
    ) -> tuple[Column, bool | None] | None:
        """The column that the one day of a part (with its mark) is of, and whether it has passed,
        as far as that is said. What is denied beside the day counts ("moved 1 May and have not
        told": the move is not denied)."""
        said, days = unmarked(part, at)
        words = words_of(said)
        beside = [words_of(one) for one in part.split(JOINT) if MARK in one]
        denied = any(not self._negating.isdisjoint(some) for some in beside)
        named = self._named(words)
        fitting = [one for one in self._wordings if one.fits(words, named)]
        if len(days) != 1 or not fitting or denied:
            return None
        best = max(map(_telling, fitting))
        fitting = [one for one in fitting if _telling(one) == best]
        columns = {iri for one in fitting for iri in one.columns} & self._known(question)
        if len(columns) > 1:
            columns &= _counted_from(self.law, question)
        if len(columns) != 1:
            return None
        return self._columns[columns.pop()], fitting[0].past

    def of_law(self, words: str, as_of: date) -> DayOfLaw | None:
        """The day up to a date that a question ends with and that is of the whole question: of no
        event beside it."""
        marked, at = all_marked(words, self.law)
        found = forms_of(self.law).closing.search(marked)
        day = at[found["mark"]] if found else None
        if not found or day is None or None in (day.day, day.month, day.year):
            return None
        value, rest = day.dated(as_of, None), marked[: found.start()]
        clauses = [part for part in CLAUSE.split(rest) if part.strip()]
        if value is None or value > as_of or not clauses:
            return None
        asks = found["asks"] or any(self._asking & set(words_of(one)[:1]) for one in clauses)
        if not asks or self._of_event(words_of(clauses[-1].rpartition(MARK)[2])):
            return None
        for mark, one in at.items():
            rest = rest.replace(f" {mark} ", one.said)
        return DayOfLaw(value, day.said, f"{rest}{found['asks']}")

    def _of_event(self, words: list[str]) -> bool:
        """Whether some words tell what happened on a day."""
        named = self._named(words)
        told = any(one.fits(words, named) for one in self._wordings)
        return told or not self._happening.isdisjoint(words[1:])

    def asked_by(self, question: Question, as_of: date) -> list[Column]:
        """The columns of which people tell days, and from which a deadline of a question's norms
        runs, or which decide it."""
        told = {iri for one in self._wordings for iri in one.columns} & self._known(question)
        counted = told & _counted_from(self.law, question, kept=False)
        turned_on = counted or told & read_by(question, self.law.at(as_of))
        return [self._columns[iri] for iri in sorted(turned_on)]

    def _named(self, words: list[str]) -> list[str]:
        """Words with the kind of a name in place of each country or nationality."""
        return [word for word, _ in reports_of(self.law).named(words)]

    def _known(self, question: Question) -> set[str]:
        """The columns (IRIs) of the records that a question is about."""
        kind = question.record_type
        return {iri for iri, one in self._columns.items() if kind in one.record_types}

    @cached_property
    def _columns(self) -> dict[str, Column]:
        return {one.iri: one for one in self.law.facts.columns.values()}

    @cached_property
    def _wordings(self) -> list[_Wording]:
        graph, found = self.law.graph, []
        for node in graph.subjects(RDF.type, CORE.DayWording):
            columns = frozenset(map(str, graph.objects(node, CORE.tellsOf)))
            tense = graph.value(node, CORE.tellsPast)
            past = None if tense is None else (node, CORE.tellsPast, Literal(True)) in graph
            beside = self._of(node, CORE.onlyBeside), self._of(node, CORE.notBeside)
            some = {
                said for lang in LANGUAGES for said in said_of(graph, node, SKOS.altLabel, lang)
            }
            found += [_Wording(tuple(words_of(said)), columns, past, *beside) for said in some]
        return sorted(found, key=lambda one: (one.words, sorted(one.columns)))

    @property
    def _kin(self) -> frozenset[str]:
        return kin_words(self.law)

    @cached_property
    def _negating(self) -> frozenset[str]:
        return self._words(CORE.NegatingWording)

    @cached_property
    def _asking(self) -> frozenset[str]:
        return self._words(CORE.AskingWording)

    @cached_property
    def _happening(self) -> frozenset[str]:
        """The words beside which a day is not that of the law."""
        nodes = self.law.graph.subjects(RDF.type, CORE.CalendarWording)
        return frozenset(word for node in nodes for word in self._of(node, CORE.notBeside))

    def _words(self, kind: URIRef) -> frozenset[str]:
        graph = self.law.graph
        nodes = graph.subjects(RDF.type, kind)
        return frozenset(word for node in nodes for word in self._of(node, SKOS.altLabel))

    def _of(self, node: Node, predicate: URIRef) -> frozenset[str]:
        """The words that a wording has by a predicate."""
        return frozenset(
            word
            for lang in LANGUAGES
            for said in said_of(self.law.graph, node, predicate, lang)
            for word in words_of(said)
        )


def day_of_law(words: str, law: Law, as_of: date) -> DayOfLaw | None:
    """The day of the law that some words ask of, up to a date."""
    return law.once(("days",), lambda: Reader(law)).of_law(words, as_of)


def days_told(
    words: str, law: Law, question: Question, as_of: date, of_kin: bool = False
) -> list[DaySaid]:
    """The days that some words tell of whoever is asked about."""
    return law.once(("days",), lambda: Reader(law)).told(words, question, as_of, of_kin)


def days_and_numbers(
    words: str,
    law: Law,
    question: Question,
    as_of: date,
    of_kin: bool = False,
    of_another: bool = False,
) -> tuple[list[DaySaid], Numbers]:
    """The days that some words tell, none where they are `of_another`, and what the numbers beside
    all days tell; the days that nothing was made of are named with the numbers."""
    told = [] if of_another else days_told(words, law, question, as_of, of_kin)
    rest, days = without_days(words, law)
    numbers = numbers_in(rest, law, question.record_type)
    used = {one.said.said for one in told}
    unused = (*(one for one in days if one not in used), *numbers.unused)
    return told, replace(numbers, unused=tuple(dict.fromkeys(unused)))


def where_they_go(
    days: Collection[str], words: str, law: Law, question: Question, as_of: date
) -> dict[str, list[str]]:
    """Of some days in words of which nothing was made, how each is stated (`KEY=DAY`) of what a
    question counts from or reads, and people tell days of; none where many could be meant."""
    reader = law.once(("days",), lambda: Reader(law))
    columns = reader.asked_by(question, as_of)
    if not 0 < len(columns) <= _MOST_PLACES:
        return {}
    said = {day.said: day for _, some in clauses_of(words, law) for day in some}
    values = {
        one: said[one].dated(as_of, None) for one in days if one in said and not said[one].from_now
    }
    return {
        one: [DaySaid(column, value, said[one]).pair for column in columns]
        for one, value in values.items()
        if value is not None
    }


def without_days(words: str, law: Law) -> tuple[str, list[str]]:
    """Some words without the days in them, and the days as they were said, but for today, which
    says nothing that is left."""
    clauses = list(clauses_of(words, law))
    every = [day for _, some in clauses for day in some]
    days = [day.said for day in every if day.from_now is None or not day.from_now.today]
    return ". ".join(clause for clause, _ in clauses), days


def _counted_from(law: Law, question: Question, kept: bool = True) -> set[str]:
    """The columns (IRIs) from which the deadlines of a question's norms run, and, with `kept`, of
    what keeps them."""
    norms = reached(question, law.norms.values(), law)
    lines = [line for norm in norms for line in norm.deadlines]
    kept_by = {line.performed_on for line in lines if kept and line.performed_on}
    read = {one for line in lines for one in line.triggers} | kept_by
    return {iri for one in read for iri in law.facts.inputs(one)}


def _telling(wording: _Wording) -> tuple[int, int]:
    """How much a wording tells: the longer the more, and a name more than any of its kind."""
    return len(wording.words), sum(not word.startswith("{") for word in wording.words)


def _within(part: Words, words: list[str]) -> bool:
    return any(
        tuple(words[at : at + len(part)]) == part for at in range(len(words) - len(part) + 1)
    )
