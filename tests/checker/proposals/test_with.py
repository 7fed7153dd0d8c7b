"""Proposals under `check` and `person`, from the command line."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from lovgraf.cli.main import run
from lovgraf.law import Law
from tests.examples import WHOLE
from tests.places import ROOT

ABROAD = [
    "birth_date=1980-01-01", "home_in_denmark=false", "cpr_basis=registered", "digital_post=false",
    "danish_passport=true", "exemption_ground=0", "eid=nemid", "cpr_status=80",
]  # fmt: skip
WHEN = ["--as-of", "2014-12-01", *([] if WHOLE else ["--about", "law/2012/528"])]


def documented() -> str:
    """The proposal that `docs/assess.md` shows."""
    text = (ROOT / "docs/assess.md").read_text(encoding="utf-8")
    return str(re.findall(r"```turtle\n(.*?)```", text, re.DOTALL)[0])


@pytest.mark.slow
def test_the_documented_proposal_binds_one_person_more(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # What turns a verdict is asked by the tests of explanations.
    monkeypatch.setattr("lovgraf.explain.person.turning", lambda *_: ())
    path = tmp_path / "p.ttl"
    path.write_text(documented(), encoding="utf-8")
    norm = "law/2012/528/par/3/stk/1/norm/connection"
    found = {}
    for more in ([], ["--with", str(path)]):
        run(["person", *ABROAD, *WHEN, "--format", "json", *more])
        told = json.loads(capsys.readouterr().out)["verdicts"]
        found[bool(more)] = {v["norm"].split(".org/lovgraf/")[-1]: v["verdict"] for v in told}
    assert found[False].get(norm, "not-addressed") == "not-addressed"
    assert found[True][norm + "-abroad"] == "breached"


@pytest.mark.slow
def test_check_lists_what_a_proposal_could_not_change(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], law: Law
) -> None:
    path, data, report = tmp_path / "p.ttl", tmp_path / "d.csv", tmp_path / "r.json"
    path.write_text(documented(), encoding="utf-8")
    data.write_text("id,birth_date,home_in_denmark,digital_post\n1,1980-01-01,true,false\n")
    arguments = ["check", str(data), "--with", str(path), "--as-of", "2014-06-01"]
    arguments += ["--about", "law/2012/528"]
    run([*arguments, "--lang", "en"])
    assert "1 November 2014" in " ".join(capsys.readouterr().out.split())
    run([*arguments, "--output", str(report)])
    assert json.loads(report.read_text())["receipt"]["law_sha256"] != law.source.digest


def test_a_missing_proposal_is_told_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["person", *ABROAD, "--with", "nowhere.ttl", "--lang", "en"]) == 2
    assert capsys.readouterr().err.count("\n") == 1
