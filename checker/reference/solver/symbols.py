"""A fact in the completions of a record: terms in place of values."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import z3
from msgspec import Struct

from lovgraf.core.refusal import NotCompilable
from lovgraf.core.terms import Text
from lovgraf.facts.closed_days import Calendar
from lovgraf.facts.values import NONE, State
from lovgraf.reference.solver.days import Counted, Day, Lemmas, chosen, key, last_with, open_days_to
from lovgraf.reference.solver.terms import Number, Truth, among, both, either, not_, pick, whole


class Amount:
    """How often `unit` goes into `total`, as a whole number; just `total` where it has no unit."""

    def __init__(self, total: Number, unit: int | None = 1) -> None:
        self._total, self.unit = total, unit

    @property
    def total(self) -> Number:
        """What the unit goes into."""
        return self._total

    def at_least(self, number: int | Fraction) -> Truth:
        """That it is so much or more; of a whole number only a whole one is asked."""
        return self.total >= (number if self.unit is None else int(number) * self.unit)

    def single(self, name: str, told: list[Truth]) -> Number:
        """One number for it; what says which is added to `told`."""
        total, unit = self.total, self.unit
        if unit is None or unit == 1:
            return total
        if isinstance(total, int):
            return total // unit
        found = whole(name)
        told += [unit * found <= total, total < unit * found + unit]
        return found


class Months(Amount):
    """How often a unit, in keys of days, goes into the time between two days (see `key`)."""

    def __init__(self, start: Day, end: Day, unit: int, lemmas: list[Lemmas]) -> None:
        super().__init__(None, unit)
        self._start, self._end, self._lemmas, self._unit = start, end, lemmas, unit

    @property
    def total(self) -> Number:
        """The difference of the keys."""
        return key(self._end, self._lemmas) - key(self._start, self._lemmas)

    def at_least(self, number: int | Fraction) -> Truth:
        """That so much has passed; of a known day the other is asked for by its number."""
        start, end, apart = self._start, self._end, int(number) * self._unit
        if end.fixed and not start.fixed:
            return start.number <= last_with(key(end, self._lemmas) - apart)
        if start.fixed and not end.fixed:
            return end.number > last_with(key(start, self._lemmas) + apart - 1)
        return self.total >= apart


class Code(Struct):
    """A text, as the number that stands for it (see `number_of`)."""

    number: Number

    def is_in(self, texts: Iterable[str]) -> Truth:
        """That it is one of some texts."""
        return among(self.number, map(number_of, sorted(texts)))


class Codes(Struct):
    """Several texts: for each that can be among them whether it is, and how many others are."""

    has: dict[str, Truth]
    others: Number = 0

    def contains(self, text: str) -> Truth:
        """That a text is among them. Refuses one of which it is not known whether it can be."""
        if text not in self.has and not isinstance(self.others, int):
            raise NotCompilable(text, Text("en kode af en åben liste", "a code of an open list"))
        return self.has.get(text, False)

    @property
    def size(self) -> Number:
        """How many they are."""
        known = sum(1 for part in self.has.values() if part is True)
        open_ = [z3.If(part, 1, 0) for part in self.has.values() if not isinstance(part, bool)]
        return sum(open_, known) + self.others


Value = Any
"""A truth, or one of the above."""

_NUMBERS: dict[str, int] = {}
_TEXTS: list[str] = []


def number_of(text: str) -> int:
    """The number that stands for a text, the same as long as the process lives."""
    if text not in _NUMBERS:
        _NUMBERS[text] = len(_TEXTS)
        _TEXTS.append(text)
    return _NUMBERS[text]


def text_of(number: int) -> str:
    """The text that a number stands for."""
    return _TEXTS[number]


class Symbol(Struct):
    """A fact in the completions of a record.

    `none` says where it has no value, `blank` where a completion leaves it unknown all the same (a
    number without a date). It is `known` where the record settles it.
    """

    value: Value
    none: Truth = False
    blank: Truth = False
    known: bool = False

    @property
    def given(self) -> Truth:
        """That it has a value."""
        return both(not_(self.none), not_(self.blank))


NOTHING = Symbol(None, none=True, known=True)
UNKNOWN = Symbol(None, blank=True)


def constant(state: State) -> Symbol:
    """A value that is known, or none; unknown is left unknown."""
    if state is None:
        return UNKNOWN
    if state is NONE:
        return NOTHING
    return Symbol(_constant(state), known=True)


def _constant(state: State) -> Value:
    if isinstance(state, bool):
        return state
    if isinstance(state, int):
        return Amount(state)
    if isinstance(state, Decimal | float):
        return Amount(Fraction(str(state)), None)
    if isinstance(state, date):
        return Day.known(state)
    if isinstance(state, tuple):
        return Codes(dict.fromkeys(map(str, state), True))
    return Code(number_of(str(state)))


def is_one(symbol: Symbol, wanted: State) -> Truth:
    """That a fact has a value, among others perhaps; true is not 1."""
    value = symbol.value
    if value is None:
        return False
    found: Truth = False
    if isinstance(value, Code) and isinstance(wanted, str):
        found = value.is_in([wanted])
    elif isinstance(value, Codes) and isinstance(wanted, str):
        found = value.contains(wanted)
    elif isinstance(wanted, bool) and not isinstance(value, Amount | Code | Codes | Day):
        found = value if wanted else not_(value)
    elif isinstance(value, Day) and isinstance(wanted, date):
        found = value.number == wanted.toordinal()
    elif isinstance(value, Amount) and isinstance(wanted, int | Decimal):
        found = equal_to(value, wanted)
    return both(symbol.given, found)


def equal_to(value: Amount, wanted: int | Decimal) -> Truth:
    """That an amount is a number, which is no truth value."""
    number = Fraction(str(wanted))
    if isinstance(wanted, bool):
        return False
    if value.unit is None:
        return value.total == number
    if number.denominator != 1:
        return False
    return both(value.at_least(int(number)), not_(value.at_least(int(number) + 1)))


def joined(which: Truth, one: Value, other: Value, name: str) -> Value:
    """The one value where something holds, else the other; what is not there gives way."""
    if isinstance(which, bool):
        return one if which else other
    if one is None or other is None:
        return other if one is None else one
    if isinstance(one, Day):
        return chosen(which, one, other, name)
    if isinstance(one, Amount):
        if one.unit != other.unit:
            raise NotCompilable(
                name, Text("tal i forskellige enheder", "numbers in different units")
            )
        return Amount(pick(which, one.total, other.total), one.unit)
    if isinstance(one, Code):
        return Code(pick(which, one.number, other.number))
    if isinstance(one, Codes):
        has = {
            text: pick(which, one.has.get(text, False), other.has.get(text, False))
            for text in {*one.has, *other.has}
        }
        return Codes(has, pick(which, one.others, other.others))
    return pick(which, one, other)


# Open days counted, and the latest or earliest of several days.


def open_days(number: Number, calendar: Calendar, name: str, lemmas: list[Lemmas]) -> Number:
    """How many open days there are up to and including a day, from a day long ago."""
    if isinstance(number, int):
        return open_days_to(calendar, number)
    count = whole(f"{name}#count")
    lemmas.append(Counted(number, count, calendar=calendar))
    return count


def extreme(days: list[Symbol], name: str, latest: bool) -> Symbol:
    """The latest or the earliest of the days that there are; unknown where one of them is."""
    blank = either(*(day.blank for day in days))
    none = both(not_(blank), *(day.none for day in days))
    known = all(day.known for day in days)
    found: Symbol | None = None
    for number, day in enumerate(days):
        found = day if found is None else _of_two(found, day, f"{name}{number}", latest)
    value = None if found is None else found.value
    return Symbol(value, none, blank, known)


def _of_two(one: Symbol, other: Symbol, name: str, latest: bool) -> Symbol:
    first: Truth = True
    if one.value is not None and other.value is not None:
        a, b = one.value.number, other.value.number
        first = either(other.none, both(not_(one.none), a >= b if latest else a <= b))
    elif one.value is None:
        first = False
    return Symbol(joined(first, one.value, other.value, name), both(one.none, other.none))
