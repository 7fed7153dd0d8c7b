"""Days in the solver: the number of the day and, where months count, the month and the day in it.

The number of a day is only loosely tied to its month and its day of the month, by two linear
bounds, and a day that is made of another lies between the fewest and the most days from it. Where
the solver finds a day that no calendar has, it is told exactly of that month or day, and asked
again: few questions need that, and what has been told once holds for ever.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import permutations
from typing import Any

import z3
from msgspec import Struct

from lovgraf.facts.closed_days import Calendar
from lovgraf.reference.solver.terms import Number, Truth, both, pick, whole

DAYS, MONTHS = 146_097, 4_800
"""The days and the months of the 400 years after which the calendar repeats itself."""


def first_of(month: int) -> int:
    """The number of the first day of a month, which is counted from the year 0; of any year.

    >>> first_of(12 * 2014 + 10) == date(2014, 11, 1).toordinal()
    True
    """
    year, within = divmod(month, 12)
    before = year - 1
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    lengths = (31, 28 + leap, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    return 365 * before + before // 4 - before // 100 + before // 400 + sum(lengths[:within]) + 1


def length_of(month: int) -> int:
    """How many days a month has."""
    return first_of(month + 1) - first_of(month)


def parts_of(number: int) -> tuple[int, int]:
    """The month and the day of the month of the number of a day; of any year."""
    month = number * MONTHS // DAYS + 12
    while first_of(month) > number:
        month -= 1
    while first_of(month + 1) <= number:
        month += 1
    return month, number - first_of(month) + 1


_ERRORS = [MONTHS * (first_of(month) - 1) - DAYS * month for month in range(MONTHS)]
LOW, HIGH = min(_ERRORS), max(_ERRORS)


class Lemmas:
    """What is told of some terms only where a model errs about them; kept for later questions."""

    def __init__(self, *terms: Number, calendar: Calendar | None = None) -> None:
        self.terms, self._calendar = terms, calendar
        self._told: dict[int, Truth] = {}

    @property
    def key(self) -> tuple[object, ...]:
        """What it is about; two with the same key say the same."""
        numbers = ((one,) if isinstance(one, int) else one.get_id() for one in self.terms)
        return type(self).__name__, self._calendar and self._calendar.iri, *numbers

    @property
    def calendar(self) -> Calendar:
        """The closed days that it counts by."""
        assert self._calendar is not None
        return self._calendar

    def always(self) -> list[Truth]:
        """What holds at all times, and what has been told so far."""
        return [*(part for part in self.bounds() if part is not True), *self._told.values()]

    def wrong(self, model: Any) -> bool:
        """Whether a model errs about the terms."""
        values = [_value(model, term) for term in self.terms]
        return self.exact(*values) != tuple(values)

    def right(self, model: Any, way: int) -> Truth:
        """The terms as they are near what a model says of them, in one way or another."""
        values = [_value(model, term) for term in self.terms]
        right = self.exact(*values) if way == 0 else self.other(*values)
        pairs = zip(self.terms, right, strict=True)
        return both(*(term == value for term, value in pairs))

    def error(self, model: Any) -> Truth:
        """What forbids what a model says of the terms."""
        place, told = self.lemma(*(_value(model, term) for term in self.terms))
        self._told[place] = told
        return told

    def bounds(self) -> list[Truth]:
        """What holds at all times."""
        return []

    def exact(self, *values: int) -> tuple[int, ...]:
        """What the terms are where they are nearly these values."""
        raise NotImplementedError

    def other(self, *values: int) -> tuple[int, ...]:
        """The same, found in another way."""
        return self.exact(*values)

    def lemma(self, *values: int) -> tuple[int, Truth]:
        """What is told where the terms have wrong values, with what tells it from other lemmas."""
        raise NotImplementedError


def _value(model: Any, term: Number) -> int:
    return term if isinstance(term, int) else int(model.eval(term, model_completion=True).as_long())


class Tie(Lemmas):
    """The tie of a day's number to its month and its day of the month."""

    def bounds(self) -> list[Truth]:
        """The number lies near those that the month has."""
        number, month, day = self.terms
        apart = MONTHS * (number - day) - DAYS * month
        return [apart >= LOW, apart <= HIGH, day >= 1, day <= 31]

    def exact(self, *values: int) -> tuple[int, ...]:
        """By the month and the day."""
        day = min(values[2], length_of(values[1]))
        return first_of(values[1]) + day - 1, values[1], day

    def other(self, *values: int) -> tuple[int, ...]:
        """By the number."""
        return values[0], *parts_of(values[0])

    def lemma(self, *values: int) -> tuple[int, Truth]:
        """What a month is like."""
        number, month, day = self.terms
        first, length = first_of(values[1]), length_of(values[1])
        right = z3.And(number == first - 1 + day, day <= length)
        return values[1], z3.Implies(month == values[1], right)


class Move(Struct, frozen=True):
    """What makes a day of another and keeps their order: so many months (the last day of a month
    that lacks the day) and then days later; instead, where there is a `rule`, a day of a month so
    many years later; then the first day that is open."""

    months: int = 0
    days: int = 0
    rule: tuple[int, int, int] | None = None
    calendar: Calendar | None = None

    def __call__(self, number: int) -> int:
        """The number of the day that is made."""
        if self.rule is not None:
            years, month, day = self.rule
            number = first_of(12 * (parts_of(number)[0] // 12 + years) + month - 1) + day - 1
        elif self.months:
            month, day = parts_of(number)
            month += self.months
            number = first_of(month) + min(day, length_of(month)) - 1
        number += self.days
        return number if self.calendar is None else next_open(self.calendar, number)

    def by_less(self, other: Move) -> bool:
        """Whether it never makes a later day than another, as far as the two tell."""
        if type(self) is not Move or type(other) is not Move:
            return False
        alike = (self.months, self.rule) == (other.months, other.rule) and self.days <= other.days
        if self.calendar is None or other.calendar is None:
            return alike and self.calendar is None
        return alike and other.calendar.includes(self.calendar)

    @property
    def apart(self) -> tuple[int, int]:
        """How many days later that is at least and at most, roughly."""
        longest = self.calendar.longest if self.calendar else 0
        if self.rule is not None:
            return 365 * self.rule[0] - 367, 366 * self.rule[0] + 367 + longest
        about = self.months * DAYS // MONTHS
        spare = 4 if self.months else 0
        return about + self.days - spare, about + self.days + spare + longest


class Moved(Lemmas):
    """A day, and the day that a move makes of it."""

    def __init__(self, number: Number, moved: Number, move: Move) -> None:
        super().__init__(number, moved)
        self.move = move

    @property
    def key(self) -> tuple[object, ...]:
        """The move and the days."""
        return self.move, *super().key

    def bounds(self) -> list[Truth]:
        """So many days later."""
        later, (least, most) = self.terms[1] - self.terms[0], self.move.apart
        return [later >= least, later <= most]

    def exact(self, *values: int) -> tuple[int, ...]:
        """By the move."""
        return values[0], self.move(values[0])

    def lemma(self, *values: int) -> tuple[int, Truth]:
        """What becomes of a day, and what that says of all others."""
        number, moved = self.terms
        right = self.move(values[0])
        return values[0], z3.And(
            z3.Implies(number >= values[0], moved >= right),
            z3.Implies(number <= values[0], moved <= right),
        )


def in_order(lemmas: Sequence[Lemmas]) -> list[Truth]:
    """What holds of two days of whatever kind: the one with the larger number is the later by month
    and day too, and of one day the one that is moved by more is the later."""
    found = []
    for one, other in permutations(lemmas, 2):
        if isinstance(one, Tie) and isinstance(other, Tie):
            (a, month, day), (b, its_month, its_day) = one.terms, other.terms
            found.append((a <= b) == (32 * month + day <= 32 * its_month + its_day))
        elif (
            isinstance(one, Moved)
            and isinstance(other, Moved)
            and one.terms[0].eq(other.terms[0])
            and one.move.by_less(other.move)
        ):
            found.append(one.terms[1] <= other.terms[1])
    return found


class Counted(Lemmas):
    """A day, and how many open days there are up to and including it: they never become fewer."""

    def exact(self, *values: int) -> tuple[int, ...]:
        """By the calendar."""
        return values[0], open_days_to(self.calendar, values[0])

    def lemma(self, *values: int) -> tuple[int, Truth]:
        """What a day has, and what that says of all others."""
        number, count = self.terms
        right = open_days_to(self.calendar, values[0])
        later, more = number - values[0], count - right
        return values[0], z3.And(
            z3.Implies(later >= 0, z3.And(more >= 0, more <= later)),
            z3.Implies(later <= 0, z3.And(more <= 0, more >= later)),
        )


_FIRST = date(1583, 1, 1).toordinal()


def next_open(calendar: Calendar, number: int) -> int:
    """The first open day on or after a day, day by day; of days that no date can be, the day."""
    while 1 <= number <= date.max.toordinal() and _closed(calendar, number):
        number += 1
    return number


def _closed(calendar: Calendar, number: int) -> bool:
    return calendar.is_closed(date.fromordinal(number))


_COUNTS: dict[str, tuple[list[int], list[int]]] = {}


def open_days_to(calendar: Calendar, number: int) -> int:
    """How many open days there are up to and including a day, from one long ago, one by one."""
    later, earlier = _COUNTS.setdefault(calendar.iri, ([0], [0]))
    number = min(max(number, 1), date.max.toordinal())
    while number - _FIRST >= len(later):
        later.append(later[-1] + (not _closed(calendar, _FIRST + len(later))))
    while _FIRST - number >= len(earlier):
        earlier.append(earlier[-1] - (not _closed(calendar, _FIRST - len(earlier) + 1)))
    return later[number - _FIRST] if number >= _FIRST else earlier[_FIRST - number]


class Day(Struct):
    """A day: its number, its month and its day of the month.

    Where they are open the last two are made when they are asked for, called by `name`, and `tie`
    says how they belong together.
    """

    number: Number
    name: str
    month: Number | None = None
    day: Number | None = None
    tie: Tie | None = None

    @classmethod
    def known(cls, day: date) -> Day:
        """A day that is known."""
        return cls(day.toordinal(), "", 12 * day.year + day.month - 1, day.day)

    @classmethod
    def of_number(cls, number: Number, name: str) -> Day:
        """A day by its number, which may be open."""
        return cls(number, "", *parts_of(number)) if isinstance(number, int) else cls(number, name)

    @property
    def fixed(self) -> bool:
        """Whether nothing of it is open."""
        return isinstance(self.number, int)

    def split(self, told: list[Lemmas]) -> tuple[Number, Number]:
        """The month and the day of the month; what ties them to the number is added to `told`."""
        if self.month is None:
            self.month, self.day = whole(f"{self.name}#month"), whole(f"{self.name}#day")
            self.tie = Tie(self.number, self.month, self.day)
        if self.tie is not None:
            told.append(self.tie)
        return self.month, self.day


def key(day: Day, told: list[Lemmas]) -> Number:
    """A number that grows with the month, then with the day of the month: whole months between two
    days are the whole times that 32 goes into the difference of theirs."""
    month, within = day.split(told)
    return 32 * month + within


def chosen(which: Truth, one: Day, other: Day, name: str) -> Day:
    """The one day where something holds, else the other."""
    if isinstance(which, bool):
        return one if which else other
    return Day.of_number(pick(which, one.number, other.number), name)


def moved(day: Day, move: Move, name: str, lemmas: list[Lemmas]) -> Day:
    """The day that a move makes of another."""
    if isinstance(day.number, int):
        return Day.of_number(move(day.number), name)
    if move == Move(days=move.days):
        return Day.of_number(day.number + move.days, name)
    number = whole(f"{name}#number")
    lemmas.append(Moved(day.number, number, move))
    return Day(number, name)


def last_with(key: int) -> int:
    """The number of the last day whose key is so large at the most.

    >>> date.fromordinal(last_with(32 * (12 * 2014 + 1) + 30))
    datetime.date(2014, 2, 28)
    """
    month, day = divmod(key, 32)
    return first_of(month) + min(day, length_of(month)) - 1
