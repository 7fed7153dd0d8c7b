"""Values that must be unique, compared across files: each file leaves a hash of every value.

A hash stands in for the value, so that what lies on the disk meanwhile is no list of CPR numbers;
it is keyed with a secret that lies in the same private folder and goes with it. That keeps the
values from being read or looked up, not from being guessed by somebody who has the folder.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from msgspec import Struct

from lovgraf.check.quality import no_values, not_unique
from lovgraf.check.table_records import KEEP
from lovgraf.core.result import FIRST_ROWS, QualityFinding
from lovgraf.engine.population import Population
from lovgraf.engine.repeated import create, repeated
from lovgraf.facts.fact import Column
from lovgraf.readers.connection import connect, spill_to
from lovgraf.readers.hashing import halves
from lovgraf.readers.source import quoted

_ENDING = ".unique.parquet"


class UniqueValues(Struct, frozen=True):
    """Keeps the values of one file's unique columns in a folder, hashed with a secret."""

    folder: Path
    secret: str

    def keep(self, population: Population, column: Column, record_type: str) -> None:
        """Write a line for each record that has a value: two halves of its hash, and the row."""
        name = KEEP + column.name
        if name in population.hashed:
            (low, high), given = (f'"{name}_a"', f'"{name}_b"'), f'"{name}_a" IS NOT NULL'
        else:
            (low, high), given = halves(self._keyed(column)), _is_value(column)
        target = self.folder / f"{record_type}.{column.name}{_ENDING}"
        # Asked of the hash itself, whether there is a value costs another hash.
        population.connection.execute(
            f"COPY (SELECT {low} AS a, {high} AS b, {population.row} AS row "
            f"FROM {population.rows} t WHERE {given}) TO {quoted(str(target))} (FORMAT parquet)"
        )

    def halves(self, column: Column) -> tuple[str, str]:
        """SQL of two halves of the hash of a column's value, as it is carried; NULL where it has
        none."""
        return halves(f"CASE WHEN {_is_value(column)} THEN {self._keyed(column)} END")

    def _keyed(self, column: Column) -> str:
        return f'{quoted(self.secret)} || "{KEEP}{column.name}"'


def _is_value(column: Column) -> str:
    """SQL: whether a record has a value of a column."""
    name = f'"{KEEP}{column.name}"'
    words = ", ".join(map(quoted, no_values(column)))
    return f"{name} IS NOT NULL" + (f" AND {name} NOT IN ({words})" if words else "")


def found_twice(
    parts: Sequence[tuple[str | None, int, Path]], columns: Mapping[str, Column], memory: str
) -> Iterator[QualityFinding]:
    """A finding for each type of record and column with values that occur more than once.

    `parts` are the files in order, or blocks of them: the name of the file (None where all are of
    one), how many of its rows come before, and the folder that `UniqueValues` filled.
    """
    kinds: dict[str, list[tuple[int, Path]]] = {}
    for number, (_, _, folder) in enumerate(parts):
        for path in folder.glob(f"*{_ENDING}"):
            kinds.setdefault(path.name.removesuffix(_ENDING), []).append((number, path))
    order = list(columns)
    for kind in sorted(kinds, key=lambda k: (k.split(".")[0], order.index(k.split(".")[1]))):
        found = _twice(kinds[kind], parts[0][2].parent, memory)
        if found is not None:
            count, rows = found
            files = tuple(file for n, _ in rows if (file := parts[n][0]) is not None)
            record_type, name = kind.split(".")
            numbers = tuple(parts[n][1] + row for n, row in rows)
            found_flaw = not_unique(columns[name], count, numbers, files)
            yield replace(found_flaw, record_type=record_type)


def _twice(
    files: Sequence[tuple[int, Path]], spill: Path, memory: str
) -> tuple[int, list[tuple[int, int]]] | None:
    """How many rows hold a value that is there again, and the first of them by file and row."""
    with connect(memory) as connection:
        spill_to(connection, str(spill / "spill"))
        # What is asked for is ordered in the end; until then, keeping an order takes memory.
        connection.execute("SET preserve_insertion_order = false")
        everything = " UNION ALL ".join(
            f"SELECT a, b, row, {number} AS part FROM read_parquet({quoted(str(path))})"
            for number, path in files
        )
        connection.execute(f"CREATE VIEW hashes AS {everything}")
        rows = connection.execute("SELECT count(*) FROM hashes").fetchall()[0][0]
        hashes = repeated(connection, "a", "hashes", rows)
        if not len(hashes):
            return None
        create(connection, "suspected", hashes)
        connection.execute(
            "CREATE TABLE chosen AS FROM hashes SEMI JOIN suspected ON hashes.a = suspected.h"
        )
        connection.execute(
            "CREATE TABLE twice AS SELECT a, b FROM chosen GROUP BY a, b HAVING count(*) > 1"
        )
        found = "FROM chosen SEMI JOIN twice USING (a, b)"
        counted = connection.execute(f"SELECT count(*) {found}").fetchall()
        if not counted[0][0]:
            return None
        first = connection.execute(
            f"SELECT part, row {found} ORDER BY part, row LIMIT {FIRST_ROWS}"
        ).fetchall()
    return int(counted[0][0]), [(int(part), int(row)) for part, row in first]
