"""Which rows are no records is the same whether few rows are looked through here or the data engine
is asked."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from itertools import product
from pathlib import Path
from random import Random
from typing import Any

import pytest

from lovgraf.core.errors import InputError
from lovgraf.core.intake import LeftOut
from lovgraf.readers import delimited, doubtful_rows, parquet
from lovgraf.readers.connection import connect
from lovgraf.readers.left_out import Finder
from lovgraf.readers.source import Request, run
from lovgraf.readers.table import Reading, open_dataset
from tests.checker.records.vocabulary import FACTS

HEAD = ["id", "birth_date", "passport", "months"]
LABELS = (
    "", " ", "\u00a0", "1", "A", "I alt", "ialt", "IALT 3", "total", "Totalé", "TOTAL\nmore",
    "sumé",
    "Sumſ", "ſum", "\u212a", "Antal \u212aunder", "antal x y", "subtotals", "--", "- -",
    "-\v-", "==",
    "-\u00a0-", ".", "ID", " id ", "İd", "ΣΑΣ", "rows", "row", "gennemsnit: 3", "Avis",
)  # fmt: skip
DATES = (
    "",
    "1990-02-03",
    "birth_date",
    "Birth_Date",
    "\u3000birth_date",
    "birth_date\nx",
    "9",
    ":",
)
MONTHS = ("", "6", "months", "x")


def write(path: Path, rows: list[list[str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEAD, *rows])
    return path


def test_what_marks_a_row_is_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of rows as they might be written; more of them are told to be none than are."""
    rows = [[label, day, "", months] for label, day, months in product(LABELS, DATES, MONTHS)]
    found: list[tuple[list[int], list[int]]] = []

    def both(finder: Finder) -> object:
        assert finder.rows.held is not None
        by_engine = finder.rows.marked_by_engine()
        here = finder.rows.marked()
        found.append(([row.number for row in by_engine], [row.number for row in here]))
        assert [(r.cells, r.short) for r in by_engine] == [(r.cells, r.short) for r in here]
        return finder.source, ()

    monkeypatch.setattr(Finder, "left_out", both)
    for some in (rows[:200], rows):
        open_dataset(write(tmp_path / "a.csv", some), Reading(FACTS), connect(None))
    assert len(found) == 2
    for by_engine, here in found:
        assert by_engine == here
        assert 0 < len(here) < len(rows)


def said(path: Path) -> list[LeftOut] | tuple[str, str]:
    try:
        table = open_dataset(path, Reading(FACTS), connect(None))
    except InputError as error:
        return error.message.da, error.message.en
    return [*table.intake.tables[0].left_out]


@pytest.mark.slow
def test_what_is_left_out_is_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Uneven lines, empty ones, totals, notes, units and headings of another table."""
    dice = Random(3)
    odd = [
        [], [""], ["", "", "", ""], ["I alt", "", "", "9"], ["a note below"], ["A", "1990-01-01"],
        ["A", "1990-01-01", "ja", "3", "beyond"], HEAD, ["--", "--", "--", "--"],
        ["name", "street"],
    ]  # fmt: skip
    told = []
    for _ in range(8):
        rows = [[f"p{n}", "1990-02-03", "ja", "6"] for n in range(5)]
        for row in dice.sample(odd, 3):
            rows.insert(dice.choice([0, 3, len(rows)]), row)
        path = write(tmp_path / "a.csv", rows)
        here = said(path)
        with monkeypatch.context() as patch:
            patch.setattr(doubtful_rows, "_HELD", 0)
            assert said(path) == here
        told.append(here)
    reasons = {one.reason for here in told if isinstance(here, list) for one in here}
    assert len(reasons) > 3
    assert any(isinstance(here, tuple) for here in told)


def test_many_rows_that_may_be_no_records_are_read_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All that is asked of them is asked of one table, which is gone afterwards."""
    monkeypatch.setattr(doubtful_rows, "_HELD", 0)
    monkeypatch.setattr(delimited, "_SMALL", 0)
    rows = [[f"p{n}", "1990-02-03", "ja", "6"] for n in range(9)]
    path = write(tmp_path / "a.csv", [*rows, ["p", "x"], [""], *rows, ["I alt", "", "", "9"]])
    asked: list[str] = []

    def watched(request: Request, sql: str, parameters: Sequence[Any] = ()) -> list[Any]:
        asked.append(sql)
        return run(request, sql, parameters)

    monkeypatch.setattr(doubtful_rows, "run", watched)
    connection = connect(None)
    table = open_dataset(path, Reading(FACTS), connection)
    (found,) = table.intake.tables
    assert {one.reason for one in found.left_out} == {"too-short", "empty", "total"}
    assert len(asked) > 4
    assert sum("read_csv" in sql for sql in asked) == 1
    assert "lovgraf_apart" not in str(connection.execute("SHOW ALL TABLES").fetchall())


@pytest.mark.parametrize("place", [0, 1, 3, 4, 5, 15, 16, 19])
@pytest.mark.parametrize(
    ("label", "told"),
    [("I alt", "total"), ("Ivan", None), ("Hovedgaden 3", None), ("Anton", None), (None, "empty")],
)
def test_a_large_parquet_file_is_looked_through_for_labels_in_any_column(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: int, label: str | None, told: str | None
) -> None:
    """The first value of a row may stand far from its first column."""
    import pyarrow as pa
    from pyarrow import parquet as arrow_parquet

    monkeypatch.setattr(parquet, "_FEW", 0)
    columns = {f"x{n}": ["1", None, "2"] for n in range(20)} | {"passport": ["ja", None, "nej"]}
    columns[f"x{place}"][1] = label
    path = tmp_path / "f.parquet"
    arrow_parquet.write_table(pa.table({**columns, "months": [6, None, 7]}), path)
    table = open_dataset(path, Reading(FACTS), connect(None))
    (found,) = table.intake.tables
    assert [(one.reason, one.rows) for one in found.left_out] == ([(told, (2,))] if told else [])
    assert parquet.open_parquet(Request(path, path.name, connect(None))).suspicious is bool(told)
