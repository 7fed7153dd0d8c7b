"""Values that must be unique across files are compared in little memory."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

import lovgraf.engine.repeated
from lovgraf.check.parts.unique import found_twice
from lovgraf.core.result import QualityFinding
from lovgraf.law import Law
from tests.examples import WHOLE

MEMORY = "40MB"
ROWS = 600_000 if WHOLE else 300_000


def hashes(folder: Path, sql: str, rows: int = ROWS) -> None:
    folder.mkdir()
    duckdb.sql(
        f"COPY (SELECT hash(v) AS a, hash('b' || v) AS b, range + 1 AS row "
        f"FROM (SELECT range, {sql} AS v FROM range({rows}))) "
        f"TO '{folder / 'person.cpr_number.unique.parquet'}' (FORMAT parquet)"
    )


def found(law: Law, folders: list[Path]) -> list[QualityFinding]:
    parts = [(folder.name, 0, folder) for folder in folders]
    return list(found_twice(parts, law.facts.columns, MEMORY))


@pytest.fixture(autouse=True)
def few_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lovgraf.engine.repeated, "_AT_ONCE", ROWS // 3)


@pytest.mark.slow
def test_more_values_than_fit_into_memory(tmp_path: Path, law: Law) -> None:
    folders = [tmp_path / name for name in "abcd"]
    for number, folder in enumerate(folders):
        hashes(folder, f"range + {number * ROWS}")
    assert found(law, folders) == []
    hashes(tmp_path / "e", f"CASE WHEN range < 3 THEN range * {ROWS + 50_000} ELSE -range END")
    (one,) = found(law, [*folders, tmp_path / "e"])
    assert (one.column, one.count) == ("cpr_number", 6)
    assert one.example_files == ("a", "b", "c", "e", "e", "e")
    assert one.examples == (1, 50_001, 100_001, 1, 2, 3)


@pytest.mark.slow
def test_every_value_twice(tmp_path: Path, law: Law) -> None:
    rows = ROWS // 2
    for name in "ab":
        hashes(tmp_path / name, "range", rows)
    (one,) = found(law, [tmp_path / "a", tmp_path / "b"])
    assert (one.count, one.examples) == (2 * rows, tuple(range(1, 1001)))


def test_equal_halves_are_not_yet_equal_values(tmp_path: Path, law: Law) -> None:
    for name in "ab":
        (tmp_path / name).mkdir()
        duckdb.sql(
            f"COPY (SELECT 7::UBIGINT AS a, hash('{name}' || range) AS b, range + 1 AS row "
            f"FROM range(50)) TO '{tmp_path / name / 'person.id.unique.parquet'}' (FORMAT parquet)"
        )
    assert found(law, [tmp_path / "a", tmp_path / "b"]) == []
