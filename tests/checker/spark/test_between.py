"""Between two tasks a process forgets nothing that it needs, and is spared the rest."""

from __future__ import annotations

import gc
import importlib
import subprocess
import sys
import zipfile
import zipimport
from collections.abc import Iterator
from pathlib import Path

import pytest

from lovgraf.check.spark import between
from lovgraf.check.spark.between import settle
from lovgraf.check.spark.outcome import Task
from lovgraf.core.errors import InputError
from tests.places import ROOT

pytestmark = pytest.mark.slow


class _Shared:
    value = 1


@pytest.fixture(autouse=True)
def _as_it_was() -> Iterator[None]:
    frozen = gc.get_freeze_count()
    yield
    if gc.get_freeze_count() > frozen:
        gc.unfreeze()


def test_modules_of_an_archive_can_be_imported_after_a_task(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lovgraf.check.spark.between._MANY", 1 << 60)  # nothing is set aside
    archive = str(tmp_path / "some.zip")
    with zipfile.ZipFile(archive, "w") as written:
        written.writestr("lovgraf_first.py", "name = 'first'")
        written.writestr("lovgraf_second.py", "name = 'second'")
    monkeypatch.syspath_prepend(archive)
    for name in ("first", "second"):
        assert importlib.import_module(f"lovgraf_{name}").name == name
        assert archive in sys.path_importer_cache
        settle()
        kept = sys.path_importer_cache.values()
        assert not any(isinstance(importer, zipimport.zipimporter) for importer in kept)
        importlib.invalidate_caches()
        monkeypatch.delitem(sys.modules, f"lovgraf_{name}")


class _Ring:
    """Something that only a search for garbage removes."""

    alive = 0

    def __init__(self) -> None:
        self.own = self
        _Ring.alive += 1

    def __del__(self) -> None:
        _Ring.alive -= 1


def test_what_stays_is_set_aside_and_what_is_garbage_by_then_removed() -> None:
    """In a process of its own: here all that tests have left would be gone through."""
    program = f"from {__name__} import set_aside; set_aside()"
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True, timeout=60)


def set_aside() -> None:
    """What that process does."""
    between._MANY, between._found = 1_000, 1_000_000_000
    ring = [_Ring()]
    kept = [[number] for number in range(2_000)]
    settle()
    assert gc.get_freeze_count() >= len(kept)
    ring.clear()
    gc.collect(1)  # all that is new
    assert _Ring.alive == 1
    more = [[number] for number in range(2_000)]
    settle()
    assert _Ring.alive == 1
    assert gc.get_freeze_count() >= len(kept) + len(more)
    between._found = 1_000
    more += [[number] for number in range(2_000)]
    settle()
    assert _Ring.alive == 0
    assert gc.get_freeze_count() >= len(kept) + len(more)


@pytest.mark.parametrize("fails", [False, True])
def test_a_task_settles_however_it_ends(monkeypatch: pytest.MonkeyPatch, fails: bool) -> None:
    settled: list[bool] = []
    monkeypatch.setattr("lovgraf.check.spark.outcome.settle", lambda: settled.append(True))

    def work(_shared: int, _given: int) -> int:
        if fails:
            raise InputError("nej", "no")
        return 1

    assert Task(work, _Shared())(2).error == (("nej", "no", None, None, None) if fails else None)
    assert settled == [True]
