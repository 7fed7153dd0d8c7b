"""Texts of the pages about proposals."""

from __future__ import annotations

from checker.terms import Text

TEXTS: dict[str, Text] = {
    "proposals-intro": Text(
        "Et forslag lægges over loven og holdes op mod alle tænkelige borgere: hvem det rammer, og "
        "hvad det overser.",
        "A proposal is laid over the law and held against every possible citizen: whom it strikes, "
        "and what it overlooks.",
    ),
    "proposals-known": Text("Forslag, der følger med", "Proposals that come with the law"),
    "proposals-own": Text("Dit eget forslag", "A proposal of your own"),
    "proposals-new": Text(
        "Skriv et nyt forslag uden Turtle", "Write a new proposal without Turtle"
    ),
    "proposals-file": Text("Turtle-fil", "Turtle file"),
    "proposals-text": Text("Forslaget som Turtle", "The proposal as Turtle"),
    "proposals-assess": Text("Vurdér", "Assess"),
    "proposals-assess-text": Text("Vurdér denne tekst", "Assess this text"),
    "proposals-utf8": Text("Filen skal være tekst i UTF-8.", "The file must be text in UTF-8."),
    "proposals-long": Text(
        "Forslaget er for langt: højst 200.000 tegn.",
        "The proposal is too long: at most 200,000 characters.",
    ),
    "proposals-commences": Text("I kraft fra", "Commences on"),
    "proposals-undetermined": Text(
        "Ikrafttræden er ikke fastsat.", "Commencement is not determined."
    ),
    "proposals-assessment": Text("Vurdering", "Assessment"),
    "proposals-assessment-of": Text("Vurdering af", "Assessment of"),
    "proposals-law-of": Text(
        "Lagt over loven, som den gælder den", "Laid over the law as it stands on"
    ),
    "proposals-feasible": Text(
        "Intet af det fundne er en fejl.", "Nothing of what was found is an error."
    ),
    "proposals-infeasible": Text(
        "Forslaget har fejl, som hindrer, at det kan gennemføres.",
        "The proposal has errors that keep it from being carried out.",
    ),
    "proposals-changes": Text("Hvad der ændres", "What changes"),
    "proposals-kinds": Text(
        "Slags borgere, der bliver omfattet", "Kinds of persons that become addressed"
    ),
    "proposals-kinds-end": Text("Ikke længere omfattet", "No longer addressed"),
    "proposals-gaps": Text("Hvad forslaget overser", "What the proposal overlooks"),
    "proposals-no-gaps": Text("Intet er fundet.", "Nothing was found."),
    "proposals-who": Text("Hvem det rammer", "Whom it strikes"),
    "proposals-share": Text("slags borgere af", "kinds of persons of"),
    "proposals-blocking": Text("Hvad der spærrer", "What is in the way"),
    "proposals-witness": Text("Et eksempel på en borger", "An example of a citizen"),
    "proposals-see-witness": Text(
        "Se borgeren efter gældende ret", "See the citizen under the law in force"
    ),
    "proposals-repairs": Text("Rettelser, der lukker hullet", "Repairs that close the gap"),
    "proposals-closes": Text("Lukker", "Closes"),
    "proposals-opens": Text("Åbner", "Opens"),
    "proposals-apply": Text("Anvend, og vurdér igen", "Apply, and assess again"),
    "proposals-not-applied": Text("Kunne ikke lægges over loven", "Could not be laid over the law"),
    "proposals-documents": Text("Hent vurderingen", "Download the assessment"),
    "proposals-download": Text("Hent forslaget som Turtle", "Download the proposal as Turtle"),
    "proposals-form-docx": Text("Word-dokument", "Word document"),
    "proposals-form-html": Text("HTML-side", "HTML page"),
    "proposals-form-md": Text("Markdown-fil", "Markdown file"),
    "proposals-form-text": Text("Tekstfil", "Text file"),
    "gap-error": Text("Fejl", "Errors"),
    "gap-warning": Text("Advarsler", "Warnings"),
    "gap-info": Text("Til oplysning", "For information"),
}
