"""A choice of the cells of a table of cases meets each row and each column."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.examples import cells, one_in, one_of_each


@given(rows=st.integers(0, 9), columns=st.integers(1, 9))
def test_each_row_and_each_column_is_met(rows: int, columns: int) -> None:
    whole = cells(range(rows), range(columns), whole=True)
    chosen = cells(range(rows), range(columns), whole=False)
    assert len(whole) == rows * columns
    assert len(chosen) == rows
    assert set(chosen) <= set(whole)
    assert {row for row, _ in chosen} == set(range(rows))
    assert {column for _, column in chosen} == set(range(min(rows, columns)))


def test_one_in_so_many() -> None:
    assert one_in(3, range(7), whole=False) == [0, 3, 6]
    assert one_in(3, range(7), whole=True) == list(range(7))
    assert one_in(3, [1], whole=False) == [1]


def test_one_of_each_group_in_turn() -> None:
    rows = ["a1", "b1", "a2", "b2", "c1", "b3"]
    assert one_of_each(lambda row: row[0], rows, whole=False) == ["a1", "b2", "c1"]
    assert one_of_each(lambda row: row[0], rows, whole=True) == rows
