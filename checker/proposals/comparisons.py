"""What the atoms of a question compare of days: two days, and how much time lies between them.

A day is a column's (or a known one) moved by periods and calendar rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import permutations

from lovgraf.conditions.atoms import Atom
from lovgraf.conditions.tree import Compare
from lovgraf.facts.closed_days import Calendar
from lovgraf.facts.completion import Move
from lovgraf.facts.distances import LAST, latest_before
from lovgraf.facts.length import Length
from lovgraf.facts.operators import length, operator_of
from lovgraf.facts.operators.days_between import DaysBetween
from lovgraf.facts.vocabulary import AS_OF, Column, Derived, FactVocabulary, Ref
from lovgraf.proposals.needed import Needed

DAYS = DaysBetween.name
"""A day is compared with another by the days between them."""


@dataclass(frozen=True, slots=True)
class Day:
    """A column (by IRI) or a known day (its ordinal), moved by moves that keep days in order."""

    base: str | int
    moves: tuple[Move, ...] = ()

    def at(self, ordinal: int) -> int | None:
        """The day where the base is a day; None where that leaves the calendar."""
        for move in self.moves:
            try:
                ordinal = move(date.fromordinal(ordinal)).toordinal()
            except (OverflowError, ValueError):
                return None
        return ordinal

    def least(self, ordinal: float) -> int | None:
        """The first day of the base on which this is so late; None where there is none."""
        for move in reversed(self.moves):
            if ordinal > LAST:
                return None
            ordinal = latest_before(move, ordinal - 1) + 1
        return int(ordinal) if 1 <= ordinal <= LAST else None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Whether so much time passes from one day to another, by an operator of derived facts."""

    operator: str
    start: Day
    end: Day
    amount: int
    calendar: Calendar | None = None

    @property
    def even(self) -> bool:
        """Whether it asks for the same number of days, whichever days they are."""
        return length(self.operator).fixed and not self.start.moves and not self.end.moves

    def end_from(self, ordinal: int) -> int | None:
        """The first day of the end's base with so much passed since the start's base."""
        start = self.start.at(ordinal)
        if start is None:
            return None
        first = length(self.operator).first_end(start, self.amount, self.calendar)
        return self.end.least(first)

    def start_from(self, ordinal: int) -> int | None:
        """The first day of the start's base with less passed until the end's base."""
        end = self.end.at(ordinal)
        if end is None:
            return None
        latest = length(self.operator).last_start(end, self.amount, self.calendar)
        return self.start.least(latest + 1)

    def holds(self, start: int, end: int) -> bool:
        """Whether so much passes between two days of the bases; not where one is no day."""
        first, last = self.start.at(start), self.end.at(end)
        if first is None or last is None:
            return False
        return last >= length(self.operator).first_end(first, self.amount, self.calendar)

    def passed(self, start: int, end: int) -> int | None:
        """The most that passes between two days of the bases; None where one is no day."""
        first, last = self.start.at(start), self.end.at(end)
        if first is None or last is None:
            return None
        return length(self.operator).count(first, last, self.calendar)


@dataclass(frozen=True, slots=True)
class Order:
    """Whether one comparison allows another column an earlier day than a second comparison does,
    both from the same day of a column. Only then can the other column's day lie between the two."""

    column: str
    one: Comparison
    other: Comparison


def orders(comparisons: Sequence[Comparison]) -> Iterator[Order]:
    """All such of two columns, where it may depend on the day: days alone shift all alike."""
    pairs: dict[frozenset[str | int], list[Comparison]] = {}
    for comparison in comparisons:
        ends = frozenset((comparison.start.base, comparison.end.base))
        if len(ends) == 2 and all(isinstance(end, str) for end in ends):
            pairs.setdefault(ends, []).append(comparison)
    for ends, own in pairs.items():
        for column in sorted(map(str, ends)):
            for one, other in permutations(own, 2):
                if not (one.even and other.even):
                    yield Order(column, one, other)


def _day_before(day: date) -> date:
    return day - timedelta(days=1)


class Comparisons:
    """Finds the comparisons below atoms."""

    def __init__(self, facts: FactVocabulary, needed: Needed, as_of: date) -> None:
        self._facts, self._needed, self._as_of = facts, needed, as_of
        self._days: dict[str, tuple[Day, ...]] = {}

    def of(self, atoms: Iterable[tuple[str, Atom]]) -> list[Comparison]:
        """The comparisons that decide the codes of atoms, given with their keys."""
        found: dict[Comparison, None] = {}
        for key, atom in atoms:
            iris = [key]
            if atom.compare is not None:
                iris = [atom.compare.fact, atom.compare.other]
                found.update(dict.fromkeys(self._compared(atom.compare)))
            amounts = [c.value for c in atom.partition.cuts]
            for iri in sorted(frozenset().union(*map(self._needed.lineage, iris))):
                found.update(dict.fromkeys(self._below(iri, amounts)))
        return list(found)

    def _compared(self, compare: Compare) -> Iterator[Comparison]:
        first, second = self._facts[compare.fact], self._facts[compare.other]
        if first.datatype == "date" and second.datatype == "date":
            amounts = {"less": (1,), "less-or-equal": (0,)}.get(compare.relation, (0, 1))
            yield from self._between(
                DAYS, self.days(compare.fact), self.days(compare.other), amounts
            )

    def _below(self, iri: str, amounts: Iterable[object]) -> Iterator[Comparison]:
        fact = self._facts.facts.get(iri)
        if fact is None:
            return
        if fact.datatype == "date":
            known = [Day(value.toordinal()) for value in amounts if isinstance(value, date)]
            yield from self._between(DAYS, known, self.days(iri), (0,))
        if not isinstance(fact, Derived):
            return
        operator = operator_of(fact)
        if isinstance(operator, Length):
            # How much time is not told apart says nothing; a wrong sign does no harm.
            whole = [int(v) for v in amounts if not isinstance(v, date | bool | str)]  # type: ignore[call-overload]
            counted = list(self._passing(fact, operator))
            for amount in whole:
                yield from (replace(found, amount=amount) for found in counted)
        for one, other in operator.pairs(fact, self._facts.groups):
            yield from self._between(DAYS, self._days_of(one), self._days_of(other), (0,))

    def counted(self, iri: str) -> list[Comparison]:
        """Whether any time passes, for a fact that counts time; empty for another."""
        fact = self._facts.facts.get(iri)
        operator = operator_of(fact) if isinstance(fact, Derived) else None
        if not isinstance(fact, Derived) or not isinstance(operator, Length):
            return []
        return list(self._passing(fact, operator))

    def _passing(self, fact: Derived, operator: Length) -> Iterator[Comparison]:
        """What a fact that counts time compares, for no time at all."""
        start, end = (self._operand(fact, role) for role in operator.roles)
        if fact.roles.get("before"):
            end = [Day(day.base, (*day.moves, _day_before)) for day in end]
        for found in self._between(operator.name, start, end, (0,)):
            yield replace(found, calendar=fact.calendar)

    @staticmethod
    def _between(
        operator: str, start: Iterable[Day], end: Iterable[Day], amounts: Iterable[int]
    ) -> Iterator[Comparison]:
        ends = list(end)
        for amount in amounts:
            for first in start if isinstance(start, list | tuple) else list(start):
                for second in ends:
                    same = first.base == second.base
                    # A day compared with itself in the same way is the same for everyone.
                    if not same or (isinstance(first.base, str) and first.moves != second.moves):
                        yield Comparison(operator, first, second, amount)

    def _operand(self, fact: Derived, role: str) -> list[Day]:
        given = fact.roles.get(role)
        return self._days_of(given[0]) if given else [Day(self._as_of.toordinal())]

    def _days_of(self, operand: object) -> list[Day]:
        if operand == AS_OF:
            return [Day(self._as_of.toordinal())]
        if isinstance(operand, Ref):
            return list(self.days(operand.iri))
        return [Day(operand.toordinal())] if isinstance(operand, date) else []

    def days(self, iri: str) -> tuple[Day, ...]:
        """The days that a fact may be, as far as they are made in a way that is understood."""
        if iri not in self._days:
            self._days[iri] = ()
            self._days[iri] = tuple(dict.fromkeys(self._find(iri)))
        return self._days[iri]

    def _find(self, iri: str) -> Iterator[Day]:
        fact = self._facts.facts.get(iri)
        if isinstance(fact, Column):
            yield Day(iri)
        elif isinstance(fact, Derived):
            operator = operator_of(fact)
            if (move := operator.move(fact)) is not None:
                for day in self._operand(fact, "of"):
                    yield Day(day.base, (*day.moves, move[0]))
            elif operator.one_of:
                for operand in fact.roles.get("of", ()):
                    yield from self._days_of(operand)
            elif operator.passes_on:
                for other in self._needed.operands(fact):
                    yield from self.days(other)
            else:
                for value in operator.results(fact):
                    yield from self._days_of(value)
