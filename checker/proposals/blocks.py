"""What a component's columns may hold: blocks of columns with the rows of states to try."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from lovgraf.conditions.atoms import Atom
from lovgraf.conditions.coding import passes
from lovgraf.conditions.tree import Length, Matches, OneOf, Range, Scalar, Test
from lovgraf.facts.values import State
from lovgraf.facts.vocabulary import Column
from lovgraf.proposals.codes import Codes
from lovgraf.proposals.days import Dates
from lovgraf.proposals.needed import Needed

_SYNTAX, _SIGN = re.compile(r"\\.|\{[^}]*\}"), re.compile(r"\w")
"""What stands for no sign of its own in a pattern; and a sign."""
_TEXTS = ("x", "1", "12", "abc", "1234567890")


@dataclass(frozen=True)
class Block:
    """Columns (by IRI) that are given together, and the rows of their states; None is a blank."""

    columns: tuple[str, ...]
    rows: Sequence[tuple[State, ...]]


def date_block(dates: Dates) -> Block:
    """The block of columns of days."""
    days: dict[int, date | None] = {0: None}
    rows = []
    for row in dates.rows.tolist():
        for day in row:
            if day not in days:
                days[day] = date.fromordinal(day)
        rows.append(tuple([days[day] for day in row]))
    return Block(dates.columns, rows)


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
