"""A dataset as typed columns: open a file of any format, or one record given as pairs.

`open_dataset` never needs the file prepared: formats, encodings, headers and spellings are found
out, and what cannot be read is named, never guessed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import duckdb
from msgspec import Struct, structs

from lovgraf.core.errors import InputError
from lovgraf.core.intake import ColumnRead, Intake
from lovgraf.core.result import QualityFinding
from lovgraf.facts.plain import Plain
from lovgraf.facts.vocabulary import FactsOfDay, FactVocabulary
from lovgraf.readers.assemble import add_blank, assemble, folder_values
from lovgraf.readers.csvw import NO_MAPPING, read_mapping
from lovgraf.readers.csvw import Mapping as Csvw
from lovgraf.readers.formats import open_source, readable
from lovgraf.readers.headers import (
    TYPE,
    HeaderBook,
    book_of,
    check_record_type,
    did_you_mean,
    suggestion,
)
from lovgraf.readers.inputs import InputFile
from lovgraf.readers.lost import Lost
from lovgraf.readers.pieces import Pieces
from lovgraf.readers.prefetch import Prefetch
from lovgraf.readers.source import ROW, Evidence, Layout, Lines, Request, Source, Warned
from lovgraf.readers.temporary import full_disk


@dataclass(frozen=True)
class InputTable:
    """A table of records as SQL for one connection.

    `source` is a relation with the rows in file order; the other dictionaries give SQL over it by
    canonical column: `values` typed (DATE, BOOLEAN, BIGINT, DOUBLE, VARCHAR, VARCHAR[]), NULL where
    blank or unreadable; `unreadable` whether there is a value that cannot be read; `raw` the value
    as written. Select `values` and `unreadable` together: the engine evaluates what they share
    once. `values` lacks `id` where the file has none; the row number then stands in.
    `record_type` is the type of all rows; None where `values["type"]` gives it. `plain` says how a
    column's usual values are told, `given` names the columns of `source` that are read, with their
    types, and `rows` is about how many rows there are; `pieces` gives them apart from the engine,
    where that is possible, and `lines` as lines, where
    they are. `meaning` tells how values are read: where it is the same, so are the values of rows
    that are written the same. `holder` keeps temporary files as long as the table lives;
    `layout` says how the file is read in parts, where it can be.
    """

    name: str
    source: str
    values: dict[str, str]
    unreadable: dict[str, str]
    warnings: tuple[Warned, ...]
    quality: tuple[QualityFinding, ...]
    complete: frozenset[str]
    record_type: str | None
    raw: dict[str, str]
    plain: dict[str, Plain]
    given: dict[str, str]
    rows: int
    pieces: Pieces | None = None
    lines: Lines | None = None
    meaning: tuple[str, ...] = ()
    holder: Any = field(default=None, repr=False, compare=False)
    layout: Layout | None = None
    row: str | None = None
    """SQL of the number of a row in the file, where `source` leaves rows out."""
    intake: Intake = field(default_factory=Intake)
    who: dict[str, str] = field(default_factory=dict)
    """SQL of the columns that say who somebody is, by heading; none unless values are shown."""
    lost: tuple[Lost, ...] = ()
    """The columns that the file seems to have and that are not read, but for those accepted."""
    evidence: Evidence = Evidence()
    """What all rows tell of how the columns are read."""

    @property
    def described(self) -> bool:
        """Whether the mapping tells where the columns are, as it does of a file of fixed width."""
        return any(one.format == "fixed" for one in self.intake.tables)

    def part(self, path: Path, first: int, last: int, copied: bool = True) -> InputTable:
        """The rows of the file between two places of its layout, read as the whole file is; until
        the next part is made. What is not `copied` is there in pieces alone, where it can be: the
        data engine meets an error. Raises `InputError` where there is no room for a copy."""
        assert self.layout is not None
        layout, place = self.layout, self.holder
        source, pieces = layout.part(path, place, first, last), layout.pieces_of(path, first, last)
        if copied or pieces is None:
            try:
                layout.copy(path, place, first, last)
            except OSError:
                raise full_disk(self.name) from None
        return replace(self, source=source, pieces=pieces, lines=layout.lines_of(path, place))


class Reading(Struct, frozen=True):
    """How a file is to be read.

    `facts` are the columns that there are, with the codes of the day; `mapping` is CSVW metadata
    for a file with headers or codes of its own; `record_type` a notation; `complete` canonical
    columns in which a blank means that it did not happen; with `show_values` findings name headings
    that may be values; `accept_unread` names columns that may be lost.
    """

    facts: FactsOfDay
    mapping: Path | None = None
    record_type: str | None = None
    complete: Collection[str] = ()
    show_values: bool = False
    accept_unread: Collection[str] = ()


def open_dataset(
    file: InputFile | Path,
    reading: Reading,
    con: duckdb.DuckDBPyConnection,
    ahead: Prefetch | None = None,
) -> InputTable:
    """Open a CSV, Parquet, Excel, JSON or RDF file as typed columns; `ahead` is what is done with
    it meanwhile.

    Raises `InputError`, one line that says what to do, for a file that cannot be used.
    """
    file, facts = InputFile.of(file), reading.facts
    book = book_of(facts)
    given, record_type = from_folders(file.keys, book, reading.record_type)
    check_record_type(record_type, facts)
    readable(file.path, file.name)
    stated = read_mapping(reading.mapping, facts, file.path) if reading.mapping else NO_MAPPING
    if file.sheet is not None:
        stated = structs.replace(stated, sheet=file.sheet)
    declared = frozenset(reading.complete) | stated.complete
    request = Request(file.path, file.name, con, ahead=ahead, show_values=reading.show_values)
    source = open_source(request, book, stated)
    accepted = reading.accept_unread
    table = typed_table(request, source, book, stated, record_type, declared, given, accepted)
    check_complete(table.complete, facts)
    return replace(table, intake=with_folders(table.intake, file.keys, book))


def from_folders(
    keys: Mapping[str, str], book: HeaderBook, record_type: str | None
) -> tuple[dict[str, str], str | None]:
    """What the names of a file's folders say: values by canonical column, and the type of its
    records where it is not stated."""
    given = folder_values(dict(keys), book)
    return given, record_type or given.pop(TYPE, None)


def with_folders(intake: Intake, keys: Mapping[str, str], book: HeaderBook) -> Intake:
    """What was read, with the columns that the names of folders give beside those of the file."""
    if not keys:
        return intake
    (table,) = intake.tables
    own = {column.name for column in table.columns}
    columns = []
    for header in keys:
        names = book.candidates(header)
        name = min(names) if len(names) == 1 else None
        reason = "unknown" if not names else "ambiguous" if name is None else None
        if name is not None and name in own:
            name, reason = None, "of-file"
        columns.append(ColumnRead(header, name, reason, of_folder=True))
    return structs.replace(
        intake, tables=(structs.replace(table, columns=(*table.columns, *columns)),)
    )


def typed_table(
    request: Request,
    source: Source,
    book: HeaderBook,
    mapping: Csvw,
    record_type: str | None,
    complete: frozenset[str],
    folders: dict[str, str],
    accepted: Collection[str] = (),
) -> InputTable:
    """An opened file as typed columns (see `open_dataset`, and `assemble` for `folders`)."""
    kind = record_type or mapping.record_type
    found = assemble(request, source, book, mapping, kind, folders)
    called = frozenset(mapping.called(one, book, found.columns) for one in complete)
    add_blank(found, called, book.facts)
    return InputTable(
        name=request.name,
        source=found.source.relation,
        values={name: sql.value for name, sql in found.columns.items()},
        unreadable={name: sql.unreadable for name, sql in found.columns.items()},
        warnings=tuple(found.warnings),
        quality=tuple(found.quality),
        complete=called,
        record_type=found.record_type,
        raw=found.raw,
        plain={name: sql.plain for name, sql in found.columns.items()},
        given=found.given,
        rows=source.rows,
        pieces=found.source.pieces,
        lines=found.source.lines,
        meaning=tuple(found.meaning),
        holder=source.place,
        layout=found.source.layout,
        row=ROW if ROW in found.source.marks else None,
        intake=found.intake,
        who=found.who,
        lost=tuple(one for one in found.lost if not one.named(accepted)),
        evidence=found.evidence,
    )


def check_complete(names: Iterable[str], facts: FactVocabulary) -> None:
    for name in sorted(names):
        if name not in facts.columns:
            near = suggestion(name, facts.columns)
            hint = did_you_mean(near)
            raise InputError(
                f"Kolonnen {name} kan ikke erklæres fuldstændig; den findes ikke.{hint.da}",
                f"The column {name} cannot be declared complete; it does not exist.{hint.en}",
            )
