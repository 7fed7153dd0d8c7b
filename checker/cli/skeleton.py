"""The questions of `lovgraf assess --new`, by options or on a terminal."""

from __future__ import annotations

import sys
from datetime import date

from lovgraf.cli import values
from lovgraf.cli.language import Lang
from lovgraf.core.terms import Text

UNDETERMINED = "undetermined"
_QUESTIONS = {
    "title": Text("Titel på dansk", "Title in Danish"),
    "title-en": Text("Titel på engelsk", "Title in English"),
    "norm": Text(
        "Hvilken norm ændres (fx law/2012/528/par/3/stk/1/norm/connection)",
        "Which norm is changed (such as law/2012/528/par/3/stk/1/norm/connection)",
    ),
    "also": Text(
        "Hvilken klasse skal den også gælde for (fx group/1; tomt: normen ophører)",
        "Which class is it to be for as well (such as group/1; blank: the norm ends)",
    ),
    "commencement": Text(
        "Hvornår træder det i kraft (åååå-mm-dd; tomt: ubestemt)",
        "When does it commence (yyyy-mm-dd; blank: undetermined)",
    ),
}
_OPTIONAL = frozenset({"also", "commencement"})


def write_skeleton(given: dict[str, str | None], law_as_of: date | None, lang: Lang) -> str:
    """Ask what is not given, where there is somebody to ask, and write the proposal.

    Raises `InputError` where an answer is missing or cannot be used.
    """
    from lovgraf.law import load_law
    from lovgraf.proposals.skeleton import Answers, skeleton

    answers = {key: _answer(key, value, lang) for key, value in given.items()}
    start = answers["commencement"]
    law = load_law()
    return skeleton(
        Answers(
            Text(str(answers["title"]), str(answers["title-en"])),
            str(answers["norm"]),
            answers["also"],
            None if start in (None, UNDETERMINED) else values.date_of("--commencement", str(start)),
            law_as_of or date.today(),
        ),
        law,
    )


def _answer(key: str, value: str | None, lang: Lang) -> str | None:
    if value is None and sys.stdin.isatty():
        print(f"{_QUESTIONS[key][lang]}: ", end="", file=sys.stderr, flush=True)
        value = sys.stdin.readline().strip()
    if value:
        return value
    if key in _OPTIONAL:
        return None
    from lovgraf.core.errors import InputError

    raise InputError(
        f"--{key} mangler: {_QUESTIONS[key].da}.", f"--{key} is missing: {_QUESTIONS[key].en}."
    )
