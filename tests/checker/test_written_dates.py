"""A reader never meets a date as machines write it, in Danish or English prose."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.examples import one_in
from tests.places import ROOT

SOURCES = sorted(path for part in ("checker", "web") for path in (ROOT / part).rglob("*.py"))
SAID = {"Text", "InputError", "_error", "_refused"}
DAY = re.compile(r"isoformat|\b(as_of|day|today|first_day|commencement|law_as_of)\b$")
NAMED = re.compile(r"\{(?:.*?|[^}]*?)(?:" + DAY.pattern.removesuffix("$") + ")")
"""What a module has that writes any, behind a brace: most have not, and need not be parsed."""
GOLDEN = sorted(path for path in (ROOT / "tests/golden").rglob("*.*") if path.parent.name != "help")
"""Reports; the dates in help are to be typed."""
MACHINE = re.compile(r"(19|20)\d\d-\d\d-\d\d")
TYPED = re.compile(r"lovgraf |--as-of|^ *[a-z_]+=|^ *(19|20)\d\d-\d\d-\d\d(</code></pre>)?$")
"""A command, or the rest of one on a line of its own."""


def shown_in_prose(path: Path) -> Iterator[str]:
    """What a module writes into texts for readers that looks like a date as it stands."""
    text = path.read_text(encoding="utf-8")
    if not NAMED.search(text):
        return
    for call in ast.walk(ast.parse(text)):
        if not isinstance(call, ast.Call) or path.name == "written.py":
            continue
        if getattr(call.func, "id", getattr(call.func, "attr", "")) not in SAID:
            continue
        for part in ast.walk(call):
            if isinstance(part, ast.FormattedValue) and DAY.search(ast.unparse(part.value)):
                yield f"{path.name}:{part.lineno}: {ast.unparse(part.value)}"


@pytest.mark.slow
def test_no_text_for_readers_is_made_with_a_date_as_machines_write_it() -> None:
    assert [line for path in one_in(3, SOURCES) for line in shown_in_prose(path)] == []


@pytest.mark.parametrize(
    "path",
    [path for path in GOLDEN if path.suffix in (".txt", ".md", ".html")],
    ids=lambda path: path.name,
)
def test_no_report_shows_a_date_as_machines_write_it_but_to_be_typed(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    receipt = re.compile(r"^ *(dato|date): |class=\"hash\"")
    found = [
        line
        for line in lines
        if MACHINE.search(line) and not TYPED.search(line) and not receipt.search(line)
    ]
    assert found == []
