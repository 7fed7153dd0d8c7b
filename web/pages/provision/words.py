"""Texts of the page of an act or a provision."""

from __future__ import annotations

from lovgraf.core.terms import Text

TEXTS: dict[str, Text] = {
    "in-ontology": Text("Se i ontologien", "See in the ontology"),
    "verification": Text("Hvad er kontrolleret, og hvad er ikke?", "What is verified, what not?"),
    "history": Text("Historik", "History"),
    "others-of-act": Text("Andre regler i loven er læst i", "Other rules of the act were read in"),
    "parts": Text("Underinddeling", "Parts"),
    "norms": Text("Regler", "Rules"),
    "in-detail": Text("Betingelserne enkeltvis", "The conditions one by one"),
    "route-for": Text("For", "Open to"),
    "route-needs": Text("Kræver", "Needs"),
    "route-place": Text("Sted", "Place"),
    "not-on-date": Text("gælder ikke på den valgte dato", "not in force on the chosen date"),
    "authority": Text("Myndighed", "Authority"),
    "eligible-who": Text("Hvem der kan søge", "Who may ask"),
    "judgment-marked": Text("Skøn", "Judgment"),
    "judgment-text": Text(
        "Myndigheden har et skøn; afgørelsen kan ikke udledes af oplysningerne alene.",
        "The authority has a judgment to make; the facts alone do not give the decision.",
    ),
    "requires": Text("Forudsætter", "Requires"),
    "how-to": Text("Sådan gør man", "How to"),
    "lifted-by": Text("Fraviges eller ophæves for nogle af", "Lifted for some by"),
    "lifts": Text("Fritager fra eller går forud for", "Exempts from or overrides"),
    "read-in-text": Text("Læst i:", "Read in:"),
    "drawing-of": Text("Vis som tegning", "Show as a drawing"),
    "neighbours": Text("Naboer i grafen", "Neighbours in the graph"),
    "drawing": Text(
        "Tegning af bestemmelsen og det, den hænger sammen med. Listen nedenfor siger det samme.",
        "A drawing of the provision and what it is connected with. The list below says the same.",
    ),
    "drawing-of-day": Text(
        "Kun det, der gælder på datoen, er med.", "Only what is in force on the date is shown."
    ),
    "left-out": Text(
        "Tegningen og listen er ikke hele billedet. Udeladt:",
        "The drawing and the list are not the whole picture. Left out:",
    ),
    "neighbour-list": Text("Naboerne som liste", "The neighbours as a list"),
    "in-force-since": Text("i kraft fra {start}", "in force from {start}"),
    "in-force-between": Text(
        "i kraft fra {start} til og med {end}", "in force from {start} until {end}"
    ),
    "never-in-force": Text("ikke sat i kraft", "not commenced"),
    "undated": Text("ingen dag for ikrafttræden er angivet", "no day of commencement is stated"),
}
