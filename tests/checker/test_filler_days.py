"""The day that registers write where there is none is told, in whatever form it comes."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import lovgraf
from lovgraf.check.filler_days import filler_days
from lovgraf.core.result import QualityFinding
from lovgraf.law import Law, load_law

DAY = date(9999, 12, 31)
NAMES = ("id", "birth_date", "home_in_denmark", "digital_post", "exempted_on", "protection_until")
PEOPLE: tuple[tuple[str, date, str, str, date | None, date | None], ...] = (
    ("a", date(1980, 1, 1), "ja", "nej", DAY, DAY),
    ("b", date(1980, 1, 1), "ja", "nej", date(2017, 12, 1), None),
    ("c", date(1980, 1, 1), "ja", "nej", date(2015, 12, 1), None),
    ("d", date(1980, 1, 1), "ja", "nej", None, None),
)


def as_csv(path: Path, pattern: str, copies: int = 1) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(NAMES)
        for _ in range(copies):
            for row in PEOPLE:
                writer.writerow(v.strftime(pattern) if isinstance(v, date) else v for v in row)


def as_parquet(path: Path) -> None:
    columns = zip(*PEOPLE, strict=True)
    pq.write_table(pa.table(dict(zip(NAMES, columns, strict=True))), path)


def as_workbook(path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (NAMES, *PEOPLE):
        sheet.append(row)
    book.save(path)


def told(path: Path, law: Law | None = None) -> list[QualityFinding]:
    """What is told of days that stand for none."""
    found = lovgraf.check(path, as_of="2016-12-01", about="law/2012/528", law=law)
    return [flaw for flaw in found.result.quality if flaw.code.endswith("-filler")]


@pytest.mark.parametrize("kind", ["iso.csv", "danish.csv", "rows.parquet", "rows.xlsx"])
def test_a_day_that_stands_for_none_is_told_once_with_its_column(tmp_path: Path, kind: str) -> None:
    path = tmp_path / kind
    if path.suffix == ".csv":
        as_csv(path, "%Y-%m-%d" if kind.startswith("iso") else "%d-%m-%Y")
    else:
        (as_parquet if path.suffix == ".parquet" else as_workbook)(path)
    (flaw,) = told(path)
    assert (flaw.severity, flaw.columns, flaw.count) == ("warning", ("exempted_on",), 1)
    assert flaw.examples == ((2,) if path.suffix == ".xlsx" else (1,))
    assert "den 31. december 9999" in flaw.message.da
    assert '"Exempted on" is 31 December 9999' in flaw.message.en


@pytest.mark.slow
def test_a_large_file_tells_all_of_them(tmp_path: Path) -> None:
    path = tmp_path / "many.csv"
    as_csv(path, "%d-%m-%Y", copies=20_000)
    assert [(flaw.columns, flaw.count) for flaw in told(path)] == [(("exempted_on",), 20_000)]


def test_one_person_is_told() -> None:
    found = lovgraf.person({"birth_date": "1980-01-01", "exempted_on": DAY}, as_of="2016-12-01")
    assert [flaw.columns for flaw in found.found.quality if flaw.code.endswith("-filler")] == [
        ("exempted_on",)
    ]


def test_every_column_of_days_tells_it_but_those_in_which_it_says_that_there_is_no_end() -> None:
    law = load_law()
    columns = law.facts.columns.values()
    kinds = sorted({kind for column in columns for kind in column.record_types})
    asked = {shape.columns for kind in kinds for shape in filler_days(law, kind).values()}
    dates = {column.name for column in columns if column.datatype == "date"}
    silent = {"documents_kept_until", "protection_until", "residence_card_expires_on"}
    assert {name for (name,) in asked} == dates - silent
