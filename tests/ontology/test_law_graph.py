"""The shipped law is sound: `lovgraf lint` without files finds no error. That it finds none of the
shipped proposals either is in `tests/checker/lint/test_proposals.py`."""

from __future__ import annotations

import pytest

from lovgraf.authoring.lint.finding import LintFinding
from lovgraf.authoring.lint.run import lint_sources
from lovgraf.authoring.lint.sources import Sources
from lovgraf.law.graph import shipped_files
from tests.examples import WHOLE, one_in

REFUSED = {
    "not-compilable", "reasoner", "no-question", "no-opening", "presumed-away",
}  # fmt: skip
"""No errors, but here everything is to be read by the columns engine and by HermiT; whoever is
bound or favoured is asked about; each question has its sentences, and none says no at once."""

OF_ALL = (
    "asked_findings", "away_findings", "idle_findings", "meeting_findings", "query_findings",
    "silence_findings",
)  # fmt: skip
"""The rules that go through each question and norm, or ask each query of the whole graph, tried
where the whole is asked for; over little they are tried by `tests/checker/lint/test_lint.py` and
`test_silence.py`."""


def lines(findings: list[LintFinding]) -> list[str]:
    """Findings that may not be, as a test report shows them."""
    wrong = [f for f in findings if f.severity == "error" or f.code in REFUSED]
    return [f"{f.file}: {f.code} {f.subject}: {f.message.en}" for f in wrong]


@pytest.mark.slow
def test_the_law_has_no_error(shipped_sources: Sources, monkeypatch: pytest.MonkeyPatch) -> None:
    """One file in twelve, beside the others; each where the whole is asked for, or `make lint`."""
    for rule in () if WHOLE else OF_ALL:
        monkeypatch.setattr(f"lovgraf.authoring.lint.run.{rule}", lambda *_: [])
    about = None if WHOLE else one_in(12, shipped_files())
    assert lines(lint_sources(shipped_sources, reasoner=False, about=about)) == []
