"""An answer of the interface: it can be read, shown in a notebook, and saved in a format."""

from __future__ import annotations

import html
import json
from abc import ABC, abstractmethod
from collections.abc import Iterable
from os import PathLike
from pathlib import Path
from typing import Any, ClassVar, get_args

from lovgraf.api.arguments import one_of, path_of
from lovgraf.core.errors import InputError
from lovgraf.core.output import write_output
from lovgraf.core.terms import Lang

Content = Iterable[str] | Iterable[bytes]
_FRAME = (
    '<iframe srcdoc="{}" sandbox style="width: 100%; height: 32rem; border: 1px solid #ccc" '
    'title="Lovgraf"></iframe>'
)


class Shown(ABC):
    """An answer as text, JSON, a page, or a file."""

    formats: ClassVar[dict[str, tuple[str, ...]]]
    """The formats it can be written in, each with the endings of its files."""

    @abstractmethod
    def _write(self, form: str, lang: Lang) -> Content:
        """The answer in a format, in pieces."""

    def report(self, form: str = "text", lang: Lang = "en") -> str:
        """The answer as text in a format. Raises `InputError` for a format that it has not, and for
        one that is no text."""
        one_of("lang", lang, get_args(Lang))
        pieces = list(self._write(self._known(form), lang))
        if any(isinstance(piece, bytes) for piece in pieces):
            raise InputError(
                f"{form} er ikke tekst; gem det med save.",
                f"{form} is no text; save it with save.",
            )
        return "".join(map(str, pieces))

    def as_dict(self) -> dict[str, Any]:
        """The answer as the command's JSON has it."""
        found: dict[str, Any] = json.loads(self.report("json"))
        return found

    def save(self, path: str | PathLike[str], form: str | None = None, lang: Lang = "en") -> Path:
        """Write the answer to a file that only this user can read, in the format that its ending
        stands for, and give its path. Raises `InputError` where there is no such format, or the
        file cannot be written."""
        one_of("lang", lang, get_args(Lang))
        target = path_of("path", path)
        chosen = self._known(form) if form is not None else self._of_ending(target)
        write_output(self._write(chosen, lang), target, private=True)
        return target

    def _known(self, form: str) -> str:
        if form in self.formats:
            return form
        known = ", ".join(self.formats)
        raise InputError(
            f"Der er intet format {form}; der er {known}.",
            f"There is no format {form}; there are {known}.",
        )

    def _of_ending(self, path: Path) -> str:
        name = path.name.lower()
        fitting = [
            (len(ending), form)
            for form, endings in self.formats.items()
            for ending in endings
            if name.endswith(ending)
        ]
        return max(fitting)[1] if fitting else self._known(path.suffix.removeprefix("."))

    @abstractmethod
    def _said(self) -> str:
        """The answer in a few words, without values of records."""

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {self._said()}>"

    def __str__(self) -> str:
        return self.report()

    def _repr_html_(self) -> str:
        """The page in a frame of its own, so that its look and a notebook's stay apart."""
        if "html" in self.formats:
            return _FRAME.format(html.escape(self.report("html")))
        return f"<pre>{html.escape(self.report())}</pre>"
