"""Texts of the page about one citizen."""

from __future__ import annotations

from lovgraf.core.terms import Text

TEXTS: dict[str, Text] = {
    "with-proposal": Text(
        "Loven er vist med forslaget »{title}« lagt over.",
        'The law is shown with the proposal "{title}" laid over it.',
    ),
    "back-to-assessment": Text("Til vurderingen", "To the assessment"),
    "person-intro": Text(
        "Udfyld det, du ved. Et tomt felt er ukendt og tæller aldrig som nej. Det indtastede "
        "gemmes ikke og står hverken i adressen eller i en log.",
        "Fill in what you know. An empty field is unknown and never counts as no. What you type "
        "is not kept, and is neither in the address nor in a log.",
    ),
    "only-act": Text("Hvilke regler", "Which rules"),
    "all-acts": Text("Alle love", "All acts"),
    "several-codes": Text("Flere kan vælges.", "More than one may be chosen."),
    "check": Text("Tjek", "Check"),
    "facts": Text("Oplysninger om borgeren", "Facts about the citizen"),
    "result": Text("Resultat pr.", "Result as of"),
    "nothing-to-do": Text(
        "Opfyldt eller fritaget: intet at gøre", "Fulfilled or exempt: nothing to do"
    ),
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
    "who-can": Text("kan gøres af", "can be done by"),
    "no-turns": Text(
        "Der er ikke fundet noget, som nogen kan gøre nu, der ville ændre udfaldet.",
        "Nothing was found that anybody can do now and that would turn the verdict.",
    ),
    "perhaps-only": Text("måske; det kan ikke afgøres", "perhaps; it cannot be decided"),
    "quality": Text("Oplysningernes kvalitet", "Quality of the facts"),
    "person-title": Text("Alle regler for én person", "All rules for one person"),
    "presume": Text("Det, der ikke er oplyst", "What is not stated"),
    "presume-case": Text(
        "formodes som i en sag, hvor personen kan spørges",
        "is presumed as in a case, where the person can be asked",
    ),
    "presume-register": Text(
        "formodes som af et folkeregister", "is presumed as of a population register"
    ),
    "presume-none": Text("er ukendt; intet formodes", "is unknown; nothing is presumed"),
    "rests-on-presumed": Text(
        "{count} af {all} udfald hviler på det, der formodes om det, der ikke er oplyst.",
        "{count} of {all} verdicts rest on what is presumed of what was not stated.",
    ),
    "people": Text("Prøv med en opdigtet person", "Try with an invented person"),
    "people-hint": Text(
        "Personerne findes ikke. Felterne udfyldes, og du kan ændre dem bagefter.",
        "These people do not exist. The fields are filled in, and you can change them afterwards.",
    ),
    "group-first": Text("Det, der afgør mest", "What settles most"),
    "group-first-hint": Text(
        "Svarene her afgør flest af de regler, der endnu er åbne.",
        "The answers here settle most of the rules that are still open.",
    ),
    "group-answered": Text("Det, du har oplyst", "What you have told"),
    "group-later": Text("Flere spørgsmål, der kan få betydning", "More that may matter"),
    "group-idle": Text("Uden betydning for de åbne regler", "Of no concern to the open rules"),
    "asked-by": Text("Spørges der om efter:", "Asked under:"),
    "check-again": Text("Opdater resultatet", "Update the result"),
    "print": Text("Siden kan udskrives.", "The page can be printed."),
    "in-short": Text("Kort sagt", "In short"),
    "to-correct": Text(
        "Noget af det udfyldte kan ikke læses", "Some of what was filled in cannot be read"
    ),
    "value-too-long": Text("Højst 200 tegn.", "At most 200 characters."),
    "not-yet": Text(
        "Det, du har ændret, bruges, når du trykker på knappen under oplysningerne.",
        "What you have changed is used when you press the button below the facts.",
    ),
    "updated": Text("Resultatet er opdateret.", "The result has been updated."),
    "not-updated": Text(
        "Resultatet kunne ikke opdateres og viser det, der stod før. Tryk på knappen under "
        "oplysningerne for at prøve igen.",
        "The result could not be updated and shows what stood before. Press the button below the "
        "facts to try again.",
    ),
    "date-of-law": Text("Reglerne, som de gælder pr.", "The rules as of"),
    "not-a-decision": Text(
        "Resultatet er en beregning ud fra det oplyste, ikke en afgørelse.",
        "The result is worked out from what was told; it is not a decision.",
    ),
}
