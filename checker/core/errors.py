"""Errors that a user can act on: one line, in Danish and English, with the place."""

from __future__ import annotations

from lovgraf.core.terms import Text


class InputError(Exception):
    """An input that cannot be used (exit status 2).

    `message` says what and what to do; `file`, `line` and `column` say where (1-based).
    """

    def __init__(
        self,
        message_da: str,
        message_en: str,
        file: str | None = None,
        line: int | None = None,
        column: int | None = None,
    ) -> None:
        self.message = Text(message_da, message_en)
        self.file, self.line, self.column = file, line, column
        self.language: str | None = None
        """The language in which it is told, where another than that of the run."""
        super().__init__(self.in_language("en"))

    def in_language(self, lang: str) -> str:
        """The message with its place in front, in `da` or `en`."""
        place = ":".join(str(part) for part in (self.file, self.line, self.column) if part)
        return f"{place}: {self.message[lang]}" if place else self.message[lang]


class NoRows(InputError):
    """An input that is in order and holds no record."""
