"""The records of a table as a relation of words: row by row in full, or usual rows quickly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from checker.cells.lookups import look_up
from checker.cells.quick import RAW, quick_sql
from checker.cells.table_plan import TablePlan
from checker.records.plain import Plain


@dataclass(frozen=True)
class Carried:
    """What is kept of a row beside its words: typed values (alias to column), and other SQL."""

    values: Mapping[str, str]
    others: Mapping[str, str]


@dataclass(frozen=True)
class Records:
    """A relation `source` with SQL over it.

    `values` gives the typed value of each column, `plain` how its usual values are told; `carried`
    what is kept of a row in full, `usual` the same of a row of usual values; `doubts` are SQL
    conditions under which a row is not usual whatever its values; `given` names the columns of
    `source` that all of these read, with their types.
    """

    source: str
    values: Mapping[str, str]
    plain: Mapping[str, Plain]
    carried: Mapping[str, str]
    usual: Carried
    doubts: tuple[str, ...]
    given: Mapping[str, str]

    @property
    def types(self) -> dict[str, str]:
        """The engine's types of what is carried."""
        return dict.fromkeys(self.carried, "BIGINT") | dict.fromkeys(self.usual.values, "VARCHAR")

    def in_full(self, plan: TablePlan, source: str) -> str:
        """SQL that reads each row of a relation by the row SQL."""
        selected = [f'{self.values[column]} AS "{column}"' for column in plan.columns]
        selected += [f'{sql} AS "{alias}"' for alias, sql in self.carried.items()]
        return (
            f"WITH records AS (SELECT {', '.join(selected) or '1 AS nothing'} FROM {source}) "
            f"SELECT * FROM ({plan.row_sql})"
        )


def read_quickly(connection: Any, plan: TablePlan, records: Records, rows: str) -> None:
    """Create table `rows` as `Records.in_full` would, rows of usual values by looking them up."""
    quick = plan.quick()
    columns = {name: plan.facts.columns[name] for name in plan.columns}
    lookups = look_up(connection, quick.single, columns, records.plain, quick.masks)
    connection.execute(
        f"CREATE TABLE {rows} AS " + quick_sql(quick, plan.keys, lookups, columns, records)
    )
    _read_doubtful(connection, plan, records, rows)
    connection.execute(f"ALTER TABLE {rows} DROP COLUMN {RAW}")


def _read_doubtful(connection: Any, plan: TablePlan, records: Records, rows: str) -> None:
    """Read the rows that were kept as they are in full, into the places they have."""
    where, read = f"{rows}_where", f"{rows}_read"
    connection.execute(
        f"CREATE TABLE {where} AS SELECT rowid AS place, {RAW} FROM {rows} WHERE {RAW} IS NOT NULL"
    )
    if connection.execute(f"SELECT count(*) FROM {where}").fetchone()[0]:
        given = (
            f"CAST({RAW}[{n}] AS {kind}) AS {name}"
            for n, (name, kind) in enumerate(records.given.items(), start=1)
        )
        source = f"(SELECT {', '.join(given)} FROM {where})"
        connection.execute(f"CREATE TABLE {read} AS {records.in_full(plan, source)}")
        names = [*records.carried, *(f"k{n}" for n in range(plan.keys))]
        changes = ", ".join(f'"{name}" = found."{name}"' for name in names)
        connection.execute(
            f"UPDATE {rows} SET {changes} FROM (SELECT place, {read}.* FROM {read} POSITIONAL JOIN "
            f"{where}) found WHERE {rows}.rowid = found.place"
        )
        connection.execute(f"DROP TABLE {read}")
    connection.execute(f"DROP TABLE {where}")
