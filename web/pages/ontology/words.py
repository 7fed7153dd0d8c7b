"""Texts of the pages about the ontology."""

from __future__ import annotations

from lovgraf.core.terms import Text

TEXTS: dict[str, Text] = {
    "developers-ontology": Text("Ontologi", "Ontology"),
    "developers-ontology-about": Text(
        "Hvert navn i grafen, med hvad der siges om det; hele grafen som fil.",
        "Each name of the graph with what is said of it; the whole graph as a file.",
    ),
    "ontology-title": Text("Lovgrafs ontologi", "The ontology of Lovgraf"),
    "ontology-axioms": Text(
        "Til ræsonnører: core:addressedBy og core:boundBy siger, hvilke normer en person er "
        "omfattet af og bundet af den {day}. En undtagelse skal siges at mangle, før nogen er "
        "bundet (OWL slutter intet af, hvad der ikke er sagt). Disse udledte oplysninger kan OWL 2 "
        "ikke udlede (operator og antal); de må oplyses: {unsaid}.",
        "For reasoners: core:addressedBy and core:boundBy say which norms address and bind a "
        "person on {day}. That there is no exemption has to be told before anybody is bound (OWL "
        "draws no conclusion from what it was not told). These derived facts OWL 2 cannot derive "
        "(operator and number); they have to be told: {unsaid}.",
    ),
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
    "kind-shape": Text("Former: hvad en pligt eller en registrering skal opfylde", "Shapes"),
    "kind-act": Text("Retsakter", "Acts"),
    "in-words": Text("I ord", "In words"),
    "codes": Text("Koder", "Codes"),
    "code": Text("Kode", "Code"),
    "code-name": Text("Navn", "Name"),
    "code-meaning": Text("Betydning", "Meaning"),
    "examples": Text("Eksempler", "Examples"),
    "example-values": Text("Eksempler på værdier", "Examples of values"),
    "conforms": Text("Opfylder", "Conforms"),
    "conforms-not": Text("Opfylder ikke", "Does not conform"),
    "belongs": Text("Hører til", "Belongs"),
    "belongs-not": Text("Hører ikke til", "Does not belong"),
    "invented-member": Text(
        "Opdigtede registreringer, fundet ud fra betingelserne, som de var",
        "Invented records, found from the conditions as they were on",
    ),
    "term-is": Text("Hvad det er: {kinds}.", "What it is: {kinds}."),
    "term-used-as": Text("som »{relation}«", 'as "{relation}"'),
    "term-none-now": Text(
        "Ingen regel prøver det {day}; {ever} har gjort det eller kommer til det.",
        "No rule tests it on {day}; {ever} did or will.",
    ),
    "term-readers": Text(
        "{now} regler i {acts} retsakter prøver det {day}; i alt har grafen {ever}.",
        "{now} rules of {acts} acts test it on {day}; the graph has {ever} in all.",
    ),
    "term-tested": Text("Regler, der prøver det", "Rules that test it"),
    "term-compared": Text("Forskel fra {other} til {day}", "Difference from {other} to {day}"),
    "term-began": Text("Er begyndt at prøve det", "Have begun to test it"),
    "term-ended": Text("Prøver det ikke mere", "Test it no more"),
    "term-same": Text("De samme regler begge dage.", "The same rules on both days."),
    "term-question": Text("Spørg videre om det", "Ask on about it"),
    "term-more": Text("Vis {count} til", "Show {count} more"),
    "statements": Text("Hvad grafen siger", "What the graph says"),
    "used-by": Text("Bruges af", "Used by"),
    "more-users": Text("Flere, som ikke er vist:", "More that are not shown:"),
    "questions-using": Text("Spørgsmål, der bruger det", "Questions that use it"),
    "questions-about": Text("Spørgsmål om den slags", "Questions about things of its kind"),
    "as-data": Text(
        "Som data (Turtle, RDF/XML, N-Triples, JSON-LD efter Accept):",
        "As data (Turtle, RDF/XML, N-Triples, JSON-LD by Accept):",
    ),
}
