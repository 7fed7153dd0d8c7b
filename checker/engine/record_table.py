"""Many records whose values are the columns of an Arrow table.

They go to the data engine and back as arrays: only of those that are looked at one by one, such as
records that contradict themselves, is each made.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, overload

import numpy as np
import numpy.typing as npt

from lovgraf.engine.arrow_arrays import arrow_type
from lovgraf.facts.fact import Column
from lovgraf.facts.repairs import FIRST_APART, Removal, kept_by, told_apart
from lovgraf.facts.values import NONE, NONE_SUFFIX, State

Record = Mapping[str, State]
Numbers = npt.NDArray[np.int64]
_EPOCH = date(1970, 1, 1).toordinal()


@dataclass(frozen=True)
class RecordTable(Sequence[Record]):
    """Records with a value of each of some columns (by name), and whether there is certainly none
    (by its name and `NONE_SUFFIX`)."""

    columns: tuple[Column, ...]
    table: Any

    @classmethod
    def of(
        cls, columns: Sequence[Column], given: Any, complete: Collection[str]
    ) -> RecordTable | None:
        """The records of rows with some columns (by name): a blank means no in those that are
        `complete`, unless another column says yes. None where a value is not of its column's type.
        """
        import pyarrow as pa
        import pyarrow.compute as pc

        values: dict[str, Any] = {}
        try:
            for column in columns:
                kind = arrow_type(column.datatype, column.multi)
                values[column.iri] = given.column(column.name).combine_chunks().cast(kind)
        except (pa.ArrowException, KeyError):
            return None
        found: dict[str, Any] = {}
        for column in columns:
            own = values[column.iri]
            blank = pc.is_null(own)
            none = pa.repeat(False, len(own))
            if column.name in complete and column.datatype != "boolean":
                none = blank
            elif column.name in complete:
                for iri in column.implied_true_by:
                    if iri in values:
                        blank = pc.and_(blank, pc.is_null(values[iri]))
                own = pc.if_else(blank, False, own)
            found[column.name], found[column.name + NONE_SUFFIX] = own, none
        return cls(tuple(columns), pa.table(found))

    def __len__(self) -> int:
        return int(self.table.num_rows)

    @overload
    def __getitem__(self, place: int) -> Record: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[Record]: ...

    def __getitem__(self, place: int | slice) -> Record | Sequence[Record]:
        if isinstance(place, slice):
            return self.take(np.arange(len(self))[place])
        return next(iter(self.take(np.array([range(len(self))[place]]))))

    def __iter__(self) -> Iterator[Record]:
        iris = [column.iri for column in self.columns]
        each = [
            [
                NONE if none else _state(value)
                for value, none in zip(
                    self.table.column(column.name).to_pylist(),
                    self.table.column(column.name + NONE_SUFFIX).to_pylist(),
                    strict=True,
                )
            ]
            for column in self.columns
        ]
        for row in zip(*each, strict=True) if each else [()] * len(self):
            yield dict(zip(iris, row, strict=True))

    def take(self, places: Numbers) -> RecordTable:
        """The records in some places."""
        import pyarrow as pa

        return RecordTable(self.columns, self.table.take(pa.array(places)))

    @classmethod
    def joined(cls, parts: Sequence[RecordTable]) -> RecordTable:
        """The records of several tables with the same columns, one after another."""
        import pyarrow as pa

        return cls(parts[0].columns, pa.concat_tables([part.table for part in parts]))

    def without(self, ways: Sequence[Removal], number: Numbers) -> RecordTable:
        """The records, each without some columns, or some of their values: in one of some `ways`,
        by its place."""
        import pyarrow as pa
        import pyarrow.compute as pc

        found = {name: self.table.column(name) for name in self.table.column_names}
        left = [kept_by(way) for way in ways]
        some = frozenset[str]().union(*left)
        for column in self.columns:
            if column.iri in some:
                gone = pa.array(np.array([column.iri in kept for kept in left], np.bool_)[number])
                value, none = column.name, column.name + NONE_SUFFIX
                kind = arrow_type(column.datatype, column.multi)
                own = [kept.get(column.iri) or None for kept in left] if column.multi else None
                instead = (
                    pa.array(own, kind).take(pa.array(number)) if own else pa.scalar(None, kind)
                )
                found[value] = pc.if_else(gone, instead, found[value])
                found[none] = pc.and_not(found[none], gone)
        return RecordTable(self.columns, pa.table(found))

    def numbers(self, iri: str, apart: Collection[object]) -> Numbers:
        """For each record a number that tells the state of a column: 0 unknown, 1 none, 2 a value
        that is not to be told apart, and more for those that are (`FIRST_APART` and on, in the
        order of `told_apart`, where there is one value at most)."""
        column = next((column for column in self.columns if column.iri == iri), None)
        if column is None:
            return np.zeros(len(self), np.int64)
        values = self.table.column(column.name).combine_chunks()
        numbers = _numbers(values, column.multi, apart)
        none = self.table.column(column.name + NONE_SUFFIX).combine_chunks()
        numbers[none.to_numpy(zero_copy_only=False)] = 1
        return numbers

    def values(self, iri: str) -> Numbers:
        """A number for the value of a column in each record: the same for the same, 0 for none."""
        column = next(column for column in self.columns if column.iri == iri)
        values = self.table.column(column.name).combine_chunks()
        if column.multi:
            places: dict[object, int] = {None: 0}
            each = (None if one is None else tuple(one) for one in values.to_pylist())
            return np.array([places.setdefault(one, len(places)) for one in each], np.int64)
        numbers = values.dictionary_encode().indices.fill_null(-1)
        found: Numbers = numbers.to_numpy(zero_copy_only=False).astype(np.int64)
        return found + 1

    def days(self, iri: str) -> Numbers:
        """The day that each record says of a column, as an ordinal; 0 where it says none."""
        import pyarrow as pa

        column = next((column for column in self.columns if column.iri == iri), None)
        if column is None or column.datatype != "date" or column.multi:
            return np.zeros(len(self), np.int64)
        days = self.table.column(column.name).combine_chunks().cast(pa.int32()).fill_null(-_EPOCH)
        found: Numbers = days.to_numpy(zero_copy_only=False).astype(np.int64)
        return found + _EPOCH


def _state(value: Any) -> State:
    """A value as a record has it."""
    if isinstance(value, list):
        return tuple(value)
    return Decimal(str(value)) if isinstance(value, float) else value


def _numbers(values: Any, multi: bool, apart: Collection[object]) -> Numbers:
    """For each value of an array its number (see `RecordTable.numbers`)."""
    import pyarrow as pa
    import pyarrow.compute as pc

    known: npt.NDArray[np.bool_] = values.is_valid().to_numpy(zero_copy_only=False)
    if not apart:
        return known * np.int64(2)
    if multi:
        return _by_value(values.to_pylist(), apart)
    if pa.types.is_string(values.type) or pa.types.is_boolean(values.type):
        listed = pa.array(told_apart(apart), values.type)
        found = pc.index_in(values, listed, skip_nulls=True).fill_null(-1)
        places = found.to_numpy(zero_copy_only=False).astype(np.int64)
        return np.where(known, places + FIRST_APART, 0)
    coded = values.dictionary_encode()
    states = [*coded.dictionary.to_pylist(), None]
    each: Numbers = coded.indices.fill_null(len(states) - 1).to_numpy(zero_copy_only=False)
    return _by_value(states, apart)[each]


def _by_value(states: Sequence[Any], apart: Collection[object]) -> Numbers:
    """The number of each of some values."""
    places: dict[object, int] = {}
    return np.array([_told(one, apart, places) for one in states], np.int64)


def _told(value: Any, apart: Collection[object], places: dict[object, int]) -> int:
    """The number of a value (see `numbers`); `places` has those that were told apart so far."""
    if value is None:
        return 0
    each = value if isinstance(value, list) else [value]
    some: object = frozenset([one for one in each if one in apart])
    if some and len(each) > 1:  # beside others: by all of them
        some = tuple(each)
    return 2 + places.setdefault(some, len(places) + 1) if some else 2
