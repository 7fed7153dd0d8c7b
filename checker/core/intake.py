"""The intake of a dataset: which files, sheets, headings, columns and rows were read and which
not, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from lovgraf.core.as_dict import asdict
from lovgraf.core.terms import Text

ROW_REASONS: Mapping[str, Text] = {
    "title": Text("titel over overskrifterne", "title above the headers"),
    "empty": Text("tom", "empty"),
    "repeated-header": Text("overskrifterne gentaget", "the headers repeated"),
    "ruler": Text("kun streger", "only rules"),
    "total": Text("sum eller antal, ingen registrering", "total or count, no record"),
    "note": Text("note under tabellen", "note below the table"),
    "units": Text("enheder eller formater under overskrifterne", "units or forms below headers"),
    "too-long": Text(
        "flere værdier end overskrifter, nok af et skilletegn i en tekst uden citationstegn",
        "more values than headers, probably by a delimiter in a text without quotation marks",
    ),
    "too-short": Text(
        "færre værdier end overskrifter, brudt eller uden et skilletegn",
        "fewer values than headers, broken or without a delimiter",
    ),
    "line-too-long": Text(
        "længere end linjer af den slags skal være", "longer than lines of that kind should be"
    ),
    "line-too-short": Text(
        "kortere end linjer af den slags skal være", "shorter than lines of that kind should be"
    ),
    "other-line": Text(
        "en slags linje, som mappingen ikke læser", "a kind of line that the mapping does not read"
    ),
    "no-record": Text(
        "en linje til en registrering, som filen ikke har",
        "a line of a record that the file does not have",
    ),
    "no-object": Text("ikke et JSON-objekt", "no JSON object"),
    "repeated-key": Text("et JSON-objekt med en nøgle to gange", "a JSON object with a key twice"),
}
"""Why a row is no record, or none that can be read."""
_NO_RECORD = frozenset({"title", "empty", "repeated-header", "ruler", "total", "note", "units"})
"""Those reasons for which a row is no record."""
WHO = "who"
"""The reason that a column is taken along to show whom a row is about, and no rule reads it."""
COLUMN_REASONS: Mapping[str, Text] = {
    "unknown": Text("overskriften er ikke kendt", "the header is not known"),
    "ambiguous": Text("kan være flere kolonner", "may be several columns"),
    "doubled": Text("en tidligere kolonne giver det samme", "an earlier column gives the same"),
    "differing": Text(
        "en tidligere kolonne er læst i stedet, og den har andre værdier",
        "an earlier column was read instead, and it has other values",
    ),
    "other-type": Text("hører til en anden type", "belongs to another type of record"),
    "nameless": Text("har ingen overskrift", "has no header"),
    "of-file": Text("filen giver selv det samme", "the file itself gives the same"),
    "suppressed": Text(
        "udeladt, som mappingen eller --column siger", "left out, as the mapping or --column says"
    ),
    "chosen": Text("du udelod den", "you left it out"),
    WHO: Text("viser kun, hvem rækken er om", "only shows whom the row is about"),
}
"""Why a column is not read."""


TOLD_BY = CODES, VALUES, REGISTER, ROWS = "codes", "values", "register", "rows"
"""What may tell which column it is beside its heading: the codes in it, whether they are days or
answers, of which register the file is, and what other columns hold in the same rows."""


class ColumnRead(Struct, frozen=True):
    """A column of a file: the canonical column it is read as, or None with the reason."""

    header: str
    name: str | None
    reason: str | None = None
    of_folder: bool = False
    """Whether it is the name of a folder (`day=1/`) that gives the values of all rows."""
    means: str | None = None
    """Where it is not read, the canonical column that its heading names."""
    tells_of: tuple[str, ...] = ()
    """The canonical columns of which that one says something."""
    may_be: tuple[str, ...] = ()
    """Where a mapping leaves it out and its heading does not tell what it is, the canonical columns
    that it may be."""
    told_by: str | None = None
    """What says that it is that column (one of `TOLD_BY`), where its heading alone does not."""


class LeftOut(Struct, frozen=True):
    """Rows (or lines) that are no records: why, how many, and the first of them."""

    reason: str
    count: int
    rows: tuple[int, ...] = ()


class TableRead(Struct, frozen=True):
    """A file, or a sheet of one, that was read as a table.

    `header` is the line (the row of the sheet) of its headers; rows are counted from the one below,
    those of a sheet as it counts them itself.
    `records` is how many of them were judged, where that is known of this file alone; `unchecked`
    are constraints on values that a mapping states, by their words, and that were not checked.
    """

    file: str
    format: str
    sheet: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    header: int | None = None
    columns: tuple[ColumnRead, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    records: int | None = None
    unchecked: tuple[str, ...] = ()
    first_line: int | None = None
    """The line of a text file in which its first row is, where each line from it on is a row."""


class NotRead(Struct, frozen=True):
    """A file or a sheet that was not read, and why."""

    file: str
    sheet: str | None
    reason: Text


class Intake(Struct, frozen=True):
    """All that was read and not read."""

    tables: tuple[TableRead, ...] = ()
    not_read: tuple[NotRead, ...] = ()
    told: tuple[Text, ...] = ()
    """What columns are read as because the reader said so."""

    @property
    def lacks(self) -> bool:
        """Whether anything was not read."""
        return bool(self.not_read) or any(
            table.left_out
            or table.unchecked
            or any(column.name is None for column in table.columns)
            for table in self.tables
        )

    @property
    def unread_columns(self) -> tuple[ColumnRead, ...]:
        """The columns that are not read although their headings name one of ours."""
        unread = (column for table in self.tables for column in table.columns if column.means)
        return tuple(dict.fromkeys(unread))

    @property
    def undecided(self) -> tuple[ColumnRead, ...]:
        """The columns that a mapping leaves out and of which nobody said what they are."""
        return tuple(c for table in self.tables for c in table.columns if c.may_be)

    @property
    def unread_rows(self) -> int:
        """How many rows are left out that may be records."""
        return sum(
            rows.count
            for table in self.tables
            for rows in table.left_out
            if rows.reason not in _NO_RECORD
        )

    def beside(self, others: Iterable[NotRead]) -> Intake:
        """The same, with further files that were not read."""
        return replace(self, not_read=(*self.not_read, *others))

    def called(self, name: str, shown: str) -> Intake:
        """The same, with another name for a file."""
        tables = (replace(t, file=shown if t.file == name else t.file) for t in self.tables)
        others = (replace(o, file=shown if o.file == name else o.file) for o in self.not_read)
        return replace(self, tables=tuple(tables), not_read=tuple(others))

    def of_choice(self, reasons: Sequence[str | None] = ()) -> Intake:
        """The same, where the reader chose column by column what is read, so that no file left any
        out; `reasons` tells, of each column, why it is not read."""
        return replace(self, tables=tuple(_of_choice(table, reasons) for table in self.tables))

    @property
    def rows_above(self) -> int:
        """How many rows of its sheet come before the first that is read, where there is one table
        and it is a sheet: a row is told by the number that the sheet has for it."""
        if len(self.tables) != 1 or self.tables[0].sheet is None:
            return 0
        return self.tables[0].header or 0

    def below(self, rows: int) -> Intake:
        """The same, where so many rows come before those whose numbers are told."""
        return replace(self, tables=tuple(_below(table, rows) for table in self.tables))

    def of_records(self, records: int) -> Intake:
        """The same, with the number of the records where there is one table."""
        if len(self.tables) != 1:
            return self
        return replace(self, tables=tuple(replace(t, records=records) for t in self.tables))


def _below(table: TableRead, rows: int) -> TableRead:
    left_out = (replace(x, rows=tuple(row + rows for row in x.rows)) for x in table.left_out)
    return replace(table, left_out=tuple(left_out))


def _of_choice(table: TableRead, reasons: Sequence[str | None]) -> TableRead:
    known = reasons if len(reasons) == len(table.columns) else (None,) * len(table.columns)
    columns = (
        replace(column, reason=reason or "chosen", may_be=())
        if column.reason == "suppressed"
        else column
        for column, reason in zip(table.columns, known, strict=True)
    )
    return replace(table, columns=tuple(columns))


def without_rows(file: str) -> Intake:
    """What is told of a file that holds no row."""
    return Intake(not_read=(NotRead(file, None, Text("ingen rækker", "no rows")),))


def together(intakes: Iterable[Intake]) -> Intake:
    """What was read of several files, or of several sheets of a workbook as files of their own
    (`book.xlsx [sheet]`): a sheet that one of them read is not told as unread by another."""
    found = list(intakes)
    tables = tuple(table for one in found for table in one.tables)
    read = {(_workbook(table), table.sheet) for table in tables if table.sheet}
    others = (
        replace(other, file=_workbook(one.tables[0])) if one.tables else other
        for one in found
        for other in one.not_read
    )
    return Intake(
        tables,
        tuple(dict.fromkeys(other for other in others if (other.file, other.sheet) not in read)),
    )


def _workbook(table: TableRead) -> str:
    """The name of the file that a table is a sheet of."""
    return table.file.removesuffix(f" [{table.sheet}]")


def of_blocks(intakes: Iterable[Intake]) -> Intake:
    """What was read of one file in blocks, each of which says the same of its columns."""
    found = list(intakes)
    tables: dict[TableRead, int] = {}
    for one in found:
        for table in one.tables:
            key = replace(table, records=None)
            tables[key] = tables.get(key, 0) + (table.records or 0)
    return Intake(
        tuple(replace(table, records=count) for table, count in tables.items()),
        tuple(dict.fromkeys(other for one in found for other in one.not_read)),
    )


def as_json(intake: Intake) -> dict[str, Any]:
    """For a report: what was read and not read, with reasons in both languages."""
    return {
        "tables": [_table(table) for table in intake.tables],
        "not_read": [
            {"file": other.file, "sheet": other.sheet, "reason": other.reason.as_dict()}
            for other in intake.not_read
        ],
        **({"told": [said.as_dict() for said in intake.told]} if intake.told else {}),
    }


def _table(table: TableRead) -> dict[str, Any]:
    return {
        "file": table.file,
        "sheet": table.sheet,
        "format": table.format,
        "encoding": table.encoding,
        "delimiter": table.delimiter,
        "header_row": table.header,
        "records": table.records,
        "columns": [
            {
                "header": column.header,
                "column": column.name,
                "read": column.name is not None,
                "reason": None
                if column.reason is None
                else {"code": column.reason, **COLUMN_REASONS[column.reason].as_dict()},
                **({"of_folder": True} if column.of_folder else {}),
            }
            for column in table.columns
        ],
        "rows_left_out": [
            {
                "reason": {"code": rows.reason, **ROW_REASONS[rows.reason].as_dict()},
                "count": rows.count,
                "rows": list(rows.rows),
            }
            for rows in table.left_out
        ],
        **({"constraints_not_checked": list(table.unchecked)} if table.unchecked else {}),
    }


_LISTS = ("tells_of", "may_be")
"""What of a column is kept as a list."""


def kept(intake: Intake) -> dict[str, Any]:
    """As it is stored, to be read again by `restored`."""
    return asdict(intake)


def restored(found: Mapping[str, Any]) -> Intake:
    """What was stored by `kept`."""
    return Intake(
        tuple(
            TableRead(
                **{
                    **table,
                    "columns": tuple(
                        ColumnRead(**{**column, **{n: tuple(column.get(n, ())) for n in _LISTS}})
                        for column in table["columns"]
                    ),
                    "left_out": tuple(
                        LeftOut(**{**rows, "rows": tuple(rows["rows"])})
                        for rows in table["left_out"]
                    ),
                    "unchecked": tuple(table["unchecked"]),
                }
            )
            for table in found["tables"]
        ),
        tuple(
            NotRead(**{**other, "reason": Text(**other["reason"])}) for other in found["not_read"]
        ),
        tuple(Text(**said) for said in found.get("told", ())),
    )
