"""Rows of a table whose cell leaves a verdict open that the row itself may settle.

A cell says that a fact is unknown, and not what is known of the facts below it. Such rows are read
once more; those that say the same to a norm are judged together. Source: semantics, section 3.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import count
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
from msgspec import Struct, field

from lovgraf.check.by_reference import record_of
from lovgraf.check.judged_rows import Judged, together
from lovgraf.check.source_rows import SourceRows
from lovgraf.core.terms import Text
from lovgraf.engine.in_memory import Memory, Record
from lovgraf.engine.known_facts import Mixed
from lovgraf.engine.population import Cells, Coded
from lovgraf.engine.prepared import Prepared
from lovgraf.engine.record_table import RecordTable
from lovgraf.engine.records import NUMBER
from lovgraf.engine.table_plan import CELL
from lovgraf.facts.fact import Column
from lovgraf.readers.batches import Pairs, insert_numbers
from lovgraf.readers.connection import beside
from lovgraf.verdicts.evaluate import NormVerdicts
from lovgraf.verdicts.patterns import Numbers
from lovgraf.verdicts.program import Program

if TYPE_CHECKING:  # of few rows it is not asked
    from lovgraf.check.seen_rows import SeenRows

_RECORDS = 100_000
"""Records that are judged together."""
_AT_ONCE = 500
"""Verdicts of rows that are put together here."""
MOST = 1_000_000
"""Verdicts of rows that are looked at again without being asked to: a few minutes."""


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


class RowRecheck(Struct, dict=True):
    """Collects cells to look at again, norm by norm, and judges their rows.

    `rows` are where they are read, `name` is a prefix for tables. More than `MOST` verdicts are
    left as the cells say unless `exact`.
    """

    population: Coded
    rows: SourceRows
    name: str
    exact: bool = False
    prepared: Prepared = field(default_factory=Prepared)
    open: int = 0
    """How many verdicts of rows were found open."""
    _norms: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        plan = self.population.plan.plan
        self._mixed = Mixed(
            plan.programs.facts.stated, plan.of_law, frozenset(self.rows.table.values)
        )
        self._execute = self.population.connection.execute
        self._open = Pairs(self.population.connection, f"{self.name}_open")

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
            self.population.mark(cells, chosen.tolist(), numbers, self._open)

    def judged(self) -> Iterator[tuple[str, Judged]]:
        """What the rows of the cells are judged, norm by norm."""
        if not self._norms:
            return
        self._open.write()
        memory, marks = self.memory(), f"{self.name}_open"
        opened = OpenRows(memory, tuple(self._norms))
        plan = self.population.plan.plan
        kept = self.prepared.rows(plan)
        # Few rows are named only to be known again.
        asked = self.open > _AT_ONCE or (kept is not None and kept.lasting)
        cells = self.population.records(marks, memory.plan) if asked else None
        if cells is not None:
            from lovgraf.check.kept_rows import KeptRows
            from lovgraf.check.seen_rows import SeenRows

            found = self._execute(f"SELECT {CELL} AS cell, cause FROM {marks}").fetchnumpy()
            places = np.searchsorted(cells.names, found["cell"])
            marked = {n: places[found["cause"] == number] for number, n in enumerate(self._norms)}
            known = KeptRows(memory, self.rows.table, kept)
            looks = self.prepared.looks(plan)
            seen = SeenRows(memory, cells, marked, self.rows.table, known, looks)
            yield from opened.seen(seen, self.rows, f"{marks}_rows")
            return
        self._execute(f"CREATE TABLE {marks}_rows (row BIGINT, cause INTEGER)")
        self.population.rows_of(marks, f"{marks}_rows")
        yield from opened.judged(self.rows, f"{marks}_rows")

    def memory(self) -> Memory:
        """What judges records of the norms that were taken."""
        return self.prepared.memory(self.population.plan.plan, self._norms)


class OpenRows(Struct, frozen=True):
    """Judges rows by all that they say: `memory` has the programs of `norms`."""

    memory: Memory
    norms: tuple[str, ...]

    def judged(self, given: SourceRows, rows: str) -> Iterator[tuple[str, Judged]]:
        """What some rows of a table are judged, norm by norm.

        Table `rows` names them (row, and as cause the place of the norm).
        """
        connection, table = given.connection, given.table
        columns = self._read(given, rows)
        if (few := _few(connection, rows)) is not None:
            yield from self._judge(_batch(_grouped(few), columns, table.complete))
            return
        for several in _parts(beside(connection).sql(self._sql(rows, columns))):
            yield from self._judge(_batch_of(several, columns, table.complete))

    def seen(self, seen: SeenRows, given: SourceRows, rows: str) -> Iterator[tuple[str, Judged]]:
        """The same of rows of which the cells are at hand; makes tables, named by `rows`, of those
        that are read."""
        number, connection, complete = count(), given.connection, given.table.complete

        def read(
            wanted: Numbers, iris: Collection[str] | None
        ) -> Iterator[tuple[Numbers, Sequence[Record]]]:
            own = f"{rows}{next(number)}"
            connection.execute(f"CREATE TABLE {own} (row BIGINT)")
            insert_numbers(connection, own, wanted)
            columns = self._read(given, own, iris)
            names = "".join(f', "{column.name}"' for column in columns)
            sql = f"SELECT {NUMBER}{names} FROM {own}_values ORDER BY {NUMBER}"
            if len(wanted) <= _AT_ONCE:  # without Arrow, which takes longer to load than they take
                few = connection.execute(sql).fetchall()
                said = [record_of(values[1:], columns, complete) for values in few]
                yield np.array([values[0] for values in few], np.int64), said
                return
            for each in _parts(beside(connection).sql(sql)):
                yield _numbers(each), _records(each, columns, complete)

        yield from seen.judged(read)

    def _read(
        self, given: SourceRows, rows: str, iris: Collection[str] | None = None
    ) -> list[Column]:
        """Read the values of rows that table `rows` names, of some columns (by IRI) or all that
        norms read; returns these."""
        columns = [
            c
            for c in self.memory.columns
            if c.name in given.table.values and (iris is None or c.iri in iris)
        ]
        given.read(columns, rows)
        return columns

    def _sql(self, rows: str, columns: Sequence[Column]) -> str:
        """Rows that say the same, with the norms that leave them open and their numbers."""
        names = "".join(f'"{column.name}", ' for column in columns)
        return (
            f"SELECT {names}causes, list({NUMBER} ORDER BY {NUMBER}) FROM {rows}_values JOIN "
            f"(SELECT row, list(DISTINCT cause ORDER BY cause) AS causes FROM {rows} GROUP BY row) "
            f"ON row = {NUMBER} GROUP BY ALL ORDER BY min({NUMBER})"
        )

    def _judge(self, batch: _Batch) -> Iterator[tuple[str, Judged]]:
        """What rows are judged by each norm that leaves them open."""
        open_ = batch.open
        asked = [(self.norms[norm], open_[norm]) for norm in sorted(open_)]
        for (norm, places), judged in zip(
            asked, self.memory.evaluated(batch.records, asked), strict=True
        ):
            yield from ((norm, one) for one in together(judged, *batch.rows.of(places)))


class _Batch(Struct, frozen=True):
    """Records that differ, the places of those that each norm (by its place) leaves open, and the
    numbers of the rows that say what each says."""

    records: Sequence[Record]
    open: Mapping[int, npt.NDArray[np.int64]]
    rows: Rows


class Rows(Struct, frozen=True):
    """The numbers of the rows that say what each of some records says: one after another, with
    where those of each begin, and where all end."""

    numbers: Numbers
    bounds: Numbers

    def of(self, records: Numbers) -> tuple[Numbers, Numbers]:
        """Those of some records, and for each the place of its record among these."""
        first, many = self.bounds[records], np.diff(self.bounds)[records]
        owner = np.repeat(np.arange(len(records)), many)
        begun = np.cumsum(many) - many
        return self.numbers[np.arange(len(owner)) + (first - begun)[owner]], owner


def _batch(
    found: Sequence[Sequence[Any]], columns: Sequence[Column], complete: frozenset[str]
) -> _Batch:
    """Rows one by one: their values, the norms, the numbers."""
    open_: dict[int, list[int]] = {}
    for place, row in enumerate(found):
        for norm in row[-2]:
            open_.setdefault(norm, []).append(place)
    places = {norm: np.array(own, np.int64) for norm, own in open_.items()}
    records = [record_of(row, columns, complete) for row in found]
    numbers = np.array([number for row in found for number in row[-1]], np.int64)
    bounds = np.cumsum([0, *(len(row[-1]) for row in found)])
    return _Batch(records, places, Rows(numbers, bounds))


def _batch_of(found: Any, columns: Sequence[Column], complete: frozenset[str]) -> _Batch:
    """The same of an Arrow table."""
    *_, causes, rows = found.itercolumns()
    records = RecordTable.of(columns, found.select([c.name for c in columns]), complete)
    if records is None:
        each = zip(*(column.to_pylist() for column in found.itercolumns()), strict=True)
        return _batch([*each], columns, complete)
    causes = causes.combine_chunks()
    norms = causes.flatten().to_numpy(zero_copy_only=False)
    many = np.diff(causes.offsets.to_numpy(zero_copy_only=False))
    places = np.repeat(np.arange(len(causes)), many)
    open_ = {int(norm): places[norms == norm] for norm in np.unique(norms)}
    rows = rows.combine_chunks()
    numbers = rows.flatten().to_numpy(zero_copy_only=False)
    bounds = rows.offsets.to_numpy(zero_copy_only=False).astype(np.int64)
    return _Batch(records, open_, Rows(numbers, bounds - bounds[0]))


def _numbers(found: Any) -> Numbers:
    """The numbers of the rows of an Arrow table."""
    numbers: Numbers = found.column(NUMBER).to_numpy()
    return numbers


def _records(found: Any, columns: Sequence[Column], complete: frozenset[str]) -> Sequence[Record]:
    """The records of its rows."""
    names = [column.name for column in columns]
    records = RecordTable.of(columns, found.select(names), complete)
    if records is not None:
        return records
    each = zip(*(found.column(name).to_pylist() for name in names), strict=True)
    return [record_of(row, columns, complete) for row in each]


def _parts(relation: Any) -> Iterator[Any]:
    """What a relation has as Arrow tables of so many rows each, as `_RECORDS` says."""
    import pyarrow as pa

    left: list[Any] = []
    for batch in relation.to_arrow_reader(_RECORDS):
        left.append(pa.Table.from_batches([batch]))
        while sum(map(len, left)) >= _RECORDS:
            table = pa.concat_tables(left)
            yield table.slice(0, _RECORDS)
            left = [table.slice(_RECORDS)]
    if sum(map(len, left)):
        yield pa.concat_tables(left)


_Opened = tuple[int, int, Sequence[Any]]
"""The place of a norm, the number of a row that it leaves open, and the row's values."""


def _few(connection: Any, rows: str) -> list[_Opened] | None:
    """The rows that are to be judged, in order of their numbers; None where they are many."""
    found = connection.execute(
        f"SELECT cause, v.* FROM {rows}_values v JOIN {rows} ON row = {NUMBER} "
        f"ORDER BY {NUMBER} LIMIT {_AT_ONCE + 1}"
    ).fetchall()
    return None if len(found) > _AT_ONCE else [(row[0], row[1], row[2:]) for row in found]


def _grouped(few: Sequence[_Opened]) -> list[list[Any]]:
    """What `_sql` gives of few rows, which costs the data engine as much as many."""
    norms: dict[int, set[int]] = {}
    values: dict[int, Sequence[Any]] = {}
    for norm, number, own in few:
        norms.setdefault(number, set()).add(norm)
        values[number] = own
    found: dict[object, list[Any]] = {}
    for number, own in values.items():
        alike = tuple([tuple(one) if isinstance(one, list) else one for one in own])
        open_ = sorted(norms[number])
        row = found.setdefault((alike, tuple(open_)), [*own, open_, []])
        row[-1].append(number)
    return [*found.values()]
