"""Texts of every page: header, footer, dates, errors."""

from __future__ import annotations

from lovgraf.core.terms import Text

TEXTS: dict[str, Text] = {
    "skip": Text("Spring til indhold", "Skip to content"),
    "nav": Text("Sider", "Pages"),
    "overview": Text("Overblik", "Overview"),
    "law": Text("Gældende ret", "The law in force"),
    "person": Text("Én borger", "One citizen"),
    "dataset": Text("Datasæt", "Dataset"),
    "proposals": Text("Lovforslag", "Proposals"),
    "query": Text("Forespørgsler", "Queries"),
    "ontology": Text("Ontologi", "Ontology"),
    "about": Text("Om Lovgraf", "About Lovgraf"),
    "tagline": Text("Lovkrav som data", "Legal requirements as data"),
    "other-language": Text("In English", "På dansk"),
    "you-are-here": Text("Du er her", "You are here"),
    "applies-on": Text("Gælder pr.", "As of"),
    "date-later": Text(
        "Datoen kan skiftes, når arbejdet er gjort.",
        "The date can be changed once the work is done.",
    ),
    "change-date": Text("Skift dato", "Change date"),
    "page-as": Text("Siden som data:", "The page as data:"),
    "too-long": Text(
        "En værdi i adressen er for lang: højst 200 tegn.",
        "A value in the address is too long: at most 200 characters.",
    ),
    "bad-format": Text(
        "Siden findes som format=html, format=json og format=ttl.",
        "The page comes as format=html, format=json and format=ttl.",
    ),
    "unofficial": Text(
        "Uofficielt værktøj. Reglerne er gengivet i vores egne ord; lovteksten gælder.",
        "An unofficial tool. The rules are put in our own words; the text of the law prevails.",
    ),
    "nothing-in-force": Text(
        "Ingen af grafens regler er i kraft på den dato.",
        "None of the rules in the graph is in force on that date.",
    ),
    "covers-from": Text("Grafens første regel er i kraft fra", "The graph's first rule starts on"),
    "official-text": Text("Officiel tekst", "Official text"),
    "note": Text("Bemærk", "Note"),
    "contents": Text("Indhold", "Contents"),
    "bad-date": Text(
        "Skriv datoen som 01-12-2014 eller 2014-12-01.",
        "Write the date as 01-12-2014 or 2014-12-01.",
    ),
    "no-such-day": Text(
        "Den dag findes ikke i kalenderen; ret dagen, måneden eller året.",
        "There is no such day in the calendar; correct the day, the month or the year.",
    ),
    "yes": Text("Ja", "Yes"),
    "no": Text("Nej", "No"),
    "unknown": Text("Ved ikke", "Not known"),
    "unknown-state": Text("ukendt", "unknown"),
    "true-state": Text("ja", "yes"),
    "false-state": Text("nej", "no"),
    "what-now": Text("Herfra kan du gå videre til:", "From here you can go on to:"),
    "search-the-law": Text("Søg i reglerne", "Search the rules"),
    "session-ended": Text("Siden var for gammel", "The page was too old"),
    "session-ended-hint": Text(
        "Siden er åbnet, før systemet sidst blev startet, eller i en anden session. Det, du har "
        "udfyldt, er her endnu: send det igen.",
        "The page was opened before the system was last started, or in another session. What you "
        "filled in is still here: send it again.",
    ),
    "send-again": Text("Send igen", "Send again"),
    "error": Text("Det kunne ikke lade sig gøre", "That could not be done"),
    "error-400": Text(
        "Det, der blev sendt, kan ikke bruges. Gå tilbage, hent siden igen, og send det på ny.",
        "What was sent cannot be used. Go back, load the page again and send it anew.",
    ),
    "error-401": Text(
        "Du er ikke logget ind, eller det er for længe siden. Log ind, og prøv igen.",
        "You are not signed in, or it was too long ago. Sign in and try again.",
    ),
    "error-403": Text(
        "Din rolle giver ikke adgang til siden. Spørg den, der giver roller hos jer.",
        "Your role does not open this page. Ask whoever gives out roles in your organisation.",
    ),
    "error-404": Text("Siden findes ikke.", "There is no such page."),
    "error-405": Text("Siden kan ikke bruges på den måde.", "The page cannot be used in that way."),
    "error-408": Text("Det tog for lang tid at sende.", "Sending took too long."),
    "error-413": Text("Der blev sendt for meget.", "Too much was sent."),
    "error-500": Text(
        "Der er sket en fejl hos os. Intet af det indtastede er gemt.",
        "Something went wrong on our side. Nothing you typed was kept.",
    ),
}
