"""Mistakes, unusable input and faults: one line each, in two languages, without values."""

from __future__ import annotations

import errno
from typing import Any

import duckdb
import pytest

from lovgraf.cli import run
from lovgraf.cli.failure import report_failure
from lovgraf.cli.values import presuming
from lovgraf.core.errors import InputError
from tests.checker.cli.said import Capture, one_line
from tests.checker.reports.example import EXAMPLE
from tests.checker.small_law import law_of, old_ships


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ("", "Type one of the commands ask, person, law"),
        ("chekc d.csv", "Did you mean check?"),
        ("0101701234", "Type one of the commands"),
        ("check", "DATASET is missing. See lovgraf check --help."),
        ("check d.csv e.csv", "too many arguments"),
        ("check d.csv --as", "There is no option --as."),
        ("check d.csv --as-of", "--as-of lacks a value"),
        ("check d.csv --as-of 2014-13-01", "yyyy-mm-dd"),
        ("check d.csv --as-of 2014-02-30", "no such day"),
        ("check d.csv --as-of 20141101", "yyyy-mm-dd"),
        ("check d.csv --as-of 2004-10-09", "does not cover 9 October 2004"),
        ("check d.csv --format docx", "--format does not know"),
        ("check d.csv --output r.docx", "The ending .docx"),
        ("check d.csv --fail-on breech", "Did you mean breached?"),
        ("check d.csv --fail-on ,", "one or more verdicts"),
        ("check d.csv --fail-on none,breached", "or none alone"),
        ("check d.csv --engine fast", "columns, reference, spark"),
        ("check d.csv --engine=", "columns, reference, spark"),
        ("check d.csv --type cat", "--type does not know"),
        ("check d.csv --rows 0", "--rows must be"),
        ("check d.csv --lang fr", "--lang must be da or en"),
        ("person 0101701234", "Fact no. 1"),
        ("person =0101701234", "Fact no. 1"),
        ("sample ten f.csv", "N must be"),
        ("sample 10 f.csv --faults 2", "--faults must be"),
        ("serve --port http", "--port must be"),
    ],
)
def test_a_mistake_is_told_in_one_line(
    checked: Any, capsys: Capture, arguments: str, words: str
) -> None:
    checked(EXAMPLE)
    assert run(arguments.split()) == 2
    line = one_line(capsys)
    assert words in line
    assert "0101701234" not in line
    if "--lang" not in arguments:
        assert run([*arguments.split()[:1], "--lang=da", *arguments.split()[1:]]) == 2
        assert one_line(capsys) != line


def test_no_profile_is_no_default_profile() -> None:
    law = law_of(old_ships())
    assert presuming(law, None, "case").profile == presuming(law, "case", "register").profile
    with pytest.raises(InputError, match="--presume takes none, register, case"):
        presuming(law, "", "case")


def test_an_unusable_input_is_told_in_the_chosen_language(checked: Any, capsys: Capture) -> None:
    checked(InputError("Filen er tom.", "The file is empty.", "d.csv", 3))
    assert run(["check", "d.csv", "--lang", "da"]) == 2
    assert one_line(capsys) == "lovgraf: d.csv:3: Filen er tom.\n"
    assert run(["check", "d.csv"]) == 2
    assert one_line(capsys) == "lovgraf: d.csv:3: The file is empty.\n"


def test_terminal_control_in_an_error_is_stripped(checked: Any, capsys: Capture) -> None:
    checked(InputError("a", "a", "d\x1b]0;title\x07\n.csv"))
    assert run(["check", "d.csv"]) == 2
    assert one_line(capsys) == "lovgraf: d .csv: a\n"


def test_what_nests_too_deep_is_said_in_one_line(checked: Any, capsys: Capture) -> None:
    checked(RecursionError("0101701234"))
    assert run(["check", "d.csv"]) == 2
    assert "nests too deep" in one_line(capsys)


def test_a_fault_of_the_program_shows_no_values(
    checked: Any, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked(RuntimeError("0101701234"))
    assert run(["check", "d.csv"]) == 2
    line = one_line(capsys)
    assert "RuntimeError, " in line
    assert "report it" in line
    monkeypatch.setenv("LOVGRAF_DEBUG", "1")
    assert run(["check", "d.csv"]) == 2
    captured = capsys.readouterr()
    assert "File " in captured.err
    assert "0101701234" not in captured.err + line


@pytest.mark.slow
@pytest.mark.parametrize("when", ["2004-10-09", "0001-01-01"])
def test_a_date_before_the_first_act_is_unusable(capsys: Capture, when: str) -> None:
    assert run(["law", "--as-of", when]) == 2
    assert "10 October 2004" in one_line(capsys)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_is_no_fault_of_the_program(number: int, capsys: Capture) -> None:
    assert report_failure(OSError(number, "said by the system"), "en") == 2
    assert "The disk is full" in one_line(capsys)


def test_a_full_disk_is_none_either_where_the_data_engine_writes(capsys: Capture) -> None:
    for said in ("No space left on device", "Disk quota exceeded"):
        assert report_failure(duckdb.IOException(f"Could not write all bytes: {said}"), "en") == 2
        line = one_line(capsys)
        assert "The disk is full" in line
        assert "--" not in line
    report_failure(duckdb.IOException("something else"), "en")
    assert "fault in Lovgraf" in one_line(capsys)
