"""The formats of an assessment: name, file endings, and who writes each."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lovgraf.core.output import Pieces
    from lovgraf.core.terms import Lang
    from lovgraf.proposals.assess import Assessment

FORMATS = {
    "text": (".txt",),
    "json": (".json",),
    "html": (".html", ".htm"),
    "md": (".md",),
    "docx": (".docx",),
    "ttl": (".ttl",),
}
WIDTH = 100
"""Characters of a line of text where no terminal says otherwise."""


def write(
    found: Assessment, form: str, lang: Lang, width: int = WIDTH, *, colour: bool = False
) -> Pieces:
    """The assessment in a format, in pieces; `width` and `colour` are for text."""
    # What writes a format is imported when it is asked for: some of it is slow to start.
    if form == "json":
        from lovgraf.reports.assessment import as_json

        return as_json.write(found)
    if form == "ttl":
        from lovgraf.reports.assessment import turtle

        return turtle.write(found)
    from lovgraf.reports.assessment.document import document, short

    if form == "text":
        from lovgraf.reports.assessment import text

        return text.write(short(found, lang), width, colour=colour)
    whole = document(found, lang)
    if form == "docx":
        from lovgraf.reports.assessment import docx

        return [docx.write(whole)]
    from lovgraf.reports.assessment import html, markdown

    return html.write(whole) if form == "html" else markdown.write(whole)
