"""The document on encoding an act does what it says, from its own Turtle and records.

That the linter has nothing to say of its act is found in `tests/checker/lint/test_lint.py`, with
what it says of other acts beside the law.
"""

from __future__ import annotations

import csv
import io
import re
import shlex
from pathlib import Path

import pytest

from lovgraf.authoring.scenarios import read_scenarios
from lovgraf.authoring.scenarios.batches import in_batches
from lovgraf.authoring.scenarios.may import answers
from lovgraf.cli.main import run
from tests.checker.loaded import load_once
from tests.scenarios.cases import verdicts_of

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
    (tmp_path / "scenarios").mkdir()
    monkeypatch.setattr("lovgraf.law.load_law", load_once)
    cases = blocks("yaml")[0]
    (tmp_path / "scenarios" / "licence.yaml").write_text(cases, encoding="utf-8")
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


def test_every_template_that_the_document_names_exists() -> None:
    shipped = (DOCUMENT.parents[1] / "ontology/law/self-service.ttl").read_text(encoding="utf-8")
    named = re.findall(r"^\| (`[a-z-]+`.*?) \|", TEXT, re.MULTILINE)
    templates = {name for cell in named for name in re.findall(r"`([a-z-]+)`", cell)}
    assert len(templates) == 14
    for name in sorted(templates):
        assert f"<pattern/digital-self-service/{name}> a pattern:NormTemplate" in shipped


def test_every_word_of_the_vocabulary_that_the_document_names_exists() -> None:
    stated = "".join(
        (DOCUMENT.parents[1] / "ontology" / name).read_text(encoding="utf-8")
        for name in ("core.ttl", "record.ttl", "change.ttl", "pattern.ttl")
    )
    named = set(re.findall(r"`((?:core|record|pattern):\w+)", TEXT))
    assert len(named) > 40
    assert [word for word in sorted(named) if f"\n{word} a " not in stated] == []


@pytest.mark.slow
def test_the_scenarios_come_out_as_they_say(folder: Path) -> None:
    law = load_once([folder / "licence.ttl"])
    cases = read_scenarios(folder / "scenarios")
    assert [case.error for case in cases if case.error] == []
    found = answers(law, cases)
    batches = in_batches(law, [case for case in cases if not case.asks_may])
    assert not batches.faults
    for batch in batches.batches:
        found |= {case: one.verdict for case, one in verdicts_of(batch).items()}
    assert found == {case.id: case.expected for case in cases}
