"""Help in one language, without importing anything heavy; the program as the shell starts it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from lovgraf.cli import run
from lovgraf.cli.language import Lang
from lovgraf.cli.texts import TEXTS
from tests.checker.cli.said import Capture, program
from tests.places import ROOT

GOLDEN = ROOT / "tests" / "golden" / "help"
HEAVY = ("rdflib", "duckdb", "pyshacl", "pandas", "owlready2", "numpy", "rich", "flask")


@pytest.mark.parametrize("lang", ["da", "en"])
def test_help_is_in_one_language(capsys: Capture, lang: Lang) -> None:
    mine, other = (0, 1) if lang == "da" else (1, 0)
    for command in ("", "check", "person", "law", "lint", "format", "sample", "serve"):
        assert run([*command.split(), "--lang", lang, "--help"]) == 0
        text = " ".join(capsys.readouterr().out.split())
        assert TEXTS[command or "app"][mine] in text
        shown = [key for key, both in TEXTS.items() if len(both[0]) > 12 and both[other] in text]
        assert shown == []
        assert TEXTS["Usage"][mine].strip() in text


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["da", "en"])
def test_help_is_that_of_before(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch, lang: Lang
) -> None:
    """`LOVGRAF_GOLDEN=write` writes it anew after a change that is meant."""
    from lovgraf.cli.app import program

    monkeypatch.setenv("COLUMNS", "100")
    pages = []
    for command in ("", *sorted(program().commands)):
        assert run([*command.split(), "--lang", lang, "--help"]) == 0
        pages.append(capsys.readouterr().out)
    file = GOLDEN / f"{lang}.txt"
    if os.environ.get("LOVGRAF_GOLDEN") == "write":
        file.write_text("\n".join(pages), encoding="utf-8")
    assert file.read_text(encoding="utf-8") == "\n".join(pages)


def test_every_help_text_is_there() -> None:
    from lovgraf.cli.app import program

    for name, sub in program().commands.items():
        assert name in TEXTS
        for parameter in sub.params:
            assert parameter.help in TEXTS, (name, parameter.name)


def test_help_imports_nothing_heavy() -> None:
    assert _loaded(["--help"], HEAVY) == "[]"


def test_a_command_loads_no_other() -> None:
    others = ("ask", "assess", "check", "history", "lint", "map", "nightly", "person", "tools")
    assert _loaded(["columns"], tuple(f"lovgraf.cli.{one}" for one in others)) == "[]"


def test_a_check_of_few_rows_does_without_arrow(tmp_path: Path) -> None:
    """It takes longer to load than ten rows to check; `numpy.ma` comes with `np.unique`."""
    output = ["--format", "json", "--output", str(tmp_path / "out.json")]
    asked = ["--as-of", "2026-06-01", "--about", "law/2012/528"]
    command = ["check", "examples/persons.csv", *asked, *output]
    assert _loaded(command, ("pyarrow", "pyarrow.compute", "numpy.ma", "pandas")) == "[]"


def _loaded(command: list[str], names: tuple[str, ...]) -> str:
    """Those of some modules that a command loads in a process of its own."""
    code = (
        f"import sys\nfrom lovgraf.cli import run\nassert run({command!r}) < 2\n"
        f"print([n for n in {names!r} if n in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()[-1]


def test_the_package_runs_as_the_program_does() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "lovgraf", "law", "--hepl"],
        env={**os.environ, "LOVGRAF_LANG": "da"}, capture_output=True, encoding="utf-8",
        check=False, timeout=120,
    )  # fmt: skip
    same = program("law", "--hepl")
    assert (done.returncode, done.stdout, done.stderr) == (2, same.stdout, same.stderr)


def test_output_is_utf8_whatever_the_locale() -> None:
    done = program("--help", env={"LC_ALL": "C", "PYTHONIOENCODING": "latin-1", "PYTHONUTF8": "0"})
    assert done.returncode == 0
    assert "Kontrollér datasæt" in done.stdout


def test_the_console_script_exits_with_the_status() -> None:
    done = program("check")
    assert done.returncode == 2
    assert re.fullmatch(r"lovgraf: DATASET mangler\. .*\n", done.stderr)
    assert done.stdout == ""
    assert program("--version").stdout.startswith("lovgraf")
