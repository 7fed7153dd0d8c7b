"""Rows of a table that are read once more, without reading all others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from lovgraf.engine.records import NUMBER
from lovgraf.facts.fact import Column
from lovgraf.readers.batches import BATCH, run_on
from lovgraf.readers.kinds import PARTED_ROW
from lovgraf.readers.pieces import NUMBERED, OddFileError
from lovgraf.readers.table import InputTable

_APART = 20_000
"""Rows of a file from which it pays to read some of them apart from the data engine."""


class SourceRows(Struct, frozen=True):
    """The rows of a table, or those of one type.

    `source` is the relation of the raw rows in a connection, `row` SQL of a row's number in it.
    Some may have been `stored` in other relations as they stand there, with their `NUMBER`.
    """

    connection: Any
    table: InputTable
    source: str
    row: str | None
    stored: tuple[str, ...] = ()

    def read(self, columns: Sequence[Column], rows: str) -> None:
        """Read some columns of the rows that table `rows` names (by `row`), beside their `NUMBER`,
        into a table of that name with `_values` behind it."""
        table, values = self.table, f"{rows}_values"
        selected = "".join(f', {table.values[c.name]} AS "{c.name}"' for c in columns)
        # Only rows that are wanted are read as values: of others that may cost far more.
        made = f"CREATE TABLE {values} AS SELECT {NUMBER}{selected} FROM"
        if (stored := self._stored(rows)) is not None:
            self.connection.execute(f"{made} {stored}")
            return
        found = self._apart(rows, [table.values[column.name] for column in columns])
        if found is not None:
            raw = "".join(
                f", c{n}::{kind} AS {sql}" for n, (sql, kind) in enumerate(table.given.items())
            )
            run_on(self.connection, found, f"{made} (SELECT {NUMBER}{raw} FROM {BATCH})")
            return
        number = self.row or "row_number() OVER ()"
        all_rows = (
            f"(SELECT *, {number} AS {NUMBER} FROM {self.source}) "
            f"WHERE {NUMBER} IN (SELECT row FROM {rows})"
        )
        self.connection.execute(f"{made} {self._by_number(rows) or all_rows}")

    def _stored(self, rows: str) -> str | None:
        """SQL of the rows that a table names, where they were all stored; else None."""
        if not self.stored:
            return None
        every = f"({' UNION ALL BY NAME '.join(f'FROM {one}' for one in self.stored)})"
        others = f"SELECT 1 FROM {rows} WHERE row NOT IN (SELECT {NUMBER} FROM {every}) LIMIT 1"
        if self.connection.execute(others).fetchall():
            return None
        return f"{every} WHERE {NUMBER} IN (SELECT row FROM {rows})"

    @property
    def _is_whole(self) -> bool:
        """Whether the rows have the numbers that they have in the table itself."""
        table = self.table
        return self.row == PARTED_ROW or (self.source, self.row) == (table.source, table.row)

    def _apart(self, rows: str, asked: Sequence[str]) -> Any:
        """What is given of the rows that a table names, as `c0`, `c1` ... beside `NUMBER`, where
        they can be read apart from the data engine, which goes through the whole file for them;
        else None. What none of the SQL that is `asked` names is left out: it is NULL."""
        table = self.table
        if not self._is_whole or table.pieces is None or table.rows < _APART:
            return None
        import pyarrow as pa

        found = self.connection.execute(f"SELECT DISTINCT row FROM {rows} ORDER BY row")
        wanted = found.fetchnumpy()["row"]
        there = table.pieces.columns.items()
        own = {sql: name for sql, name in there if any(sql in each for each in asked)}
        try:
            some = table.pieces.some(wanted, [*dict.fromkeys(own.values())])
        except OddFileError:
            return None
        if some is None or len(some) != len(wanted):
            return None
        columns = {
            f"c{n}": some.column(own[sql]) if sql in own else pa.nulls(len(some), pa.string())
            for n, sql in enumerate(table.given)
        }
        return pa.table({NUMBER: pa.array(wanted), **columns})

    def _by_number(self, rows: str) -> str | None:
        """SQL of the rows that a table names, with their `NUMBER`, where the data engine finds them
        by it; else None."""
        table = self.table
        if not self._is_whole or table.row is not None or table.pieces is None:
            return None
        numbered = table.pieces.numbered
        if numbered is None:
            return None
        return (
            f"(SELECT *, {NUMBERED} + 1 AS {NUMBER} FROM {numbered} "
            f"WHERE {NUMBERED} IN (SELECT row - 1 FROM {rows}))"
        )
