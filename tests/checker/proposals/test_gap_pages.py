"""The examples on the pages of `docs/gaps` leave the gap, or do not, as the page says."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from rdflib import Graph, URIRef
from rdflib.namespace import SKOS

from lovgraf.core.terms import BASE
from lovgraf.law import load_law
from lovgraf.law.graph import ONTOLOGY, proposal_files
from lovgraf.law.view import Law
from lovgraf.proposals.assess import Assessment, assess
from lovgraf.proposals.proposal import proposal_of
from tests.examples import WHOLE, one_in
from tests.places import ROOT

PAGES = sorted((ROOT / "docs/gaps").glob("*.md"))
FOR_THE_DRAFTER = "No small change closes the example."
PROPOSAL = re.compile(r"\(\.\./\.\./ontology/proposal/([\w-]+\.ttl)\)")


@cache
def law() -> Law:
    return load_law()


@cache
def found(turtle: str, repairs: bool = False) -> Assessment:
    """The assessment of a proposal; every kind of gap was looked for."""
    made = assess(law(), [proposal_of(turtle, "example.ttl")], repairs=repairs)
    assert made.not_examined == ()
    return made


def codes(assessment: Assessment) -> frozenset[str]:
    """The kinds of gap that a proposal leaves."""
    return frozenset(gap.code for gap in assessment.gaps)


def written(page: Path) -> list[str]:
    """The proposals in a page."""
    return re.findall(r"```turtle\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)


WRITTEN = [page for page in PAGES if written(page)]
"""Those that have their examples in the page."""


TRIED = PAGES if WHOLE else PAGES[3:16:12]
REPAIRED = WRITTEN if WHOLE else [page for page in TRIED if page in WRITTEN]
"""Those of which it is asked what closes the gap."""


def examples(page: Path) -> list[str]:
    """The proposal that leaves the gap and the one that does not, in the page or named by it."""
    text = page.read_text(encoding="utf-8")
    return written(page) or [
        (ONTOLOGY / "proposal" / name).read_text(encoding="utf-8")
        for name in PROPOSAL.findall(text)
    ]


@cache
def golden() -> frozenset[str]:
    """The proposals of which `test_golden.py` asks all, what closes their gaps too."""
    return frozenset(path.read_text(encoding="utf-8") for path in one_in(3, proposal_files()))


@pytest.mark.slow
@pytest.mark.parametrize("page", TRIED, ids=lambda page: page.stem)
def test_the_examples_do_what_the_page_says(page: Path) -> None:
    bad, good = examples(page)
    # Of those in a page it is asked below what closes the gap; golden assessments ask the same of
    # shipped ones, so that one of the two makes it.
    assert page.stem in codes(found(bad, repairs=page in REPAIRED or bad in golden()))
    assert page.stem not in codes(found(good, repairs=good in golden()))


@pytest.mark.slow
@pytest.mark.parametrize("page", REPAIRED, ids=lambda page: page.stem)
def test_what_leaves_the_gap_is_told_how_to_close_it(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert "**Repairs:** " in text
    bad, _ = examples(page)
    (gap, *_) = (gap for gap in found(bad, repairs=True).gaps if gap.code == page.stem)
    assert all(page.stem in repair.closes for repair in gap.repairs)
    assert (gap.no_repair is None) is bool(gap.repairs)
    assert bool(gap.repairs) is (FOR_THE_DRAFTER not in text)


def test_every_kind_of_gap_has_a_page() -> None:
    gaps = Graph().parse(ONTOLOGY / "gap.ttl")
    kinds = gaps.subjects(SKOS.inScheme, URIRef(f"{BASE}gap"))
    named = {str(gaps.value(kind, SKOS.notation)) for kind in kinds}
    assert {page.stem for page in PAGES} == named
