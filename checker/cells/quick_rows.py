"""Rows read quickly: batches of them stream by, and only their cells and what is carried stay."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa

from checker.cells.lookups import Asked, look_up
from checker.cells.numbering import Distinct, Numbering, distinct
from checker.cells.quick import RAW, quick_sql
from checker.cells.quick_words import WordMaker
from checker.cells.records import Records
from checker.cells.table_plan import CELL, RowPlan

BATCH = 122_880
"""Rows of a batch: a row group of the data engine."""
MANY = 200_000
"""Rows that are worked on at once: enough to pay for going through all the steps."""
_THREADS = 2


def read_quickly(connection: Any, plan: RowPlan, records: Records, rows: str, cells: str) -> None:
    """Create tables of rows (what is carried, and `_cell`) and of cells (`_cell`, words, weight).

    They say of each row what `Records.in_full` says; rows of usual values are looked up.
    """
    quick = plan.quick()
    columns = {name: plan.facts.columns[name] for name in plan.columns}
    asked = Asked(quick.single, quick.tables, columns, quick.masks, quick.tabulated)
    lookups = look_up(connection, asked, records.plain)
    maker = WordMaker(quick, lookups, columns, plan.keys)
    maker.prepare()
    where = f"{rows}_where"
    kinds = records.types | {CELL: "INTEGER"}
    created = ", ".join(f'"{name}" {kind}' for name, kind in kinds.items())
    connection.execute(f"CREATE TABLE {rows} ({created})")
    connection.execute(f"CREATE TABLE {where} (place BIGINT, {RAW} VARCHAR[])")
    numbering = Numbering(plan.keys)
    writer = connection.cursor()
    place = doubtful = 0
    for batch, found in _words(connection.sql(quick_sql(quick, columns, records)), maker):
        raw = batch.column(RAW).combine_chunks()
        usual = None
        if raw.null_count < len(raw):
            usual = raw.is_null().to_numpy(zero_copy_only=False)
            places = place + np.flatnonzero(~usual)
            kept = pa.table({"place": places, RAW: raw.filter(pa.array(~usual))})
            _insert(writer, where, kept)
            doubtful += len(places)
        carried = {name: batch.column(name) for name in records.types}
        _insert(writer, rows, pa.table(carried | {CELL: numbering.add(found, usual)}))
        place += batch.num_rows
    writer.close()
    if doubtful:
        _read_doubtful(connection, plan, records, rows, where, numbering)
    connection.execute(f"DROP TABLE {where}")
    _create(connection, cells, numbering.table())


def _words(relation: Any, maker: WordMaker) -> Iterator[tuple[Any, Distinct]]:
    """Batches with their distinct words, in order; a few are worked on at a time.

    Raises the data engine's own errors.
    """
    waiting: deque[tuple[Any, Future[Distinct]]] = deque()
    with ThreadPoolExecutor(_THREADS) as pool:
        for batch in _batches(relation):
            waiting.append((batch, pool.submit(maker.make, batch)))
            if len(waiting) > _THREADS:
                batch, found = waiting.popleft()
                yield batch, found.result()
        while waiting:
            batch, found = waiting.popleft()
            yield batch, found.result()


def _batches(relation: Any) -> Iterator[Any]:
    """The rows of a relation, many at once; errors that come through Arrow are the engine's."""
    waiting: list[Any] = []
    try:
        for batch in relation.to_arrow_reader(BATCH):
            waiting.append(batch)
            if sum(one.num_rows for one in waiting) >= MANY:
                yield pa.Table.from_batches(waiting)
                waiting = []
    except (pa.ArrowException, OSError) as error:
        kind = duckdb.OutOfMemoryException if "Memory" in str(error) else duckdb.IOException
        raise kind(str(error)) from None
    if any(batch.num_rows for batch in waiting):
        yield pa.Table.from_batches(waiting)


def _read_doubtful(
    connection: Any,
    plan: RowPlan,
    records: Records,
    rows: str,
    where: str,
    numbering: Numbering,
) -> None:
    """Read the rows that were kept as they are in full, into the places they have."""
    read = f"{rows}_read"
    given = (
        f"CAST({RAW}[{n}] AS {kind}) AS {name}"
        for n, (name, kind) in enumerate(records.given.items(), start=1)
    )
    source = f"(SELECT {', '.join(given)} FROM {where})"
    connection.execute(f"CREATE TABLE {read} AS {records.in_full(plan, source)}")
    keys = ", ".join(f"k{n}" for n in range(plan.keys))
    found = connection.execute(f"SELECT {keys} FROM {read} ORDER BY rowid").fetchnumpy()
    words = [np.ascontiguousarray(found[f"k{n}"], np.int64) for n in range(plan.keys)]
    _create(connection, f"{read}_cells", pa.table({CELL: numbering.add(distinct(words))}))
    changes = ", ".join(f'"{name}" = found."{name}"' for name in [*records.types, CELL])
    connection.execute(
        f"UPDATE {rows} SET {changes} FROM (SELECT place, {read}.*, {CELL} FROM {read} "
        f"POSITIONAL JOIN {where} POSITIONAL JOIN {read}_cells) found "
        f"WHERE {rows}.rowid = found.place"
    )
    connection.execute(f"DROP TABLE {read}")
    connection.execute(f"DROP TABLE {read}_cells")


def _insert(connection: Any, table: str, found: Any) -> None:
    connection.register("lovgraf_batch", found)
    connection.execute(f"INSERT INTO {table} SELECT * FROM lovgraf_batch")
    connection.unregister("lovgraf_batch")


def _create(connection: Any, table: str, found: Any) -> None:
    connection.register("lovgraf_batch", found)
    connection.execute(f"CREATE TABLE {table} AS SELECT * FROM lovgraf_batch")
    connection.unregister("lovgraf_batch")
