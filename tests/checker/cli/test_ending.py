"""What ends a command before its time: interruptions and closed pipes."""

from __future__ import annotations

import os
import signal
import subprocess
import warnings
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from lovgraf.cli import run, stopping
from lovgraf.errors import InputError
from lovgraf.reports.result import CheckResult, Findings
from tests.checker.cli.said import PROGRAM, Capture, one_line
from tests.checker.reports.example import EXAMPLE, FINDINGS


def test_ctrl_c_gives_130_in_one_line(checked: Any, capsys: Capture) -> None:
    checked(KeyboardInterrupt())
    assert run(["check", "d.csv", "--lang", "da"]) == 130
    assert one_line(capsys) == "lovgraf: Afbrudt.\n"


def test_ctrl_c_half_way_through_the_report_leaves_nothing(
    checked: Any, capsys: Capture, tmp_path: Path
) -> None:
    class Stopped(Findings):
        def __len__(self) -> int:
            return 2

        def __iter__(self) -> Any:
            yield FINDINGS[0]
            raise KeyboardInterrupt

    checked(replace(EXAMPLE, findings=Stopped()))
    assert run(["check", "d.csv", "--output", str(tmp_path / "r.json")]) == 130
    one_line(capsys)
    assert os.listdir(tmp_path) == []


def test_a_closed_pipe_is_quiet() -> None:
    with subprocess.Popen(
        [*PROGRAM, "check", "--help"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""


@pytest.mark.slow
@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interruption_of_the_data_engine_is_no_fault(
    number: signal.Signals, status: int, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    def check_dataset(path: Path, **asked: Any) -> CheckResult:
        with suppress(SystemExit):
            if number == signal.SIGTERM:
                stopping.stop(number, None)
        raise RuntimeError("Query interrupted")

    monkeypatch.setattr(stopping, "_statuses", [])
    monkeypatch.setattr("lovgraf.check.check_dataset", check_dataset)
    assert run(["check", "d.csv", "--as-of", "2014-12-01"]) == status
    assert capsys.readouterr().err.count("\n") == (number == signal.SIGINT)


@pytest.mark.slow
@pytest.mark.parametrize("swallowed", [False, True])
def test_an_interruption_that_a_library_told_as_another_error_is_an_interruption(
    swallowed: bool, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    """Arrow turns the exception that is raised within a batch into an error of reading a file."""

    def check_dataset(path: Path, **asked: Any) -> CheckResult:
        with suppress(KeyboardInterrupt):
            stopping.stop(signal.SIGINT, None)
        if swallowed:
            return EXAMPLE
        raise InputError("Filen er beskadiget.", "The file is damaged.")

    monkeypatch.setattr(stopping, "_statuses", [])
    monkeypatch.setattr("lovgraf.check.check_dataset", check_dataset)
    assert run(["check", "d.csv", "--as-of", "2014-12-01", "--lang", "en"]) == 130
    assert capsys.readouterr().err == "lovgraf: Interrupted.\n"


def test_a_warning_in_debugging_says_where_and_not_which_cell(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    def check_dataset(path: Path, **asked: Any) -> CheckResult:
        warnings.warn("Cell B2 holds Anna Hansen", UserWarning, stacklevel=1)
        return EXAMPLE

    monkeypatch.setenv("LOVGRAF_DEBUG", "1")
    monkeypatch.setattr("lovgraf.check.check_dataset", check_dataset)
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        run(["check", "d.csv", "--as-of", "2014-12-01"])
    error = capsys.readouterr().err
    assert "UserWarning: " in error
    assert "Anna" not in error
