"""Conditions in words, Danish and English, from the labels of the graph: no template per law."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

from rdflib import Graph, URIRef
from rdflib import Literal as RdfLiteral

from lovgraf.conditions.atoms import can_be_none
from lovgraf.conditions.tree import (
    Compare,
    Constant,
    Count,
    Excludes,
    Leaf,
    Length,
    Matches,
    OneOf,
    Question,
    Range,
    Scalar,
    Test,
    Typed,
)
from lovgraf.core.terms import RECORD, Text, label
from lovgraf.core.written import date_text, list_text, number_text
from lovgraf.facts.between import Between
from lovgraf.facts.countries import country_names, spoken_name
from lovgraf.facts.fact import Column, Concept, Fact
from lovgraf.facts.units import unit_of
from lovgraf.facts.vocabulary import FactVocabulary

AND = Text("alle gælder", "all of these hold")
OR = Text("mindst ét gælder", "at least one of these holds")
NOT = Text("ikke", "not")
_OR, _AND = Text("eller", "or"), Text("og", "and")
NOT_YET = Text("endnu ikke bestemt", "not determined yet")
_OF_ALL = (Text(" (hvis der er en)", " (if there is one)"), Text("", ""))
_OF_BOTH = (Text(" (hvis begge findes)", " (if both exist)"), Text("", ""))


@dataclass(frozen=True)
class Words:
    """Puts conditions into words with the labels of one graph, each question once."""

    graph: Graph
    facts: FactVocabulary
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
        fact = self.facts.facts.get(question.fact)
        if isinstance(question, Count):
            return _both(name, _count(question))
        if isinstance(question, Compare):
            return self._compare(question, fact)
        if fact is not None and fact.datatype == "boolean" and isinstance(question.test, OneOf):
            answers = [self.value(fact, value) for value in sorted(question.test.values)]
            said = list_text(answers, _OR)
            return Text(f"{name.da}: {said.da}", f"{name.en}: {said.en}")
        return self._leaf(question, name, fact)

    def _leaf(self, leaf: Leaf, name: Text, fact: Fact | None) -> Text:
        """A statement about the value of a fact, or about each of its values."""
        said = self._test(leaf.test, fact)
        alone = fact is None or not fact.multi
        if leaf.every and not alone:
            return Text(f"{name.da}: hver værdi {said.da}", f"{name.en}: each value {said.en}")
        if not alone and isinstance(leaf.test, OneOf):
            said = self._any_of(leaf.test.values, fact)
            return Text(f"{name.da} omfatter {said.da}", f"{name.en} includes {said.en}")
        if not alone:
            return Text(f"{name.da}: en værdi {said.da}", f"{name.en}: a value {said.en}")
        return _both(name, said, _OF_ALL[not (leaf.every and self._may_lack(leaf.fact))])

    def _may_lack(self, iri: str) -> bool:
        """Whether a record can be known to have no value of a fact."""
        fact = self.facts.facts.get(iri)
        return fact is not None and can_be_none(fact, self.facts)

    def value(self, fact: Fact | None, value: object) -> Text:
        """A value as people write it: yes or no, a date, a number and its unit, a code's label."""
        if isinstance(value, bool):
            return Text("ja", "yes") if value else Text("nej", "no")
        if isinstance(value, date):
            return self._date(value)
        if isinstance(value, tuple | list | frozenset):
            return list_text([self.value(fact, part) for part in value], _AND)
        if isinstance(value, int | float | Decimal):
            unit = unit_of(self.graph, self.facts, fact.iri) if fact is not None else None
            return unit.said(value) if unit else number_text(value)
        return self._code(fact, str(value))

    def spoken(self, fact: Fact | None, value: object) -> Text:
        """A value as it is said to somebody: a code by its words in a sentence (`core:sentence`),
        or by its label alone."""
        if isinstance(value, tuple | list | frozenset):
            return list_text([self.spoken(fact, part) for part in value], _AND)
        code = self._concept(fact, value) if isinstance(value, str) else None
        if code is not None:
            return code.spoken or code.label
        named = self.value(fact, value)
        if isinstance(value, str) and country_names().get(value) == named:
            return spoken_name(value)
        return named

    def _date(self, day: date) -> Text:
        if self.never is not None and day >= self.never:
            return NOT_YET
        return day.said if isinstance(day, Between) else date_text(day)

    @cached_property
    def never(self) -> date | None:
        """The day from which on a date stands for one that is not determined yet."""
        found = self.graph.value(RECORD.never, RECORD.value)
        day = found.toPython() if isinstance(found, RdfLiteral) else None
        return day if isinstance(day, date) else None

    def _below(self, fact: Fact | None) -> list[Column]:
        below = self.facts.lineage([fact.iri]) if fact and fact.iri in self.facts.facts else [fact]
        return [one for one in below if isinstance(one, Column)]

    def _labelled(self, fact: Fact | None, code: str) -> Text | None:
        """The label of a code; None where no list of codes has it."""
        found = self._concept(fact, code)
        return None if found is None else found.label

    def _concept(self, fact: Fact | None, code: str) -> Concept | None:
        lists = [column.code_list for column in self._below(fact) if column.code_list]
        named = (one for found in lists for one in found.concepts if one.notation == code)
        return next(named, None)

    def _code(self, fact: Fact | None, code: str) -> Text:
        """A code by its label; a number, which registers call it by, with its label."""
        columns = self._below(fact)
        if any(column.format == "Country" for column in columns) and code in country_names():
            return country_names()[code]
        said = self._labelled(fact, code)
        if said is not None:
            return Text(f"{code} ({said.da})", f"{code} ({said.en})") if code.isdigit() else said
        derived = fact is not None and not isinstance(fact, Column)
        return self._codes.get(code, Text(code, code)) if derived else Text(code, code)

    @cached_property
    def _codes(self) -> dict[str, Text]:
        """The labels of the codes of all lists."""
        columns = self.facts.columns.values()
        lists = {c.code_list.iri: c.code_list for c in columns if c.code_list}
        return {
            concept.notation: concept.label
            for _, known in sorted(lists.items(), reverse=True)
            for concept in known.concepts
        }

    def _test(self, test: Test, fact: Fact | None) -> Text:
        match test:
            case OneOf(values):
                said = self._any_of(values, fact)
                return Text(f"er {said.da}", f"is {said.en}")
            case Range():
                return self._range(test, fact)
            case Matches(pattern, _):
                return Text(f"har formen {pattern}", f"has the form {pattern}")
            case Length(low, high):
                said = _number(low, high)
                one = (low or 0, high) == (1, 1)
                return Text(f"har {said.da} tegn", f"has {said.en} character{'s' * (not one)}")
            case Typed(datatype):
                said = _TYPES.get(datatype, Text(datatype, datatype))
                return Text(f"er {said.da}", f"is {said.en}")
            case Excludes(OneOf(values)):
                said = self._any_of(values, fact)
                return Text(f"er ikke {said.da}", f"is not {said.en}")
            case Excludes(inner):
                said = self._test(inner, fact)
                return Text(f"opfylder ikke, at det {said.da}", f"does not meet that it {said.en}")

    def _any_of(self, values: Iterable[Scalar], fact: Fact | None) -> Text:
        ordered = sorted(values, key=lambda v: (str(type(v)), str(v)))
        return list_text([self.value(fact, v) for v in ordered], _OR)

    def _range(self, test: Range, fact: Fact | None) -> Text:
        bounds = (test.low, test.low_included), (test.high, test.high_included)
        of_dates = any(isinstance(bound, date) for bound, _ in bounds)
        parts = []
        for side, (bound, included) in enumerate(bounds):
            if bound is not None:
                said, limit = _LIMITS[of_dates][side][included], self.value(fact, bound)
                parts.append(Text(f"{said.da} {limit.da}", f"{said.en} {limit.en}"))
        verb = Text("ligger", "is") if of_dates else Text("er", "is")
        return _both(verb, list_text(parts, _AND))

    def _compare(self, question: Compare, fact: Fact | None) -> Text:
        of_dates = fact is not None and fact.datatype == "date"
        relation = (_TIMES if of_dates else _AMOUNTS).get(question.relation)
        said = relation or _RELATIONS[question.relation]
        name, other = self.name(question.fact), self.name(question.other)
        lacking = self._may_lack(question.fact) or self._may_lack(question.other)
        tail = _OF_BOTH[question.relation == "equal" or not lacking]
        return Text(
            f"{name.da} {said.da} {other.da}{tail.da}", f"{name.en} {said.en} {other.en}{tail.en}"
        )


_LIMITS = (
    ((Text("over", "over"), Text("mindst", "at least")),
     (Text("under", "under"), Text("højst", "at most"))),
    ((Text("efter", "after"), Text("tidligst", "no earlier than")),
     (Text("før", "before"), Text("senest", "no later than"))),
)  # fmt: skip
"""Of amounts and of dates: how the lower and the upper bound is said, left out or included."""
_TIMES = {
    "less": Text("ligger før", "comes before"),
    "less-or-equal": Text("ligger senest på", "comes at the latest on"),
}
_AMOUNTS = {
    "less": Text("er mindre end", "is less than"),
    "less-or-equal": Text("er højst lige så meget som", "is at most as much as"),
}
_RELATIONS = {
    "equal": Text("er lig med", "equals"),
    "disjoint": Text("er forskellig fra", "differs from"),
}
_TYPES = {
    "date": Text("en dato", "a date"),
    "boolean": Text("ja eller nej", "yes or no"),
    "integer": Text("et helt tal", "a whole number"),
    "decimal": Text("et tal", "a number"),
    "string": Text("tekst", "text"),
}


def _both(first: Text, second: Text, tail: Text = _OF_ALL[1]) -> Text:
    return Text(f"{first.da} {second.da}{tail.da}", f"{first.en} {second.en}{tail.en}")


def _number(low: int, high: int | None) -> Text:
    """How many: at least, at most, or exactly."""
    least, most = number_text(low), number_text(high or 0)
    if high is None:
        return Text(f"mindst {least.da}", f"at least {least.en}")
    if low == high:
        return Text(f"netop {most.da}", f"exactly {most.en}")
    if not low:
        return Text(f"højst {most.da}", f"at most {most.en}")
    return Text(f"mellem {least.da} og {most.da}", f"between {least.en} and {most.en}")


def _count(question: Count) -> Text:
    if question.low == 1 and question.high is None:
        return Text("findes", "exists")
    if question.high == 0:
        return Text("findes ikke", "does not exist")
    said = _number(question.low, question.high)
    one = question.high == 1
    return Text(f"har {said.da} værdi{'er' * (not one)}", f"has {said.en} value{'s' * (not one)}")
