"""A check as an Excel workbook: a sheet each for the work list, the findings row by row, the
quality of the data, the rules, the presumptions, and what was read.

The sheets are joined by the cause's id. Findings are written one by one, so that any number of them
takes the same memory; they go on in a further sheet where one is full. Text is never a formula.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date
from functools import cached_property
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from msgspec import Struct

from lovgraf.check.work_list import Task, WorkList, work_list
from lovgraf.core.private import PrivateFolder
from lovgraf.core.result import DONE, DUE, LATE, OUTLOOKS, VERDICTS, Batch, CheckResult, NormResult
from lovgraf.core.safe import plain, web_link
from lovgraf.core.terms import Text
from lovgraf.reports.formats import ReportOptions
from lovgraf.reports.letters import CAUSE_CELLS, letters_of
from lovgraf.reports.phrases import named, number, receipt, severity_name, verdict_name, word
from lovgraf.reports.read import read_lines
from lovgraf.reports.rows import (
    Lines,
    example_rows,
    headings_of,
    offending_text,
    own_heading,
    own_headings,
    own_text,
    to_act_on,
)
from lovgraf.reports.tasks import HEADINGS, blanks_line, compared_line, settling_line

if TYPE_CHECKING:
    from openpyxl import Workbook

ROWS = 1_048_575
"""Rows of a sheet below its header."""
MOST_SHEETS = 5
"""Sheets of findings that are written; what is beyond is told to be left out."""
_LONGEST = 32_767
"""Characters of a cell."""
_PIECE = 1 << 20
_LINES = ".lines"
"""The ending of a file with the lines of a sheet."""
_MOST_ROWS = 500
"""Rows of a flaw that a cell lists, at most."""
_DAY = (1980, 1, 1, 0, 0, 0)
"""When all parts of a workbook were written, so that the same check gives the same bytes."""
_FIRST_DAY = date(1899, 12, 30)
"""The day from which a workbook counts days."""
_HIGHEST = 2**53


def write(result: CheckResult, options: ReportOptions) -> Iterator[bytes]:
    """The workbook in pieces."""
    with PrivateFolder() as folder:
        path = folder / "report.xlsx"
        _fill(path, result, options)
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                yield piece


def left_out(result: CheckResult) -> Text | None:
    """What the workbook does not hold; None where it holds everything."""
    beyond = sum(map(len, to_act_on(result))) - MOST_SHEETS * ROWS
    if beyond <= 0:
        return None
    return Text(
        f"Arbejdsbogen har ikke plads til alle fund: {number(beyond, 'da')} er udeladt. Brug "
        "--findings FIL.parquet.",
        f"The workbook has no room for all findings: {number(beyond, 'en')} are left out. Use "
        "--findings FILE.parquet.",
    )


def _fill(path: Path, result: CheckResult, options: ReportOptions) -> None:
    """Fill a workbook and write it to a file, in the folder of which its parts lie until then."""
    from openpyxl import Workbook
    from openpyxl.writer.excel import ExcelWriter

    book = Workbook(write_only=True)
    work = work_list(result)
    sheets = _Sheets(book, result, options, path.parent)
    sheets.tasks(work)
    sheets.findings()
    sheets.quality()
    sheets.norms()
    sheets.presumptions()
    sheets.intake(work)
    with _Archive(path, "w", ZIP_DEFLATED) as archive:
        ExcelWriter(book, archive).write_data()


class _Archive(ZipFile):
    """A zip file whose parts have no time of their own."""

    def writestr(self, name: Any, data: Any, *_: Any, **__: Any) -> None:  # type: ignore[override]
        """Add a part."""
        if str(name) == "docProps/core.xml":
            data = _CORE
        super().writestr(self._info(name), data)

    def write(self, filename: Any, arcname: Any = None, *_: Any, **__: Any) -> None:
        """Add a sheet, with the lines that lie beside it below its own."""
        before, end, after = Path(filename).read_bytes().partition(b"</sheetData>")
        lines = Path(filename).with_suffix(_LINES)
        with self.open(self._info(arcname), "w", force_zip64=True) as target:
            target.write(before)
            if lines.exists():
                with lines.open("rb") as source:
                    shutil.copyfileobj(source, target, _PIECE)
            target.write(end + after)

    def _info(self, name: object) -> ZipInfo:
        info = ZipInfo(str(name), _DAY)
        info.compress_type = ZIP_DEFLATED
        return info


_CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
    'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>Lovgraf</dc:creator>'
    "</cp:coreProperties>"
)


class _Column(Struct, frozen=True):
    """A column of a sheet: its heading and its width in characters."""

    heading: str
    width: int


class _Sheets:
    """Writes the sheets of a workbook."""

    def __init__(
        self, book: Workbook, result: CheckResult, options: ReportOptions, folder: Path
    ) -> None:
        from openpyxl.styles import Alignment, Font, PatternFill

        self._folder = folder
        self.book, self.result, self.options, self.lang = book, result, options, options.lang
        self._bold, self._fill = Font(bold=True), PatternFill("solid", fgColor="E6EAEC")
        self._wrapped = Alignment(wrap_text=True, vertical="top")
        self._top = Alignment(vertical="top")

    def word(self, key: str) -> str:
        """A word in the language of the report."""
        return word(key, self.lang)

    def sheet(self, name: str, columns: Sequence[_Column], rows: int) -> Any:
        """A new sheet with its headings, which stay in sight and filter the rows below."""
        from openpyxl.utils import get_column_letter

        sheet = self.book.create_sheet(name)
        sheet.freeze_panes = "A2"
        letters = [get_column_letter(place) for place in range(1, len(columns) + 1)]
        for letter, column in zip(letters, columns, strict=True):
            sheet.column_dimensions[letter].width = column.width
        # The library would write what may be somebody's values where all temporary files lie.
        sheet._writer = _part_writer(sheet, self._folder / f"{len(self.book.worksheets)}.xml")
        sheet.auto_filter.ref = f"A1:{letters[-1]}{rows + 1}"
        heads = []
        for column in columns:
            cell = self.cell(sheet, column.heading)
            cell.font, cell.fill = self._bold, self._fill
            heads.append(cell)
        sheet.append(heads)
        return sheet

    def cell(self, sheet: Any, value: object, wrap: bool = False) -> Any:
        """A cell: dates and numbers as such, all else as text, which nothing calculates."""
        from openpyxl.cell import WriteOnlyCell

        cell = WriteOnlyCell(sheet)
        if isinstance(value, date):
            cell.value, cell.number_format = value, "dd-mm-yyyy"
        elif isinstance(value, int) and abs(value) < _HIGHEST:
            cell.value = value
        else:
            fill_text(cell, str(value))
            cell.number_format = "@"
        cell.alignment = self._wrapped if wrap else self._top
        return cell

    def table(
        self, name: str, columns: Sequence[_Column], rows: Sequence[Sequence[object]]
    ) -> None:
        """A sheet of some rows."""
        sheet = self.sheet(name, columns, len(rows))
        for row in rows:
            sheet.append(
                [
                    None if value is None or value == "" else self.cell(sheet, value, c.width > 30)
                    for value, c in zip(row, columns, strict=True)
                ]
            )

    def tasks(self, work: WorkList) -> None:
        """The work list: a line a task."""
        change = [_Column(self.word("change"), 12)] if self.result.earlier else []
        columns = [
            _Column(self.word("kind"), 24), _Column(self.word("count"), 14), *change,
            _Column(self.word("cause"), 12), _Column(self.word("verdict"), 18),
            _Column(self.word("norm"), 40), _Column(self.word("provision"), 40),
            _Column(self.word("message"), 60), _Column(self.word("who"), 28),
            _Column(self.word("what-to-do"), 60), _Column(self.word("missing"), 36),
            _Column(self.word("deadline"), 36), _Column(self.word("sanction"), 36),
        ]  # fmt: skip
        self.table(self.word("work-list"), columns, [self._task(task) for task in work.tasks])

    def _task(self, task: Task) -> list[object]:
        lang = self.lang
        change = [task.change] if self.result.earlier else []
        verdict = verdict_name(task.verdict, lang) if task.verdict else ""
        summed_up = task.verdict and not task.first
        columns = self.result.wanted(task.columns) if summed_up else task.columns
        missing = ", ".join(named(self.result.labels, columns, lang))
        return [
            HEADINGS[task.kind][lang], task.count, *change, task.id, verdict,
            _in(task.rule, lang), _in(task.where, lang), task.what[lang], task.who[lang],
            task.remedy[lang], missing, _in(task.deadline, lang), _in(task.sanction, lang),
        ]  # fmt: skip

    def findings(self) -> None:
        """The records that somebody has to do something about: those of what is sought, then those
        of what is left open."""
        result, shown = self.result, self.options.show_values
        columns = [
            *([_Column(self.word("file"), 30)] if result.files else []),
            _Column(self.word("row"), 12),
            *([_Column(self.word("id"), 24)] if shown else []),
            *(_Column(plain(heading), 24) for heading in headings_of(result, self.options)),
            _Column(self.word("cause"), 12), _Column(self.word("verdict"), 18),
            _Column(self.word("norm"), 50), _Column(self.word("provision"), 50),
            _Column(self.word("who"), 28), _Column(self.word("what-to-do"), 60),
            *(_Column(self.word(name), 36) for name in CAUSE_CELLS),
            _Column(self.word("they-must"), 50),
            *(_Column(own_heading(one, result, self.lang), 14) for one in self._own_headings),
        ]  # fmt: skip
        listed = to_act_on(result)
        left = min(sum(map(len, listed)), MOST_SHEETS * ROWS)
        lines = self._lines(chain(*(findings.batches(shown) for findings in listed)), shown)
        for place in range(max(1, -(-left // ROWS))):
            name = self.word("findings") + (f" {place + 1}" if place else "")
            rows = min(left, ROWS)
            sheet = self.sheet(name, columns, rows)
            with Path(sheet._writer.out).with_suffix(_LINES).open("w", encoding="utf-8") as file:
                for at, (line, values) in enumerate(islice(lines, rows), 2):
                    file.write(line.format(at=at, **values))
            left -= rows

    @property
    def _own_headings(self) -> list[str]:
        return own_headings(self.result, self.options)

    def _lines(
        self, batches: Iterable[Batch], shown: bool
    ) -> Iterator[tuple[str, dict[str, object]]]:
        """The markup of each line, and the values that differ from line to line."""
        causes, headings = self._causes(shown), headings_of(self.result, self.options)
        letters, own_headings = letters_of(self.result, self.lang), self._own_headings
        for batch in batches:
            file = markup(batch.file or "")
            names = batch.names() or [""] * len(batch.rows)
            nobody = [None] * len(batch.rows)
            whom = [batch.who.get(heading, nobody) for heading in headings]
            late = batch.who.get(LATE, nobody)
            others = [(name, batch.who.get(name, nobody)) for name in own_headings]
            for at, (row, name, cause) in enumerate(
                zip(batch.rows, names, batch.causes, strict=True)
            ):
                own = {f"who{n}": markup(values[at] or "") for n, values in enumerate(whom)}
                own["said"] = markup(letters[cause].said(late[at]))
                for n, (heading, values) in enumerate(others):
                    own[f"own{n}"] = self._own(heading, values[at])
                own |= {"file": file, "id": markup(name) if shown else ""}
                yield causes[cause], {"row": row, **own}

    def _own(self, heading: str, value: str | None) -> str:
        """The end of the markup of a cell with what is told of a finding: a day or a number where
        it is one, so that it can be reckoned with."""
        if not value:
            return "/>"
        with suppress(ValueError):
            if heading in (DUE, DONE):
                day = date.fromisoformat(value)
                return f' s="{self._day_style}"><v>{(day - _FIRST_DAY).days}</v></c>'
            return f"><v>{int(value)}</v></c>"
        return _text(markup(own_text(heading, value, self.result, self.lang)), self._text_style)

    @cached_property
    def _day_style(self) -> int:
        style: int = self.cell(self.book.worksheets[0], date(2000, 1, 1)).style_id
        return style

    @cached_property
    def _text_style(self) -> int:
        style: int = self.cell(self.book.worksheets[0], "").style_id
        return style

    def _causes(self, shown: bool) -> dict[str, str]:
        """The markup of the lines of each cause."""
        result, lang = self.result, self.lang
        norms = {norm.norm: norm for norm in result.norms}
        tasks = {task.id: task for task in work_list(result).tasks}
        letters = letters_of(result, lang)
        before = ["file"] if result.files else []
        after = ["id"] if shown else []
        after += [f"who{n}" for n in range(len(headings_of(result, self.options)))]
        found = {}
        for cause in result.causes:
            norm, task = norms[cause.norm], tasks[cause.id]
            words = (
                cause.id, verdict_name(cause.verdict, lang), norm.title[lang],
                norm.provision_label[lang], task.who[lang], task.remedy[lang],
                *letters[cause.id].cells,
            )  # fmt: skip
            texts = [markup(text).replace("{", "{{").replace("}", "}}") for text in words]
            filled = (_text(f"{{{name}}}", self._text_style) for name in (*before, *after, "said"))
            *named, said = filled
            cells = [
                *named[: len(before)], "><v>{row}</v></c>", *named[len(before) :],
                *(_text(text, self._text_style) for text in texts), said,
                *(f"{{own{n}}}" for n in range(len(self._own_headings))),
            ]  # fmt: skip
            found[cause.id] = _line(cells)
        return found

    def quality(self) -> None:
        """What is wrong with the data."""
        lang = self.lang
        heading = "values-of" if self.options.show_values else "written"
        columns = [
            _Column(self.word("severity"), 14), _Column(self.word("column"), 30),
            _Column(self.word("count"), 14), _Column(self.word("flaw"), 70),
            _Column(self.word("rows"), 30), _Column(self.word(heading), 36),
        ]  # fmt: skip
        rows = [
            [
                severity_name(flaw.severity, lang),
                "".join(named(self.result.labels, [flaw.column] if flaw.column else [], lang)),
                flaw.count, flaw.message[lang],
                example_rows(flaw, Lines.of(self.result), lang, _MOST_ROWS),
                offending_text(flaw, self.options),
            ]
            for flaw in self.result.quality
        ]  # fmt: skip
        self.table(self.word("quality"), columns, rows)

    def norms(self) -> None:
        """The rules with their verdicts, and those that were not asked."""
        lang = self.lang
        columns = [
            _Column(self.word("norm"), 40), _Column(self.word("provision"), 40),
            *(_Column(verdict_name(verdict, lang), 14) for verdict in VERDICTS),
            *(_Column(self.word(f"outlook-{name}"), 14) for name in OUTLOOKS),
            _Column(self.word("presumed"), 14), _Column(self.word("bearer"), 28),
            _Column(self.word("authority"), 28), _Column(self.word("deadline"), 36),
            _Column(self.word("sanction"), 36), _Column(self.word("link"), 44),
            _Column(self.word("not-asked"), 44),
        ]  # fmt: skip
        asked = [self._norm(norm) for norm in self.result.norms]
        blank = [None] * (len(columns) - 3)
        left = [
            [
                norm.title[lang],
                norm.provision_label[lang],
                *blank,
                ", ".join(self._named(norm.needs)),
            ]
            for norm in self.result.not_asked
        ]
        self.table(self.word("rules"), columns, [*asked, *left])

    def _named(self, columns: Iterable[str]) -> list[str]:
        return named(self.result.labels, columns, self.lang)

    def _norm(self, norm: NormResult) -> list[object]:
        lang = self.lang
        return [
            norm.title[lang], norm.provision_label[lang],
            *(norm.verdicts.get(verdict, 0) for verdict in VERDICTS),
            *(norm.possible.get(name, 0) for name in OUTLOOKS),
            sum(norm.presumed.values()), self._named([norm.bearer])[0], _in(norm.authority, lang),
            _in(norm.deadline, lang), _in(norm.sanction, lang), web_link(norm.link), None,
        ]  # fmt: skip

    def presumptions(self) -> None:
        """What was presumed of blanks."""
        lang = self.lang
        columns = [
            _Column(self.word("presumption"), 60), _Column(self.word("column"), 30),
            _Column(self.word("verdicts"), 14), _Column(self.word("rebuttal"), 60),
        ]  # fmt: skip
        rows = [
            [use.label[lang], "".join(self._named([use.column])), use.verdicts,
             _in(use.rebuttal, lang)]
            for use in self.result.presumptions
        ]  # fmt: skip
        self.table(self.word("presumptions"), columns, rows)

    def intake(self, work: WorkList) -> None:
        """What was read, what it means, and what the check rests on."""
        lang, result = self.lang, self.result
        said: list[tuple[str, object]] = [
            (self.word("day"), result.as_of),
            (self.word("dataset"), result.dataset),
            (self.word("records"), result.records),
            (self.word("meaning-of-all"), work.meaning[lang]),
            (self.word("note"), settling_line(work, result, lang)),
            (self.word("note"), blanks_line(work, result, lang)),
            (self.word("note"), compared_line(work, result, lang)),
            *((self.word("read"), line[lang]) for line in read_lines(result.intake, _MOST_ROWS)),
            *((self.word("note"), note[lang]) for note in result.all_notes),
            *((self.word("file"), f"{name}: {number(n, lang)}") for name, n in result.files),
            *receipt(result.receipt, lang),
        ]
        if beyond := left_out(result):
            said.append((self.word("note"), beyond[lang]))
        columns = [_Column(self.word("part"), 30), _Column(self.word("value"), 100)]
        rows = [[name, value] for name, value in said if value != ""]
        self.table(self.word("basis-sheet"), columns, rows)


def _part_writer(sheet: Any, path: Path) -> Any:
    """What writes a sheet into a file of ours."""
    from openpyxl.worksheet._writer import WorksheetWriter

    class Writer(WorksheetWriter):  # type: ignore[misc]
        def cleanup(self) -> None:
            path.unlink()

    writer = Writer(sheet, str(path))
    writer.write_top()
    return writer


def fill_text(cell: Any, text: str) -> None:
    """Put a text into a cell, as text whatever it begins with."""
    cell.value = _fitting(text)
    cell.data_type = "s"


def _fitting(text: str) -> str:
    text = plain(text)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def markup(text: str) -> str:
    """A text as it stands in the markup of a sheet."""
    return escape(_fitting(text))


def _text(text: str, style: int) -> str:
    """The end of the markup of a cell with a text."""
    return f' t="inlineStr" s="{style}"><is><t xml:space="preserve">{text}</t></is></c>'


def _line(cells: Sequence[str]) -> str:
    """The markup of a line at `{at}`, of the ends of its cells' markup."""
    from openpyxl.utils import get_column_letter

    said = (f'<c r="{get_column_letter(place)}{{at}}"{end}' for place, end in enumerate(cells, 1))
    return f'<row r="{{at}}">{"".join(said)}</row>\n'


def _in(text: Text | None, lang: Any) -> str:
    return "" if text is None else text[lang]
