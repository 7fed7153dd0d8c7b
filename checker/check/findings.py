"""Findings of a run: kept in the data engine, counted, and streamed in row order."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lovgraf.check.details import Details
from lovgraf.core.result import BATCH, Batch, Finding, Findings, Numbered, named


@dataclass(frozen=True)
class StoredFindings(Findings):
    """Findings in a table (row, cause number) of a connection, with the causes' ids.

    `sources` are (table, SQL of the row number, SQL of the record's id) of the coded tables;
    `details` are kept beside them. Rows are told by their numbers in the sheet, `above` more than
    the table has.
    """

    connection: Any
    table: str
    causes: tuple[str, ...]
    sources: tuple[tuple[str, str, str], ...]
    details: Details = field(default_factory=lambda: Details({}))
    above: int = 0

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings of what says who somebody is, and of other details."""
        return tuple(self.details.sql)

    def __len__(self) -> int:
        return int(self.connection.execute(f"SELECT count(*) FROM {self.table}").fetchone()[0])

    def __iter__(self) -> Iterator[Finding]:
        return self._read(self.table)

    def records(self, causes: Collection[str]) -> int:
        """How many records have findings of some causes."""
        numbers = [n for n, cause in enumerate(self.causes) if cause in causes]
        found = self.connection.execute(
            f"SELECT count(DISTINCT row) FROM {self.table} WHERE list_contains($causes, cause)",
            {"causes": numbers},
        )
        return int(found.fetchone()[0])

    def first(self, limit: int, wanted: Mapping[str, int]) -> Iterator[Finding]:
        """The first `limit` findings of each cause, in order."""
        return self._read(
            f"(FROM {self.table} QUALIFY row_number() OVER (PARTITION BY cause ORDER BY row) "
            f"<= {limit})"
        )

    @property
    def on_disk(self) -> bool:
        """Whether the connection may have put something on the disk, which it removes when it is
        closed."""
        found = self.connection.execute("SELECT current_setting('temp_directory')").fetchone()[0]
        return bool(found) and Path(found).exists()

    def batches(self, ids: bool) -> Iterator[Batch]:
        """All findings in the same order, many at a time; ids need not be looked up."""
        arrays = None if ids else self.numbered()
        if arrays is not None:
            for told in arrays:
                each = [*map(self.causes.__getitem__, told.causes.tolist())]
                yield Batch(told.rows.tolist(), each, None)
            return
        for found in self._batches(self._sql(self.table, ids)):
            rows, causes, *others = zip(*found, strict=True)
            own, *details = others if ids else (None,)
            who = dict(zip(self.headings, details, strict=True)) if ids else {}
            yield Batch(rows, [self.causes[cause] for cause in causes], own, None, who)

    def numbered(self) -> Iterator[Numbered] | None:
        """Where there are many: arrays of them take half the time."""
        return self._arrays() if len(self) > BATCH else None

    def _arrays(self) -> Iterator[Numbered]:
        from lovgraf.engine.engine_batches import arrow_batches
        from lovgraf.readers.connection import beside

        relation = beside(self.connection).sql(self._sql(self.table, ids=False))
        for found in arrow_batches(relation, BATCH):
            rows, causes = (column.to_numpy() for column in found.columns)
            yield Numbered(rows, causes, self.causes)

    def _read(self, table: str) -> Iterator[Finding]:
        heads = self.headings
        for batch in self._batches(self._sql(table, ids=True)):
            for row, cause, identifier, *details in batch:
                who = {head: value for head, value in zip(heads, details, strict=True) if value}
                yield Finding(row, named(row, identifier), self.causes[cause], None, who)

    def _sql(self, table: str, ids: bool) -> str:
        if not ids:
            row = f"row + {self.above} AS row" if self.above else "row"
            return f"SELECT {row}, cause FROM {table} ORDER BY row, cause"
        named = " UNION ALL ".join(
            f"SELECT {row} AS row, {identifier} AS id FROM {source} t"
            for source, row, identifier in self.sources
        )
        more = "".join(f", {sql} AS w{n}" for n, sql in enumerate(self.details.sql.values()))
        return (
            f"SELECT f.row + {self.above}, f.cause, i.id{more} FROM {table} f "
            f"JOIN ({named}) i ON i.row = f.row {self.details.joins} ORDER BY f.row, f.cause"
        )

    def _batches(self, sql: str) -> Iterator[Sequence[tuple[Any, ...]]]:
        from lovgraf.readers.connection import beside

        cursor = beside(self.connection).execute(sql)
        while batch := cursor.fetchmany(BATCH):
            yield batch
