"""CSV files as agencies export them, with nothing prepared.

Rows with too few or too many values are read and named; the others keep their row numbers.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Collection, Sequence
from itertools import accumulate
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from lovgraf.core.disclosure import shape
from lovgraf.core.errors import InputError, NoRows
from lovgraf.core.result import QualityFinding
from lovgraf.facts.spelling import fold, squeeze
from lovgraf.readers import encodings
from lovgraf.readers.csv_layout import CsvLayout
from lovgraf.readers.odd_lines import Odd
from lovgraf.readers.prefetch import alone
from lovgraf.readers.reading import FALSE, TRUE
from lovgraf.readers.source import Request, Source, SourceForm, long_line
from lovgraf.readers.stray_quotes import mend_quotes
from lovgraf.readers.tally import Tally, tally

_DELIMITERS = (";", ",", "\t", "|")
_OLDER = ("cp850", "mac-roman")
"""Encodings of older systems, tried where more headers are known in one of them."""
_LOOKED_AT = 20
"""Rows in which the line of headers is looked for: lists often begin with a title."""
_VALUE = re.compile(
    r"\d{6}[ -]?\d{4}|\d{1,2}[-./]\d{1,2}[-./]\d{2,4}|\d{4}-\d{1,2}-\d{1,2}([ T].*)?|\d{8}",
    re.ASCII,
)
"""A personal number or a date: never a header."""
_HEAD = 1 << 18
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x19\x7f]")
_BEGINNING = 512
MOST_COLUMNS = 5000
_LONGEST_LINE = 2_000_000
"""Bytes of a line that the data engine reads, at most."""
_SMALL = 4 << 20
"""Bytes of a file whose rows are always looked at for those that are no records."""
Known = Callable[[str], bool]


class Dialect(Struct, frozen=True):
    """What a mapping states of a file; None where it is found out."""

    delimiter: str | None = None
    encoding: str | None = None
    header: bool = True
    skip: int = 0
    quote: str = '"'
    comment: str | None = None
    columns: tuple[str, ...] = ()
    """The headers of a file that has none."""


def open_delimited(
    request: Request,
    known: Known,
    dialect: Dialect | None = None,
    headings: Collection[str] = (),
) -> Source:
    """Open a CSV file; `known` says whether a header names a fact, which settles the delimiter;
    `headings`, in lower case, are what the first value of a row of headings may be.

    Raises `InputError` for a file that is empty, no text, or in an unknown encoding.
    """
    dialect = dialect or Dialect()
    path = request.path
    stated_encoding = dialect.encoding or _sniffed(path, request.name, known, dialect)
    encoding = _native_name(stated_encoding)
    if encoding not in encodings.NATIVE:
        path = encodings.transcode(path, encoding, request.place, request.name)
        encoding = "utf-8"
    text = _head(path, encoding)
    if not text.strip("\ufeff \t\r\n;,|"):
        raise empty(request.name)
    head = _begin(text, known, dialect)
    headers = head.headers
    if not dialect.header:
        headers = list(dialect.columns) or [f"_{n}" for n in range(1, len(headers) + 1)]
    check_header(len(headers), request.name)
    if dialect.header:
        _refuse_binary(text, headers, known, request.name)
        _refuse_values(headers, known, request.name)
    source = _source(request, path, encoding, dialect, head, headers, headings)
    form = SourceForm(
        "csv",
        _shown_encoding(stated_encoding),
        head.delimiter,
        head.preamble_lines + 1 if dialect.header else None,
        head.titles,
        first_line=_first_line(source, dialect, head),
    )
    return replace(source, form=form)


def _refuse_long_end(path: Path, name: str) -> None:
    """Refuse a file whose last line is longer than the data engine reads: it would pass over it
    without a word. Of other lines it says so itself."""
    size = path.stat().st_size
    if size <= _LONGEST_LINE:
        return
    with path.open("rb") as stream:
        stream.seek(size - _LONGEST_LINE)
        end = stream.read().rstrip(b"\r\n")
    if b"\n" not in end and b"\r" not in end:
        raise long_line(name)


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


class _Head(Struct, frozen=True):
    """How a file begins: what comes before its headers, these, and what parts them; `known` of
    them name facts, and so many lines of a title come before them."""

    preamble: str
    delimiter: str
    headers: list[str]
    known: int
    titles: int

    @property
    def preamble_lines(self) -> int:
        return len(list(io.StringIO(self.preamble, newline="")))


def _begin(head: str, known: Known, dialect: Dialect) -> _Head:
    """Find the line of headers, and the delimiter under which most of them name facts, then the
    one that parts the most."""
    lines = list(io.StringIO(head, newline=""))
    skip, stated = _preamble(lines, dialect)
    body = lines[skip:]
    chosen = dialect.delimiter or stated
    found = [
        (_header_of(body, delimiter, dialect, known), delimiter)
        for delimiter in ([chosen] if chosen else _DELIMITERS)
    ]
    (count, headers, first), delimiter = max(found, key=lambda one: (one[0][0], len(one[0][1])))
    titles = sum(bool(line.strip(" \t\r\n;,|")) for line in body[:first])
    rows = _first_rows(body[first:], delimiter, dialect, 3) if dialect.header else []
    joined = in_two_lines(headers, rows[1], known) if len(rows) > 2 else None
    if joined is not None:
        first, headers = first + 1, joined
    return _Head("".join(lines[: skip + first]), delimiter, headers, count, titles)


def in_two_lines(over: Sequence[str], under: Sequence[str], known: Known) -> list[str] | None:
    """The headings of two lines, where cells of the first stand over several of the second (and are
    blank but for their first): each of both, in the words that are known; None for a row of values.
    """
    width = max(len(over), len(under))
    top = [*map(_bare, over), *[""] * (width - len(over))]
    low = [*map(_bare, under), *[""] * (width - len(under))]
    first = [*accumulate((n if top[n] else 0 for n in range(width)), max)]
    groups = {first[n] for n in range(width) if low[n] and not top[n] and top[first[n]]}
    below = [n for n in range(width) if low[n]]
    words = (low[n] for n in below)
    if len(below) < 2 or any(first[n] not in groups for n in below) or any(map(_is_value, words)):
        return None
    return [_joined(top[first[n]], low[n], known) if low[n] else top[n] for n in range(width)]


def _bare(cell: str) -> str:
    return cell.strip("\ufeff \t\u00a0")


def _is_value(cell: str) -> bool:
    """Whether a cell is a number, a day, an answer, or nothing in words: no heading."""
    return any(map(str.isdigit, cell)) or fold(cell) in TRUE | FALSE or len(squeeze(cell)) < 2


def _joined(over: str, under: str, known: Known) -> str:
    """One heading of two, in words that are known, if any are."""
    each = [f"{over} {under}", f"{under} {over}", *[under] * (squeeze(over) in squeeze(under))]
    return next(filter(known, each), each[0])


def _first_rows(lines: list[str], delimiter: str, dialect: Dialect, count: int) -> list[list[str]]:
    """So many rows as they stand on lines of their own; fewer where one goes over several, or has
    a value too long to be a heading."""
    found: list[list[str]] = []
    for line in lines[:count]:
        if dialect.quote and line.count(dialect.quote) % 2:
            break
        read = csv.reader(
            [line],
            delimiter=delimiter,
            quotechar=dialect.quote or None,
            quoting=csv.QUOTE_MINIMAL if dialect.quote else csv.QUOTE_NONE,
        )
        try:
            found += read
        except csv.Error:
            break
    return found


def _preamble(lines: list[str], dialect: Dialect) -> tuple[int, str | None]:
    """How many lines come before the header; the delimiter that Excel states in a line `sep=;`."""
    skip = dialect.skip
    first = lines[skip].rstrip("\r\n") if len(lines) > skip else ""
    if first[:4].lower() == "sep=" and len(first) == 5:
        return skip + 1, first[4]
    while skip < len(lines) and not lines[skip].strip():
        skip += 1
    return skip, None


def _header_of(
    lines: list[str], delimiter: str, dialect: Dialect, known: Known
) -> tuple[int, list[str], int]:
    """The row of headers, how many of them name facts, and after how many lines it stands: the
    first row, unless a later one names more facts, and two at least."""
    reader = csv.reader(
        iter(lines),
        delimiter=delimiter,
        quotechar=dialect.quote or None,
        quoting=csv.QUOTE_MINIMAL if dialect.quote else csv.QUOTE_NONE,
    )
    best: tuple[int, list[str], int] = (0, [], 0)
    before = 0
    try:
        for number, row in enumerate(reader):
            count = sum(map(known, row))
            if number == 0 or (count > max(best[0], 1) and dialect.header and not dialect.skip):
                best = (count, row, before)
            before = reader.line_num
            if number >= _LOOKED_AT:
                break
    except csv.Error:
        pass
    return best


def _sniffed(path: Path, name: str, known: Known, dialect: Dialect) -> str:
    """The encoding of a file: as its bytes tell, or an older one in which more headers are known.

    Raises `InputError` for what is no text, or is in two encodings.
    """
    failed: InputError | None = None
    try:
        found = encodings.sniff_encoding(path, name)
    except encodings.EncodingError as error:
        found, failed = "windows-1252", error
    if found not in ("latin-1", "windows-1252"):
        return found
    if (line := encodings.mixed_line(path)) is not None:
        raise encodings.mixed(name, line)
    with path.open("rb") as stream:
        head = stream.read(_HEAD)

    def count(encoding: str) -> int:
        return _begin(head.decode(encoding, "replace"), known, dialect).known

    best = max((found, *_OLDER), key=count)
    if failed is not None and best == found:
        raise failed
    return best


def _shown_encoding(encoding: str) -> str:
    return "windows-1252" if encoding == "latin-1" else encoding


def _refuse_binary(text: str, headers: Sequence[str], known: Known, name: str) -> None:
    """Refuse what begins with control characters and names no fact: the file is no text."""
    if _CONTROL.search(text[:_BEGINNING]) and not any(map(known, headers)):
        raise encodings.no_text(name)


def _refuse_values(headers: Sequence[str], known: Known, name: str) -> None:
    """Refuse a first line that holds values rather than headers; only their shape is told."""
    cells = [header.strip() for header in headers if header.strip()]
    value = next((cell for cell in cells if _VALUE.fullmatch(cell)), None)
    numbers = sum(any(c.isdigit() for c in cell) for cell in cells)
    if value is None and (2 * numbers <= len(cells) or any(map(known, cells))):
        if len(headers) == 1 and not known(headers[0]):
            raise _one_column(headers[0], name)
        return
    seen = shape(value or next(cell for cell in cells if any(c.isdigit() for c in cell)))
    raise InputError(
        f"Filen har ingen overskrifter: den første linje holder værdier (af formen {seen}). Sæt "
        "overskrifter på, eller beskriv kolonnerne i en CSVW-fil (dialect.header: false; har filen "
        "faste pladser i stedet for skilletegn: lovgraf:start og lovgraf:length for hver kolonne).",
        f"The file has no headers: its first line holds values (of the shape {seen}). Give it "
        "headers, or describe the columns in a CSVW file (dialect.header: false; where the file "
        "has fixed places instead of delimiters: lovgraf:start and lovgraf:length of each column).",
        name,
    )


def _one_column(header: str, name: str) -> InputError:
    """The error that nothing parts the columns of a file."""
    if any(header.count(delimiter) > 1 for delimiter in _DELIMITERS):
        return InputError(
            "Hver linje står i citationstegn som én værdi; gem filen igen uden dem.",
            "Each line stands in quotation marks as one value; save the file again without them.",
            name,
        )
    return InputError(
        "Der er intet at kontrollere: den første linje har kun én kolonne, som ikke er kendt. "
        "Kolonner skal deles med ; , | eller tabulator; har de faste bredder, så beskriv dem i en "
        "mapping (--mapping: lovgraf:start, lovgraf:length).",
        "There is nothing to check: the first line has one column only, which is not known. "
        "Columns are to be parted by ; , | or tabs; where they have fixed widths, describe them in "
        "a mapping (--mapping: lovgraf:start, lovgraf:length).",
        name,
    )


def _source(
    request: Request,
    path: Path,
    encoding: str,
    dialect: Dialect,
    head: _Head,
    headers: list[str],
    headings: Collection[str],
) -> Source:
    """The rows below a row of headers, and how regular they are."""
    _refuse_long_end(path, request.name)
    delimiter = head.delimiter
    with alone(request.ahead):
        large = path.stat().st_size >= _SMALL
        heads = _heads({*headings, *headers}, encoding) if large else frozenset()
        odd = Odd.of(_odd_starts(headers), heads, delimiter)
        count = tally(path, delimiter, len(headers) - 1, odd)
    quality: list[QualityFinding] = []
    # What is quoted over lines may be rows that a mark swallows which is not closed.
    swallows = count.quoted_breaks > 0 and count.quoted_delimiters >= len(headers) - 1
    if count.quotes % 2 or swallows:
        mended, quality = mend_quotes(path, encoding, delimiter, len(headers), request)
        if quality:
            path, count = mended, tally(mended, delimiter, len(headers) - 1)
    regular, above = _is_regular(count, dialect, head), _uneven_above(head, len(headers))
    even = regular and count.uneven == above
    layout = CsvLayout(
        headers=tuple(headers),
        delimiter=delimiter,
        encoding=encoding,
        quote=dialect.quote,
        comment=dialect.comment,
        header=dialect.header,
        skip=head.preamble_lines,
        even=even,
        pads=2 * count.uneven > count.lines,
        straight=not (count.quoted_breaks or count.quoted_returns),
        tidy=count.tidy,
        plain=count.plain,
        seen=count.seen,
    )
    # Elsewhere a line may end in a return alone, or be no row at all.
    divisible = layout.divisible and count.returns in (0, count.breaks) and not dialect.comment
    judged = dialect.header and path.stat().st_size >= _SMALL
    usual = not count.odd and judged
    uneven = None
    if regular and judged and (count.uneven > above or count.odd):
        uneven = layout.uneven(path, request.place, odd if count.odd else None, request.ahead)
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
        uneven=uneven,
        suspicious=not (even and usual),
    )


def _first_line(source: Source, dialect: Dialect, head: _Head) -> int | None:
    """The line of the first row, where each line from it on is a row: none where a value holds a
    line end, or a line is none."""
    layout = source.layout
    if not dialect.header or not isinstance(layout, CsvLayout):
        return None
    return head.preamble_lines + 2 if layout.even and layout.straight else None


def _is_regular(count: Tally, dialect: Dialect, head: _Head) -> bool:
    """Whether lines end alike and quotation marks stand as the dialect says."""
    return (
        count.tidy
        and '"' not in head.preamble
        and (not count.quotes or dialect.quote == '"')
        and count.returns in (0, count.breaks)
    )


def _uneven_above(head: _Head, columns: int) -> int:
    """How many lines above the headers have more or fewer values than those."""
    before = (line.count(head.delimiter) for line in io.StringIO(head.preamble, newline=""))
    return sum(delimiters != columns - 1 for delimiters in before)


def _odd_starts(headers: Sequence[str]) -> list[str]:
    """How lines begin that may be the headers again."""
    first = next((header.strip() for header in headers if header.strip()), "")
    return [first[:2]] if len(first) > 1 else []


def _heads(headings: Collection[str], encoding: str) -> frozenset[bytes]:
    """Headings as a line may begin with them, in small letters as far as they are ASCII."""
    stripped = (heading.strip("\ufeff ") for heading in headings)
    forms = {form for each in stripped if len(each) > 1 for form in (each.lower(), each.upper())}
    return frozenset(form.encode(encoding, "replace").lower() for form in forms)


def no_rows(name: str) -> NoRows:
    """The error that a file has headers and no rows."""
    return NoRows(
        "Filen har overskrifter, men ingen rækker; der er intet at kontrollere.",
        "The file has headers but no rows; there is nothing to check.",
        name,
    )


def none_has_rows(name: str) -> NoRows:
    """The error that no file of a dataset has a row."""
    return NoRows(
        "Ingen af filerne har en række; der er intet at kontrollere.",
        "None of the files has a row; there is nothing to check.",
        name,
    )


def empty(name: str) -> NoRows:
    """The error that a file has no rows."""
    return NoRows(
        "Filen er tom; der skal være en linje med overskrifter og mindst én række.",
        "The file is empty; it needs a line of headers and at least one row.",
        name,
    )
