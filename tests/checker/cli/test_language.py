"""Which language the command line speaks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from lovgraf.cli.language import language
from lovgraf.cli.main import run
from tests.examples import one_in
from tests.web.answered import answered_once


@pytest.fixture(scope="module", autouse=True)
def _once() -> Iterator[None]:
    """Each answer is found once; which language it is told in is chosen after that."""
    with answered_once():
        yield


def test_language_by_option_environment_and_locale() -> None:
    assert language(["check", "--lang", "da"], {"LOVGRAF_LANG": "en"}) == "da"
    assert language(["--lang=en"], {"LOVGRAF_LANG": "da"}) == "en"
    assert language([], {"LOVGRAF_LANG": "da", "LANG": "en_GB.UTF-8"}) == "da"
    assert language([], {"LANG": "da_DK.UTF-8"}) == "da"
    assert language([], {"LC_ALL": "C.UTF-8", "LANG": "da_DK.UTF-8"}) == "en"
    assert language([], {"LOVGRAF_LANG": "fr"}) == "en"
    assert language([], {}) == "en"


ASKED = one_in(
    2,
    [
        ("hvor længe skal banken gemme mit pas", "how long must the bank keep my passport",
         "aml-retention"),
        ("skal en pensionist i Spanien have Digital Post",
         "must a pensioner in Spain have Digital Post", "digital-post-person"),
    ],
)  # fmt: skip
"""The same in Danish and in English, and which question that is."""


def no_language(monkeypatch: pytest.MonkeyPatch, locale: str) -> None:
    """A machine whose locale names no language."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "LOVGRAF_LANG"):
        monkeypatch.delenv(name, raising=False)
    if locale:
        monkeypatch.setenv("LANG", locale)


@pytest.mark.parametrize("locale", ["C", "POSIX", "C.UTF-8", ""])
def test_a_question_is_answered_in_its_own_language_where_the_machine_has_none(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], locale: str
) -> None:
    no_language(monkeypatch, locale)
    for danish, english, slug in ASKED:
        assert run(["ask", danish, "--as-of", "2026-11-30"]) == 0
        captured = capsys.readouterr()
        assert f"Besvarer {slug}" in captured.err
        assert "Retstilstanden den 30. november 2026" in captured.out
        assert run(["ask", english, "--as-of", "2026-11-30"]) == 0
        assert "The law as it stood" in capsys.readouterr().out
        assert run(["ask", danish, "--lang", "en"]) == 0
        assert "The law as it stood" in capsys.readouterr().out


def test_a_refusal_speaks_the_language_of_the_question(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    no_language(monkeypatch, "C.UTF-8")
    assert run(["ask", "hvad skal der ske med min ilder på skibet"]) == 2
    assert "Skriv" in capsys.readouterr().err


def test_a_locale_with_a_language_goes_first(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    no_language(monkeypatch, "en_GB.UTF-8")
    for danish, *_ in ASKED:
        assert run(["ask", danish]) == 0
        assert "The law as it stood" in capsys.readouterr().out
