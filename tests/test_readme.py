"""What README shows is what the commands print."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys

import pytest

from tests.places import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = (
    "lovgraf check examples/persons.csv --as-of 2014-12-01",
    "lovgraf person birth_date=1999-11-01 home_in_denmark=true cpr_status=01 "
    "digital_post=false exemption_ground=0 eid=nemid --as-of 2014-12-01",
)


@pytest.mark.slow
@pytest.mark.parametrize(("number", "command"), list(enumerate(COMMANDS)))
def test_excerpts_are_true(number: int, command: str) -> None:
    """If the output changed for a good reason, paste the new excerpt into README."""
    shown = re.sub(r"\\\n\s+", "", README)
    assert f"    {command}\n" in shown
    excerpt = re.findall(r"```text\n(.*?)```", README, re.DOTALL)[number]
    code = "from lovgraf.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, *shlex.split(command)[1:]],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 1, done.stderr
    assert excerpt.removesuffix("    ...\n").strip() in done.stdout


def test_links_lead_somewhere() -> None:
    for name in ("README.md", "CONTRIBUTING.md", "docs/index.md"):
        page = ROOT / name
        for target in re.findall(r"\]\(([^)#]+)", page.read_text(encoding="utf-8")):
            assert "://" in target or (page.parent / target).exists(), f"{name}: {target}"
