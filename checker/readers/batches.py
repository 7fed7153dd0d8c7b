"""Arrow tables and lists of numbers into tables of the data engine."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

BATCH = "lovgraf_batch"
_LISTED = 10_000
"""Lines from which an import of Arrow costs less than to write them as lists."""


def run_on(connection: Any, found: Any, sql: str) -> None:
    """Run a statement that reads an Arrow table as `BATCH`.

    Raises the data engine's own errors.
    """
    connection.register(BATCH, found)
    try:
        connection.execute(sql)
    finally:
        connection.unregister(BATCH)


def drop(connection: Any, name: str) -> None:
    """Drop a table if there is one, or a view of arrays, which are given back then."""
    found = connection.execute("SELECT 1 FROM duckdb_views() WHERE view_name = $1", [name])
    kind = "VIEW" if found.fetchall() else "TABLE"
    connection.execute(f"DROP {kind} IF EXISTS {name}")


Listed = Sequence[int] | npt.NDArray[np.int64]
"""Numbers, one after another."""


def insert_pairs(connection: Any, into: str, first: Listed, second: Listed) -> None:
    """Insert lines of two numbers into a table that has two columns."""
    if len(first) < _LISTED:
        connection.execute(
            f"INSERT INTO {into} SELECT unnest($1::BIGINT[]), unnest($2::BIGINT[])",
            [np.asarray(first).tolist(), np.asarray(second).tolist()],
        )
        return
    import pyarrow as pa

    run_on(
        connection,
        pa.table({"first": pa.array(first, pa.int64()), "second": pa.array(second, pa.int64())}),
        f"INSERT INTO {into} FROM {BATCH}",
    )
