"""The words of reports in Danish and English; the verdicts' names are those of `core.ttl`."""

from __future__ import annotations

from lovgraf.core.terms import Text

VERDICT = {
    "not-addressed": Text("Ikke omfattet", "Not addressed"),
    "exempt": Text("Fritaget", "Exempt"),
    "fulfilled": Text("Opfyldt", "Fulfilled"),
    "pending": Text("Afventer", "Pending"),
    "breached": Text("Ikke overholdt", "Breached"),
    "unattainable": Text("Uopfyldelig", "Unattainable"),
    "undetermined": Text("Ubestemt", "Undetermined"),
}

VERDICT_MEANING = {
    "not-addressed": Text(
        "Reglen gælder ikke for registreringen.", "The rule does not apply to the record."
    ),
    "exempt": Text(
        "En anden regel fritager registreringen for pligten.",
        "Another rule lifts the duty for the record.",
    ),
    "fulfilled": Text("Pligten er opfyldt.", "The duty is fulfilled."),
    "pending": Text(
        "Fristen er ikke udløbet, eller den er ikke begyndt at løbe.",
        "The deadline has not passed, or it has not started to run.",
    ),
    "breached": Text(
        "Pligten er ikke opfyldt, og den kunne have været det.",
        "The duty is not fulfilled, and it could have been.",
    ),
    "unattainable": Text(
        "Pligten er ikke opfyldt, og loven giver ingen vej til at opfylde den.",
        "The duty is not fulfilled, and the law leaves no way to fulfil it.",
    ),
    "undetermined": Text(
        "En manglende oplysning eller en myndigheds skøn afgør sagen.",
        "A missing fact or an authority's judgment decides the matter.",
    ),
}

INEXACT = Text(
    "Ikke regnet ud: der mangler så meget, at ikke alle muligheder er set igennem. Det siger ikke, "
    "at loven lader det stå åbent.",
    "Not worked out: so much is missing that not all that can occur was looked at. It does not say "
    "that the law leaves it open.",
)


def meaning(verdict: str, exact: bool = True) -> Text:
    """What a verdict means; one that an engine gave up on is not told as if the law left it so."""
    return VERDICT_MEANING[verdict] if exact or verdict != "undetermined" else INEXACT


SEVERITY = {
    "error": Text("Fejl", "Error"),
    "warning": Text("Advarsel", "Warning"),
    "info": Text("Oplysning", "Information"),
}

WORDS = {
    "title": Text("Kontrol af {dataset}", "Check of {dataset}"),
    "as-of": Text("Retstilstanden den {date}", "The law as it stood on {date}"),
    "read": Text("Læst og ikke læst", "Read and not read"),
    "note": Text("Bemærk", "Note"),
    "scope": Text(
        "{records} holdt op mod {norms}.",
        "{records} checked against {norms}.",
    ),
    "found": Text("Fundet: {what}.", "Found: {what}."),
    "nothing": Text(
        "Intet fundet af det, der ledes efter ({what}).",
        "Nothing found of what is looked for ({what}).",
    ),
    "not-decided": Text(
        "Intet er afgjort som brud ({what}), men meget står åbent. Det regnes ikke som et fund; "
        "--fail-on undetermined gør.",
        "Nothing was decided to be a breach ({what}), but much is open. That does not count as a "
        "finding; with --fail-on undetermined it does.",
    ),
    "none-decided": Text(
        "Intet er afgjort som brud ({what}), for det kunne ikke afgøres for nogen, om en regel er "
        "overholdt. Det regnes ikke som en gennemført kontrol (slutstatus 2); --fail-on "
        "undetermined regner det, der står åbent, som fund.",
        "Nothing was decided to be a breach ({what}), since of nobody could it be decided whether "
        "a rule is complied with. That does not count as a check that was done (exit status 2); "
        "with --fail-on undetermined what is open is a finding.",
    ),
    "verdicts-counted": Text("{count} udfald", "{count} verdicts"),
    "verdict-counted": Text("1 udfald", "1 verdict"),
    "outlooks": Text("Heraf: {what}.", "Of these: {what}."),
    "outlook-no-breach-possible": Text("intet brud muligt", "no breach possible"),
    "outlook-breach-possible": Text("brud muligt", "a breach possible"),
    "outlook-judgment": Text("en myndighed skønner", "an authority judges"),
    "undecided": Text(
        "Udfald, der står åbne, fordi noget mangler eller en myndighed skal skønne: {count}.",
        "Verdicts left open, since facts are missing or an authority must judge: {count}.",
    ),
    "work-list": Text("Arbejdsliste", "Work list"),
    "who": Text("Hvem", "Who"),
    "deadline": Text("Frist", "Deadline"),
    "sanction": Text("Følge", "What follows"),
    "what-to-do": Text("Hvad der skal gøres", "What to do"),
    "taken-for-granted": Text(
        "Vi er gået ud fra: {presumed}. Er det ikke rigtigt, gælder det måske ikke for dig; så "
        "skriv det til os.",
        "We have taken for granted: {presumed}. Where that is not so, this may not apply to you; "
        "then write to us.",
    ),
    "they-must": Text("Besked til dem", "What to tell them"),
    "write": Text("Skriv til dem", "Write to them"),
    "write-now": Text("ja", "yes"),
    "write-later": Text("undersøg først", "find out first"),
    "to-write": Text("{count} med det samme", "{count} at once"),
    "to-find-out": Text(
        "{count}, når dette er undersøgt: {what}", "{count} once this was found out: {what}"
    ),
    "not-in-list": Text(
        "Ikke på listen: {count} udfald, som kun er talt (over 10.000 af samme slags, eller ikke "
        "blandt dem, der ledes efter).",
        "Not in the list: {count} verdicts that are only counted (more than 10,000 of a kind, or "
        "not among those looked for).",
    ),
    "and-more": Text("med mere", "and more"),
    "the-case": Text("se i sagen", "see in the case"),
    "else-the-case": Text("ellers se i sagen", "else see in the case"),
    "whom": Text("Personer at skrive til: {who}.", "People to write to: {who}."),
    "whom-now": Text("med det samme", "at once"),
    "whom-none": Text("Der er ingen at skrive til.", "There is nobody to write to."),
    "whom-flaws": Text(
        "{count} registreringer har fejl, der ændrer svaret: se dem med --all, ret dem.",
        "{count} records have errors that change the answer: see them with --all, correct them.",
    ),
    "whom-others": Text(
        "Desuden {count} udfald, som andre end personen selv skal se på.",
        "Besides, {count} verdicts that others than the person have to look at.",
    ),
    "whom-all": Text(
        "Hele rapporten: uden --letters, eller med --all.",
        "The whole report: without --letters, or with --all.",
    ),
    "whom-listed": Text(
        "Listen, én linje pr. person: tilføj --letters breve.csv",
        "The list, a line a person: add --letters letters.csv",
    ),
    "whom-written": Text("Listen: {file}", "The list: {file}"),
    "was-late": Text("Det er gjort, men {count} for sent.", "It was done, but {count} too late."),
    "due": Text("Frist den", "Due on"),
    "done": Text("Gjort den", "Done on"),
    "late": Text("Dage for sent", "Days late"),
    "inferred": Text("Læst af andre kolonner", "Read from other columns"),
    "read-from": Text("{column} (tom) efter {others}", "{column} (blank) from {others}"),
    "not-done": Text("ikke gjort", "not done"),
    "rests-on": Text("Hviler på formodninger", "Rests on presumptions"),
    "kind": Text("Slags", "Kind"),
    "change": Text("Ændring", "Change"),
    "unchanged": Text("uændret", "unchanged"),
    "new": Text("ny", "new"),
    "settling": Text("Mest afgøres af {what}.", "Most would be settled by {what}."),
    "blanks": Text(
        "Betyder et tomt felt i {what} nej, eller at der intet er, så sig det ({how}), og "
        "kontrollér igen.",
        "Where a blank in {what} means no, or that there is none, say so ({how}) and check again.",
    ),
    "settles": Text("{column} ({count} alene)", "{column} ({count} alone)"),
    "settles-together": Text(
        "{column} ({count} sammen med andre)", "{column} ({count} together with others)"
    ),
    "harmless": Text("{count} ubestemte uden muligt brud", "{count} undetermined without a breach"),
    "compared": Text(
        "Ændringer siden {name} ({date}); årsager, der er væk: {gone}. Kun antal er sammenlignet.",
        "Changes since {name} ({date}); causes that are gone: {gone}. Only numbers are compared.",
    ),
    "more-tasks": Text(
        "og {tasks} til med {count}: --all viser dem",
        "and {tasks} more with {count}: --all shows them",
    ),
    "more-notes": Text("Flere bemærkninger ({count}): --all", "More notes ({count}): --all"),
    "whole": Text(
        "Alle udfald regel for regel, datas kvalitet og grundlaget: --all.",
        "All verdicts rule by rule, the quality of the data, and the basis: --all.",
    ),
    "findings": Text("Fund", "Findings"),
    "rules": Text("Regler", "Rules"),
    "presumption": Text("Formodning", "Presumption"),
    "presumptions": Text("Formodninger", "Presumptions"),
    "presumed": Text("Hviler på formodninger", "Rest on presumptions"),
    "rebuttal": Text("Hvordan den afkræftes", "How it is rebutted"),
    "verdicts": Text("Udfald", "Verdicts"),
    "authority": Text("Myndighed", "Authority"),
    "not-asked": Text("Ikke spurgt; kræver", "Not asked; needs"),
    "basis-sheet": Text("Læst og grundlag", "Read and basis"),
    "day": Text("Retstilstanden den", "The law as it stood on"),
    "dataset": Text("Datasæt", "Dataset"),
    "records": Text("Registreringer", "Records"),
    "meaning-of-all": Text("Hvad det betyder", "What it means"),
    "written": Text("Skrevet på formen", "Written like"),
    "values-of": Text("Værdier", "Values"),
    "overview": Text("Overblik", "Overview"),
    "overview-caption": Text(
        "Antal registreringer med hvert udfald, regel for regel",
        "Number of records with each verdict, rule by rule",
    ),
    "idle": Text(
        "Udeladt ovenfor, fordi de ikke gælder for nogen af registreringerne: {norms}.",
        "Left out above, since they apply to none of the records: {norms}.",
    ),
    "norm": Text("Regel", "Rule"),
    "provision": Text("Bestemmelse", "Provision"),
    "bearer": Text("Påhviler", "Binds"),
    "link": Text("Officiel tekst", "Official text"),
    "verdict": Text("Udfald", "Verdict"),
    "count": Text("Registreringer", "Records"),
    "cause": Text("Årsag", "Cause"),
    "message": Text("Begrundelse", "Reason"),
    "missing": Text("Mangler", "Missing"),
    "judgment": Text("Skøn hos {who}", "For {who} to judge"),
    "file": Text("Fil", "File"),
    "row": Text("Række", "Row"),
    "line": Text("Linje", "Line"),
    "in-line": Text("linje {line}", "line {line}"),
    "rows": Text("Rækker", "Rows"),
    "id": Text("Id", "Id"),
    "causes-caption": Text("Årsager under {norm}", "Causes under {norm}"),
    "answer": Text("Svar", "Answer"),
    "more-in-json": Text(
        "(resten: --all, eller --format json, html og docx)",
        "(the rest: --all, or --format json, html and docx)",
    ),
    "more": Text("og {count} til", "and {count} more"),
    "more-of-all": Text("og {count} til i alle filer og ark", "and {count} more in all files"),
    "rows-in-file": Text(
        "Kun de første rækker er vist; alle {count} fund står i {file}.",
        "Only the first rows are shown; all {count} findings are in {file}.",
    ),
    "all-rows": Text(
        "Kun de første rækker er vist. Alle i en tabel: tilføj --output liste.csv (eller .xlsx, "
        ".json); med id og navne: også --show-values.",
        "Only the first rows are shown. All in a table: add --output list.csv (or .xlsx, .json); "
        "with ids and names: also --show-values.",
    ),
    "counted": Text("kun talt, ikke vist række for række", "counted only, not listed row by row"),
    "only-counted": Text(
        "Årsager uden rækkenumre er kun talt; deres rækker er ikke vist.",
        "Causes without row numbers are only counted; their rows are not shown.",
    ),
    "quality": Text("Kvaliteten af data", "Quality of the data"),
    "quality-caption": Text(
        "Fejl og usikkerheder i datasættet", "Errors and doubts in the dataset"
    ),
    "severity": Text("Alvor", "Severity"),
    "column": Text("Kolonne", "Column"),
    "flaw": Text("Hvad der er galt", "What is wrong"),
    "examples": Text("Eksempler", "Examples"),
    "values": Text("værdier: {values}", "values: {values}"),
    "shapes": Text("skrevet på formen: {values}", "written like: {values}"),
    "receipt": Text("Grundlag", "Basis"),
    "receipt-caption": Text(
        "Hvad kontrollen bygger på, så den kan gentages",
        "What the check rests on, so that it can be repeated",
    ),
    "part": Text("Del", "Part"),
    "value": Text("Værdi", "Value"),
    "meaning": Text("Hvad udfaldene betyder", "What the verdicts mean"),
    "no-records": Text(
        "Ingen registreringer blev holdt op mod denne regel.",
        "No record was checked against this rule.",
    ),
    "ids-hidden": Text(
        "Registreringernes id er udeladt, fordi det kan være et personnummer. Rækkenummeret "
        "tæller fra 1 uden overskriften; i et regneark er det arkets eget.",
        "The records' ids are left out since an id may be a personal number. The row number "
        "counts from 1, without the header; in a workbook it is the sheet's own.",
    ),
    "ids-shown": Text("--show-values viser dem.", "--show-values shows them."),
    "and": Text("og", "and"),
    "or": Text("eller", "or"),
    "why": Text("Hvorfor", "Why"),
    "not-about": Text("Regler, der ikke gælder her:", "Rules that do not apply here:"),
    "may": Text("Hvad der er ret eller adgang til:", "What there is a right or permission to:"),
    "perhaps": Text(
        "måske; det beror på noget, der ikke er oplyst", "perhaps; it turns on what was not told"
    ),
    "perhaps-with": Text("måske; det afhænger af {facts}", "perhaps; it turns on {facts}"),
    "routes": Text("Veje dertil", "Ways to get there"),
    "open": Text("åben", "open"),
    "blocking": Text("hindring", "in the way"),
    "place": Text("sted", "place"),
    "fee": Text("gebyr", "fee"),
    "turn": Text(
        'Det ville blive til "{verdict}" med {changes}.',
        'It would become "{verdict}" with {changes}.',
    ),
    "who-can": Text("kan gøres af {who}", "can be done by {who}"),
    "no-turn": Text(
        "Der er ikke fundet noget, som nogen kan gøre nu, der ville ændre udfaldet.",
        "Nothing was found that anybody can do now and that would turn the verdict.",
    ),
    "since": Text("i kraft fra {start}", "in force from {start}"),
    "not-then": Text("{time}; ikke i kraft den {date}", "{time}; not in force on {date}"),
    "of-them-then": Text(
        "{norms}, heraf {some} i kraft den {date}", "{norms}, {some} of them in force on {date}"
    ),
    "between": Text("i kraft fra {start} til og med {end}", "in force from {start} until {end}"),
    "uncommenced": Text("ikke sat i kraft", "not commenced"),
    "undated": Text("ingen dag for ikrafttræden er angivet", "no day of commencement is stated"),
    "report": Text("Rapporten", "The report"),
}

RECEIPT = {
    "as_of": Text("dato", "date"),
    "cells": Text("celler", "cells"),
    "engine": Text("beregningsmetode", "engine"),
    "files": Text("filer", "files"),
    "input_sha256": Text("datasættets SHA-256", "SHA-256 of the dataset"),
    "law_sha256": Text("lovgrafens SHA-256", "SHA-256 of the law graph"),
    "mapping_sha256": Text("kolonneoversættelsens SHA-256", "SHA-256 of the mapping"),
    "version_duckdb": Text("DuckDB", "DuckDB"),
    "version_lovgraf": Text("Lovgraf", "Lovgraf"),
    "version_rdflib": Text("rdflib", "rdflib"),
}
"""Names of what a receipt holds; a key that is not here is shown as it is."""
