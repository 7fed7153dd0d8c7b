"""Rows read quickly: batches of them stream by, and only their cells and what is carried stay."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import numpy as np
import pyarrow as pa

from lovgraf.engine.array_path import quick_sql
from lovgraf.engine.array_words import WordMaker
from lovgraf.engine.engine_batches import engine_pieces
from lovgraf.engine.kept_rows import PLACE, KeptRows
from lovgraf.engine.lookups import Asked, look_up
from lovgraf.engine.numbering import Distinct, Numbering, distinct
from lovgraf.engine.pieces import Piece
from lovgraf.engine.records import FEW, Records, create_in_full
from lovgraf.engine.table_plan import CELL, RowPlan
from lovgraf.readers.batches import BATCH, run_on
from lovgraf.readers.pieces import OddFileError

_KEPT = 100_000
"""Doubtful rows that are stored at once."""


def read_quickly(connection: Any, plan: RowPlan, records: Records, rows: str, cells: str) -> None:
    """Create relations of rows (`rowid`, what is carried, and `_cell`) and of cells (`_cell`, the
    words, the weight).

    They say of each row what `Records.in_full` says; rows of usual values are looked up.
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
        reading.read(maker, file_pieces(quick, plan.facts.columns, records))
    except OddFileError:
        if records.pieces is not None:
            records.pieces.give_up()
        reading.rows.drop()
        reading = _Reading(connection, records, rows, Numbering(plan.keys))
        relation = connection.sql(quick_sql(quick, columns, records))
        reading.read(maker, engine_pieces(relation, quick, columns, records))
    if reading.doubtful:
        _read_doubtful(connection, plan, records, reading)
    reading.rows.finish()
    connection.execute(f"DROP TABLE {reading.where}")
    _create(connection, cells, reading.numbering.table())


class _Reading:
    """One go through all rows: their cells and what is carried are kept as `rows`, doubtful rows go
    as they stand in the source into table `where`."""

    def __init__(self, connection: Any, records: Records, rows: str, numbering: Numbering) -> None:
        self.where, self.numbering = f"{rows}_where", numbering
        self.doubtful = 0
        self._doubtful: list[Any] = []
        self._records, self._writer = records, connection.cursor()
        kinds = records.types | {CELL: "INTEGER"}
        self.rows = KeptRows(connection, rows, kinds, records.usual.others)
        raw = ", ".join(f"{name} {kind}" for name, kind in records.given.items())
        self._writer.execute(f"CREATE OR REPLACE TABLE {self.where} ({PLACE} BIGINT, {raw})")

    def read(self, maker: WordMaker, pieces: Iterator[Callable[[], Piece]]) -> None:
        """Read all pieces, some of them at a time.

        Raises what the calls raise.
        """
        place = 0
        for piece, found in _ahead(pieces, maker, self._records.threads):
            counted = None if piece.doubtful is None else ~piece.doubtful
            if piece.doubtful is not None:
                places = place + np.flatnonzero(piece.doubtful)
                self._doubtful.append(self._as_they_are(places, piece.raw))
                if sum(table.num_rows for table in self._doubtful) > _KEPT:
                    self._keep()
            self.rows.add(piece.kept | {CELL: self.numbering.add(found, counted)})
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


def _ahead(
    pieces: Iterator[Callable[[], Piece]], maker: WordMaker, threads: int
) -> Iterator[tuple[Piece, Distinct]]:
    """Pieces with their distinct words, in order; a few are worked on at a time."""

    def work(read: Callable[[], Piece]) -> tuple[Piece, Distinct]:
        piece = read()
        return piece, maker.make(piece.batch)

    if threads == 1:
        yield from map(work, pieces)
        return
    waiting: deque[Future[tuple[Piece, Distinct]]] = deque()
    with ThreadPoolExecutor(threads) as pool:
        try:
            for read in pieces:
                waiting.append(pool.submit(work, read))
                if len(waiting) > threads + 1:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()


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
