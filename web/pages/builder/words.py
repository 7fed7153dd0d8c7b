"""Texts of the page where a question is put together."""

from __future__ import annotations

from lovgraf.core.terms import Text

TEXTS: dict[str, Text] = {
    "developers-builder": Text("Byg et spørgsmål", "Build a question"),
    "developers-builder-about": Text(
        "Spørgsmål til grafen uden SPARQL, og den forespørgsel, de bliver til.",
        "Questions to the graph without SPARQL, and the query that they become.",
    ),
    "build": Text("Byg et spørgsmål", "Build a question"),
    "build-intro": Text(
        "Vælg først, hvad der ledes efter. Vælg så én betingelse ad gangen: hvad det skal hænge "
        "sammen med, og hvilken værdi. Tallene siger, hvor mange der bliver tilbage. Svaret "
        "gælder retten på den valgte dato.",
        "First choose what you are looking for. Then choose one condition at a time: what it is to "
        "be connected with, and which value. The numbers say how many are left. The answer is "
        "about the law on the chosen date.",
    ),
    "build-kind": Text("Find", "Look for"),
    "build-choose": Text("Vælg", "Choose"),
    "build-change": Text("Skift", "Change"),
    "build-rules": Text("Regler", "Rules"),
    "build-things": Text("Det, reglerne handler om", "What the rules speak of"),
    "build-rest": Text("Andet i grafen", "Other things in the graph"),
    "build-conditions": Text("Betingelser", "Conditions"),
    "build-no-conditions": Text("Ingen endnu.", "None yet."),
    "build-remove": Text("Fjern", "Remove"),
    "build-on": Text("Vælg nærmere", "Narrow"),
    "build-hide": Text("Skjul i tabellen", "Hide in the table"),
    "build-show": Text("Vis i tabellen", "Show in the table"),
    "build-relation": Text("Ny betingelse", "New condition"),
    "build-relation-which": Text(
        "Hvad skal det hænge sammen med?", "What is it to be connected with?"
    ),
    "build-relation-of": Text("Ny betingelse til", "New condition on"),
    "build-to-thing": Text("Tilbage til", "Back to"),
    "build-own": Text("Fører til", "Leads to"),
    "build-texts": Text("Tekster", "Texts"),
    "build-inverse": Text("Peger hertil", "Points here"),
    "build-related": Text(
        "Regnet ud for datoen: grupper og regler", "Worked out for the date: groups and rules"
    ),
    "build-relate": Text(
        "Vis også, hvilke grupper reglerne kan binde", "Show also which groups the rules may bind"
    ),
    "build-back": Text("den anden vej", "the other way"),
    "build-same": Text("Den selv", "Itself"),
    "build-itself": Text("en bestemt", "a certain one"),
    "build-itself-about": Text(
        "Spørg kun om én, eller om alle andre.", "Ask of one alone, or of all others."
    ),
    "build-value": Text("Værdi", "Value"),
    "build-other": Text("eller en anden", "or another"),
    "build-search": Text("Søg blandt værdierne", "Search the values"),
    "build-search-do": Text("Søg", "Search"),
    "build-values-shown": Text(
        "{shown} af {many} værdier er vist.", "{shown} of {many} values are shown."
    ),
    "build-is": Text("er værdien", "is the value"),
    "build-not": Text("er ikke værdien", "is not the value"),
    "build-least": Text("mindst værdien", "at least the value"),
    "build-most": Text("højst værdien", "at most the value"),
    "build-earliest": Text("tidligst værdien", "no earlier than the value"),
    "build-latest": Text("senest værdien", "no later than the value"),
    "build-words": Text("Ord i teksten", "Words in the text"),
    "build-has": Text("har ordene", "has the words"),
    "build-no-words": Text(
        "Ingen tekst i grafen har de ord her. Prøv færre, eller en del af et ord.",
        "No text of the graph has these words here. Try fewer, or a part of a word.",
    ),
    "build-any": Text("vis, hvad det er", "show what it is"),
    "build-none": Text("findes ikke", "there is none"),
    "build-test-is": Text("er", "is"),
    "build-test-not": Text("er ikke", "is not"),
    "build-test-least": Text("mindst", "at least"),
    "build-test-most": Text("højst", "at most"),
    "build-test-has": Text("har ordene", "has the words"),
    "build-test-any": Text("vises", "is shown"),
    "build-test-some": Text("findes", "is there"),
    "build-test-none": Text("findes ikke", "is not there"),
    "build-no-value": Text(
        "Vælg en værdi på listen, eller skriv en dato eller et tal på højst syv cifre.",
        "Choose a value from the list, or write a date or a number of at most seven digits.",
    ),
    "build-cancel": Text("Fortryd", "Never mind"),
    "build-full": Text(
        "Der er ikke plads til flere betingelser.", "There is no room for more conditions."
    ),
    "build-answer": Text("Svar", "Answer"),
    "build-asked": Text("Spørgsmål", "Question"),
    "build-count": Text("{things} fundet", "{things} found"),
    "build-rows": Text("i {rows} rækker", "in {rows} rows"),
    "build-first-rows": Text(
        "De første {shown} rækker er vist; filerne har dem alle.",
        "The first {shown} rows are shown; the files have them all.",
    ),
    "build-nothing": Text(
        "Intet i grafen opfylder alle betingelserne på den dato. Det siger kun noget om det, der "
        "er kodet i grafen.",
        "Nothing in the graph meets all the conditions on that date. That says something only of "
        "what the graph has encoded.",
    ),
    "build-unnamed": Text("(uden navn)", "(without a name)"),
    "build-place": Text("sted", "place"),
    "build-files": Text("Hent svaret", "Download the answer"),
    "build-query": Text("Spørgsmålet i SPARQL", "The question in SPARQL"),
    "build-query-go": Text("Arbejd videre med det i SPARQL", "Go on with it in SPARQL"),
    "build-citation": Text("Gem eller henvis til svaret", "Save or cite the answer"),
    "build-citation-about": Text(
        "Adressen siger datoen, hvilken udgave af grafen der blev spurgt, og hvad der blev fundet. "
        "Åbnes den senere, siger siden, om det er blevet anderledes.",
        "The address says the date, which version of the graph was asked, and what was found. "
        "Opened later, the page says whether that has changed.",
    ),
    "build-citation-address": Text("Adresse til svaret", "Address of the answer"),
    "build-day": Text("Retten pr.", "The law as of"),
    "build-law": Text("Grafens udgave", "Version of the graph"),
    "build-address": Text("Adresse", "Address"),
    "build-changed": Text(
        "Grafen er ændret, siden adressen blev gemt.",
        "The graph has changed since the address was saved.",
    ),
    "build-changed-same": Text("Svaret er det samme.", "The answer is the same."),
    "build-changed-answer": Text(
        "Svaret er et andet: da var der {then}, nu er der {now}.",
        "The answer is another: there were {then} then, there are {now} now.",
    ),
    "build-changed-within": Text(
        "Svaret er et andet: der er stadig {now}, men ikke de samme oplysninger.",
        "The answer is another: there are still {now}, but not the same facts.",
    ),
    "build-unchanged": Text(
        "Grafen er den samme, som da adressen blev gemt.",
        "The graph is the one of when the address was saved.",
    ),
    "build-other-day": Text(
        "Grafen er den samme, som da adressen blev gemt, men spørgsmålet eller datoen er en anden.",
        "The graph is the one of when the address was saved, but the question or the date is not.",
    ),
    "build-working": Text(
        "Det regnes lige nu ud, hvordan grupperne er stillet efter reglerne den dato; det tager "
        "op til et minut eller to den første gang.",
        "How groups stand to the rules of that date is being worked out; it takes up to a minute "
        "or two the first time.",
    ),
    "build-without": Text("Fortsæt uden dem", "Go on without them"),
    "build-late": Text(
        "Svaret tager længere, end en side kan vente. Prøv igen lidt senere, fjern en betingelse, "
        "eller kør spørgsmålet i SPARQL, hvor der er mere tid.",
        "The answer takes longer than a page can wait. Try again a little later, remove a "
        "condition, or run the question in SPARQL, where there is more time.",
    ),
    "build-late-go": Text("Kør det i SPARQL", "Run it in SPARQL"),
}
