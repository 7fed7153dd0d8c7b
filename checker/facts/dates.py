"""Dates as agencies write them: year first or day first; month first only where a mapping says so.

A text is read only where its form leaves no doubt; years have four digits.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from datetime import date, datetime
from functools import cache
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import replace

from lovgraf.facts.spelling import AROUND

_MIDNIGHT = r"(?:[T ]00:00(?::00(?:[.,]0+)?)?(?:Z|[+-]\d\d:?\d\d)?)?"
_ZONE = r"(?:Z|[+-]\d\d:\d\d)"
"""What stands behind a day in XML, where its writer gives one: the day is that which is written."""
_YEAR_FIRST = re.compile(
    rf"(\d{{4}})([-/.])(\d{{1,2}})\2(\d{{1,2}})(?:{_ZONE}|{_MIDNIGHT})", re.ASCII
)
_COMPACT = re.compile(r"(\d{4})()(\d\d)(\d\d)", re.ASCII)
_DAY_FIRST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})" + _MIDNIGHT, re.ASCII)
_TIMED = re.compile(
    r"([\d./-]{8,10})[T ](\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(?:Z|[+-]\d\d(?::?\d\d)?)?)", re.ASCII
)
_ORDERED = re.compile(
    r"(\d{1,2})([-/. ])(\d{1,2})\2(\d{4})(?:[T ]\d\d:\d\d.*)?", re.ASCII | re.DOTALL
)
_ORDERED_COMPACT = re.compile(r"(\d{1,2})()(\d\d)((?:18|19|20|21)\d\d)", re.ASCII)
"""Such a year is no month and day, so the text is no date that begins with the year."""
SURE_MONTH_FIRST = (
    f"{AROUND}(?:0?[1-9]|1[0-2])[-/.](?:1[3-9]|2[0-9]|3[01])[-/.][0-9]{{4}}"
    f"(?:[T ][0-9]{{2}}:[0-9]{{2}}(?s:.*))?{AROUND}"
)
"""A text with the month first that cannot be read day first: a regular expression, which the data
engine reads alike."""
_SURE_MONTH_FIRST = re.compile(SURE_MONTH_FIRST)
HERE = ZoneInfo("Europe/Copenhagen")
"""Whose days the law counts."""
FIRST_YEAR = 1000
COMPACT = "%Y%m%d"
"""The format of dates without marks, which always have eight digits."""


class DateForm(Struct, frozen=True):
    """How a column writes dates.

    `pattern` is the form that a mapping states (CSVW: `dd-MM-yyyy`), then nothing else is read;
    `day_first` is False where the values of the column contradict each other, or other columns of
    the file have the month first, so that `03-04-1990` could be either date and is not read.
    """

    day_first: bool = True
    pattern: str | None = None
    times: bool = False
    """Whether a mapping says that times of a day stand for their day: in Denmark, where they have a
    time zone, else as they are told."""

    def read(self, text: str) -> date | None:
        """The date that a stripped text states; None where it states none, or is in doubt."""
        if self.pattern is not None:
            return read_pattern(text, self.pattern)
        if self.times and (match := _TIMED.fullmatch(text)):
            return self._day(match[1], match[2])
        if match := _YEAR_FIRST.fullmatch(text) or _COMPACT.fullmatch(text):
            return _date(match[1], match[3], match[4])
        if match := _DAY_FIRST.fullmatch(text):
            if not self.day_first and match[1] != match[3] and int(match[1]) <= 12:
                return None
            return _date(match[4], match[3], match[1])
        return None

    def _day(self, day: str, time: str) -> date | None:
        """The day of a time of a day."""
        if (found := replace(self, times=False).read(day)) is None:
            return None
        try:
            moment = datetime.fromisoformat(f"{found.isoformat()}T{time}")
        except ValueError:
            return None
        return moment.date() if moment.tzinfo is None else day_here(moment)


def is_moment(text: str) -> bool:
    """Whether a text is a time of a day with a time zone.

    >>> is_moment("2001-12-01 23:00:00+00"), is_moment("2001-12-01 23:00")
    (True, False)
    """
    match = _TIMED.fullmatch(text.strip())
    return match is not None and re.search("[Z+-]", match[2]) is not None


def day_here(moment: datetime) -> date | None:
    """The day in Denmark of a moment with a time zone; None where the calendar does not hold it."""
    try:
        return moment.astimezone(HERE).date()
    except OverflowError:
        return None


def is_month_first(text: str) -> bool:
    """Whether a text can only be a date with the month first."""
    return _SURE_MONTH_FIRST.fullmatch(text) is not None


class DateOrder(Struct, frozen=True):
    """In which order the dates of a column have day and month: how many of its texts can be read
    day first alone, and month first alone, with the marks between the parts of each; `doubtful`
    are the marks of texts that can be read both ways. Texts without marks have the mark ""."""

    day: int = 0
    month: int = 0
    days: frozenset[str] = frozenset()
    months: frozenset[str] = frozenset()
    doubtful: frozenset[str] = frozenset()

    @property
    def month_first(self) -> bool:
        """Whether the column itself shows the month first: one such value among many is an error in
        that value."""
        return self.day < 20 * self.month

    @property
    def told(self) -> bool:
        """Whether the column itself tells its order."""
        return bool(self.day or self.month)


def date_order(texts: Iterable[tuple[str, int]]) -> DateOrder:
    """The order of the dates of a column from a sample of (text, number of times); what shows it is
    a part above 12. Times of the day do not matter."""
    counts = {True: 0, False: 0}
    marks: dict[bool | None, set[str]] = {True: set(), False: set(), None: set()}
    for text, count in texts:
        match = _ORDERED.fullmatch(text.strip()) or _ORDERED_COMPACT.fullmatch(text.strip())
        if match is None or match[1] == match[3]:
            continue
        first, second = int(match[1]), int(match[3])
        if min(first, second) <= 12 < max(first, second):
            counts[first > second] += count
            marks[first > second].add(match[2])
        elif max(first, second) <= 12:
            marks[None].add(match[2])
    found = (frozenset(marks[kind]) for kind in (True, False, None))
    return DateOrder(counts[True], counts[False], *found)


def order_of_pattern(pattern: str) -> DateOrder:
    """The order that a CSVW date pattern states."""
    places = [pattern.find(part) for part in ("d", "M", "y")]
    mark = frozenset(_PARTED.findall(pattern)[:1] or [""])
    if -1 in places or places[2] < max(places[:2]):
        return DateOrder()
    day_first = places[0] < places[1]
    return DateOrder(day=1, days=mark) if day_first else DateOrder(month=1, months=mark)


def months_first(orders: Iterable[DateOrder]) -> frozenset[str]:
    """The marks of dates that have the month first in some column of a file."""
    return frozenset(mark for one in orders if one.month_first for mark in one.months)


def days_first(orders: Iterable[DateOrder]) -> frozenset[str]:
    """The marks of dates that have the day first in some column of a file."""
    return frozenset(mark for one in orders if not one.month_first for mark in one.days)


def date_form(order: DateOrder, months: Collection[str] = ()) -> DateForm:
    """The form of a column whose dates are in some order; `months` are the marks of dates that have
    the month first in another column of the file.

    Where month first is common, no value that could be read both ways is read; nor is it where the
    column does not tell its own order, and another that is written alike has the month first. Of a
    column that has no such dates in the sample nobody knows which marks come later.
    """
    if order.told:
        return DateForm(day_first=not order.month_first)
    alike = bool(months) and (not order.doubtful or not order.doubtful.isdisjoint(months))
    return DateForm(day_first=not alike)


def strptime_form(text: str) -> str | None:
    """The format with which the data engine parses texts like this one, a time of midnight
    included; None where it has none."""
    for regex, form in (
        (_YEAR_FIRST, "%Y{0}%m{0}%d"),
        (_COMPACT, COMPACT),
        (_DAY_FIRST, "%d{0}%m{0}%Y"),
    ):
        match = regex.fullmatch(text.strip())
        if match:
            return form.format(match[2]) + match[0][match.end(4) :]
    return None


_PARTS = {
    "yyyy": r"(?P<y>\d{4})", "MM": r"(?P<m>\d\d)", "M": r"(?P<m>\d{1,2})",
    "dd": r"(?P<d>\d\d)", "d": r"(?P<d>\d{1,2})", "HH": "00", "mm": "00", "ss": "00",
}  # fmt: skip
_STRPTIME = {"yyyy": "%Y", "MM": "%m", "M": "%m", "dd": "%d", "d": "%d"}
_PARTED = re.compile(r"[^A-Za-z']")
_TOKEN = re.compile("yyyy|MM|M|dd|d|HH|mm|ss|'[^']*'|.", re.DOTALL)


@cache
def pattern_regex(pattern: str) -> re.Pattern[str] | None:
    """A CSVW date pattern as a regular expression; None where it lacks year, month or day.

    Source: Unicode TR 35 field symbols, as `Metadata Vocabulary for Tabular Data` section 6.4.4
    limits them; times are read only at midnight.
    """
    parts = []
    for token in _TOKEN.findall(pattern):
        literal = re.escape(token.strip("'") if len(token) > 1 else token)
        part = _PARTS.get(token, literal)
        parts.append(part.replace(r"\d\d", r"\d{1,2}") if _PARTED.search(pattern) else part)
    try:
        regex = re.compile("".join(parts), re.ASCII)
    except re.error:
        return None
    return regex if {"y", "m", "d"} <= set(regex.groupindex) else None


def strptime_pattern(pattern: str) -> str | None:
    """A CSVW date pattern as a format of the data engine; None where it has more than a date."""
    form = "".join(
        _STRPTIME.get(token, token if token in "-/. " else "?") for token in _TOKEN.findall(pattern)
    )
    return None if "?" in form else form


def read_pattern(text: str, pattern: str) -> date | None:
    """The date that a text states in a CSVW pattern."""
    regex = pattern_regex(pattern)
    match = regex.fullmatch(text) if regex else None
    return _date(match["y"], match["m"], match["d"]) if match else None


def _date(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day)) if int(year) >= FIRST_YEAR else None
    except ValueError:
        return None
