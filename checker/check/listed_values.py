"""What listed records say: their values, and what says who each is, read once more from where the
records are."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from lovgraf.check.source_rows import SourceRows
from lovgraf.engine.population import Population
from lovgraf.engine.records import NUMBER
from lovgraf.engine.told_values import told_values
from lovgraf.facts.fact import Column
from lovgraf.readers.batches import BATCH, run_on
from lovgraf.readers.table import InputTable


class ListedValues(Protocol):
    """The records of a dataset, by the numbers that findings have."""

    def keep(
        self, into: str, rows: str, columns: Sequence[Column], *, who: bool = False
    ) -> tuple[str, ...] | None:
        """Make a table of the records whose numbers an SQL statement gives: `row`, the columns as
        `v_NAME`, and, where asked for, `w0` ... (texts that say `who` somebody is, by the headings
        that are returned). None, and no table, where there is nothing to read."""


@dataclass(frozen=True)
class ValuesOfTable(ListedValues):
    """The records of a table on this machine."""

    connection: Any
    table: InputTable
    populations: list[Population] = field(default_factory=list)
    """The records of each type, where many were read."""

    def keep(
        self, into: str, rows: str, columns: Sequence[Column], *, who: bool = False
    ) -> tuple[str, ...] | None:
        """See `ListedValues`."""
        run = self.connection
        if not self.table.source:
            return None
        if who:
            made = values_sql(self.table, [column.name for column in columns], rows, who=True)
            run.execute(f"CREATE OR REPLACE TABLE {into} AS {made}")
            return tuple(self.table.who)
        wanted = f"{into}_rows"
        run.execute(f"CREATE OR REPLACE TABLE {wanted} AS SELECT DISTINCT row FROM ({rows})")
        values = "".join(f', "{column.name}" AS "v_{column.name}"' for column in columns)
        made = f"CREATE OR REPLACE TABLE {into} AS SELECT"
        if (known := self._known(wanted, columns)) is not None:
            run_on(run, known, f"{made} row{values} FROM {BATCH}")
            run.execute(f"DELETE FROM {wanted} WHERE row IN (SELECT row FROM {into})")
            if run.execute(f"SELECT count(*) FROM {wanted}").fetchall() == [(0,)]:
                return ()
            made = f"INSERT INTO {into} SELECT"
        stored = tuple(one.stored for one in self.populations if one.stored)
        given = SourceRows(run, self.table, self.table.source, self.table.row, stored)
        given.read(columns, wanted)
        run.execute(f"{made} {NUMBER} AS row{values} FROM {wanted}_values")
        run.execute(f"DROP TABLE {wanted}_values")
        return ()

    def _known(self, wanted: str, columns: Sequence[Column]) -> Any:
        """What is known without reading of the records that a table names, as an Arrow table; None
        where that is nothing."""
        rows = f"SELECT row FROM {wanted}"
        found = [told_values(one, rows, columns) for one in self.populations]
        parts = [one for one in found if one is not None and len(one)]
        if not parts:
            return None
        import pyarrow as pa

        return pa.concat_tables(parts, promote_options="default")


def values_sql(table: InputTable, columns: Collection[str], rows: str, *, who: bool) -> str:
    """SQL of the values of the rows of a table whose numbers a statement gives, as in
    `ListedValues`."""
    said = [f"{sql} AS w{n}" for n, sql in enumerate(table.who.values())] if who else []
    values = [f'{table.values[name]} AS "v_{name}"' for name in columns]
    number = table.row or "row_number() OVER ()"
    # Only rows that are wanted are read as values: of others that may cost far more.
    return (
        f"SELECT {', '.join([f'{NUMBER} AS row', *said, *values])} FROM "
        f"(SELECT *, {number} AS {NUMBER} FROM {table.source}) WHERE {NUMBER} IN ({rows})"
    )
