"""A coded table in DuckDB, its cells with weights, and the way back from cells to rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from checker.cells.plan import Group, Plan, Words
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
    """A table `name` in a DuckDB connection that holds the words of a plan, a row a record.

    `where` restricts it to some rows, `row` is the number of a record in its file (SQL both).
    """

    connection: Any
    name: str
    plan: Plan
    where: str = "true"
    row: str = "rowid + 1"

    def count(self) -> int:
        """The number of records."""
        row = self.connection.execute(
            f"SELECT count(*) FROM {self.name} WHERE {self.where}"
        ).fetchone()
        return int(row[0])

    def cells(self, group: Group) -> Cells:
        """The cells of a group with their weights, in a fixed order."""
        masks = self.plan.masks(group)
        if not masks:
            total = self.count()
            return Cells(group, {}, {}, np.array([total] if total else [], np.int64))
        columns = ", ".join(f"w{word} & {mask} AS w{word}" for word, mask in masks.items())
        keys = ", ".join(f"w{word}" for word in masks)
        found = self.connection.execute(
            f"SELECT {keys}, count(*) AS weight FROM (SELECT {columns} FROM {self.name} "
            f"WHERE {self.where}) GROUP BY {keys} ORDER BY {keys}"
        ).fetchnumpy()
        words = {word: np.asarray(found[f"w{word}"], np.int64) for word in masks}
        weights = np.asarray(found["weight"], np.int64)
        return Cells(group, words, self.plan.decode(group.keys, words), weights)

    def rows_of(self, cells: Cells) -> npt.NDArray[np.int64]:
        """The number of the cell that each record falls in, in file order."""
        if not cells.words:
            return np.zeros(self.count(), np.int64)
        columns = ", ".join(
            f"w{word} & {mask} AS w{word}" for word, mask in self.plan.masks(cells.group).items()
        )
        found = self.connection.execute(
            f"SELECT {columns} FROM {self.name} WHERE {self.where} ORDER BY rowid"
        ).fetchnumpy()
        wanted = np.stack([np.asarray(found[f"w{word}"], np.int64) for word in cells.words])
        index = {tuple(key): n for n, key in enumerate(zip(*cells.words.values(), strict=True))}
        return np.array([index[tuple(key)] for key in wanted.T], np.int64)

    def mark(self, cells: Cells, chosen: Sequence[int], causes: Sequence[int], into: str) -> None:
        """Insert into table `into` (row, cause) a line for each record in the chosen cells.

        `row` is 1-based in file order; `causes` has one number for each chosen cell.
        """
        if not len(chosen):
            return
        import pyarrow as pa

        index = np.asarray(chosen, np.int64)
        data = {f"w{word}": pa.array(values[index]) for word, values in cells.words.items()}
        data["cause"] = pa.array(np.asarray(causes, np.int32))
        self.connection.register("chosen_cells", pa.table(data))
        masks = self.plan.masks(cells.group)
        on = " AND ".join(f"t.w{w} & {mask} = c.w{w}" for w, mask in masks.items()) or "true"
        self.connection.execute(
            f"INSERT INTO {into} SELECT {self.row}, c.cause FROM {self.name} t "
            f"JOIN chosen_cells c ON {on} WHERE {self.where}"
        )
        self.connection.unregister("chosen_cells")
