"""`lovgraf.validate`: any RDF against anybody's SHACL shapes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from lovgraf.api.arguments import flags, one_of, path_of
from lovgraf.api.given import Source
from lovgraf.api.shown import Content, Shown
from lovgraf.core.errors import InputError
from lovgraf.core.terms import Lang
from lovgraf.validate import as_json, as_text, as_turtle
from lovgraf.validate import validate as run
from lovgraf.validate.report import ValidationReport

_ENGINES = ("both", "columns", "reference")


def validate(
    data: Source,
    *shapes: Source,
    engine: str = "both",
    ignore_unknown: bool = False,
    show_values: bool = False,
) -> Validated:
    """Validate a file of RDF by shapes, as `lovgraf validate` does.

    With `ignore_unknown` terms that no engine knows are left out and listed; then nothing conforms.
    `engine` is `columns`, `reference` (pySHACL), or `both`: pySHACL for what `columns` refuses.
    Raises `InputError` where a file cannot be used, for a term that is not known, and where no node
    is a target of a shape or the shapes ask for nothing.
    """
    flags(ignore_unknown=ignore_unknown, show_values=show_values)
    one_of("engine", engine, _ENGINES)
    file, asked = path_of("data", data), [path_of("shapes", path) for path in shapes]
    if not asked:
        raise InputError("Angiv mindst én fil med former.", "Give at least one file of shapes.")
    found = run(
        file, asked, engine, show_values=show_values,
        ignore_unknown=ignore_unknown,
    )  # fmt: skip
    if not found.found and not (found.focus_nodes and found.asked):
        raise InputError(
            "Intet blev kontrolleret: formerne har intet mål i dataene, eller de kræver intet.",
            "Nothing was checked: the shapes have no target in the data, or ask for nothing.",
        )
    return Validated(found, show_values)


@dataclass(repr=False)
class Validated(Shown):
    """A validation report, which can be shown and saved (`Shown`)."""

    found: ValidationReport
    show_values: bool

    formats: ClassVar = {"text": (".txt",), "json": (".json",), "ttl": (".ttl",)}

    @property
    def conforms(self) -> bool:
        """Whether all was checked and nothing was found."""
        return not self.found.found and not self.found.not_checked

    def _said(self) -> str:
        return "conforms" if self.conforms else "does not conform"

    def _write(self, form: str, lang: Lang) -> Content:
        if form == "text":
            return as_text.write(self.found, self.show_values, lang, 20)
        if form == "json":
            return as_json.write(self.found, self.show_values)
        return as_turtle.write(self.found, self.show_values)
