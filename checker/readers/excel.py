"""Excel workbooks, read row by row into CSV text, so that the same rules read the values."""

from __future__ import annotations

import csv
import re
import warnings
import zipfile
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from lovgraf.core.errors import InputError
from lovgraf.core.intake import NotRead
from lovgraf.core.result import FIRST_ROWS, QualityFinding
from lovgraf.core.terms import Text
from lovgraf.readers.delimited import MOST_COLUMNS, Dialect, Known, empty, no_rows, open_delimited
from lovgraf.readers.row_signs import is_total
from lovgraf.readers.source import Request, Source, SourceForm
from lovgraf.readers.typed import number_text
from lovgraf.readers.workbooks import OtherSheet, check_sheets, open_other

ALL = "all"
"""What stands for every sheet with records."""
_LOOKED_AT = 20
"""Rows in which the header is looked for: lists often begin with a title."""
_FORMULAS = (b"<f>", b"<f ", b"<f/")
_MERGED = re.compile(rb'mergeCell [^>]*?ref="([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})"')
_LONGEST_MARK = 200
_RECALCULATED = (b'fullCalcOnLoad="1"', b'fullCalcOnLoad="true"')
"""How a workbook says that the values beside its formulas were never computed."""
_CHUNK = 1 << 20
_NO_HEADERS = Text("arket har ingen kendte overskrifter", "the sheet has no known headers")
_NOT_CHOSEN = Text("et andet ark er valgt", "another sheet was chosen")
_EMPTY = Text("arket er tomt", "the sheet is empty")
_CHART = Text("det er et diagram", "it is a chart")


class _Sheet(Struct, frozen=True):
    """A sheet at a glance: how many known headers its best row has, which that is (from 0), how
    many cells it fills, and whether there are rows below."""

    name: str
    known: int = 0
    header: int = 0
    filled: int = 0
    rows: bool = False
    chart: bool = False

    @property
    def has_records(self) -> bool:
        """Whether it is a table of records: two known headers, or the only one."""
        return self.rows and (self.known > 1 or self.known == self.filled == 1)

    @property
    def why_not(self) -> Text:
        """Why it is not read, where it is not passed over by choice."""
        if self.chart:
            return _CHART
        if not self.filled:
            return _EMPTY
        return _NOT_CHOSEN if self.known else _NO_HEADERS


class SeveralSheets(InputError):
    """A workbook with several sheets of records, of which none was chosen; `listed` names them."""

    def __init__(self, listed: str, file: str) -> None:
        self.listed = listed
        super().__init__(
            f"Arbejdsbogen har flere ark med registreringer: {listed}. Vælg et med --sheet NAVN, "
            f"læs dem alle med --sheet {ALL}, eller gem hvert ark som en fil.",
            f"The workbook has several sheets with records: {listed}. Choose one with --sheet "
            f"NAME, read all with --sheet {ALL}, or save each sheet as a file.",
            file,
        )


def open_excel(
    request: Request, known: Known, sheet: str | None = None, headings: Collection[str] = ()
) -> Source:
    """Open a workbook: the named sheet, else the only one with records.

    `known` says whether a header names a fact.
    Raises `InputError` for a bomb, a password, a damaged file, a sheet that is not there, several
    sheets with records, or formulas without values or merged cells in a column that is read.
    """
    with _readable(request.name):
        kind = check_sheets(request.path, request.name)
        sheets = _survey(request.path, known)
        chosen = _chosen(sheets, sheet, request.name)
        target = request.place.file("sheet.csv")
        copied = _Copy(request, chosen, known)
        copied.write(target)
    if not copied.count:
        raise empty(request.name)
    if copied.count == 1:
        raise no_rows(request.name)
    copied.refuse_formulas()
    copied.refuse_merged()
    text = Request(target, request.name, request.connection, request.place)
    source = open_delimited(text, known, Dialect(delimiter=";", encoding="utf-8"), headings)
    others = tuple(
        NotRead(request.name, other.name, other.why_not) for other in sheets if other != chosen
    )
    lines = (source.form and source.form.header) or 1  # headings may stand in two
    header = chosen.header + lines
    form = SourceForm(kind, header=header, titles=copied.titles, sheet=chosen.name)
    return replace(
        source,
        form=form,
        not_read=others,
        quality=(*source.quality, *copied.quality()),
        layout=None,
    )


def sheets_with_records(path: Path, known: Known, name: str) -> list[str]:
    """The names of the sheets of a workbook that hold records. Raises `InputError` as
    `open_excel`."""
    with _readable(name):
        check_sheets(path, name)
        return [sheet.name for sheet in _survey(path, known) if sheet.has_records]


@contextmanager
def _readable(name: str) -> Iterator[None]:
    """Whatever a damaged part of a workbook provokes in the library is one error."""
    try:
        yield
    except (InputError, MemoryError):
        raise
    except OSError as error:
        if error.errno is not None and error.filename is None:
            raise  # of the disk, not of the workbook
        raise _damaged(name) from None
    except Exception:
        raise _damaged(name) from None


def _damaged(name: str) -> InputError:
    return InputError(
        "Regnearket kan ikke læses; åbn det i Excel eller LibreOffice, og gem det igen.",
        "The workbook cannot be read; open it in Excel or LibreOffice and save it again.",
        name,
    )


@contextmanager
def _workbook(path: Path, values: bool = True) -> Iterator[Any]:
    """A workbook with the values of its formulas, or with the formulas themselves."""
    if not _is_ooxml(path):
        with open_other(path) as other:
            yield other
        return
    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with path.open("rb") as stream:  # the library refuses names that end otherwise
            found = openpyxl.load_workbook(stream, read_only=True, data_only=values)
            try:
                yield found
            finally:
                with suppress(Exception):
                    found.close()


def _is_ooxml(path: Path) -> bool:
    """Whether a workbook is .xlsx, whatever its name."""
    if not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as archive:
        members = archive.namelist()
    return not {"xl/workbook.bin", "content.xml"} & set(members) or "xl/workbook.xml" in members


def _survey(path: Path, known: Known) -> list[_Sheet]:
    """Every sheet of a workbook, in order."""
    with _workbook(path) as workbook:
        return [_look(workbook[name], known) for name in workbook.sheetnames]


def _look(worksheet: Any, named: Known) -> _Sheet:
    best = _Sheet(worksheet.title)
    if not hasattr(worksheet, "iter_rows"):
        return replace(best, chart=True)
    worksheet.reset_dimensions()  # what a workbook says of its size is often wrong
    for number, row in enumerate(worksheet.iter_rows(values_only=True)):
        filled = sum(_is_filled(value) for value in row)
        if number >= _LOOKED_AT:
            if filled:
                return replace(best, rows=True)
            continue
        known = sum(named(str(value)) for value in row if value is not None)
        if known > best.known or (filled and not best.filled):
            best = replace(best, known=known, header=number, filled=filled, rows=False)
        elif filled:
            best = replace(best, rows=True)
    return best


def _is_filled(value: Any) -> bool:
    return value is not None and str(value).strip() != ""


def _chosen(sheets: Sequence[_Sheet], wanted: str | None, name: str) -> _Sheet:
    """The sheet that is read."""
    names = ", ".join(sheet.name for sheet in sheets)
    if wanted is not None:
        found = [sheet for sheet in sheets if sheet.name == wanted and not sheet.chart]
        if not found:
            raise InputError(
                f"Arket {wanted} findes ikke; der er: {names}.",
                f"There is no sheet {wanted}; there are: {names}.",
                name,
            )
        return found[0]
    records = [sheet for sheet in sheets if sheet.has_records]
    if len(records) > 1:
        raise SeveralSheets(", ".join(sheet.name for sheet in records), name)
    if records:
        return records[0]
    tables = [sheet for sheet in sheets if not sheet.chart]
    if not tables:
        raise empty(name)
    return max(tables, key=lambda sheet: (sheet.known, sheet.filled > 0))


class _Copy(Struct):
    """A sheet as CSV text: from its header on, every row, all of one width."""

    request: Request
    sheet: _Sheet
    known: Known
    count: int = 0
    titles: int = 0
    width: int = 0
    headers: list[str] = field(default_factory=list)
    beyond: list[int] = field(default_factory=list)
    beyond_count: int = 0
    formulas: dict[int, int] = field(default_factory=dict)
    """The first row of each column (from 0) with a formula that has no value."""
    spans: dict[int, int] = field(default_factory=dict)
    """The first row of each column (from 0) whose value stands for rows below it as well."""
    marks: _Marks = field(default_factory=lambda: _Marks(True))

    def write(self, target: Path) -> None:
        """Write the sheet to a file."""
        with target.open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out, delimiter=";")
            blanks = 0
            for number, row, unvalued in self._rows():
                if number < self.sheet.header:
                    self.titles += any(map(_is_filled, row))
                    continue
                if not any(map(_is_filled, row)) and not unvalued:
                    blanks += self.count > 0
                    continue
                for _ in range(blanks):
                    writer.writerow([""] * self.width)
                self.count += blanks
                blanks = 0
                self._take(number, row, unvalued, writer.writerow)

    def _take(
        self, number: int, row: Sequence[Any], unvalued: set[int], write: Callable[..., Any]
    ) -> None:
        if not self.width:
            self.width = max((n + 1 for n, value in enumerate(row) if _is_filled(value)), default=1)
            self.width = max(self.width, self.marks.wide.get(number + 1, 0))
            self.headers = [_text(value) for value in row[: self.width]]
        elif any(map(_is_filled, row[self.width :])):
            self.beyond_count += 1
            if len(self.beyond) < FIRST_ROWS:
                self.beyond.append(self.count)
        texts = [_text(value) for value in row[: self.width]]
        first = next((text for text in texts if text.strip()), "")
        if not is_total(first):  # formulas of a total are no values of a record
            for column in unvalued:
                self.formulas.setdefault(column, number + 1)
        if self.count:
            for columns in self.marks.tall.get(number + 1, ()):
                if columns.start < len(row) and _is_filled(row[columns.start]):
                    for column in range(columns.start, min(columns.stop, self.width)):
                        self.spans.setdefault(column, number + 1)
        write([*texts, *[""] * (self.width - len(texts))])
        self.count += 1

    def _rows(self) -> Iterator[tuple[int, Sequence[Any], set[int]]]:
        """The rows of the sheet, each with the places of its formulas that have no value."""
        path, name = self.request.path, self.sheet.name
        with _workbook(path) as workbook:
            worksheet = workbook[name]
            worksheet.reset_dimensions()
            if isinstance(worksheet, OtherSheet):
                self.marks = _Marks(False, worksheet.tall, worksheet.wide)
                for number, row in enumerate(worksheet.iter_rows()):
                    yield number, row, set()
                return
            self.marks = _marks(path, getattr(worksheet, "_worksheet_path", None))
            if not self.marks.formulas:
                for number, row in enumerate(worksheet.iter_rows(values_only=True)):
                    yield number, row, set()
                return
            stale = _is_stale(path)
            with _workbook(path, values=False) as other:
                formulas = other[name]
                formulas.reset_dimensions()
                both = zip(worksheet.iter_rows(), formulas.iter_rows(), strict=True)
                for number, (row, same) in enumerate(both):
                    unvalued = {
                        n
                        for n, (cell, formula) in enumerate(zip(row, same, strict=True))
                        if formula.data_type == "f"
                        and (stale or (cell.value is None and cell.data_type != "str"))
                    }
                    yield number, [cell.value for cell in row], unvalued

    def _of_known(self, found: Mapping[int, int]) -> Iterator[tuple[str, int]]:
        """The headers of those columns that are read, each with its row."""
        for column, row in sorted(found.items()):
            header = self.headers[column] if column < len(self.headers) else ""
            if self.known(header):
                yield header, row

    def refuse_merged(self) -> None:
        """Refuse the sheet where a value of a column that is read spans several rows: the others
        look like blanks."""
        for header, row in self._of_known(self.spans):
            raise InputError(
                f"Kolonnen {header!r} (ark {self.sheet.name}) har flettede celler, første gang i "
                f"række {row}: kun den første af dem holder værdien. Ophæv fletningen, giv hver "
                "række sin værdi, og gem filen igen.",
                f"The column {header!r} (sheet {self.sheet.name}) has merged cells, first in row "
                f"{row}: only the first of them holds the value. Split them, give each row its "
                "value, and save the file again.",
                self.request.name,
            )

    def refuse_formulas(self) -> None:
        """Refuse the sheet where a column that is read has formulas without values."""
        for header, row in self._of_known(self.formulas):
            raise InputError(
                f"Kolonnen {header!r} (ark {self.sheet.name}) har formler uden beregnede "
                f"værdier, første gang i række {row}. Åbn filen i Excel eller LibreOffice, gem "
                "den igen, eller indsæt værdierne i stedet for formlerne.",
                f"The column {header!r} (sheet {self.sheet.name}) has formulas without "
                f"computed values, first in row {row}. Open the file in Excel or LibreOffice "
                "and save it again, or paste the values in place of the formulas.",
                self.request.name,
            )

    def quality(self) -> tuple[QualityFinding, ...]:
        """What is told of cells to the right of the headers."""
        if not self.beyond_count:
            return ()
        message = Text(
            "Til højre for overskrifterne står der noget i rækken; det er ikke læst.",
            "The row has something to the right of the headers, which was not read.",
        )
        rows = tuple(self.beyond)
        return (QualityFinding("beyond-headers", "info", None, message, self.beyond_count, rows),)


class _Marks(Struct):
    """What a sheet says beside its values: whether it has formulas, and by row (from 1) the columns
    (from 0) of cells that span several rows, that row being their first; and to which column (from
    1) the last cell of a row reaches that spans several columns."""

    formulas: bool
    tall: dict[int, list[range]] = field(default_factory=dict)
    wide: dict[int, int] = field(default_factory=dict)


def _marks(path: Path, member: str | None) -> _Marks:
    """The marks of a sheet; where its part is not known, it may have formulas."""
    found = _Marks(member is None)
    if member is None:
        return found
    with zipfile.ZipFile(path) as archive, archive.open(member.lstrip("/")) as stream:
        rest = b""
        while chunk := stream.read(_CHUNK):
            data = rest + chunk
            found.formulas = found.formulas or any(mark in data for mark in _FORMULAS)
            for left, top, right, bottom in _MERGED.findall(data):
                if int(top) < int(bottom):
                    columns = range(_place(left), _place(right) + 1)
                    found.tall.setdefault(int(top), []).append(columns)
                if left != right:
                    reach = max(found.wide.get(int(top), 0), _place(right) + 1)
                    found.wide[int(top)] = min(reach, MOST_COLUMNS)
            rest = data[-_LONGEST_MARK:]
    return found


def _place(letters: bytes) -> int:
    """The place of a column (from 0) by its letters."""
    place = 0
    for letter in letters:
        place = 26 * place + letter - 64
    return place - 1


def _is_stale(path: Path) -> bool:
    """Whether a workbook asks to be computed anew: what stands beside its formulas is a guess."""
    with zipfile.ZipFile(path) as archive, suppress(KeyError):
        content = archive.read("xl/workbook.xml")
        return any(mark in content for mark in _RECALCULATED)
    return False


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        midnight = value.time() == time()
        return value.date().isoformat() if midnight else value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, float):
        return number_text(value)
    return str(value).replace("\0", "")
