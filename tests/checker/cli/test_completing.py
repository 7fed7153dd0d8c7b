"""What the shell completes."""

from __future__ import annotations

import pytest

from lovgraf.core.result import VERDICTS
from tests.checker.cli.said import program


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("lovgraf ", {"check", "person", "law", "lint", "format", "sample", "serve"}),
        ("lovgraf check d.csv --format ", {"text", "json", "csv", "html", "sarif", "junit", "ttl"}),
        ("lovgraf check d.csv --fail-on breached,", {f"breached,{v}" for v in (*VERDICTS, "none")}),
        ("lovgraf check d.csv --format = js", {"json"}),
        ("lovgraf query duties", {"duties-needing", "duties-without-sanction"}),
        ("lovgraf query routes --param ", {"asOf=today", "capability=capability/eid", "lang=da"}),
        ("lovgraf query routes --param capability =", {"capability/eid", "capability/cpr-number"}),
        ("lovgraf query code-list -p list = code-list/c", {"code-list/cpr-status"}),
        ("lovgraf query routes --param lang =", {"da", "en"}),
        ("lovgraf query routes -p lang = en -p ", {"asOf=today", "lang=da"}),
    ],
)
def test_the_shell_completes(words: str, expected: set[str]) -> None:
    done = program(
        env={
            "_LOVGRAF_COMPLETE": "complete_bash",
            "COMP_WORDS": words,
            "COMP_CWORD": str(words.count(" ")),
        }
    )
    assert done.returncode == 0
    assert expected <= set(done.stdout.split())


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("lovgraf query code-list --param list=code-list/cpr-s", "list=code-list/cpr-status"),
        ("lovgraf query code-list --param l", "lang=da list=code-list/exemption-ground"),
        ("lovgraf query code-list --param other=", ""),
        ("lovgraf query no-such-query --param ", ""),
    ],
)
def test_other_shells_keep_a_pair_together(words: str, expected: str) -> None:
    done = program(
        env={"_LOVGRAF_COMPLETE": "complete_fish", "_TYPER_COMPLETE_ARGS": words,
             "_TYPER_COMPLETE_FISH_ACTION": "get-args"}
    )  # fmt: skip
    assert (done.returncode, done.stdout.split()) == (0, expected.split())
