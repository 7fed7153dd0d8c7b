"""Rows of a table whose cell leaves a verdict open that the row itself may settle.

A cell says that a fact is unknown, and not what is known of the facts below it. Such rows are read
once more; those that say the same to a norm are judged together. Source: semantics, section 3.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from lovgraf.check.by_reference import state_of
from lovgraf.core.terms import Text
from lovgraf.engine.in_memory import Asked, Memory, Record
from lovgraf.engine.known_facts import Mixed
from lovgraf.engine.population import Cells, Coded
from lovgraf.engine.prepared import Prepared
from lovgraf.engine.table_plan import CELL
from lovgraf.facts.vocabulary import Column
from lovgraf.readers.table import InputTable
from lovgraf.verdicts.evaluate import NO_REASON, NormVerdicts, Reason
from lovgraf.verdicts.program import Program

BATCH = 2000
_AT_ONCE = 500
"""Verdicts of rows that are put together here."""
MOST = 5000
"""Verdicts of rows that are looked at again without being asked to: each takes a millisecond."""
Judged = tuple[int, Reason, int, list[int]]
"""A verdict, its reason, how many rows have it, and their numbers where they are asked for."""


def left_open(count: int) -> Text:
    """What to tell where so many verdicts were open, which is too many."""
    return Text(
        f"{count} afgørelser er truffet ud fra, hvad registreringerne har til fælles. "
        "Ubesvarede datoer, eller oplysninger der modsiger hinanden, holder dem åbne, og hver "
        "registrering for sig kunne måske afgøre nogle af dem. Det er flere end de "
        f"{MOST}, der ses på enkeltvis; --exact ser på alle og tager længere tid.",
        f"{count} verdicts were given by what records have in common. Unknown dates, or facts "
        "that contradict each other, leave them open, and each record on its own might settle "
        "some of them. These are more than "
        f"the {MOST} that are looked at one by one; --exact looks at all and takes longer.",
    )


@dataclass
class RowRecheck:
    """Collects cells to look at again, norm by norm, and judges their rows.

    `source` is the relation of the table's raw rows, `row` SQL of a row's number in it, `name` a
    prefix for tables. More than `MOST` verdicts are left as the cells say unless `exact`.
    """

    population: Coded
    table: InputTable
    source: str
    row: str | None
    name: str
    exact: bool = False
    prepared: Prepared = field(default_factory=Prepared)
    open: int = 0
    """How many verdicts of rows were found open."""
    _norms: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        plan = self.population.plan.plan
        self._mixed = Mixed(plan.programs.facts.stated, plan.of_law, frozenset(self.table.values))
        self._execute = self.population.connection.execute

    def cells(self, program: Program, cells: Cells, found: NormVerdicts) -> npt.NDArray[np.int64]:
        """The cells of which rows may be settled by more than their cell says; counts the rows."""
        chosen = self._mixed.cells(program, cells.codes, found)
        self.open += int(cells.weights[chosen].sum())
        return chosen

    @property
    def too_many(self) -> bool:
        """Whether so many verdicts are open that they are left open."""
        return self.open > MOST and not self.exact

    def take(self, norm: str, cells: Cells, chosen: npt.NDArray[np.int64]) -> None:
        """Remember cells whose rows are to be judged one by one."""
        if len(chosen):
            if not self._norms:
                self._execute(f"CREATE TABLE {self.name}_open ({CELL} BIGINT, cause INTEGER)")
            numbers = [len(self._norms)] * len(chosen)
            self._norms.append(norm)
            self.population.mark(cells, chosen.tolist(), numbers, f"{self.name}_open")

    def judged(self) -> Iterator[tuple[str, Judged]]:
        """What the rows of the cells are judged, norm by norm."""
        if not self._norms:
            return
        rows = f"{self.name}_open_rows"
        self._execute(f"CREATE TABLE {rows} (row BIGINT, cause INTEGER)")
        self.population.rows_of(f"{self.name}_open", rows)
        connection = self.population.connection
        opened = OpenRows(self.memory(), tuple(self._norms))
        yield from opened.judged(connection, self.table, self.source, self.row, rows)

    def memory(self) -> Memory:
        """What judges records of the norms that were taken."""
        return self.prepared.memory(self.population.plan.plan, self._norms)


@dataclass(frozen=True)
class OpenRows:
    """Judges rows by all that they say: `memory` has the programs of `norms`."""

    memory: Memory
    norms: tuple[str, ...]

    def judged(
        self, connection: Any, table: InputTable, source: str, row: str | None, rows: str
    ) -> Iterator[tuple[str, Judged]]:
        """What some rows of a relation are judged, norm by norm.

        Table `rows` names them (row, and as cause the place of the norm).
        """
        values = f"{rows}_values"
        columns = [c for c in self.memory.columns if c.name in table.values]
        number = row or "row_number() OVER ()"
        selected = "".join(f', {table.values[c.name]} AS "{c.name}"' for c in columns)
        # Only rows that are wanted are read as values: of others that may cost far more.
        connection.execute(
            f"CREATE TABLE {values} AS SELECT _number{selected} FROM "
            f"(SELECT *, {number} AS _number FROM {source}) "
            f"WHERE _number IN (SELECT row FROM {rows})"
        )
        if (few := _few(connection, rows)) is not None:
            yield from self._judge(list(self._grouped(few, columns)), table.complete)
            return
        batch: list[_Rows] = []
        for place, iri in enumerate(self.norms):
            read = self._read(iri, columns)
            cursor = connection.cursor().execute(self._sql(rows, place, read))
            while found := cursor.fetchmany(BATCH - sum(len(asked.rows) for asked in batch)):
                batch.append(_Rows(iri, read, found))
                if sum(len(asked.rows) for asked in batch) >= BATCH:
                    yield from self._judge(batch, table.complete)
                    batch = []
        yield from self._judge(batch, table.complete)

    def _grouped(
        self, few: Sequence[tuple[int, int, Sequence[Any]]], columns: Sequence[Column]
    ) -> Iterator[_Rows]:
        """What `_sql` gives of few rows, which costs the data engine as much as many."""
        for place, iri in enumerate(self.norms):
            read = self._read(iri, columns)
            iris = {column.iri for column in read}
            at = [n for n, column in enumerate(columns) if column.iri in iris]
            found: dict[object, list[Any]] = {}
            for number, values in ((n, values) for cause, n, values in few if cause == place):
                own = [values[n] for n in at]
                alike = tuple([tuple(one) if isinstance(one, list) else one for one in own])
                found.setdefault(alike, [*own, []])[-1].append(number)
            yield _Rows(iri, read, [*found.values()])

    def _read(self, iri: str, columns: Sequence[Column]) -> list[Column]:
        reads, facts = self.memory.reads(iri), self.memory.plan.programs.facts
        against = frozenset().union(*map(facts.disputing, reads))
        return [column for column in columns if column.iri in reads | against]

    def _sql(self, rows: str, place: int, columns: Sequence[Column]) -> str:
        names = "".join(f'"{column.name}", ' for column in columns)
        return (
            f"SELECT {names}list(_number ORDER BY _number) FROM {rows}_values "
            f"JOIN {rows} ON row = _number AND cause = {place} GROUP BY ALL ORDER BY min(_number)"
        )

    def _judge(
        self, batch: Sequence[_Rows], complete: frozenset[str]
    ) -> Iterator[tuple[str, Judged]]:
        """What all rows of a batch are judged: coding them costs as much for one as for many."""
        records: list[Record] = []
        asked: list[Asked] = []
        for rows in batch:
            start = len(records)
            records += [_record(values, rows.columns, complete) for values in rows.rows]
            asked.append((rows.norm, slice(start, len(records))))
        found = self.memory.evaluated(records, asked) if records else ()
        for rows, judged in zip(batch, found, strict=True):
            for number, values in enumerate(rows.rows):
                reason = judged.reasons.get(number, NO_REASON)
                verdict = int(judged.verdicts[number])
                yield rows.norm, (verdict, reason, len(values[-1]), values[-1])


def _few(connection: Any, rows: str) -> list[tuple[int, int, Sequence[Any]]] | None:
    """The place of the norm, the number and the values of each row that is to be judged, in order
    of their numbers; None where they are many."""
    found = connection.execute(
        f"SELECT cause, v.* FROM {rows}_values v JOIN {rows} ON row = _number "
        f"ORDER BY _number LIMIT {_AT_ONCE + 1}"
    ).fetchall()
    return None if len(found) > _AT_ONCE else [(row[0], row[1], row[2:]) for row in found]


@dataclass(frozen=True)
class _Rows:
    """Rows that a norm leaves open: values of the columns that it reads, and the rows' numbers."""

    norm: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Any]]


def _record(values: Sequence[Any], columns: Sequence[Column], complete: frozenset[str]) -> Record:
    return {
        column.iri: state_of(value, column.name in complete)
        for column, value in zip(columns, values, strict=False)
    }
