"""Texts of the pages about the law."""

from __future__ import annotations

from lovgraf.core.terms import Text

TEXTS: dict[str, Text] = {
    "in-force-on": Text("Regler i kraft den", "Rules in force on"),
    "bound": Text("Pligtsubjekt", "Who is bound"),
    "addressee": Text("Hvem reglen gælder for", "Who the rule is about"),
    "duty": Text("Hvad der kræves", "What it takes"),
    "from": Text("I kraft fra", "In force from"),
    "until": Text("til og med", "until"),
}
