"""A table as weights on cells, and the way back from cells to rows."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from lovgraf.conditions.kleene import Codes
from lovgraf.engine.cell_codes import CellCodes
from lovgraf.engine.cell_records import CellRecords, Said, recoded
from lovgraf.engine.few_rows import create_few
from lovgraf.engine.layout import WORD_BITS
from lovgraf.engine.plan import Group, Plan, Words
from lovgraf.engine.records import Records, create_in_full
from lovgraf.engine.repeated import create, repeated
from lovgraf.engine.row_days import RowDays
from lovgraf.engine.table_plan import CELL, WEIGHT, RowPlan, TablePlan
from lovgraf.facts.ready import Ready
from lovgraf.readers.batches import Pairs
from lovgraf.readers.pieces import Pieces, Types
from lovgraf.readers.source import quoted
from lovgraf.verdicts.patterns import places_among

# Lines of numbers that are the same, put together.

Numbers = npt.NDArray[np.int64]
_MANY = 2_000
"""Lines from which it pays to put together those that are the same before they are put in order."""


def in_order(
    keys: Sequence[Numbers], size: int
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """The place of each line among the distinct ones in their order, and a line of each.

    A line has a number of each of the `keys`, which are as long as there are lines (`size`).
    """
    if not keys:
        return np.zeros(size, np.intp), np.arange(min(size, 1))
    if size >= _MANY:
        from lovgraf.engine.numbering import kinds

        kind, first = kinds(keys)
        shown = np.lexsort([key[first] for key in keys][::-1])
        rank = np.empty(len(shown), np.intp)
        rank[shown] = np.arange(len(shown))
        return rank[kind], first[shown]
    order = np.lexsort(keys[::-1])
    new = np.zeros(size, np.bool_)
    new[:1] = True
    for key in keys:
        ordered = key[order]
        new[1:] |= ordered[1:] != ordered[:-1]
    places = np.empty(size, np.intp)
    places[order] = np.cumsum(new) - 1
    return places, order[new]


Weights = npt.NDArray[np.int64]
_FEW = 50_000
"""Values of which the data engine alone finds those that are equal."""
_HALF = 1 << 31
"""Numbers below it take four bytes."""
_REPEATED = "lovgraf_repeated"


class Lines(Struct, frozen=True):
    """The distinct lines of some `words`, in order, with their weights, and the place of each line
    that they were made of among them."""

    words: dict[int, Words]
    weights: Weights
    places: npt.NDArray[np.intp]

    @classmethod
    def of(cls, words: Mapping[int, Words], weights: Weights) -> Lines:
        """Those of some lines; of no words there is one."""
        places, first = in_order([*words.values()], len(weights))
        found = np.zeros(len(first) if words else 1, np.int64)
        np.add.at(found, places, weights)
        return cls({word: own[first] for word, own in words.items()}, found, places)


class Cells(Struct, frozen=True):
    """The distinct answers that a group's norms see, and how many records give each."""

    group: Group
    words: dict[int, Words]
    codes: dict[str, Codes]
    weights: Weights
    places: npt.NDArray[np.intp]
    """The group's cell of each line that the norms of its act see."""
    lines: npt.NDArray[np.intp]
    """That line of each cell of the records."""

    def __len__(self) -> int:
        return len(self.weights)


@dataclass(frozen=True)
class Coded(ABC):
    """Records of which the cells lie in a DuckDB connection, wherever the records themselves are.

    Table `cells_table` holds the distinct items with their weight, `coded` the codes of each cell.
    """

    connection: Any
    plan: TablePlan
    cells_table: str
    coded: str

    def distinct(self) -> int:
        """The number of cells, over all that the law and the shapes ask."""
        return len(self._coded[CELL])

    @cached_property
    def _coded(self) -> dict[str, Words]:
        """The codes of each cell, with its number and weight."""
        found = self.connection.execute(f"FROM {self.coded}").fetchnumpy()
        return {name: np.asarray(values, np.int64) for name, values in found.items()}

    def cells(self, group: Group) -> Cells:
        """The cells of a group with their weights, in a fixed order."""
        plan = self.plan.plan
        among = self._among(group)
        own = {word: among.words[word] & mask for word, mask in plan.masks(group.keys).items()}
        found = Lines.of(own, among.weights)
        codes = plan.decode(group.keys, found.words)
        return Cells(group, found.words, codes, found.weights, found.places, among.places)

    def _among(self, group: Group) -> Lines:
        """The cells as all norms of the act of a group see them, which are far fewer."""
        if group.among not in self._acts:
            masks = self.plan.plan.masks(group.among)
            own = {word: self._coded[f"w{word}"] & mask for word, mask in masks.items()}
            self._acts[group.among] = Lines.of(own, self._coded[WEIGHT])
        return self._acts[group.among]

    @cached_property
    def _acts(self) -> dict[tuple[str, ...], Lines]:
        return {}

    def mark(self, cells: Cells, chosen: Sequence[int], causes: Sequence[int], into: Pairs) -> None:
        """Add to a table (cell, cause) the records' cells that lie in chosen cells.

        `causes` has one number for each chosen cell of the group.
        """
        if not len(chosen):
            return
        cause = np.full(len(cells), -1, np.int64)
        cause[np.asarray(chosen, np.int64)] = causes
        each = cause[cells.places][cells.lines]
        marked = each >= 0
        into.add(self._coded[CELL][marked], each[marked])

    @abstractmethod
    def count(self) -> int:
        """The number of records."""

    @abstractmethod
    def rows_of(self, marks: str, into: str) -> None:
        """Insert into table `into` (row, cause) a line for each record in a marked cell."""

    def records(self, marks: str, own: Plan) -> CellRecords | None:
        """The records of marked cells, for what judges them by its own plan; None where they are
        not at hand."""
        del marks, own
        return None

    @abstractmethod
    def first_rows(self, conditions: Sequence[str], number: int) -> list[tuple[int, ...]]:
        """The numbers of the first records whose cell meets a condition (SQL over `coded`), for
        each of some."""

    @abstractmethod
    def flagged(self, prefix: str, words: int) -> dict[tuple[int, int], int]:
        """For each flag (word, bit) of the records' `words` words `prefix` how many have it."""

    @abstractmethod
    def first_flagged(self, flag: str, bit: int, number: int) -> tuple[int, ...]:
        """The numbers of the first records that have bit `bit` of word `flag` set."""

    @abstractmethod
    def twice(self, kept: str, words: Sequence[str], number: int) -> tuple[int, tuple[int, ...]]:
        """How many records have a value in what is `kept` that another has too, and the first of
        them; `words` are no values."""


class OfType(Struct, frozen=True):
    """Records of one type and the plan that reads them; `name` is a prefix for tables."""

    plan: TablePlan
    records: Records
    name: str


@dataclass(frozen=True)
class Population(Coded):
    """Records in a DuckDB connection: `rows` (carried columns and the cell, a line a record),
    `cells` (the distinct items with their weight) and `coded` (the codes of each cell).

    `key` names the columns of `rows` and `cells` by which a row is told to be in a cell; `row` is
    SQL over `rows` for the number of a record in its file, counted from 1. Of columns that are
    `hashed`, two halves of a hash are carried instead of the value: `..._a` and `..._b`.
    """

    rows: str
    key: str
    row: str = "rowid + 1"
    hashed: frozenset[str] = frozenset()
    days: RowDays | None = None
    """The days of the rows by `rowid`, where they were kept."""
    stored: str | None = None
    """SQL of the rows that were kept as they stand in their source (see `Records`)."""

    @classmethod
    def load(
        cls,
        connection: Any,
        plan: TablePlan,
        records: Records,
        name: str,
        row: str | None = None,
        by_arrays: bool = False,
        few: bool = False,
    ) -> Population:
        """Read records once; `name` is a prefix for the tables.

        `by_arrays` reads usual rows by looking their values up, which pays for many rows; `few`
        leaves out what pays only for more than a few. Neither makes a difference to the words.
        """
        rows, cells = f"{name}_rows", f"{name}_cells"
        with CellCodes(connection, plan, name, few) as codes:
            key, days = read_rows(connection, plan, records, rows, cells, by_arrays, few)
            coded = codes.write(cells)
        row = "rowid + 1" if row is None else row
        stored = records.stored
        return cls(connection, plan, cells, coded, rows, key, row, days=days, stored=stored)

    @classmethod
    def load_types(
        cls,
        connection: Any,
        pieces: Pieces,
        of_types: Sequence[OfType],
        types: Types,
        row: str,
    ) -> list[Population]:
        """Read the records of several types in one go through the pieces of their file; `row` is
        what names the number of a row in it.

        Raises `OddFileError` where only the data engine can read the file, and `OtherTextError`.
        """
        from lovgraf.engine.array_rows import Wanted, read_types

        _keep_order(connection)
        wanted = [
            Wanted(one.plan, one.records, f"{one.name}_rows", f"{one.name}_cells")
            for one in of_types
        ]
        with ExitStack() as held:
            codes = [
                held.enter_context(CellCodes(connection, one.plan, one.name)) for one in of_types
            ]
            days = read_types(connection, pieces, wanted, types)
            coded = [own.write(one.cells) for own, one in zip(codes, wanted, strict=True)]
        return [
            cls(
                connection, one.plan, own.cells, code, own.rows, CELL, row, days=kept,
                stored=one.records.stored,
            )
            for one, own, code, kept in zip(of_types, wanted, coded, days, strict=True)
        ]  # fmt: skip

    def count(self) -> int:
        """The number of records."""
        return self._count

    @cached_property
    def _count(self) -> int:
        return int(self.connection.execute(f"SELECT count(*) FROM {self.rows}").fetchone()[0])

    def rows_of(self, marks: str, into: str) -> None:
        """Insert into table `into` (row, cause) a line for each record in a marked cell."""
        self.connection.execute(
            f"INSERT INTO {into} SELECT {self.row}, cause FROM {self.rows} t JOIN "
            f"(SELECT {self.key}, cause FROM {self.cells_table} JOIN {marks} USING ({CELL})) "
            f"USING ({self.key})"
        )

    def records(self, marks: str, own: Plan) -> CellRecords | None:
        """See `Coded`."""
        run, keys = self.connection.execute, [f"k{n}" for n in range(self.plan.keys)]
        marked = f"(FROM {self.cells_table} SEMI JOIN {marks} USING ({CELL}))"
        items = run(f"SELECT {CELL}, {', '.join(keys)} FROM {marked} ORDER BY {CELL}").fetchnumpy()
        told = CELL if self.key == CELL else f"{self.key}, {CELL}"
        days = self.days if self.days is not None and self.days.complete else None
        place = "" if days is None else ", t.rowid AS place"
        found = run(
            f"SELECT {self.row} AS n, {CELL} AS cell{place} FROM {self.rows} t JOIN "
            f"(SELECT {told} FROM {marked}) USING ({self.key}) ORDER BY n"
        ).fetchnumpy()
        names = np.asarray(items[CELL], np.int64)
        order = np.argsort(self._coded[CELL])
        places = order[np.searchsorted(self._coded[CELL], names, sorter=order)]
        plan = self.plan.plan
        numbers = {slot.word for slot in plan.slots.values()}
        words = {word: self._coded[f"w{word}"][places] for word in numbers}
        codes = recoded(words, plan, own)
        if codes is None:
            return None
        facts, written = self.plan.facts, self.plan.cell_told

        def item(name: str) -> Numbers:
            slot, _ = written[name]
            word: Numbers = np.asarray(items[f"k{slot.word}"], np.int64)
            found = word >> slot.shift & slot.ones
            return found.astype(np.int32) if slot.ones < _HALF else found

        def answers(ready: Ready) -> dict[str, Numbers]:
            own = ready.values.items()
            return {iri: item(name) for iri, name in own if facts[iri].datatype == "boolean"}

        return CellRecords(
            rows=np.asarray(found["n"], np.int64),
            cells=places_among(names, int(names.max(initial=-1)) + 1)[found["cell"]],
            names=names,
            codes=Said(codes),
            states=Said({c.iri: item(c.name) for c in facts.columns.values() if c.name in written}),
            answers=Said(answers(plan.selection.ready)),
            stated=answers(plan.selection.stated_ready),
            days=None if days is None else days.at(np.asarray(found["place"], np.int64)),
        )

    def first_rows(self, conditions: Sequence[str], number: int) -> list[tuple[int, ...]]:
        """See `Coded`."""
        if not conditions:
            return []
        each = ", ".join(f"CASE WHEN {own} THEN {n} END" for n, own in enumerate(conditions))
        met = f"(SELECT {CELL}, unnest([{each}]) AS met FROM {self.coded})"
        cells = f"(SELECT {self.key}, met FROM {self.cells_table} JOIN {met} USING ({CELL}))"
        found = self.connection.execute(
            f"SELECT met, min(n, {number}) FROM (SELECT {self.row} AS n, {self.key} FROM "
            f"{self.rows} t) JOIN (FROM {cells} WHERE met IS NOT NULL) USING ({self.key}) "
            "GROUP BY met"
        ).fetchall()
        rows = {int(met): tuple(map(int, own)) for met, own in found}
        return [rows.get(n, ()) for n in range(len(conditions))]

    def flagged(self, prefix: str, words: int) -> dict[tuple[int, int], int]:
        """See `Coded`."""
        return flag_counts(self.connection, self.rows, words, prefix)

    def first_flagged(self, flag: str, bit: int, number: int) -> tuple[int, ...]:
        """See `Coded`."""
        rows = self.connection.execute(
            f"SELECT {self.row} AS n FROM {self.rows} t "
            f"WHERE {flag} & {1 << bit} <> 0 ORDER BY n LIMIT {number}"
        ).fetchall()
        return tuple(int(row[0]) for row in rows)

    def twice(self, kept: str, words: Sequence[str], number: int) -> tuple[int, tuple[int, ...]]:
        """See `Coded`."""
        name, total = f'"{kept}"', self.count()
        chosen = f"{name} IS NOT NULL" + "".join(f" AND {name} <> {quoted(word)}" for word in words)
        if total > _FEW:
            relation = f"(SELECT {name} FROM {self.rows} WHERE {chosen})"
            hashes = repeated(self.connection, f"hash({name})", relation, total)
            if not len(hashes):
                return 0, ()
            create(self.connection, _REPEATED, hashes)
            chosen += f" AND hash({name}) IN (SELECT h FROM {_REPEATED})"
        count, rows = self.connection.execute(
            f"WITH chosen AS MATERIALIZED "
            f"(SELECT {self.row} AS n, {name} AS value FROM {self.rows} t WHERE {chosen}) "
            f"SELECT count(*), list(n ORDER BY n)[1:{number}] FROM chosen SEMI JOIN "
            "(SELECT value FROM chosen GROUP BY value HAVING count(*) > 1) USING (value)"
        ).fetchone()
        return int(count), tuple(int(n) for n in rows or ())


def read_rows(
    connection: Any,
    plan: RowPlan,
    records: Records,
    rows: str,
    cells: str,
    by_arrays: bool,
    few: bool = False,
) -> tuple[str, RowDays | None]:
    """Read records once, into tables of rows (with what is carried) and of cells; returns the
    columns of both by which a row is told to be in a cell (see `Population.load`), and the days of
    rows where they are kept."""
    _keep_order(connection)
    if by_arrays:
        from lovgraf.engine.array_rows import Wanted, read_quickly

        return CELL, read_quickly(connection, Wanted(plan, records, rows, cells))
    keys = ", ".join(f"k{n}" for n in range(plan.keys))
    if few:
        create_few(connection, rows, plan, records, records.source)
    else:
        create_in_full(connection, rows, records.in_full(plan, records.source), few)
    connection.execute(
        f"CREATE TABLE {cells} AS SELECT row_number() OVER (ORDER BY {keys}) AS {CELL}, * "
        f"FROM (SELECT {keys}, count(*) AS {WEIGHT} FROM {rows} GROUP BY {keys})"
    )
    return keys, None


def _keep_order(connection: Any) -> None:
    """Long IN lists would become joins, which do not keep the rows in the order of the file."""
    connection.execute("SET disabled_optimizers = 'in_clause'")


def flag_counts(
    connection: Any, table: str, words: int, prefix: str, weight: str = "1"
) -> dict[tuple[int, int], int]:
    """For each flag (word, bit) of a table the number of records that have it set."""
    counts: dict[tuple[int, int], int] = {}
    for word in range(words):
        rows = connection.execute(
            f"SELECT {prefix}{word}, sum({weight})::BIGINT FROM {table} "
            f"WHERE {prefix}{word} <> 0 GROUP BY ALL"
        ).fetchall()
        for value, count in rows:
            for bit in range(WORD_BITS):
                if value >> bit & 1:
                    counts[word, bit] = counts.get((word, bit), 0) + count
    return counts
