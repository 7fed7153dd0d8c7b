"""A row is told with the line of its file, where each line is a row."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from msgspec.structs import replace

from lovgraf.core.intake import Intake, TableRead
from lovgraf.core.result import CheckResult
from lovgraf.reports.formats import FORMATS, ReportOptions
from lovgraf.reports.rows import Lines
from tests.checker.records.test_intake import HEAD, ROWS, opened
from tests.checker.reports.example import EXAMPLE


def with_lines(first: int | None) -> CheckResult:
    table = TableRead(EXAMPLE.dataset, "csv", first_line=first)
    return replace(EXAMPLE, intake=Intake((table,)), files=())


@pytest.mark.parametrize(
    ("lines", "first"),
    [
        ((HEAD, *ROWS), 2),
        (("Borgere i kommunen", "", HEAD, *ROWS), 4),
        ((HEAD, '"A\n1";12-05-1980;ja;3;1,5', *ROWS), None),
        ((HEAD, *ROWS, "A9;1"), None),
    ],
)
def test_the_line_of_the_first_row_is_known_where_each_line_is_a_row(
    tmp_path: Path, lines: tuple[str, ...], first: int | None
) -> None:
    (table,) = opened(tmp_path, *lines, end="\n").table.intake.tables
    assert table.first_line == first


def test_reports_tell_the_row_and_the_line() -> None:
    result, options = with_lines(2), ReportOptions("en")
    row = next(iter(result.findings)).row
    text = " ".join("".join(FORMATS["text"].write(result, options)).split())
    assert f"{row:,} (line {row + 1:,})" in text
    page = "".join(FORMATS["html"].write(result, options))
    assert f"{row:,} (line {row + 1:,})" in page
    head, first, *_ = csv.reader(
        "".join(FORMATS["csv"].write(result, options)).removeprefix("\ufeff").splitlines(),
        delimiter=";",
    )
    assert head[:2] == ["Row", "Line"]
    assert first[:2] == [str(row), str(row + 1)]


def test_where_lines_are_not_known_none_is_told() -> None:
    result = with_lines(None)
    assert not Lines.of(result).first
    text = "".join(FORMATS["text"].write(result, ReportOptions("en")))
    assert "(line " not in text
    assert "Row;Rule;" in "".join(FORMATS["csv"].write(result, ReportOptions("en")))
