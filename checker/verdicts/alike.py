"""Which records are alike to the question what can occur together: known days as far as they count.

A known day counts only where it is held against days that are unknown, or against those that the
law names. What can occur is then a matter of bounds "so many days later at most" between points on
a line (`points.py`), and a bound between two known days follows along a path of unknown ones only
where it is no longer than all steps of such a path together. So days with the same order, and with
the same distances as far as they are no longer than that, leave the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations, pairwise
from math import isfinite

import msgspec
import numpy as np
from msgspec.structs import replace

from lovgraf.conditions.atoms import Atom
from lovgraf.conditions.kleene import Codes
from lovgraf.facts.completion import Move
from lovgraf.facts.distances import LAST, latest_before
from lovgraf.facts.fact import AS_OF, Derived, Fact, Ref
from lovgraf.facts.length import Length
from lovgraf.facts.operator import Operator
from lovgraf.facts.operators import operator_of
from lovgraf.verdicts.knowledge import KnownFacts
from lovgraf.verdicts.patterns import Numbers, distinct
from lovgraf.verdicts.symbols import Facts
from lovgraf.verdicts.told import Told

_FAR = 1 << 40
"""More days than there are between any two."""
_ROUND = 2
"""Days by which a step may be longer than the law says: before is a day earlier."""


class _Exact(Exception):
    """Known days count as they are: something is counted from them that has no fixed length."""


@dataclass(frozen=True)
class Made:
    """A day that a move of no fixed length makes of a known one (the fact `day`): the one that it
    is moved to, or, where `back` says how many days, the last that is moved to so many days
    before it, or earlier. The fact `made` tells the move, which takes some of so many `days`."""

    day: str
    made: str
    back: int | None
    move: Move = field(compare=False)
    days: tuple[int, int] = field(compare=False)

    @classmethod
    def by(cls, fact: Derived, day: str, back: int | None) -> Made:
        """That which a fact makes of a day. Raises `ValueError` where it moves none."""
        move = operator_of(fact).move(fact)
        if move is None:
            raise ValueError(fact.iri)
        return cls(day, fact.iri, back, *move)

    @property
    def name(self) -> str:
        """What tells it from others, and from known days."""
        return f"{self.made} {self.day} {self.back}"

    def of(self, day: int) -> int:
        """That of an ordinal; 0 where there is none, and of 0."""
        if day and self.back is not None:
            return int(latest_before(self.move, day - self.back, self.days))
        with suppress(OverflowError, ValueError):
            return self.move(date.fromordinal(day)).toordinal() if day else 0
        return 0


class Reading(msgspec.Struct, frozen=True):
    """How known facts are read: `facts` are those that are looked at at all, of `days` (by IRI) it
    matters where they lie to each other, to what is `made` of them, and to what the law `names`
    (ordinals, in order), in distances up to `reach`; None where they count as they are."""

    facts: frozenset[str]
    days: frozenset[str]
    names: tuple[int, ...] = ()
    reach: int | None = None
    made: tuple[Made, ...] = ()

    def of(self, days: Sequence[str]) -> Reading:
        """What of it tells how some days lie."""
        made = tuple([one for one in self.made if one.day in days])
        return replace(self, facts=frozenset(), days=frozenset(days), made=made)


class _Step(msgspec.Struct, frozen=True):
    """What a derived fact adds wherever it is read: its `operands`, the days that it `names`
    (ordinals), and whether it may move a day `far`, or count between two."""

    operands: frozenset[str]
    names: frozenset[int]
    far: bool


class _Counts(msgspec.Struct):
    """What counts beside known days: those that the law `names`, and those `made` of them."""

    names: set[int]
    made: set[Made] = msgspec.field(default_factory=set)


class _Users(msgspec.Struct, frozen=True):
    """The atoms (by key) and the facts that are read together."""

    keys: tuple[str, ...]
    facts: Sequence[Fact | None]


class Beside(msgspec.Struct, frozen=True):
    """The days (IRIs) that are held against each other, or against those that the law `names`
    (ordinals), to find out what is presumed."""

    days: frozenset[str] = frozenset()
    names: frozenset[int] = frozenset()


class Line(msgspec.Struct, frozen=True):
    """Where the known days of a record lie, each far from the others and from those that the law
    names: `days` (ordinals, by fact), the `order` of them and of the days named, and the `rest` of
    what the record says. What is made of a day lies up to `reach` days from it."""

    days: Mapping[str, int]
    order: tuple[str, ...]
    rest: object
    reach: int

    def later(self, day: float, other: Line) -> int:
        """How many days later the day that a day is made of lies on another line of this order; 0
        for what is made of a day that the law names."""
        iri = self.of(day)
        return 0 if iri is None else other.days[iri] - self.days[iri]

    def of(self, day: float) -> str | None:
        """The fact of whose day a day is made; None for one that the law names."""
        for iri, own in self.days.items():
            if abs(day - own) <= self.reach:
                return iri
        return None


class Alike(msgspec.Struct):
    """Tells records apart as far as it matters to what can occur together."""

    facts: Facts
    atoms: Mapping[str, Atom]
    _readings: dict[object, Reading] = msgspec.field(default_factory=dict)
    _steps: dict[str, _Step] = msgspec.field(default_factory=dict)

    def seen(
        self, keys: tuple[str, ...], below: frozenset[str], known_facts: KnownFacts
    ) -> tuple[KnownFacts, object]:
        """Those known facts (of facts `below` the atoms to complete) that count for some atoms, and
        what they say, which is the same for records of which the same can occur."""
        given = frozenset([iri for iri, _ in known_facts if iri in below])
        reading = self.read(keys, given)
        seen = frozenset([pair for pair in known_facts if pair[0] in reading.facts])
        if reading.reach is None:
            return seen, seen
        days = [(iri, state) for iri, state in seen if isinstance(state, date)]
        rest = seen.difference(days)
        apart = {iri: state.toordinal() for iri, state in days if iri in reading.days}
        order = [(day, iri) for iri, day in apart.items()]
        order += [(day, "") for day in reading.names]
        order += [(one.of(apart[one.day]), one.name) for one in reading.made if one.day in apart]
        order.sort()
        steps = []
        before = order[0][0]
        for day, iri in order:
            steps.append((iri, min(day - before, reading.reach)))
            before = day
        return seen, (rest, frozenset([iri for iri, _ in days]), tuple(steps))

    def line(self, key: str, known_facts: KnownFacts) -> Line | None:
        """Where the days lie that known facts (of those below an atom) say; None where some lie
        near each other or near what the law names, count as they are, or have others made of
        them."""
        reading = self.read((key,), frozenset([iri for iri, _ in known_facts]))
        every = {iri: state.toordinal() for iri, state in known_facts if isinstance(state, date)}
        if reading.reach is None or reading.made or not every or key in every:
            return None
        days = {iri: day for iri, day in every.items() if iri in reading.days}
        order = sorted(
            [*((day, iri) for iri, day in days.items()), *((d, "") for d in reading.names)]
        )
        near = 2 * reading.reach
        if any(late - day <= near for (day, a), (late, b) in pairwise(order) if a or b):
            return None
        rest = frozenset([(i, None if i in every else state) for i, state in known_facts])
        return Line(days, tuple([iri for _, iri in order]), rest, reading.reach)

    def kinds(
        self,
        codes: Sequence[Codes],
        told: Told,
        asked: Callable[[int], tuple[str, ...]],
        size: int,
    ) -> tuple[Numbers, Numbers]:
        """The first of `size` records of each kind, and the kind of each: those with the same
        `codes` that say the same as `seen` has it.

        `told` has the facts below the atoms to complete, `asked` the atoms that count in a record.
        """
        given = [told.there(iri) for iri in told.numbers]
        alike, group = distinct([*codes, *given], size)
        order = np.argsort(group, kind="stable")
        number, total, firsts = np.empty(size, np.int64), 0, []
        starts = np.searchsorted(group[order], np.arange(len(alike)))
        for row, rows in zip(alike.tolist(), np.split(order, starts[1:]), strict=True):
            if len(rows) == 1:
                first, kind = rows[:1] * 0, rows[:1] * 0
            else:
                known = frozenset([iri for iri in told.numbers if told.there(iri)[row]])
                reading = self.read(asked(row), known)
                first, kind = distinct(_told_apart(reading, told.take(rows)), len(rows))
            number[rows] = kind + total
            firsts.append(rows[first])
            total += len(first)
        return np.concatenate(firsts) if firsts else np.zeros(0, np.int64), number

    def forget(self) -> None:
        """Let go of what was found out."""
        self._readings.clear()

    def read(self, keys: tuple[str, ...], given: frozenset[str]) -> Reading:
        """How some atoms read known facts, of which some are given."""
        if (keys, given) not in self._readings:
            self._readings[keys, given] = self._reading(keys, given)
        return self._readings[keys, given]

    def placed(
        self, keys: tuple[str, ...], looked: frozenset[str], given: frozenset[str], beside: Beside
    ) -> Reading:
        """The same where nothing is told but given columns: `looked` are all facts that are looked
        at, `beside` what else tells days apart."""
        entry = keys, looked, given, beside
        if entry not in self._readings:
            self._readings[entry] = self._placed(*entry)
        return self._readings[entry]

    def _placed(
        self, keys: tuple[str, ...], looked: frozenset[str], given: frozenset[str], beside: Beside
    ) -> Reading:
        try:
            found = self._by_order(keys, looked, given)
        except _Exact:
            return Reading(given, frozenset())
        names = tuple(sorted({*found.names, *beside.names}))
        days = found.days | self._days(beside.days & given)
        return replace(found, facts=given, days=days, names=names)

    def _days(self, iris: frozenset[str]) -> frozenset[str]:
        """Those of some facts that are days: another value counts as it is."""
        facts = self.facts.vocabulary.facts
        return frozenset([iri for iri in iris if facts[iri].datatype == "date"])

    def _reading(self, keys: tuple[str, ...], given: frozenset[str]) -> Reading:
        iris = {iri for key in keys for iri in asked_about(self.atoms[key], key)}
        reached = self.facts.reached(tuple(sorted(iris)), given)
        try:
            return self._by_order(keys, reached, given)
        except _Exact:
            return Reading(reached & given, frozenset())

    def _by_order(
        self, keys: tuple[str, ...], reached: frozenset[str], given: frozenset[str]
    ) -> Reading:
        facts = [self.facts.vocabulary.facts.get(iri) for iri in sorted(reached - given)]
        days, reach = set[str](), 0
        counts = _Counts({self.facts.as_of.toordinal(), 1, LAST})
        names = counts.names
        for key in keys:
            atom = self.atoms[key]
            if atom.compare is not None:
                days |= {atom.compare.fact, atom.compare.other}
            cuts = (cut.value for cut in atom.partition.cuts)
            names |= {value.toordinal() for value in cuts if isinstance(value, date)}
        for fact in facts:
            if isinstance(fact, Derived):
                step = self._step(fact)
                days |= step.operands
                names |= step.names
                if step.far:
                    reach += self._length(fact, given, counts, _Users(keys, facts))
        # A way between two days goes by each unknown one once at most, and through each move once.
        steps = 1 + sum(fact is None or fact.datatype == "date" for fact in facts)
        return Reading(
            reached & given,
            self._days(given & days),
            tuple(sorted(names)),
            reach + _ROUND * (steps + 1),
            tuple(sorted(counts.made, key=lambda one: one.name)),
        )

    def _step(self, fact: Derived) -> _Step:
        """What a fact adds to every reading of it."""
        if fact.iri not in self._steps:
            operator = operator_of(fact)
            far = not (operator.by_order or type(operator).states is Operator.states)
            names = frozenset([day.toordinal() for day in self._named(fact)])
            self._steps[fact.iri] = _Step(frozenset(fact.operand_facts), names, far)
        return self._steps[fact.iri]

    def _named(self, fact: Derived) -> Iterator[date]:
        """The days that a fact holds others against."""
        for role, operands in fact.roles.items():
            yield from (one for one in operands if isinstance(one, date))
            group = operands[0] if role == "group" and operands else None
            if isinstance(group, Ref) and group.iri in self.facts.vocabulary.groups:
                for _, start, end in self.facts.vocabulary.groups[group.iri].memberships:
                    yield from (day for day in (start, end) if day is not None)

    def _length(self, fact: Derived, given: frozenset[str], counts: _Counts, users: _Users) -> int:
        """The most days by which a fact moves a day, or that it counts between two; adds to what
        `counts` the days from which it counts to one that is known, or makes of one. Raises
        `_Exact` where that is not known, or where it counts from a known day what has no fixed
        length."""
        operator = operator_of(fact)
        if isinstance(operator, Length):
            return self._counted(fact, operator, given, counts.names)
        move = operator.move(fact)
        if move is None:
            raise _Exact
        least, most = move[1]
        if least == most:
            return abs(least)
        if len(fact.operand_facts) != 1:
            raise _Exact
        (operand,) = fact.operand_facts
        if operand not in given and self._day(Ref(operand), given):
            raise _Exact
        ends, others = self._ends(fact, given, users)
        for end in ends:
            # A known day lies before or after the last that is moved to the end, or to before it.
            last, before = (int(latest_before(move[0], one, move[1])) for one in (end, end - 1))
            around = {last, last + 1, end - least, end - most}
            counts.names |= {max(day, 1) for day in around | {before, before + 1}}
        if not others:
            return 0  # all ways through it lead to days that are named now
        if operand in given:
            counts.made.add(Made(operand, fact.iri, None, *move))
        for other in others & given:
            counts.made |= {Made(other, fact.iri, back, *move) for back in (0, 1)}
        return max(map(abs, move[1]))

    def _ends(
        self, fact: Derived, given: frozenset[str], users: _Users
    ) -> tuple[set[int], frozenset[str]]:
        """The days that the law names against which a day is held that is made of another by a move
        of no fixed length, and the facts that are such days. Raises `_Exact` where it is held
        against what is made of known days in turn, or made into another."""
        found, others = {self.facts.as_of.toordinal()}, set[str]()
        for key in users.keys:
            atom = self.atoms[key]
            if atom.compare is not None and fact.iri in asked_about(atom, key):
                raise _Exact
            cuts = (cut.value for cut in atom.partition.cuts if key == fact.iri)
            found |= {value.toordinal() for value in cuts if isinstance(value, date)}
        for user in users.facts:
            if isinstance(user, Derived) and fact.iri in user.operand_facts:
                if user.datatype != "boolean" or not operator_of(user).by_order:
                    raise _Exact
                others |= {*self._held(fact, user, given)}
                found |= self._step(user).names
        return found, frozenset(others)

    def _held(self, fact: Derived, user: Derived, given: frozenset[str]) -> Iterator[str]:
        """The days that a fact is held against in another. Raises `_Exact` where one that is not
        known is made of days that are."""
        for iri in {*user.operand_facts} - {fact.iri}:
            other = self.facts.vocabulary.facts.get(iri)
            if other is not None and other.datatype == "date":
                yield from self._may_be(iri, given)

    def _may_be(self, iri: str, given: frozenset[str]) -> Iterator[str]:
        """The days (IRIs) that a day may be: it itself, or any that it is picked from. Raises
        `_Exact` where one that is not known is made of days that are."""
        fact = self.facts.vocabulary.facts.get(iri)
        if isinstance(fact, Derived) and iri not in given and self._made(fact, given):
            operator, operands = operator_of(fact), [*fact.roles.values()]
            picks = operator.passes_on or operator.one_of
            if not picks or not all(isinstance(one, Ref) for some in operands for one in some):
                raise _Exact
            for operand in sorted(fact.operand_facts):
                yield from self._may_be(operand, given)
        else:
            yield iri

    def _made(self, fact: Derived, given: frozenset[str]) -> bool:
        """Whether a day is made of another by a move, or may be a known day of the record."""
        return operator_of(fact).move(fact) is not None or self._day(Ref(fact.iri), given)

    def _counted(
        self, fact: Derived, operator: Length, given: frozenset[str], names: set[int]
    ) -> int:
        if fact.iri not in self.atoms or fact.calendar is not None:
            raise _Exact
        cuts = [cut.value for cut in self.atoms[fact.iri].partition.cuts]
        amounts = [value for value in cuts if isinstance(value, int)]
        if len(amounts) < len(cuts):
            raise _Exact
        ends = [fact.roles[role][0] if fact.roles.get(role) else AS_OF for role in operator.roles]
        if not operator.fixed and any(
            isinstance(end, Ref) and self._day(end, given) for end in ends
        ):
            raise _Exact
        found: list[float] = [0]
        for amount in amounts:
            found += map(abs, operator.passed(amount))
            for end in ends:
                day = self.facts.as_of if end == AS_OF else end
                if isinstance(day, date):
                    around = day.toordinal()
                    limits = operator.last_start(around, amount), operator.first_end(around, amount)
                    names |= {int(limit) for limit in limits if isfinite(limit)}
        return int(max(found))

    def _day(self, end: Ref, given: frozenset[str]) -> bool:
        """Whether an end of a length may be a known day of the record."""
        return end != AS_OF and bool(self.facts.reached((end.iri,), given) & given)


def _told_apart(reading: Reading, told: Told) -> list[Numbers]:
    """What tells records apart that have the same facts known: columns of numbers."""
    seen = [iri for iri in told.numbers if iri in reading.facts]
    as_they_are = [told.numbers[iri] for iri in seen]
    if reading.reach is None:
        return as_they_are
    days, rest = dict[str, Numbers](), list[Numbers]()
    for iri, own in zip(seen, as_they_are, strict=True):
        found = told.ordinals(iri)
        if found.all():
            days[iri] = found
        elif found.any():  # what is made of a day may lie after year 9999, where it is none
            return as_they_are
        else:
            rest.append(own)
    order = sorted(reading.days.intersection(days))
    return [*rest, *lying(reading, {iri: days[iri] for iri in order})]


def lying(reading: Reading, days: Mapping[str, Numbers]) -> list[Numbers]:
    """How days of records lie to each other and to those that the law names: columns of
    numbers, the same for records of which they lie alike; `days` has ordinals of some facts (0 for
    none), which do not count as they are."""
    made = [_each(one.of, days[one.day]) for one in reading.made if one.day in days]
    every = [*days.values(), *made]
    reach = reading.reach
    assert reach is not None
    before, after = (np.array(ends, np.int64) for ends in _around(reading.names))
    found = []
    for day in every:
        place = np.searchsorted(after, day, side="right")
        found += [place, np.minimum(day - before[place], reach)]
        found.append(np.minimum(after[place] - day, reach))
    # From these follow all distances in order, as far as they are no longer than that.
    return found + [
        np.clip(other - day, -reach, reach) + reach for day, other in combinations(every, 2)
    ]


def _around(names: Sequence[int]) -> tuple[Sequence[int], Sequence[int]]:
    """The days named before and after each place among them; before the first and after the last
    is one out of all reach."""
    return (-_FAR, *names), (*names, _FAR)


def _each(make: Callable[[int], int], days: Numbers) -> Numbers:
    """What is made of each of some days."""
    own, number = np.unique(days, return_inverse=True)
    return np.array([*map(make, own.tolist())], np.int64)[number.reshape(-1)]


def asked_about(atom: Atom, key: str) -> tuple[str, ...]:
    """The facts that an atom asks about, by IRI."""
    return (atom.compare.fact, atom.compare.other) if atom.compare else (key,)
