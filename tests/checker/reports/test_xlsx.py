"""A check as an Excel workbook."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from openpyxl import load_workbook

from lovgraf.cli import run
from lovgraf.core.result import CheckResult
from lovgraf.reports import as_xlsx
from lovgraf.reports.formats import ReportOptions
from tests.checker.reports.example import EXAMPLE, FINDINGS, HOSTILE, OPEN, Many
from tests.checker.small_law import ships_command, write_ships


def content(result: CheckResult, shown: bool = True) -> bytes:
    return b"".join(as_xlsx.write(result, ReportOptions("en", show_values=shown)))


def sheets(result: CheckResult, shown: bool = True) -> dict[str, list[dict[str, Any]]]:
    """The rows of each sheet, by its headings."""
    book = load_workbook(io.BytesIO(content(result, shown)))
    return {sheet.title: list(_rows(sheet)) for sheet in book}


def _rows(sheet: Any) -> Iterator[dict[str, Any]]:
    heads, *rows = sheet.iter_rows(values_only=True)
    for row in rows:
        yield dict(zip(heads, row, strict=True))


def test_all_that_a_report_says_is_there_joined_by_cause() -> None:
    found = sheets(EXAMPLE)
    assert list(found) == [
        "Work list", "Findings", "Quality of the data", "Rules", "Presumptions", "Read and basis",
    ]  # fmt: skip
    rows = found["Findings"]
    assert [(r["Row"], r["Id"]) for r in rows] == [(f.row, f.id) for f in (*FINDINGS, *OPEN)]
    causes = {task["Cause"] for task in found["Work list"]}
    assert {row["Cause"] for row in rows} <= causes
    assert found["Read and basis"][0]["Value"] == datetime(2014, 11, 1)
    assert len(found["Rules"]) == len(EXAMPLE.norms)


def test_ids_keep_their_zeros_and_numbers_are_numbers() -> None:
    rows = sheets(replace(EXAMPLE, findings=Many(3, "b1")))["Findings"]
    assert [(row["Row"], row["Id"]) for row in rows[:3]] == [
        (1, "0000000001"), (2, "0000000002"), (3, "0000000003"),
    ]  # fmt: skip


@pytest.mark.parametrize("start", list("=+-@"))
def test_nothing_is_a_formula(start: str) -> None:
    evil = replace(FINDINGS[0], id=f"{start}1+1", file=f"{start}cmd<&>{{0}}")
    result = replace(HOSTILE, findings=type(EXAMPLE.findings)((evil,)), files=(("a", 1),))  # type: ignore[call-arg]
    book = load_workbook(io.BytesIO(content(result)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    assert evil.id in {cell.value for cell in cells}


def test_the_same_check_gives_the_same_bytes_and_no_ids_unless_asked() -> None:
    assert content(EXAMPLE) == content(EXAMPLE)
    assert "Id" not in sheets(EXAMPLE, shown=False)["Findings"][0]


def test_findings_go_on_in_a_further_sheet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(as_xlsx, "ROWS", 10)
    monkeypatch.setattr(as_xlsx, "MOST_SHEETS", 2)
    found = sheets(replace(EXAMPLE, findings=Many(25, "b1")))
    assert [len(found[name]) for name in ("Findings", "Findings 2")] == [10, 10]
    assert found["Findings 2"][0]["Row"] == 11
    beyond = as_xlsx.left_out(replace(EXAMPLE, findings=Many(25, "b1")))
    assert beyond is not None
    assert "9 are left out" in beyond.en


@pytest.mark.usefixtures("only_ships")
@pytest.mark.parametrize(("shown", "mode"), [([], 0o644), (["--show-values"], 0o600)])
def test_the_command_writes_it(tmp_path: Path, shown: list[str], mode: int) -> None:
    ships, target = tmp_path / "ships.csv", tmp_path / "r.xlsx"
    write_ships(ships, 20)
    assert run(ships_command(ships, "--lang", "en", "-o", target, *shown)) == 1
    assert target.stat().st_mode & 0o777 & ~0o022 == mode
    assert "Findings" in load_workbook(target).sheetnames
