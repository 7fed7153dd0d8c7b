"""Days told by when they are from the day on which it is said: "last week", "three months ago".

Read from the graph: a `core:CalendarWording` whose notation says the unit and how many of it from
now (`week -1`, or `-1` for days), a weekday (`last 1` is the Monday before, `next 1` the one after,
`near 1` whichever fits what is told), or, of words with a place for a number, the unit and the way
(`week -`). `about` before a count says that it is rounded, and `open` stands for words that tell no
limits ("a few weeks ago"). A number is as exact as people are: in weeks to a few days, in years to
half a year.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta

from msgspec import Struct

from lovgraf.explain.wordings import any_of
from lovgraf.facts.between import Between, between, of_year
from lovgraf.facts.calendar import add_months

PLACE = "{tal}"
"""Where a wording has a number."""
_WEEK = 7
_DAY_UNIT = "day"
_ROUNDED = {"week": 3, "month": 15}
"""How many days off a number of a unit may be."""
_HALF_A_YEAR = 6
_WEEKDAYS = ("last", "next", "near")
_OPEN = "open"
_NOTATION = re.compile(r"(?P<about>about )?(?:(?P<unit>day|week|month|year) )?(?P<count>-?\d+)")
_COUNTED = re.compile(r"(?P<unit>day|week|month|year) (?P<way>[+-])")
_WEEKDAY = re.compile(r"(?P<which>last|next|near) (?P<number>[1-7])")


class FromNow(Struct, frozen=True):
    """A day, or the days of a week, a month or a year, so many of a unit from now; `rounded` where
    people say the number, which leaves some days open; or a weekday by its number."""

    unit: str
    count: int
    rounded: bool = False

    @property
    def today(self) -> bool:
        """Whether it is the day itself."""
        return self.unit == _DAY_UNIT and self.count == 0

    def dated(self, as_of: date, past: bool | None) -> date | None:
        """The days, as far as they fit what has happened by a day or is to come; None where none
        does."""
        if self.unit == _OPEN:
            return None
        found = self._weekday(as_of, past) if self.unit in _WEEKDAYS else self._days(as_of)
        if found is None or past is None:
            return found
        first, last = limits(found)
        if past:
            return None if first > as_of else between(first, min(last, as_of))
        return None if last < as_of else between(max(first, as_of), last)

    def _days(self, as_of: date) -> date | None:
        return self._about(as_of) if self.rounded else _whole(self.unit, self.count, as_of)

    def _about(self, as_of: date) -> date | None:
        """The days that a number of a unit may mean: nearer to it than to the next."""
        if self.unit == "year":
            months = 12 * self.count
            first = add_months(as_of, months - _HALF_A_YEAR)
            last = add_months(as_of, months + _HALF_A_YEAR)
            return between(first, last) if first and last else None
        if self.unit == "month":
            middle = add_months(as_of, self.count)
        else:
            size = _WEEK if self.unit == "week" else 1
            middle = _shifted(as_of, self.count * size)
        off = _ROUNDED.get(self.unit, abs(self.count) // _WEEK)
        first, last = (_shifted(middle, way) if middle else None for way in (-off, off))
        return between(first, last) if first and last else None

    def _weekday(self, as_of: date, past: bool | None) -> date | None:
        """The nearest such weekday before or after a day, never the day itself."""
        which = {True: "last", False: "next", None: ""}[past] if self.unit == "near" else self.unit
        if not which:
            return None
        ahead = (self.count - as_of.isoweekday()) % _WEEK or _WEEK
        behind = (as_of.isoweekday() - self.count) % _WEEK or _WEEK
        return _shifted(as_of, ahead if which == "next" else -behind)


def limits(day: date) -> tuple[date, date]:
    """The first and the last of the days that one may be."""
    return (day.first, day.last) if isinstance(day, Between) else (day, day)


def _whole(unit: str, count: int, as_of: date) -> date | None:
    """The whole of the unit that is so many from the one with a day."""
    if unit == _DAY_UNIT:
        return _shifted(as_of, count)
    if unit == "week":
        monday = _shifted(as_of, _WEEK * count - as_of.weekday())
        sunday = _shifted(monday, _WEEK - 1) if monday else None
        return between(monday, sunday) if monday and sunday else None
    if unit == "year":
        return of_year(as_of.year + count)
    months = as_of.year * 12 + as_of.month - 1 + count
    return of_year(months // 12, months % 12 + 1)


def _shifted(day: date, days: int) -> date | None:
    try:
        return day + timedelta(days)
    except OverflowError:
        return None


Reads = Callable[[str], FromNow | None]


class Forms(Struct, frozen=True):
    """What finds the days from now in some words (a pattern without groups), and reads them."""

    pattern: str
    reads: Reads


def forms(said: Mapping[str, Iterable[str]], numerals: Mapping[str, int]) -> Forms:
    """By the wordings for each notation, and the words for numbers."""
    number = rf"\d{{1,3}}|{any_of(numerals)}"
    each = [
        (_pattern(words, number), notation)
        for notation, some in said.items()
        if notation == _OPEN
        or any(form.fullmatch(notation) for form in (_NOTATION, _COUNTED, _WEEKDAY))
        for words in some
    ]
    each.sort(key=lambda one: (-len(one[0]), one))
    whole = "|".join(pattern.replace("(", "(?:") for pattern, _ in each) or "$^"
    compiled = [(re.compile(pattern, re.IGNORECASE), notation) for pattern, notation in each]

    def reads(text: str) -> FromNow | None:
        for pattern, notation in compiled:
            if found := pattern.fullmatch(text):
                return _read(notation, found.groups(), numerals)
        return None

    return Forms(whole, reads)


def _pattern(words: str, number: str) -> str:
    """A wording with any blanks between its words, and a group in place of its number."""
    parts = [f"({number})" if one == PLACE else re.escape(one) for one in words.split()]
    return r"\s+".join(parts)


def _read(notation: str, groups: tuple[str, ...], numerals: Mapping[str, int]) -> FromNow | None:
    if found := _WEEKDAY.fullmatch(notation):
        return FromNow(found["which"], int(found["number"]))
    if found := _COUNTED.fullmatch(notation):
        (said,) = groups
        count = int(said) if said.isdecimal() else numerals[said.lower()]
        return FromNow(found["unit"], -count if found["way"] == "-" else count, rounded=True)
    if found := _NOTATION.fullmatch(notation):
        return FromNow(found["unit"] or _DAY_UNIT, int(found["count"]), bool(found["about"]))
    return FromNow(_OPEN, 0) if notation == _OPEN else None
