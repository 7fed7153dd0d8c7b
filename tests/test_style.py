"""ruff and mypy have nothing to say: run here, beside other tests, rather than before them.

The types of tests and benchmarks, which take mypy as long again as those of the program, are
checked where the whole is asked for, and by `make lint`.
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

TYPED = ["mypy"] if WHOLE else ["mypy", "-p", "lovgraf", "-p", "lovgraf_web"]
"""What is type-checked: all that `setup.cfg` names, or the program alone."""


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
@pytest.mark.parametrize(
    "command",
    [TYPED, ["ruff", "check", "."], ["ruff", "format", "--check", "."]],
    ids=" ".join,
)
def test_nothing_is_said(command: list[str]) -> None:
    with kept() as own:
        done = subprocess.run(
            [sys.executable, "-m", *command], cwd=ROOT, env=os.environ | own,
            capture_output=True, text=True, timeout=1200,
        )  # fmt: skip
    assert done.returncode == 0, f"{done.stdout}{done.stderr}"
