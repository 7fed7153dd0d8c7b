"""Dates with the month first among others are told, whatever reads the file, and a part of a file
is read as all of its rows tell."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

import lovgraf.readers.pieces
from lovgraf.check import dataset
from lovgraf.check.dataset import check_dataset
from lovgraf.check.parts import blocks, groups
from lovgraf.check.parts.run import check_parts
from lovgraf.check.parts.work import Work
from lovgraf.check.request import CheckRequest
from lovgraf.core.result import CheckResult
from lovgraf.engine.prepared import kept_for
from lovgraf.law import Law
from lovgraf.readers import assemble, csv_layout, source
from lovgraf.readers import parquet as parquet_reader
from lovgraf.readers.inputs import find_inputs
from tests.checker.cells.test_array_path import rows as words
from tests.checker.cells.test_file_batches import read_apart
from tests.checker.test_lost_zeros import POST, report, written

DAY = date(2026, 6, 1)
PROVEN = ["24/12/1990", "31/01/1950", "03/04/1990"] * 100
AMERICAN = ["12/24/1990", "03/04/1990"]


def persons(days: list[str]) -> pa.Table:
    size = len(days)
    return pa.table(
        {
            "id": [f"p{n}" for n in range(size)],
            "birth_date": days,
            "cpr_status": ["01"] * size,
            "digital_post": ["nej"] * size,
            "exempt": ["nej"] * size,
        }
    )


def told(result: CheckResult) -> dict[str, tuple[str, int, tuple[int, ...]]]:
    codes = ("unreadable-value", "month-first", "ambiguous-dates")
    return {q.code: (q.severity, q.count, q.examples) for q in result.quality if q.code in codes}


@pytest.mark.parametrize("form", ["csv", "parquet"])
@pytest.mark.parametrize("engine", ["columns", "reference"])
def test_each_engine_tells_it(tmp_path: Path, law: Law, form: str, engine: str) -> None:
    path = written(persons([*PROVEN, *AMERICAN]), tmp_path / f"p.{form}")
    found = told(check_dataset(path, CheckRequest(DAY, law, about=POST, engine=engine)))
    assert found == {
        "unreadable-value": ("error", 1, (301,)),
        "month-first": ("error", 1, (301,)),
    }


@pytest.mark.slow
@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_a_file_without_the_data_engine_tells_it(
    tmp_path: Path, law: Law, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lovgraf.readers.pieces, "_PIECE", 1 << 12)
    monkeypatch.setattr(dataset, "MANY", 100)
    path = written(persons([*PROVEN, *AMERICAN]), tmp_path / f"p.{form}")
    found = told(check_dataset(path, CheckRequest(DAY, law, about=POST)))
    assert {code: count for code, (_, count, _) in found.items()} == {
        "unreadable-value": 1, "month-first": 1
    }  # fmt: skip
    read_apart(path, law)
    with kept_for(law, DAY) as prepared:
        quick = words(path, law, DAY, prepared, quick=True)
        assert quick == words(path, law, DAY, prepared, quick=False)


@pytest.mark.slow
@pytest.mark.parametrize("form", ["csv", "parquet"])
@pytest.mark.parametrize("last", ["12/24/1990", "24/12/1990"])
@pytest.mark.parametrize("proven", [True, False])
def test_a_part_is_read_as_its_file_is(
    tmp_path: Path, law: Law, form: str, last: str, proven: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The date that tells it of all stands in the last part."""
    for module, name, size in (
        (blocks, "SIZE", 2500), (blocks, "_WINDOW", 500), (groups, "SIZE", 400),
        (groups, "LARGER", 400),
    ):  # fmt: skip
        monkeypatch.setattr(module, name, size)
    for module in (assemble, source, parquet_reader, csv_layout):
        monkeypatch.setattr(module, "SAMPLE_ROWS", 50)
    days = [*(PROVEN if proven else ["03/04/1990", "05/05/1990"] * 150), last]
    path = written(persons(days), tmp_path / f"p.{form}", group=60)
    asked = CheckRequest(DAY, law, about=POST)
    work = Work.begin(tmp_path / "work")
    found = check_parts(find_inputs(str(path)), asked, work)
    assert len(list(work.parts())) > 1
    assert report(found) == report(check_dataset(path, asked))
    code = "month-first" if proven else "ambiguous-dates"
    assert (code in told(found)) is (last[:2] == "12")
