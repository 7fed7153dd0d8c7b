"""ruff and mypy have nothing to say: run here, beside other tests, rather than before them.

Types, which take mypy half a minute where it has found out nothing before, are checked where the
whole is asked for, and by `make lint`.
"""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.examples import WHOLE
from tests.places import ROOT

COMMANDS = [
    *([["mypy"]] if WHOLE else []),
    ["ruff", "check", "."],
    ["ruff", "format", "--check", "."],
]


@contextmanager
def kept() -> Iterator[dict[str, str]]:
    """The environment in which mypy keeps what it finds out of a file for every checkout of this
    user: it goes by the files' content. While another checkout is at it, in this one's own."""
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache", "lovgraf-mypy")
    home.mkdir(parents=True, exist_ok=True)
    with (home / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield {}
        else:
            yield {"MYPY_CACHE_DIR": str(home)}


@pytest.mark.slow
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_nothing_is_said(command: list[str]) -> None:
    with kept() as own:
        done = subprocess.run(
            [sys.executable, "-m", *command], cwd=ROOT, env=os.environ | own,
            capture_output=True, text=True, timeout=1200,
        )  # fmt: skip
    assert done.returncode == 0, f"{done.stdout}{done.stderr}"
