"""Comparisons of days in the atoms of a question: two days, and how much time lies between them.

A day is a column's (or a known one) moved by periods and calendar rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import permutations

from msgspec import Struct
from msgspec.structs import replace

from lovgraf.conditions.atoms import Atom
from lovgraf.conditions.tree import Compare
from lovgraf.facts.closed_days import Calendar
from lovgraf.facts.completion import Move
from lovgraf.facts.distances import LAST, latest_before
from lovgraf.facts.fact import AS_OF, Column, Derived, Ref
from lovgraf.facts.length import Length
from lovgraf.facts.operators import length, operator_of
from lovgraf.facts.operators.days_between import DaysBetween
from lovgraf.facts.values import State
from lovgraf.facts.vocabulary import FactVocabulary
from lovgraf.proposals.needed import Needed

DAYS = DaysBetween.name
"""A day is compared with another by the days between them."""


class Day(Struct, frozen=True):
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


class Comparison(Struct, frozen=True):
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


class Order(Struct, frozen=True):
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


# Numbers that are compared with other numbers: which to try, and how much time to tell apart.
#
# A column's number that is compared with a count of time takes part in the chains of days
# (`days.py`): from a day one comes to the number that is so counted, and from a number to the day
# on which so much is counted. So the counts of all days that are reached are tried as the number,
# and for each number that is tried the days on which that much is counted.

_NUMBERS = ("integer", "decimal")
_AMOUNTS = {"less": (1,), "less-or-equal": (0,)}
"""How much more than the first the second is at least, where a relation of whole numbers holds."""
_TURNED = {"less": (0,), "less-or-equal": (1,)}
"""How much more than the second the first is at least, where it does not hold."""


class Count(Struct, frozen=True):
    """A column's number (by IRI) that is compared with a count of time: whether at least `more`
    than the number passes."""

    column: str
    count: Comparison
    more: int

    @property
    def grows(self) -> bool | None:
        """Whether more is counted the later a column's day is; None for days of two columns."""
        start, end = (isinstance(day.base, str) for day in (self.count.start, self.count.end))
        return None if start and end else end

    def numbers(self, days: Mapping[str, set[int]]) -> set[int]:
        """The numbers that days of columns lead to: on the edge of being so much less than what is
        counted. None where no end of the count is known."""
        start, end = self.count.start.base, self.count.end.base
        if isinstance(start, str) and isinstance(end, int):
            found = {self.count.passed(day, end) for day in days[start]}
            return {n - self.more for n in found if n is not None}
        if isinstance(start, int) and isinstance(end, str):
            found = {self.count.passed(start, day) for day in days[end]}
            return {n - self.more + 1 for n in found if n is not None}
        return set()


class ComparedNumbers:
    """Finds the numbers that atoms compare, by key."""

    def __init__(self, facts: FactVocabulary, comparisons: Comparisons) -> None:
        self._facts, self._comparisons = facts, comparisons

    def counts(self, atoms: Iterable[tuple[str, Atom]]) -> list[Count]:
        """The columns that are compared with a count of time."""
        found: dict[Count, None] = {}
        for compare in self._compares(atoms):
            sides = compare.fact, compare.other
            for number, count, amounts in ((*sides, _AMOUNTS), (*sides[::-1], _TURNED)):
                if isinstance(self._facts[number], Column):
                    for more in amounts.get(compare.relation, (0, 1)):
                        for passing in self._comparisons.counted(count):
                            found[Count(number, passing, more)] = None
        return list(found)

    def together(self, atoms: Iterable[tuple[str, Atom]]) -> list[frozenset[str]]:
        """Columns whose numbers are compared with each other, in groups."""
        groups: list[frozenset[str]] = []
        for compare in self._compares(atoms):
            if all(isinstance(self._facts[iri], Column) for iri in (compare.fact, compare.other)):
                both = frozenset({compare.fact, compare.other})
                linked = [group for group in groups if group & both]
                groups = [g for g in groups if g not in linked] + [both.union(*linked)]
        return groups

    def inexact(self, atoms: Sequence[tuple[str, Atom]]) -> int:
        """How many atoms of one component compare numbers in a way of which it is not known whether
        all answers are tried: not one column with counts of time whose one end is known."""
        compares, counts = self._compares(atoms), self.counts(atoms)
        grouped = frozenset().union(*self.together(atoms))
        plain = {count.column for count in counts}
        known = len(plain) <= 1 and not plain & grouped and len({c.grows for c in counts}) <= 1
        known = known and all(count.grows is not None for count in counts)
        known = known and all(self._simple(compare) for compare in compares)
        return 0 if known else sum(not self._of_columns(compare) for compare in compares)

    def _simple(self, compare: Compare) -> bool:
        """Whether two columns are compared, or one with a count of time."""
        counted = [bool(self._comparisons.counted(i)) for i in (compare.fact, compare.other)]
        columns = [isinstance(self._facts[i], Column) for i in (compare.fact, compare.other)]
        return all(columns) or (any(columns) and any(counted))

    def _of_columns(self, compare: Compare) -> bool:
        return all(isinstance(self._facts[i], Column) for i in (compare.fact, compare.other))

    def _compares(self, atoms: Iterable[tuple[str, Atom]]) -> list[Compare]:
        return [
            atom.compare for _, atom in atoms
            if atom.compare is not None and self._facts[atom.compare.fact].datatype in _NUMBERS
        ]  # fmt: skip


def amounts(counts: Iterable[Count], tried: Mapping[str, Sequence[State]]) -> Iterator[Comparison]:
    """What to tell apart of the time that is counted, for the numbers that are tried of columns."""
    for count in counts:
        for number in tried[count.column]:
            if isinstance(number, int):
                yield replace(count.count, amount=number + count.more)
