"""A table before its columns are understood: a relation of the data engine and what it holds."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import duckdb
from msgspec import Struct, field

from lovgraf.core.errors import InputError
from lovgraf.core.intake import LeftOut, NotRead
from lovgraf.core.limits import no_memory
from lovgraf.core.result import QualityFinding
from lovgraf.core.terms import Text
from lovgraf.facts.dates import DateOrder
from lovgraf.readers.pieces import Pieces
from lovgraf.readers.prefetch import Prefetch
from lovgraf.readers.temporary import Workplace
from lovgraf.readers.uneven import Numbers

SAMPLE_ROWS = 20_000
DISTINCT = 300
"""Distinct texts of a column of a sample that are looked at one by one."""
LAST_ROWS = 200
"""Rows at the end among which notes and sums without a word are looked for."""
VARIABLES = frozenset({"sas", "spss", "stata"})
"""The formats of programs for statistics."""
ROW = "lovgraf_row"
"""The number of a row in the file, where some rows before it are left out."""
Warned = tuple[str, str | None, str, Text]
"""A warning on rows: code, canonical column or None, SQL condition over the source, message."""


class SourceColumn(Struct, frozen=True):
    """One column of the file: its header, SQL that names it, and the engine's type."""

    header: str
    sql: str
    type: str = "VARCHAR"
    label: str | None = None
    """What a program for statistics calls it beside its name."""
    parts: tuple[SourceColumn, ...] = ()
    """The columns of the file that it is made of, where it is not one itself."""


class Layout(Protocol):
    """How a file is read in parts, without another look at all of it; holds nothing of any row."""

    def sample(self, path: Path, place: Workplace) -> str:
        """SQL of some rows of a file."""

    def cuts(self, path: Path, size: int) -> tuple[int, ...]:
        """Places at which a file may be cut into parts of some `size` bytes, start and end too."""

    def part(self, path: Path, place: Workplace, first: int, last: int) -> str:
        """SQL of the rows between two such places, once these are copied; no other copy is left."""

    def copy(self, path: Path, place: Workplace, first: int, last: int) -> None:
        """Copy what the data engine is to read of the rows between two such places."""

    def pieces_of(self, path: Path, first: int, last: int) -> Pieces | None:
        """The same rows as another reader gives them, where that is possible."""

    def lines_of(self, path: Path, place: Workplace) -> Lines | None:
        """The rows of the last part that was made, as lines, where they are."""


class Lines(Protocol):
    """Rows each of which is a line of its own."""

    @property
    def relation(self) -> str:
        """SQL of the rows as `line`, in the order of the file."""

    @property
    def key(self) -> str:
        """What tells how a line is read."""

    def read(self, path: Path, place: Workplace) -> tuple[str, Pieces | None]:
        """Such lines in a file of their own (UTF-8): a relation like the source's, and its
        pieces."""


class Uneven(Struct, frozen=True):
    """What stands in uneven lines of a file whose other rows are regular, and in its first and its
    last: all that may be no records.

    `relation` gives them as the source does, with their numbers in the file (`ROW`), among so many
    `rows`; `others` all rows but those of some numbers among them, and how these are read in parts:
    told are all numbers, and of parts those of named rows and an SQL condition that all others meet
    that are not left out.
    """

    relation: str
    rows: int
    others: Callable[[Numbers, tuple[int, ...], str], tuple[Pieces, Layout]]


class SourceForm(Struct, frozen=True):
    """How a file was read: its format, encoding and delimiter, the line (or row of the `sheet`) of
    its headers, and how many lines of a title came before it."""

    format: str
    encoding: str | None = None
    delimiter: str | None = None
    header: int | None = None
    titles: int = 0
    sheet: str | None = None
    first_line: int | None = None
    """The line of the first row, where each line from it on is a row."""


class Evidence(Struct, frozen=True):
    """What all rows of a file tell of how its columns are read, where a sample of them need not;
    columns by canonical name."""

    zeros_kept: frozenset[str] = frozenset()
    """The columns in which no CPR number has lost its first zero."""
    coded: frozenset[str] = frozenset()
    """The columns of yes and no whose numbers are codes of a list."""
    as_words: frozenset[str] = frozenset()
    """The columns of yes and no that are typed as numbers and read as the words of a list are."""
    orders: Mapping[str, DateOrder] = field(default_factory=dict)
    """In which order the dates of a column have day and month."""
    months: frozenset[str] = frozenset()
    """The marks of dates that have the month first in some column."""


class Source(Struct, frozen=True):
    """A readable file: SQL relations for all rows in file order and for a sample of them; `rows`
    is about how many there are."""

    relation: str
    sample: str
    columns: tuple[SourceColumn, ...]
    place: Workplace
    rows: int
    warnings: tuple[Warned, ...] = ()
    quality: tuple[QualityFinding, ...] = ()
    marks: dict[str, str] = field(default_factory=dict)
    """What the warnings read beside the columns: SQL names with their types."""
    layout: Layout | None = None
    """How the file is read in parts; None where it can only be read as a whole."""
    pieces: Pieces | None = None
    """The same rows as another reader gives them, where that is possible."""
    lines: Lines | None = None
    """The same rows as lines, where they are."""
    form: SourceForm | None = None
    """How it was read, as far as the format tells."""
    not_read: tuple[NotRead, ...] = ()
    """What else the file holds that is not read."""
    no_records: Mapping[str, Sequence[int]] = field(default_factory=dict)
    """The numbers of rows that are known to be no records, by reason."""
    uneven: Uneven | None = None
    """The rows that may be no records, where no others may."""
    suspicious: bool = True
    """Whether some rows may be no records: empty, totals, repeated headers."""
    left_out: tuple[LeftOut, ...] = ()
    """The rows of the file that the relation does not have."""
    nowhere: tuple[str, ...] = ()
    """The headers of columns whose paths no record has."""
    evidence: Evidence | None = None
    """What all rows of the file tell, where somebody has looked at them before."""

    def is_whole(self, rows: int) -> bool:
        """Whether a sample that has so many rows has all that the file has."""
        return rows < SAMPLE_ROWS and self.rows <= rows

    @property
    def names_columns(self) -> bool:
        """Whether its columns have names that can be no values: those of variables, which programs
        for statistics keep apart from the rows."""
        return self.form is not None and self.form.format in VARIABLES


class Request(Struct, frozen=True):
    """What a format needs to open a file: `name` is what messages call it."""

    path: Path
    name: str
    connection: duckdb.DuckDBPyConnection
    place: Workplace = field(default_factory=Workplace)
    ahead: Prefetch | None = None
    """What is done with the file meanwhile."""
    show_values: bool = False
    """Whether headings that may be values are told as they stand."""


def quoted(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def file_literal(path: Path, place: Workplace) -> str:
    """The path of a file as an SQL literal that names this file alone, whatever its characters."""
    path = path.absolute()
    if any(c in "*?[]{}" for c in str(path)):
        link = place.file("input" + path.suffix.translate(str.maketrans("*?[]{}", "______")))
        if not link.exists():
            link.symlink_to(path)
        path = link
    return quoted(str(path))


UNREADABLE = (
    duckdb.IOException,
    duckdb.InvalidInputException,
    duckdb.OutOfMemoryException,
    duckdb.ConversionException,
    duckdb.OutOfRangeException,
    duckdb.NotImplementedException,
)
"""Errors of the data engine that tell of the file; others are faults of the program."""
_FULL = re.compile(r"No space left|quota exceeded|File too large|Could not write", re.IGNORECASE)


def no_room(name: str) -> InputError:
    """The error that what is kept meanwhile finds no room on the disk."""
    return InputError(
        "Der er ikke plads på disken til det foreløbige arbejde; frigør plads der, hvor resultater "
        "gemmes, eller angiv en anden mappe i TMPDIR.",
        "There is no room on the disk for the work in progress; free some where results are kept, "
        "or name another folder in TMPDIR.",
        name,
    )


def finds_no_room(error: BaseException) -> bool:
    """Whether an error of the data engine says that the disk is full."""
    return _FULL.search(str(error)) is not None


def translated(error: duckdb.Error, name: str) -> InputError:
    """An error of the data engine as one line without its text, which may hold personal values.

    Raises `KeyboardInterrupt` where the engine was interrupted, and the error itself where it tells
    of no file: a fault of the program, told as every other (`cli/failure.py`).
    """
    text = str(error)
    if isinstance(error, duckdb.InterruptException):
        raise KeyboardInterrupt
    if "Python exception occurred" in text:  # in a function of ours, which no file is to blame for
        raise error
    if finds_no_room(error):
        return no_room(name)
    if isinstance(error, duckdb.OutOfMemoryException):
        return no_memory(name)
    if "unicode" in text or "encoded" in text:
        return InputError(
            "Filen har tegn, som ikke er i dens tegnsæt; gem den som UTF-8, eller angiv tegnsættet "
            "i en CSVW-fil (dialect.encoding).",
            "The file holds characters that are not in its encoding; save it as UTF-8, or state the"
            " encoding in a CSVW file (dialect.encoding).",
            name,
        )
    if isinstance(error, duckdb.ConversionException | duckdb.OutOfRangeException):
        return _not_converted(error, name)
    too_long = ("Maximum line size", "Parallel CSV Reader")  # the second: longer than a buffer
    if any(said in text for said in too_long) or "max_line_size" in text.split("Possible")[0]:
        return long_line(name)
    return InputError(
        "Filen er beskadiget eller i et andet format, end navnet siger; gem den igen som CSV "
        "eller Parquet.",
        "The file is damaged or in another format than its name says; save it again as CSV or "
        "Parquet.",
        name,
    )


_LINE = re.compile(r"\A[\w ]+ Error: CSV Error on Line: (\d+)\n")
_COLUMN = re.compile(
    r'\nError when converting column "([^"\n]+)"\. Could|.* when casting from source column (\S+)\n'
)


def _not_converted(error: duckdb.Error, name: str) -> InputError:
    """The error that a value is none of its type, or beyond what can be held: in which line and
    column, as far as the engine tells it. Raises the error itself where it tells neither, nor that
    something is out of range."""
    text = str(error)
    line, column = _LINE.search(text), _COLUMN.search(text)
    if line is None and column is None and "out of range" not in text.lower():
        raise error
    danish, english = [], []
    if line is not None:
        danish.append(f"linje {line[1]}")
        english.append(f"line {line[1]}")
    if column is not None:
        heading = column[1] or column[2]
        danish.append(f"kolonnen »{heading}«")
        english.append(f'the column "{heading}"')
    where = Text(", ".join(danish) or "filen", ", ".join(english) or "the file")
    return InputError(
        f"{where.da[0].upper()}{where.da[1:]} holder en dag, et tidspunkt eller et tal, der ikke "
        "kan læses som det; ret det, eller gem kolonnen som tekst.",
        f"{where.en[0].upper()}{where.en[1:]} holds a day, a time or a number that cannot be read "
        "as such; correct it, or save the column as text.",
        name,
    )


def long_line(name: str) -> InputError:
    """The error that a line is longer than the data engine reads."""
    return InputError(
        "En linje i filen er for lang; et citationstegn er nok åbnet og ikke lukket.",
        "A line of the file is too long; a quotation mark was probably opened and not closed.",
        name,
    )


def run(request: Request, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """The rows of a query; an error of the engine becomes an `InputError`."""
    try:
        return request.connection.execute(sql, list(parameters)).fetchall()
    except duckdb.Error as error:
        raise translated(error, request.name) from None
