"""Excel workbooks, read row by row into CSV text, so that the same rules read the values."""

from __future__ import annotations

import csv
import warnings
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from typing import Any

from checker.errors import InputError
from checker.records.bombs import check_workbook
from checker.records.delimited import Dialect, empty, open_delimited
from checker.records.headers import HeaderBook
from checker.records.source import Request, Source

_LOOKED_AT = 10
"""Rows in which the header is looked for: lists often begin with a title."""


def open_excel(request: Request, book: HeaderBook, sheet: str | None = None) -> Source:
    """Open a workbook: the named sheet, else the first with a known header.

    Raises `InputError` for a bomb, a password, a damaged file, or a sheet that is not there.
    """
    check_workbook(request.path, request.name)
    target = request.place.file("sheet.csv")
    try:
        rows = _rows(request, book, sheet)
        with target.open("w", encoding="utf-8", newline="") as out:
            written = csv.writer(out, delimiter=";")
            count = 0
            for row in rows:
                written.writerow([_text(value) for value in row])
                count += 1
    except InputError:
        raise
    except Exception:  # the library raises whatever a damaged part of the workbook provokes
        raise InputError(
            "Excel-filen kan ikke læses; åbn den i Excel, og gem den igen.",
            "The Excel file cannot be read; open it in Excel and save it again.",
            request.name,
        ) from None
    if not count:
        raise empty(request.name)
    text = Request(target, request.name, request.connection, request.place)
    return open_delimited(text, lambda _: False, Dialect(delimiter=";", encoding="utf-8"))


def _rows(request: Request, book: HeaderBook, sheet: str | None) -> Iterator[Sequence[Any]]:
    """The rows of the sheet from its header on, all of one width; blank rows are left out."""
    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        workbook = openpyxl.load_workbook(request.path, read_only=True, data_only=True)
    names = workbook.sheetnames
    if sheet is not None and sheet not in names:
        raise InputError(
            f"Arket {sheet} findes ikke; der er: {', '.join(names)}.",
            f"There is no sheet {sheet}; there are: {', '.join(names)}.",
            request.name,
        )
    best: tuple[int, str, int] = (-1, names[0], 0)
    for name in [sheet] if sheet else names:
        worksheet = workbook[name]
        if not hasattr(worksheet, "iter_rows"):
            continue
        for number, row in enumerate(worksheet.iter_rows(max_row=_LOOKED_AT, values_only=True)):
            known = sum(bool(book.candidates(str(value))) for value in row if value is not None)
            if known > best[0]:
                best = (known, name, number)
    _, name, first = best
    worksheet = workbook[name]
    width = 0
    for number, row in enumerate(worksheet.iter_rows(values_only=True)):
        if number < first or all(value is None for value in row):
            continue
        if not width:
            width = max(i + 1 for i, value in enumerate(row) if value is not None)
        yield [*row[:width], *([None] * (width - len(row)))]
    workbook.close()


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
    return str(value).replace("\0", "")
