"""What the condition tree cannot express is refused by name, never guessed."""

from __future__ import annotations

import re

from rdflib.term import Node

from lovgraf.core.errors import InputError
from lovgraf.core.terms import Text
from lovgraf.core.turtle import PREFIXES

DEEPEST = 100
"""Definitions within one another that are read: each takes some of the interpreter's stack."""
_IRI = re.compile("|".join(map(re.escape, PREFIXES.values())))
_NAMES = {space: f"{prefix}:" for prefix, space in PREFIXES.items()}


class NotCompilable(InputError):
    """A construct of a class expression or shape that the columns engine does not take.

    `what` is the construct in words; `where` and `construct` are as given.
    """

    def __init__(
        self, where: Node | str, construct: Node | str | Text, norm: Text | None = None
    ) -> None:
        english = construct.en if isinstance(construct, Text) else str(construct)
        danish = construct.da if isinstance(construct, Text) else english
        self.where, self.construct = str(where), english
        self.what = Text(short_terms(danish), short_terms(english))
        of = Text("", "") if norm is None else Text(f"»{norm.da}«: ", f'"{norm.en}": ')
        name = short_terms(str(where))
        super().__init__(
            f"{of.da}{name} bruger {self.what.da}, som ikke kan omsættes til kolonner.",
            f"{of.en}{name} uses {self.what.en}, which cannot be turned into columns.",
        )

    def of(self, norm: Text) -> NotCompilable:
        """The same, with the label of the norm that it strikes."""
        return NotCompilable(self.where, self.what, norm)


def too_deep() -> Text:
    """What is refused where definitions lie too deep within one another."""
    return Text(
        f"flere end {DEEPEST} definitioner inden i hinanden",
        f"more than {DEEPEST} definitions within one another",
    )


def short_terms(text: str) -> str:
    """A text with the names of vocabularies as one writes them in Turtle."""
    return _IRI.sub(lambda found: _NAMES[found[0]], text)
