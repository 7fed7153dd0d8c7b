"""Ctrl-C at any moment ends a run with 130 and one line, or the run had ended.

Until it reads, a run does the same for each kind of file, so that early moments are tried with one.
`LOVGRAF_SIGNALS=50` tries fifty moments for each kind of file.
"""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from functools import cache
from pathlib import Path

import pytest

from tests.checker.cli.said import LISTENING
from tests.checker.some_persons import write_some
from tests.examples import WHOLE, one_in

TRIES = int(os.environ.get("LOVGRAF_SIGNALS", "2" if WHOLE else "1"))
EARLY: dict[str, list[float]] = {"a.csv": one_in(3, (0.5, 0.1, 1.0)), "a.parquet": []}
"""Moments at which it mostly imports, or reads the law."""
SOON = 20.0
"""Seconds within which a run ends on a busy machine; on an idle one it takes two at the most."""
USUAL = 2.0
"""Seconds that a run takes, about, where nobody waits to measure them."""
ROWS = 60_000 if WHOLE else 5_000


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register in each kind of file that has a way of its own to be read."""
    folder = tmp_path_factory.mktemp("tables")
    for name in EARLY:
        write_some(ROWS, folder / name, seed=1, different=200)
    return folder


@cache
def seconds(tables: Path, name: str) -> float:
    """How long a run takes when nobody stops it, from when it listens."""
    process = _begun(tables, name, tables / "whole.json")
    begun = time.monotonic()
    process.communicate(timeout=300)
    assert process.returncode == 1
    return time.monotonic() - begun


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
@pytest.mark.parametrize("name", EARLY)
def test_ctrl_c_at_any_moment_is_an_interruption(tables: Path, name: str) -> None:
    dice = random.Random(7)
    whole = seconds(tables, name) if WHOLE else USUAL
    early = 0
    moments = [*EARLY[name], *(dice.uniform(0, whole) for _ in range(TRIES))]
    for number, moment in enumerate(moments):
        output = tables / f"{number}.json"
        process = _begun(tables, name, output)
        time.sleep(moment)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGINT)
        begun = time.monotonic()
        error = process.communicate(timeout=120)[1]
        took = time.monotonic() - begun
        assert took < SOON
        if process.returncode in (0, 1) and error == "":
            assert output.exists()
            continue
        assert (process.returncode, error) == (130, "lovgraf: Interrupted.\n"), took
        early += 1
    assert not list(tables.glob(".*"))
    assert early or not EARLY[name]


def _begun(tables: Path, name: str, output: Path) -> subprocess.Popen[str]:
    """A run that has come as far as to listen to signals: before, it is Python's own start."""
    process = subprocess.Popen(
        [*LISTENING, "check", str(tables / name), "--as-of", "2014-12-01", "--output", str(output)],
        stderr=subprocess.PIPE, text=True, start_new_session=True,
        env={**os.environ, "LOVGRAF_LANG": "en"},
    )  # fmt: skip
    end = time.monotonic() + 120
    while not _heard(process.pid):
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < end
        time.sleep(0.002)
    return process


def _heard(pid: int) -> bool:
    """Whether a process has a handler of its own for SIGTERM, which Python has none for."""
    try:
        status = Path(f"/proc/{pid}/status").read_text("ascii")
    except OSError:
        return True
    caught = next(line for line in status.splitlines() if line.startswith("SigCgt"))
    return bool(int(caught.split()[1], 16) & 1 << (signal.SIGTERM - 1))
