"""Texts of the pages about a dataset."""

from __future__ import annotations

from lovgraf.core.terms import Text

TEXTS: dict[str, Text] = {
    "dataset-intro": Text(
        "Læg et udtræk op, og se, hvordan registreringerne står i forhold til loven på en dato.",
        "Upload an extract, and see how its records stand to the law on a date.",
    ),
    "dataset-privacy": Text(
        "Filen ligger i en privat mappe på den maskine, der viser siden, kan kun ses fra denne "
        "browser, og slettes senest en time efter. Resultatet viser rækkenumre, ikke værdier, "
        "medmindre du beder om det. Hvad du valgte for kolonnerne, huskes til næste fil, uden "
        "deres indhold. Antal over tid gemmes kun, hvis du beder om det.",
        "The file lies in a private folder on the machine that shows this page, can be seen from "
        "this browser only, and is deleted after an hour at the latest. The result shows row "
        "numbers and no values unless you ask for them. What you chose for the columns is "
        "remembered for the next file, without what stands in them. Counts over time are kept only "
        "if you ask for it.",
    ),
    "dataset-trend": Text("Udvikling", "Trend"),
    "dataset-trend-of": Text("Se udviklingen for", "See the trend of"),
    "dataset-trend-intro": Text(
        "Hvad der er nyt, væk og stadig dér i de kontroller, du har bedt om at få gemt, og hvad "
        "der kom af loven og af dataene.",
        "What is new, gone and still there in the checks that you asked to have kept, and what came"
        " of the law and of the data.",
    ),
    "dataset-trend-empty": Text(
        "Ingen kontroller er gemt. Sæt hak ved Gem denne kontrol, når kolonnerne vælges.",
        "No checks are kept. Tick Keep this check when choosing columns.",
    ),
    "dataset-trend-kept": Text("Hver kontrol gemmes i", "Each check is kept for"),
    "dataset-trend-remove": Text("Slet de gemte kontroller", "Delete the kept checks"),
    "dataset-days": Text("dage", "days"),
    "dataset-more-choices": Text(
        "Flere valg: hvilke love, hvad tomme felter betyder, følg udviklingen over tid",
        "More choices: which acts, what blanks mean, follow the trend over time",
    ),
    "dataset-keep": Text("Gem denne kontrol", "Keep this check"),
    "dataset-keep-hint": Text(
        "Gemt bliver antal efter årsag og dag, og et mærke (en nøglet hash) for hver registrering "
        "med et fund, så den kan kendes igen; ingen værdier og ikke filen. Uden login husker denne "
        "browser dig så længe. Kontroller med samme navn vises sammen.",
        "Kept are counts by cause and day, and a mark (a keyed hash) for each record with a "
        "finding, so that it is known again; no values, and not the file. Without a login this "
        "browser remembers you for as long. Checks of the same name are shown together.",
    ),
    "dataset-keep-name": Text("Navn på rækken af kontroller", "Name of the series of checks"),
    "dataset-keep-days": Text("Gemmes i", "Keep for"),
    "dataset-about": Text("Regler, der spørges om", "Rules that are asked about"),
    "dataset-all-acts": Text(
        "Alle, som kolonnerne kan svare på", "All that the columns can answer"
    ),
    "dataset-presume": Text("Hvad tomme felter betyder", "What blanks mean"),
    "dataset-presume-register": Text("Som i et register (anbefalet)", "As in a register (advised)"),
    "dataset-presume-case": Text("Som i en sag", "As in a case"),
    "dataset-presume-none": Text("Intet formodes", "Nothing is presumed"),
    "dataset-presume-hint": Text(
        "Et register skriver ikke, hvad der er sjældent. Formodningerne udfylder kun tomme felter, "
        "og et brud hviler aldrig på dem i et register.",
        "A register does not write what is rare. The presumptions fill blanks only, and in a "
        "register no breach ever rests on them.",
    ),
    "dataset-file": Text("Fil", "File"),
    "dataset-file-hint": Text(
        "CSV, Excel (.xlsx, .xls, .ods), Parquet, JSON-linjer, RDF og flere, også pakket. Filen "
        "kan trækkes hertil.",
        "CSV, Excel (.xlsx, .xls, .ods), Parquet, JSON lines, RDF and more, also packed. The file "
        "can be dropped here.",
    ),
    "dataset-first-values": Text(
        "Vis de første værdier, når kolonnerne vælges",
        "Show the first values when choosing columns",
    ),
    "dataset-upload": Text("Læg op", "Upload"),
    "dataset-sample": Text(
        "Prøv med 1.000 opdigtede personer", "Try it with 1,000 invented people"
    ),
    "dataset-mine": Text("Dine filer", "Your files"),
    "dataset-no-file": Text("Vælg en fil først.", "Choose a file first."),
    "dataset-columns": Text("Kolonner", "Columns"),
    "dataset-columns-of": Text("Kolonner i", "Columns of"),
    "dataset-rows-about": Text("Omtrent antal rækker:", "Rows, about:"),
    "dataset-all-recognised": Text("Alle kolonner er genkendt.", "All columns are recognised."),
    "dataset-taken": Text("Indholdet siger, hvad disse er:", "Their content says what these are:"),
    "dataset-recognised": Text("Genkendte kolonner:", "Columns recognised:"),
    "dataset-of": Text("af", "of"),
    "dataset-type": Text("Registreringernes type", "Type of the records"),
    "dataset-type-column": Text("som en kolonne angiver", "as a column says"),
    "dataset-type-show": Text("Vis kolonner for typen", "Show the columns of the type"),
    "dataset-header": Text("Kolonne i filen", "Column of the file"),
    "dataset-is": Text("Læses som", "Read as"),
    "dataset-filled": Text("Udfyldt", "Filled in"),
    "dataset-headings-withheld": Text(
        "Nogle overskrifter er ikke kendt og kan være oplysninger om nogen; de vises som former "
        "(X og x for bogstaver, 9 for cifre). Send filen igen, og vælg at vise de første værdier, "
        "hvis de skal ses eller gemmes.",
        "Some headings are not known and may be facts about somebody; they are shown as shapes (X "
        "and x for letters, 9 for digits). Send the file again and choose to show the first values "
        "if they are to be seen or saved.",
    ),
    "dataset-values": Text("Første værdier", "First values"),
    "dataset-blank-no": Text("Tom betyder nej", "Blank means no"),
    "dataset-blank-no-hint": Text(
        "Et tomt felt er ukendt. Sæt kryds, hvis tomt i en kolonne betyder, at det ikke er sket.",
        "A blank is unknown. Tick a column in which blank means that it did not happen.",
    ),
    "dataset-asked": Text("Se disse kolonner efter", "Look at these columns"),
    "dataset-known": Text("Genkendte kolonner", "Columns that are recognised"),
    "dataset-by-heading": Text("foreslået efter overskriften", "suggested by its heading"),
    "dataset-by-values": Text("foreslået efter indholdet", "suggested by its values"),
    "dataset-by-before": Text("som du valgte sidst", "as you chose last time"),
    "dataset-codes": Text("Hvad ordene betyder", "What the words mean"),
    "dataset-code-unknown": Text("ukendt (læses ikke)", "unknown (is not read)"),
    "dataset-words-intro": Text(
        "Nogle af filens ord er ikke koder, som loven kender. Sig, hvad hvert af dem betyder; et "
        "ord, som ingen kender, læses ikke. Svarene huskes til næste fil, uden ordene selv.",
        "Some words of the file are no codes that the law knows. Say what each of them means; a "
        "word that nobody knows is not read. The answers are remembered for the next file, "
        "without the words themselves.",
    ),
    "dataset-words-shapes": Text(
        "Ordene er vist som former (X og x for bogstaver, 9 for cifre) med antallet af rækker. "
        "Tryk Vis ordene, hvis de skal ses her.",
        "The words are shown as shapes (X and x for letters, 9 for digits) with the number of "
        "rows. Press Show the words if they are to be seen here.",
    ),
    "dataset-words-show": Text("Vis ordene", "Show the words"),
    "dataset-rows-seen": Text("rækker af de sete", "rows of those looked at"),
    "dataset-codes-shapes": Text(
        "Ordene er vist som former (X og x for bogstaver, 9 for cifre). Send filen igen, og vælg "
        "at vise de første værdier, hvis de skal ses.",
        "The words are shown as shapes (X and x for letters, 9 for digits). Send the file again "
        "and choose to show the first values if they are to be seen.",
    ),
    "dataset-dates": Text("datoer læses som", "dates are read as"),
    "dataset-times": Text(
        "et klokkeslæt læses som dagen, det er på", "a time of a day is read as the day it is on"
    ),
    "dataset-dates-unread": Text(
        "Ingen dato i den kan læses. Skriv dem i filen som 1990-12-24.",
        "No date in it can be read. Write them in the file as 1990-12-24.",
    ),
    "dataset-dates-ways": Text(
        "Dag og måned kan ikke skelnes, for filen skriver datoer på begge måder; datoer, der kan "
        "læses på to måder, læses ikke. Skriv dem i filen som 1990-12-24.",
        "Day and month cannot be told apart, since the file writes dates in both ways; dates that "
        "can be read both ways are not read. Write them in the file as 1990-12-24.",
    ),
    "dataset-decide": Text("vælg, eller at den ikke læses", "choose, or that it is not read"),
    "dataset-may-be": Text("Måske", "Maybe"),
    "dataset-may-be-unread": Text(
        "Den læses ikke, medmindre du vælger det.", "It is not read unless you choose so."
    ),
    "dataset-days-of": Text("Dage, som hører til", "Days that belong to"),
    "dataset-days-of-hint": Text(
        "Læses de ikke, vides det ikke, siden hvornår eller til hvornår det er så.",
        "Where they are not read, since when or until when it is so is not known.",
    ),
    "dataset-leave-out": Text("læses ikke", "is not read"),
    "dataset-unknown": Text("ikke genkendt", "not recognised"),
    "dataset-ambiguous": Text("kan være flere", "may be several"),
    "dataset-doubled": Text("navngiver det samme som en anden", "names the same as another"),
    "dataset-other-type": Text("hører til en anden type", "belongs to another type"),
    "dataset-who": Text("viser kun, hvem rækken er om", "only shows whom the row is about"),
    "dataset-nameless": Text("har ingen overskrift", "has no header"),
    "dataset-no-columns": Text(
        "Vælg mindst én kolonne, som loven spørger om.",
        "Choose at least one column that the law asks about.",
    ),
    "dataset-day-hint": Text(
        "Den dag, filens oplysninger gælder for. Uden en dag er det i dag.",
        "The day of which the file tells. Without a day it is today.",
    ),
    "dataset-suggested": Text("Foreslået", "Suggested"),
    "dataset-other-facts": Text("Andet", "Others"),
    "dataset-as-of": Text("Loven, som den gælder den", "The law as it stands on"),
    "dataset-with-values": Text(
        "Vis, hvem det er, i resultatet og i listen til breve (id, navn, CPR-nummer, og værdier, "
        "der ikke kan læses)",
        "Show who they are in the result and in the list for letters (id, name, CPR number, and "
        "values that cannot be read)",
    ),
    "dataset-check": Text("Kontrollér", "Check"),
    "dataset-csvw": Text("Hent valgene som CSVW-fil", "Download the choices as a CSVW file"),
    "dataset-csvw-hint": Text(
        "CSVW-filen kan bruges af lovgraf check --mapping og af andre værktøjer.",
        "The CSVW file serves lovgraf check --mapping and other tools.",
    ),
    "dataset-other-day": Text("Kontrollér igen pr. den dato", "Check again as of that date"),
    "dataset-again": Text("Vælg kolonner igen", "Choose columns again"),
    "dataset-another": Text("Læg en anden fil op", "Upload another file"),
    "dataset-result": Text("Resultat", "Result"),
    "dataset-result-of": Text("Kontrol af", "Check of"),
    "dataset-stands": Text("holdt op mod loven den", "checked against the law of"),
    "dataset-nothing": Text(
        "Ingen registreringer overtræder en regel eller står over for en pligt, der ikke kan "
        "opfyldes.",
        "No record breaches a rule or faces a duty that cannot be fulfilled.",
    ),
    "dataset-all-verdicts": Text("Alle udfald", "All verdicts"),
    "dataset-work": Text("Hvad der skal gøres", "What to do"),
    "dataset-notes": Text("Mere om det læste, og bemærkninger", "More on what was read, and notes"),
    "dataset-more-tasks": Text("Vis flere", "Show more"),
    "dataset-read": Text("Læst og ikke læst", "Read and not read"),
    "dataset-filter": Text("Vælg, hvad der vises", "Choose what is shown"),
    "dataset-search": Text("Regel eller bestemmelse", "Rule or provision"),
    "dataset-every-norm": Text(
        "Også regler, der ikke gælder for nogen", "Also rules that are about nobody"
    ),
    "dataset-by-norm": Text("Regel for regel", "Rule by rule"),
    "dataset-none-fits": Text("Ingen regler passer til valget.", "No rule fits the choice."),
    "dataset-cause": Text("Begrundelse", "Reason"),
    "dataset-verdict": Text("Udfald", "Verdict"),
    "dataset-count": Text("Antal", "Number"),
    "dataset-rows": Text("Rækker", "Rows"),
    "dataset-rows-of": Text("Rækker i", "Rows of"),
    "dataset-see-found": Text("Se rækkerne med brud", "See the rows in breach"),
    "dataset-see-rows": Text("Se rækker", "See rows"),
    "dataset-only-counted": Text("kun talt", "only counted"),
    "dataset-more-causes": Text(
        "Flere begrundelser, som kun rapporterne viser:",
        "More reasons, which only the reports show:",
    ),
    "dataset-quality": Text("Kvaliteten af data", "Quality of the data"),
    "dataset-severity": Text("Alvor", "Severity"),
    "dataset-flaw": Text("Hvad der er galt", "What is wrong"),
    "dataset-examples": Text("Rækker, for eksempel", "Rows, for example"),
    "dataset-downloads": Text("Hent rapporten", "Download the report"),
    "dataset-downloads-hint": Text(
        "De samme rapporter, som lovgraf check skriver.",
        "The same reports that lovgraf check writes.",
    ),
    "dataset-who-left-out": Text(
        "Hvem det er (id, navn, CPR-nummer), står ikke i resultatet, før du beder om det.",
        "Who they are (id, name, CPR number) is not in the result unless you ask for it.",
    ),
    "dataset-whom": Text(
        "Hent listen til breve, én linje pr. person",
        "Download the list for letters, a line a person",
    ),
    "dataset-first": Text("undersøg først", "find out first"),
    "dataset-show-who": Text("Vis personlige værdier", "Show personal values"),
    "dataset-basis": Text("Grundlag", "Basis"),
    "dataset-row": Text("Række", "Row"),
    "dataset-id": Text("Registreringens id", "Id of the record"),
    "dataset-norm": Text("Regel", "Rule"),
    "dataset-all-norms": Text("Alle regler", "All rules"),
    "dataset-found-rows": Text("Fundne rækker:", "Rows found:"),
    "dataset-page": Text("Side", "Page"),
    "dataset-previous": Text("Forrige side", "Previous page"),
    "dataset-next": Text("Næste side", "Next page"),
    "dataset-paging": Text("Sider med rækker", "Pages of rows"),
    "dataset-row-counts": Text(
        "Rækkerne tælles fra 1, uden overskriften; de i et regneark har arkets egne numre.",
        "Rows count from 1, without the header; those of a workbook as its sheet does.",
    ),
}
