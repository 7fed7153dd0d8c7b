"""Amounts in people's own words ("450 euro", "EUR 1,500", "i 8 måneder"), as facts.

Read from the graph (`core:AmountWording`): the names of a currency or another unit, and the column
that an amount in it is of; words (`skos:hiddenLabel`) that have another column meant; words of
which one has to come before the amount. Nothing is read where two columns or amounts fit.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from rdflib import RDF
from rdflib.namespace import SKOS

from lovgraf.core.terms import CORE
from lovgraf.explain.self_reports import reports_of
from lovgraf.explain.wordings import LANGUAGES, said_of, words_of
from lovgraf.facts.fact import Column
from lovgraf.law.view import Law

_NUMBER = r"(?P<number>\d{1,3}(?:[., ]\d{3})+|\d+(?:[.,]\d{1,2})?)(?:,-)?"
_THOUSANDS = re.compile(r"\d{1,3}(?:[., ]\d{3})+")


@dataclass(frozen=True)
class AmountSaid:
    """The amount that some words tell of a column, as the command line takes it."""

    column: Column
    value: str


@dataclass(frozen=True)
class _Wording:
    """The names of a currency or another unit, the words beside which the columns (IRIs) are meant,
    and these; the words of which one comes before the amount, where any has to."""

    names: tuple[str, ...]
    beside: tuple[tuple[str, ...], ...]
    columns: frozenset[str]
    before: frozenset[str] = frozenset()


@dataclass
class Reader:
    """Reads amounts by the wordings of a law."""

    law: Law

    def told(self, words: str, record_type: str) -> tuple[list[AmountSaid], str]:
        """The amounts that some words tell for a type of record, and the words without them."""
        said = words_of(words)
        named = [word for word, _ in reports_of(self.law).named(said)]
        fitting = self._beside(said) or self._beside(named)
        found: dict[Column, set[str]] = {}
        places: dict[Column, list[tuple[int, int]]] = {}
        for one in fitting or [one for one in self._wordings if not one.beside]:
            columns = [c for c in self._columns(one) if record_type in c.record_types]
            for match in self._form(one).finditer(words) if len(columns) == 1 else ():
                last = words_of(words[: match.start()])[-1:]
                if one.before and one.before.isdisjoint(last):
                    continue
                found.setdefault(columns[0], set()).add(_plain(match["number"] or match["after"]))
                places.setdefault(columns[0], []).append(match.span())
        read = {
            column: next(iter(some))
            for column, some in found.items()
            if len(some) == 1 and (column.datatype != "integer" or next(iter(some)).isdecimal())
        }
        for start, end in sorted((at for column in read for at in places[column]), reverse=True):
            words = f"{words[:start]} {words[end:]}"
        return [AmountSaid(column, value) for column, value in read.items()], words

    def _beside(self, said: list[str]) -> list[_Wording]:
        """The wordings whose words stand beside an amount."""
        return [one for one in self._wordings if any(_holds(said, part) for part in one.beside)]

    def _columns(self, one: _Wording) -> list[Column]:
        return [column for column in self.law.facts.columns.values() if column.iri in one.columns]

    def _form(self, one: _Wording) -> re.Pattern[str]:
        names = "|".join(map(re.escape, sorted(one.names, key=len, reverse=True)))
        after = _NUMBER.replace("number", "after")
        form = rf"\b{_NUMBER}\s*(?:{names})(?!\w)|(?<!\w)(?:{names})\s*{after}\b"
        return re.compile(form, re.IGNORECASE)

    @cached_property
    def _wordings(self) -> list[_Wording]:
        graph, found = self.law.graph, []
        for node in sorted(graph.subjects(RDF.type, CORE.AmountWording), key=str):
            names, beside = (
                [text for lang in LANGUAGES for text in said_of(graph, node, predicate, lang)]
                for predicate in (SKOS.altLabel, SKOS.hiddenLabel)
            )
            columns = frozenset(map(str, graph.objects(node, CORE.tellsOf)))
            parts = tuple(tuple(words_of(text)) for text in beside)
            before = {
                word for lang in LANGUAGES for word in said_of(graph, node, CORE.precededBy, lang)
            }
            found.append(_Wording(tuple(dict.fromkeys(names)), parts, columns, frozenset(before)))
        return found


def amounts_told(words: str, law: Law, record_type: str) -> tuple[list[AmountSaid], str]:
    """The amounts that some words tell for a type of record, and the words without them."""
    return law.once(("amounts",), lambda: Reader(law)).told(words, record_type)


def _plain(number: str) -> str:
    """A number without marks between thousands, and with a point before decimals."""
    if _THOUSANDS.fullmatch(number):
        return re.sub(r"[., ]", "", number)
    return number.replace(",", ".")


def _holds(said: list[str], part: tuple[str, ...]) -> bool:
    return any(tuple(said[at : at + len(part)]) == part for at in range(len(said)))
