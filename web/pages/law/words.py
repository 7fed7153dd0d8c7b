"""Texts of the pages about the law."""

from __future__ import annotations

from lovgraf.core.terms import Text

TEXTS: dict[str, Text] = {
    "in-force-on": Text("Regler i kraft den", "Rules in force on"),
    "law-intro": Text(
        "Hver lov med de regler, der gælder på datoen; de mest omtalte først. Vælg en lov for at "
        "se bestemmelserne.",
        "Each act with the rules that are in force on the date, those spoken of most first. Choose "
        "an act to see its provisions.",
    ),
    "read-in": Text("læst i", "read in"),
    "bound": Text("Pligtsubjekt", "Who is bound"),
    "addressee": Text("Hvem reglen gælder for", "Who the rule is about"),
    "duty": Text("Hvad der kræves", "What it takes"),
    "from": Text("I kraft fra", "In force from"),
    "until": Text("til og med", "until"),
}
