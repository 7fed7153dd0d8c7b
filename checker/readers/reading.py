"""One value as written -> a typed value: the rules that every format and `lovgraf person` share.

The expressions of the data engine (`expressions.py`) are a fast path for what a sample shows; all
else comes here, so that this module alone says what a value means.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from datetime import date
from functools import lru_cache
from typing import Final, Literal

from msgspec import Struct, field

from lovgraf.facts.codes import CodeBook, code_book
from lovgraf.facts.dates import DateForm
from lovgraf.facts.decimals import NumberStyle, read_decimal, read_integer
from lovgraf.facts.fact import Column
from lovgraf.facts.identifiers import read_cpr, read_cvr
from lovgraf.facts.spelling import fold, strip

Scalar = bool | int | float | date | str
Flaw = Literal["unreadable", "null-word", "leading-zero"]
UNREADABLE: Final = "unreadable"
"""The flaw of a value that cannot be read."""
MONTH_FIRST: Final = "month-first"
"""The flaw of a date that cannot be read since it has the month first, among others of which those
that can be read both ways were read day first."""
UNREAD: Final = frozenset({UNREADABLE, MONTH_FIRST})
"""The flaws of values that cannot be read."""
TRUE: Final = frozenset({"ja", "j", "1", "1.0", "true", "sand", "yes", "y", "x"})
CROSS: Final = "x"
"""The yes of a list on which what holds is crossed."""
FALSE: Final = frozenset({"nej", "n", "0", "0.0", "false", "falsk", "no"})
DASHES: Final = frozenset({"-", "--", "\u2013", "\u2014"})
"""What stands for nothing, or for no."""
_MARKS = DASHES | frozenset({".", ".."})
"""What statistics and spreadsheets write where there is nothing."""
_NULL_WORDS = _MARKS | frozenset(
    {"null", "(null)", "n/a", "#n/a", "na", "nan", "nat", "<na>", "<null>", "none"}
)
TEXT_NULL_WORDS: Final = _MARKS | frozenset(
    {"NULL", "null", "(null)", "(NULL)", "N/A", "n/a", "#N/A", "<NA>", "<null>"}
)
"""The words for nothing in a free text, where a name may well be `Na`."""
NO_TEXT: Final = TRUE | FALSE | frozenset({"ingen", "aldrig", "never"})
"""What answers a question, in lower case: no text of a column that tells only whether there is
something or what it is, such as an account."""
ACCOUNT: Final = "Account"
"""The form of a number of an account, of whatever country."""
CPR: Final = "CprNumber"
"""The form of a number of a person."""
LONGEST_NO_TEXT: Final = max(map(len, NO_TEXT))
SEPARATORS, _OF_TEXTS = re.compile(r"[,;|/]"), re.compile(r"[,;|]")
"""What parts several codes in a cell, where no mapping says it, and what several free texts."""
_CACHED = 4096
_NUMBER = re.compile(r"([+-]?[0-9]{1,9})(?:[.,]0+)?")
_YES_AND_NO: tuple[frozenset[int], ...] = (frozenset({0, 1}), frozenset({0, -1}))
"""Numbers that are yes and no wherever no others stand beside: -1 is yes in databases."""


class Reading(Struct, frozen=True):
    """What a text says: `value` is None where it is blank or unreadable; `flaw` is what to report.

    `null-word` is a blank in words (`NULL`); `leading-zero` a value that lost its first zero.
    """

    value: Scalar | tuple[str, ...] | None
    flaw: Flaw | None = None


_BLANK = Reading(None)
_UNREADABLE = Reading(None, UNREADABLE)


class Form(Struct, frozen=True):
    """How one column of a table writes its values, from a sample and from a mapping.

    `nulls`, `true` and `false` are further words for these, exactly as written; `codes` are a
    foreign list's codes with ours; `separator` parts several values in one cell; `default` stands
    in for a blank.
    """

    dates: DateForm = field(default_factory=DateForm)
    numbers: NumberStyle = NumberStyle.UNKNOWN
    nulls: frozenset[str] = frozenset()
    true: frozenset[str] = frozenset()
    false: frozenset[str] = frozenset()
    codes: dict[str, str] = field(default_factory=dict)
    separator: str | None = None
    default: str | None = None
    coded: bool = False
    """Whether numbers of yes and no are codes of a list that nobody told: none of them is read."""
    answers: frozenset[bool] = frozenset()
    """What is written out of yes and no. Where a no is, a cross may be anything, and where only a
    yes is, a dash may be a no: neither is read."""
    zeros_lost: bool = True
    """Whether a CPR number of nine digits has lost its first zero, and no other digit."""

    @property
    def dashed(self) -> bool:
        """Whether only a yes is written out, so that a dash may be a no."""
        return self.answers == {True}

    @property
    def stated(self) -> bool:
        """Whether a mapping states more than the data engine reads by itself."""
        told = self.nulls or self.true or self.codes or self.separator or self.default
        return bool(told or self.coded)


_SHOWN_AS_TEXT = re.compile('="([^"]*)"')
"""What exports write so that a spreadsheet leaves a number as it is, zeros in front included."""


class Reader:
    """Reads the values of one column.

    >>> from lovgraf.core.terms import Text
    >>> column = Column("i", Text("Født", "Born"), None, "date", frozenset(), name="born")
    >>> Reader(column).read("24-12-1990").value
    datetime.date(1990, 12, 24)
    """

    def __init__(self, column: Column, form: Form | None = None) -> None:
        self.column = column
        self.form = form or Form()
        self.book: CodeBook | None = code_book(column)
        self.free = column.datatype == "string" and self.book is None and not column.multi
        self.as_written = self.free and column.format not in (CPR, "CvrNumber")
        self.numbered = column.datatype == "string" and not self.as_written
        self.words = [w for w in (column.absent_value, column.present_value) if w is not None]
        self.absent = frozenset(map(fold, column.absent_words))
        self.yes = TRUE.union(map(fold, column.yes_words))
        self.no = FALSE.union(map(fold, column.no_words))
        self.answered = self.free and column.absent_value is not None
        self.texts = column.datatype == "string" and self.book is None and column.format is None
        self._one = lru_cache(_CACHED)(self._read_one)
        self.read: Callable[[str], Reading] = lru_cache(_CACHED)(self._read)

    def _read(self, raw: str) -> Reading:
        text = raw if self.as_written and is_plain(raw) else strip(raw)
        if self.numbered and (shown := _SHOWN_AS_TEXT.fullmatch(text)):
            text = strip(shown[1])
        if not text or raw in self.form.nulls or text in self.form.nulls:
            if self.form.default is None:
                return _BLANK
            text = self.form.default
        if self.column.multi:
            return self._many(text)
        return self._one(text)

    def _read_one(self, text: str) -> Reading:
        if self.form.coded and text not in self.form.codes and is_number(text):
            return _UNREADABLE
        text = self.form.codes.get(text, text)
        for word in self.words:
            if text.casefold() == word.casefold():
                return Reading(word)
        if self.absent and fold(text) in self.absent:
            return Reading(self.column.absent_value)
        found = self._typed(text)
        if found.flaw != UNREADABLE:
            return found
        if not self._is_null(text) or (text in DASHES and self.form.dashed):
            return found
        return Reading(None, "null-word")

    def _typed(self, text: str) -> Reading:
        match self.column.datatype:
            case "date":
                return _reading(self.form.dates.read(text))
            case "boolean":
                return _reading(self._boolean(text))
            case "integer":
                return _reading(read_integer(text))
            case "decimal":
                return _reading(read_decimal(text, self.form.numbers))
        if self.book is not None:
            code, restored = self.book.find(text)
            return Reading(code, "leading-zero" if restored else None) if code else _UNREADABLE
        if self.column.format == CPR:
            number, restored = read_cpr(text, self.form.zeros_lost)
            return Reading(number, "leading-zero" if restored else None) if number else _UNREADABLE
        if self.column.format == "CvrNumber":
            return _reading(read_cvr(text))
        if self._is_null(text) or "\0" in text or self._is_no_text(text):
            return _UNREADABLE
        return Reading(text)

    def _is_no_text(self, text: str) -> bool:
        """Whether a text answers yes or no where something should be named; an account has a
        digit."""
        if self.column.format == ACCOUNT and not any("0" <= c <= "9" for c in text):
            return True
        return self.answered and text.isascii() and text.lower() in NO_TEXT

    def _boolean(self, text: str) -> bool | None:
        if self.form.true:
            return True if text in self.form.true else False if text in self.form.false else None
        word = fold(text)
        if False in self.form.answers and word == CROSS:
            return None
        return True if word in self.yes else False if word in self.no else None

    def _is_null(self, text: str) -> bool:
        return text in TEXT_NULL_WORDS if self.free else text.casefold() in _NULL_WORDS

    def _parts(self, text: str) -> list[str]:
        """A text of several values in its parts, or as it is where it is one value."""
        if self.form.separator:
            return text.split(self.form.separator)
        if self.texts:
            return _OF_TEXTS.split(text)
        if self._one(text).flaw != UNREADABLE:
            return [text]
        return SEPARATORS.split(text) if SEPARATORS.search(text) else text.split()

    def _many(self, text: str) -> Reading:
        listed = _json_list(text)
        if listed is None and not self.form.separator and not self.texts:
            whole = self._one(text)
            if whole.flaw != UNREADABLE:
                return _as_list(whole)
        if listed is None:
            parts = self._parts(text)
        else:
            own = [strip(one) for one in listed]
            parts = own if self.texts else [part for one in own for part in self._parts(one)]
        found = [self._one(part) for part in map(strip, parts) if part]
        if any(reading.value is None for reading in found):
            return _UNREADABLE
        if not found:
            return _BLANK
        values = dict.fromkeys(str(reading.value) for reading in found)
        flaw = next((reading.flaw for reading in found if reading.flaw), None)
        return Reading(tuple(values), flaw)


def is_number(text: str) -> bool:
    """Whether a text is a whole number, as codes are."""
    return _NUMBER.fullmatch(text) is not None


def codes_of_answers(column: Column, heading: str) -> dict[str, str]:
    """What yes and no mean under a heading that names one code of a column's list (*MitID*): that
    code, and the one for a no. Words that the list has are left out.

    Empty for other headings and columns.
    """
    book = code_book(column)
    named = book.find(heading)[0] if book else None
    if book is None or named is None:
        return {}
    meant = [(TRUE - {CROSS}, named), (FALSE, book.find("nej")[0])]
    return {
        text: code
        for words, code in meant
        if code is not None
        for word in words
        for text in (word, word.upper(), word.title())
        if book.find(text)[0] is None
    }


def are_codes(texts: Iterable[str]) -> bool:
    """Whether the numbers among the texts of a column of yes and no are codes of some list: beside
    1 and 0 there are others, so that 1 may be either.

    >>> are_codes(["1", "2"]), are_codes(["1", "0", "ja"]), are_codes(["0", "-1"])
    (True, False, False)
    """
    matches = filter(None, map(_NUMBER.fullmatch, texts))
    numbers = {int(match[1]) for match in matches}
    return not any(numbers <= usual for usual in _YES_AND_NO)


def answers(column: Column, texts: Iterable[str]) -> frozenset[bool]:
    """What texts of a column of yes and no say, of both."""
    reader = Reader(column)
    found = {reader.read(text).value for text in texts}
    return frozenset(value for value in found if isinstance(value, bool))


def is_plain(text: str) -> bool:
    """Whether a free text needs no trimming, by what the data engine tests fastest."""
    return text > "!" and not text.endswith(" ") and not text.startswith("\u00a0")


def _reading(value: Scalar | None) -> Reading:
    return _UNREADABLE if value is None else Reading(value)


def _as_list(reading: Reading) -> Reading:
    value = reading.value
    return Reading(None if value is None else (str(value),), reading.flaw)


def _json_list(text: str) -> list[str] | None:
    """The members of a JSON array of scalars; None where the text is none."""
    if not text.startswith("["):
        return None
    try:
        members = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(members, list) or any(isinstance(m, list | dict) for m in members):
        return None
    return [str(m) for m in members if m is not None]
