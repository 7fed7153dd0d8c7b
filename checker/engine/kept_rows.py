"""What is kept of each row while rows stream by: arrays as they came, which the data engine sees as
a relation; a table of the engine, which goes on on disk, once they are too large for that."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from lovgraf.core.memory import own_limit
from lovgraf.readers.batches import BATCH, run_on

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
        self._connection = connection.cursor()
        self._held: list[pa.Table] = []
        self._bytes, self._most = 0, _most()
        self._stored = False

    def add(self, kept: Mapping[str, Any]) -> None:
        """Add rows: arrays by name of the column."""
        table = pa.table(dict(kept))
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
            table = pa.concat_tables(some)
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
        for table in self._held:
            places = np.arange(start, start + table.num_rows)
            numbered.append(table.append_column("rowid", pa.array(places)))
            start += table.num_rows
        self._held = []
        table = pa.concat_tables(numbered)
        selected = ", ".join(["rowid", *self._selected(table.column_names)])
        self._connection.from_arrow(table).project(selected).create_view(self._name, False)

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
        for table in self._held:
            for name, value in more.items():
                table = table.append_column(name, pa.repeat(value, table.num_rows))
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
        what all other rows have."""
        found = {}
        for name in self._types:
            if name not in self._held[0].column_names:
                value = self._connection.execute(f"SELECT {self._constant[name]}").fetchall()[0][0]
                if pc.any(pc.not_equal(changes.column(name), value)).as_py():
                    found[name] = pa.scalar(value, changes.column(name).type)
        return found


def _replaced(table: pa.Table, mask: Any, changes: pa.Table) -> pa.Table:
    columns = {}
    for name, column in zip(table.column_names, table.columns, strict=True):
        own = column.combine_chunks()
        other = changes.column(name).combine_chunks().cast(own.type)
        columns[name] = pc.replace_with_mask(own, mask, other)
    return pa.table(columns)


def _most() -> int:
    """How many bytes may be kept as arrays."""
    limit = own_limit()
    return _MOST if limit is None else min(_MOST, limit // _SHARE)


def _quoted(name: str) -> str:
    return f'"{name}"'
