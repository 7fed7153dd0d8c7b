"""What the shell completes."""

from __future__ import annotations

import os
from unittest import mock

import pytest

from lovgraf.cli import run
from lovgraf.core.result import VERDICTS
from tests.checker.cli.said import Capture, program
from tests.examples import one_in


def asked_by_bash(words: str) -> dict[str, str]:
    """The environment in which a shell asks for the words that may come next."""
    return {
        "_LOVGRAF_COMPLETE": "complete_bash",
        "COMP_WORDS": words,
        "COMP_CWORD": str(words.count(" ")),
    }


def asked_by_fish(words: str) -> dict[str, str]:
    return {
        "_LOVGRAF_COMPLETE": "complete_fish",
        "_TYPER_COMPLETE_ARGS": words,
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
    }


@pytest.mark.slow
def test_the_program_completes() -> None:
    for asked, word in one_in(
        2,
        [
            (asked_by_bash("lovgraf check d.csv --format = js"), "json"),
            (
                asked_by_fish("lovgraf query code-list --param list=code-list/cpr-s"),
                "list=code-list/cpr-status",
            ),
        ],
    ):
        done = program(env=asked)
        assert (done.returncode, done.stdout.split()) == (0, [word])


def completed(environment: dict[str, str], capsys: Capture) -> list[str]:
    """The words that the program names, here in this process."""
    own = environment | {"LOVGRAF_LANG": "da"}
    with mock.patch.dict(os.environ, own), pytest.raises(SystemExit) as ended:
        run([])
    assert not ended.value.code
    return capsys.readouterr().out.split()


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
def test_the_shell_completes(words: str, expected: set[str], capsys: Capture) -> None:
    assert expected <= set(completed(asked_by_bash(words), capsys))


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
def test_other_shells_keep_a_pair_together(words: str, expected: str, capsys: Capture) -> None:
    assert completed(asked_by_fish(words), capsys) == expected.split()
