"""Codes of a list by notation, label or another spelling, as exports write them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

from msgspec import Struct

from lovgraf.facts.countries import country_codes
from lovgraf.facts.fact import CodeList, Column
from lovgraf.facts.spelling import fold

_WHOLE_NUMBER = re.compile(r"(\d+)[.,]0", re.ASCII)
_CODE_AND_LABEL = re.compile(r"\s*(?:\s[-\u2013]\s|:\s|=\s?)\s*")


class CodeBook(Struct, frozen=True):
    """Every accepted spelling of a list's codes.

    `exact` are the notations; `folded` other spellings in folded form; `shortened` notations
    without their leading zeros, where that leaves no doubt.
    """

    exact: frozenset[str]
    folded: Mapping[str, str]
    shortened: Mapping[str, str]

    def find(self, text: str) -> tuple[str | None, bool]:
        """The notation that a text means, and whether a leading zero had to be restored."""
        if text in self.exact:
            return text, False
        if found := self.shortened.get(text):
            return found, True
        if found := self.folded.get(fold(text)):
            return found, False
        if match := _WHOLE_NUMBER.fullmatch(text):
            return self.find(match[1])
        parts = _CODE_AND_LABEL.split(text, maxsplit=1)
        if len(parts) == 2 and all(parts):
            code, restored = self.find(parts[0])
            if code and self.folded.get(fold(parts[1])) == code:
                return code, restored
        return None, False


def code_book(column: Column) -> CodeBook | None:
    """The codes of a column with a code list or of countries; None for other columns."""
    if column.code_list is not None:
        return _book_of(column.code_list.iri, column.code_list)
    if column.format == "Country":
        return _countries()
    return None


_books: dict[str, tuple[CodeList, CodeBook]] = {}


def _book_of(iri: str, codes: CodeList) -> CodeBook:
    known = _books.get(iri)
    if known is None or known[0] != codes:
        known = _books[iri] = (codes, _build(codes))
    return known[1]


def _build(codes: CodeList) -> CodeBook:
    exact = frozenset(codes.notations)
    folded = _unambiguous((fold(notation), notation) for notation in exact)
    labels = _unambiguous(
        (fold(spelling), concept.notation)
        for concept in codes.concepts
        for spelling in (*concept.spellings, concept.label.da, concept.label.en)
    )
    shortened = _unambiguous(
        (notation.lstrip("0"), notation)
        for notation in exact
        if notation.startswith("0") and notation.isdigit() and notation.strip("0")
    )
    return CodeBook(
        exact,
        labels | folded,
        {short: notation for short, notation in shortened.items() if short not in exact},
    )


@cache
def _countries() -> CodeBook:
    folded = country_codes()
    return CodeBook(frozenset(folded.values()), folded, {})


def _unambiguous(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Spelling to code; a spelling of two codes is left out."""
    found: dict[str, str] = {}
    double: set[str] = set()
    for spelling, code in pairs:
        if found.setdefault(spelling, code) != code:
            double.add(spelling)
    return {spelling: code for spelling, code in found.items() if spelling not in double}
