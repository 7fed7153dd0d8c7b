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
    return "da" if _of_locale(environment) == "da" else "en"


def tells_none(environment: Mapping[str, str]) -> bool:
    """Whether the environment names no language: what somebody writes tells it then.

    >>> tells_none({"LANG": "C.UTF-8"}), tells_none({"LANG": "en_GB.UTF-8"})
    (True, False)
    """
    wished = environment.get("LOVGRAF_LANG") in LANGUAGES
    return not wished and _of_locale(environment) in _NO_LANGUAGE


_NO_LANGUAGE = ("", "C", "POSIX")


def _of_locale(environment: Mapping[str, str]) -> str:
    """The language that the locale names."""
    names = (environment.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    locale = next(filter(None, names), "")
    return locale.replace("-", "_").split("_")[0].split(".")[0]
