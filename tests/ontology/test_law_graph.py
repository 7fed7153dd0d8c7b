"""The shipped law is sound: `lovgraf lint` without files finds no error. That it finds none of the
shipped proposals either is in `tests/checker/lint/test_proposals.py`."""

from __future__ import annotations

import pytest

from lovgraf.authoring.lint.finding import LintFinding
from lovgraf.authoring.lint.run import lint_sources
from lovgraf.authoring.lint.sources import Sources
from tests.examples import whole

REFUSED = {
    "not-compilable", "reasoner", "no-question", "no-opening", "presumed-away",
}  # fmt: skip
"""No errors, but here everything is to be read by the columns engine and by HermiT; whoever is
bound or favoured is asked about; each question has its sentences, and none says no at once."""


def lines(findings: list[LintFinding]) -> list[str]:
    """Findings that may not be, as a test report shows them."""
    wrong = [f for f in findings if f.severity == "error" or f.code in REFUSED]
    return [f"{f.file}: {f.code} {f.subject}: {f.message.en}" for f in wrong]


@pytest.mark.slow
@whole("checker/lint/test_lint.py::test_the_whole_law_is_clean")
def test_the_law_has_no_error(shipped_sources: Sources) -> None:
    assert lines(lint_sources(shipped_sources, reasoner=False)) == []
