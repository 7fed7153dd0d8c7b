"""CSV files as agencies export them, with nothing prepared.

Rows with too few or too many values are read and named; the others keep their row numbers.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from checker.errors import InputError, NoRows
from checker.records import encodings
from checker.records.ahead import alone
from checker.records.csv_layout import CsvLayout
from checker.records.quotes import mend_quotes
from checker.records.source import Request, Source
from checker.records.tally import tally
from checker.reports.result import QualityFinding

_DELIMITERS = (";", ",", "\t", "|")
_HEAD = 1 << 18
MOST_COLUMNS = 5000
Known = Callable[[str], bool]


@dataclass(frozen=True)
class Dialect:
    """What a mapping states of a file; None where it is found out."""

    delimiter: str | None = None
    encoding: str | None = None
    header: bool = True
    skip: int = 0
    quote: str = '"'
    comment: str | None = None
    columns: tuple[str, ...] = ()
    """The headers of a file that has none."""


def open_delimited(request: Request, known: Known, dialect: Dialect | None = None) -> Source:
    """Open a CSV file; `known` says whether a header names a fact, which settles the delimiter.

    Raises `InputError` for a file that is empty, no text, or in an unknown encoding.
    """
    dialect = dialect or Dialect()
    path = request.path
    encoding = dialect.encoding or encodings.sniff_encoding(path, request.name)
    encoding = _native_name(encoding)
    if encoding not in encodings.NATIVE:
        path = encodings.transcode(path, encoding, request.place, request.name)
        encoding = "utf-8"
    head = _head(path, encoding)
    if not head.strip("\ufeff \t\r\n;,|"):
        raise empty(request.name)
    lines = list(io.StringIO(head, newline=""))
    skip, stated = _preamble(lines, dialect)
    body = "".join(lines[skip:])
    delimiter = dialect.delimiter or stated or _delimiter(body, known)
    headers = _first_row(body, delimiter, dialect.quote)
    if not dialect.header:
        headers = list(dialect.columns) or [f"_{n}" for n in range(1, len(headers) + 1)]
    check_header(len(headers), request.name)
    preamble = "".join(lines[:skip])
    return _source(request, path, encoding, dialect, delimiter, preamble, headers)


def check_header(columns: int, name: str) -> None:
    """Refuse a line of headers that is none: with a value too long to be a name, or with more
    columns than any register has, each of which costs as much as all before it."""
    if not columns:
        raise InputError(
            "Den første linje er ikke overskrifter: en af værdierne er alt for lang.",
            "The first line is no line of headers: one of its values is far too long.",
            name,
        )
    if columns > MOST_COLUMNS:
        raise InputError(
            f"Filen har flere end {MOST_COLUMNS} kolonner, og flere læses ikke. Se, om den er delt "
            "det rigtige sted.",
            f"The file has more than {MOST_COLUMNS} columns, and no more are read. See whether it "
            "is parted in the right place.",
            name,
        )


def _native_name(encoding: str) -> str:
    name = encoding.lower().replace("_", "-")
    if name in ("utf-8", "utf8", "utf-8-sig", "us-ascii", "ascii"):
        return "utf-8"
    return "latin-1" if name in ("latin-1", "latin1", "iso-8859-1") else name


def _head(path: Path, encoding: str) -> str:
    with path.open("rb") as stream:
        return stream.read(_HEAD).decode(encoding, errors="replace").removeprefix("\ufeff")


def _preamble(lines: list[str], dialect: Dialect) -> tuple[int, str | None]:
    """How many lines come before the header; the delimiter that Excel states in a line `sep=;`."""
    skip = dialect.skip
    first = lines[skip].rstrip("\r\n") if len(lines) > skip else ""
    if first[:4].lower() == "sep=" and len(first) == 5:
        return skip + 1, first[4]
    while skip < len(lines) and not lines[skip].strip():
        skip += 1
    return skip, None


def _delimiter(body: str, known: Known) -> str:
    """The delimiter under which most headers name facts, then the one that parts the most."""

    def score(delimiter: str) -> tuple[int, int]:
        row = _first_row(body, delimiter, '"')
        return sum(map(known, row)), len(row)

    return max(_DELIMITERS, key=score)


def _first_row(body: str, delimiter: str, quote: str) -> list[str]:
    try:
        return next(csv.reader(io.StringIO(body, newline=""), delimiter=delimiter, quotechar=quote))
    except (csv.Error, StopIteration):
        return []


def _source(
    request: Request,
    path: Path,
    encoding: str,
    dialect: Dialect,
    delimiter: str,
    preamble: str,
    headers: list[str],
) -> Source:
    skip = len(list(io.StringIO(preamble, newline="")))
    with alone(request.ahead):
        count = tally(path, delimiter)
    quality: list[QualityFinding] = []
    if count.quotes % 2:
        path, quality = mend_quotes(path, encoding, delimiter, len(headers), request)
        count = tally(path, delimiter)
    delimiters = count.delimiters - count.quoted_delimiters - preamble.count(delimiter)
    even = (
        count.tidy
        and '"' not in preamble
        and (not count.quotes or dialect.quote == '"')
        and count.returns in (0, count.breaks)
        and delimiters == (len(headers) - 1) * (count.lines - count.quoted_breaks - skip)
    )
    layout = CsvLayout(
        headers=tuple(headers),
        delimiter=delimiter,
        encoding=encoding,
        quote=dialect.quote,
        comment=dialect.comment,
        header=dialect.header,
        skip=skip,
        even=even,
        straight=not (count.quoted_breaks or count.quoted_returns),
        tidy=count.tidy,
    )
    # Elsewhere a line may end in a return alone, or be no row at all.
    divisible = layout.divisible and count.returns in (0, count.breaks) and not dialect.comment
    return Source(
        layout.whole(path, request.place),
        layout.sample(path, request.place),
        layout.columns,
        request.place,
        count.lines,
        layout.warnings,
        tuple(quality),
        layout.marks,
        layout if path == request.path and divisible else None,
        layout.pieces(path, request.ahead),
        layout.lines(path, request.place),
    )


def empty(name: str) -> NoRows:
    """The error that a file has no rows."""
    return NoRows(
        "Filen er tom; der skal være en linje med overskrifter og mindst én række.",
        "The file is empty; it needs a line of headers and at least one row.",
        name,
    )
