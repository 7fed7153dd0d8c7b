"""Rows that an earlier run has read: known again by a hash of what they say, and not read anew.

A row's words follow from its values, the plan of reading and nothing else. So a run keeps the words
of every row with a 128-bit hash of the row, in a Parquet file beside the result; a later run hashes
the rows that it finds, takes the words of those that are known, and reads the others. Everything
after that is done as for rows that were just read, so that the report is the same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import duckdb
from msgspec import Struct
from msgspec.structs import replace

from lovgraf.check.parts.unique import UniqueValues
from lovgraf.check.table_records import KEEP
from lovgraf.engine.cell_codes import CellCodes
from lovgraf.engine.population import Population, read_rows
from lovgraf.engine.records import FEW, Records
from lovgraf.engine.table_plan import CELL, WEIGHT, TablePlan
from lovgraf.facts.fact import Column
from lovgraf.readers.batches import drop
from lovgraf.readers.headers import ID
from lovgraf.readers.source import quoted
from lovgraf.readers.table import InputTable

_ENDING = ".rows.parquet"
MANY = 20_000
"""New rows from which it pays to look usual values up (see `Population.load`)."""


class KnownRows(Struct, frozen=True):
    """Reads the rows of a part: `earlier` are folders of parts that earlier runs left, `folder` is
    this part's own; `context` tells what else rows are read by. Ids are kept only with
    `show_values`."""

    earlier: Sequence[Path]
    folder: Path
    unique: UniqueValues
    context: str
    show_values: bool

    def load(
        self,
        connection: Any,
        plan: TablePlan,
        records: Records,
        table: InputTable,
        columns: Iterable[Column],
        name: str,
        by_arrays: bool,
        few: bool,
    ) -> Population:
        """Read records as `Population.load` does, and keep what they were read into."""
        kept = _Kept(records, tuple(columns), self.unique, self.show_values)
        signature = self._signature(plan, records, table, kept)
        earlier = [path for f in self.earlier if (path := f / f"{signature}{_ENDING}").exists()]
        now = f"{name}_now"
        try:
            _hash_rows(connection, table, records, now)
        except duckdb.Error:
            # The rows are no lines that can be read on their own; reading them says what is wrong.
            return Population.load(connection, plan, records, name, None, by_arrays, few)
        reading = _Reading(connection, plan, records, table, kept, name, now)
        population = reading.known(earlier) if earlier else None
        if population is None:
            population = Population.load(connection, plan, records, name, None, by_arrays, few)
            if not reading.read(population):
                return population
        target = quoted(str(self.folder / f"{signature}{_ENDING}"))
        connection.execute(
            f"COPY (SELECT a, b, {reading.listed} FROM {reading.together}) TO {target} "
            "(FORMAT parquet)"
        )
        connection.execute(f"DROP TABLE {now}")
        return population

    def _signature(self, plan: TablePlan, records: Records, table: InputTable, kept: _Kept) -> str:
        """A hash of all that the words of a row follow from, but for the row."""
        parts = (
            duckdb.__version__, plan.row_sql, repr(table.meaning),
            repr([*table.unreadable]), repr([warned[:2] for warned in table.warnings]),
            repr([*records.given.items()]), table.lines.key if table.lines else "",
            repr(kept.names), self.context,
        )  # fmt: skip
        return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogateescape")).hexdigest()[:40]


class _Kept:
    """What is kept of a row beside its words: flags as they are; of values that must be unique two
    halves of a hash; ids only where they are asked for."""

    def __init__(
        self,
        records: Records,
        columns: Sequence[Column],
        unique: UniqueValues,
        show_values: bool,
    ) -> None:
        carried = [name for name in records.types if not name.startswith(KEEP)]
        self._sql = {f'"{name}"': f'"{name}"' for name in carried}
        self.hashed = tuple(c for c in columns if c.unique and KEEP + c.name in records.types)
        if show_values and KEEP + ID in records.types:
            self._sql[f'"{KEEP}{ID}"'] = f'"{KEEP}{ID}"'
        for column in self.hashed:
            low, high = unique.halves(column)
            self._sql[f'"{KEEP}{column.name}_a"'] = low
            self._sql[f'"{KEEP}{column.name}_b"'] = high

    @property
    def names(self) -> list[str]:
        """The columns that are kept."""
        return list(self._sql)

    @property
    def computed(self) -> str:
        """SQL of them over rows that were just read."""
        return "".join(f"{sql} AS {name}, " for name, sql in self._sql.items())


class _Reading:
    """One reading of rows; table `together` has all of them then, with hash and words."""

    def __init__(
        self,
        connection: Any,
        plan: TablePlan,
        records: Records,
        table: InputTable,
        kept: _Kept,
        name: str,
        now: str,
    ) -> None:
        self._execute = connection.execute
        self._connection, self._plan, self._records = connection, plan, records
        self._table, self._kept, self._name, self._now = table, kept, name, now
        self.keys = ", ".join(f"k{n}" for n in range(plan.keys))
        self.listed = ", ".join([*kept.names, self.keys])
        self.together = ""
        """A relation of all rows with their hashes, once they are read."""

    def read(self, population: Population) -> bool:
        """Tell of rows that were just read, each at its place; whether all have one."""
        words = self._words(
            population.rows, population.cells_table, population.key, self._now, "r._a, r._b"
        )
        self.together = f"(SELECT _a AS a, _b AS b, {self.listed} FROM ({words}))"
        return self._count(self._now) == population.count()

    def known(self, earlier: Sequence[Path]) -> Population | None:
        """The rows, of which most are known; None where it does not pay to look them up."""
        files = ", ".join(quoted(str(path)) for path in earlier)
        found, fresh = f"{self._name}_known", f"{self._name}_fresh"
        self._execute(
            f"CREATE TABLE {found} AS SELECT n.rowid + 1 AS _row, n.a, n.b, {self.listed} "
            f"FROM {self._now} n JOIN read_parquet([{files}]) USING (a, b)"
        )
        self._execute(
            f"CREATE TABLE {fresh} AS SELECT rowid AS place FROM {self._now} "
            f"WHERE rowid + 1 NOT IN (SELECT _row FROM {found}) ORDER BY place"
        )
        rows, known, new = (self._count(table) for table in (self._now, found, fresh))
        if 2 * new > rows:
            self._execute(f"DROP TABLE {found}; DROP TABLE {fresh}")
            return None
        if known + new > rows:
            # A row that stands twice in what was kept.
            self._execute(f"DELETE FROM {found} WHERE rowid NOT IN (SELECT min(rowid) "
                          f"FROM {found} GROUP BY _row)")  # fmt: skip
        if new:
            self._read_fresh(found, fresh, new)
        return self._population(found)

    def _read_fresh(self, found: str, fresh: str, new: int) -> None:
        """Read the rows that are not known and add them to those that are."""
        records = self._chosen(fresh)
        rows, cells = f"{fresh}_rows", f"{fresh}_cells"
        joined, _ = read_rows(
            self._connection, self._plan, records, rows, cells, new >= MANY, new < FEW
        )
        self._execute(
            f"CREATE TABLE {fresh}_places AS SELECT a, b, place + 1 AS _row FROM {fresh} "
            f"JOIN {self._now} n ON n.rowid = place ORDER BY place"
        )
        words = self._words(rows, cells, joined, f"{fresh}_places", "r._row, r._a, r._b")
        self._execute(f"INSERT INTO {found} (_row, a, b, {self.listed}) {words}")
        for table in (rows, cells, fresh, f"{fresh}_places"):
            drop(self._connection, table)

    def _chosen(self, fresh: str) -> Records:
        """The records of some places."""
        given_lines, place = self._table.lines, self._table.holder
        numbered = "row_number() OVER () - 1 AS place"
        if given_lines is not None:
            lines = place.file(f"{fresh}.csv")
            self._execute(
                f"COPY (SELECT line FROM (SELECT line, {numbered} FROM {given_lines.relation}) "
                f"WHERE place IN (SELECT place FROM {fresh}) ORDER BY place) "
                f"TO {quoted(str(lines))} "
                "(FORMAT csv, HEADER false, QUOTE '', ESCAPE '', DELIMITER '\x01')"
            )
            source, pieces = given_lines.read(lines, place)
            return replace(self._records, source=source, pieces=pieces, progress=_silent)
        given = ", ".join(self._records.given)
        self._execute(
            f"CREATE TABLE {fresh}_raw AS SELECT {given} FROM (SELECT {given}, {numbered} "
            f"FROM {self._records.source}) WHERE place IN (SELECT place FROM {fresh}) "
            "ORDER BY place"
        )
        return replace(self._records, source=f"{fresh}_raw", pieces=None, progress=_silent)

    def _population(self, rows: str) -> Population:
        cells = f"{self._name}_cells"
        self.together = rows
        self._execute(
            f"CREATE TABLE {cells} AS SELECT row_number() OVER (ORDER BY {self.keys}) AS {CELL}, * "
            f"FROM (SELECT {self.keys}, count(*) AS {WEIGHT} FROM {rows} GROUP BY {self.keys})"
        )
        with CellCodes(self._connection, self._plan, self._name) as codes:
            coded = codes.write(cells)
        hashed = frozenset(KEEP + column.name for column in self._kept.hashed)
        return Population(
            self._connection, self._plan, cells, coded, rows, self.keys, "_row", hashed
        )

    def _words(self, rows: str, cells: str, joined: str, places: str, more: str) -> str:
        """SQL of rows with their words, and `more` of the places that stand beside them; rows and
        cells are `joined` by these columns."""
        keys = ", ".join(f"c.k{n}" for n in range(self._plan.keys))
        same = " AND ".join(f"r.{key} = c.{key}" for key in joined.split(", "))
        beside = "r.*, n.a AS _a, n.b AS _b, n.* EXCLUDE (a, b)"
        return (
            f"SELECT {more}, {self._kept.computed}{keys} FROM (SELECT {beside} "
            f"FROM {rows} r POSITIONAL JOIN {places} n) r JOIN {cells} c ON {same}"
        )

    def _count(self, table: str) -> int:
        return int(self._execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def _hash_rows(connection: Any, table: InputTable, records: Records, into: str) -> None:
    """Make a table of two hashes of every row, in the order of the file: of its line, where rows
    are lines, else of the values that are read."""
    if table.lines is not None:
        source = table.lines.relation
    else:
        texts = (f"CAST({sql} AS VARCHAR)" for sql in records.given)
        values = " || ".join(f"coalesce(length({t}) || ':' || {t}, '-')" for t in texts)
        source = f"(SELECT {values or quoted('')} AS line FROM {records.source})"
    connection.execute(
        f"CREATE TABLE {into} AS SELECT hash(line) AS a, hash('#' || line) AS b FROM {source}"
    )


def _silent(_rows: int) -> None:
    """Say nothing of how many rows were read: those of the whole were counted already."""
