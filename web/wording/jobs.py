"""Texts of long work."""

from __future__ import annotations

from lovgraf.core.terms import Text

TEXTS: dict[str, Text] = {
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
