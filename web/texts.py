"""The texts of the pages in Danish and English, and the choice between the two."""

from __future__ import annotations

import re
from datetime import date

from flask import Request

from checker.terms import Lang, Text

LANGUAGES: tuple[Lang, ...] = ("da", "en")

TEXTS: dict[str, Text] = {
    "skip": Text("Spring til indhold", "Skip to content"),
    "nav": Text("Sider", "Pages"),
    "law": Text("Gældende ret", "The law in force"),
    "person": Text("Tjek én borger", "Check one citizen"),
    "ontology": Text("Ontologien", "The ontology"),
    "ontology-title": Text("Lovgrafs ontologi", "The ontology of Lovgraf"),
    "ontology-intro": Text(
        "Hvert navn i grafen har en side og kan hentes som RDF på samme adresse.",
        "Each name in the graph has a page, and can be had as RDF at the same address.",
    ),
    "download": Text("Hent hele grafen", "Download the whole graph"),
    "kind-class": Text("Klasser", "Classes"),
    "kind-object-property": Text("Relationer", "Object properties"),
    "kind-datatype-property": Text("Egenskaber med værdier", "Datatype properties"),
    "kind-annotation-property": Text("Annotationer", "Annotation properties"),
    "kind-code-list": Text("Kodelister", "Code lists"),
    "kind-group": Text("Målgrupper", "Target groups"),
    "kind-capability": Text("Forudsætninger, man kan have", "Capabilities"),
    "kind-route": Text("Adgangsveje", "Access routes"),
    "kind-term": Text("Begreber", "Terms"),
    "kind-column": Text("Oplysninger i en registrering", "Facts of a record"),
    "kind-derived-fact": Text("Afledte oplysninger", "Derived facts"),
    "kind-act": Text("Retsakter", "Acts"),
    "used-by": Text("Bruges af", "Used by"),
    "more-users": Text("Flere, som ikke er vist:", "More that are not shown:"),
    "questions-using": Text("Spørgsmål, der bruger det", "Questions that use it"),
    "as-data": Text(
        "Som data (Turtle, RDF/XML, N-Triples, JSON-LD efter Accept):",
        "As data (Turtle, RDF/XML, N-Triples, JSON-LD by Accept):",
    ),
    "other-language": Text("In English", "På dansk"),
    "unofficial": Text(
        "Uofficielt værktøj. Reglerne er gengivet i vores egne ord; lovteksten gælder.",
        "An unofficial tool. The rules are put in our own words; the text of the law prevails.",
    ),
    "as-of": Text("Dato", "Date"),
    "show": Text("Vis", "Show"),
    "in-force-on": Text("Regler i kraft den", "Rules in force on"),
    "nothing-in-force": Text(
        "Ingen af grafens regler er i kraft på den dato.",
        "None of the rules in the graph is in force on that date.",
    ),
    "covers-from": Text("Grafens første regel er i kraft fra", "The graph's first rule starts on"),
    "official-text": Text("Officiel tekst", "Official text"),
    "bound": Text("Pligtsubjekt", "Who is bound"),
    "addressee": Text("Hvem reglen gælder for", "Who the rule is about"),
    "duty": Text("Hvad der kræves", "What it takes"),
    "from": Text("I kraft fra", "In force from"),
    "until": Text("til og med", "until"),
    "note": Text("Bemærk", "Note"),
    "as-json": Text("Samme oplysninger som JSON", "The same as JSON"),
    "contents": Text("Indhold", "Contents"),
    "bad-date": Text(
        "Datoen skal skrives som åååå-mm-dd, for eksempel 2014-12-01.",
        "Write the date as yyyy-mm-dd, for example 2014-12-01.",
    ),
    "yes": Text("Ja", "Yes"),
    "no": Text("Nej", "No"),
    "unknown": Text("Ved ikke", "Not known"),
    "unknown-state": Text("ukendt", "unknown"),
    "true-state": Text("ja", "yes"),
    "false-state": Text("nej", "no"),
    "person-intro": Text(
        "Udfyld det, du ved. Et tomt felt er ukendt og tæller aldrig som nej. Det indtastede "
        "gemmes ikke og står hverken i adressen eller i en log.",
        "Fill in what you know. An empty field is unknown and never counts as no. What you type "
        "is not kept, and is neither in the address nor in a log.",
    ),
    "several-codes": Text("Flere kan vælges.", "More than one may be chosen."),
    "check": Text("Tjek", "Check"),
    "facts": Text("Oplysninger om borgeren", "Facts about the citizen"),
    "result": Text("Resultat pr.", "Result as of"),
    "no-verdicts": Text(
        "Ingen af reglerne gælder for denne borger.", "None of the rules is about this citizen."
    ),
    "missing": Text("Det afhænger af", "It turns on"),
    "missing-reach": Text(
        "Om pligten kunne være opfyldt, afhænger af", "Whether the duty could be met turns on"
    ),
    "judgment": Text("Det skønner", "A judgment by"),
    "why": Text("Hvorfor", "Why"),
    "routes": Text("Veje dertil", "Ways to get there"),
    "route": Text("Vej", "Way"),
    "open": Text("Åben", "Open"),
    "blocking": Text("Hindring", "What is in the way"),
    "fee": Text("Gebyr", "Fee"),
    "turns": Text("Det ville ændre resultatet", "What would change the result"),
    "passages": Text("Rapporten om reglen", "The report on the rule"),
    "not-addressed": Text("Regler, der ikke gælder for borgeren", "Rules not about the citizen"),
    "may": Text("Hvad borgeren kan eller har ret til", "What the citizen may do"),
    "perhaps": Text("måske; det afhænger af", "perhaps; it turns on"),
    "quality": Text("Oplysningernes kvalitet", "Quality of the facts"),
    "error": Text("Det kunne ikke lade sig gøre", "That could not be done"),
    "error-400": Text(
        "Forespørgslen kan ikke bruges. Er siden åbnet for længe siden, så hent den igen.",
        "The request cannot be used. If the page was opened long ago, load it again.",
    ),
    "error-404": Text("Siden findes ikke.", "There is no such page."),
    "error-405": Text("Siden kan ikke bruges på den måde.", "The page cannot be used in that way."),
    "error-413": Text("Der blev sendt for meget.", "Too much was sent."),
    "sparql-update": Text(
        "Grafen kan kun læses: opdateringer modtages ikke.",
        "The graph can only be read: updates are not accepted.",
    ),
    "sparql-one-query": Text(
        "Send præcis én forespørgsel i parameteren query.",
        "Send exactly one query in the parameter query.",
    ),
    "sparql-utf8": Text("Forespørgslen skal være UTF-8.", "The query must be UTF-8."),
    "sparql-415": Text(
        "Send forespørgslen som application/sparql-query eller application/x-www-form-urlencoded.",
        "Send the query as application/sparql-query or application/x-www-form-urlencoded.",
    ),
    "sparql-413": Text(
        "Forespørgslen er for lang: højst 20.000 bytes.",
        "The query is too long: at most 20,000 bytes.",
    ),
    "sparql-406": Text(
        "Svaret findes ikke i et format, som Accept nævner.",
        "The answer does not come in a format that Accept names.",
    ),
    "sparql-busy": Text(
        "Der er for mange forespørgsler lige nu. Prøv igen om lidt.",
        "There are too many queries right now. Try again in a little while.",
    ),
    "sparql-graph": Text(
        "Nævn præcis én graf: graph=NAVN eller default.",
        "Name exactly one graph: graph=NAME or default.",
    ),
    "sparql-no-graph": Text("Grafen findes ikke her.", "There is no such graph here."),
    "error-500": Text(
        "Der er sket en fejl hos os. Intet af det indtastede er gemt.",
        "Something went wrong on our side. Nothing you typed was kept.",
    ),
}
"""Texts of the pages by key; what the law says comes from the graph's labels."""

MONTHS = {
    "da": (
        "januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september",
        "oktober", "november", "december",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June", "July", "August", "September",
        "October", "November", "December",
    ),
}  # fmt: skip


def preferred(request: Request) -> Lang:
    """The language of a reader who has not chosen one: Danish unless the browser says English."""
    return "en" if request.accept_languages.best_match(LANGUAGES, "da") == "en" else "da"


def prefers_json(request: Request) -> bool:
    """Whether the client would rather have JSON than a page."""
    kinds = ["text/html", "application/json"]
    return request.accept_mimetypes.best_match(kinds, "text/html") == "application/json"


def long_date(day: date, lang: str) -> str:
    """A date in words: "1. december 2014", "1 December 2014"."""
    month = MONTHS[lang][day.month - 1]
    return f"{day.day}{'.' if lang == 'da' else ''} {month} {day.year}"


def parse_day(text: str | None) -> date | None:
    """A date as an input field of type date sends it; None where it is none."""
    if not text or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
