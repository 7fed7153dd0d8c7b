"""`--sheet` in every command that reads a workbook; several sheets are refused without it."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from lovgraf.cli.main import run
from lovgraf.law.graph import ONTOLOGY

PROPOSAL = str(ONTOLOGY / "proposal" / "udk-registration-authority.ttl")


@pytest.fixture
def days(tmp_path: Path) -> Path:
    """A folder of a day with a workbook of two sheets of records."""
    book = openpyxl.Workbook()
    north, south = book.active, book.create_sheet("Syd")
    assert north is not None
    north.title = "Nord"
    for sheet, people in ((north, 1), (south, 2)):
        sheet.append(["id", "birth_date", "home_in_denmark", "digital_post"])
        for number in range(people):
            sheet.append([number, "1980-01-01", "true", "true"])
    folder = tmp_path / "in" / "day=2014-12-01"
    folder.mkdir(parents=True)
    book.save(folder / "two.xlsx")
    return tmp_path / "in"


def commands(days: Path) -> dict[str, list[str]]:
    """How each command reads the workbook."""
    path = str(days / "day=2014-12-01/two.xlsx")
    return {
        "check": ["check", path, "--as-of", "2014-12-01", "--fail-on", "breached,undetermined"],
        "history": ["history", str(days)],
        "assess": ["assess", PROPOSAL, "--no-repairs", "--dataset", path],
    }


@pytest.mark.slow
@pytest.mark.parametrize("name", ["check", "history", "assess"])
def test_a_sheet_is_chosen_by_name(
    days: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    command = [*commands(days)[name], "--lang", "en"]
    assert run(command) == 2
    assert "several sheets with records: Nord, Syd" in capsys.readouterr().err
    assert run([*command, "--sheet", "Vest"]) == 2
    assert "There is no sheet Vest" in capsys.readouterr().err
    assert run([*command, "--sheet", "Syd"]) in (0, 1)
    assert capsys.readouterr().err == ""


@pytest.mark.slow
def test_all_sheets_of_each_day(days: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*commands(days)["history"], "--sheet", "all", "--lang", "en"]) in (0, 1)
    line = next(o for o in capsys.readouterr().out.splitlines() if o.startswith("2014-12-01"))
    assert line.split()[2] == "3"


def test_one_sheet_is_counted_beside_a_proposal(
    days: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*commands(days)["assess"], "--sheet", "all", "--lang", "en"]) == 2
    assert "name it with --sheet" in capsys.readouterr().err
    assert run(["assess", PROPOSAL, "--sheet", "Syd", "--lang", "en"]) == 2
    assert "is for workbooks" in capsys.readouterr().err
