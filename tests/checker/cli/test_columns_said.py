"""`lovgraf check --column`: what a column is, said in the command itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from lovgraf.cli import run
from tests.checker.cli.said import Capture, one_line
from tests.checker.reports.example import EXAMPLE
from tests.examples import one_in

HEAD = "CPR-nr;Status;Fraflyttet dato;Digital Post;Fritaget"
ACT = "law/2012/528"
ROWS = ("700758-0154;01;;Nej;Nej", "640278-0618;80;01-02-2013;Nej;Nej")


@pytest.mark.slow
def test_a_refusal_says_what_to_add_to_the_command(tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "d.csv"
    path.write_text("\n".join((HEAD, *ROWS)), "utf-8")
    command = ["check", str(path), "--as-of", "2026-11-30", "--about", ACT, "--lang", "en"]
    assert run(command) == 2
    told = one_line(capsys)
    assert "with --column 'Status=cpr_status'; and with --column 'Fraflyttet dato=left_on'" in told
    said = ["--column", "Status=cpr_status", "--column", "Fraflyttet dato=Afrejsedato"]
    assert run([*command, *said]) == 1
    out = capsys.readouterr().out
    assert "5 of 5 columns were read" in out
    assert run([*command, "--column", "Status=cpr_status", "--column", "Fraflyttet dato="]) == 1
    assert "'Fraflyttet dato' (left out, as" in capsys.readouterr().out
    left = ["--column", "Status=", "--column", "Fraflyttet dato="]
    assert run([*command, *left]) == 2
    out = " ".join(capsys.readouterr().out.split())
    assert "exit status 2" in out
    assert "does not count as a finding" not in out


@pytest.mark.slow
@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Status", "HEADING=COLUMN"),
        ("=cpr_status", "HEADING=COLUMN"),
        ("Status=cpr_statu", "Did you mean cpr_status?"),
        ("Dato=Fraflyttet den", "is not exactly one column"),
    ],
)
def test_what_names_no_column_is_refused(
    tmp_path: Path, capsys: Capture, said: str, told: str
) -> None:
    path = tmp_path / "d.csv"
    path.write_text("\n".join((HEAD, *ROWS)), "utf-8")
    assert run(["check", str(path), "--column", said, "--lang", "en"]) == 2
    assert told in one_line(capsys)


def test_it_does_not_go_with_a_mapping(checked: Any, capsys: Capture) -> None:
    checked(EXAMPLE)
    assert run(["check", "d.csv", "--column", "A=id", "--mapping", "m.json"]) == 2
    assert "--mapping" in one_line(capsys)


@pytest.mark.slow
@pytest.mark.parametrize("heading", one_in(2, ["Fraflyttet", "Udvandret"]))
def test_days_under_a_heading_of_yes_or_no_are_asked_about_as_days(
    tmp_path: Path, capsys: Capture, heading: str
) -> None:
    path = tmp_path / "d.csv"
    days = "\n".join(f"64027{n}-0618;80;0{n}-02-2013;Nej;Nej" for n in range(1, 5))
    rows = f"{days}\n700758-0154;01;;Nej;Nej"
    path.write_text(f"CPR-nr;CPR-status;{heading};Digital Post;Fritaget\n{rows}\n", "utf-8")
    command = ["check", str(path), "--as-of", "2026-11-30", "--lang", "en"]
    assert run(command) == 2
    told = one_line(capsys)
    assert f"--column '{heading}=left_on'" in told
    assert f"{heading}=departed" not in told
    assert run([*command, "--column", f"{heading}=left_on"]) == 1
    assert "5 of 5 columns were read" in capsys.readouterr().out
    assert run(["map", str(path), "--lang", "en"]) == 0
    assert "(left_on)" in capsys.readouterr().err
