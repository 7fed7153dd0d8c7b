"""Parquet files of a few kilobytes that would take gigabytes are refused before they are read."""

from __future__ import annotations

import resource
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from pyarrow import parquet

from lovgraf.core.errors import InputError
from lovgraf.readers.bombs import check_decoded
from lovgraf.readers.prefetch import Prefetch
from tests.checker.records.vocabulary import Opened
from tests.examples import WHOLE


def bomb(path: Path, text: str, rows: int, groups: int) -> Path:
    """A file in which every row repeats one text."""
    column = pa.DictionaryArray.from_arrays(pa.array(np.zeros(rows, np.int32)), pa.array([text]))
    table = pa.table({"id": column, "passport": column})
    with parquet.ParquetWriter(path, table.schema, compression="zstd") as writer:
        for _ in range(groups):
            writer.write_table(table, row_group_size=rows)
    return path


BOMBS = {
    "a long text": ("x" * 100_000, 50_000, 1),
    "many rows": ("x", 4_000_000, 20),
}


@pytest.mark.slow
@pytest.mark.parametrize("kind", BOMBS)
def test_bombs_are_refused_without_being_decoded(tmp_path: Path, kind: str) -> None:
    path = bomb(tmp_path / "t.parquet", *BOMBS[kind])
    assert path.stat().st_size < 1_000_000
    with Prefetch(path):
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        with pytest.raises(InputError, match="far more than its size"):
            Opened(path)
        assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 300_000


@pytest.mark.slow
def test_a_register_with_few_different_values_is_none(tmp_path: Path) -> None:
    rows = 300_000 if WHOLE else 100_000
    table = pa.table(
        {
            "id": [f"P{n}" for n in range(rows)],
            **{f"c{n}": ["registered", "ja"] * (rows // 2) for n in range(30)},
        }
    )
    path = tmp_path / "t.parquet"
    parquet.write_table(table, path)
    check_decoded(path, "t")


def test_a_file_is_looked_at_once_as_long_as_it_is_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, looked = tmp_path / "t.parquet", []
    monkeypatch.setattr("lovgraf.readers.bombs._check_decoded", lambda *_: looked.append(1))
    for size in (1, 1, 2):
        parquet.write_table(pa.table({"id": ["P"] * size}), path)
        check_decoded(path, "t")
        check_decoded(path, "t")
    assert len(looked) == 3
