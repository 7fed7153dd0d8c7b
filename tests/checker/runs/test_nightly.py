"""The script in docs/nightly.md does what the page says."""

from __future__ import annotations

import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.examples import WHOLE, whole

PAGE = Path(__file__).parents[3] / "docs" / "nightly.md"
PAYMENTS = PAGE.parents[1] / "examples" / "payments.csv"
"""Of the kind with the fewest norms: the script is tried, and each night has its own law."""
STAND_IN = """#!/bin/sh
case $1 in
check)
  [ -s "$2" ] || { echo "lovgraf: The file is empty." >&2; exit 2; }
  while [ $# -gt 0 ]; do
    case $1 in --output | --findings) echo "$*" > "$2" ;; esac
    shift
  done
  exit 1 ;;
compare) echo "$2 to $3" > "$5" ;;
esac
"""
"""A `lovgraf` that writes where it is told to, and ends as a check and a comparison do."""


def nightly(
    folder: Path, day: str, commands: Path = Path(sys.executable).parent
) -> subprocess.CompletedProcess[str]:
    """Run the page's script on a folder, as of a day, with the `lovgraf` of another folder."""
    found = re.search(r"```sh\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    script = folder / "nightly.sh"
    script.write_text(found[1], encoding="utf-8")
    path = f"{commands}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["sh", str(script), str(folder)],
        env={**os.environ, "PATH": path, "RUN_DATE": day, "LC_ALL": "C.UTF-8", "LANG": "en"},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )


def test_the_script_keeps_each_night_and_compares_it_with_the_last(tmp_path: Path) -> None:
    """With what stands in for the command: files, statuses, and what an error leaves."""
    command = tmp_path / "bin" / "lovgraf"
    command.parent.mkdir()
    command.write_text(STAND_IN)
    command.chmod(0o700)
    register, runs = tmp_path / "register.csv", tmp_path / "runs"
    register.write_text("id\n1\n")
    first = nightly(tmp_path, "2026-06-10", command.parent)
    assert (first.returncode, first.stderr) == (1, "")
    assert sorted(f.name for f in runs.iterdir()) == ["2026-06-10.json", "2026-06-10.parquet"]
    assert stat.S_IMODE((runs / "2026-06-10.json").stat().st_mode) == 0o600
    assert nightly(tmp_path, "2026-06-12", command.parent).returncode == 0
    told = (runs / "2026-06-12.new.txt").read_text(encoding="utf-8")
    assert re.search(r"2026-06-10\.json to .*2026-06-12\.json", told)
    register.write_bytes(b"")
    broken = nightly(tmp_path, "2026-06-13", command.parent)
    assert broken.returncode == 2
    assert broken.stderr.count("\n") == 1
    assert not (runs / "2026-06-13.json").exists()


@whole("test_the_script_keeps_each_night_and_compares_it_with_the_last")
@pytest.mark.slow
def test_three_nights(tmp_path: Path) -> None:
    """Findings, nothing new, a new one; a register that cannot be read leaves the last report."""
    register, runs = tmp_path / "register.csv", tmp_path / "runs"
    payments = PAYMENTS.read_bytes().splitlines(keepends=True)
    register.write_bytes(b"".join(payments[: len(payments) // 2]))
    first = nightly(tmp_path, "2026-06-10")
    assert (first.returncode, first.stderr) == (1, "")
    assert sorted(f.name for f in runs.iterdir()) == ["2026-06-10.json", "2026-06-10.parquet"]
    assert stat.S_IMODE((runs / "2026-06-10.json").stat().st_mode) == 0o600
    if WHOLE:
        assert nightly(tmp_path, "2026-06-11").returncode == 0
    register.write_bytes(b"".join(payments))
    assert nightly(tmp_path, "2026-06-12").returncode == 1
    before = "2026-06-11" if WHOLE else "2026-06-10"
    told = (runs / "2026-06-12.new.txt").read_text(encoding="utf-8")
    assert re.search(rf"{before}\.json .* 2026-06-12\.json", told)
    assert not re.search(r" 0 (nye|new)", told.splitlines()[0])
    assert not any(line.split(b";")[0].decode() in told.split() for line in payments[1:])
    register.write_bytes(b"")
    broken = nightly(tmp_path, "2026-06-13")
    assert broken.returncode == 2
    assert broken.stderr.count("\n") == 1
    assert not (runs / "2026-06-13.json").exists()
