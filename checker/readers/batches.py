"""Arrow tables and lists of numbers into tables of the data engine."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from msgspec import Struct, field

BATCH = "lovgraf_batch"
_LISTED = 10_000
"""Lines from which an import of Arrow costs less than to write them as lists."""
_AT_ONCE = 1 << 20
"""Lines that wait at most."""


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


def insert_numbers(connection: Any, into: str, *columns: Listed) -> None:
    """Insert lines of numbers into a table that has as many columns as are given."""
    if len(columns[0]) < _LISTED:
        selected = ", ".join(f"unnest(${n}::BIGINT[])" for n in range(1, len(columns) + 1))
        listed = [np.asarray(column).tolist() for column in columns]
        connection.execute(f"INSERT INTO {into} SELECT {selected}", listed)
        return
    import pyarrow as pa

    found = {f"c{n}": pa.array(column, pa.int64()) for n, column in enumerate(columns)}
    run_on(connection, pa.table(found), f"INSERT INTO {into} FROM {BATCH}")


class Pairs(Struct):
    """Lines of two numbers on their way into a table `into`, put there many at a time: a statement
    costs more than the few lines that a norm has."""

    connection: Any
    into: str
    _waiting: list[tuple[Listed, Listed]] = field(default_factory=list)
    _lines: int = 0

    def add(self, first: Listed, second: Listed) -> None:
        """Add lines after those that are there."""
        if len(first):
            self._waiting.append((first, second))
            self._lines += len(first)
        if self._lines >= _AT_ONCE:
            self.write()

    def write(self) -> None:
        """Put those that wait into the table."""
        if self._waiting:
            each = [np.concatenate(one) for one in zip(*self._waiting, strict=True)]
            insert_numbers(self.connection, self.into, *each)
        self._waiting, self._lines = [], 0
