"""Rows read quickly: batches of them stream by, and only their cells and what is carried stay."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from lovgraf.core.memory import left
from lovgraf.engine.array_path import quick_sql
from lovgraf.engine.array_words import WordMaker
from lovgraf.engine.engine_batches import engine_pieces
from lovgraf.engine.lookups import Asked, look_up
from lovgraf.engine.numbering import Distinct, Numbering, distinct
from lovgraf.engine.pieces import Piece
from lovgraf.engine.records import FEW, Records, create_in_full
from lovgraf.engine.table_plan import CELL, RowPlan
from lovgraf.readers.batches import BATCH, run_on
from lovgraf.readers.connection import beside
from lovgraf.readers.pieces import OddFileError, OtherTextError, in_order

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
PLACE = "place"


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


def read_quickly(connection: Any, plan: RowPlan, records: Records, rows: str, cells: str) -> None:
    """Create relations of rows (`rowid`, what is carried, and `_cell`) and of cells (`_cell`, the
    words, the weight).

    They say of each row what `Records.in_full` says; rows of usual values are looked up. Raises
    `OtherTextError` where the pieces expect texts, and there are others or that is not seen.
    """
    from lovgraf.engine.file_batches import file_pieces

    quick = plan.quick()
    columns = {name: plan.facts.columns[name] for name in plan.columns}
    asked = Asked(quick.single, quick.tables, columns, quick.masks, quick.tabulated)
    lookups = look_up(connection, asked, records.plain)
    maker = WordMaker(quick, lookups, columns, plan.keys)
    maker.prepare()
    reading = _Reading(connection, records, rows, Numbering(plan.keys))
    try:
        numbers = None if records.pieces is None else records.pieces.numbers
        reading.read(maker, file_pieces(quick, plan.facts.columns, records), numbers)
        apart = records.unread
    except OddFileError:
        apart = None
        if records.pieces is not None:
            records.pieces.give_up()
            if records.pieces.expected:
                raise OtherTextError from None
        reading.rows.drop()
        reading = _Reading(connection, records, rows, Numbering(plan.keys))
        relation = connection.sql(quick_sql(quick, columns, records))
        reading.read(maker, engine_pieces(relation, quick, columns, records))
    if reading.doubtful:
        _read_doubtful(connection, plan, records, reading)
    reading.rows.finish()
    if apart is None:
        connection.execute(f"DROP TABLE {reading.where}")
    else:
        apart.rows, apart.complete = reading.where, True
    _create(connection, cells, reading.numbering.table())


class _Reading:
    """One go through all rows: their cells and what is carried are kept as `rows`, doubtful rows go
    as they stand in the source into table `where`."""

    def __init__(self, connection: Any, records: Records, rows: str, numbering: Numbering) -> None:
        self.where, self.numbering = f"{rows}_where", numbering
        self.doubtful = 0
        self._doubtful: list[Any] = []
        self._records, self._writer = records, beside(connection)
        kinds = records.types | {CELL: "INTEGER"}
        self.rows = KeptRows(connection, rows, kinds, records.usual.others)
        raw = ", ".join(f"{name} {kind}" for name, kind in records.given.items())
        self._writer.execute(f"CREATE OR REPLACE TABLE {self.where} ({PLACE} BIGINT, {raw})")

    def read(
        self,
        maker: WordMaker,
        pieces: Iterator[Callable[[], Piece]],
        numbers: Callable[[int, int], Any] | None = None,
    ) -> None:
        """Read all pieces, some of them at a time; `numbers` tells those of rows in their file,
        from a place on, where the pieces do not.

        Raises what the calls raise.
        """
        place, row = 0, self._records.row

        def work(read: Callable[[], Piece]) -> tuple[Piece, Distinct]:
            piece = read()
            return piece, maker.make(piece.batch)

        calls = (partial(work, read) for read in pieces)
        for piece, found in in_order(calls, self._records.threads):
            counted = None if piece.doubtful is None else ~piece.doubtful
            kept, raw = piece.kept, piece.raw
            if row is not None and numbers is not None:
                kept = kept | {row: numbers(place, piece.batch.size)}
            if piece.doubtful is not None:
                doubtful = np.flatnonzero(piece.doubtful)
                if numbers is not None and row is not None:
                    raw = raw | {row: kept[row][doubtful]}
                self._doubtful.append(self._as_they_are(place + doubtful, raw))
                if sum(table.num_rows for table in self._doubtful) > _KEPT:
                    self._keep()
            self.rows.add(kept | {CELL: self.numbering.add(found, counted)})
            place += piece.batch.size
            self._records.progress(place)
        self._keep()
        self._writer.close()

    def _as_they_are(self, places: Any, raw: dict[str, Any]) -> pa.Table:
        """Doubtful rows with their places, columns numbered as they are given."""
        named = {f"c{n}": raw[sql] for n, sql in enumerate(self._records.given) if sql in raw}
        return pa.table({PLACE: places} | named)

    def _keep(self) -> None:
        if not self._doubtful:
            return
        table = pa.concat_tables(self._doubtful)
        self.doubtful += table.num_rows
        given = (f"c{n}" for n in range(len(self._records.given)))
        selected = [PLACE, *(n if n in table.column_names else "NULL" for n in given)]
        _insert(self._writer, self.where, ", ".join(selected), table)
        self._doubtful = []


def _read_doubtful(connection: Any, plan: RowPlan, records: Records, reading: _Reading) -> None:
    """Read the rows that were kept as they are in full, into the places they have."""
    where, numbering = reading.where, reading.numbering
    read = f"{where}_read"
    source = f"(SELECT {', '.join(records.given)} FROM {where})"
    create_in_full(connection, read, records.in_full(plan, source), reading.doubtful < FEW)
    keys = ", ".join(f"k{n}" for n in range(plan.keys))
    found = connection.execute(f"SELECT {keys} FROM {read} ORDER BY rowid").fetchnumpy()
    words = [np.ascontiguousarray(found[f"k{n}"], np.int64) for n in range(plan.keys)]
    _create(connection, f"{read}_cells", pa.table({CELL: numbering.add(distinct(words))}))
    columns = ", ".join(f'"{name}"' for name in [*records.types, CELL])
    reading.rows.change(
        f"(SELECT {PLACE}, {columns} FROM {read} "
        f"POSITIONAL JOIN (SELECT {PLACE} FROM {where}) POSITIONAL JOIN {read}_cells)",
        reading.doubtful,
    )
    connection.execute(f"DROP TABLE {read}")
    connection.execute(f"DROP TABLE {read}_cells")


def _insert(connection: Any, table: str, selected: str, found: Any) -> None:
    run_on(connection, found, f"INSERT INTO {table} SELECT {selected} FROM {BATCH}")


def _create(connection: Any, table: str, found: Any) -> None:
    run_on(connection, found, f"CREATE TABLE {table} AS SELECT * FROM {BATCH}")
