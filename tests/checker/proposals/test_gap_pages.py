"""The examples on the pages of `docs/gaps` leave the gap, or do not, as the page says."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from rdflib import Graph, URIRef
from rdflib.namespace import SKOS

from checker.law import load_law
from checker.law.graph import ONTOLOGY, ROOT
from checker.law.view import Law
from checker.proposals.assess import assess
from checker.proposals.proposal import proposal_of
from checker.terms import BASE

PAGES = sorted((ROOT / "docs/gaps").glob("*.md"))
PROPOSAL = re.compile(r"\(\.\./\.\./ontology/proposal/([\w-]+\.ttl)\)")


@cache
def law() -> Law:
    return load_law()


@cache
def codes(turtle: str) -> frozenset[str]:
    """The kinds of gap that a proposal leaves; every kind was looked for."""
    found = assess(law(), [proposal_of(turtle, "example.ttl")])
    assert found.not_examined == ()
    return frozenset(gap.code for gap in found.gaps)


def examples(page: Path) -> list[str]:
    """The proposal that leaves the gap and the one that does not, in the page or named by it."""
    text = page.read_text(encoding="utf-8")
    written = re.findall(r"```turtle\n(.*?)```", text, re.DOTALL)
    return written or [
        (ONTOLOGY / "proposal" / name).read_text(encoding="utf-8")
        for name in PROPOSAL.findall(text)
    ]


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_examples_do_what_the_page_says(page: Path) -> None:
    bad, good = examples(page)
    assert page.stem in codes(bad)
    assert page.stem not in codes(good)


def test_every_kind_of_gap_has_a_page() -> None:
    gaps = Graph().parse(ONTOLOGY / "gap.ttl")
    kinds = gaps.subjects(SKOS.inScheme, URIRef(f"{BASE}gap"))
    named = {str(gaps.value(kind, SKOS.notation)) for kind in kinds}
    assert {page.stem for page in PAGES} == named
    assert len(named) == 19
