"""Texts of the pages about Lovgraf itself."""

from __future__ import annotations

from lovgraf.core.terms import Text

TEXTS: dict[str, Text] = {
    "about-what": Text(
        "Lovgraf gengiver danske lovkrav som data: bestemmelser, regler, hvem de gælder for, hvad "
        "der kræves, og hvordan man kan opfylde det. De samme regler afgør én borgers sag, et "
        "datasæt og enhver mulig borger, når et lovforslag vurderes.",
        "Lovgraf holds Danish legal requirements as data: provisions, rules, whom they are about, "
        "what they take, and how it can be met. The same rules decide one citizen's case, a "
        "dataset, and every possible citizen when a proposal is assessed.",
    ),
    "about-method": Text("Metode", "Method"),
    "about-method-1": Text(
        "Hver regel er kodet fra lovens egen tekst og bærer sin paragraf. Hvad en regel betyder, "
        "er gengivet i vores egne ord.",
        "Each rule is encoded from the text of the act and carries its section. What it means is "
        "put in our own words.",
    ),
    "about-method-2": Text(
        "Et tomt felt er ukendt, aldrig nej. Der gives kun et svar, når alle de værdier, det "
        "ukendte kunne have, fører til det; ellers er svaret ubestemt, og siden siger, hvad det "
        "afhænger af.",
        "A blank is unknown, never no. An answer is given only where every value that the unknown "
        "could have leads to it; otherwise it is undetermined, and the page says what it turns on.",
    ),
    "about-method-3": Text(
        "To uafhængige beregningsmåder skal give samme svar på alle prøvesager.",
        "Two independent ways of reckoning must agree on every test case.",
    ),
    "about-limits": Text("Begrænsninger", "Limits"),
    "about-limits-1": Text(
        "Værktøjet er uofficielt, og resultatet er ingen afgørelse. Lovens tekst gælder.",
        "The tool is unofficial and its result is no decision. The text of the law prevails.",
    ),
    "about-limits-2": Text(
        "Kun de retsakter, der er nævnt her, er med. Hvor loven overlader noget til et skøn, er "
        "svaret ubestemt, og myndigheden er nævnt.",
        "Only the acts named here are covered. Where the law leaves something to a judgment, the "
        "answer is undetermined and the authority is named.",
    ),
    "about-limits-3": Text(
        "Ingen jurist har endnu gennemgået kodningen.",
        "No lawyer has gone through the encoding yet.",
    ),
    "about-privacy": Text("Oplysninger om personer", "Personal data"),
    "about-privacy-1": Text(
        "Det, du indtaster om en borger, lever kun, mens svaret laves. Det står ikke i adresser, "
        "logfiler eller cookies.",
        "What you type about a citizen lives only while the answer is made. It is in no address, "
        "log or cookie.",
    ),
    "about-sources": Text("Kilder", "Sources"),
    "about-read": Text("Læst", "Read"),
    "about-not-verified": Text("Hvad der ikke er kontrolleret", "What is not verified"),
    "accessibility": Text("Tilgængelighedserklæring", "Accessibility statement"),
    "accessibility-draft": Text(
        "Udkast: Myndigheden, der stiller siderne til rådighed, udfylder de åbne punkter. Indtil "
        "da er dette ikke en gyldig erklæring.",
        "A draft: the body that provides the pages fills in the open points. Until then this is "
        "no valid statement.",
    ),
    "accessibility-who": Text("Ansvarlig myndighed", "Responsible body"),
    "accessibility-contact": Text("Henvendelse om tilgængelighed", "Contact on accessibility"),
    "accessibility-date": Text("Erklæringen er udarbejdet den", "The statement was prepared on"),
    "accessibility-open": Text("udfyldes af myndigheden", "to be filled in by the body"),
    "accessibility-how": Text("Sådan er siderne prøvet", "How the pages are tested"),
    "accessibility-how-1": Text(
        "Hver side prøves automatisk med axe efter WCAG 2.1 niveau AA i 320 og 1280 pixels bredde, "
        "på dansk og engelsk, alene med tastatur og uden scripts. Automatiske prøver finder kun en "
        "del af de mulige problemer; siderne er ikke prøvet af brugere med skærmlæser.",
        "Each page is tested automatically with axe after WCAG 2.1 level AA at 320 and 1280 "
        "pixels, in Danish and English, by keyboard alone and without scripts. Automatic tests "
        "find only some of the possible problems; no user of a screen reader has tested the pages.",
    ),
    "accessibility-known": Text("Kendte mangler", "Known shortcomings"),
    "accessibility-known-1": Text(
        "Tegningen af naboerne er et billede; listen under den siger det samme i tekst. Brede "
        "tabeller rulles vandret.",
        "The drawing of neighbours is an image; the list below it says the same in text. Wide "
        "tables are scrolled sideways.",
    ),
}
