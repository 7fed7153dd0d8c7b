"""Texts of the start page."""

from __future__ import annotations

from lovgraf.core.terms import Text

TEXTS: dict[str, Text] = {
    "start-title": Text("Hvad siger reglerne?", "What do the rules say?"),
    "start-intro": Text(
        "Få svar for én borger, tjek et datasæt, eller vurder et lovforslag.",
        "Have one citizen's question answered, check a dataset, or assess a proposal.",
    ),
    "door-citizen": Text("En borger", "A citizen"),
    "door-citizen-about": Text(
        "Stil et spørgsmål, svar på et til syv korte, og få et svar med begrundelse.",
        "Ask a question, answer one to seven short ones, and get an answer with its reasons.",
    ),
    "door-dataset": Text("Et datasæt", "A dataset"),
    "door-dataset-about": Text(
        "Upload et register, og se, hvad der skal gøres ved hvem.",
        "Upload a register and see what is to be done about whom.",
    ),
    "door-proposals": Text("Et lovforslag", "A proposal"),
    "door-proposals-about": Text(
        "Beskriv en ændring, og se, hvem den rammer, og hvor den har huller.",
        "Describe a change and see whom it concerns and where it has gaps.",
    ),
    "also-law": Text("hver lov med dens regler på en dato", "each act with its rules on a date"),
    "also-analysis": Text(
        "hvem skal hvad, og hvad ændrede sig hvornår",
        "who must do what, and what changed when",
    ),
    "also-developers": Text("forespørgsler, ontologi og API", "queries, the ontology and the API"),
}
