"""Findings of a run: kept in the data engine, counted, and streamed in row order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from checker.reports.result import Finding, Findings

BATCH = 10_000


@dataclass(frozen=True)
class StoredFindings(Findings):
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
        found = self._batches(
            f"SELECT f.row, i.id, f.cause FROM {self.table} f JOIN ({ids}) i ON i.row = f.row "
            "ORDER BY f.row, f.cause"
        )
        for batch in found:
            for row, identifier, cause in batch:
                yield Finding(
                    row, str(row) if identifier is None else identifier, self.causes[cause]
                )

    def without_ids(self) -> Iterator[list[tuple[int, str]]]:
        """Row and cause of each finding, many at a time: the ids need not be looked up."""
        names = self.causes
        found = self._batches(f"SELECT row, cause FROM {self.table} ORDER BY row, cause")
        for batch in found:
            yield [(row, names[cause]) for row, cause in batch]

    def _batches(self, sql: str) -> Iterator[Sequence[tuple[Any, ...]]]:
        cursor = self.connection.cursor().execute(sql)
        while batch := cursor.fetchmany(BATCH):
            yield batch


class NoFindings(Findings):
    """No findings at all."""

    def __len__(self) -> int:
        return 0

    def __iter__(self) -> Iterator[Finding]:
        return iter(())
