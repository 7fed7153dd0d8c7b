"""What programs may ask of the pages in this folder, for the description in OpenAPI."""

from __future__ import annotations

from lovgraf_web.api.operations import DAY, Path, get, query
from lovgraf_web.api.schemas import INTEGER, OBJECTS, STRING, maybe, record


def described() -> dict[str, Path]:
    """What programs may ask for here."""
    return {
        "/{lang}/search": get(
            "Search the law", record(query=maybe(STRING), count=INTEGER, found=OBJECTS), DAY,
            query("q", "words, or a section"),
        ),
    }  # fmt: skip
