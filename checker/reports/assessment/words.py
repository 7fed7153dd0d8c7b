"""The words of assessments in Danish and English."""

from __future__ import annotations

from lovgraf.core.terms import Text

EFFECT = {
    "newly-obliged": Text("får pligten", "newly obliged"),
    "released": Text("slipper for pligten", "released"),
    "newly-exempt": Text("bliver fritaget", "newly exempt"),
    "newly-able": Text("kan nu opfylde den", "newly able"),
    "obliged-but-unable": Text("kan ikke opfylde den", "obliged but unable"),
    "newly-in-breach": Text("overtræder den nu", "in breach now"),
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
        "Der er ikke fundet fejl, der hindrer, at forslaget gennemføres.",
        "No error was found that stands in the way of the proposal.",
    ),
    "nothing-acts": Text(
        "Intet af forslaget virker på loven den dag: ingen gældende regel ændres eller virker "
        "anderledes. Om forslaget kan gennemføres, kan derfor ikke siges.",
        "Nothing of the proposal acts on the law of that day: no rule in force changes or works "
        "differently. So whether the proposal can be carried out cannot be said.",
    ),
    "not-all-seen": Text(
        "Der er ikke fundet fejl, men ikke alt er undersøgt. Om forslaget kan gennemføres, kan "
        "derfor ikke siges.",
        "No error was found, but not everything was looked at. So whether the proposal can be "
        "carried out cannot be said.",
    ),
    "left-out": Text("Ikke undersøgt:", "Not looked at:"),
    "infeasible": Text(
        "Forslaget kan ikke gennemføres, som det er.",
        "The proposal cannot be carried out as it is.",
    ),
    "found-in-all": Text("Fundet: {counts}.", "Found: {counts}."),
    "most": Text("Det, der hindrer det: {names}.", "What stands in the way: {names}."),
    "open-count": Text(
        "Det, som vurderingen ikke kan afgøre, er mærket [Åbent]: {count} steder.",
        "What the assessment cannot settle is marked [Open]: {count} places.",
    ),
    "open-mark": Text("[Åbent] {text}", "[Open] {text}"),
    "not-examined": Text("Der er ikke ledt efter: {kinds}.", "Not looked for: {kinds}."),
    "open": Text("ikke afgjort for gruppen", "not settled for the group"),
    "not-applied": Text("Kunne ikke lægges oven på loven", "Could not be laid over the law"),
    "changes": Text("Hvad der ændres", "What changes"),
    "no-changes": Text(
        "Forslaget ændrer ingen regel den dag.", "The proposal changes no rule on that day."
    ),
    "differs": Text(
        "Det siger de ændrede regler og veje anderledes:",
        "What the changed rules and routes say otherwise:",
    ),
    "difference": Text("{what}: før {before}; nu {after}", "{what}: before {before}; now {after}"),
    "norm": Text("Regel", "Rule"),
    "change": Text("Ændring", "Change"),
    "provision": Text("Bestemmelse", "Provision"),
    "routes": Text("Adgangsvej", "Access route"),
    "matrix": Text("Før og efter i {dataset}", "Before and after in {dataset}"),
    "matrix-of": Text("»{norm}«, {records} registreringer:", "“{norm}”, {records} records:"),
    "kinds": Text("Slags, der kan forekomme", "Kinds that can occur"),
    "kinds-of": Text(
        "»{norm}«. En slags er alle de {things}, som reglerne ikke kan skelne fra hinanden.",
        "“{norm}”. A kind is all those {things} that the rules cannot tell apart.",
    ),
    "given": Text("oplyst", "given"),
    "begins": Text("bliver omfattet", "newly addressed"),
    "ends": Text("omfattes ikke længere", "no longer addressed"),
    "all-kinds": Text("i alt", "in all"),
    "group": Text("Gruppe", "Group"),
    "everyone": Text("Alle", "All"),
    "records": Text("i alt", "in all"),
    "undecided": Text("kan ikke afgøres", "undecided"),
    "rows": Text("Rækker, {effect}: {rows}", "Rows, {effect}: {rows}"),
    "more-rows": Text(" ... ({count} til)", " ... ({count} more)"),
    "gains": Text("Hvem der bliver bedre stillet", "Who is better off"),
    "no-gains": Text(
        "Ingen, der er ledt efter, bliver bedre stillet: ingen pligt falder bort eller lempes, "
        "ingen må eller kan mere end før.",
        "Nobody who was looked for is better off: no duty ends or is eased, and nobody may or can "
        "do more than before.",
    ),
    "gain-released": Text("Slipper for »{name}«", "Released from “{name}”"),
    "gain-exempt": Text("Bliver fritaget for »{name}«", "Exempt from “{name}” from now on"),
    "gain-more-time": Text("Får mere tid til »{name}«", "More time for “{name}”"),
    "gain-less-asked": Text("Mindre kræves i »{name}«", "Less is asked by “{name}”"),
    "gain-as-far-as-possible": Text(
        "»{name}« gælder kun, så vidt det er muligt",
        "“{name}” holds only as far as possible",
    ),
    "gain-less-punished": Text(
        "En følge af at overtræde »{name}« falder bort",
        "Something that could follow from a breach of “{name}” ends",
    ),
    "gain-may": Text("Får adgang til: »{name}«", "May now: “{name}”"),
    "gain-may-ask": Text("Kan søge om fritagelse: »{name}«", "May ask to be exempt: “{name}”"),
    "gain-able": Text("Kan nu få »{name}«", "Can get “{name}” from now on"),
    "gain-easier": Text("Kan få »{name}« med mindre besvær", "Can get “{name}” with less trouble"),
    "gain-of-bearer": Text("{gain} (det gælder {bearer})", "{gain} (that is {bearer})"),
    "gain-given": Text(
        "Hvem der har det, vejen også kræver, siger ingen registrering: {documents}",
        "Who has what the way takes as well no record says: {documents}",
    ),
    "gain-groups": Text("Blandt dem er nogle i: {groups}", "Among them are some of: {groups}"),
    "gain-alike": Text("Det samme gælder {names}.", "The same holds of {names}."),
    "gaps": Text("Hvad forslaget overser", "What the proposal overlooks"),
    "gap": Text("{number}. {name} ({severity}, {code})", "{number}. {name} ({severity}, {code})"),
    "no-gaps": Text("Der er intet fundet.", "Nothing was found."),
    "who": Text("Hvilke {things}{how_many}: {who}", "Which {things}{how_many}: {who}"),
    "struck-heads": Text("i {dataset}: {records}", "in {dataset}: {records}"),
    "all-hold": Text("dem, hvor alt dette gælder", "those of which all of this holds"),
    "one-holds": Text(
        "dem, hvor mindst ét af dette gælder", "those of which at least one of these holds"
    ),
    "cells": Text(
        "{cells} af {of} slags, der kan forekomme", "{cells} of {of} kinds that can occur"
    ),
    "where": Text("Bestemmelse: {provision}", "Provision: {provision}"),
    "example": Text("Eksempel: {facts}", "Example: {facts}"),
    "examples": Text("Eksempler, der kan efterprøves", "Examples to try"),
    "example-of": Text("Punkt {number}, {name}", "Point {number}, {name}"),
    "stops": Text("Adgangsvejene stopper ved", "Where each route stops"),
    "troubles": Text("Det besværlige ved vejene", "What is troublesome about the routes"),
    "by-travel": Text("åben for den, der rejser", "open to who travels"),
    "repair": Text("Sådan kan det lukkes", "How to close it"),
    "no-repair": Text("Ingen lille ændring lukker det. {why}", "No small change closes it. {why}"),
    "closes": Text("lukker også: {kinds}", "closes too: {kinds}"),
    "opens": Text("åbner: {kinds}", "opens: {kinds}"),
    "point": Text("punkt {numbers}", "point {numbers}"),
    "points": Text("punkt {numbers}", "points {numbers}"),
    "outcomes": Text("Hvad forslaget hævder", "What the proposal claims"),
    "claimed": Text("hævdet", "claimed"),
    "found": Text("fundet", "found"),
    "limits": Text("Hvad vurderingen hviler på", "What the assessment rests on"),
    "note": Text("Bemærk: {note}", "Note: {note}"),
    "no-heads": Text(
        "Hvor mange der berøres, kan kun siges med et datasæt.",
        "How many are affected can be said only with a dataset.",
    ),
    "graph": Text(
        "Lovgrafens fingeraftryk (SHA-256): {digest}",
        "Fingerprint of the law graph (SHA-256): {digest}",
    ),
    "file": Text(
        "{file}, fingeraftryk (SHA-256): {digest}", "{file}, fingerprint (SHA-256): {digest}"
    ),
    "more": Text(
        "Konsekvenser til lovforslagets bemærkninger: --format docx, md eller html.",
        "Consequences for the remarks of a bill: --format docx, md or html.",
    ),
    "figures": Text("Kildens tal", "Figures of the source"),
    "figure": Text("Tal", "Figure"),
    "value": Text("Værdi", "Value"),
    "place": Text("Sted i kilden", "Place in the source"),
}
