"""Records in a cluster as weights on cells: the driver has the cells, the workers the rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
from msgspec import Struct

from lovgraf.check.judged_rows import Judged
from lovgraf.check.row_recheck import OpenRows
from lovgraf.check.spark.cluster import Cluster
from lovgraf.check.spark.finding import Marks, Rows, rows_of
from lovgraf.check.spark.job import Job
from lovgraf.check.spark.looking import Part
from lovgraf.check.spark.open_rows import Again, Found, joined, judge_open
from lovgraf.check.spark.outcome import Outcome, Task, results
from lovgraf.check.spark.reading import Flags, Numbers, PartRead
from lovgraf.core.result import EXAMPLES, FIRST_ROWS
from lovgraf.engine.cell_codes import CellCodes
from lovgraf.engine.layout import WORD_BITS
from lovgraf.engine.population import Coded
from lovgraf.engine.table_plan import CELL, WEIGHT, TablePlan


class Rest(Struct, frozen=True):
    """What lies in the cluster: `read` has a partition for each part, kept by the workers; `bases`
    tells the rows before each part, `where` which partitions hold rows of a section."""

    cluster: Cluster
    job: Any
    read: Any
    bases: dict[Part, int]
    where: dict[int, list[int]]

    def each(
        self, function: Callable[[Job, Any, PartRead], Any], shared: Any, section: int
    ) -> list[Any]:
        """What a function of every part of a section gives, in the order of the parts."""
        return self.of(function, shared, [section])

    def of(
        self, function: Callable[[Job, Any, PartRead], Any], shared: Any, sections: Sequence[int]
    ) -> list[Any]:
        """What a function of every part of some sections gives, in the order of the parts."""
        where = sorted({place for section in sections for place in self.where.get(section, [])})
        if not where:
            return []
        task = OnRead(function, self.job, self.cluster.share(shared))
        context = self.cluster.context
        outcomes = self.cluster.run(lambda: context.runJob(self.read, task, where))
        return results(outcomes)


class OnRead(Struct, frozen=True):
    """A function of the job, something else that is shared, and a part that was read."""

    function: Callable[[Job, Any, PartRead], Any]
    job: Any
    shared: Any

    def __call__(self, reads: Iterator[tuple[int, PartRead]]) -> list[Outcome[Any]]:
        """The outcome of every part in a partition."""
        own = Task(self._both, self)
        return [own(read) for _, read in reads]

    @property
    def value(self) -> OnRead:
        """Itself, as what a task shares."""
        return self

    @staticmethod
    def _both(both: OnRead, read: PartRead) -> Any:
        return both.function(both.job.value, both.shared.value, read)


class Counted(Struct, frozen=True):
    """What was counted of a section: records, flags with first rows, values that may be shown,
    and for each kept column of unique values how many rows share one, and the first of them."""

    records: int
    flags: Flags
    written: dict[str, tuple[str, ...]]
    twice: Mapping[str, tuple[int, tuple[int, ...]]]


@dataclass(frozen=True)
class SparkPopulation(Coded):
    """The records of a section. See `Coded`; rows are told as in `FILE`."""

    name: str
    section: int
    rest: Rest
    counted: Counted
    _first: dict[str, tuple[int, ...]] = field(default_factory=dict)

    @classmethod
    def load(
        cls,
        connection: Any,
        plan: TablePlan,
        name: str,
        words: Numbers,
        weights: Numbers,
        section: int,
        rest: Rest,
        counted: Counted,
    ) -> SparkPopulation:
        """Code cells that were gathered; `name` is a prefix for the tables."""
        cells = f"{name}_cells"
        keys = {f"k{n}": pa.array(words[:, n]) for n in range(plan.keys)}
        number = pa.array(np.arange(len(words), dtype=np.int64))
        connection.register(
            "lovgraf_cells", pa.table({CELL: number, **keys, WEIGHT: pa.array(weights)})
        )
        connection.execute(f"CREATE TABLE {cells} AS SELECT * FROM lovgraf_cells")
        connection.unregister("lovgraf_cells")
        with CellCodes(connection, plan, name) as codes:
            coded = codes.write(cells)
        return cls(connection, plan, cells, coded, name, section, rest, counted)

    def count(self) -> int:
        """See `Coded`."""
        return self.counted.records

    def rows_of(self, marks: str, into: str) -> None:
        """See `Coded`."""
        cells = self._words(f"SELECT {CELL}, cause FROM {marks}")
        if not cells:
            return
        # Flagged rows will be asked for as well, and each question to the workers takes its time.
        flags = [] if self._first else self._flagged()
        asked = [Marks(self.section, cells, self.rest.bases), *flags]
        found: list[list[Rows]] = self.rest.each(rows_of, asked, self.section)
        if flags:
            self._keep([flagged for _, *flagged in found])
        for rows, *_ in found:
            self.connection.register(
                "lovgraf_rows", pa.table({"row": rows.rows, "cause": rows.labels})
            )
            self.connection.execute(f"INSERT INTO {into} SELECT row, cause FROM lovgraf_rows")
            self.connection.unregister("lovgraf_rows")

    def first_rows(self, conditions: Sequence[str], number: int) -> list[tuple[int, ...]]:
        """See `Coded`; at most `FIRST_ROWS`. All flags of record quality are looked up at once."""
        if not self._first.keys() >= {*conditions}:
            self._keep(self.rest.each(rows_of, self._flagged(), self.section))
        return [self._first[condition][:number] for condition in conditions]

    def flagged(self, prefix: str, words: int) -> dict[tuple[int, int], int]:
        """See `Coded`."""
        return {
            (word, bit): count
            for (own, word, bit), (count, _) in self.counted.flags.items()
            if own == prefix
        }

    def first_flagged(self, flag: str, bit: int, number: int) -> tuple[int, ...]:
        """See `Coded`."""
        return self.counted.flags[flag[0], int(flag[1:]), bit][1][:number]

    def twice(self, kept: str, words: Sequence[str], number: int) -> tuple[int, tuple[int, ...]]:
        """See `Coded`."""
        count, rows = self.counted.twice.get(kept, (0, ()))
        return count, rows[:number]

    def judge_open(
        self, rows: OpenRows, marks: str, listed: frozenset[int]
    ) -> Iterator[tuple[str, Judged]]:
        """What the rows of marked cells are judged; `listed` as in `Again`."""
        cells = self._words(f"SELECT {CELL}, cause FROM {marks}")
        again = Again(self.section, cells, rows, self.rest.bases, listed)
        found: list[Found] = self.rest.each(judge_open, again, self.section)
        return joined(found)

    def _words(self, marks: str) -> dict[bytes, tuple[int, ...]]:
        """The words of marked cells (SQL of cell and label), each with its labels."""
        keys = ", ".join(f"k{n}" for n in range(self.plan.keys))
        found = self.connection.execute(
            f"SELECT {keys}, cause FROM {self.cells_table} JOIN ({marks}) USING ({CELL}) "
            f"ORDER BY {CELL}, cause"
        ).fetchnumpy()
        words = np.stack(
            [np.asarray(found[f"k{n}"], np.int64) for n in range(self.plan.keys)], axis=1
        )
        cells: dict[bytes, tuple[int, ...]] = {}
        for line, label in zip(words, found["cause"].tolist(), strict=True):
            key = line.tobytes()
            cells[key] = (*cells.get(key, ()), label)
        return cells

    def _conditions(self) -> list[str]:
        flags = range(len(self.plan.plan.flags))
        return [f"q{flag // WORD_BITS} & {1 << flag % WORD_BITS} <> 0" for flag in flags]

    def _flagged(self) -> list[Marks]:
        """What asks for the first rows of each flag of record quality."""
        conditions = self._conditions()
        if not conditions:
            return []
        marks = " UNION ALL ".join(
            f"SELECT {CELL}, {flag} AS cause FROM {self.coded} WHERE {condition}"
            for flag, condition in enumerate(conditions)
        )
        return [Marks(self.section, self._words(marks), self.rest.bases, FIRST_ROWS)]

    def _keep(self, found: Sequence[Sequence[Rows]]) -> None:
        """Keep the first rows of each flag, as each part gives them."""
        first: dict[int, list[int]] = {}
        for rows in (rows for some in found for rows in some):
            for row, flag in zip(rows.rows.tolist(), rows.labels.tolist(), strict=True):
                first.setdefault(flag, []).append(row)
        for flag, condition in enumerate(self._conditions()):
            self._first[condition] = tuple(sorted(first.get(flag, ()))[:FIRST_ROWS])


def counted(
    summaries: Sequence[tuple[int, tuple[int, int, Flags, Mapping[str, tuple[str, ...]]]]],
    twice: Mapping[str, tuple[int, tuple[int, ...]]],
) -> Counted:
    """What all parts of a section say together, each with the rows before it."""
    flags: Flags = {}
    written: dict[str, tuple[str, ...]] = {}
    records = 0
    for base, (own, _, found, values) in summaries:
        records += own
        for flag, (count, rows) in found.items():
            before, first = flags.get(flag, (0, ()))
            together = sorted((*first, *(row + base for row in rows)))[:FIRST_ROWS]
            flags[flag] = before + count, tuple(together)
        for name, some in values.items():
            written[name] = tuple(sorted({*written.get(name, ()), *some})[:EXAMPLES])
    return Counted(records, flags, written, twice)
