"""Whatever a command says by a file beside the law, it says so in its first lines."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from lovgraf.cli.main import run
from lovgraf.law.graph import shipped_files
from tests.checker.law.test_added import OWN, PREFIXES
from tests.checker.loaded import load_once
from tests.web.answered import answered_once

pytestmark = pytest.mark.slow
BESIDE = "Read beside the law: own.ttl"
NAMES = {
    "core:Act ;": 'core:Act ; rdfs:label "lov nr. 9"@da , "act no. 9"@en ;',
    "core:Provision ;": 'core:Provision ; rdfs:label "§ 1"@da , "s. 1"@en ;',
    "core:Obligation ;": 'core:Obligation ; rdfs:label "Egen"@da , "Own"@en ;',
}
HAT = """
record:wearsHat a record:Column , owl:DatatypeProperty , owl:FunctionalProperty ;
  record:column "wears_hat" ; record:datatype xsd:boolean ; rdfs:range xsd:boolean ;
  record:recordType record:Person ; rdfs:label "Går med hat"@da , "Wears a hat"@en .
"""
DAY = ["--as-of", "2031-12-01"]
COMMANDS = {
    "law": ["law", "law/2031/9", *DAY],
    "query": ["query", "acts", *DAY],
    "ask": ["ask", "nemkonto-person", "home_in_denmark=true", *DAY],
    "person": ["person", "home_in_denmark=true", *DAY],
    "check": ["check", "data.csv", *DAY],
    "columns": ["columns", "hat"],
    "map": ["map", "hats.csv"],
    "history": ["history", "days"],
}
LEFT_OUT = {
    "ledger", "presumption", "question", "restatement", "report", "anti-money-laundering",
    "anti-money-laundering-conduct", "consular-fees", "cpr-register", "digital-post", "eid",
    "eu-residence", "self-service",
}  # fmt: skip
"""What a list of acts does without: folders, and files that are large."""
JSON = ("law", "ask", "person", "check")


@pytest.fixture(scope="module", autouse=True)
def _once() -> Iterator[None]:
    """What is told in text and in JSON is found once."""
    with answered_once():
        yield


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    monkeypatch.chdir(tmp_path)
    if request.node.callspec.params["name"] == "query":
        # Of all the law that is asked about: it is made anew where something lies beside it, in
        # seconds.
        some = [one for one in shipped_files() if not LEFT_OUT & {one.parent.name, one.stem}]
        monkeypatch.setattr("lovgraf.law.graph.shipped_files", lambda: some)
    else:
        monkeypatch.setattr("lovgraf.law.load_law", load_once)
    text = PREFIXES + OWN + HAT
    for plain, named in NAMES.items():
        text = text.replace(plain, named)
    Path("own.ttl").write_text(text, encoding="utf-8")
    Path("data.csv").write_text("id;home_in_denmark;has_nemkonto\n1;ja;nej\n", encoding="utf-8")
    Path("hats.csv").write_text("id;Går med hat\n1;ja\n", encoding="utf-8")
    (Path("days") / "day=2031-12-01").mkdir(parents=True)
    Path("days/day=2031-12-01/data.csv").write_bytes(Path("data.csv").read_bytes())


def said(capsys: pytest.CaptureFixture[str], words: list[str]) -> tuple[str, str]:
    """What a command prints and tells."""
    assert run([*words, "--data", "own.ttl", "--lang", "en"]) in (0, 1)
    told = capsys.readouterr()
    return told.out, told.err


@pytest.mark.parametrize("name", COMMANDS)
def test_it_is_told_once_in_the_first_lines(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    out, err = said(capsys, COMMANDS[name])
    lines = [*err.splitlines()[:1], *out.splitlines()[:4]]
    assert sum(BESIDE in line for line in lines) == 1, lines
    assert (out + err).count(BESIDE) == 1


@pytest.mark.parametrize("name", JSON)
def test_programs_are_told(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    out, err = said(capsys, [*COMMANDS[name], "--format", "json"])
    assert json.loads(out)["notes"][0]["en"].startswith(BESIDE)
    assert BESIDE not in err
