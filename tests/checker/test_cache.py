"""What is kept between runs: never wrong, never harmful, never needed."""

from __future__ import annotations

import errno
import os
import pickle
import tempfile
import time
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from msgspec.structs import replace
from rdflib import URIRef

from lovgraf.check.dataset import Share, check_dataset
from lovgraf.check.request import CheckRequest
from lovgraf.cli import run
from lovgraf.conditions.tree import TRUE, And, Leaf, Not, OneOf
from lovgraf.core import cache
from lovgraf.core.cache import (
    Answers,
    _made_of,
    _path,
    cached_text,
    cached_value,
    stable_text,
    stable_texts,
)
from lovgraf.core.terms import BASE, Text
from lovgraf.engine.prepared import Prepared
from lovgraf.facts.period import Period
from lovgraf.law import Law, graph, load_graph, load_law
from tests.checker.small_law import AS_OF, FACTS, PREFIXES, UNIQUE, old_ships, write_ships
from tests.examples import whole
from tests.places import ROOT


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.delenv("LOVGRAF_CACHE", raising=False)
    monkeypatch.setattr(cache, "_unkept", [])
    return tmp_path / "lovgraf"


VALUE = (
    {"a": Text("dansk", "engelsk")}, [Period(1, 2, 3)], date(2014, 12, 1), Decimal("1.50"),
    timedelta(days=3), frozenset({"x"}), {"y"}, None, True,
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


def test_answers_are_there_in_the_next_run_as_far_as_there_is_room(folder: Path) -> None:
    first = Answers("cells", ["law", "day"], most=100)
    assert first.get(b"a") is None
    first.add(b"a", ((2, 3), b"x", True), 60)
    first.add(b"b", ((), None, False), 60)  # no room
    assert first.get(b"a") == ((2, 3), b"x", True)
    first.keep()
    second = Answers("cells", ["law", "day"])
    assert (second.get(b"a"), second.get(b"b")) == (((2, 3), b"x", True), None)
    assert Answers("cells", ["law", "other day"]).get(b"a") is None
    second.add(b"b", ((), None, False), 60)
    second.keep()
    assert Answers("cells", ["law", "day"]).get(b"b") == ((), None, False)
    for path in folder.glob("cells-*"):
        path.write_bytes(b"no answers")
    assert Answers("cells", ["law", "day"]).get(b"a") is None


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


@pytest.mark.parametrize(
    "content",
    [
        pickle.dumps(_OwnFunction()),
        b"clovgraf.core.cache\ncached_text\n.",
        b"clovgraf.conditions.tree\nStruct\n.",
        b"cmsgspec._core\nrebuild\n.",
        b"cbuiltins\nprint\n.",
    ],
)
def test_nothing_but_data_classes_of_the_program_is_made(content: bytes) -> None:
    assert _made_of(pickle.dumps(And((Leaf("f", OneOf(frozenset({1}))),)))).parts[0].fact == "f"
    with pytest.raises(pickle.UnpicklingError):
        _made_of(content)


@pytest.mark.parametrize("content", [b"", b"rubbish", pickle.dumps(VALUE)[:-9]])
def test_a_broken_file_is_made_anew(folder: Path, content: bytes) -> None:
    cached_value("v", ["k"], lambda: 1)
    (path,) = (p for p in folder.iterdir() if p.name != "cleared")
    path.write_bytes(content)
    assert cached_value("v", ["k"], lambda: 2) == 2
    assert cached_value("v", ["k"], lambda: 3) == 2


def anew() -> Law:
    """The law as a new process reads it."""
    return Law(load_graph())


@pytest.fixture
def ships(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The law that is shipped is about ships."""
    path = tmp_path / "ships.ttl"
    path.write_text("\n".join((PREFIXES, FACTS, old_ships(), UNIQUE)), encoding="utf-8")
    monkeypatch.setattr("lovgraf.law.graph.shipped_files", lambda: [path])


@pytest.mark.usefixtures("ships")
def test_a_law_from_the_cache_is_the_law(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "ships.csv"
    write_ships(path, 5)
    asked = CheckRequest(AS_OF, anew(), record_type="ship")
    _read_back(path, asked, folder, monkeypatch)


@whole("test_a_law_from_the_cache_is_the_law")
@pytest.mark.slow
def test_the_law_from_the_cache_is_the_law(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = (ROOT / "examples/persons.csv").read_bytes().splitlines(keepends=True)[:5]
    path = tmp_path / "persons.csv"
    path.write_bytes(b"".join(few))
    asked = CheckRequest(date(2014, 12, 1), anew())
    assert asked.law.access.routes
    _read_back(path, asked, folder, monkeypatch)


def _read_back(
    path: Path, asked: CheckRequest, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever is kept of a law is read back: what holds a type that is not would be made anew by
    each process, and nobody would be told."""

    def checked() -> Law:
        law = anew()
        assert law.facts.facts
        assert law.norms
        check_dataset(path, replace(asked, law=law), share=Share(prepared=Prepared()))
        return law

    first = checked()
    assert any(folder.iterdir())
    made: list[str] = []
    with monkeypatch.context() as patch:
        patch.setattr(cache, "_keep", lambda path, content: made.append(path.name))
        second = checked()
    assert made == []
    assert set(second.graph) == set(first.graph)
    assert second.norms == first.norms
    assert second.facts == first.facts
    assert second.access == first.access
    assert first.source.shipped
    for kept in folder.iterdir():
        kept.write_bytes(b"rubbish")
    third = anew()
    assert len(third.graph) == len(first.graph)
    assert third.norms == first.norms


@pytest.mark.usefixtures("ships")
def test_what_is_laid_beside_the_law_is_kept_by_its_content(folder: Path, tmp_path: Path) -> None:
    more = tmp_path / "more.ttl"
    more.write_text("<law/x> a <core#Act> .", encoding="utf-8")
    law, again = load_law([more]), load_law([more])
    assert law.norms == again.norms
    assert set(again.graph) == set(law.graph)
    assert not law.source.shipped
    kept = {path.name for path in folder.iterdir()}
    more.write_text("<law/y> a <core#Act> .", encoding="utf-8")
    other = load_law([more])
    assert (URIRef(BASE + "law/y"), None, None) in other.graph
    assert (URIRef(BASE + "law/x"), None, None) not in other.graph
    assert kept < {path.name for path in folder.iterdir()}


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


def test_a_full_disk_leaves_no_temporary_file(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cached_value("v", ["first"], lambda: 1)
    before = sorted(folder.iterdir())
    real = os.fdopen

    def full(number: int, mode: str) -> object:
        os.close(number)
        return real(os.open("/dev/full", os.O_WRONLY), mode)

    monkeypatch.setattr(os, "fdopen", full)
    assert cached_value("v", ["second"], lambda: 2) == 2
    assert cached_text("v", ["third"], lambda: "3" * 100_000) == "3" * 100_000
    assert sorted(folder.iterdir()) == before


def test_an_interruption_leaves_no_temporary_file(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cached_value("v", ["first"], lambda: 1)
    before = sorted(folder.iterdir())

    def interrupted(*_: object) -> Path:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        cached_value("v", ["second"], lambda: 2)
    assert sorted(folder.iterdir()) == before


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of a program's folder that the cache takes for its own, with a folder of packages."""
    root = tmp_path / "program"
    for name in ("cache.py", "rules.py", "deep/down/day.py", "reports/page.html"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(name)
    (tmp_path / "packages" / "holidays-0.1.dist-info").mkdir(parents=True)
    monkeypatch.setattr(cache, "__file__", str(root / "cache.py"))
    monkeypatch.setattr("sys.path", [str(tmp_path / "packages"), "/nowhere", str(root)])
    return tmp_path


def test_every_file_of_the_program_and_every_package_belongs_to_the_key(program: Path) -> None:
    def digest() -> str:
        return cache._program_digest.__wrapped__()

    seen = [digest()]
    assert digest() == seen[0]
    (program / "program" / "__pycache__").mkdir()
    (program / "program" / "__pycache__" / "x.pyc").write_bytes(b"x")
    assert digest() == seen[0]
    for change in (
        lambda: (program / "program/deep/down/day.py").write_text("closed"),
        lambda: (program / "program/reports/page.html").write_text("other"),
        lambda: (program / "program/new.json").write_text("{}"),
        lambda: (program / "packages/holidays-0.1.dist-info").rename(
            program / "packages/holidays-0.2.dist-info"
        ),
        lambda: (program / "packages/other-1.dist-info").mkdir(),
    ):
        change()
        seen.append(digest())
    assert len(set(seen)) == len(seen)


def test_the_packages_that_decide_are_among_those_of_the_key() -> None:
    names = {name.rpartition("-")[0].lower() for name in map(_stem, cache._packages())}
    assert {"duckdb", "holidays", "numpy", "pyarrow", "pycountry", "rdflib"} <= names


def _stem(name: str) -> str:
    return name.removesuffix(".dist-info").removesuffix(".egg-info")


def test_a_run_that_cannot_keep_anything_says_so_once(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(*_: object, **__: object) -> tuple[int, str]:
        raise OSError(errno.ENOSPC, "said by the system")

    monkeypatch.setattr(tempfile, "mkstemp", full)
    assert cached_value("v", ["k"], lambda: 1) == 1
    assert cached_text("v", ["k"], lambda: "2") == "2"
    assert run(["--version"]) == 0
    said = capsys.readouterr().err
    assert f"The cache {folder} cannot be written: the disk is full." in said
    assert len(said.splitlines()) == 1
    assert run(["--version"]) == 0
    assert not capsys.readouterr().err


def test_what_values_have_in_common_makes_no_difference_to_their_texts() -> None:
    shared = Leaf("https://example.org/a", OneOf(frozenset({"x", "y"})))
    both = And((shared, Not(shared)))
    values: list[object] = [both, shared, Not(And((shared, TRUE))), (1, [shared], None)]
    assert stable_texts(values) == [stable_text(value) for value in values]
    assert len(set(stable_texts(values))) == len(values)


def test_a_file_is_read_again_where_it_may_have_been_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was written just now may be written again without another time."""
    path = tmp_path / "a.ttl"
    read: list[Path] = []
    monkeypatch.setattr(graph, "shipped_files", lambda: [path])

    def reading(one: Path) -> bytes:
        read.append(one)
        return one.read_bytes()

    monkeypatch.setattr(graph, "_read", reading)
    found: list[str] = []
    for text in ("# a", "# b"):
        path.write_text(text, encoding="utf-8")
        found += [graph.shipped_digest(), graph.shipped_digest()]
    assert found[0] == found[1] != found[2] == found[3]
    assert len(read) == 4
    monkeypatch.setattr(graph, "_RESTED", -60.0)
    assert {graph.shipped_digest() for _ in range(3)} == {found[2]}
    assert len(read) == 5
    path.write_text("# of another size", encoding="utf-8")
    assert graph.shipped_digest() not in found
    assert graph.shipped_digest() == graph._digest([path.read_bytes()])
