"""A day known only to lie between two others: a year, a month, or what an age tells of a birth.

It stands in a record as its first day, so that what reads dates reads it; whoever answers by it
tries the other days too (`lovgraf.explain.within`), and what says it says its limits.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from typing import Any

from lovgraf.core.terms import Text
from lovgraf.core.written import MONTH_NAMES, date_text

_EARLIEST, _LATEST = 1800, 2200
_YEAR = re.compile(r"(?P<year>\d{4})", re.ASCII)
_MONTHS = [
    re.compile(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})", re.ASCII),
    re.compile(r"(?P<month>\d{1,2})[-/.](?P<year>\d{4})", re.ASCII),
    re.compile(r"(?P<name>[a-zæøå]{3,9})\.?\s+(?P<year>\d{4})", re.IGNORECASE),
]
_LIMITS = re.compile(r"(\d{4}-\d\d-\d\d)/(\d{4}-\d\d-\d\d)", re.ASCII)
_NAMES = {
    form: number
    for names in MONTH_NAMES.values()
    for number, name in enumerate(names, 1)
    for form in (name.lower(), name[:3].lower())
}


class Between(date):
    """A day from `first` to `last`; what is computed of it is a plain date."""

    first: date
    last: date

    def __new__(  # type: ignore[misc]
        cls, year: int, month: int, day: int, first: date | None = None, last: date | None = None
    ) -> date:
        """The day that it stands as, and its limits; without these that day alone."""
        if first is None or last is None:
            return date(year, month, day)
        found = super().__new__(cls, year, month, day)
        found.first, found.last = first, last
        return found

    def __reduce__(self) -> tuple[object, ...]:
        return Between, (self.year, self.month, self.day, self.first, self.last)

    def replace(self, *args: Any, **parts: Any) -> date:  # type: ignore[override]
        """Another day, by some of its parts: a plain one."""
        return date(self.year, self.month, self.day).replace(*args, **parts)

    def standing_as(self, day: date) -> date:
        """The same limits, standing as another day."""
        return Between(day.year, day.month, day.day, self.first, self.last)

    @property
    def stated(self) -> str:
        """How one types it: a year or a month where it is one whole, else both limits."""
        first = self.first
        if (first, self.last) == _year(first.year):
            return f"{first.year}"
        if (first, self.last) == _month(first.year, first.month):
            return f"{first.year}-{first.month:02}"
        return self._limits

    @property
    def _limits(self) -> str:
        return f"{self.first.isoformat()}/{self.last.isoformat()}"

    @property
    def said(self) -> Text:
        """It in words, as it follows a verb: "in 2009"."""
        if len(self.stated) == len("2009"):
            return Text(f"i {self.stated}", f"in {self.stated}")
        if len(self.stated) == len("2009-06"):
            month, year = self.first.month - 1, self.first.year
            danish, english = (MONTH_NAMES[lang][month] for lang in ("da", "en"))
            return Text(f"i {danish} {year}", f"in {english} {year}")
        first, last = date_text(self.first), date_text(self.last)
        return Text(f"mellem den {first.da} og den {last.da}", f"between {first.en} and {last.en}")


def between(first: date, last: date) -> date:
    """The days from one to another; a plain date where they are the same."""
    if first == last:
        return first
    return Between(first.year, first.month, first.day, first, last)


def read_between(text: str) -> date | None:
    """The days that a text names by a year, a month or two limits; None where it names none."""
    text = text.strip()
    if found := _LIMITS.fullmatch(text):
        try:
            first, last = (date.fromisoformat(part) for part in found.groups())
        except ValueError:
            return None
        return between(first, last) if first <= last else None
    if found := _YEAR.fullmatch(text):
        return of_year(int(found["year"]))
    for form in _MONTHS:
        if found := form.fullmatch(text):
            parts = found.groupdict()
            number = int(parts.get("month") or _NAMES.get((parts.get("name") or "").lower(), 0))
            return of_year(int(found["year"]), number) if number in range(1, 13) else None
    return None


def of_year(year: int, month: int | None = None) -> date | None:
    """The days of a year, or of one month in it; None where nobody means that year."""
    if not _EARLIEST <= year <= _LATEST:
        return None
    if month is None:
        return between(*_year(year))
    return between(*_month(year, month))


def _year(year: int) -> tuple[date, date]:
    return date(year, 1, 1), date(year, 12, 31)


def _month(year: int, month: int) -> tuple[date, date]:
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])
