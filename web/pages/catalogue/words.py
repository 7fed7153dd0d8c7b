"""Texts of the catalogue."""

from __future__ import annotations

from lovgraf.core.terms import Text

TEXTS: dict[str, Text] = {
    "developers-catalogue": Text("Katalog", "Catalogue"),
    "developers-catalogue-about": Text(
        "Hvad grafen er og hvor den fås, i DCAT-AP; hvad den rummer, står i VoID.",
        "What the graph is and where to have it, in DCAT-AP; what it holds stands in VoID.",
    ),
    "catalogue": Text("Lovgrafs katalog", "The catalogue of Lovgraf"),
    "catalogue-about": Text(
        "Danske retlige krav som data: retsakter, bestemmelser og normer med de dage, de gælder.",
        "Danish legal requirements as data: acts, provisions and norms with the days they hold.",
    ),
    "catalogue-file": Text("Hele grafen i én fil", "The whole graph in one file"),
    "catalogue-endpoint": Text("SPARQL-adgang til grafen", "The SPARQL endpoint of the graph"),
}
