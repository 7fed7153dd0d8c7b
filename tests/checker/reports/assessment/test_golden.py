"""The assessments of the shipped proposals, byte for byte but for fingerprints, and for the list of
what was looked for, which grows with each kind of gap.

They are there to be read: `LOVGRAF_GOLDEN=write pytest tests/checker/reports/assessment` writes
them anew after a change of the law, the proposals or the words.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from lovgraf.core.terms import Lang
from lovgraf.law import load_law
from lovgraf.law.graph import ONTOLOGY
from lovgraf.law.view import Law
from lovgraf.proposals.assess import Assessment, assess
from lovgraf.proposals.proposal import read_proposal
from lovgraf.reports.assessment import as_json, docx, html, markdown, text, turtle
from lovgraf.reports.assessment.document import document, short
from lovgraf.reports.assessment.principles import principles
from tests.checker.reports.assessment.test_forms import of_word
from tests.examples import WHOLE, one_in

GOLDEN = Path(__file__).resolve().parents[3] / "golden/assess"
NAMES = sorted(path.stem for path in (ONTOLOGY / "proposal").glob("*.ttl"))
WRITES = os.environ.get("LOVGRAF_GOLDEN") == "write"
AS_PAGE = "digital-post-groups-1-2"
"""The one that is kept as HTML, as the lines of a Word file and as RDF too."""
LANGUAGES: tuple[Lang, ...] = ("da", "en")


@cache
def law() -> Law:
    return load_law()


@cache
def assessed(name: str) -> Assessment:
    return assess(law(), [read_proposal(ONTOLOGY / "proposal" / f"{name}.ttl")], repairs=True)


def forms(name: str) -> Iterator[tuple[str, str]]:
    """Each form with the ending of its file; fingerprints change with every change of the law."""
    found = assessed(name)
    yield "json", "".join(as_json.write(found))
    for lang in LANGUAGES:
        yield f"{lang}.txt", "".join(text.write(short(found, lang)))
        yield f"{lang}.md", "".join(markdown.write(document(found, lang)))
        if name == AS_PAGE:
            yield f"{lang}.html", "".join(html.write(document(found, lang)))
            yield f"{lang}.docx.txt", "\n".join(of_word(docx.write(document(found, lang)))) + "\n"
    if name == AS_PAGE:
        yield "ttl", "".join(turtle.write(found))


def as_kept(content: str) -> str:
    """Without what changes although the assessment is the same."""
    kept = re.sub(r"\b[0-9a-f]{64}\b", "0" * 64, content)
    return re.sub(r'("examined": \[)[^\]]+\]', r'\1"..."]', kept)


@pytest.mark.slow
@pytest.mark.parametrize("name", one_in(8, NAMES, whole=WHOLE or WRITES))
def test_the_assessment_is_the_golden_one(name: str) -> None:
    for ending, content in forms(name):
        written = as_kept(content).encode()
        golden = GOLDEN / f"{name}.{ending}"
        if WRITES:
            golden.write_bytes(written)
        assert written == golden.read_bytes(), ending
    assert all(one.examined == one.checks for one in principles(assessed(name)))


def test_the_one_of_all_forms_is_always_assessed() -> None:
    assert AS_PAGE in one_in(3, NAMES)


def test_no_golden_file_is_left_over() -> None:
    kept = {path.name.split(".")[0] for path in GOLDEN.iterdir()}
    assert kept == set(NAMES)
