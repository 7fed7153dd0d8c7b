"""What programs may ask of the pages in this folder, for the description in OpenAPI."""

from __future__ import annotations

from lovgraf_web.api.operations import Path, get, plain
from lovgraf_web.api.schemas import OBJECT, OBJECTS, STRING, record


def described() -> dict[str, Path]:
    """What programs may ask for here."""
    status = record(status=STRING)
    return {
        "/{lang}/about": get(
            "Sources, and what is verified", record(version=STRING, acts=OBJECTS)
        ),
        "/{lang}/accessibility": get("The accessibility statement", record(statement=OBJECT)),
        "/healthz": plain("Whether the server answers", status),
        "/readyz": plain("Whether the law is loaded", status),
    }  # fmt: skip
