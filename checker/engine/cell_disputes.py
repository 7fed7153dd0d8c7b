"""How rows contradict themselves, told by what their cells say and by their days, without the rows.

Of a column of few values a cell has the value. Of any other it matters to a contradiction whether
it has one, and of a day where it lies. So what a row may contradict itself about is at hand; of
what it says beside that, a value that nobody looks at stands for any.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

import numpy as np
from msgspec import Struct

from lovgraf.conditions.coding import Bools
from lovgraf.engine.cell_records import CellRecords
from lovgraf.engine.items import raw_size, raw_values
from lovgraf.engine.many_records import Broken, broken_by
from lovgraf.engine.row_days import DaysAt
from lovgraf.facts.fact import Column
from lovgraf.facts.repairs import FIRST_APART, Disputes, Record, told_apart
from lovgraf.facts.values import State
from lovgraf.verdicts.patterns import Numbers

_ANY = "any"
"""Stands for a value of which all that counts is that it is there."""
_WORD = 2
"""The state of a column of which a cell has no value, where that is the word for none."""


class CellDisputes(Struct, frozen=True):
    """Tells how rows of some cells contradict themselves, about `columns` that are read of rows (by
    IRI, with the values that are told apart)."""

    disputes: Disputes
    columns: Mapping[str, Column]
    cells: CellRecords
    days: DaysAt

    @classmethod
    def of(
        cls, disputes: Disputes, columns: Sequence[Column], cells: CellRecords
    ) -> CellDisputes | None:
        """That of rows of which some columns are read; None where it is not told without them."""
        own = {column.iri: column for column in columns if column.iri in disputes.apart}
        days = cells.days
        if days is None:
            return None
        if not all(_is_told(one, disputes.apart[iri], cells, days) for iri, one in own.items()):
            return None
        return cls(disputes, own, cells, days)

    @property
    def told(self) -> Bools:
        """The rows of which all is told: of several values a cell says that one of them is the word
        for none, and not whether there are others."""
        found = self.days.held.copy()
        for column in self.columns.values():
            if column.multi and raw_size(column) is None:
                found &= self.cells.states[column.iri][self.cells.cells] < _WORD
        return found

    def broken(self, suspect: Bools) -> Broken:
        """How rows contradict themselves, of which only those that are `suspect` may; the others
        have no number."""
        rows = np.flatnonzero(suspect)
        stated = _Stated(self.columns, self.cells, self.days, rows, self.cells.cells[rows])
        found = broken_by(self.disputes, stated, stated.take)
        number = np.full(len(suspect), -1, np.int64)
        number[rows] = found.number
        return Broken(found.kinds, number)


def _is_told(column: Column, apart: Collection[object], cells: CellRecords, days: DaysAt) -> bool:
    """Whether cells and days say of a column all that tells contradictions apart, which are about
    some of its values."""
    if column.datatype == "date":
        return column.iri in days.days and not apart
    if column.iri not in cells.states:
        return False
    return raw_size(column) is not None or {*apart} <= {column.absent_value}


class _Stated(Struct, frozen=True):
    """What rows, by place among those of the cells, say of some columns (by IRI)."""

    columns: Mapping[str, Column]
    cells: CellRecords
    held: DaysAt
    rows: Numbers
    cell: Numbers
    """The cell of each."""

    def numbers(self, iri: str, apart: Collection[object]) -> Numbers:
        """See `RecordTable.numbers`."""
        column = self.columns.get(iri)
        if column is None:
            return np.zeros(len(self.rows), np.int64)
        if column.datatype == "date":
            return (self.days(iri) > 0) * np.int64(2)
        return np.array(_numbers(column, apart), np.int64)[self._states(iri)]

    def days(self, iri: str) -> Numbers:
        """See `RecordTable.days`."""
        if iri not in self.columns or self.columns[iri].datatype != "date":
            return np.zeros(len(self.rows), np.int64)
        return self.held.of(iri)[self.rows]

    def take(self, places: Numbers) -> list[Record]:
        """What rows in some places say, as far as it counts."""
        own = self.rows[places], self.cell[places]
        some = _Stated(self.columns, self.cells, self.held, *own)
        each = [some.said(column) for column in self.columns.values()]
        return [dict(zip(self.columns, row, strict=True)) for row in zip(*each, strict=True)]

    def said(self, column: Column) -> list[State]:
        """What each row says of a column."""
        if column.datatype == "date":
            days = self.days(column.iri).tolist()
            return [date.fromordinal(day) if day else None for day in days]
        values = _values(column)
        return [values[state] for state in self._states(column.iri).tolist()]

    def _states(self, iri: str) -> Numbers:
        return self.cells.states[iri][self.cell]


def _values(column: Column) -> list[State]:
    """What each state of a column says."""
    if raw_size(column) is None:
        return [None, (_ANY,) if column.multi else _ANY, column.absent_value]
    return raw_values(column)


def _numbers(column: Column, apart: Collection[object]) -> list[int]:
    """The number of each state of a column, some values of which are told `apart`."""
    if raw_size(column) is None:
        return [0, FIRST_APART - 1, FIRST_APART if apart else FIRST_APART - 1]
    order, found = told_apart(apart), [0]
    for state, value in enumerate(_values(column)[1:], 1):
        if isinstance(value, tuple):
            some = not {*value}.isdisjoint(apart)
            found.append(FIRST_APART + state if some else FIRST_APART - 1)
        else:
            place = order.index(value) + 1 if value in order else 0
            found.append(FIRST_APART - 1 + place)
    return found
