"""A table as weights on cells, and the way back from cells to rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from checker.cells.plan import Group, Words
from checker.cells.records import Records
from checker.cells.table_plan import CELL, WEIGHT, TablePlan
from checker.conditions.kleene import Codes

Weights = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Cells:
    """The distinct answers that a group's norms see, and how many records give each."""

    group: Group
    words: dict[int, Words]
    codes: dict[str, Codes]
    weights: Weights

    def __len__(self) -> int:
        return len(self.weights)


@dataclass(frozen=True)
class Population:
    """Records in a DuckDB connection: `rows` (carried columns and the cell, a line a record),
    `cells` (the distinct items with their weight) and `coded` (the codes of each cell).

    `told` names the columns of `rows` and `cells` by which a row is told to be in a cell; `row` is
    SQL over `rows` for the number of a record in its file, counted from 1.
    """

    connection: Any
    plan: TablePlan
    rows: str
    cells_table: str
    coded: str
    told: str
    row: str = "rowid + 1"

    @classmethod
    def load(
        cls,
        connection: Any,
        plan: TablePlan,
        records: Records,
        name: str,
        row: str | None = None,
        quick: bool = False,
    ) -> Population:
        """Read records once; `name` is a prefix for the tables.

        `quick` reads usual rows by looking their values up, which pays for many rows; it never
        makes a difference to the words.
        """
        # Long IN lists would become joins, which do not keep the rows in the order of the file.
        connection.execute("SET disabled_optimizers = 'in_clause'")
        rows, cells, coded = f"{name}_rows", f"{name}_cells", f"{name}_coded"
        keys = ", ".join(f"k{n}" for n in range(plan.keys))
        if quick:
            from checker.cells.quick_rows import read_quickly

            read_quickly(connection, plan, records, rows, cells)
        else:
            connection.execute(f"CREATE TABLE {rows} AS {records.in_full(plan, records.source)}")
            connection.execute(
                f"CREATE TABLE {cells} AS SELECT row_number() OVER (ORDER BY {keys}) AS {CELL}, * "
                f"FROM (SELECT {keys}, count(*) AS {WEIGHT} FROM {rows} GROUP BY {keys})"
            )
        written = "".join(f', {sql} AS "{column}"' for column, sql in plan.cell_sql.items())
        connection.execute("PRAGMA disable_optimizer")  # it costs more than it saves on cells
        connection.execute(
            f"CREATE TABLE {coded} AS WITH records AS "
            f"(SELECT {CELL}, {WEIGHT}{written} FROM {cells}) SELECT * FROM ({plan.plan.sql})"
        )
        connection.execute("PRAGMA enable_optimizer")
        told = CELL if quick else keys
        return cls(connection, plan, rows, cells, coded, told, "rowid + 1" if row is None else row)

    def count(self) -> int:
        """The number of records."""
        return int(self.connection.execute(f"SELECT count(*) FROM {self.rows}").fetchone()[0])

    def distinct(self) -> int:
        """The number of cells, over all that the law and the shapes ask."""
        return int(self.connection.execute(f"SELECT count(*) FROM {self.coded}").fetchone()[0])

    def cells(self, group: Group) -> Cells:
        """The cells of a group with their weights, in a fixed order."""
        masks = self.plan.plan.masks(group)
        columns = ", ".join(f"w{word} & {mask} AS w{word}" for word, mask in masks.items())
        keys = ", ".join(f"w{word}" for word in masks) or "()"
        chosen = f"{keys}, " if masks else ""
        found = self.connection.execute(
            f"SELECT {chosen}sum({WEIGHT})::BIGINT AS weight FROM "
            f"(SELECT {WEIGHT}{', ' if columns else ''}{columns} FROM {self.coded}) "
            f"GROUP BY {keys}" + (f" ORDER BY {keys}" if masks else "")
        ).fetchnumpy()
        words = {word: np.asarray(found[f"w{word}"], np.int64) for word in masks}
        weights = np.ma.filled(np.ma.asarray(found["weight"]), 0).astype(np.int64)
        return Cells(group, words, self.plan.plan.decode(group.keys, words), weights)

    def mark(self, cells: Cells, chosen: Sequence[int], causes: Sequence[int], into: str) -> None:
        """Insert into table `into` (cell, cause) the records' cells that lie in chosen cells.

        `causes` has one number for each chosen cell of the group.
        """
        if not len(chosen):
            return
        index = np.asarray(chosen, np.int64)
        lists = [np.asarray(causes, np.int64).tolist()]
        columns = ["unnest($1::INTEGER[]) AS cause"]
        for word, values in cells.words.items():
            lists.append(values[index].tolist())
            columns.append(f"unnest(${len(lists)}::BIGINT[]) AS w{word}")
        masks = self.plan.plan.masks(cells.group)
        on = " AND ".join(f"t.w{w} & {mask} = c.w{w}" for w, mask in masks.items()) or "true"
        self.connection.execute(
            f"INSERT INTO {into} SELECT t.{CELL}, c.cause FROM {self.coded} t "
            f"JOIN (SELECT {', '.join(columns)}) c ON {on}",
            lists,
        )

    def rows_of(self, marks: str, into: str) -> None:
        """Insert into table `into` (row, cause) a line for each record in a marked cell."""
        self.connection.execute(
            f"INSERT INTO {into} SELECT {self.row}, cause FROM {self.rows} t JOIN "
            f"(SELECT {self.told}, cause FROM {self.cells_table} JOIN {marks} USING ({CELL})) "
            f"USING ({self.told})"
        )

    def first_rows(self, condition: str, number: int) -> tuple[int, ...]:
        """The numbers of the first records whose cell meets a condition (SQL over `coded`)."""
        found = self.connection.execute(
            f"SELECT {self.row} AS n FROM {self.rows} t SEMI JOIN (SELECT {self.told} FROM "
            f"{self.cells_table} SEMI JOIN (SELECT {CELL} FROM {self.coded} WHERE {condition}) "
            f"USING ({CELL})) USING ({self.told}) ORDER BY n LIMIT {number}"
        ).fetchall()
        return tuple(int(row[0]) for row in found)
