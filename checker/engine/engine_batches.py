"""Batches of rows of any relation, as the data engine reads them (`usual_rows_sql`)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

import duckdb
import pyarrow as pa

from lovgraf.engine.array_path import INPUT, RAW, TEXT, ArrayPath, digits_of
from lovgraf.engine.batch_arrays import Batch, array_of
from lovgraf.engine.pieces import Piece
from lovgraf.engine.records import Records
from lovgraf.engine.text_numbers import flags_of, numbers_of
from lovgraf.engine.text_ops import Digits, Texts
from lovgraf.facts.fact import Column

BATCH = 122_880
"""Rows of a batch: a row group of the data engine."""
MANY = 200_000
"""Rows that are worked on at once: enough to pay for going through all the steps."""


def engine_pieces(
    relation: Any, array_path: ArrayPath, columns: Mapping[str, Column], records: Records
) -> Iterator[Callable[[], Piece]]:
    """The rows of a relation that selects what `usual_rows_sql` says, many at once.

    Raises the data engine's own errors.
    """
    for table in _tables(relation):
        yield partial(_piece, table, array_path, columns, records)


def _tables(relation: Any) -> Iterator[Any]:
    """Many rows at once."""
    waiting: list[Any] = []
    for batch in arrow_batches(relation, BATCH):
        waiting.append(batch)
        if sum(one.num_rows for one in waiting) >= MANY:
            yield pa.Table.from_batches(waiting)
            waiting = []
    if any(batch.num_rows for batch in waiting):
        yield pa.Table.from_batches(waiting)


def arrow_batches(relation: Any, rows: int) -> Iterator[pa.RecordBatch]:
    """The rows of a relation, some at a time.

    Raises the data engine's own errors, which come through Arrow as others.
    """
    try:
        yield from relation.to_arrow_reader(rows)
    except (pa.ArrowException, OSError) as error:
        kind = duckdb.OutOfMemoryException if "Memory" in str(error) else duckdb.IOException
        raise kind(str(error)) from None


def _piece(
    table: Any, array_path: ArrayPath, columns: Mapping[str, Column], records: Records
) -> Piece:
    raw = table.column(RAW).combine_chunks()
    doubtful = None
    if raw.null_count < len(raw):
        doubtful = raw.is_valid().to_numpy(zero_copy_only=False)
    batch = Batch(
        table.num_rows,
        {n: array_of(table.column(INPUT + n)) for n in array_path.inputs},
        {n: array_of(table.column(n)) for n in array_path.exports},
        {n: _text(table.column(TEXT + n).combine_chunks(), columns[n]) for n in array_path.texts},
    )
    return Piece(
        batch,
        {name: table.column(name) for name in records.types},
        doubtful,
        {} if doubtful is None else _as_they_are(raw.drop_null(), records),
    )


def _text(array: Any, column: Column) -> Digits | Texts:
    """A column of texts; of one that has a fixed count of digits, the number that they make."""
    if count := digits_of(column):
        values, valid, _ = numbers_of(array, count)
        return Digits(values, count, valid)
    return Texts(array, flags_of(array))


def _as_they_are(raw: Any, records: Records) -> dict[str, Any]:
    """The doubtful rows, column by column, as texts."""
    count = len(records.given)
    values = raw.flatten()
    return {sql: values[n::count] for n, sql in enumerate(records.given)}
