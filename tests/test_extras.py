"""What is installed where nobody asks for more is small, and what is missing says how to get it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution, packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.places import ROOT

INSTALL = (ROOT / "docs" / "install.md").read_text(encoding="utf-8")
MOST = 500
"""Megabytes that the base may take."""


def needed(extras: Iterable[str]) -> set[str]:
    """The names of the packages that Lovgraf takes with extras, and of those that they take."""
    todo, done = [("lovgraf", extra) for extra in ("", *extras)], set()
    while todo:
        if (one := todo.pop()) in done:
            continue
        done.add(one)
        try:
            requires = distribution(one[0]).requires or ()
        except PackageNotFoundError:
            continue
        for line in requires:
            wanted = Requirement(line)
            if wanted.marker is None or wanted.marker.evaluate({"extra": one[1]}):
                name = canonicalize_name(wanted.name)
                todo += [(name, ""), *((name, extra) for extra in wanted.extras)]
    return {name for name, _ in done} - {"lovgraf"}


@cache
def megabytes(name: str) -> float:
    """What the files of a package take on the disk; 0 where it is not installed."""
    try:
        files = distribution(name).files or ()
        located = [Path(one.locate()) for one in files]
        return sum(path.stat().st_size for path in located if path.exists()) / 1e6
    except PackageNotFoundError:
        return 0


def test_the_base_is_small() -> None:
    assert sum(map(megabytes, needed(()))) < MOST


def test_every_large_package_says_why_it_is_there() -> None:
    extras = ("web", "reason", "database", "lake", "stat")
    large = {name for name in needed(extras) if megabytes(name) > 10}
    assert {name for name in large if f"**{name}**" not in INSTALL} == set()


@cache
def gone() -> set[str]:
    """What can be imported only where an extra was asked for."""
    others = needed(("web", "reason", "database", "spark")) - needed(())
    return {
        name
        for name, brought_by in packages_distributions().items()
        if {one.lower().replace("_", "-") for one in brought_by} & others
    } | {"pyspark"}


ASKED: dict[tuple[str, ...], str | None] = {
    ("serve",): "web",
    ("check", "examples/payments.csv", "--engine", "reference"): "reason",
    (
        "check", "examples/persons.csv", "--engine", "spark", "--master", "local[1]",
    ): "spark",
    ("check", "postgresql://a.example/b", "--table", "t"): "database",
    ("law", "--as-of", "2014-12-01"): None,
}  # fmt: skip
"""Commands, and the extra that each takes."""


@pytest.fixture(scope="module")
def answered() -> dict[tuple[str, ...], tuple[int, str]]:
    """What each command ends with and says where nothing of the extras can be found, nor a Java:
    one after another in one process."""
    code = f"""
import importlib.util, io, json, os, sys
gone = {gone()!r}
class Gone:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in gone:
            raise ModuleNotFoundError(f"no {{name}}", name=name)
sys.meta_path.insert(0, Gone())
found = importlib.util.find_spec
importlib.util.find_spec = lambda name, package=None: None if name in gone else found(name, package)
os.environ["PATH"] = "/nowhere"
from contextlib import redirect_stderr, redirect_stdout
from lovgraf.cli import run
answered = []
for arguments in {[*map(list, ASKED)]!r}:
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()) as said:
        status = run(arguments)
    answered.append((status, said.getvalue()))
print(json.dumps(answered))
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False,
        timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return dict(zip(ASKED, map(tuple, json.loads(done.stdout)), strict=True))


@pytest.mark.parametrize(("arguments", "extra"), ASKED.items())
def test_the_base_does_without_the_rest(
    answered: dict[tuple[str, ...], tuple[int, str]], arguments: tuple[str, ...], extra: str | None
) -> None:
    """What takes something that is not there says so in one line."""
    status, said = answered[arguments]
    if extra is None:
        assert status == 0, said
        return
    assert status == 2, said
    assert said.splitlines()[0].endswith(f"pip install 'lovgraf[{extra}]'.")
    assert "Traceback" not in said
