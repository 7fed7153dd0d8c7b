"""Rows read quickly: batches of them stream by, and only their cells and what is carried stay."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from msgspec import Struct

from lovgraf.core.memory import left
from lovgraf.engine.array_path import usual_rows_sql
from lovgraf.engine.array_words import WordMaker
from lovgraf.engine.engine_batches import engine_pieces
from lovgraf.engine.lookups import Asked, look_up
from lovgraf.engine.numbering import Distinct, Numbering, distinct
from lovgraf.engine.pieces import Parted, Piece
from lovgraf.engine.records import PLACE, Records, Unread, create_in_full
from lovgraf.engine.row_days import RowDays
from lovgraf.engine.table_plan import CELL, RowPlan
from lovgraf.readers.batches import BATCH, run_on
from lovgraf.readers.connection import beside
from lovgraf.readers.pieces import OddFileError, OtherTextError, Pieces, Types, in_order

if TYPE_CHECKING:
    from lovgraf.engine.file_batches import Sought

# What is kept of each row while rows stream by: arrays as they came, which the data engine sees
# as a relation; a table of the engine, which goes on on disk, once they are too large for that.

_MOST = 768 << 20
"""Bytes that are kept as arrays, at most."""
_SHARE = 8
"""What part that is, at most, of the memory that this process may have."""
_STORED = 122_880
"""Rows that are stored at once, at least: a row group of the data engine, which copies once more
what comes in smaller portions."""
_CHANGED = 1_000_000
"""Rows that are changed as arrays, at most."""
_AS_WRITTEN = 10_000
"""Doubtful rows up to which improving the statement that reads them takes longer than it saves."""


class KeptRows:
    """Rows in their order, which become relation `name`.

    `types` are its columns with the engine's types, `constant` the SQL of those that rows need not
    bring, the same for all. A row has its place, counted from 0, as its `rowid`.
    """

    def __init__(
        self, connection: Any, name: str, types: Mapping[str, str], constant: Mapping[str, str]
    ) -> None:
        self._name, self._types, self._constant = name, types, constant
        # Rows may come from a statement that the connection itself is at.
        self._connection = beside(connection)
        self._held: list[pa.Table] = []
        self._brought: dict[str, Any] = {}
        self._bytes, self._most = 0, _most()
        self._stored = False

    def add(self, kept: Mapping[str, Any]) -> None:
        """Add rows: arrays by name of the column."""
        table = pa.table(dict(kept))
        self._brought |= {field.name: field.type for field in table.schema}
        self._held.append(table)
        self._bytes += table.nbytes
        if self._bytes > self._most and sum(held.num_rows for held in self._held) >= _STORED:
            self._store()

    def change(self, found: str, count: int) -> None:
        """Change `count` rows to what a relation says: the `place` of each, and every column.

        There are no more rows to add.
        """
        if not self._stored and count <= _CHANGED:
            changes = self._connection.sql(f"FROM {found} ORDER BY {PLACE}").to_arrow_table()
            self._held = self._changed(changes)
            return
        self._store()
        changed = ", ".join(f'"{name}" = found."{name}"' for name in self._types)
        self._connection.execute(
            f"UPDATE {self._name} SET {changed} FROM {found} found "
            f"WHERE {self._name}.rowid = found.{PLACE}"
        )

    def finish(self) -> None:
        """Make the relation, with all rows."""
        if self._stored:
            self._store()
        else:
            self._relate()
        self._connection.close()

    def drop(self) -> None:
        """Keep nothing: the rows are read anew."""
        self._held = []
        if self._stored:
            self._connection.execute(f"DROP TABLE {self._name}")
        self._connection.close()

    def _store(self) -> None:
        """Put what is held into a table, some rows at a time."""
        if not self._stored:
            created = ", ".join(f'"{name}" {kind}' for name, kind in self._types.items())
            self._connection.execute(f"CREATE TABLE {self._name} ({created})")
            self._stored = True
        self._held.reverse()
        while self._held:
            some = [self._held.pop()]
            while self._held and sum(table.num_rows for table in some) < _STORED:
                some.append(self._held.pop())
            table = pa.concat_tables(self._even(some))
            selected = ", ".join(self._selected(table.column_names))
            run_on(
                self._connection, table, f"INSERT INTO {self._name} SELECT {selected} FROM {BATCH}"
            )

    def _relate(self) -> None:
        """Make a relation of the arrays themselves; the engine keeps them as long as that."""
        if not self._held:
            self._store()
            return
        start, numbered = 0, []
        for table in self._even(self._held):
            places = np.arange(start, start + table.num_rows)
            numbered.append(table.append_column("rowid", pa.array(places)))
            start += table.num_rows
        self._held = []
        table = pa.concat_tables(numbered)
        selected = ", ".join(["rowid", *self._selected(table.column_names)])
        self._connection.from_arrow(table).project(selected).create_view(self._name, False)

    def _even(self, tables: list[pa.Table]) -> list[pa.Table]:
        """Tables that have all columns which any rows brought, in one order."""
        found = []
        for table in tables:
            for name, kind in self._brought.items():
                if name not in table.column_names:
                    same = pa.repeat(pa.scalar(self._same(name), pa.int64()), table.num_rows)
                    packed = pa.types.is_dictionary(kind)
                    table = table.append_column(name, same.dictionary_encode() if packed else same)
            found.append(table.select(list(self._brought)))
        return found

    def _same(self, name: str) -> Any:
        """What all rows have that do not bring a column."""
        return self._connection.execute(f"SELECT {self._constant[name]}").fetchall()[0][0]

    def _selected(self, given: list[str]) -> list[str]:
        """SQL of every column, over arrays."""
        return [
            f"CAST({_quoted(name) if name in given else self._constant[name]} AS {kind}) "
            f"AS {_quoted(name)}"
            for name, kind in self._types.items()
        ]

    def _changed(self, changes: pa.Table) -> list[pa.Table]:
        """The rows held, with changes at their places."""
        places = changes.column(PLACE).to_numpy()
        more = self._no_longer_constant(changes)
        found, start = [], 0
        self._brought |= more
        for table in self._even(self._held):
            first, last = np.searchsorted(places, [start, start + table.num_rows]).tolist()
            if last > first:
                mask = np.zeros(table.num_rows, np.bool_)
                mask[places[first:last] - start] = True
                table = _replaced(table, pa.array(mask), changes.slice(first, last - first))
            found.append(table)
            start += table.num_rows
        return found

    def _no_longer_constant(self, changes: pa.Table) -> dict[str, Any]:
        """The columns that rows did not bring and in which the changes say something else, with
        their types."""
        found = {}
        for name in self._types:
            if name not in self._brought:
                differs = pc.not_equal(changes.column(name), self._same(name))
                if pc.any(differs).as_py():
                    found[name] = pa.dictionary(pa.int32(), pa.int64())
        return found


def _replaced(table: pa.Table, mask: Any, changes: pa.Table) -> pa.Table:
    columns = {}
    for name, column in zip(table.column_names, table.columns, strict=True):
        own = column.combine_chunks()
        packed = pa.types.is_dictionary(own.type)
        own = own.dictionary_decode() if packed else own
        other = changes.column(name).combine_chunks().cast(own.type)
        found = pc.replace_with_mask(own, mask, other)
        columns[name] = found.dictionary_encode() if packed else found
    return pa.table(columns)


def _most() -> int:
    """How many bytes may be kept as arrays."""
    limit = left()
    return _MOST if limit is None else min(_MOST, limit // _SHARE)


def _quoted(name: str) -> str:
    return f'"{name}"'


_KEPT = 100_000
"""Doubtful rows that are stored at once."""


class Wanted(Struct, frozen=True):
    """Records that are to be read by a plan, and what the relations of their rows and cells are
    called: rows (`rowid`, what is carried, and `_cell`) and cells (`_cell`, the words, the weight).
    """

    plan: RowPlan
    records: Records
    rows: str
    cells: str


def read_quickly(connection: Any, wanted: Wanted) -> RowDays:
    """Create the relations of rows and of cells; gives the days of the rows.

    They say of each row what `Records.in_full` says; rows of usual values are looked up. Raises
    `OtherTextError` where the pieces expect texts, and there are others or that is not seen.
    """
    from lovgraf.engine.file_batches import file_pieces

    records = wanted.records
    reading = _Reading(connection, wanted)
    try:
        numbers = None if records.pieces is None else records.pieces.numbers
        reading.read(file_pieces(reading.sought), numbers)
        apart = records.unread
    except OddFileError:
        apart = None
        _give_up(records.pieces)
        reading.rows.drop()
        reading = _Reading(connection, wanted, reading.maker)
        relation = connection.sql(usual_rows_sql(reading.array_path, reading.columns, records))
        reading.read(engine_pieces(relation, reading.array_path, reading.columns, records))
    reading.finish(apart)
    return reading.days


def read_types(
    connection: Any, pieces: Pieces, wanted: Sequence[Wanted], types: Types
) -> list[RowDays]:
    """The same of the records of several types in one file, which is read once.

    Raises `OddFileError` where only the data engine can read the file, and `OtherTextError`.
    """
    from lovgraf.engine.file_batches import parted_pieces

    readings = [_Reading(connection, one) for one in wanted]
    makers = [reading.maker for reading in readings]
    records = wanted[0].records

    def work(read: Callable[[], Parted]) -> tuple[int, list[_Found | None]]:
        parted = read()
        found = [
            None if own is None else _Found(own[1], maker.make(own[1].batch), own[0])
            for maker, own in zip(makers, parted.of_types, strict=True)
        ]
        return parted.size, found

    place = 0
    try:
        calls = parted_pieces(pieces, [reading.sought for reading in readings], types)
        for size, parts in in_order((partial(work, read) for read in calls), records.threads):
            numbers = pieces.numbers(place, size)
            for reading, found in zip(readings, parts, strict=True):
                if found is not None:
                    reading.take(found.piece, found.words, numbers[found.rows])
            place += size
            records.progress(place)
    except OddFileError:
        _give_up(pieces)
        for reading in readings:
            reading.rows.drop()
        raise
    for reading, one in zip(readings, wanted, strict=True):
        reading.finish(one.records.unread)
    return [reading.days for reading in readings]


def _give_up(pieces: Pieces | None) -> None:
    """Nobody will read the pieces. Raises `OtherTextError` where they expect texts."""
    if pieces is not None:
        pieces.give_up()
        if pieces.expected:
            raise OtherTextError from None


class _Found(Struct, frozen=True):
    """A piece, its words, and the places of its rows among all that were read with them."""

    piece: Piece
    words: Distinct
    rows: Any


class _Reading:
    """One go through all rows: their cells and what is carried are kept as `rows`, doubtful rows go
    as they stand in the source into table `where`."""

    def __init__(self, connection: Any, wanted: Wanted, maker: WordMaker | None = None) -> None:
        self._connection, self._wanted = connection, wanted
        plan, records, rows = wanted.plan, wanted.records, wanted.rows
        self.columns = {name: plan.facts.columns[name] for name in plan.columns}
        self.array_path = plan.array_path()
        self.maker = maker or self._made()
        self.where, self._numbering = f"{rows}_where", Numbering(plan.keys)
        self._doubtful_rows = self._place = 0
        self._doubtful: list[Any] = []
        self._records, self._writer = records, beside(connection)
        kinds = records.types | {CELL: "INTEGER"}
        self.rows = KeptRows(connection, rows, kinds, records.usual.others)
        self.days = RowDays.of(self.columns, self.array_path.inputs)
        raw = ", ".join(f"{name} {kind}" for name, kind in records.given.items())
        self._writer.execute(f"CREATE OR REPLACE TABLE {self.where} ({PLACE} BIGINT, {raw})")

    @property
    def sought(self) -> Sought:
        """What arrays are to be made of the rows."""
        from lovgraf.engine.file_batches import Sought

        return Sought(self.array_path, self._wanted.plan.facts.columns, self._records)

    def _made(self) -> WordMaker:
        array_path, columns = self.array_path, self.columns
        asked = Asked(
            array_path.single, array_path.tables, columns, array_path.masks, array_path.tabulated
        )
        lookups = look_up(self._connection, asked, self._wanted.records.plain)
        maker = WordMaker(array_path, lookups, columns, self._wanted.plan.keys)
        maker.prepare()
        return maker

    def read(
        self,
        pieces: Iterator[Callable[[], Piece]],
        numbers: Callable[[int, int], Any] | None = None,
    ) -> None:
        """Read all pieces, some of them at a time; `numbers` tells those of rows in their file,
        from a place on, where the pieces do not.

        Raises what the calls raise.
        """

        def work(read: Callable[[], Piece]) -> tuple[Piece, Distinct]:
            piece = read()
            return piece, self.maker.make(piece.batch)

        numbered = numbers if self._records.row is not None else None
        calls = (partial(work, read) for read in pieces)
        for piece, found in in_order(calls, self._records.threads):
            own = None if numbered is None else numbered(self._place, piece.batch.size)
            self.take(piece, found, own)
            self._records.progress(self._place)
        self._keep()

    def take(self, piece: Piece, found: Distinct, numbers: Any) -> None:
        """Keep the rows of a piece, whose `numbers` in their file are those (None: the piece has
        them, or nobody asks)."""
        counted = None if piece.doubtful is None else ~piece.doubtful
        kept, raw, row = piece.kept, piece.raw, self._records.row
        if row is not None and numbers is not None:
            kept = kept | {row: numbers}
        if piece.doubtful is not None:
            doubtful = np.flatnonzero(piece.doubtful)
            if row is not None and numbers is not None:
                raw = raw | {row: numbers[doubtful]}
            self._doubtful.append(self._as_they_are(self._place + doubtful, raw))
            if sum(table.num_rows for table in self._doubtful) > _KEPT:
                self._keep()
        self.rows.add(kept | {CELL: self._numbering.add(found, counted)})
        self.days.add(piece.batch, piece.doubtful)
        self._place += piece.batch.size

    def finish(self, unread: Unread | None) -> None:
        """Make the relations, once all rows were taken; `unread` is told where the rows are that
        are not usual, and None where they are not asked for any more."""
        self._keep()
        self._writer.close()
        if self._doubtful_rows:
            self._read_doubtful()
        self.rows.finish()
        if unread is None:
            self._connection.execute(f"DROP TABLE {self.where}")
        else:
            unread.rows, unread.complete = self.where, True
        _create(self._connection, self._wanted.cells, self._numbering.table())

    def _as_they_are(self, places: Any, raw: dict[str, Any]) -> pa.Table:
        """Doubtful rows with their places, columns numbered as they are given."""
        named = {f"c{n}": raw[sql] for n, sql in enumerate(self._records.given) if sql in raw}
        return pa.table({PLACE: places} | named)

    def _keep(self) -> None:
        if not self._doubtful:
            return
        table = pa.concat_tables(self._doubtful)
        self._doubtful_rows += table.num_rows
        given = (f"c{n}" for n in range(len(self._records.given)))
        selected = [PLACE, *(n if n in table.column_names else "NULL" for n in given)]
        _insert(self._writer, self.where, ", ".join(selected), table)
        self._doubtful = []

    def _read_doubtful(self) -> None:
        """Read the rows that were kept as they are in full, into the places they have."""
        connection, where, records = self._connection, self.where, self._records
        plan, read = self._wanted.plan, f"{where}_read"
        source = f"(SELECT {', '.join(records.given)} FROM {where})"
        few = self._doubtful_rows < _AS_WRITTEN
        create_in_full(connection, read, records.in_full(plan, source), few)
        keys = ", ".join(f"k{n}" for n in range(plan.keys))
        found = connection.execute(f"SELECT {keys} FROM {read} ORDER BY rowid").fetchnumpy()
        words = [np.ascontiguousarray(found[f"k{n}"], np.int64) for n in range(plan.keys)]
        cells = pa.table({CELL: self._numbering.add(distinct(words))})
        _create(connection, f"{read}_cells", cells)
        columns = ", ".join(f'"{name}"' for name in [*records.types, CELL])
        self.rows.change(
            f"(SELECT {PLACE}, {columns} FROM {read} "
            f"POSITIONAL JOIN (SELECT {PLACE} FROM {where}) POSITIONAL JOIN {read}_cells)",
            self._doubtful_rows,
        )
        connection.execute(f"DROP TABLE {read}")
        connection.execute(f"DROP TABLE {read}_cells")


def _insert(connection: Any, table: str, selected: str, found: Any) -> None:
    run_on(connection, found, f"INSERT INTO {table} SELECT {selected} FROM {BATCH}")


def _create(connection: Any, table: str, found: Any) -> None:
    run_on(connection, found, f"CREATE TABLE {table} AS SELECT * FROM {BATCH}")
