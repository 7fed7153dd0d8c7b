"""What programs may ask of the pages in this folder, for the description in OpenAPI."""

from __future__ import annotations

from lovgraf_web.api.operations import DAY, NAME, Path, get, path
from lovgraf_web.api.schemas import OBJECTS, STRING, TEXT, record


def described() -> dict[str, Path]:
    """What programs may ask for here."""
    return {
        "/{lang}/provision/{name}": get(
            "An act or a provision", record(provision=STRING, label=TEXT, norms=OBJECTS), DAY,
            path("name", NAME),
        ),
    }  # fmt: skip
