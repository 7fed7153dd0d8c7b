"""The texts that no page has alone: of every page, of long work, of signing in and out."""

from __future__ import annotations

from lovgraf.core.terms import Text

# Texts of every page: header, footer, dates, errors.

FRAME: dict[str, Text] = {
    "skip": Text("Spring til indhold", "Skip to content"),
    "nav": Text("Sider", "Pages"),
    "start": Text("Forside", "Start"),
    "citizen": Text("Borger", "Citizen"),
    "dataset": Text("Datasæt", "Dataset"),
    "proposals": Text("Lovforslag", "Proposals"),
    "law": Text("Loven", "The law"),
    "analysis": Text("Analyse", "Analysis"),
    "developers": Text("Udviklere", "Developers"),
    "query": Text("Forespørgsler", "Queries"),
    "ontology": Text("Ontologi", "Ontology"),
    "about": Text("Om Lovgraf", "About Lovgraf"),
    "tagline": Text("Lovkrav som data", "Legal requirements as data"),
    "other-language": Text("In English", "På dansk"),
    "you-are-here": Text("Du er her", "You are here"),
    "applies-on": Text("Gælder pr.", "As of"),
    "date-later": Text(
        "Datoen kan skiftes, når arbejdet er gjort.",
        "The date can be changed once the work is done.",
    ),
    "change-date": Text("Skift dato", "Change date"),
    "page-as": Text("Siden som data:", "The page as data:"),
    "too-long": Text(
        "En værdi i adressen er for lang: højst 200 tegn.",
        "A value in the address is too long: at most 200 characters.",
    ),
    "bad-format": Text(
        "Siden findes som format=html, format=json og format=ttl.",
        "The page comes as format=html, format=json and format=ttl.",
    ),
    "unofficial": Text(
        "Uofficielt værktøj. Reglerne er gengivet i vores egne ord; lovteksten gælder.",
        "An unofficial tool. The rules are put in our own words; the text of the law prevails.",
    ),
    "for-developers": Text(
        "For udviklere: forslaget som data", "For developers: the proposal as data"
    ),
    "page-not-yet": Text(
        "Siden gøres klar. Det tager et par sekunder, første gang nogen spørger på en dato.",
        "The page is being got ready. It takes a few seconds the first time anybody asks about a "
        "date.",
    ),
    "load-again": Text("Hent siden igen", "Load the page again"),
    "nothing-in-force": Text(
        "Ingen af grafens regler er i kraft på den dato.",
        "None of the rules in the graph is in force on that date.",
    ),
    "covers-from": Text("Grafens første regel er i kraft fra", "The graph's first rule starts on"),
    "official-text": Text("Officiel tekst", "Official text"),
    "note": Text("Bemærk", "Note"),
    "contents": Text("Indhold", "Contents"),
    "bad-date": Text(
        "Skriv datoen som 01-12-2014 eller 2014-12-01.",
        "Write the date as 01-12-2014 or 2014-12-01.",
    ),
    "no-such-day": Text(
        "Den dag findes ikke i kalenderen; ret dagen, måneden eller året.",
        "There is no such day in the calendar; correct the day, the month or the year.",
    ),
    "yes": Text("Ja", "Yes"),
    "no": Text("Nej", "No"),
    "unknown": Text("Ved ikke", "Not known"),
    "unknown-state": Text("ukendt", "unknown"),
    "true-state": Text("ja", "yes"),
    "false-state": Text("nej", "no"),
    "page-without": Text("Siden uden det", "The page without it"),
    "what-now": Text("Herfra kan du gå videre til:", "From here you can go on to:"),
    "search-the-law": Text("Søg i reglerne", "Search the rules"),
    "session-ended": Text("Siden var for gammel", "The page was too old"),
    "session-ended-hint": Text(
        "Siden er åbnet, før systemet sidst blev startet, eller i en anden session. Det, du har "
        "udfyldt, er her endnu: send det igen.",
        "The page was opened before the system was last started, or in another session. What you "
        "filled in is still here: send it again.",
    ),
    "send-again": Text("Send igen", "Send again"),
    "error": Text("Det kunne ikke lade sig gøre", "That could not be done"),
    "error-400": Text(
        "Det, der blev sendt, kan ikke bruges. Gå tilbage, hent siden igen, og send det på ny.",
        "What was sent cannot be used. Go back, load the page again and send it anew.",
    ),
    "error-401": Text(
        "Du er ikke logget ind, eller det er for længe siden. Log ind, og prøv igen.",
        "You are not signed in, or it was too long ago. Sign in and try again.",
    ),
    "no-such-token": Text(
        "Tokenet i Authorization findes ikke eller er ophørt. Se de gyldige med lovgraf token "
        "list, eller lav et med lovgraf token new.",
        "The token in Authorization does not exist, or has ended. See those that are valid by "
        "lovgraf token list, or make one by lovgraf token new.",
    ),
    "no-token-sent": Text(
        "Der blev ikke sendt noget token. Send Authorization: Bearer med et (lovgraf token new), "
        "eller X-CSRFToken fra /token.json.",
        "No token was sent. Send Authorization: Bearer with one (lovgraf token new), or "
        "X-CSRFToken from /token.json.",
    ),
    "error-403": Text(
        "Din rolle giver ikke adgang til siden. Spørg den, der giver roller hos jer.",
        "Your role does not open this page. Ask whoever gives out roles in your organisation.",
    ),
    "error-404": Text("Siden findes ikke.", "There is no such page."),
    "error-405": Text("Siden kan ikke bruges på den måde.", "The page cannot be used in that way."),
    "error-408": Text("Det tog for lang tid at sende.", "Sending took too long."),
    "error-413": Text("Der blev sendt for meget.", "Too much was sent."),
    "error-500": Text(
        "Der er sket en fejl hos os. Intet af det indtastede er gemt.",
        "Something went wrong on our side. Nothing you typed was kept.",
    ),
}


# Texts of long work.

JOBS: dict[str, Text] = {
    "job-starts": Text("Går i gang", "Starting"),
    "job-waits": Text("Venter på plads", "Waiting for a place"),
    "job-waiting": Text("Opgaver foran i køen:", "Jobs ahead in the queue:"),
    "job-runs": Text("Arbejder", "Working"),
    "job-reloads": Text(
        "Siden opdaterer sig selv. Du kan lukke den og komme tilbage til adressen i samme browser.",
        "The page refreshes itself. You can close it and come back to its address in this browser.",
    ),
    "job-cancel": Text("Afbryd, og slet filen", "Cancel, and delete the file"),
    "job-remove": Text("Slet filen og resultatet nu", "Delete the file and the result now"),
    "job-expires": Text("Filen og resultatet slettes kl.", "File and result are deleted at"),
    "job-again": Text("Prøv igen", "Try again"),
    "job-done": Text("Færdig", "Done"),
    "job-stopped": Text("Afbrudt", "Cancelled"),
    "job-failed": Text("Det lykkedes ikke", "It did not succeed"),
    "job-lost": Text(
        "Arbejdet gik tabt: processen sluttede uden at sige hvorfor, måske af mangel på "
        "hukommelse. Filen er her endnu.",
        "The work was lost: its process ended without saying why, perhaps for want of memory. The "
        "file is still here.",
    ),
    "job-gone": Text(
        "Det er her ikke mere: filer og resultater slettes en time efter, at arbejdet sluttede, "
        "eller når du beder om det, og kan kun ses i den browser, der sendte dem. Begynd forfra.",
        "It is no longer here: files and results are deleted an hour after the work ended, or when "
        "you ask for it, and can be seen only in the browser that sent them. Begin anew.",
    ),
    "job-cancelled": Text(
        "Arbejdet er afbrudt, og filen er slettet.",
        "The work was cancelled, and the file is deleted.",
    ),
    "job-overtime": Text(
        "Arbejdet tog for lang tid og blev stoppet. Del filen op.",
        "The work took too long and was stopped. Split the file.",
    ),
    "job-memory": Text(
        "Arbejdet brugte for meget hukommelse. Del en stor fil op, eller gem den som Parquet.",
        "The work took too much memory. Split a large file, or save it as Parquet.",
    ),
    "job-fault": Text(
        "Der er sket en fejl hos os. Filen er her endnu, indtil den slettes.",
        "Something went wrong on our side. The file is still here until it is deleted.",
    ),
    "job-refused-busy": Text(
        "Der er for mange opgaver i kø lige nu. Prøv igen om lidt.",
        "Too many jobs are waiting right now. Try again in a little while.",
    ),
    "job-refused-many": Text(
        "Du har for mange opgaver. Vent, til en er færdig, eller slet en af dem.",
        "You have too many jobs. Wait until one is done, or delete one of them.",
    ),
    "job-refused-often": Text(
        "Du har sat mange opgaver i gang på kort tid. Vent et minut.",
        "You have started many jobs in a short time. Wait a minute.",
    ),
    "job-refused-disk": Text(
        "Der er ikke plads på disken til filen lige nu.",
        "There is no room on the disk for the file right now.",
    ),
    "job-refused-size": Text(
        "Filen er for stor. Pak den med gzip, gem den som Parquet, eller del den op.",
        "The file is too large. Pack it with gzip, save it as Parquet, or split it.",
    ),
}


# Texts of signing in and out.

LOGIN: dict[str, Text] = {
    "role-reader": Text("Læser", "Reader"),
    "role-caseworker": Text("Sagsbehandler", "Caseworker"),
    "role-drafter": Text("Lovskriver", "Drafter"),
    "signed-in-as": Text("Logget ind som", "Signed in as"),
    "log-in": Text("Log ind", "Sign in"),
    "log-out": Text("Log ud", "Sign out"),
    "logged-out": Text("Du er logget ud", "You are signed out"),
    "logged-out-more": Text(
        "Luk browseren, hvis andre også bruger maskinen.",
        "Close the browser if others use this machine too.",
    ),
    "login-failed": Text(
        "Login kunne ikke gennemføres. Prøv forfra.",
        "Signing in did not succeed. Start again.",
    ),
    "login-provider": Text(
        "Login-tjenesten svarer ikke. Prøv igen om lidt.",
        "The sign-in service does not answer. Try again in a while.",
    ),
    "login-no-role": Text(
        "Du har ingen rolle her. Spørg den, der giver roller hos jer.",
        "You have no role here. Ask whoever gives out roles in your organisation.",
    ),
}
