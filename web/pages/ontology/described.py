"""What programs may ask of the pages in this folder, for the description in OpenAPI."""

from __future__ import annotations

from lovgraf_web.api.operations import NAME, Path, get, path
from lovgraf_web.api.schemas import OBJECT, OBJECTS, by_name, record


def described() -> dict[str, Path]:
    """What programs may ask for here."""
    return {
        "/{lang}/ontology": get("The names of the graph", record(kinds=by_name(OBJECTS))),
        "/{lang}/term/{name}": get("What the graph says of a name", OBJECT, path("name", NAME)),
    }  # fmt: skip
