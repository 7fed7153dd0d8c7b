"""Texts of the page for developers."""

from __future__ import annotations

from lovgraf.core.terms import Text

TEXTS: dict[str, Text] = {
    "about-version": Text("Grafens version", "Version of the graph"),
    "about-api-1": Text(
        "Hver side findes som JSON og Turtle på samme adresse (format=json, format=ttl eller "
        "Accept). Beskrivelsen i OpenAPI 3.1:",
        "Every page comes as JSON and Turtle at its address (format=json, format=ttl or Accept). "
        "The description in OpenAPI 3.1:",
    ),
}
