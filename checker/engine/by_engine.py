"""Values of a column that the data engine reads for arrays: those of types of a Parquet file that
arrays have no reader of their own for. It reads each distinct value once a piece."""

from __future__ import annotations

from collections.abc import Callable
from threading import local
from typing import Any

import numpy as np
import pyarrow as pa

from lovgraf.engine.text_numbers import Flags, either_flag, flags_of
from lovgraf.readers.batches import BATCH, run_on
from lovgraf.readers.connection import connect

_own = local()
"""The connection of each thread: threads take turns at one."""


def texts_by_engine(source: str, column: str, coded: bool) -> Callable[[Any], Any]:
    """Writes values as texts by SQL of a column, as dictionaries where they are to be `coded`."""

    def texts(array: Any) -> Any:
        found = _of_each(array, f"CAST({source} AS VARCHAR)", column, pa.string())
        if pa.types.is_dictionary(found.type):
            return found if coded else found.dictionary_decode()
        return found.dictionary_encode() if coded else found

    return texts


def read_by_engine(
    parsed: str, column: str, kind: Any, read: Callable[[Any], tuple[Any, Flags]]
) -> Callable[[Any], tuple[Any, Flags]]:
    """Reads the days or numbers that SQL makes of a column; values of which it makes none are
    doubtful."""

    def values(array: Any) -> tuple[Any, Flags]:
        found = _of_each(array, parsed, column, kind)
        if pa.types.is_dictionary(found.type):
            found = found.dictionary.take(found.indices)
        number, odd = read(found)
        if found.null_count == array.null_count:
            return number, odd
        given = np.broadcast_to(np.asarray(flags_of(array)), len(array))
        return number, either_flag(odd, given & found.is_null().to_numpy(zero_copy_only=False))

    return values


def _of_each(array: Any, sql: str, column: str, kind: Any) -> Any:
    """What SQL of a column makes of an array: of its distinct values, where these can be told."""
    if pa.types.is_nested(array.type):
        return _made(array, sql, column, kind)
    each = array.dictionary_encode()
    return pa.DictionaryArray.from_arrays(each.indices, _made(each.dictionary, sql, column, kind))


def _made(array: Any, sql: str, column: str, kind: Any) -> Any:
    table = pa.table({"value": array})
    run_on(
        _connection(),
        table,
        f"CREATE OR REPLACE TEMP TABLE made AS SELECT {sql} AS made "
        f"FROM (SELECT value AS {column} FROM {BATCH})",
    )
    found = _connection().sql("FROM made").to_arrow_table().column("made")
    return found.combine_chunks().cast(kind)


def _connection() -> Any:
    if not hasattr(_own, "connection"):
        _own.connection = connect(None)
        _own.connection.execute("SET threads = 1")
    return _own.connection
