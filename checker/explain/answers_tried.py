"""The answers to a fact that a question tells apart: what each leads to, and how often it is met.

Of all values of a fact those are tried at which something changes that the question rests on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property

from msgspec import Struct, field
from rdflib import Literal as RdfLiteral
from rdflib import URIRef

from lovgraf.conditions.atoms import can_be_none
from lovgraf.core.terms import CORE
from lovgraf.engine.in_memory import Record, Verdict
from lovgraf.engine.one_record import OneByOne, Seen
from lovgraf.engine.scalar_ops import Unsure
from lovgraf.explain.asking_costs import usual_years
from lovgraf.explain.turns import (
    Followers,
    changes_of,
    days_around,
    days_near,
    followers,
    representatives,
)
from lovgraf.facts.between import Between
from lovgraf.facts.calendar import add_months
from lovgraf.facts.countries import named_countries
from lovgraf.facts.fact import Column, Presumption, Ref
from lovgraf.facts.values import NONE, State
from lovgraf.law.view import Law

_FIRST, _LAST = "first", "last"
_USUAL, _LONG_AGO = 6.0, 2.0
"""How much more often the usual value of a fact is met than another, and a day long ago than one
about today."""
_YEARS = 900
"""The days from which on a day is long ago."""


class Looked(Struct):
    """A record as the question sees it, with what was found of answers to its columns."""

    record: Record
    verdict: Verdict
    seen: Seen | None = None
    after: dict[str, list[tuple[Looked, State, float]]] = field(default_factory=dict)


class AnswersTried(Struct, dict=True):
    """Tries answers to the columns of one question's program (by IRI)."""

    law: Law
    records: OneByOne
    key: str

    @cached_property
    def _usual(self) -> Mapping[str, frozenset[object]]:
        return usual_values(self.law)

    @cached_property
    def _followers(self) -> Followers:
        return followers(self.law.facts)

    @property
    def _as_of(self) -> date:
        return self.records.memory.plan.programs.view.as_of

    def verdict(self, record: Record) -> Verdict:
        """The verdict of the question's program on a record."""
        return self.records.verdict(self.records.read(record), self.key)

    def look(self, record: Record) -> Looked:
        """A record as the question sees it."""
        seen = self.records.read(record)
        return Looked(record, self.records.verdict(seen, self.key), seen)

    def presumed(self, column: Column) -> tuple[str, ...]:
        """The presumptions that may fill a column, by IRI."""
        fact = self.records.memory.plan.programs.facts[column.iri]
        return fact.presumed if isinstance(fact, Column) else ()

    def outcomes(self, record: Record, column: Column) -> Iterator[tuple[Record, State, float]]:
        """A record for each answer to a column that the question tells apart, with the answer and
        how often it is expected."""
        for after, value, weight in self._after(self.look(record), column):
            yield after.record, value, weight

    def verdicts_after(self, record: Record, column: Column) -> Iterator[tuple[Verdict, State]]:
        """The verdict after each answer to a column that the question tells apart."""
        for after, value, _ in self._after(self.look(record), column):
            yield after.verdict, value

    def answers(self, state: Looked, column: Column) -> list[tuple[Looked, State, float]]:
        """A state after each answer to a column that the question tells apart, with the answer and
        how often it is expected."""
        return self._after(state, column)

    def _after(self, state: Looked, column: Column) -> list[tuple[Looked, State, float]]:
        if column.iri not in state.after:
            state.after[column.iri] = list(self._tried(state, column))
        return state.after[column.iri]

    def _tried(self, state: Looked, column: Column) -> Iterator[tuple[Looked, State, float]]:
        seen = state.seen = state.seen or self.records.read(state.record)
        record = state.record
        values = [v for v in self._values(seen, column) if self._agrees(record, column, v)]
        changes = [self._change(record, column, value) for value in values]
        try:
            codes: Sequence[tuple[int, ...] | int] = self.records.codes_after(
                seen, changes, self.key
            )
        except Unsure:
            codes = range(len(changes))
        known: dict[tuple[int, ...] | int, tuple[Record, State, float]] = {}
        expected: dict[tuple[int, ...] | int, float] = {}
        for key, change, value in zip(codes, changes, values, strict=True):
            weight = self._weight(column, value)
            expected[key] = max(expected.get(key, 0.0), self._expected(column, value, weight))
            if key not in known or weight > known[key][2]:
                known[key] = change, value, weight
        for key, (change, value, _) in known.items():
            if isinstance(key, tuple):
                verdict = self.records.verdict_after(seen, change, self.key, key)
            else:
                verdict = self.verdict({**record, **change})
            yield Looked({**record, **change}, verdict), value, expected[key]

    def _agrees(self, record: Record, column: Column, value: State) -> bool:
        """Whether a value is not ruled out by what is stated: a date of what did not happen."""
        facts = self.law.facts
        if value is NONE:
            return all(iri not in record for iri, _ in column.none_when)
        if value is not False:
            for iri, stated in record.items():
                other = facts[iri]
                if isinstance(other, Column):
                    against = other.implied_true_by if stated is False else ()
                    against = other.implied_false_by if stated is True else against
                    if column.iri in against:
                        return False
        if isinstance(value, bool):
            implying = column.implied_false_by if value else column.implied_true_by
            return all(record.get(iri) in (None, NONE) for iri in implying)
        return True

    def _weight(self, column: Column, value: State) -> float:
        """How often a value is expected: what is usual or presumed is, and that an event did not
        happen, or did so long ago rather than about today."""
        if value in self._usual.get(column.iri, ()):
            return _USUAL
        if isinstance(value, date):
            return _LONG_AGO if abs((value - self._as_of).days) > _YEARS else 1.0
        return _USUAL if value is NONE else 1.0

    def _expected(self, column: Column, value: State, weight: float) -> float:
        """How often a value of a weight is met: a day that is less long ago than the column usually
        is, seldom."""
        years = usual_years(self.law).get(column.iri)
        limit = None if years is None else add_months(self._as_of, -12 * years)
        late = limit is not None and isinstance(value, date) and value > limit
        return 1.0 if late else weight

    def with_answer(self, record: Record, column: Column, value: State) -> Record:
        """A record with an answer; that there is none is said by what says so."""
        return {**record, **self._change(record, column, value)}

    def _change(self, record: Record, column: Column, value: State) -> Mapping[str, State]:
        if value is NONE:
            # Of several reasons for there being none, none is known to be the one.
            flags = column.none_when if len(column.none_when) == 1 else ()
            return {column.iri: NONE, **{iri: said for iri, said in flags if iri not in record}}
        change = ((column.iri, value),)
        return changes_of(self.law.facts, record, change, self._followers)

    def may_be_none(self, column: Column) -> bool:
        """Whether the answer may be that there is none."""
        return can_be_none(self.law.facts[column.iri], self.law.facts)

    def _values(self, seen: Seen, column: Column) -> list[State]:
        """The values of a column that are worth trying."""
        plan = self.records.memory.plan
        facts, as_of = plan.programs.facts, self._as_of
        own = {key: plan.atoms[key] for key in self.records.keys(self.key)}
        found: list[State]
        if column.datatype == "date":
            found = list(days_around(facts, own, seen.record, as_of))
        elif column.datatype == "boolean":
            found = [True, False]
        else:
            kept = self.records.worth_trying
            if column.iri not in kept:
                kept[column.iri] = representatives(facts, plan.atoms, column, as_of)
            found = [*kept[column.iri], *self._told_apart(column)]
        if column.datatype == "date" and self.may_be_none(column):
            found.append(NONE)
        return found

    def days_within(self, record: Record, limits: Between) -> list[date]:
        """The days from one to another on which the verdict may turn, with both: those at which
        something changes that the question rests on."""
        plan = self.records.memory.plan
        own = {key: plan.atoms[key] for key in self.records.keys(self.key)}
        states = {**record, _FIRST: limits.first, _LAST: limits.last}
        around = days_near(plan.programs.facts, own, states, self._as_of)
        within = {day for day in around if limits.first < day < limits.last}
        return sorted({limits.first, limits.last, *within})

    def _told_apart(self, column: Column) -> list[State]:
        """Values of a column that presumptions tell apart: those they are of, and another."""
        tests = [t for one in self._presumptions for t in one.tests if t.column == column.iri]
        named: list[State] = [value for test in tests for value in test.values]
        others = [code for code, _ in named_countries() if code not in named]
        if column.format and any(test.others for test in tests):
            named += others[:1]
        return [(str(value),) for value in named] if column.multi else named

    @cached_property
    def _presumptions(self) -> list[Presumption]:
        """The presumptions that may fill what the question reads."""
        facts = self.records.memory.plan.programs.facts
        program = self.records.memory.plan.programs.programs[self.key]
        read = {fact.iri for fact in facts.stated.lineage(program.facts())}
        found = [one for one in facts.facts.values() if isinstance(one, Presumption)]
        return [one for one in found if one.presumes in read]


def usual_values(law: Law) -> Mapping[str, frozenset[object]]:
    """What most people have, or are presumed to have whatever else holds of them, by column."""

    def read() -> dict[str, frozenset[object]]:
        found: dict[str, set[object]] = {}
        for column in law.facts.columns.values():
            found[column.iri] = set()
            for first in column.usual[:1]:
                group = isinstance(first, Ref) and law.facts.groups.get(first.iri)
                found[column.iri] |= (
                    {code for code, _, _ in group.memberships} if group else {first}
                )
        for node, filled in law.graph.subject_objects(CORE.presumes):
            of_some = (CORE.presumedOf, CORE.presumedWhere)
            if not isinstance(node, URIRef) or any((node, p, None) in law.graph for p in of_some):
                continue  # what is presumed of some, or supposed by a question, is not usual
            value = law.graph.value(node, CORE.presumedValue)
            said = value.toPython() if isinstance(value, RdfLiteral) else NONE
            found.setdefault(str(filled), set()).add(said)
        return {iri: frozenset(values) for iri, values in found.items()}

    return law.once(("usual values",), read)
