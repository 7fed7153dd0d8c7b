"""Temporary folders with personal values: gone with their process, or with the next one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from lovgraf.core import private
from lovgraf.core.private import PrivateFolder
from tests.examples import one_in

HOLD = """
import sys, time
from lovgraf.core.private import PrivateFolder
kept = PrivateFolder()
(kept.path / "values").write_text("x")
print(kept.path, flush=True)
{then}
"""


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for temporary files of the test's own."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.setattr(private, "_EVERY", 0.0)
    return tmp_path


def holding(then: str) -> tuple[subprocess.Popen[str], Path]:
    """A program that has such a folder, and the folder."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD.format(then=then)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    return process, Path(process.stdout.readline().strip())


def older(path: Path) -> None:
    """As if it had been made long ago."""
    os.utime(path, (1, 1))


def test_it_is_private_and_goes_when_it_is_left() -> None:
    with PrivateFolder() as folder:
        assert folder.stat().st_mode & 0o077 == 0
        (folder / "in").mkdir()
        (folder / "in" / "values").touch()
    assert not folder.exists()


def test_it_goes_with_its_object(place: Path) -> None:
    kept = PrivateFolder()
    del kept
    assert list(place.iterdir()) == []


def test_it_goes_with_its_program(place: Path) -> None:
    process, folder = holding("")
    process.communicate(timeout=120)
    assert not folder.exists()


def test_what_a_killed_program_left_goes_with_the_next(place: Path) -> None:
    process, folder = holding("time.sleep(600)")
    older(folder)
    with PrivateFolder():
        assert folder.exists(), "its program lives"
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=120)
    assert folder.exists()
    with PrivateFolder():
        assert not folder.exists()


def test_a_program_looks_for_what_others_left_once_in_a_while(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks = list[str]()

    def listed(folder: str) -> list[str]:
        looks.append(folder)
        return []

    monkeypatch.setattr("os.listdir", listed)
    for every, times in ((600.0, 1), (0.0, 4)):
        monkeypatch.setattr(private, "_EVERY", every)
        for _ in range(3):
            PrivateFolder().remove()
        assert len(looks) == times


def test_a_fork_that_ends_takes_nothing_along(place: Path) -> None:
    then = "import os; pid = os.fork(); pid or sys.exit(); os.waitpid(pid, 0); time.sleep(600)"
    process, folder = holding(then)
    older(folder)
    with PrivateFolder():
        assert (folder / "values").exists()
    process.kill()
    process.communicate(timeout=120)


def test_what_is_not_ours_stays(place: Path) -> None:
    elsewhere = place / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "values").touch()
    (place / "lovgraf-work-link").symlink_to(elsewhere)
    others = [place / name for name in ("lovgraf-bench-x", "lovgraf-work-", "lovgraf-work-a.b")]
    for other in others:
        other.mkdir()
        older(other)
    fresh = place / "lovgraf-work-fresh"
    fresh.mkdir()
    with PrivateFolder():
        pass
    assert (elsewhere / "values").exists()
    assert all(other.exists() for other in [*others, fresh])


@pytest.mark.slow
@pytest.mark.parametrize("number", one_in(2, [signal.SIGHUP, signal.SIGTERM]))
def test_a_check_that_is_told_to_end_leaves_nothing(place: Path, number: int) -> None:
    """Such as when its terminal is closed while it reads a packed file."""
    then = f"import os; os.kill(os.getpid(), {int(number)}); time.sleep(600)"
    code = (
        f"import signal; signal.signal({int(number)}, signal.SIG_DFL)\n"  # `nohup` ignores it
        "import lovgraf.runs.dataset\nfrom lovgraf.cli import main\n"
        "def check(*a, **k):\n"
        + "".join(f"    {line}\n" for line in HOLD.format(then=then).strip().splitlines())
        + "lovgraf.runs.dataset.check_dataset = check\n"
        "sys_argv = __import__('sys').argv\n"
        "sys_argv[1:] = ['check', 'd.csv', '--as-of', '2014-12-01']\n"
        "main()\n"
    )
    data = place / "d.csv"
    data.write_text("id\n1\n", encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, cwd=place
    )
    assert process.stdout is not None
    folder = Path(process.stdout.readline().strip())
    process.communicate(timeout=60)
    assert process.returncode == 128 + number
    assert folder.name.startswith("lovgraf-work-")
    assert not folder.exists()
