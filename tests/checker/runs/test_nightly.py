"""The script in docs/nightly.md does what the page says."""

from __future__ import annotations

import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.examples import WHOLE

PAGE = Path(__file__).parents[3] / "docs" / "nightly.md"
PAYMENTS = PAGE.parents[1] / "examples" / "payments.csv"
"""Of the kind with the fewest norms: the script is tried, and each night has its own law."""


def nightly(folder: Path, day: str) -> subprocess.CompletedProcess[str]:
    """Run the page's script on a folder, as of a day."""
    found = re.search(r"```sh\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    script = folder / "nightly.sh"
    script.write_text(found[1], encoding="utf-8")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["sh", str(script), str(folder)],
        env={**os.environ, "PATH": path, "RUN_DATE": day, "LC_ALL": "C.UTF-8", "LANG": "en"},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )


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
