"""The shipped law graph is sound: by the reasoner, and for the columns engine."""

from __future__ import annotations

import pytest

from checker.law.graph import shipped_files
from checker.lint.compiling import compiler_findings
from checker.lint.finding import LintFinding
from checker.lint.reasoning import reasoner_findings
from checker.lint.run import lint_sources
from checker.lint.sources import Sources, read_sources


@pytest.fixture(scope="module")
def sources() -> Sources:
    return read_sources(shipped_files())


def lines(findings: list[LintFinding]) -> list[str]:
    """Findings as a test report shows them."""
    return [f"{f.file}: {f.code} {f.subject}: {f.message.en}" for f in findings]


def test_every_class_can_have_members_and_nothing_contradicts_the_axioms(sources: Sources) -> None:
    assert lines(reasoner_findings(sources)) == []


def test_columns_take_every_class_and_duty(sources: Sources) -> None:
    assert lines(compiler_findings(sources)) == []


def test_no_finding_is_an_error(sources: Sources) -> None:
    found = lint_sources(sources, reasoner=False)
    assert lines([f for f in found if f.severity == "error"]) == []
