"""Which language the command line speaks."""

from __future__ import annotations

import pytest

from lovgraf.cli.language import language
from lovgraf.cli.main import run


def test_language_by_option_environment_and_locale() -> None:
    assert language(["check", "--lang", "da"], {"LOVGRAF_LANG": "en"}) == "da"
    assert language(["--lang=en"], {"LOVGRAF_LANG": "da"}) == "en"
    assert language([], {"LOVGRAF_LANG": "da", "LANG": "en_GB.UTF-8"}) == "da"
    assert language([], {"LANG": "da_DK.UTF-8"}) == "da"
    assert language([], {"LC_ALL": "C.UTF-8", "LANG": "da_DK.UTF-8"}) == "en"
    assert language([], {"LOVGRAF_LANG": "fr"}) == "en"
    assert language([], {}) == "en"


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
    asked = ["ask", "skal en pensionist i Spanien have Digital Post"]
    assert run([*asked, "--as-of", "2026-11-30"]) == 0
    captured = capsys.readouterr()
    assert "Besvarer digital-post-person" in captured.err
    assert "Retstilstanden den 30. november 2026" in captured.out
    assert run(["ask", "must a pensioner in Spain have Digital Post", "--as-of", "2026-11-30"]) == 0
    assert "The law as it stood" in capsys.readouterr().out
    assert run([*asked, "--lang", "en"]) == 0
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
    assert run(["ask", "skal en pensionist i Spanien have Digital Post"]) == 0
    assert "The law as it stood" in capsys.readouterr().out
