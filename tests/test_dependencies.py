"""What the code imports is what setup.cfg declares."""

from __future__ import annotations

import ast
import configparser
import re
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.metadata import packages_distributions

from tests.examples import WHOLE
from tests.places import ROOT

OWN = {"lovgraf", "lovgraf_web", "bench", "tests"}
EXTRAS = ("spark", "database", "lake", "mssql", "mysql", "oracle", "stat", "web", "reason")
AT_HAND = {"dagster"}
"""What a test uses where it is installed, and skips without."""
NOT_IMPORTED = {"owlready2"}
"""Packages of which only a file is used (the reasoner's jar)."""


@cache
def _imports(folder: str) -> frozenset[str]:
    """The names that the files of a folder import."""
    return frozenset(_imported(folder))


_LISTED = re.compile(r"^(?:.*[;:])?[ \t]*import[ \t]+(.*)", re.MULTILINE)
_FROM = re.compile(r"\bfrom[ \t]+(\w+)[\w.]*[ \t]+import\b")


def _imported(folder: str) -> set[str]:
    """A file is parsed where its text may import something that no file before it imports."""
    found: set[str] = set()
    for path in sorted((ROOT / folder).rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        if not _perhaps(text) <= found:
            found |= set(_of(ast.parse(text)))
    return found


def _perhaps(text: str) -> set[str]:
    """What a file imports, and what only its texts and comments say that one imports."""
    listed = [name.strip() for names in _LISTED.findall(text) for name in names.split(",")]
    return {re.split(r"\W", name)[0] for name in listed} | set(_FROM.findall(text))


def _of(tree: ast.AST) -> Iterator[str]:
    for node in _statements(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0]


def _statements(node: ast.AST) -> Iterator[ast.AST]:
    """The statements in a node, at any depth; expressions import nothing."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.stmt | ast.excepthandler | ast.match_case):
            yield child
            yield from _statements(child)


@cache
def _distributions() -> Mapping[str, list[str]]:
    """Which distributions bring each name that can be imported."""
    return packages_distributions()


def _declared(*sections: tuple[str, str]) -> set[str]:
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg", encoding="utf-8")
    lines = (line for part in sections for line in config[part[0]][part[1]].split("\n") if line)
    return {_normal(re.split(r"[\[<>=!~; ]", line)[0]) for line in lines}


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _missing(folder: str, declared: set[str]) -> set[str]:
    known = _distributions()
    found = _imports(folder) - set(sys.stdlib_module_names) - OWN
    return {name for name in found if not {_normal(d) for d in known.get(name, [name])} & declared}


def test_every_import_is_declared() -> None:
    needed = ("options", "install_requires")
    extra = "options.extras_require"
    run_time = _declared(needed) | _declared(*((extra, e) for e in EXTRAS))
    for folder in ("checker", "web"):
        assert _missing(folder, run_time) == set(), folder
    everything = run_time | _declared((extra, "test"))
    for folder in ("bench", "tests") if WHOLE else ("bench",):
        assert _missing(folder, everything) <= AT_HAND, folder


def test_every_dependency_is_used() -> None:
    known = _distributions()
    used = {
        _normal(distribution)
        for folder in ("checker", "web")
        for name in _imports(folder)
        for distribution in known.get(name, [])
    }
    declared = _declared(("options", "install_requires"))
    declared |= _declared(("options.extras_require", "web"), ("options.extras_require", "reason"))
    assert declared - used == NOT_IMPORTED
