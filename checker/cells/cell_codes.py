"""The codes of cells, by a statement that is made ready while the rows are still being read.

To take the statement apart costs the data engine a tenth of a second, however few the cells are.
"""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Any, Self

from lovgraf.cells.table_plan import CELL, WEIGHT, TablePlan

_STATEMENT = "lovgraf_code"


class CellCodes:
    """Codes the cells of a plan; a context from before the rows are read until that is done.

    Both the cells and their codes lie in a database of their own (`name`) beside the tables of the
    connection: a statement is prepared anew where tables of its database come and go.
    """

    def __init__(self, connection: Any, plan: TablePlan, name: str) -> None:
        self._connection, self._plan, self._name = connection, plan, f"{name}_codes"
        self._sql = plan.plan.sql
        self._own = connection.cursor()
        self._pool = ThreadPoolExecutor(1)
        self._ready: Future[None] = self._pool.submit(self._prepare)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._pool.shutdown()
        self._own.close()

    def _given(self) -> list[str]:
        return [CELL, *(f"k{n}" for n in range(self._plan.keys)), WEIGHT]

    def _prepare(self) -> None:
        plan, run = self._plan.plan, self._own.execute
        words = sorted({slot.word for slot in plan.slots.values()})
        coded = [CELL, WEIGHT, *(f"w{n}" for n in words)]
        coded += [f"q{n}" for n in range(plan.flag_words)]
        run("PRAGMA disable_optimizer")  # it costs more than it saves on cells
        run(f"ATTACH IF NOT EXISTS ':memory:' AS {self._name}")
        for table, columns in (("cells", self._given()), ("coded", coded)):
            declared = ", ".join(f"{column} BIGINT" for column in columns)
            run(f"CREATE OR REPLACE TABLE {self._name}.{table} ({declared})")
        written = "".join(f', {sql} AS "{name}"' for name, sql in self._plan.cell_sql.items())
        run(
            f"PREPARE {_STATEMENT} AS INSERT INTO {self._name}.coded WITH records AS "
            f"(SELECT {CELL}, {WEIGHT}{written} FROM {self._name}.cells) "
            f"SELECT {', '.join(coded)} FROM ({self._sql})"
        )

    def write(self, cells: str) -> str:
        """Write the codes and flags of each cell of a table; returns the name of theirs.

        Raises the data engine's own errors.
        """
        self._ready.result()
        self._connection.execute(
            f"INSERT INTO {self._name}.cells SELECT {', '.join(self._given())} FROM {cells}"
        )
        self._own.execute(f"EXECUTE {_STATEMENT}")
        return f"{self._name}.coded"
