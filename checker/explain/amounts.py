"""Amounts in people's own words ("450 euro", "EUR 1,500", "i 8 måneder", "for a year"), as facts.

Read from the graph (`core:AmountWording`): the names of a currency or another unit, and the column
that an amount in it is of; words (`skos:hiddenLabel`) that have another column meant; words of
which one has to come before the amount, unless those do. A wording with a value is the amount
itself ("et år"). One that is of no column names a unit in which none is asked for. Nothing is read
where two columns or amounts fit; what was not is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from msgspec import Struct, field
from rdflib import RDF, Literal, URIRef
from rdflib.namespace import SKOS
from rdflib.term import Node

from lovgraf.core.terms import CORE
from lovgraf.explain.self_reports import reports_of
from lovgraf.explain.wordings import LANGUAGES, any_of, said_of, words_of
from lovgraf.facts.fact import Column
from lovgraf.law.view import Law

_DIGITS = r"\d{1,3}(?:[., ]\d{3})+|\d+(?:[.,]\d{1,2})?"
_AFTER = r"(?:,-)?"
_THOUSANDS = re.compile(r"\d{1,3}(?:[., ]\d{3})+")


class AmountSaid(Struct, frozen=True):
    """The amount that some words tell of a column, as the command line takes it."""

    column: Column
    value: str


class AmountLeft(Struct, frozen=True):
    """An amount that nothing was made of: as it was said, its number, the column that is asked
    for in another unit, where one is, and whether any column is asked for in its unit."""

    said: str
    number: str
    wanted: Column | None = None
    of_some: bool = True

    @property
    def spelt(self) -> bool:
        """Whether its number is spelt, so that nobody finds it among the numbers."""
        return bool(self.number) and not any(map(str.isdecimal, self.said))


class Amounts(Struct, frozen=True):
    """What the amounts in some words tell, the words without those, and the others."""

    read: tuple[AmountSaid, ...]
    words: str
    left: tuple[AmountLeft, ...] = ()


class _Wording(Struct, frozen=True):
    """The names of a currency or another unit, the words beside which the columns (IRIs) are meant,
    and these; the words of which one comes before the amount, where any has to, and those that may
    not follow; the amount itself where the names are one, the column asked for in another unit."""

    names: tuple[str, ...]
    beside: tuple[tuple[str, ...], ...]
    columns: frozenset[str]
    before: frozenset[str] = frozenset()
    never_after: frozenset[str] = frozenset()
    value: str = ""
    times: int = 1
    asked_as: frozenset[str] = field(default_factory=frozenset)


class Reader(Struct, dict=True):
    """Reads amounts by the wordings of a law."""

    law: Law

    def told(self, words: str, record_type: str) -> Amounts:
        """The amounts that some words tell for a type of record, and the words without them."""
        said = words_of(words)
        named = self._named(said)
        fitting = self._beside(said) or self._beside(named)
        found: dict[Column, set[str]] = {}
        places: dict[Column, list[tuple[int, int]]] = {}
        for one in fitting or [one for one in self._wordings if not one.beside]:
            columns = self._of(one.columns, record_type)
            for start, end, value in self._amounts(one, words) if len(columns) == 1 else ():
                found.setdefault(columns[0], set()).add(value)
                places.setdefault(columns[0], []).append((start, end))
        read = {
            column: next(iter(some))
            for column, some in found.items()
            if len(some) == 1 and (column.datatype != "integer" or next(iter(some)).isdecimal())
        }
        for start, end in sorted((at for column in read for at in places[column]), reverse=True):
            words = f"{words[:start]} {words[end:]}"
        told = tuple(AmountSaid(column, value) for column, value in read.items())
        return Amounts(told, words, tuple(self._left(words, record_type)))

    def _amounts(self, one: _Wording, words: str) -> Iterator[tuple[int, int, str]]:
        """Where a wording stands in some words, with the amount it tells of its column."""
        for match in self._form(one).finditer(words):
            before, after = words_of(words[: match.start()]), words_of(words[match.end() :])[:1]
            if one.before.isdisjoint(before[-1:]) and not self._follows(before, one):
                continue
            if one.never_after.isdisjoint(after):
                yield *match.span(), one.value or self._counted(match, one.times)

    def _follows(self, before: list[str], one: _Wording) -> bool:
        """Whether what comes before an amount lets it be one: anything where no word has to come
        before, else the end of the words beside which it is meant."""
        if not one.before:
            return True
        ways = (before, self._named(before))
        return any(tuple(way[-len(part) :]) == part for way in ways for part in one.beside)

    def _counted(self, match: re.Match[str], times: int) -> str:
        number = match["number"] or match["after"]
        value = self._numerals.get(number.lower()) or plain(number)
        return str(int(value) * times) if times > 1 and value.isdecimal() else value

    def _left(self, words: str, record_type: str) -> Iterator[AmountLeft]:
        """The amounts that are left in some words, each once: first those in a unit in which the
        column is not asked for."""
        said, taken = words_of(words), list[tuple[int, int]]()
        for one in sorted(self._wordings, key=lambda one: not one.asked_as):
            if one.asked_as and one.beside and not any(_holds(said, part) for part in one.beside):
                continue
            for match in self._form(one).finditer(words):
                start, end = match.span()
                if any(start < last and first < end for first, last in taken):
                    continue
                taken.append((start, end))
                number = "" if one.value else (match["number"] or match["after"])
                asked = self._of(one.asked_as, record_type)
                number = self._numerals.get(number.lower()) or plain(number)
                of_some = bool(one.columns or one.asked_as)
                yield AmountLeft(match[0].strip(), number, asked[0] if asked else None, of_some)

    def _named(self, words: list[str]) -> list[str]:
        """Words with the kind of a name in place of each name."""
        return [word for word, _ in reports_of(self.law).named(words)]

    def _beside(self, said: list[str]) -> list[_Wording]:
        """The wordings whose words stand beside an amount."""
        return [one for one in self._wordings if any(_holds(said, part) for part in one.beside)]

    def _of(self, iris: frozenset[str], record_type: str) -> list[Column]:
        """The columns of a type of record among some (by IRI)."""
        columns = self.law.facts.columns.values()
        return [one for one in columns if one.iri in iris and record_type in one.record_types]

    def _form(self, one: _Wording) -> re.Pattern[str]:
        names = any_of(one.names)
        if one.value:
            return re.compile(rf"(?<!\w)(?:{names})(?!\w)", re.IGNORECASE)
        number = rf"{_DIGITS}|{self._spelt}"
        form = (
            rf"\b(?P<number>{number}){_AFTER}\s*(?:{names})(?!\w)"
            rf"|(?<!\w)(?:{names})\s*(?P<after>{_DIGITS}){_AFTER}\b"
        )
        return re.compile(form, re.IGNORECASE)

    @cached_property
    def _numerals(self) -> dict[str, str]:
        """The numbers that are spelt."""
        graph = self.law.graph
        return {
            text.lower(): str(graph.value(node, CORE.tellsValue))
            for node in graph.subjects(RDF.type, CORE.Numeral)
            for lang in LANGUAGES
            for text in said_of(graph, node, SKOS.altLabel, lang)
        }

    @cached_property
    def _spelt(self) -> str:
        return rf"(?:{any_of(self._numerals)})(?=\s)"

    @cached_property
    def _wordings(self) -> list[_Wording]:
        nodes = sorted(self.law.graph.subjects(RDF.type, CORE.AmountWording), key=str)
        return [self._read(node) for node in nodes]

    def _read(self, node: Node) -> _Wording:
        graph = self.law.graph

        def said(predicate: URIRef) -> list[str]:
            return [text for lang in LANGUAGES for text in said_of(graph, node, predicate, lang)]

        times = graph.value(node, CORE.unitCounts, default=Literal(1))
        return _Wording(
            tuple(dict.fromkeys(said(SKOS.altLabel))),
            tuple(tuple(words_of(text)) for text in said(SKOS.hiddenLabel)),
            frozenset(map(str, graph.objects(node, CORE.tellsOf))),
            frozenset(said(CORE.precededBy)),
            frozenset(said(CORE.notFollowedBy)),
            str(graph.value(node, CORE.tellsValue) or ""),
            int(str(times)),
            frozenset(map(str, graph.objects(node, CORE.askedAs))),
        )


def amounts_told(words: str, law: Law, record_type: str) -> Amounts:
    """What the amounts in some words tell for a type of record."""
    return law.once(("amounts",), lambda: Reader(law)).told(words, record_type)


def plain(number: str) -> str:
    """A number without marks between thousands, and with a point before decimals."""
    if _THOUSANDS.fullmatch(number):
        return re.sub(r"[., ]", "", number)
    return number.replace(",", ".")


def _holds(said: list[str], part: tuple[str, ...]) -> bool:
    return any(tuple(said[at : at + len(part)]) == part for at in range(len(said)))
