"""Texts of the pages about proposals."""

from __future__ import annotations

from checker.terms import Text

TEXTS: dict[str, Text] = {
    "proposals-dataset": Text(
        "Tæl også personerne i et af dine datasæt", "Count the persons of a dataset of yours too"
    ),
    "proposals-no-dataset": Text("Intet datasæt", "No dataset"),
    "proposals-day": Text("Loven, som den gælder den", "The law as it stands on"),
    "proposals-day-hint": Text(
        "Tomt: den dag, forslaget selv træder i kraft eller nævner.",
        "Blank: the day on which the proposal itself commences, or that it names.",
    ),
    "proposals-saving": Text("Besparelse", "Saving"),
    "proposals-savings": Text("Besparelse i alle årene", "Saving over all the years"),
    "proposals-counted-again": Text("regnet om for datasættet", "counted again for the dataset"),
    "proposals-mine": Text("Dine vurderinger", "Your assessments"),
    "proposals-compare": Text("Sammenlign", "Compare"),
    "proposals-first": Text("Den ene", "The one"),
    "proposals-second": Text("Den anden", "The other"),
    "proposals-compared": Text("To forslag ved siden af hinanden", "Two proposals side by side"),
    "proposals-compare-norm": Text("Regel", "Rule"),
    "proposals-compare-gap": Text("Hul", "Gap"),
    "proposals-compare-changes": Text(
        "Hvor mange slags personer reglen kommer til at gælde for.",
        "How many kinds of persons come to be addressed by the rule.",
    ),
    "proposals-compare-gaps": Text(
        "Hvor mange slags personer hullet rammer, eller om det er der.",
        "How many kinds of persons the gap strikes, or whether it is there.",
    ),
    "proposals-not-here": Text("nej", "no"),
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
    "proposals-nothing-acts": Text(
        "Intet af forslaget virker på loven den dag. Der kan ikke drages nogen konklusion.",
        "Nothing of the proposal acts on the law of that day. No conclusion can be drawn.",
    ),
    "proposals-infeasible": Text(
        "Forslaget har fejl, som hindrer, at det kan gennemføres.",
        "The proposal has errors that keep it from being carried out.",
    ),
    "proposals-changes": Text("Hvad der ændres", "What changes"),
    "proposals-gaps": Text("Hvad forslaget overser", "What the proposal overlooks"),
    "proposals-no-gaps": Text("Intet er fundet.", "Nothing was found."),
    "proposals-who": Text("Hvem det rammer", "Whom it strikes"),
    "proposals-share": Text("slags borgere af", "kinds of persons of"),
    "proposals-blocking": Text("Hvad der spærrer", "What is in the way"),
    "proposals-witness": Text("Et eksempel på en borger", "An example of a citizen"),
    "proposals-see-with": Text(
        "Se borgeren med forslaget lagt over", "See the citizen with the proposal laid over"
    ),
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
    "editor-title": Text("Nyt forslag", "New proposal"),
    "editor-norm": Text("Regel, der ændres", "Rule to change"),
    "editor-choose-norm": Text("Vælg reglen", "Choose the rule"),
    "editor-addressed": Text("Gælder i dag for", "Is today about"),
    "editor-title-da": Text("Titel på dansk", "Title in Danish"),
    "editor-title-en": Text("Titel på engelsk", "Title in English"),
    "editor-change": Text("Hvem reglen skal gælde for", "Whom the rule is to be about"),
    "editor-widen": Text("Også dem, der vælges nedenfor", "Those chosen below as well"),
    "editor-narrow": Text(
        "Kun dem af dem, der vælges nedenfor", "Only those among them chosen below"
    ),
    "editor-except": Text("Ikke længere dem, der vælges nedenfor", "No longer those chosen below"),
    "editor-only": Text("Alene dem, der vælges nedenfor", "Those chosen below and nobody else"),
    "editor-end": Text("Ingen: reglen ophører", "Nobody: the rule ends"),
    "editor-groups": Text("Målgrupper", "Target groups"),
    "editor-criteria": Text("Betingelser", "Conditions"),
    "editor-criterion": Text("Betingelse", "Condition"),
    "editor-fact": Text("Oplysning", "Fact"),
    "editor-no-fact": Text("(ingen)", "(none)"),
    "editor-relation": Text("Forhold", "Relation"),
    "editor-value": Text("Værdi", "Value"),
    "editor-value-hint": Text(
        "ja eller nej, en kode eller et helt tal, alt efter oplysningen",
        "yes or no, a code or a whole number, depending on the fact",
    ),
    "relation-is": Text("er", "is"),
    "relation-is-not": Text("er ikke", "is not"),
    "relation-at-least": Text("er mindst", "is at least"),
    "relation-at-most": Text("er højst", "is at most"),
    "editor-join": Text(
        "Hvordan grupper og betingelser virker sammen", "How groups and conditions join"
    ),
    "editor-every": Text(
        "I en af grupperne og alle betingelser", "In one of the groups, and every condition"
    ),
    "editor-any": Text(
        "I en af grupperne eller blot en af betingelserne",
        "In one of the groups, or any one of the conditions",
    ),
    "editor-exempt": Text("Ny fritagelse for", "A new exemption for"),
    "editor-measures": Text("Hvad der følger med", "What goes with it"),
    "editor-commencement": Text("Ikrafttræden", "Commencement"),
    "editor-commencement-hint": Text(
        "Tomt: ikke fastsat; forslaget måles på loven den dato, der er valgt øverst.",
        "Blank: not determined; the proposal is measured on the law of the date chosen above.",
    ),
    "editor-show": Text("Vis forslaget som Turtle", "Show the proposal as Turtle"),
}
