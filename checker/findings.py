"""Findings of a run: kept in the data engine, counted, and streamed in row order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from checker.reports.result import Finding

BATCH = 10_000


@dataclass(frozen=True)
class StoredFindings:
    """Findings in a table (row, cause number) of a connection, with the causes' ids.

    `sources` are (table, SQL of the row number, SQL of the record's id) of the coded tables.
    """

    connection: Any
    table: str
    causes: tuple[str, ...]
    sources: tuple[tuple[str, str, str], ...]

    def __len__(self) -> int:
        return int(self.connection.execute(f"SELECT count(*) FROM {self.table}").fetchone()[0])

    def __iter__(self) -> Iterator[Finding]:
        ids = " UNION ALL ".join(
            f"SELECT {row} AS row, {identifier} AS id FROM {table} t"
            for table, row, identifier in self.sources
        )
        cursor = self.connection.cursor().execute(
            f"SELECT f.row, i.id, f.cause FROM {self.table} f JOIN ({ids}) i ON i.row = f.row "
            "ORDER BY f.row, f.cause"
        )
        while batch := cursor.fetchmany(BATCH):
            for row, identifier, cause in batch:
                yield Finding(
                    row, str(row) if identifier is None else identifier, self.causes[cause]
                )


class NoFindings:
    """No findings at all."""

    def __len__(self) -> int:
        return 0

    def __iter__(self) -> Iterator[Finding]:
        return iter(())
