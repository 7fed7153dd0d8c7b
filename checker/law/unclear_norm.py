"""The error that a norm of the graph cannot be read."""

from __future__ import annotations

from typing import Literal

from lovgraf.core.errors import InputError


class UnclearNorm(InputError):
    """A norm (IRI) that cannot be read: it states twice what it can have but one of, or has a
    deadline that is none; `code` says which."""

    def __init__(
        self, da: str, en: str, norm: str, code: Literal["stated-twice", "no-deadline"]
    ) -> None:
        super().__init__(da, en)
        self.norm, self.code = norm, code
