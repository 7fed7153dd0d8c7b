"""What a row says of itself by which it is no record: a total, headings, a rule, a note, units.

Rows are recognised by what they say, never by where an id is missing; a row that gives any fact of
a record stays one. A row of headings that are not those of the file begins another table: what
stands below it is not read with the columns of the first.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cached_property

from msgspec import Struct

from lovgraf.core.errors import InputError
from lovgraf.facts.fact import Column
from lovgraf.facts.spelling import squeeze
from lovgraf.readers.headers import ID, HeaderBook
from lovgraf.readers.reading import Reader
from lovgraf.readers.source import Source
from lovgraf.readers.totals import TOTALS

BLANKS = " \t\r\n\u00a0\ufeff\x1a"
"""The signs that say nothing."""
_TOTAL = re.compile(rf"{TOTALS}\b.*", re.IGNORECASE | re.DOTALL)
_RULER = re.compile(r"[-=_+*~.|\s]{2,}")
_NUMBER = re.compile(r"[-+(]?[\d.,\s\u00a0]+\)?( ?(kr\.?|dkk|%|stk\.?|\w+))?", re.IGNORECASE)
_PLAIN_NUMBER = re.compile(r"[-+(]?[\d.,\s]+\)?")
_SENTENCE = re.compile(r"(?=.*[\d:*])\S+( \S+){2,}|\S+( \S+){4,}|\S+( \S+)+\.|\*.*", re.DOTALL)
"""A first value that is a note rather than a name: several words with a number, or many."""


class Row(Struct, frozen=True, dict=True):
    """A row as texts, in the order of the columns; `short` says that it has too few values."""

    number: int
    cells: tuple[str, ...]
    short: bool

    @cached_property
    def filled(self) -> list[tuple[int, str]]:
        """The cells that say something, each with its place."""
        return [(at, cell) for at, cell in enumerate(self.cells) if cell]


class RowSigns(Struct, frozen=True, dict=True):
    """Reads the signs of rows of a source; `placed` are the columns that are read, by their place,
    `name` is what errors call the file."""

    source: Source
    placed: Mapping[int, Column]
    book: HeaderBook
    name: str

    @cached_property
    def _headers(self) -> list[str]:
        return [squeeze(column.header) for column in self.source.columns]

    def reason(self, row: Row) -> str | None:
        """Why a row is no record, by what it says; None where it may be one."""
        if not row.filled:
            return None
        if all(self._repeats(at, cell) for at, cell in row.filled) and (
            len(row.filled) > 1 or self._headers[row.filled[0][0]] == squeeze(row.filled[0][1])
        ):
            return "repeated-header"
        if all(_RULER.fullmatch(cell) for _, cell in row.filled):
            return "ruler"
        (_, label), *others = row.filled
        if _TOTAL.fullmatch(label) and all(self._counts(at, cell) for at, cell in others):
            return "total"
        return None

    def _repeats(self, at: int, cell: str) -> bool:
        """Whether a cell says of its column what the heading says, in whatever words."""
        if self._headers[at] == squeeze(cell):
            return True
        names = self.book.candidates(cell)
        if (column := self.placed.get(at)) is not None:
            return column.name in names
        return bool(names & self.book.candidates(self.source.columns[at].header))

    def _counts(self, at: int, cell: str) -> bool:
        """Whether a cell may stand in a row of totals: a number that is no fact of a person."""
        if not _NUMBER.fullmatch(cell) and not _TOTAL.fullmatch(cell):
            return False
        column = self.placed.get(at)
        if column is None or not (column.datatype == "date" or column.format in ("CprNumber",)):
            return True
        return Reader(column).read(cell).value is None

    def _readable(self, at: int, cell: str) -> bool | None:
        """Whether a cell can be read in its column; None where any text can."""
        column = self.placed.get(at)
        if column is None:
            return None
        reader = Reader(column)
        if reader.free and column.format is None:
            return None
        return reader.read(cell).value is not None

    def are_units(self, row: Row) -> bool:
        """Whether the first row tells the units or forms of its columns: it has no digit, and no
        value that its column could read."""
        if any(any(c.isdigit() for c in cell) for _, cell in row.filled):
            return False
        told = [self._readable(at, cell) for at, cell in row.filled]
        return told.count(False) > 1 and True not in told and not self.reason(row)

    def refuse_headings(self, row: Row) -> None:
        """Raise `InputError` for a row that is headings of another table: most of its values are
        headings, and none is a value of its column."""
        own = set(self._headers) - {""}
        said = [c for _, c in row.filled if squeeze(c) in own or self.book.is_heading(c)]
        if len(said) < 2 or 2 * len(said) <= len(row.filled):
            return
        if not any(self._readable(at, cell) for at, cell in row.filled):
            raise second_table(row.number, self.name)

    def note_or_sum(self, row: Row, apart: bool) -> str | None:
        """Whether one of the last rows is a note, or a sum without a word; `apart` says that it
        stands off from the others. None where it may be a record."""
        (at, label), *others = row.filled
        if not others and row.short and (at == 0 and " " in label or label in BLANKS):
            return "note"
        if not others and apart and " " in label and self._readable(at, label) is not True:
            return "note"
        if not others and at == 0 and at not in self.placed and _SENTENCE.fullmatch(label):
            return "note"
        identified = next((n for n, c in self.placed.items() if c.name == ID), None)
        if identified is None or row.cells[identified] or row.short:
            return None
        numbers = all(_PLAIN_NUMBER.fullmatch(cell) for _, cell in row.filled)
        read = any(self._readable(n, cell) for n, cell in row.filled)
        return "total" if numbers and not read else None

    def counts_those(self, row: Row, above: int, before: Row | None) -> bool:
        """Whether a row at the end says nothing but how many rows stand `above` it. Where rows are
        numbered from nought, the one `before` it has the number before."""
        (at, label), *others = row.filled
        if others or before is None or not (label.isascii() and label.isdigit()):
            return False
        numbered = before.cells[at] == str(int(label) - 1)
        return int(label) == above and len(before.filled) > 1 and not numbered

    def goes_on(self, row: Row) -> bool:
        """Whether a row may belong to another table below the first, whose headers come before."""
        return row.short and len(row.filled) > 1

    def begins_a_table(self, row: Row, apart: bool) -> bool:
        """Whether a row has headers of another table: several words, none of them a value."""
        if not (row.short or apart) or len(row.filled) < 2 or self.reason(row):
            return False
        if any(any(c.isdigit() for c in cell) for _, cell in row.filled):
            return False
        told = [self._readable(at, cell) for at, cell in row.filled]
        return False in told and True not in told


def unlike(row: Row, last: Sequence[Row]) -> bool:
    """Whether a row has several words where each of the rows with more values has one, as a note
    below a table has that a spreadsheet filled up with delimiters."""
    (at, label), *others = row.filled
    above = [one.cells[at] for one in last if len(one.filled) > 1]
    return not others and " " in label and any(above) and not any(" " in cell for cell in above)


def second_table(row: int, name: str) -> InputError:
    """The error that another table begins in a row of a file."""
    return InputError(
        f"Under tabellen begynder en anden med sine egne overskrifter (række {row}); gem den som "
        "en fil for sig.",
        f"Below the table another begins with headers of its own (row {row}); save it as a file "
        "of its own.",
        name,
    )


def is_total(label: str) -> bool:
    """Whether the first value of a row is a word for a total."""
    return _TOTAL.fullmatch(label.strip()) is not None
