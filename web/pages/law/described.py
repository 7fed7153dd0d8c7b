"""What programs may ask of the pages in this folder, for the description in OpenAPI."""

from __future__ import annotations

from lovgraf_web.api.operations import DAY, Path, get
from lovgraf_web.api.schemas import DATE, OBJECTS, record


def described() -> dict[str, Path]:
    """What programs may ask for here."""
    return {
        "/{lang}/law": get("The norms in force", record(as_of=DATE, acts=OBJECTS), DAY),
    }  # fmt: skip
