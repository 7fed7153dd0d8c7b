"""The document on encoding an act does what it says, from its own Turtle and records."""

from __future__ import annotations

import csv
import io
import re
import shlex
from pathlib import Path

import pytest

from checker.cli.main import run
from checker.lint.run import lint, worst

DOCUMENT = Path(__file__).parents[3] / "docs" / "encode-an-act.md"
TEXT = DOCUMENT.read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    """The code blocks of a language, in order."""
    return re.findall(rf"^```{language}\n(.*?)^```", TEXT, re.DOTALL | re.MULTILINE)


COMMANDS = [shlex.split(line.removeprefix("$ ")) for line in blocks("console")[0].splitlines()]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the two files that the document has its reader make."""
    (tmp_path / "licence.ttl").write_text("\n".join(blocks("turtle")), encoding="utf-8")
    (tmp_path / "applications.csv").write_text(blocks("csv")[0], encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def command(name: str) -> list[str]:
    """The arguments of the only command of a name."""
    (found,) = [words[1:] for words in COMMANDS if words[:2] == ["lovgraf", name]]
    return found


@pytest.mark.slow
def test_the_table_of_rows_is_what_the_check_finds(folder: Path) -> None:
    output = folder / "found.csv"
    assert run([*command("check"), "--format", "csv", "-o", str(output)]) == 1
    rows = csv.DictReader(io.StringIO(output.read_text(encoding="utf-8-sig")), delimiter=";")
    found = sorted((row["Row"], row["Rule"], row["Verdict"]) for row in rows)
    assert found == [
        ("2", "Decide the application for a licence", "Breached"),
        ("2", "File digitally: driving licence", "Breached"),
        ("2", "Reject what is not digital: driving licence", "Breached"),
        ("3", "Decide the application for a licence", "Breached"),
        ("3", "Offer another way: driving licence", "Breached"),
    ]


@pytest.mark.slow
def test_the_act_shows_its_norms(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(command("law")) == 0
    shown = capsys.readouterr().out
    assert "law/2031/901/par/1/stk/1/pkt/1" in shown
    assert "File digitally: driving licence (obligation; in force from 1 July 2031)" in shown
    assert "Refrain from rejecting quite exceptionally: driving licence (exemption" in shown
    assert "Rules on a fee for the licence (power" in shown


@pytest.mark.slow
def test_the_linter_has_nothing_to_say(folder: Path) -> None:
    assert run(command("format")) == 0
    found = lint([folder / "licence.ttl"], reasoner=False)
    assert worst(found) is None, [finding.message.en for finding in found]


def test_every_template_that_the_document_names_exists() -> None:
    shipped = (DOCUMENT.parents[1] / "ontology/law/self-service.ttl").read_text(encoding="utf-8")
    named = re.findall(r"^\| (`[a-z-]+`.*?) \|", TEXT, re.MULTILINE)
    templates = {name for cell in named for name in re.findall(r"`([a-z-]+)`", cell)}
    assert len(templates) == 14
    for name in sorted(templates):
        assert f"<pattern/digital-self-service/{name}> a pattern:NormTemplate" in shipped
