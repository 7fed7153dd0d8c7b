"""Texts of the analysis: where groups stand, what changed when."""

from __future__ import annotations

from lovgraf.core.terms import Text

TEXTS: dict[str, Text] = {
    "analysis-title": Text("Hvem skal hvad?", "Who must do what?"),
    "analysis-how": Text("Sådan læses tabellen", "How to read the table"),
    "analysis-intro": Text(
        "Tabellen viser for hver pligt, hvordan målgrupperne er stillet på den valgte dato. Svaret "
        "gælder enhver mulig person i gruppen: »alle« er alle, der kan forekomme, og »nogle« er "
        "mindst én, der kan forekomme. Det er ikke antal. Vælg en celle for at se hvorfor.",
        "For each duty the table shows where the target groups stand on the chosen date. The "
        'answer covers every possible person of the group: "all" is everyone there could be, '
        '"some" is at least one there could be. These are not head-counts. Choose a cell to see '
        "why.",
    ),
    "show-duties": Text("Pligter og forbud", "Duties and prohibitions"),
    "show-rights": Text(
        "Rettigheder, tilladelser og fritagelser", "Rights, permissions and exemptions"
    ),
    "beside": Text("Sammenlign med", "Compare with"),
    "beside-end": Text("Vis kun den ene dato", "Show the one date only"),
    "beside-same": Text(
        "Kun det, der er forskelligt på de to datoer, er vist. Under {same} regler er alle stillet "
        "ens.",
        "Only what differs between the two dates is shown. Under {same} rules all stand alike.",
    ),
    "beside-rules": Text("Se, hvilke regler der er ændret", "See which rules changed"),
    "date-column": Text("Dato", "Date"),
    "not-in-force": Text("gælder ikke den dag", "not in force that day"),
    "table-of": Text("Tabel", "Table"),
    "duty-column": Text("Pligt", "Duty"),
    "right-column": Text("Ret", "Entitlement"),
    "everyone": Text("Alle personer", "Everyone"),
    "all-are": Text("alle", "all"),
    "some-are": Text("nogle", "some"),
    "standing-obliged": Text("forpligtet", "obliged"),
    "standing-cannot": Text("forpligtet, men kan ikke", "obliged, but cannot"),
    "standing-on-request": Text("kan søge om fritagelse", "may ask for exemption"),
    "standing-exempt": Text("fritaget", "exempt"),
    "standing-may": Text("har ret", "entitled"),
    "standing-not-addressed": Text("ikke omfattet", "not addressed"),
    "standing-open": Text("et skøn afgør det", "a judgment decides"),
    "standing-refused": Text("kan ikke afgøres her", "cannot be told here"),
    "working-out": Text("regnes ud …", "being worked out …"),
    "rows-done": Text(
        "{done} af {wanted} rækker er regnet ud.", "{done} of {wanted} rows are worked out."
    ),
    "unfinished": Text(
        "Det kan tage et minut, første gang der spørges om en dato; de mest omtalte love kommer "
        "først. Rækker uden svar siger intet om gruppen.",
        "The first time that a date is asked for it can take a minute; the acts spoken of most "
        "come first. A row without an answer says nothing of the group.",
    ),
    "only-persons": Text(
        "Her står kun regler om personer. Regler om indberetninger, betalinger, konti og "
        "virksomheder findes under Gældende ret.",
        "Only rules about persons stand here. Rules on filings, payments, accounts and businesses "
        "are under The law in force.",
    ),
    "why-group": Text("Gruppen", "The group"),
    "why-norm": Text("Reglen", "The rule"),
    "why-addressed": Text("Hvem reglen gælder for", "Whom the rule is about"),
    "being-prepared": Text(
        "Eksemplerne er ved at blive regnet ud. Det kan tage et halvt minut første gang.",
        "The examples are being worked out. The first time it can take half a minute.",
    ),
    "why-examples": Text("Opdigtede personer i gruppen", "Invented people of the group"),
    "why-invented": Text(
        "Personerne er fundet ved at gennemgå alle muligheder. De findes ikke. Vælg en for at se "
        "afgørelsen med begrundelse.",
        "These people were found by going through all possibilities. They do not exist. Choose one "
        "to see the verdicts with their reasons.",
    ),
    "why-nobody": Text(
        "Der blev ikke fundet nogen mulig person i gruppen for denne regel. Det siger ikke, at "
        "ingen er omfattet.",
        "No possible person of the group was found for this rule. That does not say that nobody is "
        "addressed.",
    ),
    "see-person": Text("Se personen", "See this person"),
    "changes": Text("Hvad ændrede sig hvornår", "What changed when"),
    "time-line": Text("Tidslinje", "Time line"),
    "time-line-intro": Text(
        "En stribe pr. lov: hvornår den har regler i kraft, og hvornår de begyndte og ophørte. "
        "Det samme dag for dag:",
        "A strip an act: when it has rules in force, and when they began and ended. "
        "The same day by day:",
    ),
    "time-line-list": Text("alle datoer", "all dates"),
    "time-line-days": Text("Alle datoer", "All dates"),
    "time-line-span": Text("regler i kraft", "rules in force"),
    "time-line-began": Text("regler begyndte", "rules began"),
    "time-line-ended": Text("regler ophørte", "rules ended"),
    "time-line-open": Text("uden slutdato", "no end date"),
    "time-line-rule": Text("regel", "rule"),
    "time-line-rules": Text("regler", "rules"),
    "changes-intro": Text(
        "Alle datoer, hvor en regel i grafen trådte i kraft eller ophørte.",
        "Every date on which a rule of the graph came into force or ended.",
    ),
    "compare": Text("Sammenlign to datoer", "Compare two dates"),
    "compare-from": Text("Fra", "From"),
    "compare-to": Text("Til", "To"),
    "compare-do": Text("Sammenlign", "Compare"),
    "compare-result": Text("Forskellen", "The difference"),
    "began": Text("Begyndt", "Began"),
    "ended": Text("Ophørt", "Ended"),
    "changed": Text("Ændret", "Changed"),
    "kept-rules": Text("uændrede regler", "rules unchanged"),
    "rules-began": Text("begyndte", "began"),
    "rules-ended": Text("ophørte", "ended"),
    "before-that": Text("før", "before"),
    "after-that": Text("efter", "after"),
    "nothing-changed": Text("Ingen.", "None."),
    "see-law-that-day": Text("Se reglerne den dag", "See the rules of that day"),
}
