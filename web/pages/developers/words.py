"""Texts of the page for developers."""

from __future__ import annotations

from lovgraf.core.terms import Text

TEXTS: dict[str, Text] = {
    "developers-builder": Text("Byg et spørgsmål", "Build a question"),
    "developers-builder-about": Text(
        "Spørgsmål til grafen uden SPARQL, og den forespørgsel, de bliver til.",
        "Questions to the graph without SPARQL, and the query that they become.",
    ),
    "developers-query": Text("Forespørgsler", "Queries"),
    "developers-query-about": Text(
        "Færdige spørgsmål til grafen, og SPARQL med editor.",
        "Ready questions to the graph, and SPARQL with an editor.",
    ),
    "developers-ontology": Text("Ontologi", "Ontology"),
    "developers-ontology-about": Text(
        "Hvert navn i grafen, med hvad der siges om det; hele grafen som fil.",
        "Each name of the graph with what is said of it; the whole graph as a file.",
    ),
    "developers-api": Text("API for programmer", "API for programs"),
    "developers-api-about": Text(
        "Beskrivelsen i OpenAPI 3.1 af alt, hvad programmer kan spørge om.",
        "The description in OpenAPI 3.1 of all that programs may ask for.",
    ),
    "developers-sparql": Text("SPARQL-adresse", "SPARQL endpoint"),
    "developers-sparql-about": Text(
        "SPARQL 1.1 over HTTP, til læsning.", "SPARQL 1.1 over HTTP, for reading."
    ),
    "about-version": Text("Grafens version", "Version of the graph"),
    "about-api-1": Text(
        "Hver side findes som JSON og Turtle på samme adresse (format=json, format=ttl eller "
        "Accept). Beskrivelsen i OpenAPI 3.1:",
        "Every page comes as JSON and Turtle at its address (format=json, format=ttl or Accept). "
        "The description in OpenAPI 3.1:",
    ),
}
