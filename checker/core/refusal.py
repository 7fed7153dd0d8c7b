"""The refusal of what the condition tree cannot express: by name, never guessed."""

from __future__ import annotations

import re

from rdflib.term import Node

from lovgraf.core.errors import InputError
from lovgraf.core.terms import PREFIXES, Text

DEEPEST = 100
"""Definitions within one another that are read: each takes some of the interpreter's stack."""
_IRI = re.compile("|".join(map(re.escape, PREFIXES.values())))
_NAMES = {space: f"{prefix}:" for prefix, space in PREFIXES.items()}


class NotCompilable(InputError):
    """A construct of a class expression or shape that the columns engine does not take.

    `what` is the construct in words; `where` and `construct` are as given.
    """

    def __init__(self, where: Node | str, construct: Node | str | Text) -> None:
        english = construct.en if isinstance(construct, Text) else str(construct)
        danish = construct.da if isinstance(construct, Text) else english
        self.where, self.construct = str(where), english
        self.what = Text(short_terms(danish), short_terms(english))
        super().__init__(
            f"{short_terms(str(where))} bruger {self.what.da}, som ikke kan omsættes til kolonner.",
            f"{short_terms(str(where))} uses {self.what.en}, which cannot be turned into columns.",
        )


def too_deep() -> Text:
    """What is refused where definitions lie too deep within one another."""
    return Text(
        f"flere end {DEEPEST} definitioner inden i hinanden",
        f"more than {DEEPEST} definitions within one another",
    )


def short_terms(text: str) -> str:
    """A text with the names of vocabularies as one writes them in Turtle."""
    return _IRI.sub(lambda found: _NAMES[found[0]], text)
