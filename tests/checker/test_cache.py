"""What is kept between runs: never wrong, never harmful, never needed."""

from __future__ import annotations

import os
import pickle
import time
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from checker.cache import _path, cached_text, cached_value
from checker.law import load_law
from checker.law.norms import Period
from checker.terms import Text


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.delenv("LOVGRAF_CACHE", raising=False)
    return tmp_path / "lovgraf"


VALUE = (
    {"a": Text("dansk", "engelsk")}, [Period(1, 2, 3)], date(2014, 12, 1), Decimal("1.50"),
    frozenset({"x"}), {"y"}, None, True,
)  # fmt: skip


def test_a_value_is_made_once() -> None:
    made: list[int] = []

    def make() -> object:
        made.append(1)
        return VALUE

    assert cached_value("v", ["k"], make) == VALUE
    assert cached_value("v", ["k"], make) == VALUE
    assert len(made) == 1
    assert cached_value("v", ["other"], make) == VALUE
    assert len(made) == 2


def test_without_a_cache_it_is_made_each_time(
    monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    monkeypatch.setenv("LOVGRAF_CACHE", "off")
    assert cached_value("v", ["k"], lambda: 1) == 1
    assert cached_value("v", ["k"], lambda: 2) == 2
    assert cached_text("v", ["k"], lambda: "2") == "2"
    assert not folder.exists()


def test_the_folder_is_the_users_own(folder: Path) -> None:
    cached_value("v", ["k"], lambda: 1)
    assert folder.stat().st_mode & 0o077 == 0
    assert all(path.stat().st_mode & 0o077 == 0 for path in folder.iterdir())


class _Harm:
    """Runs something where it is read back."""

    def __init__(self, target: Path) -> None:
        self.target = target

    def __reduce__(self) -> tuple[object, ...]:
        return Path.touch, (self.target,)


class _OwnFunction:
    """Calls a function of the program where it is read back."""

    def __reduce__(self) -> tuple[object, ...]:
        return cached_text, ("x", (), str)


def test_a_file_put_there_runs_nothing(folder: Path, tmp_path: Path) -> None:
    cached_value("v", ["k"], lambda: 1)
    (path,) = (p for p in folder.iterdir() if p.name != "cleared")
    target = tmp_path / "harm"
    for content in (pickle.dumps(_Harm(target)), pickle.dumps(_OwnFunction())):
        path.write_bytes(content)
        assert cached_value("v", ["k"], lambda: 2) == 2
        assert not target.exists()


@pytest.mark.parametrize("content", [b"", b"rubbish", pickle.dumps(VALUE)[:-9]])
def test_a_broken_file_is_made_anew(folder: Path, content: bytes) -> None:
    cached_value("v", ["k"], lambda: 1)
    (path,) = (p for p in folder.iterdir() if p.name != "cleared")
    path.write_bytes(content)
    assert cached_value("v", ["k"], lambda: 2) == 2
    assert cached_value("v", ["k"], lambda: 3) == 2


def test_the_law_from_the_cache_is_the_law(folder: Path) -> None:
    first = load_law()
    assert first.facts.facts
    assert first.norms
    assert first.access.routes
    second = load_law()
    assert set(second.graph) == set(first.graph)
    assert second.norms == first.norms
    assert second.facts == first.facts
    assert second.access == first.access
    assert first.source.shipped
    for path in folder.iterdir():
        path.write_bytes(b"rubbish")
    third = load_law()
    assert len(third.graph) == len(first.graph)
    assert third.norms == first.norms


def test_what_is_laid_beside_the_law_is_not_kept(folder: Path, tmp_path: Path) -> None:
    more = tmp_path / "more.ttl"
    more.write_text("<law/x> a <core#Act> .", encoding="utf-8")
    law = load_law([more])
    assert law.norms
    assert not law.source.shipped
    assert not folder.exists()


def test_what_nobody_has_read_for_long_is_removed(folder: Path) -> None:
    day = 86_400
    for name in ("old", "used", "new"):
        cached_value("v", [name], lambda: 1)
    (folder / "cleared").unlink()
    paths = {name: _path("v", [name]) for name in ("old", "used", "new")}
    for name, days in (("old", 40), ("used", 29), ("new", 0)):
        path = paths[name]
        assert path is not None
        os.utime(path, (time.time() - days * day,) * 2)
    assert cached_value("v", ["used"], lambda: 2) == 1
    cached_value("v", ["another"], lambda: 1)
    there = {name for name, path in paths.items() if path is not None and path.exists()}
    assert there == {"used", "new"}
    used = paths["used"]
    assert used is not None
    assert time.time() - used.stat().st_mtime < day


def test_it_is_looked_through_once_a_day(folder: Path) -> None:
    cached_value("v", ["a"], lambda: 1)
    (path,) = (p for p in folder.iterdir() if p.name.startswith("v-"))
    os.utime(path, (0, 0))
    cached_value("v", ["b"], lambda: 1)
    assert path.exists()
    os.utime(folder / "cleared", (0, 0))
    cached_value("v", ["c"], lambda: 1)
    assert not path.exists()
