"""The file of single findings: every one of them, the same bytes, in little memory, no values."""

from __future__ import annotations

import io
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from pyarrow import parquet

from lovgraf.check.findings_table import write
from lovgraf.cli import run
from lovgraf.core.result import CheckResult, NoFindings
from lovgraf.reports.formats import FORMATS, ReportOptions
from tests.checker.reports.example import EXAMPLE, FINDINGS, ListOf, Many
from tests.checker.small_law import ships_command, write_ships
from tests.examples import one_in

ALL = [*FINDINGS, *EXAMPLE.open_findings]
PERSONS = Path(__file__).parents[3] / "examples" / "persons.csv"
Capture = pytest.CaptureFixture[str]


def table(result: CheckResult, show_values: bool = False) -> list[dict[str, Any]]:
    content = b"".join(write(result, show_values))
    assert content == b"".join(write(result, show_values))
    found: list[dict[str, Any]] = parquet.read_table(io.BytesIO(content)).to_pylist()
    return found


def test_every_finding_and_open_verdict_is_a_row_without_its_id() -> None:
    rows = table(EXAMPLE)
    causes = {cause.id: cause for cause in EXAMPLE.causes}
    assert [(r["row"], r["cause"]) for r in rows] == [(f.row, f.cause) for f in ALL]
    for row in rows:
        cause = causes[row["cause"]]
        assert (row["norm"], row["provision"]) == (cause.norm, cause.provision)
        assert (row["verdict"], row["id"], row["file"]) == (cause.verdict, None, None)
    assert [row["id"] for row in table(EXAMPLE, show_values=True)] == [f.id for f in ALL]


def test_files_are_named_where_there_are_several() -> None:
    names = ("a.csv", "år/b.csv")
    findings = tuple(replace(f, file=name) for name in names for f in FINDINGS)
    rows = table(replace(EXAMPLE, findings=ListOf(findings)))
    assert [row["file"] for row in rows][: len(findings)] == [f.file for f in findings]


def test_no_finding_gives_a_file_with_columns() -> None:
    assert table(replace(EXAMPLE, findings=ListOf(()), open_findings=NoFindings())) == []


@pytest.mark.slow
def test_memory_does_not_grow_with_the_findings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lovgraf.check.findings_table._GROUP", 2_500)
    peaks = []
    for size in (10_000, 50_000):
        big = replace(EXAMPLE, findings=Many(size, EXAMPLE.causes[0].id))
        tracemalloc.start()
        for _ in write(big, show_values=False):
            pass
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.5 * peaks[0]


@pytest.mark.parametrize("name", one_in(2, ["text", "html", "junit"]))
def test_a_report_of_many_findings_is_small_and_says_where_they_are(name: str) -> None:
    cause = replace(EXAMPLE.causes[0], count=100_000)
    big = replace(EXAMPLE, findings=Many(100_000, cause.id), causes=(cause, *EXAMPLE.causes[1:]))
    options = ReportOptions("en", findings="all.parquet", all=True)
    report = "".join(FORMATS[name].write(big, options))
    assert len(report) < 40_000
    assert "99,980 more" in report
    if name != "junit":
        assert "all 100,000 findings are in all.parquet" in report


@pytest.mark.usefixtures("only_ships")
def test_the_command_writes_both(tmp_path: Path, capsys: Capture) -> None:
    ships, found = tmp_path / "ships.csv", tmp_path / "found.parquet"
    write_ships(ships, 20)
    assert run(ships_command(ships, "--lang", "en", "--findings", found)) == 1
    assert "Rows: " in capsys.readouterr().out
    rows = parquet.read_table(found).to_pylist()
    assert rows
    assert {row["id"] for row in rows} == {None}
    assert {path.name for path in tmp_path.iterdir()} == {"ships.csv", "found.parquet"}


@pytest.mark.parametrize("name", ["found.csv", "found.JSON", "found.html"])
def test_findings_are_not_written_under_a_name_of_another_format(
    tmp_path: Path, capsys: Capture, name: str
) -> None:
    command = ["check", str(PERSONS), "--as-of", "2014-12-01", "--lang", "en"]
    assert run([*command, "--findings", str(tmp_path / name)]) == 2
    told = capsys.readouterr()
    assert (told.out, told.err.count("\n")) == ("", 1)
    assert "ends in .parquet" in told.err
    assert not list(tmp_path.iterdir())


@pytest.mark.slow
@pytest.mark.usefixtures("only_ships")
def test_a_file_that_cannot_be_written_leaves_nothing(tmp_path: Path, capsys: Capture) -> None:
    ships, report = tmp_path / "p.csv", tmp_path / "report.txt"
    write_ships(ships, 20)
    content = ships.read_bytes()
    command = ships_command(ships, "--output", report)
    for target in ("/dev/full", str(tmp_path / "none" / "f.parquet"), str(ships), str(report)):
        assert run([*command, "--findings", target]) == 2
        told = capsys.readouterr()
        assert (told.out, told.err.count("\n")) == ("", 1)
        assert [path.name for path in tmp_path.iterdir()] == ["p.csv"]
    assert ships.read_bytes() == content
