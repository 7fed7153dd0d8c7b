"""How often a dataset states something else than is presumed."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from lovgraf.authoring.lint.presumed import Fit, fits
from lovgraf.cli.main import run
from lovgraf.law import Law

ROWS = """id,birth_date,cpr_status,departed,left_on,seafarer
1,1970-01-01,01,false,,true
2,1970-01-01,01,false,,false
3,1970-01-01,01,true,,false
4,1970-01-01,80,true,2010-01-01,
5,1970-01-01,01,,,
"""


def by_column(found: list[Fit], column: str) -> list[Fit]:
    return [fit for fit in found if fit.column == column and fit.stated]


def test_what_is_stated_is_held_against_what_is_presumed(law: Law, tmp_path: Path) -> None:
    file = tmp_path / "persons.csv"
    file.write_text(ROWS, encoding="utf-8")
    found = fits(file, law, date(2014, 12, 1), "person")
    (seafarer,) = by_column(found, "seafarer")
    assert (seafarer.stated, seafarer.contradicted) == (3, 1)
    # Row 4 is for no presumption that nobody departed: it states a day of leaving.
    departed = by_column(found, "departed")
    assert {(fit.stated, fit.contradicted) for fit in departed} == {(3, 1)}


def test_the_command_tells_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "persons.csv"
    file.write_text(ROWS, encoding="utf-8")
    asked = ["lint", "--presumptions", str(file), "--type", "person", "--as-of", "2014-12-01"]
    assert run(asked) == 0
    assert "1 of 3" in capsys.readouterr().out.replace("1 af 3", "1 of 3")
    assert run([*asked, "--format", "json"]) == 0
    assert {
        one["contradicted"]
        for one in json.loads(capsys.readouterr().out)["presumptions"]
        if one["column"] == "seafarer"
    } == {1}


def test_it_goes_with_no_other_question(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["lint", "--presumptions", "a.csv", "--coverage"]) == 2
    assert run(["lint", "--type", "person"]) == 2
    assert "--presumptions" in capsys.readouterr().err
