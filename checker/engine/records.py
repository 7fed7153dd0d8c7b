"""The records of a table as a relation, and the SQL that reads each of them in full."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import nullcontext
from typing import Any

from msgspec import Struct, field

from lovgraf.engine.table_plan import RowPlan
from lovgraf.facts.plain import Plain
from lovgraf.readers.connection import as_written
from lovgraf.readers.pieces import Pieces

NUMBER = "_lovgraf_number"
"""What the number of a row is called beside the columns of a file, which are called anything."""
PLACE = "_lovgraf_place"
"""What the place of a row among those that were read is called, counted from 0."""
FEW = 2000
"""Fewer rows are read before the data engine has improved its plan of reading them."""


_VALUE = "lovgraf_value_of_"
"""What stands before the name of a column in that of its value as it is read."""
_MOST_TEXTS = 2_000
"""Texts that cannot be read and that are written into a statement, at most."""


class Carried(Struct, frozen=True):
    """What is kept of a row beside its words: typed values (alias to column), and other SQL."""

    values: Mapping[str, str]
    others: Mapping[str, str]


class Unread(Struct):
    """The texts of columns (by canonical name) that cannot be read, where rows were read apart from
    the data engine, and the table of the other rows; `complete` once all rows were read."""

    texts: dict[str, set[str]] = field(default_factory=dict)
    rows: str = ""
    complete: bool = False

    def add(self, name: str, text: str) -> None:
        """A text cannot be read; any thread may say so."""
        self.texts.setdefault(name, set()).add(text)


class Records(Struct, frozen=True):
    """A relation `source` with SQL over it.

    `values` gives the typed value of each column, `plain` how its usual values are told; `carried`
    what is kept of a row in full, `usual` the same of a row of usual values; `doubts` are SQL
    conditions under which a row is not usual whatever its values; `given` names the columns of
    `source` that all of these read, with their types; `flags` says by column and flaw in which word
    of what is carried, and as which bit, the flaw is told. `pieces` gives the same rows apart from
    the engine, where that is possible; `row` names the number of a row in its file, where that is
    carried.
    """

    source: str
    values: Mapping[str, str]
    plain: Mapping[str, Plain]
    carried: Mapping[str, str]
    usual: Carried
    doubts: tuple[str, ...]
    given: Mapping[str, str]
    pieces: Pieces | None = None
    row: str | None = None
    flags: Mapping[tuple[str, str], tuple[str, int]] = field(default_factory=dict)
    progress: Callable[[int], None] = lambda _rows: None
    """Is told how many rows were read, now and then."""
    threads: int = 2
    """How many threads may read at once."""
    unread: Unread | None = None
    """Is told what cannot be read, where that is asked for."""

    @property
    def types(self) -> dict[str, str]:
        """The engine's types of what is carried."""
        return dict.fromkeys(self.carried, "BIGINT") | dict.fromkeys(self.usual.values, "VARCHAR")

    @property
    def stored(self) -> str | None:
        """SQL of a relation of the rows that were kept as they stand in `source`, those that arrays
        do not hold, with the `NUMBER` of each; None where none were kept."""
        found = self.unread
        if found is None or not found.complete:
            return None
        return f"(SELECT *, {self.row or f'{PLACE} + 1'} AS {NUMBER} FROM {found.rows})"

    @property
    def flawed(self) -> str:
        """SQL of a relation like `source` that has every value that cannot be read, and perhaps few
        others: less than all rows, where that is known."""
        found = self.unread
        if found is None or not found.complete or sum(map(len, found.texts.values())) > _MOST_TEXTS:
            return self.source
        parts = [f"SELECT {', '.join(self.given)} FROM {found.rows}"]
        for name, texts in sorted(found.texts.items()):
            own = self.plain[name].own_column
            listed = ", ".join("'" + text.replace("'", "''") + "'" for text in sorted(texts))
            parts.append(f"SELECT CAST(unnest([{listed}]) AS {self.given[own]}) AS {own}")
        return f"({' UNION ALL BY NAME '.join(parts)})"

    def in_full(self, plan: RowPlan, source: str) -> str:
        """SQL that reads each row of a relation by the row SQL."""
        return f"WITH records AS ({self.typed(plan, source)}) SELECT * FROM ({plan.row_sql})"

    def typed(self, plan: RowPlan, source: str) -> str:
        """SQL that reads the values of each row of a relation, and what is carried of it.

        Much of that asks whether there is a value: of those that are read the name stands there.
        """
        names = {column: f'"{_VALUE}{column}"' for column in plan.columns}
        selected = [f'{names[column]} AS "{column}"' for column in plan.columns]
        for alias, sql in self.carried.items():
            for column, name in names.items():
                sql = sql.replace(f"({self.values[column]}) IS NOT NULL", f"{name} IS NOT NULL")
            selected.append(f'{sql} AS "{alias}"')
        values = "".join(f", {self.values[column]} AS {name}" for column, name in names.items())
        return (
            f"SELECT {', '.join(selected) or '1 AS nothing'} FROM (SELECT *{values} FROM {source})"
        )


def create_in_full(connection: Any, table: str, sql: str, few: bool) -> None:
    """Create a table of what `Records.in_full` selects.

    For `few` rows, the statement is not improved first: that takes longer than running it.
    """
    with as_written(connection) if few else nullcontext():
        connection.execute(f"CREATE TABLE {table} AS {sql}")
