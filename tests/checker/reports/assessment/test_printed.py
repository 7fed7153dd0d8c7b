"""What assessments and their documentation print runs as printed, and nothing is said twice."""

from __future__ import annotations

import io
import json
import re
import shlex
import shutil
from collections import Counter
from operator import itemgetter
from pathlib import Path
from typing import Any

import docx
import pytest

from lovgraf.authoring.lint.sources import Sources
from lovgraf.cli.main import run
from lovgraf.proposals.assess import Assessment, assess
from tests.checker.loaded import load_once
from tests.checker.proposals.test_assess_cli import HEAD, INVENTED
from tests.examples import WHOLE, one_in, one_of_each
from tests.places import ROOT

DOCUMENT = (ROOT / "docs/assess.md").read_text(encoding="utf-8")
GOLDEN = ROOT / "tests/golden/assess"
FORMS = (("txt", "da"), ("txt", "en"), ("md", "da"), ("html", "en"), ("docx", "da"))
MORE_LAW = (
    HEAD
    + """
<law/2019/9998> a core:Act ; rdfs:label "kortloven"@da , "the Cards Act"@en .
<law/2019/9998/par/1> a core:Provision ; eli:is_part_of <law/2019/9998> ;
  rdfs:label "§ 1"@da , "s. 1"@en .
"""
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user's folder, with a proposal and further law in folders of their own."""
    (tmp_path / "my drafts").mkdir()
    (tmp_path / "law").mkdir()
    (tmp_path / "my drafts/library.ttl").write_text(INVENTED, encoding="utf-8")
    (tmp_path / "law/cards.ttl").write_text(MORE_LAW, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def commands(text: str) -> list[list[str]]:
    """The command lines of a text, as a shell reads them."""
    joined = text.replace("\\\n", " ")
    lines = (line.strip() for line in joined.splitlines())
    found = [shlex.split(line, comments=True) for line in lines if line.startswith("lovgraf ")]
    return [words[1:] for words in found]


def printed(path: Path) -> str:
    """The text of a report."""
    if path.suffix == ".docx":
        return "\n".join(p.text for p in docx.Document(io.BytesIO(path.read_bytes())).paragraphs)
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        from html import unescape

        text = unescape(re.sub(r"<[^>]+>", "", text))
    return text


@pytest.mark.slow
def test_every_command_of_a_report_runs_as_printed(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One assessment in all forms, of which each prints commands; those that are alike run once."""
    made: list[Assessment] = []

    def once(*arguments: Any, **options: Any) -> Assessment:
        if not made:
            made.append(assess(*arguments, **options))
        return made[0]

    monkeypatch.setattr("lovgraf.proposals.assess.assess", once)
    monkeypatch.setattr("lovgraf.law.load_law", load_once)
    monkeypatch.setattr("lovgraf.explain.person.turning", lambda *_: ())
    asked = ["assess", "my drafts/library.ttl", "--data", "law/cards.ttl", "--no-repairs"]
    ran: set[tuple[str, ...]] = set()
    for ending, lang in one_of_each(itemgetter(0), FORMS):
        form = ["--format", "text"] if ending == "txt" else []
        assert run([*asked, *form, "--lang", lang, "--output", f"out.{ending}"]) in (0, 1)
        found = commands(printed(folder / f"out.{ending}"))
        assert found, ending
        for words in found:
            assert words[0] == "person", ending
            assert words[words.index("--with") + 1] == "my drafts/library.ttl", ending
            assert words[words.index("--data") + 1] == "law/cards.ttl", ending
        ran |= set(map(tuple, found))
    for command in one_in(30, sorted(ran)):
        capsys.readouterr()
        assert run(list(command)) in (0, 1), (command, capsys.readouterr().err)


@pytest.mark.slow
def test_every_command_of_the_documentation_runs_as_printed(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    request: pytest.FixtureRequest,
) -> None:
    (turtle,) = re.findall(r"```turtle\n(.*?)```", DOCUMENT, re.DOTALL)
    (tmp_path / "proposal.ttl").write_text(turtle, encoding="utf-8")
    shutil.copy(ROOT / "examples/persons.csv", tmp_path)
    monkeypatch.chdir(tmp_path)

    def without_repairs(*arguments: Any, **options: Any) -> Assessment:
        return assess(*arguments, **{**options, "repairs": False})

    # Golden assessments have repairs, and so has that of an invented act by the command.
    monkeypatch.setattr("lovgraf.proposals.assess.assess", without_repairs)
    # What turns a verdict is asked by the tests of explanations.
    monkeypatch.setattr("lovgraf.explain.person.turning", lambda *_: ())
    # HermiT is asked of proposals by tests/checker/lint/test_proposals.py.
    for kind in ("reasoner", "query", "silence"):
        monkeypatch.setattr(f"lovgraf.authoring.lint.run.{kind}_findings", lambda *_: [])
    if WHOLE:
        sources: Sources = request.getfixturevalue("shipped_sources")
        monkeypatch.setattr("lovgraf.authoring.lint.run.read_sources", lambda _files: sources)
    found = commands("\n".join(re.findall(r"(?:^    .*\n)+", DOCUMENT, re.MULTILINE)))
    assert {words[0] for words in found} == {"assess", "check", "person", "lint"}
    # Over little they are tried above, by tests/checker/proposals/test_with.py and by test_lint.py.
    for words in found if WHOLE else []:
        capsys.readouterr()
        assert run(words) in (0, 1), (words, capsys.readouterr().err)


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*.json")), ids=lambda path: path.stem)
def test_no_gap_of_the_shipped_proposals_is_told_twice(path: Path) -> None:
    found = json.loads(path.read_text(encoding="utf-8"))
    told = Counter(json.dumps([g["message"], g.get("who")]) for g in found["gaps"])
    assert [text for text, count in told.items() if count > 1] == []


@pytest.mark.parametrize(
    "path", [*sorted(GOLDEN.glob("*.md")), *sorted(GOLDEN.glob("*.txt"))], ids=lambda p: p.name
)
def test_no_paragraph_of_the_shipped_assessments_is_told_twice(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    wholes = [re.sub(r"\s+", " ", part).strip() for part in re.split(r"\n\s*\n", text)]
    said = Counter(part for part in wholes if len(part) > 60 and part[0] not in "|-<`─")
    assert [part for part, count in said.items() if count > 1] == []
    ran = Counter(map(tuple, commands(text)))
    assert [words for words, count in ran.items() if count > 1] == []
