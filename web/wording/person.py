"""Texts of the page about one citizen."""

from __future__ import annotations

from checker.terms import Text

TEXTS: dict[str, Text] = {
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
}
