"""Texts of the page for developers on the description."""

from __future__ import annotations

from lovgraf.core.terms import Text

TEXTS: dict[str, Text] = {
    "developers-api": Text("API for programmer", "API for programs"),
    "developers-api-about": Text(
        "Beskrivelsen i OpenAPI 3.1 af alt, hvad programmer kan spørge om.",
        "The description in OpenAPI 3.1 of all that programs may ask for.",
    ),
}
