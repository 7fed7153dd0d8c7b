"""The examples on the pages of `docs/gaps` leave the gap, or do not, as the page says."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from checker.law import load_law
from checker.law.graph import ONTOLOGY, ROOT
from checker.law.view import Law
from checker.proposals.changes import views_of
from checker.proposals.graph_gaps import graph_gaps
from checker.proposals.overlay import lay_over
from checker.proposals.proposal import proposal_of

PAGES = sorted((ROOT / "docs/gaps").glob("*.md"))
WITH_TURTLE = [page for page in PAGES if "```turtle" in page.read_text(encoding="utf-8")]


@cache
def law() -> Law:
    return load_law()


def codes(turtle: str) -> set[str]:
    overlay = lay_over(law(), [proposal_of(turtle, "example.ttl")])
    return {gap.code for gap in graph_gaps(views_of(overlay, max(overlay.starts.values())))}


@pytest.mark.slow
@pytest.mark.parametrize("page", WITH_TURTLE, ids=lambda page: page.stem)
def test_the_examples_do_what_the_page_says(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    bad, good = re.findall(r"```turtle\n(.*?)```", text, re.DOTALL)
    assert page.stem in codes(bad)
    assert page.stem not in codes(good)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_is_about_a_kind_of_gap_and_names_proposals_that_exist(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert f'skos:notation "{page.stem}"' in (ONTOLOGY / "gap.ttl").read_text(encoding="utf-8")
    for name in re.findall(r"ontology/proposal/([\w-]+)\.ttl", text):
        assert (ONTOLOGY / "proposal" / f"{name}.ttl").is_file()
