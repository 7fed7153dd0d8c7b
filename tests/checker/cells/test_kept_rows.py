"""Rows that are kept: the same relation whether they stay arrays or become a table."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lovgraf.core.memory import held
from lovgraf.engine import array_rows as kept_rows
from lovgraf.engine.array_rows import KeptRows
from lovgraf.engine.records import PLACE
from lovgraf.readers.batches import drop
from lovgraf.readers.connection import beside, connect
from tests.examples import examples

TYPES = {"keep_id": "VARCHAR", "u0": "BIGINT", "x0": "BIGINT", "_cell": "INTEGER"}
CONSTANT = {"u0": "0::BIGINT", "x0": "7::BIGINT"}
Row = tuple[str | None, int, int, int]
ids = st.one_of(st.none(), st.sampled_from(["", "a", "P1", "æ" * 20]))
numbers = st.integers(0, 5)
portions = st.lists(st.lists(st.tuples(ids, numbers), max_size=5), max_size=6)


@pytest.fixture
def connection() -> Iterator[Any]:
    with connect() as opened:
        yield opened


def read(connection: Any, name: str = "r") -> list[tuple[Any, ...]]:
    columns = ", ".join(f'"{column}"' for column in TYPES)
    found: list[tuple[Any, ...]] = connection.execute(
        f"SELECT rowid, {columns} FROM {name} ORDER BY rowid"
    ).fetchall()
    return found


def portion(rows: list[tuple[str | None, int]]) -> dict[str, Any]:
    return {
        "keep_id": pa.array([row[0] for row in rows], pa.string()),
        "_cell": np.array([row[1] for row in rows], np.int32),
    }


@pytest.mark.slow
@examples(9, of=100, whole=25)
@given(
    portions,
    st.dictionaries(st.integers(0, 29), st.tuples(ids, numbers, st.sampled_from([7, 8]), numbers)),
    st.sampled_from(["arrays", "table", "table from the first change on"]),
)
def test_rows_and_their_changes(
    added: list[list[tuple[str | None, int]]], changes: dict[int, Row], how: str
) -> None:
    expected: list[Row] = [(id_, 0, 7, cell) for rows in added for id_, cell in rows]
    changes = {place: row for place, row in changes.items() if place < len(expected)}
    with connect() as connection, pytest.MonkeyPatch.context() as patch:
        patch.setattr(kept_rows, "_MOST", 30 if how == "table" else 1 << 30)
        patch.setattr(kept_rows, "_CHANGED", 1000 if how == "arrays" else 0)
        patch.setattr(kept_rows, "_STORED", 4)
        rows = KeptRows(connection, "r", TYPES, CONSTANT)
        for some in added:
            rows.add(portion(some))
        if changes:
            connection.execute(
                f"CREATE TABLE c ({PLACE} BIGINT, keep_id VARCHAR, u0 BIGINT, x0 BIGINT, "
                "_cell BIGINT)"
            )
            for place, row in changes.items():
                connection.execute("INSERT INTO c VALUES (?, ?, ?, ?, ?)", [place, *row])
                expected[place] = row
            rows.change("c", len(changes))
        rows.finish()
        assert read(connection) == [(n, *row) for n, row in enumerate(expected)]
        assert read(beside(connection)) == read(connection)


def test_arrays_are_given_back_with_the_relation(connection: Any) -> None:
    ids = pa.array([f"P{n}" for n in range(100_000)])
    rows = KeptRows(connection, "r", TYPES, CONSTANT)
    before = pa.total_allocated_bytes()
    rows.add({"keep_id": ids.take(pa.array(np.arange(100_000))), "_cell": np.zeros(100_000, "i4")})
    rows.finish()
    del rows
    assert pa.total_allocated_bytes() - before > 500_000
    assert connection.execute("SELECT count(*), max(keep_id) FROM r").fetchall() == [
        (100_000, "P99999")
    ]
    drop(connection, "r")
    assert pa.total_allocated_bytes() - before < 100_000
    drop(connection, "r")


def test_rows_that_are_read_anew_leave_nothing(connection: Any) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kept_rows, "_MOST", 1)
        patch.setattr(kept_rows, "_STORED", 1)
        stored = KeptRows(connection, "r", TYPES, CONSTANT)
        stored.add(portion([("a", 1)]))
        stored.drop()
    rows = KeptRows(connection, "r", TYPES, CONSTANT)
    rows.drop()
    rows = KeptRows(connection, "r", TYPES, CONSTANT)
    rows.add(portion([("b", 2)]))
    rows.finish()
    assert read(connection) == [(0, "b", 0, 7, 2)]


def test_a_process_of_little_memory_keeps_less(monkeypatch: pytest.MonkeyPatch) -> None:
    assert kept_rows._most() == kept_rows._MOST
    own = held() + (800 << 20)
    monkeypatch.setattr(resource, "getrlimit", lambda _: (own, own))
    assert kept_rows._most() == pytest.approx(100 << 20, rel=0.1)


def test_numbers_become_the_texts_that_the_column_has(connection: Any) -> None:
    types = {"keep_n": "VARCHAR", "_cell": "INTEGER"}
    rows = KeptRows(connection, "r", types, {})
    rows.add({"keep_n": pa.array([12, None, 7], pa.int64()), "_cell": np.arange(3, dtype="i4")})
    connection.execute(f"CREATE TABLE c AS SELECT 1 AS {PLACE}, 5 AS keep_n, 9 AS _cell")
    rows.change("c", 1)
    rows.finish()
    found = connection.execute("SELECT rowid, keep_n, _cell FROM r ORDER BY rowid").fetchall()
    assert found == [(0, "12", 0), (1, "5", 9), (2, "7", 2)]
