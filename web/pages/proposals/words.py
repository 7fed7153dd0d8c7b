"""Texts of the pages about proposals."""

from __future__ import annotations

from lovgraf.core.terms import Text

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
        "Hvor mange slags reglen kommer til at gælde for.",
        "How many kinds come to be addressed by the rule.",
    ),
    "proposals-compare-gaps": Text(
        "Hvor mange slags hullet rammer, eller om det er der.",
        "How many kinds the gap strikes, or whether it is there.",
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
    "proposals-new": Text("Skriv et nyt forslag", "Write a new proposal"),
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
    "proposals-not-all-seen": Text(
        "Der er ikke fundet fejl, men ikke alt er undersøgt. Om forslaget kan gennemføres, kan "
        "derfor ikke siges.",
        "No error was found, but not everything was looked at. So whether the proposal can be "
        "carried out cannot be said.",
    ),
    "proposals-not-examined": Text("Ikke undersøgt", "Not examined"),
    "proposals-infeasible": Text(
        "Forslaget har fejl, som hindrer, at det kan gennemføres.",
        "The proposal has errors that keep it from being carried out.",
    ),
    "proposals-changes": Text("Hvad der ændres", "What changes"),
    "proposals-gaps": Text("Hvad forslaget overser", "What the proposal overlooks"),
    "proposals-no-gaps": Text("Intet er fundet.", "Nothing was found."),
    "proposals-who": Text("Hvilke {things} det rammer", "Which {things} it strikes"),
    "proposals-share": Text("{cells} af {of} slags", "{cells} of {of} kinds"),
    "proposals-blocking": Text("Hvad der spærrer", "What is in the way"),
    "proposals-witness": Text("Et eksempel", "An example"),
    "proposals-see-with": Text(
        "Se eksemplet med forslaget lagt over", "See the example with the proposal laid over"
    ),
    "proposals-see-witness": Text(
        "Se eksemplet efter gældende ret", "See the example under the law in force"
    ),
    "proposals-repairs": Text("Rettelser, der lukker hullet", "Repairs that close the gap"),
    "proposals-no-repair": Text(
        "Ingen lille ændring lukker hullet.", "No small change closes the gap."
    ),
    "proposals-closes": Text("Lukker", "Closes"),
    "proposals-opens": Text("Åbner", "Opens"),
    "proposals-apply": Text("Anvend, og vurdér igen", "Apply, and assess again"),
    "proposals-not-applied": Text("Kunne ikke lægges over loven", "Could not be laid over the law"),
    "proposals-documents": Text("Hent vurderingen", "Download the assessment"),
    "proposals-download": Text("Hent forslaget som data", "Download the proposal as data"),
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
    "editor-keep": Text(
        "De samme som i dag: kun en fritagelse eller en vej tilføjes",
        "The same as today: only an exemption or a route is added",
    ),
    "editor-end": Text("Ingen: reglen ophører", "Nobody: the rule ends"),
    "editor-other-norm": Text("Vælg en anden regel", "Choose another rule"),
    "editor-updated": Text("Forslaget er opdateret.", "The proposal is updated."),
    "editor-not-updated": Text(
        "Forslaget kunne ikke opdateres og viser det, der stod før. Ret et felt igen, eller tryk "
        "på knappen.",
        "The proposal could not be updated and shows what stood before. Change a field again, or "
        "press the button.",
    ),
    "editor-beside": Text("Forslaget", "The proposal"),
    "editor-nothing-yet": Text(
        "Vælg, hvem ændringen handler om. Så står forslaget her, klar til at blive vurderet.",
        "Choose whom the change is about. The proposal then stands here, ready to be assessed.",
    ),
    "editor-who": Text("Hvem ændringen handler om", "Whom the change is about"),
    "editor-who-hint": Text(
        "Alle betingelser i en blok skal gælde. Er der flere blokke, er én af dem nok.",
        "All conditions of a block must hold. Where there are several blocks, one is enough.",
    ),
    "editor-exempt": Text("Ny fritagelse", "A new exemption"),
    "editor-exempt-hint": Text(
        "Hvem der efter forslaget er fritaget. Tomt: ingen ny fritagelse.",
        "Who is exempt under the proposal. Blank: no new exemption.",
    ),
    "editor-route": Text("Ny vej til det, reglen kræver", "A new route to what the rule needs"),
    "editor-grants": Text("Hvad vejen fører til", "What the route leads to"),
    "editor-no-route": Text("Ingen ny vej", "No new route"),
    "editor-eligible": Text("Hvem der kan bruge vejen", "Who may use the route"),
    "editor-eligible-hint": Text("Tomt: alle.", "Blank: everyone."),
    "editor-place": Text("Hvor", "Where"),
    "editor-no-place": Text("Ikke nævnt", "Not said"),
    "editor-provider": Text("Hvem der tilbyder vejen", "Who offers the route"),
    "editor-measures-more": Text(
        "Hvem der står for tiltagene, og hjemmel", "Who takes the measures, and their legal basis"
    ),
    "editor-measure-provider": Text("Hvem der står for tiltagene", "Who takes the measures"),
    "editor-basis": Text("Hjemmel til at overføre oplysninger", "Legal basis for moving data"),
    "editor-basis-hint": Text(
        "Bestemmelsens navn, som i adressen på dens side: law/2007/798/par/4/stk/3.",
        "The name of the provision, as in the address of its page: law/2007/798/par/4/stk/3.",
    ),
    "editor-fee": Text("Gebyr i kroner", "Fee in kroner"),
    "editor-needs": Text("Hvad vejen kræver", "What the route needs"),
    "editor-block": Text("blok", "block"),
    "editor-and": Text("og", "and"),
    "editor-or": Text("eller", "or"),
    "editor-person": Text("Personen", "The person"),
    "editor-add": Text("Tilføj betingelse", "Add a condition"),
    "editor-add-and": Text("Tilføj: og", "Add: and"),
    "editor-add-or": Text("Tilføj: eller", "Add: or"),
    "editor-drop": Text("Fjern", "Remove"),
    "editor-groups": Text("Målgrupper", "Target groups"),
    "editor-facts": Text("Oplysninger", "Facts"),
    "editor-relation": Text("Forhold", "Relation"),
    "editor-value": Text("Værdi", "Value"),
    "member-is": Text("hører til", "belongs to"),
    "member-is-not": Text("hører ikke til", "does not belong to"),
    "relation-is": Text("er", "is"),
    "relation-is-not": Text("er ikke", "is not"),
    "relation-at-least": Text("er mindst", "is at least"),
    "relation-at-most": Text("er højst", "is at most"),
    "editor-measures": Text("Hvad der følger med", "What goes with it"),
    "editor-commencement": Text("Ikrafttræden", "Commencement"),
    "editor-commencement-hint": Text(
        "Tomt: ikke fastsat; forslaget måles på loven den dato, der er valgt øverst.",
        "Blank: not determined; the proposal is measured on the law of the date chosen above.",
    ),
    "editor-show": Text("Vis forslaget", "Show the proposal"),
}
