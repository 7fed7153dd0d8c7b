"""Which of the two languages the command line speaks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

Lang = Literal["da", "en"]
LANGUAGES: tuple[Lang, Lang] = ("da", "en")


def chosen(arguments: Sequence[str]) -> str | None:
    """The value of the last `--lang` among the arguments, whatever it is."""
    found = None
    for number, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument.startswith("--lang="):
            found = argument.removeprefix("--lang=")
        elif argument == "--lang" and number + 1 < len(arguments):
            found = arguments[number + 1]
    return found


def language(arguments: Sequence[str], environment: Mapping[str, str]) -> Lang:
    """The language: `--lang`, else LOVGRAF_LANG, else Danish where the locale is Danish.

    >>> language([], {"LANG": "da_DK.UTF-8"})
    'da'
    """
    for wish in (chosen(arguments), environment.get("LOVGRAF_LANG")):
        for lang in LANGUAGES:
            if wish == lang:
                return lang
    names = (environment.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    locale = next(filter(None, names), "")
    return "da" if locale.replace("-", "_").split("_")[0].split(".")[0] == "da" else "en"
