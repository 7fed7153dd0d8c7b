"""What the condition tree cannot express is refused by name, never guessed."""

from __future__ import annotations

from rdflib.term import Node

from checker.errors import InputError

DEEPEST = 100
"""Definitions within one another that are read: each takes some of the interpreter's stack."""


class NotCompilable(InputError):
    """A construct of a class expression or shape that the columns engine does not take."""

    def __init__(self, where: Node | str, construct: Node | str) -> None:
        self.where, self.construct = str(where), str(construct)
        super().__init__(
            f"{where} bruger {construct}, som ikke kan omsættes til kolonner.",
            f"{where} uses {construct}, which cannot be turned into columns.",
        )
