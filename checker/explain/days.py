"""Days in people's own words ("jeg flyttede den 10. november"), to be confirmed: never taken for
granted.

Read from the graph: the words that say what happened, or will, on a day, and the columns that the
day may be a value of (`core:DayWording`); and those around a day or for one, such as "since" and
"next month" (`core:CalendarWording`). A day without a year is the nearest that fits: of what has
happened the latest, of what is to come the next; that a year was chosen is told. Nothing is read
where somebody else is spoken of, where it is denied, or where two days or columns fit.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from rdflib import RDF, Literal, URIRef
from rdflib.namespace import SKOS
from rdflib.term import Node

from lovgraf.core.terms import CORE, Text
from lovgraf.core.written import MONTH_NAMES, date_text
from lovgraf.explain.ages import Numbers, numbers_in, numerals_of
from lovgraf.explain.from_now import FromNow, Reads, forms
from lovgraf.explain.kin import kin_words
from lovgraf.explain.named_grounds import read_by
from lovgraf.explain.question import Question, reached
from lovgraf.explain.self_reports import reports_of
from lovgraf.explain.wordings import LANGUAGES, Words, said_of, words_of
from lovgraf.facts.between import Between, of_year
from lovgraf.facts.fact import Column
from lovgraf.law.view import Law

_MONTHS = {
    form: number
    for names in MONTH_NAMES.values()
    for number, name in enumerate(names, 1)
    for form in (name.lower(), name[:3].lower(), name[:4].lower())
}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
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
    rf"(?:{{before_year}})(?P<month>{_WHOLE_MONTH})\b(?!\.?\s*\d)",
    r"\b(?P<from_now>{from_now})\b",
)
"""How a day is said; the words around it are those of the graph."""
_BEFORE_DAY, _BEFORE_YEAR = "before-day", "before-year"
_BETWEEN_DAYS, _BEFORE_DAY_OF_LAW = "between-days", "before-day-of-law"
_ONE = "one"
"""The words for one of a unit ("a week ago")."""
_CLAUSE = re.compile(r"[.,;:?!]+(?:\s|$)")
_MARK = "\N{SYMBOL FOR NULL}"
"""What stands for a day while its clause is read: no word and no stop."""
_SIGN = 0xE000
"""The first of the code points that are no characters of any script."""
_JOINT = "\n"
"""What stands for a word between two parts of a clause."""
_MOST_PLACES = 2
"""Of how many columns a day may be for each to be named."""
_FAR = 8
"""How many years off a day without a year is looked for: 29 February is as far as that."""


@dataclass(frozen=True)
class Day:
    """A day as it was said: without a year where none was, or a year or a month of one alone, or
    by when it is from the day on which it is said."""

    said: str
    day: int | None
    month: int | None
    year: int | None = None
    from_now: FromNow | None = None

    def dated(self, as_of: date, past: bool | None) -> date | None:
        """The day itself: without a year the latest up to a date, or the next from it; of a year
        or month the days that it may be. None where there is no such day, or a year would have to
        be guessed."""
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


@dataclass(frozen=True)
class DaySaid:
    """The day that some words tell of a column."""

    column: Column
    value: date
    said: Day

    @property
    def pair(self) -> str:
        """The fact as one types it."""
        value = self.value
        stated = value.stated if isinstance(value, Between) else value.isoformat()
        return f"{self.column.name}={stated}"

    @property
    def chosen(self) -> Text | None:
        """That a year was chosen, where none was said."""
        if self.said.year is not None:
            return None
        value = self.value
        day = value.said if isinstance(value, Between) else date_text(value)
        return Text(
            f"»{self.said.said}« er læst som {day.da}",
            f'"{self.said.said}" is read as {day.en}',
        )


@dataclass(frozen=True)
class DayOfLaw:
    """A day that a question ends with ("must I have it on 1 December 2014"), and the other words:
    the law of that day is asked of, and it is no fact."""

    value: date
    said: str
    rest: str

    @property
    def option(self) -> str:
        """The day as it was said, with how one asks for the law of it."""
        return f"{self.said} (--as-of {self.value.isoformat()})"


@dataclass(frozen=True)
class _Wording:
    """Words that say what happened or will on a day, and what columns (IRIs) it may be of."""

    words: Words
    columns: frozenset[str]
    past: bool | None
    """Whether it has happened; None where only a day with its year is read."""
    only_beside: frozenset[str] = frozenset()
    not_beside: frozenset[str] = frozenset()
    """The words of which one has to stand in the same clause, where any has to, and none may."""

    def fits(self, said: list[str], named: list[str]) -> bool:
        """Whether a clause tells it, by its words or with the kinds of its names."""
        some = set(said)
        if self.only_beside and some.isdisjoint(self.only_beside):
            return False
        in_words = _within(self.words, said) or _within(self.words, named)
        return some.isdisjoint(self.not_beside) and in_words


@dataclass
class Reader:
    """Reads days by the wordings of a law."""

    law: Law

    def told(
        self, words: str, question: Question, as_of: date, of_kin: bool = False
    ) -> list[DaySaid]:
        """The days that some words tell of what a question is about: none where they speak of
        family, unless the question is asked for them (`of_kin`)."""
        if not of_kin and any(word in self._kin for word in words_of(words)):
            return []
        found: dict[Column, set[tuple[date, Day]]] = {}
        for clause, at in _marked_clauses(words, self.law):
            for (column, past), day in self._each_told(clause, at, question):
                value = day.dated(as_of, past)
                if value:
                    found.setdefault(column, set()).add((value, day))
        return [
            DaySaid(column, *next(iter(some))) for column, some in found.items() if len(some) == 1
        ]

    def _each_told(
        self, clause: str, at: Mapping[str, Day], question: Question
    ) -> list[tuple[tuple[Column, bool | None], Day]]:
        """What each day of a clause (with marks) is told of: of a clause with several days that are
        joined ("moved in 2019 and has had it since 2014") where each is told of something."""
        told = [
            (self._told_in(part, at, question), _unmarked(part, at)[1])
            for part in _joined(clause, _forms_of(self.law).joint)
        ]
        found = [(one, days[0]) for one, days in told if one is not None]
        return found if len(found) == len(told) else []

    def _told_in(
        self, part: str, at: Mapping[str, Day], question: Question
    ) -> tuple[Column, bool | None] | None:
        """The column that the one day of a part (with its mark) is of, and whether it has passed,
        as far as that is said. What is denied beside the day counts ("moved 1 May and have not
        told": the move is not denied)."""
        said, days = _unmarked(part, at)
        words = words_of(said)
        beside = [words_of(one) for one in part.split(_JOINT) if _MARK in one]
        denied = any(not self._negating.isdisjoint(some) for some in beside)
        named = self._named(words)
        fitting = [one for one in self._wordings if one.fits(words, named)]
        if len(days) != 1 or not fitting or denied:
            return None
        best = max(map(_telling, fitting))
        fitting = [one for one in fitting if _telling(one) == best]
        columns = {iri for one in fitting for iri in one.columns} & self._known(question)
        if len(columns) > 1:
            columns &= _counted_from(self.law, question)
        if len(columns) != 1:
            return None
        return self._columns[columns.pop()], fitting[0].past

    def of_law(self, words: str, as_of: date) -> DayOfLaw | None:
        """The day up to a date that a question ends with and that is of the whole question: of no
        event beside it."""
        marked, at = _all_marked(words, self.law)
        found = _forms_of(self.law).closing.search(marked)
        day = at[found["mark"]] if found else None
        if not found or day is None or None in (day.day, day.month, day.year):
            return None
        value, rest = day.dated(as_of, None), marked[: found.start()]
        clauses = [part for part in _CLAUSE.split(rest) if part.strip()]
        if value is None or value > as_of or not clauses:
            return None
        asks = found["asks"] or any(self._asking & set(words_of(one)[:1]) for one in clauses)
        if not asks or self._of_event(words_of(clauses[-1].rpartition(_MARK)[2])):
            return None
        for mark, one in at.items():
            rest = rest.replace(f" {mark} ", one.said)
        return DayOfLaw(value, day.said, f"{rest}{found['asks']}")

    def _of_event(self, words: list[str]) -> bool:
        """Whether some words tell what happened on a day."""
        named = self._named(words)
        told = any(one.fits(words, named) for one in self._wordings)
        return told or not self._happening.isdisjoint(words[1:])

    def asked_by(self, question: Question, as_of: date) -> list[Column]:
        """The columns of which people tell days, and from which a deadline of a question's norms
        runs, or which decide it."""
        told = {iri for one in self._wordings for iri in one.columns} & self._known(question)
        counted = told & _counted_from(self.law, question, kept=False)
        turned_on = counted or told & read_by(question, self.law.at(as_of))
        return [self._columns[iri] for iri in sorted(turned_on)]

    def _named(self, words: list[str]) -> list[str]:
        """Words with the kind of a name in place of each country or nationality."""
        return [word for word, _ in reports_of(self.law).named(words)]

    def _known(self, question: Question) -> set[str]:
        """The columns (IRIs) of the records that a question is about."""
        kind = question.record_type
        return {iri for iri, one in self._columns.items() if kind in one.record_types}

    @cached_property
    def _columns(self) -> dict[str, Column]:
        return {one.iri: one for one in self.law.facts.columns.values()}

    @cached_property
    def _wordings(self) -> list[_Wording]:
        graph, found = self.law.graph, []
        for node in graph.subjects(RDF.type, CORE.DayWording):
            columns = frozenset(map(str, graph.objects(node, CORE.tellsOf)))
            tense = graph.value(node, CORE.tellsPast)
            past = None if tense is None else (node, CORE.tellsPast, Literal(True)) in graph
            beside = self._of(node, CORE.onlyBeside), self._of(node, CORE.notBeside)
            some = {
                said for lang in LANGUAGES for said in said_of(graph, node, SKOS.altLabel, lang)
            }
            found += [_Wording(tuple(words_of(said)), columns, past, *beside) for said in some]
        return sorted(found, key=lambda one: (one.words, sorted(one.columns)))

    @property
    def _kin(self) -> frozenset[str]:
        return kin_words(self.law)

    @cached_property
    def _negating(self) -> frozenset[str]:
        return self._words(CORE.NegatingWording)

    @cached_property
    def _asking(self) -> frozenset[str]:
        return self._words(CORE.AskingWording)

    @cached_property
    def _happening(self) -> frozenset[str]:
        """The words beside which a day is not that of the law."""
        nodes = self.law.graph.subjects(RDF.type, CORE.CalendarWording)
        return frozenset(word for node in nodes for word in self._of(node, CORE.notBeside))

    def _words(self, kind: URIRef) -> frozenset[str]:
        graph = self.law.graph
        nodes = graph.subjects(RDF.type, kind)
        return frozenset(word for node in nodes for word in self._of(node, SKOS.altLabel))

    def _of(self, node: Node, predicate: URIRef) -> frozenset[str]:
        """The words that a wording has by a predicate."""
        return frozenset(
            word
            for lang in LANGUAGES
            for said in said_of(self.law.graph, node, predicate, lang)
            for word in words_of(said)
        )


def day_of_law(words: str, law: Law, as_of: date) -> DayOfLaw | None:
    """The day of the law that some words ask of, up to a date."""
    return law.once(("days",), lambda: Reader(law)).of_law(words, as_of)


def days_told(
    words: str, law: Law, question: Question, as_of: date, of_kin: bool = False
) -> list[DaySaid]:
    """The days that some words tell of whoever is asked about."""
    return law.once(("days",), lambda: Reader(law)).told(words, question, as_of, of_kin)


def days_and_numbers(
    words: str, law: Law, question: Question, as_of: date, of_kin: bool = False
) -> tuple[list[DaySaid], Numbers]:
    """The days that some words tell, and what the numbers beside all days tell; the days that
    nothing was made of are named with the numbers."""
    told = days_told(words, law, question, as_of, of_kin)
    rest, days = without_days(words, law)
    numbers = numbers_in(rest, law, question.record_type)
    used = {one.said.said for one in told}
    unused = (*(one for one in days if one not in used), *numbers.unused)
    return told, replace(numbers, unused=tuple(dict.fromkeys(unused)))


def where_they_go(
    days: Collection[str], words: str, law: Law, question: Question, as_of: date
) -> dict[str, list[str]]:
    """Of some days in words of which nothing was made, how each is stated (`KEY=DAY`) of what a
    question counts from or reads, and people tell days of; none where many could be meant."""
    reader = law.once(("days",), lambda: Reader(law))
    columns = reader.asked_by(question, as_of)
    if not 0 < len(columns) <= _MOST_PLACES:
        return {}
    said = {day.said: day for _, some in _clauses(words, law) for day in some}
    values = {
        one: said[one].dated(as_of, None) for one in days if one in said and not said[one].from_now
    }
    return {
        one: [DaySaid(column, value, said[one]).pair for column in columns]
        for one, value in values.items()
        if value is not None
    }


def without_days(words: str, law: Law) -> tuple[str, list[str]]:
    """Some words without the days in them, and the days as they were said, but for today, which
    says nothing that is left."""
    clauses = list(_clauses(words, law))
    every = [day for _, some in clauses for day in some]
    days = [day.said for day in every if day.from_now is None or not day.from_now.today]
    return ". ".join(clause for clause, _ in clauses), days


def without_from_now(words: str, law: Law) -> str:
    """Some words without the days told by when they are from now, which ask nothing."""
    found = _forms_of(law).whole
    return re.sub(r"\s{2,}", " ", found.sub(" ", words)).strip()


@dataclass(frozen=True)
class Hidden:
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

    return Hidden(_forms_of(law).whole.sub(signed, words), tuple(days))


@dataclass(frozen=True)
class _Forms:
    """How days are said by the words of a law, and what reads those that count from now."""

    patterns: tuple[re.Pattern[str], ...]
    from_now: Reads
    whole: re.Pattern[str]
    """A day told by when it is from now."""
    joint: re.Pattern[str]
    """What joins what is told of one day to what is told of another."""
    closing: re.Pattern[str]
    """A day (a mark) that a question ends with, as the day of the law that is asked of."""


def _forms_of(law: Law) -> _Forms:
    """Read once from the graph (`core:CalendarWording`)."""

    def read() -> _Forms:
        graph, said = law.graph, dict[str, list[str]]()
        for node in graph.subjects(RDF.type, CORE.CalendarWording):
            some = [one for lang in LANGUAGES for one in said_of(graph, node, SKOS.altLabel, lang)]
            said.setdefault(str(graph.value(node, SKOS.notation)), []).extend(some)
        ones = {one.lower(): 1 for one in said.get(_ONE, ())}
        counting = forms(said, numerals_of(law) | ones)
        places = {
            "before_day": _after(said.get(_BEFORE_DAY, ())),
            "before_year": _after(said.get(_BEFORE_YEAR, ())),
            "from_now": counting.pattern,
        }
        patterns = (_filled(form, places) for form in _CALENDAR)
        joint = re.compile(rf"\b(?:{_any(said.get(_BETWEEN_DAYS, ()))})\b", re.IGNORECASE)
        of_law = _any(said.get(_BEFORE_DAY_OF_LAW, ()))
        closing = rf"\s(?:{of_law})\.?\s+(?P<mark>{_MARK}\d+{_MARK})\s*(?P<asks>\?*)[.!\s]*$"
        return _Forms(
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


def _any(words: Iterable[str]) -> str:
    """One of some words."""
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True))) or "$^"


def _filled(form: str, places: Mapping[str, str]) -> str:
    for name, alternatives in places.items():
        form = form.replace(f"{{{name}}}", alternatives)
    return form


def _clauses(words: str, law: Law) -> Iterator[tuple[str, list[Day]]]:
    """The clauses of what was said, without the days in them, each with its days."""
    for clause, at in _marked_clauses(words, law):
        yield _unmarked(clause, at)


def _marked_clauses(words: str, law: Law) -> Iterator[tuple[str, Mapping[str, Day]]]:
    """The clauses of what was said, a mark in place of each day, with the days by their marks."""
    said, at = _all_marked(words, law)
    for clause in _CLAUSE.split(said):
        yield clause, at


def _all_marked(words: str, law: Law) -> tuple[str, Mapping[str, Day]]:
    """Some words with a mark in place of each day, and the days by their marks."""
    days, forms = list[Day](), _forms_of(law)
    for form in forms.patterns:
        words = form.sub(lambda match: _marked(match, days, forms.from_now), words)
    return words, {f"{_MARK}{place}{_MARK}": day for place, day in enumerate(days)}


def _unmarked(clause: str, at: Mapping[str, Day]) -> tuple[str, list[Day]]:
    """A clause without the marks in it, and the days that they stand for in their order."""
    marks = [mark for mark in at if mark in clause]
    marks.sort(key=clause.index)
    for mark in marks:
        clause = clause.replace(mark, " ")
    return clause, [at[mark] for mark in marks]


def _joined(clause: str, joint: re.Pattern[str]) -> list[str]:
    """A clause (with marks) in parts, each but the last with a day; whole where no day is apart."""
    parts = [""]
    for part in joint.split(clause):
        if _MARK in parts[-1] and _MARK in part:
            parts.append(part)
        else:
            parts[-1] = f"{parts[-1]}{_JOINT}{part}"
    return parts


def _marked(match: re.Match[str], days: list[Day], from_now: Reads) -> str:
    """A mark in place of a day, which joins those found; the words themselves where it is none."""
    parts = match.groupdict()
    if parts.get("from_now"):
        days.append(Day(match[0], None, None, from_now=from_now(match[0])))
        return f" {_MARK}{len(days) - 1}{_MARK} "
    if parts.get("month") == _VERB and not parts.get("year"):
        return match[0]
    year = int(parts["year"]) if parts.get("year") else None
    month = int(parts.get("number") or 0) or _MONTHS.get((parts.get("month") or "").lower())
    if "day" not in parts and year is not None and of_year(year, month) is not None:
        days.append(Day(match[0].strip(), None, month, year))
        return f" {_MARK}{len(days) - 1}{_MARK} "
    if month is not None and "day" not in parts:
        days.append(Day(match[0].strip(), None, month))
        return f" {_MARK}{len(days) - 1}{_MARK} "
    if month is None:
        return match[0]
    if _date(year or _LEAP, month, int(parts["day"])) is None:
        return match[0]
    days.append(Day(match[0].strip().rstrip(".,"), int(parts["day"]), month, year))
    return f" {_MARK}{len(days) - 1}{_MARK} "


def _counted_from(law: Law, question: Question, kept: bool = True) -> set[str]:
    """The columns (IRIs) from which the deadlines of a question's norms run, and, with `kept`, of
    what keeps them."""
    norms = reached(question, law.norms.values(), law)
    lines = [line for norm in norms for line in norm.deadlines]
    kept_by = {line.performed_on for line in lines if kept and line.performed_on}
    read = {one for line in lines for one in line.triggers} | kept_by
    return {iri for one in read for iri in law.facts.inputs(one)}


def _telling(wording: _Wording) -> tuple[int, int]:
    """How much a wording tells: the longer the more, and a name more than any of its kind."""
    return len(wording.words), sum(not word.startswith("{") for word in wording.words)


def _within(part: Words, words: list[str]) -> bool:
    return any(
        tuple(words[at : at + len(part)]) == part for at in range(len(words) - len(part) + 1)
    )


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


_VERB = "may"
"""A month that is a verb where it is written small."""
_LEAP = 2024
"""A year that has every day that some year has."""
