"""`lovgraf lint` and `lovgraf format`."""

from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from lovgraf.cli import run
from lovgraf.core.terms import Text
from tests.checker.cli.said import Capture


def test_coverage_needs_a_folder_and_its_options_need_coverage(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert run(["lint", "--coverage"]) == 2
    assert "Name the folder of scenarios" in capsys.readouterr().err
    assert run(["lint", "--about", "law/2012/528"]) == 2
    assert "--about goes with --coverage only" in capsys.readouterr().err
    assert run(["lint", "--coverage", str(tmp_path / "nowhere"), "--lang", "da"]) == 2
    assert "ingen mappe med scenarier" in capsys.readouterr().err


@pytest.mark.slow
def test_coverage_lists_what_scenarios_leave_out(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert (
        run(["lint", "--coverage", str(tmp_path), "--about", "law/2016/821", "--lang", "en"]) == 1
    )
    said = capsys.readouterr().out
    assert said.startswith("0 scenarios.")
    assert "\nlaw/2016/821: " in said
    assert "law/2012/528" not in said


def test_lint_lists_its_findings_and_fails_on_errors(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def install(severity: str) -> None:
        finding = SimpleNamespace(
            code="no-label",
            severity=severity,
            message=Text("Navnet mangler.", "The label is missing."),
            file=str(Path.cwd() / "a.ttl"),
            subject="law/2012/528",
        )
        stand_in = SimpleNamespace(lint=lambda files: [finding])
        monkeypatch.setitem(sys.modules, "lovgraf.authoring.lint", cast(Any, stand_in))

    install("error")
    assert run(["lint", "--lang", "da"]) == 1
    assert capsys.readouterr().out == "a.ttl: Fejl <law/2012/528>: Navnet mangler. [no-label]\n"
    install("warning")
    assert run(["lint", "--lang", "en"]) == 0
    captured = capsys.readouterr()
    assert captured.out.startswith("a.ttl: Warning")
    assert captured.err == "0 errors, 1 remark.\n"


def test_format_rewrites_or_only_names(capsys: Capture, tmp_path: Path) -> None:
    file = tmp_path / "a.ttl"
    file.write_text("<b> <p> 1 . <a> <p> 2 .\n")
    assert run(["format", str(file), "--check"]) == 1
    assert capsys.readouterr().out == f"{file}\n"
    assert file.read_text().startswith("<b>")
    assert run(["format", str(file)]) == 0
    assert run(["format", str(file), "--check"]) == 0
