"""The codes of cells, by a statement that is made ready while the rows are still being read.

To take the statement apart costs the data engine a third of a second, however few the cells are,
so it is kept with the plan that it is made from: of many files it is made once. The cells of few
rows are coded without it (`few_rows`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Any, Self

import duckdb
import numpy as np
import numpy.typing as npt

from lovgraf.engine.few_rows import ONE_BY_ONE, outputs_of
from lovgraf.engine.scalar_ops import Unsure
from lovgraf.engine.table_plan import CELL, WEIGHT, TablePlan

Columns = dict[str, npt.NDArray[np.int64]]

_MANY = 5000
"""Cells from which it pays to code them by more than one thread."""
_BATCH = 100_000
"""Cells that are coded at once, so that no more of them lie in the engine twice."""
_REMEMBERED = 100_000
"""Cells of which a statement remembers the codes: parts of a file have most cells in common."""


class Coder:
    """A statement that codes cells, in an engine of its own: it is prepared anew where tables of
    its database come and go."""

    def __init__(self, plan: TablePlan) -> None:
        self.keys = [f"k{n}" for n in range(plan.keys)]
        self.given = [CELL, *self.keys, WEIGHT]
        self._places: dict[bytes, int] = {}
        self._kept: list[Columns] = []
        self._own = duckdb.connect(config={"threads": 1})
        run = self._own.execute
        run("PRAGMA disable_optimizer")  # it costs more than it saves on cells
        run(f"CREATE TABLE cells ({', '.join(f'{name} BIGINT' for name in self.given)})")
        written = "".join(f', {sql} AS "{name}"' for name, sql in plan.cell_sql.items())
        run(
            f"PREPARE code AS WITH records AS (SELECT {CELL}, {WEIGHT}{written} FROM cells) "
            f"SELECT {', '.join(f'{name}::BIGINT AS {name}' for name in coded_columns(plan))} "
            f"FROM ({plan.plan.sql})"
        )

    def coded(self, cells: Columns, threads: int) -> Columns:
        """The codes and flags of cells. Raises the data engine's own errors."""
        if not self.keys or len(cells[CELL]) > _REMEMBERED:
            return self._computed(cells, threads)
        if len(self._places) + len(cells[CELL]) > _REMEMBERED:
            self._places, self._kept = {}, []
        words = [*np.stack([cells[key] for key in self.keys], axis=1)]
        names = [word.tobytes() for word in words]
        new = np.array([name not in self._places for name in names], np.bool_)
        if new.any():
            given = {name: values[new] for name, values in cells.items()}
            told = self._computed(given, threads)
            order = np.argsort(told[CELL])[np.argsort(np.argsort(given[CELL]))]
            self._kept.append({name: values[order] for name, values in told.items()})
            found = (name for name, own in zip(names, new, strict=True) if own)
            self._places |= {name: n for n, name in enumerate(found, len(self._places))}
        places = np.array([self._places[name] for name in names], np.int64)
        codes = {
            name: np.concatenate([part[name] for part in self._kept])[places]
            for name in self._kept[0]
        }
        return codes | {CELL: cells[CELL], WEIGHT: cells[WEIGHT]}

    def _computed(self, cells: Columns, threads: int) -> Columns:
        """The same, by the statement."""
        count, run = len(cells[CELL]), self._own.execute
        run(f"SET threads = {threads if count > _MANY else 1}")
        found: list[Columns] = []
        for start in range(0, max(count, 1), _BATCH):
            part = {name: values[start : start + _BATCH] for name, values in cells.items()}
            self._own.register("given", part)
            run("INSERT INTO cells SELECT * FROM given")
            self._own.unregister("given")
            found.append(run("EXECUTE code").fetchnumpy())
            run("DELETE FROM cells")
        run("SET threads = 1")
        return {name: np.concatenate([part[name] for part in found]) for name in found[0]}


class CellCodes:
    """Codes the cells of a plan; a context from before the rows are read until that is done."""

    def __init__(self, connection: Any, plan: TablePlan, name: str, few: bool = False) -> None:
        self._connection, self._plan, self._name = connection, plan, f"{name}_coded"
        self._few = few
        self._coder = plan.coders.take()
        self._pool: ThreadPoolExecutor | None = None
        self._ready: Future[Coder] | None = None
        if self._coder is None and not few:
            self._pool = ThreadPoolExecutor(1)
            self._ready = self._pool.submit(Coder, plan)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown()
        if self._coder is not None and error is None:
            self._plan.coders.give(self._coder)

    def write(self, cells: str) -> str:
        """Write the codes and flags of each cell of a table; returns the name of theirs.

        Raises the data engine's own errors.
        """
        coded = self._one_by_one(cells) if self._few else None
        self._connection.register("lovgraf_coded", self._coded(cells) if coded is None else coded)
        self._connection.execute(
            f"CREATE OR REPLACE TABLE {self._name} AS SELECT * FROM lovgraf_coded"
        )
        self._connection.unregister("lovgraf_coded")
        return self._name

    def _coded(self, cells: str) -> Columns:
        """The codes and flags of each cell, by the statement."""
        if self._ready is not None:
            self._coder = self._ready.result()
        elif self._coder is None:
            self._coder = Coder(self._plan)
        run = self._connection.execute
        given = run(f"SELECT {', '.join(self._coder.given)} FROM {cells}").fetchnumpy()
        threads = run("SELECT current_setting('threads')").fetchall()[0][0]
        return self._coder.coded(given, threads)

    def _one_by_one(self, cells: str) -> Columns | None:
        """The same without it; None where the data engine is to tell them."""
        run, plan = self._connection.execute, self._plan
        count = run(f"SELECT count(*) FROM {cells}").fetchall()[0][0]
        sheet = plan.plan.sheet if 0 < count <= ONE_BY_ONE else None
        if sheet is None:
            return None
        words = ", ".join(f"k{n}" for n in range(plan.keys))
        rows = run(f"SELECT {CELL}, {WEIGHT}, {words} FROM {cells}").fetchall()
        told = plan.cell_told

        def written(word: Sequence[int]) -> Iterator[Any]:
            for slot, of in told.values():
                yield of(word[slot.word] >> slot.shift & slot.ones)

        each = ([*row[:2], *written(row[2:])] for row in rows)
        try:
            found = outputs_of(sheet, [CELL, WEIGHT, *told], each, tuple(coded_columns(plan)))
        except Unsure:
            return None
        return {name: np.array(values, np.int64) for name, values in found.items()}


def coded_columns(plan: TablePlan) -> list[str]:
    """What is told of each cell: its number and weight, its codes, its flags."""
    words = sorted({slot.word for slot in plan.plan.slots.values()})
    flags = (f"q{n}" for n in range(plan.plan.flag_words))
    return [CELL, WEIGHT, *(f"w{n}" for n in words), *flags]
