"""Conditions in words, Danish and English, from the labels of the graph: no template per law."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from rdflib import Graph, URIRef

from checker.conditions.tree import (
    Compare,
    Constant,
    Count,
    Excludes,
    Length,
    Matches,
    OneOf,
    Question,
    Range,
    Scalar,
    Test,
    Typed,
)
from checker.records.facts import Column, Fact, FactVocabulary
from checker.records.units import unit_of
from checker.terms import Text, label

AND = Text("alle gælder", "all of these hold")
OR = Text("mindst ét gælder", "at least one of these holds")
NOT = Text("ikke", "not")


@dataclass(frozen=True)
class Words:
    """Puts conditions into words with the labels of one graph, each question once; with
    `labels_only` a code that is a word of its own is not written before its label."""

    graph: Graph
    facts: FactVocabulary
    labels_only: bool = False
    _names: dict[str, Text] = field(default_factory=dict, compare=False, repr=False)
    _questions: dict[Question | Constant, Text] = field(
        default_factory=dict, compare=False, repr=False
    )

    def name(self, iri: str) -> Text:
        """The label of a class, shape, fact or authority."""
        if iri not in self._names:
            fact = self.facts.facts.get(iri)
            self._names[iri] = fact.label if fact else label(self.graph, URIRef(iri))
        return self._names[iri]

    def question(self, question: Question | Constant) -> Text:
        """One question as a statement: "alder er mindst 15"."""
        if question not in self._questions:
            self._questions[question] = self._question(question)
        return self._questions[question]

    def _question(self, question: Question | Constant) -> Text:
        if isinstance(question, Constant):
            return Text("altid", "always") if question.value else Text("aldrig", "never")
        name = self.name(question.fact)
        if isinstance(question, Count):
            return _count(question, name)
        if isinstance(question, Compare):
            return _compare(question, name, self.name(question.other))
        fact = self.facts.facts.get(question.fact)
        if fact is not None and fact.datatype == "boolean" and isinstance(question.test, OneOf):
            answers = [self.value(fact, value) for value in sorted(question.test.values)]
            said = _joined(answers, Text(" eller ", " or "))
            return Text(f"{name.da}: {said.da}", f"{name.en}: {said.en}")
        said = self._test(question.test, fact)
        if question.every and fact is not None and fact.multi:
            return Text(f"{name.da}: hver {said.da}", f"{name.en}: each {said.en}")
        return Text(f"{name.da} {said.da}", f"{name.en} {said.en}")

    def value(self, fact: Fact | None, value: object) -> Text:
        """A value as people write it: yes or no, a date, a number and its unit, a code's label."""
        if isinstance(value, bool):
            return Text("ja", "yes") if value else Text("nej", "no")
        if isinstance(value, date):
            return Text(f"{value.day}. {_MONTHS[value.month - 1]} {value.year}", value.isoformat())
        if isinstance(value, tuple | list | frozenset):
            return _joined([self.value(fact, part) for part in value], Text(", ", ", "))
        if fact is not None and (unit := unit_of(self.graph, self.facts, fact.iri)):
            return unit.said(value)
        code = str(value)
        if isinstance(fact, Column) and fact.code_list:
            for concept in fact.code_list.concepts:
                if concept.notation == code and self.labels_only and not code.isdigit():
                    return concept.label
                if concept.notation == code:
                    return Text(f"{code} ({concept.label.da})", f"{code} ({concept.label.en})")
        return Text(code, code)

    def _test(self, test: Test, fact: Fact | None) -> Text:
        match test:
            case OneOf(values):
                ordered: list[Scalar] = sorted(values, key=lambda v: (str(type(v)), str(v)))
                said = _joined([self.value(fact, v) for v in ordered], Text(" eller ", " or "))
                return Text(f"er {said.da}", f"is {said.en}")
            case Range():
                return self._range(test, fact)
            case Matches(pattern, _):
                return Text(f"har formen {pattern}", f"has the form {pattern}")
            case Length(low, high):
                most = "" if high is None else f"–{high}"
                return Text(f"har {low}{most} tegn", f"has {low}{most} characters")
            case Typed(datatype):
                return Text(f"er af typen {datatype}", f"is of type {datatype}")
            case Excludes(inner):
                said = self._test(inner, fact)
                return Text(f"ikke {said.da}", f"not {said.en}")

    def _range(self, test: Range, fact: Fact | None) -> Text:
        parts = []
        if test.low is not None:
            low = self.value(fact, test.low)
            most = ("er mindst", "is at least") if test.low_included else ("er over", "is over")
            parts.append(Text(f"{most[0]} {low.da}", f"{most[1]} {low.en}"))
        if test.high is not None:
            high = self.value(fact, test.high)
            least = ("er højst", "is at most") if test.high_included else ("er under", "is under")
            parts.append(Text(f"{least[0]} {high.da}", f"{least[1]} {high.en}"))
        return _joined(parts, Text(" og ", " and "))


_MONTHS = (
    "januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september",
    "oktober", "november", "december",
)  # fmt: skip


_WEEKDAYS = (
    Text("mandag", "Monday"), Text("tirsdag", "Tuesday"), Text("onsdag", "Wednesday"),
    Text("torsdag", "Thursday"), Text("fredag", "Friday"), Text("lørdag", "Saturday"),
    Text("søndag", "Sunday"),
)  # fmt: skip
_ENGLISH_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


def day_said(day: date) -> Text:
    """A day with its day of the week: "Saturday 7 June 2014"."""
    week, month = _WEEKDAYS[day.weekday()], day.month - 1
    return Text(
        f"{week.da} den {day.day}. {_MONTHS[month]} {day.year}",
        f"{week.en} {day.day} {_ENGLISH_MONTHS[month]} {day.year}",
    )


def _joined(parts: Iterable[Text], between: Text) -> Text:
    found = list(parts)
    return Text(between.da.join(p.da for p in found), between.en.join(p.en for p in found))


def _count(question: Count, name: Text) -> Text:
    if question.low == 1 and question.high is None:
        return Text(f"{name.da} findes", f"{name.en} exists")
    if question.high == 0:
        return Text(f"{name.da} findes ikke", f"{name.en} does not exist")
    most = "" if question.high is None else f"–{question.high}"
    return Text(
        f"{name.da} har {question.low}{most} værdier", f"{name.en} has {question.low}{most} values"
    )


def _compare(question: Compare, name: Text, other: Text) -> Text:
    said = {
        "less": Text("ligger før", "comes before"),
        "less-or-equal": Text("ligger senest på", "comes at the latest on"),
        "equal": Text("er lig med", "equals"),
        "disjoint": Text("er forskellig fra", "differs from"),
    }[question.relation]
    return Text(f"{name.da} {said.da} {other.da}", f"{name.en} {said.en} {other.en}")
