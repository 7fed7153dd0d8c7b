"""The formats of a report: name, file endings, media type, and who writes it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Literal, cast

from msgspec import Struct

from lovgraf.core.fail_on import DEFAULT_FAIL_ON

if TYPE_CHECKING:
    from lovgraf.core.result import CheckResult
    from lovgraf.core.terms import Text


@dataclass(frozen=True)
class ReportOptions:
    """How a report is written.

    `fail_on` are the verdicts that count as findings; `show_values` allows personal values (the
    records' ids among them); `rows` is how many rows of one cause text and HTML list; `width` (in
    characters), `colour` and `all` (whether it is longer than two screens) are for text; `findings`
    is the name of the file with every finding, `letters` that of the list of whom to write to.
    """

    lang: Literal["da", "en"] = "da"
    fail_on: frozenset[str] = DEFAULT_FAIL_ON
    show_values: bool = False
    rows: int = 20
    width: int = 110
    colour: bool = False
    findings: str | None = None
    letters: str | None = None
    all: bool = False


Pieces = Iterator[str] | Iterator[bytes]
Writer = Callable[["CheckResult", ReportOptions], Pieces]


class Format(Struct, frozen=True):
    """One format, and what its file is called in Danish and English.

    `module` holds a function `write` that yields the report in pieces and, where the format has no
    place for all that a reader must know, `left_out`, which says what is missing.
    """

    name: str
    suffixes: tuple[str, ...]
    media_type: str
    module: str
    da: str
    en: str

    binary: bool = False

    def pieces(self, result: CheckResult, options: ReportOptions) -> Pieces:
        """The report in pieces: of bytes where it is `binary`, else as `write` gives it."""
        writer = cast(Writer, import_module(self.module).write)
        return writer(result, options)

    def write(self, result: CheckResult, options: ReportOptions) -> Iterator[str]:
        """The report in pieces of text, to be encoded as UTF-8 without change of line ends; not of
        a `binary` format."""
        return cast(Iterator[str], self.pieces(result, options))

    def left_out(self, result: CheckResult) -> Text | None:
        """What the report has no place for; None where that is nothing."""
        find = getattr(import_module(self.module), "left_out", None)
        found: Text | None = None if find is None else find(result)
        return found


FORMATS = {
    form.name: form
    for form in (
        Format(
            "text", (".txt", ".text"), "text/plain", "lovgraf.reports.as_text", "Tekst", "Text"
        ),
        Format(
            "json", (".json",), "application/json", "lovgraf.reports.as_json",
            "JSON-fil", "JSON file",
        ),
        Format(
            "csv", (".csv",), "text/csv", "lovgraf.reports.as_csv",
            "CSV til regneark", "CSV for spreadsheets",
        ),
        Format(
            "letters", (".letters.csv",), "text/csv", "lovgraf.reports.as_letters",
            "Liste til breve (CSV)", "List for letters (CSV)",
        ),
        Format(
            "xlsx", (".xlsx",),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "lovgraf.reports.as_xlsx", "Excel-projektmappe", "Excel workbook", binary=True,
        ),
        Format(
            "html", (".html", ".htm"), "text/html", "lovgraf.reports.as_html",
            "HTML-side", "HTML page",
        ),
        Format(
            "sarif", (".sarif", ".sarif.json"), "application/sarif+json",
            "lovgraf.reports.as_sarif", "SARIF-fil", "SARIF file",
        ),
        Format(
            "junit", (".xml",), "application/xml", "lovgraf.reports.as_junit",
            "JUnit-fil", "JUnit file",
        ),
        Format(
            "ttl", (".ttl",), "text/turtle", "lovgraf.reports.as_turtle",
            "Turtle-fil", "Turtle file",
        ),
    )
}  # fmt: skip


def format_of(file_name: str) -> str | None:
    """The format that a file's ending stands for (the longest that fits), or None."""
    name = file_name.lower()
    fitting = [
        (len(suffix), form.name)
        for form in FORMATS.values()
        for suffix in form.suffixes
        if name.endswith(suffix)
    ]
    return max(fitting)[1] if fitting else None
