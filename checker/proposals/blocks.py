"""Blocks of a component's columns, each with the rows of states to try."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from itertools import combinations
from typing import Any, overload
from weakref import WeakValueDictionary

import numpy as np
import numpy.typing as npt

from lovgraf.conditions.atoms import OTHER, Atom
from lovgraf.conditions.coding import passes
from lovgraf.conditions.tree import (
    Condition,
    Leaf,
    Length,
    Matches,
    OneOf,
    Range,
    Scalar,
    Test,
    facts_of,
    questions,
)
from lovgraf.facts.countries import country_codes
from lovgraf.facts.fact import AS_OF, Column, Derived, Fact, Ref
from lovgraf.facts.operators import operator_of
from lovgraf.facts.values import State
from lovgraf.facts.vocabulary import FactVocabulary
from lovgraf.proposals.comparisons import Comparison
from lovgraf.proposals.days import Dates, dates_of, together
from lovgraf.proposals.limits import too_large
from lovgraf.proposals.needed import Needed
from lovgraf.verdicts.patterns import distinct

# The codes of columns that anything tells apart: one code stands for all that are seen alike.
#
# Anything is the atoms of a question, the facts below them, and the shapes of a valid record.

MAX_KINDS = 10
"""Kinds of codes of a column with several values, of which all choices are tried."""


class Codes:
    """Gives the codes to try for columns of codes, for some conditions on a date."""

    def __init__(
        self,
        facts: FactVocabulary,
        conditions: Iterable[Condition],
        needed: Needed,
        as_of: date,
    ) -> None:
        self._facts, self._as_of = facts, as_of
        self._tests: dict[str, dict[Test, None]] = {}
        self._users: dict[str, dict[str, Fact]] = {}
        read: set[str] = set()
        for condition in conditions:
            read |= facts_of(condition)
            for question in questions(condition):
                if isinstance(question, Leaf):
                    self._tests.setdefault(question.fact, {})[question.test] = None
        for iri in sorted(frozenset().union(*map(needed.lineage, read))):
            fact = facts.facts.get(iri)
            if isinstance(fact, Derived):
                below = needed.operands(fact)
            else:
                below = [i for i, _ in fact.none_when] if isinstance(fact, Column) else []
            for other in below:
                self._users.setdefault(other, {})[iri] = fact  # type: ignore[assignment]

    def tests(self, column: str) -> Sequence[Test]:
        """The tests of the conditions on a column (by IRI)."""
        return list(self._tests.get(column, ()))

    def of(self, column: Column) -> list[str] | None:
        """A code of each kind that there is on the date; None for a column of free text that is
        tested by its form."""
        if column.code_list is not None:
            pool = set(column.code_list.notations)
        elif any(not isinstance(test, OneOf) for test in self._own(column.iri)):
            if column.format != "Country":
                return None
            pool = _countries()
        else:
            pool = _countries() if column.format == "Country" else {_other(column)}
        if column.format != "Country":
            pool |= self._mentioned(column.iri)
        kinds: dict[str, str] = {}
        for code in sorted(pool - {column.absent_value, "", OTHER} - self._of_other_days(column)):
            kinds.setdefault(repr(self._kind(column.iri, code)), code)
        return sorted(kinds.values())

    def _of_other_days(self, column: Column) -> frozenset[str]:
        """The codes of a column that the law of the date does not know."""
        of_the_day = self._facts.on(self._as_of).facts[column.iri]
        codes = of_the_day.code_list if isinstance(of_the_day, Column) else None
        return codes.of_other_days if codes is not None else frozenset()

    def choices(self, column: Column) -> list[tuple[str, ...]] | None:
        """Every choice of kinds of codes for a column of several values. Raises `TooLarge`."""
        codes = self.of(column)
        if codes is None:
            return None
        if len(codes) > MAX_KINDS:
            raise too_large([column.iri])
        sizes = range(1, len(codes) + 1)
        return [some for size in sizes for some in combinations(codes, size)]

    def _own(self, iri: str) -> list[Test]:
        """The tests of a fact and of those that pass its value on."""
        found = [*self._tests.get(iri, ())]
        for user in self._users.get(iri, {}).values():
            if isinstance(user, Derived) and operator_of(user).passes_on:
                found += self._own(user.iri)
        return found

    def _mentioned(self, iri: str) -> set[str]:
        found = {
            str(v)
            for test in self._own(iri)
            if isinstance(test, OneOf)
            for v in test.values
            if isinstance(v, str)
        }
        for user in self._users.get(iri, {}).values():
            if isinstance(user, Column):
                found |= {str(wanted) for other, wanted in user.none_when if other == iri}
            elif isinstance(user, Derived):
                found |= {str(key) for key, _ in user.entries} | set(self._members(user))
                found |= self._mentioned(user.iri) if operator_of(user).passes_on else set()
        return found

    def _kind(self, iri: str, code: str) -> list[object]:
        """What is told of a code by all that looks at it."""
        answers: list[object] = [passes(test, code) for test in self._tests.get(iri, ())]
        for user in self._users.get(iri, {}).values():
            if isinstance(user, Column):
                answers.append([code == wanted for other, wanted in user.none_when if other == iri])
            elif isinstance(user, Derived):
                answers.append(next((made for key, made in user.entries if key == code), None))
                answers.append(self._members(user).get(code))
                if operator_of(user).passes_on:
                    answers.append(self._kind(user.iri, code))
        return answers

    def _members(self, user: Derived) -> Mapping[str, object]:
        """For each code of a user's group when it belongs to it; only if, for one known day."""
        group = user.roles.get("group", (None,))[0]
        if not isinstance(group, Ref) or group.iri not in self._facts.groups:
            return {}
        at = user.roles.get("at", (AS_OF,))[0]
        day = self._as_of if at == AS_OF else at
        if isinstance(day, date):
            return dict.fromkeys(self._facts.groups[group.iri].members(day), True)
        found: dict[str, list[object]] = {}
        for code, start, end in self._facts.groups[group.iri].memberships:
            found.setdefault(code, []).append((start, end))
        return found


def _countries() -> set[str]:
    return set(country_codes().values())


def _other(column: Column) -> str:
    """A text that nothing mentions."""
    return column.present_value or "x"


_SYNTAX, _SIGN = re.compile(r"\\.|\{[^}]*\}"), re.compile(r"\w")
"""What stands for no sign of its own in a pattern; and a sign."""
_TEXTS = ("x", "1", "12", "abc", "1234567890")


_ToldApart = tuple[npt.NDArray[np.int64], tuple[tuple[State, ...], ...]]


@dataclass(frozen=True)
class Block:
    """Columns (by IRI) that are given together, and the rows of their states; None is a blank."""

    columns: tuple[str, ...]
    rows: Sequence[tuple[State, ...]]
    _told_apart: dict[
        tuple[int, ...], tuple[npt.NDArray[np.int64], tuple[tuple[State, ...], ...]]
    ] = field(default_factory=dict, compare=False, repr=False)

    def told_apart(self, places: tuple[int, ...]) -> _ToldApart:
        """The rows of some of the columns (by place), each once; and which of them each row has."""
        if places not in self._told_apart:
            first, rows = distinct([self.numbered[p] for p in places], len(self.rows))
            chosen = [(self.states[p], self.numbered[p][first].tolist()) for p in places]
            seen = zip(*([states[n] for n in numbers] for states, numbers in chosen), strict=True)
            self._told_apart[places] = rows, tuple(seen)
        return self._told_apart[places]

    @property
    def states(self) -> tuple[Sequence[State], ...]:
        """The states of each column, equal ones once, in the order of the rows."""
        return self._numbering[0]

    @property
    def numbered(self) -> tuple[npt.NDArray[np.int64], ...]:
        """For each column the number of each row's state, equal ones the same."""
        return self._numbering[1]

    @cached_property
    def _numbering(
        self,
    ) -> tuple[tuple[Sequence[State], ...], tuple[npt.NDArray[np.int64], ...]]:
        states, numbered = [], []
        for place in range(len(self.columns)):
            seen: dict[State, int] = {}
            numbers = [seen.setdefault(row[place], len(seen)) for row in self.rows]
            states.append([*seen])
            numbered.append(np.array(numbers, np.int64))
        return tuple(states), tuple(numbered)


@dataclass(frozen=True, eq=False)
class DateBlock(Block):
    """A block of columns of days; `unexamined` as in `Dates`."""

    rows: _DayRows
    unexamined: frozenset[str] = frozenset()

    @cached_property
    def _numbering(
        self,
    ) -> tuple[tuple[Sequence[State], ...], tuple[npt.NDArray[np.int64], ...]]:
        states, numbered = [], []
        for days in self.rows.ordinals.T:
            several, first, number = np.unique(days, return_index=True, return_inverse=True)
            order = np.argsort(first)
            rank = np.empty(len(order), np.int64)
            rank[order] = np.arange(len(order))
            states.append([_day(day) for day in several[order].tolist()])
            numbered.append(rank[number.reshape(-1)])
        return tuple(states), tuple(numbered)


class _DayRows(Sequence[tuple[State, ...]]):
    """Rows of days, made of their ordinals (0 for none) as they are asked for: they are many, and
    mostly gone through by their numbers."""

    def __init__(self, ordinals: npt.NDArray[np.int64]) -> None:
        self.ordinals = ordinals

    def __len__(self) -> int:
        return len(self.ordinals)

    @overload
    def __getitem__(self, place: int) -> tuple[State, ...]: ...
    @overload
    def __getitem__(self, place: slice) -> _DayRows: ...
    def __getitem__(self, place: int | slice) -> tuple[State, ...] | _DayRows:
        if isinstance(place, slice):
            return _DayRows(self.ordinals[place])
        return tuple([_day(day) for day in self.ordinals[place].tolist()])


def _day(ordinal: int) -> date | None:
    return date.fromordinal(ordinal) if ordinal else None


_date_blocks: WeakValueDictionary[tuple[Any, ...], DateBlock] = WeakValueDictionary()
"""Those that some partition holds: the next one mostly asks for the same days."""


def date_blocks(
    columns: Iterable[str],
    comparisons: Iterable[Comparison],
    optional: frozenset[str],
    as_of: date,
    limit: int,
    early: bool,
) -> list[DateBlock]:
    """The blocks of some columns of days (see `dates_of`). Raises `TooLarge`."""
    found = []
    for own, compared in together(columns, comparisons):
        asked = own, compared, optional.intersection(own), as_of, limit, early
        block = _date_blocks.get(asked)
        if block is None:
            (dates,) = dates_of(*asked)
            block = _date_blocks[asked] = _date_block(dates)
        found.append(block)
    return found


def _date_block(dates: Dates) -> DateBlock:
    return DateBlock(dates.columns, _DayRows(dates.rows), unexamined=dates.unexamined)


class Candidates:
    """The states to try for columns that hold no dates."""

    def __init__(self, atoms: Mapping[str, Atom], needed: Needed, codes: Codes) -> None:
        self._atoms, self._needed, self._codes = atoms, needed, codes
        self.doubtful: set[str] = set()
        """Columns (by IRI) of which not every kind of value is known to be tried."""

    def block(
        self, column: Column, like: frozenset[str] = frozenset(), more: Iterable[int] = ()
    ) -> Block:
        """The block of one column; blank comes last.

        `like` are columns (by IRI) that its numbers are compared with, `more` numbers to try too.
        """
        states = dict.fromkeys(self._states(column, like))
        also: list[int] = sorted(more, key=_nearest)
        states |= dict.fromkeys(also)
        return Block((column.iri,), [(state,) for state in (*states, None)])

    def _states(self, column: Column, like: frozenset[str]) -> Iterable[State]:
        if column.datatype == "boolean":
            return [True, False]
        if column.datatype in ("integer", "decimal"):
            return self._numbers(column, like | {column.iri})
        words = [w for w in (column.present_value, column.absent_value) if w is not None]
        if column.multi:
            chosen = self._codes.choices(column)
            several = [(text,) for text in self._texts(column)] if chosen is None else chosen
            return [*several, *((word,) for word in words)]
        codes = self._codes.of(column)
        return [*(self._texts(column) if codes is None else codes), *words]

    def _numbers(self, column: Column, like: frozenset[str]) -> list[State]:
        """Numbers on each side of every cut of the facts and tests that rest on columns that are
        compared with each other: as many as there are columns, so that all orders are tried."""
        cuts: set[Decimal] = {Decimal(0)}
        for key, atom in self._atoms.items():
            if like & self._needed.of_atom(key, atom):
                for cut in atom.partition.cuts:
                    if not isinstance(cut.value, date):
                        cuts.add(Decimal(cut.value))
        for iri in sorted(like):
            for test in self._codes.tests(iri):
                cuts |= {Decimal(n) for n in _bounds(test) if not isinstance(n, date | bool | str)}
        step = [Decimal(n) for n in range(-len(like), len(like) + 1)]
        if column.datatype == "decimal":
            step += [Decimal("0.005") * n for n in step]
        found = sorted({cut + more for cut in cuts for more in step}, key=_nearest)
        if column.datatype == "integer":
            return [int(number) for number in found if number == number.to_integral_value()]
        return [*found]

    def _texts(self, column: Column) -> list[str]:
        """Texts that pass and fail the tests of a column, as far as they are found."""
        self.doubtful.add(column.iri)
        tests = self._codes.tests(column.iri)
        pool: dict[str, None] = dict.fromkeys(_TEXTS)
        for test in tests:
            if isinstance(test, OneOf):
                pool |= dict.fromkeys(v for v in sorted(map(str, test.values)) if v)
            elif isinstance(test, Length):
                pool |= dict.fromkeys("x" * n for n in (test.low, (test.high or 0) + 1) if n)
            elif isinstance(test, Matches):
                # What a pattern spells out: all of it, and each sign, which it may as well exclude.
                signs = _SIGN.findall(_SYNTAX.sub("", test.pattern))
                pool |= dict.fromkeys(("".join(signs), *signs) if signs else ())
                if "i" in test.flags:
                    pool |= dict.fromkeys(sign.swapcase() for sign in signs)
        seen: dict[tuple[bool, ...], str] = {}
        for text in pool:
            seen.setdefault(tuple(passes(test, text) for test in tests), text)
        return [*seen.values()]


def _nearest(number: Decimal | int) -> tuple[bool, Decimal | int]:
    """An order for numbers: those that are not negative first."""
    return number < 0, number


def _bounds(test: Test) -> Iterable[Scalar]:
    match test:
        case Range(low, high):
            return [bound for bound in (low, high) if bound is not None]
        case OneOf(values):
            return values
    return ()
