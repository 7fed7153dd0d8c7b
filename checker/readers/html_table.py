"""HTML as programs save it under the name of a workbook: its table with known headings, as CSV."""

from __future__ import annotations

import csv
import re
from collections.abc import Collection
from html.parser import HTMLParser
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from lovgraf.core.errors import InputError
from lovgraf.readers.delimited import Dialect, Known, open_delimited
from lovgraf.readers.source import Request, Source, SourceForm

_LOOK = 4096
_CHUNK = 1 << 20
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.IGNORECASE)


def open_html(request: Request, known: Known, headings: Collection[str] = ()) -> Source:
    """Open the table of a page that has the most known headings.

    Raises `InputError` where there is none, where several have records, where a cell spans
    several rows or columns of the records, and where the page is cut short.
    """
    tables = _Tables(request)
    with request.path.open(encoding=_encoding(request.path), errors="replace") as stream:
        while text := stream.read(_CHUNK):
            tables.feed(text)
    tables.close()
    found = [(sum(map(known, table.headings)), table) for table in tables.found if table.rows > 1]
    best = [table for count, table in found if count > 1]
    if not best:
        raise InputError(
            "Filen er en HTML-side uden en tabel med kendte overskrifter.",
            "The file is an HTML page without a table that has known headings.",
            request.name,
        )
    if len(best) > 1:
        raise InputError(
            "HTML-siden har flere tabeller med registreringer; gem hver som en fil.",
            "The HTML page has several tables with records; save each as a file.",
            request.name,
        )
    (table,) = best
    if not table.ended:
        raise InputError(
            "Tabellen på HTML-siden slutter ikke: filen er afkortet, og rækker kan mangle. Hent "
            "eller gem den igen.",
            "The table of the HTML page does not end: the file is cut short, and rows may be "
            "missing. Fetch or save it again.",
            request.name,
        )
    if table.spans is not None:
        raise InputError(
            f"Tabellen har flettede celler, første gang i række {table.spans}: hvilken værdi der "
            "hører til hvilken kolonne, vides ikke. Ophæv fletningen, og gem igen.",
            f"The table has merged cells, first in row {table.spans}: which value belongs to "
            "which column is not known. Split them and save again.",
            request.name,
        )
    written = Request(table.path, request.name, request.connection, request.place)
    source = open_delimited(written, known, Dialect(delimiter=";", encoding="utf-8"), headings)
    return replace(source, form=SourceForm("html"), layout=None)


def _encoding(path: Path) -> str:
    """The encoding that a page states, else UTF-8, else that of Windows."""
    with path.open("rb") as stream:
        head = stream.read(_LOOK)
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    stated = _CHARSET.search(head)
    for name in ((stated[1].decode() if stated else "utf-8-sig"), "cp1252"):
        try:
            with path.open(encoding=name) as text:
                while text.read(_CHUNK):
                    pass
            return name
        except (LookupError, UnicodeDecodeError):
            continue
    return "latin-1"


class _Table(Struct):
    """A table that is written to a file as it comes."""

    path: Path
    headings: list[str] = field(default_factory=list)
    rows: int = 0
    spans: int | None = None
    """The first row of records with a cell that spans several."""
    ended: bool = False
    row: list[str] | None = None
    cell: list[str] | None = None

    def end_cell(self) -> None:
        """Take the cell into its row."""
        if self.cell is not None and self.row is not None:
            self.row.append(" ".join("".join(self.cell).split()))
        self.cell = None

    def end_row(self) -> None:
        """Write the row, unless it is empty; the first is that of the headings."""
        self.end_cell()
        if self.row is not None and any(self.row):
            if not self.rows:
                self.headings = self.row
            with self.path.open("a", encoding="utf-8", newline="") as out:
                csv.writer(out, delimiter=";").writerow(self.row)
            self.rows += 1
        self.row = None


class _Tables(HTMLParser):
    """The tables of a page; one within another is a table of its own."""

    def __init__(self, request: Request) -> None:
        super().__init__(convert_charrefs=True)
        self._request = request
        self.found: list[_Table] = []
        self._open: list[_Table] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A table, a row or a cell begins."""
        if tag == "table":
            table = _Table(self._request.place.file(f"table-{len(self.found)}.csv"))
            self.found.append(table)
            self._open.append(table)
        elif self._open and tag == "tr":
            self._open[-1].end_row()
            self._open[-1].row = []
        elif self._open and tag in ("td", "th"):
            table = self._open[-1]
            table.end_cell()
            table.cell = []
            wide = any(k in ("rowspan", "colspan") and (v or "1").strip() != "1" for k, v in attrs)
            if wide and table.spans is None and table.rows:
                table.spans = table.rows
        elif self._open and tag == "br" and self._open[-1].cell is not None:
            self._open[-1].cell.append(" ")

    def handle_endtag(self, tag: str) -> None:
        """A table, a row or a cell ends."""
        if not self._open:
            return
        if tag in ("td", "th"):
            self._open[-1].end_cell()
        elif tag == "tr":
            self._open[-1].end_row()
        elif tag == "table":
            table = self._open.pop()
            table.end_row()
            table.ended = True

    def handle_data(self, data: str) -> None:
        """Text of a cell."""
        if self._open and self._open[-1].cell is not None:
            self._open[-1].cell.append(data)
