"""The texts of help on arguments and options, in Danish and English, by key."""

from __future__ import annotations

OPTIONS: dict[str, tuple[str, str]] = {
    "as-of-column": (
        "Mappernes ord for dagen, som i day=2014-10-31/ (day).",
        "What the folders call the day, as in day=2014-10-31/ (day).",
    ),
    "history-folder": (
        "Mappen med kørslerne (keep i lovgraf.toml), eller en mappe pr. dag, som i "
        "day=2014-10-31/.",
        "The folder of the runs (keep in lovgraf.toml), or a folder a day, as in day=2014-10-31/.",
    ),
    "history-format": (
        "Udviklingens format: text, html eller json (efter filens endelse, ellers text).",
        "The trend's format: text, html or json (by the file's ending, else text).",
    ),
    "history-output": (
        "En ny mappe med en rapport (JSON) og alle fund (Parquet) for hver dag; for kørsler en "
        "fil.",
        "A new folder with a report (JSON) and all findings (Parquet) of each day; for runs a "
        "file.",
    ),
    "token-action": (
        "new laver et, list viser dem, revoke tilbagekalder et.",
        "new makes one, list shows them, revoke revokes one.",
    ),
    "token-name": (
        "Hvad tokenet kaldes, fx systemets navn; ved revoke dets id.",
        "What the token is called, such as the system's name; for revoke its id.",
    ),
    "token-role": (
        "Hvad det åbner: reader (loven), caseworker (også borgere og datasæt) eller drafter (også "
        "forslag). Uden: reader.",
        "What it opens: reader (the law), caseworker (citizens and datasets too) or drafter "
        "(proposals too). Default: reader.",
    ),
    "token-days": ("Hvor mange dage det gælder (365).", "How many days it holds (365)."),
    "run-settings": (
        "Filen, der siger, hvad der skal kontrolleres (lovgraf.toml).",
        "The file that says what is to be checked (lovgraf.toml).",
    ),
    "columns-words": (
        "Kun kolonner, hvis navn eller overskrifter har disse ord.",
        "Only columns whose name or headings have these words.",
    ),
    "columns-json": ("Som JSON, med definitioner.", "As JSON, with definitions."),
    "run-check": (
        "Læs kun filen, og sig om hvert datasæt, om det er der, og om dets mapping kan bruges.",
        "Only read the file, and say of each dataset whether it is there and its mapping can be "
        "used.",
    ),
    "init-output": (
        "Filen, der skrives (lovgraf.toml).",
        "The file that is written (lovgraf.toml).",
    ),
    "init-schema": (
        "Skriv i stedet JSON-skemaet for filen, som editorer læser.",
        "Write the file's JSON Schema instead, which editors read.",
    ),
    "compare-old": (
        "Den ældre rapport, skrevet med check --format json.",
        "The older report, written by check --format json.",
    ),
    "compare-new": ("Den nyere rapport.", "The newer report."),
    "validate-data": (
        "Filen med data: .nt, .nq, .ttl, .trig, .rdf eller .jsonld, evt. pakket (.gz, .zst, .bz2, "
        ".xz).",
        "The file of data: .nt, .nq, .ttl, .trig, .rdf or .jsonld, perhaps packed (.gz, .zst, "
        ".bz2, .xz).",
    ),
    "validate-shapes": (
        "Filen med SHACL-former; flere filer læses som én (det, de importerer, hentes ikke).",
        "The file of SHACL shapes; several are read as one (what they import is not fetched).",
    ),
    "validate-ignore-unknown": (
        "Lad det ude, som ikke kan kontrolleres (ukendte ord, SHACL 1.2, regler), og opregn det; "
        "status 0 betyder så: intet fundet i resten.",
        "Leave out what cannot be checked (unknown terms, SHACL 1.2, rules) and list it; status 0 "
        "then means: nothing found in the rest.",
    ),
    "validate-engine": (
        "Beregningsmetode: both (kolonner, hvor de kan, ellers pySHACL), columns (afvis "
        "resten) eller reference (alt med pySHACL). Uden: both.",
        "The engine: both (columns where they can, else pySHACL), columns (refuse the rest) "
        "or reference (all by pySHACL). Default: both.",
    ),
    "validate-format": (
        "Format: text, json eller ttl (efter filens endelse, ellers text).",
        "Format: text, json or ttl (by the file's ending, else text).",
    ),
    "validate-rows": (
        "Hvor mange resultater text viser for hver form (20).",
        "How many results text lists for each shape (20).",
    ),
    "query-name": (
        "Navnet på et spørgsmål (se --list), eller en fil, der ender på .rq.",
        "The name of a question (see --list), or a file that ends in .rq.",
    ),
    "query-param": (
        "En parameter som NAVN=VÆRDI. Kan gentages.",
        "A parameter as NAME=VALUE. May be repeated.",
    ),
    "query-format": (
        "Format: table, csv, tsv, json, xml eller ttl (efter filens endelse, ellers table).",
        "Format: table, csv, tsv, json, xml or ttl (by the file's ending, else table).",
    ),
    "query-ignore-unknown": (
        "Svar, også hvor forespørgslen nævner, hvad grafen ikke har.",
        "Answer even where the query names what the graph does not have.",
    ),
    "query-list": ("Vis alle spørgsmål.", "List all questions."),
    "query-prepare": (
        "Regn ud, hvordan grupperne er stillet, for alle datoer, hvor loven ændres (eller for "
        "--as-of), så spørgsmål om det ikke skal vente.",
        "Work out how groups stand on all dates on which the law changes (or on --as-of), so that "
        "questions about it need not wait.",
    ),
    "dataset": (
        "Registreringerne: en fil (CSV, Parquet, Excel, JSON eller RDF), en mappe, et mønster i "
        "anførselstegn, en database (postgresql://bruger@vært/database, sqlite:///fil, "
        "duckdb:///fil) eller - for det, der kommer gennem et rør.",
        "The records: a file (CSV, Parquet, Excel, JSON or RDF), a folder, a pattern in quotation "
        "marks, a database (postgresql://user@host/database, sqlite:///file, duckdb:///file), or - "
        "for what comes through a pipe.",
    ),
    "findings-file": (
        "Skriv også hvert enkelt fund (fil, række, regel, udfald, årsag) til en Parquet-fil.",
        "Also write each single finding (file, row, norm, verdict, cause) to a Parquet file.",
    ),
    "letters": (
        "Skriv også, hvem der skal skrives til: en linje pr. person, med id og navn, hvorfor, og "
        "hvad de skal have at vide (CSV).",
        "Also write whom to write to: a line a person, with id and name, why, and what to tell "
        "them (CSV).",
    ),
    "resume": (
        "Tag en afbrudt kørsel op igen: dele, der er færdige ved siden af --output, kontrolleres "
        "ikke igen.",
        "Take up a run that was broken off: parts that are finished beside --output are not "
        "checked again.",
    ),
    "since": (
        "Behold delene i denne mappe, og kontrollér kun det, der er ændret, siden den blev brugt.",
        "Keep the parts in this folder, and check only what has changed since it was last used.",
    ),
    "progress": (
        "Skriv, hvor langt arbejdet er, også hvor ingen terminal ser på.",
        "Tell how far the work is where no terminal watches as well.",
    ),
    "table": (
        "Tabellen i databasen (ellers dens eneste).",
        "The table of the database (else its only one).",
    ),
    "sql-query": (
        "En SELECT, hvis rækker skal kontrolleres, i stedet for en tabel.",
        "A SELECT whose rows are to be checked, instead of a table.",
    ),
    "pairs": (
        "Oplysninger med kolonnens navn, fx birth_date=1990-01-01. Det, der ikke nævnes, er "
        "ukendt.",
        "Facts under the column's name, such as birth_date=1990-01-01. What is not given is "
        "unknown.",
    ),
    "type": (
        "Registreringernes art: person, filing, payment, customer og andre (ellers kolonnen "
        "type, ellers person); et ukendt navn får dem opregnet.",
        "The type of the records: person, filing, payment, customer and others (else the "
        "column type, else person); an unknown name has them listed.",
    ),
    "person-type": ("Registreringens art (person).", "The type of the record (person)."),
    "mapping": (
        "CSVW-metadata, der oversætter filens kolonner.",
        "CSVW metadata that translates the file's columns.",
    ),
    "column-said": (
        "Hvad en kolonne i filen er, fx 'Status=cpr_status'; 'Status=' lader den ude. Kan gentages;"
        " i stedet for --mapping.",
        "What a column of the file is, such as 'Status=cpr_status'; 'Status=' leaves it out. May be"
        " repeated; instead of --mapping.",
    ),
    "as-of": (
        "Den dato, reglerne skal gælde på, som åååå-mm-dd (i dag).",
        "The date on which the rules are to be in force, as yyyy-mm-dd (today).",
    ),
    "assess-as-of": (
        "Den dato, forslaget lægges oven på loven, når dets ikrafttræden er ubestemt (den dag, det "
        "selv nævner).",
        "The date on which the proposal is laid over the law where its commencement is "
        "undetermined (the day that it names itself).",
    ),
    "proposals": (
        "Forslag (Turtle); flere lægges oven på hinanden i rækkefølge.",
        "Proposals (Turtle); several are laid over one another in order.",
    ),
    "repairs": (
        "Led efter små ændringer, der lukker huller, og vurdér hver af dem (ja).",
        "Look for small changes that close gaps, and assess each of them (yes).",
    ),
    "new": (
        "Skriv et nyt forslag efter nogle få spørgsmål (på terminalen eller med valgene nedenfor).",
        "Write a new proposal after a few questions (on the terminal, or by the options below).",
    ),
    "new-title": ("Med --new: titlen på dansk.", "With --new: the title in Danish."),
    "new-title-en": ("Med --new: titlen på engelsk.", "With --new: the title in English."),
    "new-norm": ("Med --new: den norm, der ændres.", "With --new: the norm that is changed."),
    "new-also": (
        "Med --new: den klasse, normen også skal gælde for, fx group/1 (ellers ophører normen).",
        "With --new: the class it is to be for as well, such as group/1 (else the norm ends).",
    ),
    "new-commencement": (
        "Med --new: dagen for ikrafttræden (ellers ubestemt).",
        "With --new: the day of commencement (else undetermined).",
    ),
    "against": (
        "Et datasæt, hvori de berørte tælles.",
        "A dataset in which those affected are counted.",
    ),
    "assess-format": (
        "Format: text, json, html, md, docx eller ttl (efter filens endelse, ellers text).",
        "Format: text, json, html, md, docx or ttl (by the file's ending, else text).",
    ),
    "complete": (
        "En kolonne, hvor et tomt felt betyder nej. Kan gentages.",
        "A column in which a blank means no. May be repeated.",
    ),
    "sheet": (
        "Arket i en Excel-fil, eller all for alle ark med registreringer.",
        "The sheet of an Excel file, or all for every sheet with records.",
    ),
    "accept-unread": (
        "En kolonne, som må gå tabt, selv om loven spørger om den. Kan gentages.",
        "A column that may be lost although the law asks for it. May be repeated.",
    ),
    "exact": (
        "Se på hver registrering, som ubesvarede datoer holder åben, hvor mange de end er.",
        "Look at each record that unknown dates leave open, however many there are.",
    ),
    "presume": (
        "Hvad tomme felter formodes at betyde: none (intet; et tomt felt er ukendt), register"
        " (det, registre ikke skriver ned; ingen overtrædelse hviler på det), case (også det,"
        " en sagsbehandler går ud fra, til det modsatte er vist) eller en Turtle-fil med egne"
        " formodninger. Uden: register.",
        "What blanks are presumed to mean: none (nothing; a blank is unknown), register (what"
        " registers do not write down; no breach rests on it), case (also what a caseworker "
        "takes for granted until the opposite is shown), or a Turtle file with your own "
        "presumptions. Default: register.",
    ),
    "all-norms": (
        "Spørg også om regler, som datasættet ingen kolonner har for.",
        "Ask also about rules that the dataset has no columns for.",
    ),
    "check-about": (
        "Spørg kun om reglerne i denne lov eller bestemmelse, fx CPR-loven eller law/2012/528. Kan"
        " gentages.",
        "Ask only about the rules of this act or provision, such as 'CPR Act' or law/2012/528. May"
        " be repeated.",
    ),
    "data": (
        "En Turtle-fil, der lægges til lovgrafen. Kan gentages.",
        "A Turtle file to add to the law graph. May be repeated.",
    ),
    "with": (
        "Et forslag (Turtle), der lægges oven på loven. Kan gentages; det første lægges først.",
        "A proposal (Turtle) to lay over the law. May be repeated; the first is laid first.",
    ),
    "engine": (
        "Beregningsmetode: columns (hurtig, også for store tabeller), reference (langsom, med"
        " OWL- og SHACL-værktøjer, som kontrol) eller spark (på en klynge, med --master). "
        "Uden: columns.",
        "The engine: columns (fast, for tables of any size), reference (slow, by OWL and "
        "SHACL tools, as a check) or spark (on a cluster, with --master). Default: columns.",
    ),
    "master": (
        "Spark-klyngens adresse, fx spark://vært:7077 eller local[4]; med --engine spark.",
        "The Spark cluster's address, such as spark://host:7077 or local[4]; with --engine spark.",
    ),
    "report-format": (
        "Format: {formats} (efter filens endelse, ellers text).",
        "Format: {formats} (by the file's ending, else text).",
    ),
    "person-about": (
        "Svar først på dette: en lov, fx CPR-loven eller law/2012/528, eller et spørgsmål.",
        "Answer this first: an act, such as 'CPR Act' or law/2012/528, or a question.",
    ),
    "person-all": (
        "Vis alle udfald med deres begrundelser.",
        "Show all verdicts with their reasons.",
    ),
    "ask-all": (
        "Vis hele svaret som tekst, ikke kun de første 40 linjer.",
        "Show the whole answer as text, not only the first 40 lines.",
    ),
    "ask-words": (
        "Spørgsmålet, med egne ord eller ved navn, og oplysninger som NØGLE=VÆRDI.",
        "The question, in your own words or by name, and facts as KEY=VALUE.",
    ),
    "ask-for": (
        "Hvem du spørger for, hvis ikke for dig selv: son, daughter, child, father … eller other; "
        "svaret taler så om den person.",
        "Whom you ask for where it is not yourself: son, daughter, child, father … or other; "
        "the answer then speaks of that person.",
    ),
    "ask-presume": (
        "Hvad der formodes om det, der ikke er oplyst: none, register, case eller en Turtle-fil "
        "(case).",
        "What is presumed of what is not stated: none, register, case, or a Turtle file (case).",
    ),
    "ask-list": ("Vis alle spørgsmål.", "List all questions."),
    "ask-format": (
        "Format: text, json, html eller docx (efter filens endelse, ellers text).",
        "Format: text, json, html or docx (by the file's ending, else text).",
    ),
    "text-or-json": ("Format: text eller json (text).", "Format: text or json (text)."),
    "output": (
        "Skriv til en fil i stedet for skærmen.",
        "Write to a file instead of the screen.",
    ),
    "summary": (
        "Sig også på skærmen i få linjer, hvad rapporten i --output siger.",
        "Say on the screen too, in a few lines, what the report in --output says.",
    ),
    "fail-on": (
        "De udfald, der giver slutstatus 1 og vises række for række, adskilt af komma: "
        "breached (ikke opfyldt, og det kunne den være), unattainable (loven giver ingen "
        "vej), undetermined (en oplysning eller et skøn mangler), pending (fristen er ikke "
        "udløbet), fulfilled (opfyldt), exempt (fritaget), not-addressed (ikke omfattet); "
        "none: ingen (breached,unattainable).",
        "The verdicts that give exit status 1 and are listed row by row, separated by commas:"
        " breached (not fulfilled, and could have been), unattainable (the law leaves no "
        "way), undetermined (a fact or a judgment is missing), pending (the deadline has not "
        "passed), fulfilled, exempt, not-addressed (the rule is not for it); none: no verdict"
        " (breached,unattainable).",
    ),
    "show-values": (
        "Vis også værdier, som de står, herunder registreringernes id; uden vises kun deres form.",
        "Show values as they stand too, among them the records' ids; without, only their shape.",
    ),
    "check-all": (
        "Vis hele tekstrapporten, også udfald regel for regel; ellers fylder den højst to skærme.",
        "Show the whole text report, verdicts rule by rule too; else it takes two screens at most.",
    ),
    "check-compare": (
        "Vis ændringen i hver årsag siden en tidligere rapport (--format json).",
        "Show how each cause changed since an earlier report (--format json).",
    ),
    "rows": (
        "Hvor mange rækker text og html viser for hver årsag (20).",
        "How many rows text and html list for each cause (20).",
    ),
    "lang": ("Sprog: da eller en.", "Language: da or en."),
    "provision": (
        "En lov eller bestemmelse, fx law/2012/528/par/3/stk/1.",
        "An act or a provision, such as law/2012/528/par/3/stk/1.",
    ),
    "lint-files": (
        "Turtle-filer (ellers alt, hvad der følger med); med --coverage mapper med scenarier.",
        "Turtle files (else everything that is shipped); with --coverage folders of scenarios.",
    ),
    "coverage": (
        "Vis de regler, undtagelser, grænser og adgangsveje, som intet scenarie viser.",
        "List the norms, exemptions, limits and routes that no scenario shows.",
    ),
    "presumptions-on": (
        "Et datasæt: hvor ofte siger det noget andet, end der formodes?",
        "A dataset: how often does it say something else than is presumed?",
    ),
    "ledger": (
        "Mappe med retsakternes tekst: vis de sætninger, som grafen ikke gør rede for.",
        "A folder with the text of the acts: list the sentences not accounted for by the graph.",
    ),
    "mutate": (
        "Ændr lovene én ting ad gangen, og vis de ændringer, som intet scenarie opdager.",
        "Change the law one thing at a time and list the changes that no scenario notices.",
    ),
    "accepted": (
        "YAML-liste over huller, der er accepteret med en grund (med --coverage).",
        "A YAML list of gaps that are accepted for a reason (with --coverage).",
    ),
    "about": (
        "Kun hvad der handler om en lov, fx law/2012/528 (--coverage, --mutate). Kan gentages.",
        "Only what is about an act, such as law/2012/528 (--coverage, --mutate). May be repeated.",
    ),
    "files": ("Turtle-filer.", "Turtle files."),
    "format-check": (
        "Skriv intet; slutstatus 1, hvis en fil ville blive ændret.",
        "Write nothing; exit status 1 if a file would change.",
    ),
    "size": ("Hvor mange registreringer.", "How many records."),
    "sample-file": (
        "Filen, der skrives: .csv eller .parquet.",
        "The file to write: .csv or .parquet.",
    ),
    "faults": (
        "Andelen af registreringer med fejl, fra 0 til 1 (0).",
        "The share of records with a fault, from 0 to 1 (0).",
    ),
    "expected": (
        "Skriv også de kendte udfald til denne fil.",
        "Write the known verdicts to this file too.",
    ),
    "seed": (
        "Samme tal giver samme datasæt (1).",
        "The same number gives the same dataset (1).",
    ),
    "host": ("Adresse, der lyttes på (127.0.0.1).", "The address to listen on (127.0.0.1)."),
    "port": ("Port (8000).", "Port (8000)."),
    "workers": (
        "Antal processer, der svarer (2, hvor der er to kerner).",
        "How many processes answer (2 where there are two cores).",
    ),
    "version": ("Vis versionen.", "Show the version."),
    "help": ("Vis denne hjælp.", "Show this help."),
    "install_completion": (
        "Sæt fuldførelse op i denne skal.",
        "Install completion for the current shell.",
    ),
    "show_completion": (
        "Vis skallens script til fuldførelse.",
        "Show the shell's completion script.",
    ),
}
