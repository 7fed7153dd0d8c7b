"""What listed records say: their values, and what says who each is, read once more from where the
records are."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from lovgraf.check.row_recheck import NUMBER
from lovgraf.readers.table import InputTable


class ListedValues(Protocol):
    """The records of a dataset, by the numbers that findings have."""

    def keep(self, into: str, rows: str, columns: Sequence[str]) -> tuple[str, ...] | None:
        """Make a table of the records whose numbers an SQL statement gives: `row`, `w0` ... (texts
        that say who somebody is, by the headings that are returned) and `v_NAME` of canonical
        columns. None, and no table, where there is nothing to read."""


@dataclass(frozen=True)
class ValuesOfTable(ListedValues):
    """The records of a table on this machine."""

    connection: Any
    table: InputTable

    def keep(self, into: str, rows: str, columns: Sequence[str]) -> tuple[str, ...] | None:
        """See `ListedValues`."""
        if not self.table.source:
            return None
        self.connection.execute(
            f"CREATE OR REPLACE TABLE {into} AS {values_sql(self.table, columns, rows)}"
        )
        return tuple(self.table.who)


def values_sql(table: InputTable, columns: Collection[str], rows: str) -> str:
    """SQL of the values of the rows of a table whose numbers a statement gives, as in
    `ListedValues`."""
    who = [f"{sql} AS w{n}" for n, sql in enumerate(table.who.values())]
    values = [f'{table.values[name]} AS "v_{name}"' for name in columns]
    number = table.row or "row_number() OVER ()"
    # Only rows that are wanted are read as values: of others that may cost far more.
    return (
        f"SELECT {', '.join([f'{NUMBER} AS row', *who, *values])} FROM "
        f"(SELECT *, {number} AS {NUMBER} FROM {table.source}) WHERE {NUMBER} IN ({rows})"
    )
