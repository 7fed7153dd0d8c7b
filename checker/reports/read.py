"""The intake of a dataset in sentences, for every format that people read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lovgraf.core.intake import (
    COLUMN_REASONS,
    ROW_REASONS,
    WHO,
    ColumnRead,
    Intake,
    LeftOut,
    NotRead,
    TableRead,
)
from lovgraf.core.result import EXAMPLES
from lovgraf.core.terms import Lang, Text
from lovgraf.core.written import list_text
from lovgraf.reports.phrases import listed, number

_MOST_FILES, _MOST_OTHERS, _MOST_NAMES, _LONGEST = 10, 5, 12, 60
_DELIMITERS = {
    ";": Text("semikolon", "semicolons"),
    ",": Text("komma", "commas"),
    "\t": Text("tabulator", "tabs"),
    "|": Text("lodret streg", "bars"),
}


def read_lines(intake: Intake, rows: int = EXAMPLES) -> tuple[Text, ...]:
    """A sentence for each file or sheet that was read, and for what was not; of many files only
    those of which something was not read are told one by one. What the reader said of columns comes
    second. Of rows that are left out so many `rows` are named."""
    tables = intake.tables
    if len(tables) > _MOST_FILES:
        tables = tuple(table for table in tables if _lacks(table))
    shown = [_of_table(table, rows) for table in tables[:_MOST_FILES]]
    rest = len(intake.tables) - len(shown)
    if rest > 0:
        shown.append(
            Text(f"{_n(rest, 'da')} filer mere er læst.", f"{_n(rest, 'en')} more files were read.")
        )
    others = intake.not_read
    if len(others) > _MOST_OTHERS:
        told, last = [_several(others)], [*_not_read(others)]
    else:
        told, last = [*_not_read(others)], []
    return (*shown[:1], *intake.told, *told, *shown[1:], *last)


def not_read_lines(others: Sequence[NotRead]) -> tuple[Text, ...]:
    """A sentence for each file or sheet that was not read; of many first how many there are."""
    return read_lines(Intake(not_read=tuple(others)))


def _n(count: int, lang: Lang) -> str:
    return number(count, lang)


def _lacks(table: TableRead) -> bool:
    unread = any(column.name is None for column in table.columns)
    return unread or bool(table.left_out or table.unchecked)


def _of_table(table: TableRead, most: int) -> Text:
    said = {lang: " ".join(_sentences(table, lang, most)) for lang in ("da", "en")}
    return Text(said["da"], said["en"])


def _sentences(table: TableRead, lang: Lang, most: int) -> Iterator[str]:
    name = (
        f"{table.file}, {Text('ark', 'sheet')[lang]} {table.sheet}" if table.sheet else table.file
    )
    read = [column for column in table.columns if column.name is not None]
    columns = _n(len(read), lang)
    of = len(table.columns)
    if lang == "da":
        rows = f"{_n(table.records, lang)} rækker" if table.records is not None else "rækkerne"
        yield f"{name}: læst er {rows} og {columns} af {of} kolonner{_how(table, lang)}."
    else:
        rows = f"{_n(table.records, lang)} rows" if table.records is not None else "the rows"
        yield f"{name}: {rows} and {columns} of {of} columns were read{_how(table, lang)}."
    shown = [column for column in table.columns if column.reason == WHO]
    if shown:
        named = _names([repr(_header(column)) for column in shown], lang)
        yield f"{_SHOWN[lang]} {named}."
    if said := _unread(table, lang):
        yield said
    if table.left_out:
        start = "Ingen registreringer: " if lang == "da" else "No records: "
        yield start + "; ".join(_left_out(rows, lang, most) for rows in table.left_out) + "."
    if table.unchecked:
        yield f"{_UNCHECKED[lang]} {listed(table.unchecked, lang)}."


def unread_columns(tables: Sequence[TableRead], lang: Lang) -> list[str]:
    """For each table of which columns were not read, a line that names them."""
    return [said for table in tables if (said := _unread(table, lang))]


def _unread(table: TableRead, lang: Lang) -> str | None:
    """The columns of a table that were not read, with why; None where there are none."""
    unread = [column for column in table.columns if column.name is None and column.reason != WHO]
    start = "Ikke læst: " if lang == "da" else "Not read: "
    return start + "; ".join(_grouped(unread, lang)) + "." if unread else None


_MAY_BE, _OR = Text("kan være", "may be"), Text("eller", "or")
_SHOWN = Text("Kun for at vise, hvem rækken er om:", "Only to show whom the row is about:")
_UNCHECKED = Text(
    "Krav til værdierne i CSVW-filen, som ikke er kontrolleret:",
    "Constraints on values in the CSVW file that were not checked:",
)


def _how(table: TableRead, lang: Lang) -> str:
    """How the file was read, in brackets."""
    parts = []
    if table.header is not None and table.header != 1:
        place = Text("overskrifter i linje", "headers in line")
        if table.sheet:
            place = Text("overskrifter i række", "headers in row")
        parts.append(f"{place[lang]} {table.header}")
    if table.encoding:
        parts.append(table.encoding)
    if table.delimiter in _DELIMITERS:
        parts.append(_DELIMITERS[table.delimiter][lang])
    return f" ({', '.join(parts)})" if parts else ""


def _grouped(columns: Sequence[ColumnRead], lang: Lang) -> Iterator[str]:
    """Columns that are not read, by the reason; first those that nobody decided."""
    by_reason: dict[tuple[str, ...], list[str]] = {}
    for column in sorted(columns, key=lambda column: not column.may_be):
        key = (column.reason or "unknown", *column.may_be)
        by_reason.setdefault(key, []).append(_header(column))
    for (reason, *may_be), headers in by_reason.items():
        why = COLUMN_REASONS[reason][lang]
        if may_be:
            why += f"; {_MAY_BE[lang]} {list_text([Text(m, m) for m in may_be], _OR)[lang]}"
        named = [repr(header) for header in headers if header.strip()]
        if not named:
            one = Text("kolonne", "column") if len(headers) == 1 else Text("kolonner", "columns")
            yield f"{_n(len(headers), lang)} {one[lang]} ({why})"
            continue
        yield f"{_names(named, lang)} ({why})"


def _header(column: ColumnRead) -> str:
    """The header of a column; that of a folder as it names the folder."""
    return column.header[:_LONGEST] + ("=" if column.of_folder else "")


def _names(names: Sequence[str], lang: Lang) -> str:
    rest = len(names) - _MOST_NAMES
    if rest <= 0:
        return listed(names, lang)
    more = f"{_n(rest, lang)} {Text('flere', 'more')[lang]}"
    return listed([*names[:_MOST_NAMES], more], lang)


def _left_out(rows: LeftOut, lang: Lang, most: int) -> str:
    one = rows.count == 1
    what = Text("række" if one else "rækker", "row" if one else "rows")
    if rows.reason == "title":
        what = Text("linje" if one else "linjer", "line" if one else "lines")
    where = ""
    if rows.rows:
        shown = rows.rows[:most]
        more = " …" if rows.count > len(shown) else ""
        where = ": " + ", ".join(_n(row, lang) for row in shown) + more
    return f"{_n(rows.count, lang)} {what[lang]} ({ROW_REASONS[rows.reason][lang]}{where})"


def _several(others: Sequence[NotRead]) -> Text:
    """That so many files or sheets were not read, and some of them by name."""
    names = list(dict.fromkeys(other.sheet or other.file for other in others))
    named = ", ".join(names[:_MOST_OTHERS]) + (" …" if len(names) > _MOST_OTHERS else "")
    return Text(
        f"{_n(len(others), 'da')} filer eller ark er ikke læst: {named}.",
        f"{_n(len(others), 'en')} files or sheets were not read: {named}.",
    )


def _not_read(others: Sequence[NotRead]) -> Iterator[Text]:
    for other in others[:_MOST_FILES]:
        if other.sheet is None:
            yield Text(
                f"{other.file} er ikke læst: {other.reason.da}.",
                f"{other.file} was not read: {other.reason.en}.",
            )
        else:
            yield Text(
                f"Arket {other.sheet} i {other.file} er ikke læst: {other.reason.da}.",
                f"The sheet {other.sheet} of {other.file} was not read: {other.reason.en}.",
            )
    rest = len(others) - _MOST_FILES
    if rest > 0:
        yield Text(
            f"{_n(rest, 'da')} filer eller ark mere er ikke læst.",
            f"{_n(rest, 'en')} more files or sheets were not read.",
        )
