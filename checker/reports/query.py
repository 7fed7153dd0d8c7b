"""Answers to queries, and the list of questions, as text for a terminal."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Mapping
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text as Styled

from lovgraf.core.safe import plain
from lovgraf.core.terms import BASE, Lang, Text
from lovgraf.query.library import Question
from lovgraf.query.unknown import Unknown

WIDTH = 110
_WORDS = {
    "none": Text("Ingen rækker.", "No rows."),
    "rows": Text("rækker", "rows"),
    "row": Text("række", "row"),
    "true": Text("ja", "yes"),
    "false": Text("nej", "no"),
    "name": Text("Navn", "Name"),
    "asks": Text("Spørgsmål", "Question"),
    "parameters": Text("Parametre", "Parameters"),
}


def table(content: bytes, columns: Mapping[str, Text], lang: Lang, width: int = WIDTH) -> str:
    """SPARQL results in JSON as a table, or as yes or no; names of the graph without its base."""
    found = json.loads(content)
    if "boolean" in found:
        return _WORDS["true" if found["boolean"] else "false"][lang] + "\n"
    variables: list[str] = found["head"]["vars"]
    rows = found["results"]["bindings"]
    if not rows:
        return _WORDS["none"][lang] + "\n"
    heads = [columns[name][lang] if name in columns else name for name in variables]
    shown = [[cell(row.get(name), lang) for name in variables] for row in rows]
    count = f"{len(rows)} {_WORDS['row' if len(rows) == 1 else 'rows'][lang]}"
    return f"{_grid(heads, shown, width)}\n{count}\n"


def cell(value: dict[str, Any] | None, lang: Lang) -> str:
    """One value as it is read: IRIs relative to the base, truth as yes or no, blanks as nothing."""
    if value is None:
        return ""
    text = str(value.get("value", ""))
    if value.get("type") == "uri":
        text = text.removeprefix(BASE)
    elif str(value.get("datatype", "")).endswith("#boolean") and text in ("true", "false"):
        text = _WORDS[text][lang]
    elif value.get("type") == "bnode":
        text = f"_:{text}"
    return plain(text)


def listing(questions: Iterable[Question], lang: Lang, width: int = WIDTH) -> str:
    """The questions with their titles and parameters."""
    rows = [
        [
            question.name,
            question.title[lang],
            ", ".join(f"{p.name}={p.default}" for p in question.parameters if p.name != "lang"),
        ]
        for question in questions
    ]
    heads = [_WORDS[key][lang] for key in ("name", "asks", "parameters")]
    return _grid(heads, rows, width) + "\n"


def described(question: Question, lang: Lang) -> str:
    """What a question asks, above its answer."""
    return f"{plain(question.title[lang])}\n{plain(question.about[lang])}".strip() + "\n\n"


def told(unknown: Iterable[Unknown], lang: Lang) -> str:
    """What a query names and the graph does not know, above its answer."""
    lines = [plain(one.said()[lang]) for one in unknown]
    return "".join(f"{line}\n" for line in lines) + ("\n" if lines else "")


def _grid(heads: list[str], rows: list[list[str]], width: int) -> str:
    grid = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for number, head in enumerate(heads):
        numeric = all(_number(row[number]) for row in rows)
        grid.add_column(
            Styled(plain(head)), justify="right" if numeric else "left", overflow="fold"
        )
    for row in rows:
        grid.add_row(*map(Styled, row))
    buffer = io.StringIO()
    Console(
        file=buffer, width=width, color_system=None, markup=False, highlight=False, emoji=False,
        legacy_windows=False, force_jupyter=False, _environ={},
    ).print(grid)  # fmt: skip
    return "\n".join(line.rstrip() for line in buffer.getvalue().splitlines())


def _number(text: str) -> bool:
    return not text or text.replace(".", "", 1).replace("-", "", 1).isdigit()
