"""Which language the command line speaks."""

from __future__ import annotations

from lovgraf.cli.language import language


def test_language_by_option_environment_and_locale() -> None:
    assert language(["check", "--lang", "da"], {"LOVGRAF_LANG": "en"}) == "da"
    assert language(["--lang=en"], {"LOVGRAF_LANG": "da"}) == "en"
    assert language([], {"LOVGRAF_LANG": "da", "LANG": "en_GB.UTF-8"}) == "da"
    assert language([], {"LANG": "da_DK.UTF-8"}) == "da"
    assert language([], {"LC_ALL": "C.UTF-8", "LANG": "da_DK.UTF-8"}) == "en"
    assert language([], {"LOVGRAF_LANG": "fr"}) == "en"
    assert language([], {}) == "en"
