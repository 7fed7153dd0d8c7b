"""What README shows is what the commands print."""

from __future__ import annotations

import re
import shlex

import pytest

from lovgraf.cli.main import run
from tests.examples import one_in
from tests.places import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = (
    "lovgraf check examples/persons.csv --as-of 2014-12-01",
    "lovgraf person birth_date=1999-11-01 home_in_denmark=true cpr_status=01 "
    "digital_post=false exemption_ground=0 eid=nemid --as-of 2014-12-01 --all",
)


@pytest.mark.slow
@pytest.mark.parametrize(("number", "command"), one_in(2, enumerate(COMMANDS)))
def test_excerpts_are_true(
    number: int, command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """If the output changed for a good reason, paste the new excerpt into README."""
    shown = re.sub(r"\\\n\s+", "", README)
    assert f"    {command}\n" in shown
    excerpt = re.findall(r"```text\n(.*?)```", README, re.DOTALL)[number]
    monkeypatch.chdir(ROOT)
    assert run(shlex.split(command)[1:]) == 1
    assert excerpt.removesuffix("    ...\n").strip() in capsys.readouterr().out


def test_links_lead_somewhere() -> None:
    for name in ("README.md", "CONTRIBUTING.md", "docs/index.md"):
        page = ROOT / name
        for target in re.findall(r"\]\(([^)#]+)", page.read_text(encoding="utf-8")):
            assert "://" in target or (page.parent / target).exists(), f"{name}: {target}"
