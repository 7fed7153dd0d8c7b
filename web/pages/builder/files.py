"""The answer as a file: a table for a spreadsheet, a workbook, or JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from datetime import date

from flask import g

from lovgraf.core.safe import spreadsheet_cell
from lovgraf.query.built import Built
from lovgraf.reports.formats import FORMATS
from lovgraf_web.pages.builder.addresses import digest, saved_address
from lovgraf_web.pages.builder.conditions import in_words
from lovgraf_web.pages.builder.table import AnswerTable
from lovgraf_web.texts import TEXTS

KINDS = {name: FORMATS[name].media_type for name in ("csv", "xlsx", "json")}
"""Media types of the files."""


def lines(answer: AnswerTable) -> list[list[str]]:
    """The table with its headings; after a column where its values stand, and their IRIs."""
    lang = g.lang
    head, rows = list[str](), [list[str]() for _ in answer.rows]
    for number, column in enumerate(answer.columns):
        head.append(column.heading[lang])
        head += [f"{column.heading[lang]}: {TEXTS['build-place'][lang]}"] if column.placed else []
        head += [f"{column.heading[lang]}: IRI"] if column.named else []
        for row, cells in zip(rows, answer.rows, strict=True):
            cell = cells[number]
            row.append(cell.text[lang])
            row += [cell.place[lang] if cell.place else ""] if column.placed else []
            row += [cell.iri or ""] if column.named else []
    return [head, *rows]


def as_csv(answer: AnswerTable) -> bytes:
    """As a table for a spreadsheet, in UTF-8 with its mark."""
    stream = io.StringIO()
    writer = csv.writer(stream)
    for line in lines(answer):
        writer.writerow([spreadsheet_cell(text) for text in line])
    return b"\xef\xbb\xbf" + stream.getvalue().encode()


def as_xlsx(answer: AnswerTable, about: Sequence[tuple[str, str]]) -> bytes:
    """As a workbook: the table, and a sheet that says what was asked of which law."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    from lovgraf.reports.as_xlsx import fill_text

    book = Workbook(write_only=True)
    bold = Font(bold=True)
    for name, content in ((TEXTS["build-answer"], lines(answer)), (TEXTS["build-asked"], about)):
        sheet = book.create_sheet(name[g.lang][:31])
        if content is not about:
            sheet.freeze_panes = "A2"
        for number, line in enumerate(content):
            cells = []
            for text in line:
                cell = WriteOnlyCell(sheet)
                fill_text(cell, text)
                if number == 0 and content is not about:
                    cell.font = bold
                cells.append(cell)
            sheet.append(cells)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def content(form: str, asked: Built, answer: AnswerTable, day: date) -> bytes:
    """The answer to a question on a date in one of the forms."""
    if form == "csv":
        return as_csv(answer)
    if form == "json":
        return _as_json(asked, answer, day)
    lang = g.lang
    about = (
        (TEXTS["build-asked"][lang], in_words(asked)[lang]),
        (TEXTS["build-day"][lang], day.isoformat()),
        (TEXTS["build-law"][lang], digest()),
        (TEXTS["build-address"][lang], saved_address(asked, day, answer)),
        ("SPARQL", answer.text),
    )
    return as_xlsx(answer, about)


def _as_json(asked: Built, answer: AnswerTable, day: date) -> bytes:
    said = {
        "words": in_words(asked).as_dict(),
        "as_of": day.isoformat(),
        "law": digest(),
        "address": saved_address(asked, day, answer),
        **answer.as_dict(),
    }
    return json.dumps(said, ensure_ascii=False).encode()
