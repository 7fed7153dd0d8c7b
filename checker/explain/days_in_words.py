"""Days as they stand in people's words: in figures, with the name of a month, or by when they are
from now. Each is found, and a mark put in its place, so that what is said beside it can be read.

The words around a day or for one are those of the graph (`core:CalendarWording`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from msgspec import Struct
from rdflib import RDF
from rdflib.namespace import SKOS

from lovgraf.core.terms import CORE
from lovgraf.core.written import MONTH_NAMES
from lovgraf.explain.ages import numerals_of
from lovgraf.explain.from_now import FromNow, Reads, forms
from lovgraf.explain.wordings import LANGUAGES, any_of, said_of
from lovgraf.facts.between import Between, of_year
from lovgraf.law.view import Law

_MONTHS = {
    form: number
    for names in MONTH_NAMES.values()
    for number, name in enumerate(names, 1)
    for form in (name.lower(), name[:3].lower(), name[:4].lower())
}
_MONTH = any_of(_MONTHS)
_WHOLE_MONTH = "|".join(name for names in MONTH_NAMES.values() for name in names)
_DAY, _YEAR = r"(?P<day>\d{1,2})", r"(?P<year>\d{4})"
_ENDED = r"(?:\.|st|nd|rd|th)?"
_CALENDAR = (
    rf"\b(?P<year>\d{{4}})-(?P<number>\d{{2}})-{_DAY}\b",
    rf"\b{_DAY}[./-](?P<number>\d{{1,2}})(?:\.\s?|[/-]){_YEAR}\b",
    rf"(?:{{before_day}})\s*{_DAY}[./](?P<number>\d{{1,2}})\b\.?(?![./-]?\d)",
    rf"\b{_DAY}{_ENDED}\s*(?:of\s+)?\b(?P<month>{_MONTH})\b\.?(?:,?\s+{_YEAR}\b)?",
    rf"\b(?P<month>{_MONTH})\.?\s+{_DAY}{_ENDED}\b(?!\.?\d)(?:,?\s+{_YEAR}\b)?",
    rf"(?:{{before_year}})(?:(?P<month>{_MONTH})\.?\s+)?{_YEAR}\b(?![./-]\d)",
    rf"(?:{{before_year}}|{{before_month}})(?P<month>{_WHOLE_MONTH})\b(?!\.?\s*\d)",
    rf"(?P<bound>{{before_bound}})(?P<month>{_WHOLE_MONTH})\b(?!\.?\s*\d)",
    r"\b(?P<from_now>{from_now})\b",
)
"""How a day is said; the words around it are those of the graph."""
_BEFORE_DAY, _BEFORE_YEAR = "before-day", "before-year"
_BEFORE_MONTH, _BEFORE_BOUND = "before-month", "before-bound"
_BETWEEN_DAYS, _BEFORE_DAY_OF_LAW = "between-days", "before-day-of-law"
_ONE = "one"
"""The words for one of a unit ("a week ago")."""
CLAUSE = re.compile(r"[.,;:?!]+(?:\s|$)")
MARK = "\N{SYMBOL FOR NULL}"
"""What stands for a day while its clause is read: no word and no stop."""
_SIGN = 0xE000
"""The first of the code points that are no characters of any script."""
JOINT = "\n"
"""What stands for a word between two parts of a clause."""
_FAR = 8
"""How many years off a day without a year is looked for: 29 February is as far as that."""
_VERB = "may"
"""A month that is a verb where it is written small."""
_LEAP = 2024
"""A year that has every day that some year has."""


class Day(Struct, frozen=True):
    """A day as it was said: without a year where none was, or a year or a month of one alone, or
    by when it is from the day on which it is said."""

    said: str
    day: int | None
    month: int | None
    year: int | None = None
    from_now: FromNow | None = None
    bound: bool = False
    """Whether it is only a bound ("after March"), which no day is read from."""

    def dated(self, as_of: date, past: bool | None) -> date | None:
        """The day itself: without a year the latest up to a date, or the next from it; of a year
        or month the days that it may be. None where there is no such day, or a year would have to
        be guessed."""
        if self.bound:
            return None
        if self.from_now is not None:
            return self.from_now.dated(as_of, past)
        if self.day is None and self.year is None:
            return self._nearest_month(as_of, past)
        if self.day is None or self.month is None:
            return None if self.year is None else of_year(self.year, self.month)
        if self.year is not None:
            return _date(self.year, self.month, self.day)
        years = range(as_of.year - _FAR, as_of.year + _FAR + 1)
        days = [day for year in years if (day := _date(year, self.month, self.day))]
        if past is None:
            return None
        if past:
            return max((day for day in days if day <= as_of), default=None)
        return min((day for day in days if day >= as_of), default=None)

    def _nearest_month(self, as_of: date, past: bool | None) -> date | None:
        """The days of a month without a year: the latest that has begun, or the next that has not
        ended."""
        if past is None or self.month is None:
            return None
        months = [
            of_year(year, self.month) for year in (as_of.year - 1, as_of.year, as_of.year + 1)
        ]
        found = [one for one in months if isinstance(one, Between)]
        if past:
            return max((one for one in found if one.first <= as_of), default=None)
        return min((one for one in found if one.last >= as_of), default=None)


def without_from_now(words: str, law: Law) -> str:
    """Some words without the days told by when they are from now, which ask nothing."""
    found = forms_of(law).whole
    return re.sub(r"\s{2,}", " ", found.sub(" ", words)).strip()


class Hidden(Struct, frozen=True):
    """Some words with a sign, which is no word, in place of each day told by when it is from now:
    for what reads the numbers beside them ("two years", of "two years ago" none)."""

    words: str
    days: tuple[str, ...]

    def shown(self, words: str) -> str:
        """What was left of the words, with the days in their places."""
        for place, day in enumerate(self.days):
            words = words.replace(chr(_SIGN + place), day)
        return words


def hidden_from_now(words: str, law: Law) -> Hidden:
    """Some words with the days told by when they are from now out of the way."""
    days = list[str]()

    def signed(match: re.Match[str]) -> str:
        days.append(match[0])
        return chr(_SIGN + len(days) - 1)

    return Hidden(forms_of(law).whole.sub(signed, words), tuple(days))


class DayForms(Struct, frozen=True):
    """How days are said by the words of a law, and what reads those that count from now."""

    patterns: tuple[re.Pattern[str], ...]
    from_now: Reads
    whole: re.Pattern[str]
    """A day told by when it is from now."""
    joint: re.Pattern[str]
    """What joins what is told of one day to what is told of another."""
    closing: re.Pattern[str]
    """A day (a mark) that a question ends with, as the day of the law that is asked of."""


def forms_of(law: Law) -> DayForms:
    """Read once from the graph (`core:CalendarWording`)."""

    def read() -> DayForms:
        graph, said = law.graph, dict[str, list[str]]()
        for node in graph.subjects(RDF.type, CORE.CalendarWording):
            some = [one for lang in LANGUAGES for one in said_of(graph, node, SKOS.altLabel, lang)]
            said.setdefault(str(graph.value(node, SKOS.notation)), []).extend(some)
        ones = {one.lower(): 1 for one in said.get(_ONE, ())}
        counting = forms(said, numerals_of(law) | ones)
        places = {
            "before_day": _after(said.get(_BEFORE_DAY, ())),
            "before_bound": _after(said.get(_BEFORE_BOUND, ())),
            "before_month": _after(said.get(_BEFORE_MONTH, ())),
            "before_year": _after(said.get(_BEFORE_YEAR, ())),
            "from_now": counting.pattern,
        }
        patterns = (_filled(form, places) for form in _CALENDAR)
        joint = re.compile(rf"\b(?:{any_of(said.get(_BETWEEN_DAYS, ()))})\b", re.IGNORECASE)
        of_law = any_of(said.get(_BEFORE_DAY_OF_LAW, ()))
        closing = rf"\s(?:{of_law})\.?\s+(?P<mark>{MARK}\d+{MARK})\s*(?P<asks>\?*)[.!\s]*$"
        return DayForms(
            tuple(re.compile(form, re.IGNORECASE) for form in patterns),
            counting.reads,
            re.compile(rf"\b(?:{counting.pattern})\b", re.IGNORECASE),
            joint,
            re.compile(closing, re.IGNORECASE),
        )

    return law.once(("forms of days",), read)


def _after(words: Iterable[str]) -> str:
    """What stands right after one of some words."""
    return "|".join(rf"(?<=\b{re.escape(word)} )" for word in sorted(words)) or "$^"


def _filled(form: str, places: Mapping[str, str]) -> str:
    for name, alternatives in places.items():
        form = form.replace(f"{{{name}}}", alternatives)
    return form


def clauses_of(words: str, law: Law) -> Iterator[tuple[str, list[Day]]]:
    """The clauses of what was said, without the days in them, each with its days."""
    for clause, at in marked_clauses(words, law):
        yield unmarked(clause, at)


def marked_clauses(words: str, law: Law) -> Iterator[tuple[str, Mapping[str, Day]]]:
    """The clauses of what was said, a mark in place of each day, with the days by their marks."""
    said, at = all_marked(words, law)
    for clause in CLAUSE.split(said):
        yield clause, at


def all_marked(words: str, law: Law) -> tuple[str, Mapping[str, Day]]:
    """Some words with a mark in place of each day, and the days by their marks."""
    days, forms = list[Day](), forms_of(law)
    for form in forms.patterns:
        words = form.sub(lambda match: _marked(match, days, forms.from_now), words)
    return words, {f"{MARK}{place}{MARK}": day for place, day in enumerate(days)}


def unmarked(clause: str, at: Mapping[str, Day]) -> tuple[str, list[Day]]:
    """A clause without the marks in it, and the days that they stand for in their order."""
    marks = [mark for mark in at if mark in clause]
    marks.sort(key=clause.index)
    for mark in marks:
        clause = clause.replace(mark, " ")
    return clause, [at[mark] for mark in marks]


def joined(clause: str, joint: re.Pattern[str]) -> list[str]:
    """A clause (with marks) in parts, each but the last with a day; whole where no day is apart."""
    parts = [""]
    for part in joint.split(clause):
        if MARK in parts[-1] and MARK in part:
            parts.append(part)
        else:
            parts[-1] = f"{parts[-1]}{JOINT}{part}"
    return parts


def _marked(match: re.Match[str], days: list[Day], from_now: Reads) -> str:
    """A mark in place of a day, which joins those found; the words themselves where it is none."""
    if (day := _day_said(match, from_now)) is None:
        return match[0]
    days.append(day)
    return f" {MARK}{len(days) - 1}{MARK} "


def _day_said(match: re.Match[str], from_now: Reads) -> Day | None:
    """The day that some words say, if they say one."""
    parts, said = match.groupdict(), match[0].strip()
    if parts.get("from_now"):
        return Day(match[0], None, None, from_now=from_now(match[0]))
    if parts.get("month") == _VERB and not parts.get("year"):
        return None
    year = int(parts["year"]) if parts.get("year") else None
    month = int(parts.get("number") or 0) or _MONTHS.get((parts.get("month") or "").lower())
    if "day" not in parts and year is not None and of_year(year, month) is not None:
        return Day(said, None, month, year)
    if month is None:
        return None
    if "day" not in parts:
        return Day(said, None, month, bound="bound" in parts)
    if _date(year or _LEAP, month, int(parts["day"])) is None:
        return None
    return Day(said.rstrip(".,"), int(parts["day"]), month, year)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
