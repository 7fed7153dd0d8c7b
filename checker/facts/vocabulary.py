"""All facts that the graph declares: what each rests on, and what they say of each other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import NewType

from msgspec import structs

from lovgraf.core.cache import stable_text
from lovgraf.core.errors import InputError
from lovgraf.core.terms import short
from lovgraf.facts.dispute import Dispute, read_disputes
from lovgraf.facts.fact import CodeGroup, Column, Derived, Fact, Judgment, Presumption, Ref
from lovgraf.facts.heading_words import HeadingWords


@dataclass(frozen=True)
class FactVocabulary:
    """Every fact, code list and code group that the graph declares."""

    facts: dict[str, Fact]
    groups: dict[str, CodeGroup]
    record_types: dict[str, str]
    """IRI of each record type to its notation."""
    usual_type: str = ""
    """The notation of the type of what does not say its own; where the graph names
    none, the first."""
    playing: frozenset[tuple[str, str]] = frozenset()
    """Types of record (by notation) in which somebody takes part, with the type of who does."""
    carried: frozenset[tuple[str, str]] = frozenset()
    """Types of record with the facts of who takes part that they have under a name of their own."""
    called: frozenset[str] = frozenset()
    """Headings, as people write them, of what says who somebody is, and the columns that do (by
    IRI)."""
    says_who: str = ""
    """The IRI of what these are together, which a mapping names where a column is any of it."""
    heading_words: HeadingWords = HeadingWords()
    """Words that tell what a heading cannot mean."""
    without: FactVocabulary | None = None
    """The same facts without what is presumed here; None where nothing is."""

    def on(self, day: date) -> FactsOfDay:
        """The same facts, with no code that the law of a day does not know."""
        if day not in self._on:
            own = {c.iri: self._known(c, day) for c in self.columns.values() if c.known_codes}
            less = {iri: c for iri, c in own.items() if c is not self.facts[iri]}
            found = replace(self, facts={**self.facts, **less}) if less else self
            self._on[day] = FactsOfDay(found)
        return self._on[day]

    @cached_property
    def _on(self) -> dict[date, FactsOfDay]:
        return {}

    def _known(self, column: Column, day: date) -> Column:
        codes, known = column.code_list, self.groups[column.known_codes or ""].members(day)
        if codes is None or known.issuperset(codes.notations):
            return column
        left = tuple(one for one in codes.concepts if one.notation in known)
        others = frozenset(codes.notations) - known
        codes = structs.replace(codes, concepts=left, day=day, of_other_days=others)
        return structs.replace(column, code_list=codes)

    @property
    def stated(self) -> FactVocabulary:
        """The facts as records state them, without presumptions."""
        return self.without or self

    def presuming(self, presumptions: Iterable[Presumption]) -> FactVocabulary:
        """The same facts where blanks are filled by presumptions, in their order."""
        found = tuple(presumptions)
        if not found:
            return self
        if found not in self._presuming:
            facts = dict(self.facts)
            for one in found:
                column = facts[one.presumes]
                assert isinstance(column, Column)
                facts[column.iri] = structs.replace(column, presumed=(*column.presumed, one.iri))
                facts[one.iri] = one
            self._presuming[found] = replace(self, facts=facts, without=self)
        return self._presuming[found]

    @cached_property
    def _presuming(self) -> dict[tuple[Presumption, ...], FactVocabulary]:
        return {}

    def emptied_by(self, iri: str, value: object) -> list[str]:
        """The columns (IRIs) that have no value where a column has a value."""
        return self._emptied.get((iri, type(value), value), [])

    def all_emptied_by(self, iri: str, value: object) -> frozenset[str]:
        """The same, with those that have no value because one of these has none."""
        found, left = set[str](), list(self.emptied_by(iri, value))
        while left:
            column = self.facts[left.pop()]
            if column.iri not in found and isinstance(column, Column):
                found.add(column.iri)
                left += self.emptied_by(column.iri, column.denied)
        return frozenset(found)

    @cached_property
    def _emptied(self) -> dict[tuple[str, type, object], list[str]]:
        found: dict[tuple[str, type, object], list[str]] = {}
        for column in self.columns.values():
            for iri, wanted in column.none_when:
                found.setdefault((iri, type(wanted), wanted), []).append(column.iri)
        return found

    @cached_property
    def disputes(self) -> tuple[Dispute, ...]:
        """What columns may contradict each other about, in order of IRI."""
        return tuple(read_disputes(self))

    @cached_property
    def denials(self) -> tuple[Dispute, ...]:
        """Two columns that contradict each other where it is stated of the first that there is
        none: by a value of the `other` there is one. Source: `record:hasComeWhen` and
        `record:givenWhen`."""
        found: dict[tuple[str, str], set[bool | str]] = {}
        for column in self.columns.values():
            for other, value in (*column.come_when, *column.given_when):
                if isinstance(self.facts.get(other), Column):
                    found.setdefault((column.iri, other), set()).add(value)
        return tuple(Dispute(*pair, frozenset(own)) for pair, own in sorted(found.items()))

    @cached_property
    def disputes_of(self) -> dict[str, tuple[Dispute, ...]]:
        """For each column, by IRI, the disputes in which it loses its say."""
        found: dict[str, list[Dispute]] = {}
        for one in self.disputes:
            for iri in () if one.open else one.columns:
                found.setdefault(iri, []).append(one)
        return {iri: tuple(own) for iri, own in found.items()}

    def disputes_about(self, columns: frozenset[str]) -> tuple[Dispute, ...]:
        """Those in which some columns, by IRI, have a part, or in what ending them may raise."""
        wide = self.with_endings(columns)
        if wide not in self._disputes_about:
            found = (one for one in self.disputes if not one.columns.isdisjoint(wide))
            self._disputes_about[wide] = tuple(found)
        return self._disputes_about[wide]

    @cached_property
    def _disputes_about(self) -> dict[frozenset[str], tuple[Dispute, ...]]:
        return {}

    def disputing(self, iri: str) -> frozenset[str]:
        """The columns, by IRI, that may contradict a column."""
        own = {one for found in self.disputes_of.get(iri, ()) for one in self.with_raising(found)}
        return frozenset(other for one in own for other in one.columns if other != iri)

    def with_raising(self, one: Dispute) -> tuple[Dispute, ...]:
        """A dispute with those that may raise it: to do without a day on which something ended,
        because that is disputed, may let it last."""
        found = dict.fromkeys([one])
        queue = [one]
        while queue:
            for iri in sorted(self._endings(queue.pop())):
                new = [other for other in self.disputes_of.get(iri, ()) if other not in found]
                found.update(dict.fromkeys(new))
                queue += new
        return tuple(found)

    def with_endings(self, columns: frozenset[str]) -> frozenset[str]:
        """Columns with those of which a dispute may raise one that they have a part in; by IRI."""
        if columns not in self._with_endings:
            found, size = set(columns), 0
            lasting = [one for one in self.disputes if one.lasting]
            while size != (size := len(found)):
                for one in lasting:
                    found |= self._endings(one) if one.columns & found else set()
            self._with_endings[columns] = frozenset(found)
        return self._with_endings[columns]

    @cached_property
    def _with_endings(self) -> dict[frozenset[str], frozenset[str]]:
        return {}

    def _endings(self, one: Dispute) -> set[str]:
        """The days (IRIs) on which that has ended of which a dispute says that it lasts."""
        facts = (self.facts[iri] for iri in one.lasting)
        return {
            operand.iri
            for fact in facts
            if isinstance(fact, Derived)
            for operand in fact.roles["ending"]
            if isinstance(operand, Ref)
        }

    @cached_property
    def implications(self) -> tuple[tuple[str, str], ...]:
        """The columns, but those of episodes, each with a column that says what its blank holds;
        by IRI."""
        return tuple(
            (column.iri, other)
            for column in self.columns.values()
            if column.episode is None
            for other in column.implying
            if isinstance(self.facts.get(other), Column)
        )

    def below(self, iri: str) -> frozenset[str]:
        """A fact (by IRI) with all that it rests on."""
        if iri not in self._below:
            queue, seen = [iri], set[str]()
            while queue:
                current = queue.pop()
                if current not in seen:
                    seen.add(current)
                    queue += self._rests_on(current)
            self._below[iri] = frozenset(seen)
        return self._below[iri]

    @cached_property
    def _below(self) -> dict[str, frozenset[str]]:
        return {}

    def touched(self, iri: str) -> bool:
        """Whether what a fact is may rest on a presumption."""
        if self.without is None:
            return False
        if iri not in self._touched:
            lineage = self.lineage([iri])
            self._touched[iri] = any(isinstance(fact, Presumption) for fact in lineage)
        return self._touched[iri]

    @cached_property
    def _touched(self) -> dict[str, bool]:
        return {}

    @cached_property
    def columns(self) -> dict[str, Column]:
        """The columns by canonical name."""
        return {fact.name: fact for fact in self.facts.values() if isinstance(fact, Column)}

    def columns_of(self, record_type: str) -> tuple[Column, ...]:
        """The columns of one record type, by notation, in order of name."""
        return tuple(
            column
            for _, column in sorted(self.columns.items())
            if record_type in column.record_types
        )

    def players(self, record_type: str) -> set[str]:
        """The types of record of those who take part in records of a type."""
        return {player for kind, player in self.playing if kind == record_type}

    def __getitem__(self, iri: str) -> Fact:
        try:
            return self.facts[iri]
        except KeyError:
            raise InputError(
                f"Kendsgerningen {short(iri)} er ikke erklæret i grafen ({iri}).",
                f"The fact {short(iri)} is not declared in the graph ({iri}).",
            ) from None

    def lineage(self, iris: Iterable[str]) -> list[Fact]:
        """Facts with all that they rest on, in order of IRI."""
        found = frozenset().union(*map(self.below, iris))
        return [self.facts[iri] for iri in sorted(found)]

    def _rests_on(self, iri: str) -> tuple[str, ...]:
        """What a fact rests on itself, by IRI."""
        if iri not in self._resting:
            fact, found = self[iri], list[str]()
            if isinstance(fact, Derived):
                found += fact.operand_facts
            elif isinstance(fact, Column):
                found += [other for other, _ in fact.none_when]
                found += [*fact.implying, *fact.presumed]
            elif isinstance(fact, Presumption):
                found += fact.asks
            self._resting[iri] = tuple(found)
        return self._resting[iri]

    @cached_property
    def _resting(self) -> dict[str, tuple[str, ...]]:
        return {}

    def by_value(self, iri: str) -> tuple[str, ...]:
        """The facts that one rests on itself by more than whether they are given: a presumption
        rests on the values that it asks for, and on whether there are others at all; what implies a
        yes or a no does so by being there, but for days of which the later decides."""
        if iri not in self._by_value:
            self._by_value[iri] = tuple(_by_value(self.facts.get(iri)))
        return self._by_value[iri]

    @cached_property
    def _by_value(self) -> dict[str, tuple[str, ...]]:
        return {}

    def found_by(self, iri: str) -> tuple[str, ...]:
        """The same, with what a presumption asks whether it is there."""
        fact = self.facts.get(iri)
        return fact.asks if isinstance(fact, Presumption) else self.by_value(iri)

    def definition(self, iri: str) -> str:
        """A fact as a text that is the same in every process."""
        if iri not in self._definitions:
            self._definitions[iri] = stable_text(self[iri])
        return self._definitions[iri]

    @cached_property
    def _definitions(self) -> dict[str, str]:
        return {}

    def columns_below(self, iri: str) -> tuple[str, ...]:
        """The columns that a fact is computed from, by IRI, in the order of its operands."""
        fact = self[iri]
        if not isinstance(fact, Derived):
            return (iri,) if isinstance(fact, Column) else ()
        found = (self.columns_below(other) for other in fact.operand_facts)
        return tuple(dict.fromkeys(column for columns in found for column in columns))

    def inputs(self, iri: str) -> frozenset[str]:
        """The IRIs of the columns and judgments that a fact rests on, itself included."""
        if iri not in self._inputs:
            facts = self.facts
            self._inputs[iri] = frozenset(
                [one for one in self.below(iri) if isinstance(facts[one], Column | Judgment)]
            )
        return self._inputs[iri]

    @cached_property
    def _inputs(self) -> dict[str, frozenset[str]]:
        return {}


FactsOfDay = NewType("FactsOfDay", FactVocabulary)
"""Facts with the codes that the law of a day knows (`FactVocabulary.on`, `LawView.facts_of_day`):
what reads records asks for these, so that no code of another day is read."""


def _by_value(fact: Fact | None) -> Iterable[str]:
    """What `FactVocabulary.by_value` remembers."""
    if isinstance(fact, Derived):
        yield from fact.operand_facts
    elif isinstance(fact, Presumption):
        for test in fact.tests:
            yield from (test.column, test.before_column or test.column)
    elif isinstance(fact, Column):
        yield from (other for other, _ in fact.none_when)
        yield from fact.presumed
        if fact.episode is not None:
            yield from (fact.episode.beginning, fact.episode.ending)
