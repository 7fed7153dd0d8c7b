"""Records as the columns of a table are the records that its rows are made into one by one."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from lovgraf.check.by_reference import record_of
from lovgraf.engine.arrow_arrays import arrow_type
from lovgraf.engine.record_table import RecordTable
from lovgraf.facts.fact import Column
from lovgraf.facts.repairs import Disputes, without
from lovgraf.facts.values import NONE
from lovgraf.law import Law
from lovgraf.verdicts.patterns import distinct
from tests.examples import dice, drawn

DAY = date(2014, 12, 1)


def columns_of(law: Law) -> list[Column]:
    """The columns of persons."""
    return [c for c in law.facts.on(DAY).columns.values() if "person" in c.record_types]


def value_of(rng: Random, column: Column) -> Any:
    """A value that a table may have in a column, or a blank."""
    if rng.random() < 0.4:
        return None
    codes = [*(column.code_list.notations if column.code_list else ("DK", "x"))][:4]
    if column.absent_value is not None:
        codes.append(column.absent_value)
    found = {
        "date": DAY.replace(year=rng.choice([1950, 2013, 2014, 2015]), day=rng.choice([1, 2])),
        "boolean": rng.random() < 0.5,
        "integer": rng.randint(0, 3),
        "decimal": rng.choice([0.1, 2.5]),
        "string": rng.choice(codes),
    }[column.datatype]
    return [found, found][: rng.randint(0, 2)] if column.multi else found


def table_of(columns: list[Column], rows: list[list[Any]]) -> pa.Table:
    """Rows as an Arrow table."""
    each = zip(*rows, strict=True)
    arrays = [
        pa.array(values, arrow_type(column.datatype, column.multi))
        for values, column in zip(each, columns, strict=True)
    ]
    return pa.table(arrays, [column.name for column in columns])


@pytest.mark.drawn
def test_records_of_a_table_are_those_of_its_rows(law: Law) -> None:
    rng, columns = dice(3), columns_of(law)
    rows = [[value_of(rng, column) for column in columns] for _ in range(drawn(60, of=600))]
    complete = frozenset(rng.sample([column.name for column in columns], len(columns) // 2))
    found = RecordTable.of(columns, table_of(columns, rows), complete)
    assert found is not None
    expected = [record_of(row, columns, complete) for row in rows]
    assert [*found] == expected
    assert found[7] == expected[7]
    assert [*found[2:5]] == expected[2:5]
    assert [*found.take(np.array([9, 0]))] == [expected[9], expected[0]]
    iris = [column.iri for column in columns]
    lost = [frozenset((iri, ()) for iri in rng.sample(iris, rng.randint(0, 9))) for _ in rows]
    left = [without(record, way) for record, way in zip(expected, lost, strict=True)]
    known = [{iri: state for iri, state in one.items() if state is not None} for one in left]
    assert [
        {iri: state for iri, state in one.items() if state is not None}
        for one in found.without(lost, np.arange(len(lost)))
    ] == known
    for column in columns:
        states = [record[column.iri] for record in expected]
        apart = {state for state in states if isinstance(state, bool | str | date)}
        apart -= {"DK"}
        numbers = found.numbers(column.iri, apart).tolist()
        assert [number == 0 for number in numbers] == [state is None for state in states]
        assert [number == 1 for number in numbers] == [state is NONE for state in states]
        if not column.multi:
            assert [number > 2 for number in numbers] == [state in apart for state in states]
        told = {number: state for number, state in zip(numbers, states, strict=True) if number > 2}
        if not column.multi:
            assert [
                told.get(number, state) for number, state in zip(numbers, states, strict=True)
            ] == states


@pytest.mark.drawn
def test_records_of_a_kind_contradict_themselves_alike(law: Law) -> None:
    rng, columns, facts = dice(5), columns_of(law), law.facts.on(DAY)
    asked = {iri for one in facts.disputes for iri in (one.given, one.other, *one.columns)}
    some = [column for column in columns if column.iri in asked]
    disputes = Disputes(facts, DAY)
    rows = [[value_of(rng, column) for column in some] for _ in range(drawn(300, of=3000))]
    for row in rows[::2]:  # with little in it
        row[:] = [value if rng.random() < 0.3 else None for value in row]
    records = RecordTable.of(some, table_of(some, [*rows, *rows[:9]]), frozenset())
    assert records is not None
    told, suspect = disputes.kinds(records.numbers, records.days)
    some_of = np.flatnonzero(suspect)
    first, number = distinct(told, len(some_of))
    assert 0 < len(first) < len(some_of)
    said = [disputes.within(one) for one in records]
    assert not any(found for found, may in zip(said, suspect, strict=True) if not may)
    shown_by = dict(zip(some_of.tolist(), some_of[first[number]].tolist(), strict=True))
    assert all(said[shown] == said[n] for n, shown in shown_by.items())
    pairs = [(n, shown) for n, shown in shown_by.items() if n != shown and said[n]]
    alike = [pair for pair in pairs if records[pair[0]] != records[pair[1]]]
    assert alike
    for pair in alike[:20]:
        one, other = (disputes.ways(records[n], frozenset(asked)) for n in pair)
        assert one == other


def test_a_column_of_another_type_is_left_to_the_rows(law: Law) -> None:
    column = next(c for c in columns_of(law) if c.datatype == "date")
    table = pa.table({column.name: ["2014-13-41"]})
    assert RecordTable.of([column], table, frozenset()) is None
