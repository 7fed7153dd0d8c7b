"""The map at the head of each package names what is there, and every folder in it; and so does the
documentation."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from tests.places import ROOT

FLOORS = [ROOT / "checker", ROOT / "web"] + [
    path.parent for path in sorted(ROOT.glob("checker/*/__init__.py"))
]


def map_of(folder: Path) -> str:
    """The text at the head of a package."""
    return ast.get_docstring(ast.parse((folder / "__init__.py").read_text(encoding="utf-8"))) or ""


@pytest.mark.parametrize("folder", FLOORS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_map_names_what_is_there(folder: Path) -> None:
    named = set(re.findall(r"`([a-z_]+)`", map_of(folder)))
    there = {path.stem for path in folder.iterdir()}
    assert named - there == set()
    packages = {path.parent.name for path in folder.glob("*/__init__.py")}
    assert packages - named == set(), "folders without a place on the map"


def test_the_documentation_names_each_file_and_folder_of_the_graph() -> None:
    page = (ROOT / "docs/index.md").read_text(encoding="utf-8")
    there = {
        f"{path.relative_to(ROOT).as_posix()}{'/' if path.is_dir() else ''}"
        for path in (ROOT / "ontology").iterdir()
        if path.suffix == ".ttl" or path.is_dir()
    }
    assert set(re.findall(r"`(ontology/[\w-]+(?:/|\.ttl))`", page)) == there


@cache
def there() -> list[str]:
    """The files of programs."""
    folders = ("checker", "web", "tests", "bench", "examples")
    paths = (path for f in folders for path in (ROOT / f).rglob("*.py"))
    return ["/" + path.relative_to(ROOT).as_posix() for path in paths]


@pytest.mark.parametrize("page", sorted(ROOT.glob("docs/*.md")), ids=lambda path: path.name)
def test_a_page_names_files_that_are_there(page: Path) -> None:
    named = set(re.findall(r"[\w/-]+\.py\b", page.read_text(encoding="utf-8")))
    ends = {name: "/" + name.lstrip("/") for name in named}
    assert {name for name in named if not any(p.endswith(ends[name]) for p in there())} == set()
