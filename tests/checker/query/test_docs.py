"""The tutorial's queries are run, and the list of questions is the list there is."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pyoxigraph as ox
import pytest

from lovgraf.core.terms import BASE
from lovgraf.query.library import names, questions
from lovgraf.query.run import Engine, Formats
from tests.examples import WHOLE, one_in

DOCS = Path(__file__).resolve().parents[3] / "docs"
STEP = re.compile(
    r"^## (\d+)\. .*?As of (\d{4}-\d\d-\d\d):\n\n```sparql\n(.*?)```\n\n```text\n(.*?)```",
    re.DOTALL | re.MULTILINE,
)
STEPS = STEP.findall((DOCS / "learn-by-query.md").read_text(encoding="utf-8"))
TAKEN = [
    step for step in one_in(2, STEPS)
    if WHOLE or (step[1] == "2014-12-01" and "in-force/" not in step[2])
]  # fmt: skip
"""Those that are taken: where not all are, those of one day, that other tests ask about too."""


def test_there_are_fifteen_steps() -> None:
    assert [int(step[0]) for step in STEPS] == list(range(1, 16))


@pytest.mark.slow
@pytest.mark.parametrize(("number", "day", "text", "excerpt"), TAKEN)
def test_steps_answer_as_shown(
    engine: Engine, number: str, day: str, text: str, excerpt: str
) -> None:
    results = ox.QueryResultsFormat.CSV
    answer = engine.run(text, date.fromisoformat(day), Formats(results, results))
    shown = answer.content.decode().replace(BASE, "").splitlines()
    assert shown == excerpt.strip().splitlines(), number
    if answer.form == "rows":
        assert len(shown) > 1


def test_the_page_of_questions_is_whole() -> None:
    page = (DOCS / "queries.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| `([a-z0-9-]+)` \| (.+?) \|.*\|$", page, re.MULTILINE)
    assert [name for name, _ in listed] == names()
    assert dict(listed) == {name: question.title.en for name, question in questions().items()}
