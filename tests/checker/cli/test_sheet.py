"""`--sheet` in every command that reads a workbook; several sheets are refused without it. Any law
shows that, so the law is that of ships: the shipped one takes three times as long."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from lovgraf.cli.main import run
from lovgraf.law import Law
from tests.checker.proposals import small
from tests.checker.small_law import UNIQUE

HEAD = ["id", "built_on", "sails", "inspected"]
SHIP = ["--type", "ship"]


@pytest.fixture(scope="module")
def ship_law() -> Law:
    """The law of ships with what a proposal about it says."""
    return small.law(UNIQUE)


@pytest.fixture(autouse=True)
def _ships(only_ships: Law) -> None:
    """All commands here are asked under it."""


@pytest.fixture
def proposal(tmp_path: Path) -> str:
    """The file of a proposal."""
    path = tmp_path / "proposal.ttl"
    path.write_text(small.text(), "utf-8")
    return str(path)


@pytest.fixture
def days(tmp_path: Path) -> Path:
    """A folder of a day with a workbook of two sheets of records."""
    book = openpyxl.Workbook()
    north, south = book.active, book.create_sheet("Syd")
    assert north is not None
    north.title = "Nord"
    for sheet, ships in ((north, 1), (south, 2)):
        sheet.append(HEAD)
        for number in range(ships):
            sheet.append([number, "1980-01-01", "true", "true"])
    folder = tmp_path / "in" / "day=2031-06-01"
    folder.mkdir(parents=True)
    book.save(folder / "two.xlsx")
    return tmp_path / "in"


def commands(days: Path, proposal: str = "") -> dict[str, list[str]]:
    """How each command reads the workbook."""
    path = str(days / "day=2031-06-01/two.xlsx")
    asked = ["--as-of", "2031-06-01", "--fail-on", "breached,undetermined"]
    return {
        "check": ["check", path, *SHIP, *asked],
        "history": ["history", str(days), *SHIP],
        "assess": ["assess", proposal, "--no-repairs", "--dataset", path, *SHIP],
    }


@pytest.mark.slow
@pytest.mark.parametrize("name", ["check", "history", "assess"])
def test_a_sheet_is_chosen_by_name(
    days: Path, proposal: str, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    command = [*commands(days, proposal)[name], "--lang", "en"]
    assert run(command) == 2
    assert "several sheets with records: Nord, Syd" in capsys.readouterr().err
    assert run([*command, "--sheet", "Vest"]) == 2
    assert "There is no sheet Vest" in capsys.readouterr().err
    assert run([*command, "--sheet", "Syd"]) in (0, 1)
    assert capsys.readouterr().err == ""


@pytest.mark.slow
def test_all_sheets_of_each_day(days: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*commands(days)["history"], "--sheet", "all", "--lang", "en"]) in (0, 1)
    line = next(o for o in capsys.readouterr().out.splitlines() if o.startswith("2031-06-01"))
    assert line.split()[2] == "3"


def test_one_sheet_is_counted_beside_a_proposal(
    days: Path, proposal: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*commands(days, proposal)["assess"], "--sheet", "all", "--lang", "en"]) == 2
    assert "name it with --sheet" in capsys.readouterr().err
    assert run(["assess", proposal, "--sheet", "Syd", "--lang", "en"]) == 2
    assert "is for workbooks" in capsys.readouterr().err


@pytest.mark.slow
def test_rows_have_the_numbers_of_their_sheet(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = openpyxl.Workbook()
    north, south = book.active, book.create_sheet("Syd")
    assert north is not None
    north.title = "Nord"
    for sheet in (north, south):
        sheet.append(["Uddrag"])
        sheet.append([])
        sheet.append([*HEAD, "flag"])
        for inspected in ("yes", "no", "no"):
            sheet.append([7, "1980-01-01", "true", inspected, "DK"])
        sheet.append(["I alt", 3])
    path = tmp_path / "two.xlsx"
    book.save(path)
    asked = ["check", str(path), *SHIP, "--as-of", "2031-06-01", "--lang", "en"]
    assert run([*asked, "--sheet", "Nord", "--all"]) == 1
    one = " ".join(capsys.readouterr().out.split())
    assert "Rows: 5, 6" in one
    assert "total or count, no record: 7" in one
    assert run([*asked, "--sheet", "all", "--rows", "1"]) == 1
    both = " ".join(capsys.readouterr().out.split())
    assert "two.xlsx [Nord]: 5; and 3 more in all files" in both
    assert run([*asked, "--sheet", "all", "--format", "json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert tuple(one["row"] for one in told["findings"] if one["file"].endswith("[Syd]")) == (5, 6)
    assert "4, 5, 6" in one
    assert run([*asked, "--sheet", "Syd", "--format", "csv"]) == 1
    assert [line[:2] for line in capsys.readouterr().out.splitlines()[1:]] == ["5;", "6;"]


@pytest.mark.slow
@pytest.mark.parametrize("command", ["map", "init"])
def test_a_workbook_of_several_sheets_is_mapped(
    days: Path, command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, out = days / "day=2031-06-01/two.xlsx", tmp_path / "out"
    given = [command, str(path), *SHIP, "--output", str(out), "--lang", "en"]
    assert run(given) == 2
    assert "several sheets with records: Nord, Syd" in capsys.readouterr().err
    for sheet in ("Vest", "Syd", "all") if command == "map" else ("Vest", "all"):
        assert run([*given, "--sheet", sheet]) == (2 if sheet == "Vest" else 0)
    if command == "init":
        assert 'sheet = "all"' in out.read_text()
        return
    assert json.loads(out.read_text())["url"] == "two.xlsx"
    capsys.readouterr()
    check = [*commands(days)["check"], "--mapping", str(out), "--sheet", "all"]
    assert run([*check, "--format", "json"]) in (0, 1)
    assert json.loads(capsys.readouterr().out)["records"] == 3


@pytest.mark.slow
def test_what_is_saved_as_a_workbook_and_is_none_has_no_sheets(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A page, or text, that a program called .xls; and a workbook that is called otherwise."""
    path = tmp_path / "page.xls"
    rows = (HEAD, ["a", "1980-01-01", "true", "true"])
    cells = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
    path.write_text(f"<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>")
    asked = [*SHIP, "--as-of", "2031-06-01", "--fail-on", "breached,undetermined"]
    asked += ["--lang", "en", "--sheet", "all"]
    assert run(["check", str(path), *asked]) == 2
    assert "saved as .xls has no sheets" in capsys.readouterr().err
    assert run(["check", str(path), *asked[:-2]]) in (0, 1)
    book = openpyxl.Workbook()
    for sheet in (book.active, book.create_sheet("Syd")):
        assert sheet is not None
        for row in rows:
            sheet.append(row)
    book.save(tmp_path / "two.xlsx")
    (tmp_path / "two.xlsx").rename(tmp_path / "two.csv")
    capsys.readouterr()
    assert run(["check", str(tmp_path / "two.csv"), *asked]) in (0, 1)
    assert "[Syd]" in capsys.readouterr().out
