"""The codes of cells, by a statement that is made ready while the rows are still being read.

To take the statement apart costs the data engine a third of a second, however few the cells are,
so it is kept with the plan that it is made from: of many files it is made once. The cells of few
rows are coded without it (`few_rows`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from functools import cached_property
from types import TracebackType
from typing import Any, Self

import duckdb
import numpy as np
import numpy.typing as npt

from lovgraf.core.cache import Answers
from lovgraf.engine.few_rows import ONE_BY_ONE, outputs_of
from lovgraf.engine.known_cells import KnownCells
from lovgraf.engine.scalar_ops import Unsure
from lovgraf.engine.table_plan import CELL, WEIGHT, TablePlan

Numbers = npt.NDArray[np.int64]
Columns = dict[str, Numbers]

_MANY = 5000
"""Cells from which it pays to code them by more than one thread."""
_BATCH = 100_000
"""Cells that are coded at once, so that no more of them lie in the engine twice."""
_KEPT = b"cells"
_MOST = 48 << 20
"""Bytes of cells and codes that are remembered, and kept for later runs, at most: of some three
hundred thousand cells. Parts of a file have most of theirs in common."""


class Coder:
    """A statement that codes cells, in an engine of its own: it is prepared anew where tables of
    its database come and go.

    What it said of cells is kept in the user's cache by the words of the statement, so that of the
    cells of yesterday's file nothing is asked: a cell is how answers lie, and a code is an answer.
    """

    def __init__(self, plan: TablePlan) -> None:
        self.keys = [f"k{n}" for n in range(plan.keys)]
        self.given = [CELL, *self.keys, WEIGHT]
        written = "".join(f', {sql} AS "{name}"' for name, sql in plan.cell_sql.items())
        self._columns = coded_columns(plan)
        self._statement = (
            f"WITH records AS (SELECT {CELL}, {WEIGHT}{written} FROM cells) "
            f"SELECT {', '.join(f'{name}::BIGINT AS {name}' for name in self._columns)} "
            f"FROM ({plan.plan.sql})"
        )
        self._answers = Answers("coded", [self._statement], _MOST)
        self._known = self._read()
        if not len(self._known):
            _ = self._engine

    @cached_property
    def _engine(self) -> Any:
        """An engine in which the statement is prepared as `code`."""
        own = duckdb.connect(config={"threads": 1})
        own.execute("PRAGMA disable_optimizer")  # it costs more than it saves on cells
        own.execute(f"CREATE TABLE cells ({', '.join(f'{name} BIGINT' for name in self.given)})")
        own.execute(f"PREPARE code AS {self._statement}")
        return own

    def coded(self, cells: Columns, threads: int) -> Columns:
        """The codes and flags of cells. Raises the data engine's own errors."""
        if not self.keys or not self._codes:
            return self._computed(cells, threads)
        words = np.stack([cells[key] for key in self.keys], axis=1)
        places = self._known.find(words)
        codes, new = np.empty((len(words), len(self._codes)), np.int64), places < 0
        codes[~new] = self._known.codes[places[~new]]
        if new.any():
            given = {name: values[new] for name, values in cells.items()}
            told = self._computed(given, threads)
            order = np.argsort(told[CELL])[np.argsort(np.argsort(given[CELL]))]
            codes[new] = np.stack([told[name][order] for name in self._codes], axis=1)
            self._remember(places[~new], words[new], codes[new])
        each = {name: codes[:, n] for n, name in enumerate(self._codes)}
        return each | {CELL: cells[CELL], WEIGHT: cells[WEIGHT]}

    def _remember(self, used: Numbers, words: Numbers, codes: Numbers) -> None:
        """Remember cells beside those that were known before, or, where there is no room for both,
        beside those of them that were `used`."""
        more = words.nbytes + codes.nbytes
        if self._known.size + more > _MOST:
            self._known = self._known.some(used)
        if self._known.size + more <= _MOST:
            self._known = self._known.and_(words, codes)
        self._answers.replace(_KEPT, self._known.to_bytes(), self._known.size)

    @property
    def _codes(self) -> list[str]:
        """The columns that tell of a cell what is the same in every file."""
        return [name for name in self._columns if name not in (CELL, WEIGHT)]

    def _read(self) -> KnownCells:
        """What is kept of earlier runs."""
        shape, found = (len(self.keys), len(self._codes)), self._answers.get(_KEPT)
        if found is not None and self.keys:
            with suppress(ValueError):
                words, codes = found
                return KnownCells.from_bytes(words, codes, shape)
        return KnownCells.none(*shape)

    def _computed(self, cells: Columns, threads: int) -> Columns:
        """The same, by the statement."""
        own = self._engine
        count, run = len(cells[CELL]), own.execute
        run(f"SET threads = {threads if count > _MANY else 1}")
        found: list[Columns] = []
        for start in range(0, max(count, 1), _BATCH):
            part = {name: values[start : start + _BATCH] for name, values in cells.items()}
            own.register("given", part)
            run("INSERT INTO cells SELECT * FROM given")
            own.unregister("given")
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
        scalar = plan.plan.scalar if 0 < count <= ONE_BY_ONE else None
        if scalar is None:
            return None
        words = ", ".join(f"k{n}" for n in range(plan.keys))
        rows = run(f"SELECT {CELL}, {WEIGHT}, {words} FROM {cells}").fetchall()
        told = plan.cell_told

        def written(word: Sequence[int]) -> Iterator[Any]:
            for slot, of in told.values():
                yield of(word[slot.word] >> slot.shift & slot.ones)

        each = ([*row[:2], *written(row[2:])] for row in rows)
        try:
            found = outputs_of(scalar, [CELL, WEIGHT, *told], each, tuple(coded_columns(plan)))
        except Unsure:
            return None
        return {name: np.array(values, np.int64) for name, values in found.items()}


def coded_columns(plan: TablePlan) -> list[str]:
    """What is told of each cell: its number and weight, its codes, its flags."""
    words = sorted({slot.word for slot in plan.plan.slots.values()})
    flags = (f"q{n}" for n in range(plan.plan.flag_words))
    return [CELL, WEIGHT, *(f"w{n}" for n in words), *flags]
