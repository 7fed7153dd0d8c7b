"""The words of assessments in Danish and English."""

from __future__ import annotations

from checker.terms import Text

EFFECT = {
    "newly-obliged": Text("får pligten", "newly obliged"),
    "released": Text("slipper for pligten", "released"),
    "newly-exempt": Text("bliver fritaget", "newly exempt"),
    "newly-able": Text("kan nu opfylde den", "newly able"),
    "obliged-but-unable": Text("kan ikke opfylde den", "obliged but unable"),
}
CHANGE = {
    "introduced": Text("Ny", "New"),
    "replaced": Text("Ændret", "Changed"),
    "ended": Text("Ophører", "Ends"),
    "affected": Text("Berørt", "Affected"),
}
OUTCOME = {
    "feasible": Text("muligt", "feasible"),
    "infeasible": Text("ikke muligt", "not feasible"),
    "conditional": Text("muligt på vilkår", "feasible on conditions"),
}
WORDS = {
    "title": Text("Vurdering: {title}", "Assessment: {title}"),
    "summary": Text("Sammenfatning", "Summary"),
    "law": Text(
        "Forslaget er lagt oven på loven, som den gælder {date}.",
        "The proposal was laid over the law as it stands on {date}.",
    ),
    "feasible": Text(
        "Ingen af de huller, der er ledt efter, er fejl.",
        "None of the gaps that were looked for is an error.",
    ),
    "not-examined": Text("Der er ikke ledt efter: {kinds}.", "Not looked for: {kinds}."),
    "open": Text("ikke afgjort for gruppen", "not settled for the group"),
    "infeasible": Text(
        "Forslaget kan ikke gennemføres, som det er: {count} af hullerne er fejl.",
        "The proposal cannot be carried out as it is: {count} of the gaps are errors.",
    ),
    "not-applied": Text("Kunne ikke lægges oven på loven", "Could not be laid over the law"),
    "changes": Text("Hvad der ændres", "What changes"),
    "no-changes": Text(
        "Forslaget ændrer ingen norm den dag.", "The proposal changes no norm on that day."
    ),
    "norm": Text("Norm", "Norm"),
    "change": Text("Ændring", "Change"),
    "provision": Text("Bestemmelse", "Provision"),
    "routes": Text("Adgangsveje", "Access routes"),
    "matrix": Text("Før og efter i {dataset}", "Before and after in {dataset}"),
    "kinds": Text("Slags personer, der kan forekomme", "Kinds of persons that can occur"),
    "begins": Text("bliver omfattet", "newly addressed"),
    "ends": Text("omfattes ikke længere", "no longer addressed"),
    "all-kinds": Text("I alt", "In all"),
    "group": Text("Gruppe", "Group"),
    "everyone": Text("Alle", "Everyone"),
    "records": Text("Registreringer", "Records"),
    "undecided": Text("Kan ikke afgøres", "Undecided"),
    "rows": Text("Rækker", "Rows"),
    "figures": Text("Tal fra rapporten", "Figures of the report"),
    "line": Text("Linje", "Line"),
    "sum": Text("Sum (beregnet)", "Sum (computed)"),
    "gaps": Text("Huller", "Gaps"),
    "no-gaps": Text("Ingen huller fundet.", "No gaps found."),
    "who": Text("Hvem", "Who"),
    "cells": Text(
        "{cells} af {of} slags personer, der kan forekomme",
        "{cells} of {of} kinds of persons that can occur",
    ),
    "witness": Text("Eksempel", "Example"),
    "route": Text("Adgangsvej", "Route"),
    "repair": Text("Sådan kan det lukkes", "How to close it"),
    "closes": Text("lukker", "closes"),
    "opens": Text("åbner", "opens"),
    "principles": Text(
        "Principperne for digitaliseringsklar lovgivning",
        "The principles of digital-ready legislation",
    ),
    "no-gap-here": Text("Ingen huller fundet.", "No gap found."),
    "measures": Text("Ledsagende foranstaltninger", "Accompanying measures"),
    "no-measures": Text("Forslaget nævner ingen.", "The proposal names none."),
    "by": Text("ved", "by"),
    "for": Text("for", "for"),
    "basis": Text("hjemmel", "legal basis"),
    "outcomes": Text("Hævdet og fundet", "Claimed and found"),
    "claimed": Text("Hævdet", "Claimed"),
    "found": Text("Fundet", "Found"),
    "limits": Text("Hvad vurderingen hviler på", "What the assessment rests on"),
    "note": Text("Bemærk", "Note"),
    "no-costs": Text(
        "Omkostninger ved fritagelser, it og administration er ikke regnet med.",
        "Costs of exemptions, IT and administration are not included.",
    ),
    "no-heads": Text(
        "Hvor mange der berøres, kan kun siges af et datasæt (--dataset).",
        "How many are affected only a dataset can say (--dataset).",
    ),
}
