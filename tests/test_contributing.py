"""What CONTRIBUTING shows can be pasted as it stands: ruff has nothing to say of it there."""

from __future__ import annotations

import re
import subprocess
import sys
from textwrap import dedent

import pytest

from tests.places import ROOT

SHOWN = re.findall(
    r"`(checker/[\w/]+\.py)`(?:(?!```).)*```python\n(.*?)\n *```",
    (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"),
    re.DOTALL,
)
"""The files that are shown: the first path since the last block, and the block."""


def test_all_of_them_are_looked_at() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert len(SHOWN) == text.count("```python") > 3
    assert not [path for path, _ in SHOWN if (ROOT / path).exists()]


@pytest.mark.parametrize("command", [["check"], ["format", "--check"]], ids=" ".join)
@pytest.mark.parametrize(("path", "content"), SHOWN, ids=[path for path, _ in SHOWN])
def test_a_file_can_be_pasted(path: str, content: str, command: list[str]) -> None:
    ruff = [sys.executable, "-m", "ruff", *command, "--stdin-filename", path, "-"]
    done = subprocess.run(
        ruff, cwd=ROOT, input=f"{dedent(content)}\n", capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{done.stdout}{done.stderr}"
