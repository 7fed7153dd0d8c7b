"""Help texts in Danish and English, by the key that stands as `help` of a command or option."""

from __future__ import annotations

from typing import Literal

from lovgraf.cli.option_texts import OPTIONS

FIRST = ("ask", "check", "assess")
"""The commands of which the help of the whole program shows an example."""
_COMMANDS = {
    "first": ("Begynd med", "Begin with"),
    "first-ask": (
        "lovgraf ask må min far i Spanien undvære Digital Post",
        "lovgraf ask may my father in Spain do without Digital Post",
    ),
    "first-ask-is": ("Et spørgsmål, som man siger det.", "A question in plain words."),
    "first-check": (
        "lovgraf check borgere.csv --as-of 2016-12-01 --letters breve.csv",
        "lovgraf check people.csv --as-of 2016-12-01 --letters letters.csv",
    ),
    "first-check-is": (
        "Hvem i en fil der skal skrives til efter loven den dag, og hvorfor.",
        "Whom of a file to write to by the law of that day, and why.",
    ),
    "first-assess": ("lovgraf assess forslag.ttl", "lovgraf assess proposal.ttl"),
    "first-assess-is": (
        "Hvad en lovændring gør, og for hvem.",
        "What a change of the law does, and for whom.",
    ),
    "app": (
        "Kontrollér datasæt og enkeltsager mod danske retsregler, som de gælder på en dato.",
        "Check datasets and single cases against Danish legal requirements, as in force on a date.",
    ),
    "status": (
        "Slutstatus: 0 intet fundet, 1 fund af den slags, som --fail-on nævner, "
        "2 input kan ikke bruges, 130 afbrudt.",
        "Exit status: 0 nothing found, 1 findings of the kinds in --fail-on, "
        "2 input cannot be used, 130 interrupted.",
    ),
    "check": (
        "Kontrollér hver registrering i et datasæt mod reglerne; --letters siger, hvem der skal "
        "skrives til.",
        "Check every record of a dataset against the rules; --letters tells whom to write to.",
    ),
    "token": (
        "Lav, vis eller tilbagekald de tokens, som andre systemer bruger siderne med.",
        "Make, list or revoke the tokens by which other systems use the pages.",
    ),
    "run": (
        "Kontrollér de datasæt, som lovgraf.toml nævner, og sig, hvad der er nyt siden sidst.",
        "Check the datasets that lovgraf.toml names, and tell what is new since the last time.",
    ),
    "init": (
        "Skriv en lovgraf.toml til et datasæt, med en oversættelse af kolonnerne.",
        "Write a lovgraf.toml for a dataset, with a mapping of its columns.",
    ),
    "compare": (
        "Sammenlign to rapporter fra check: hvad er nyt, væk og der stadig.",
        "Compare two reports of check: what is new, gone and still there.",
    ),
    "history": (
        "Vis udviklingen over kørslerne fra run, eller kontrollér daglige udtræk, hvert efter "
        "lovgivningen på sin dag.",
        "Show the trend over the runs of run, or check daily extracts, each against the law of "
        "its day.",
    ),
    "validate": (
        "Kontrollér RDF mod SHACL-former, dine egne eller andres.",
        "Validate RDF against SHACL shapes, your own or anybody's.",
    ),
    "ask": (
        "Stil et spørgsmål med egne ord, og få et svar; der spørges om det, der mangler.",
        "Ask a question in plain words and get an answer; what is missing is asked for.",
    ),
    "person": (
        "Forklar udfaldet for én registrering, givet som NØGLE=VÆRDI.",
        "Explain the verdicts on one record, given as KEY=VALUE.",
    ),
    "assess": (
        "Vurdér et forslag: hvad det ændrer, for hvem, og hvilke huller det efterlader.",
        "Assess a proposal: what it changes, for whom, and which gaps it leaves.",
    ),
    "columns": (
        "Vis de kolonner, som et datasæt kan have, og deres koder.",
        "List the columns that a dataset may have, and their codes.",
    ),
    "map": (
        "Foreslå, hvilken kolonne der er hvilken oplysning, og skriv det til --mapping.",
        "Propose which column is which fact, and write it for --mapping.",
    ),
    "sample": (
        "Skriv et syntetisk datasæt med kendte udfald.",
        "Write a synthetic dataset with known verdicts.",
    ),
    "law": (
        "Vis gældende ret, eller én bestemmelse med dens regler og historik.",
        "Show the law in force, or one provision with its norms and history.",
    ),
    "query": (
        "Stil lovgrafen et spørgsmål: et af de indbyggede, eller en fil med SPARQL.",
        "Ask the law graph: one of the shipped questions, or a file of SPARQL.",
    ),
    "lint": (
        "Kontrollér lovgrafen, formerne og forslagene, eller hvad scenarierne udelader.",
        "Check the law graph, the shapes and the proposals, or what the scenarios leave out.",
    ),
    "format": (
        "Skriv Turtle-filer i den faste form.",
        "Rewrite Turtle files in the fixed form.",
    ),
    "serve": (
        "Vis siderne i en browser; på andre adresser end denne maskines kun med login.",
        "Serve the web pages; on addresses other than this machine's only with a login.",
    ),
}
_FRAME = {
    "Usage": ("Brug: ", "Usage: "),
    "Arguments": ("Argumenter", "Arguments"),
    "Options": ("Valg", "Options"),
    "caseworkers": ("For sagsbehandlere", "For caseworkers"),
    "drafters": ("For dem, der skriver regler", "For legal drafters"),
    "agencies": ("For myndigheder med datasæt", "For agencies with datasets"),
    "developers": ("For udviklere", "For developers"),
    "[OPTIONS]": ("[VALG]", "[OPTIONS]"),
    "COMMAND [ARGS]...": ("KOMMANDO [ARGUMENTER]...", "COMMAND [ARGUMENTS]..."),
}
TEXTS: dict[str, tuple[str, str]] = {**_COMMANDS, **OPTIONS, **_FRAME}


def text(key: str, lang: Literal["da", "en"]) -> str:
    """A text by key; what is no key is shown as it is."""
    danish, english = TEXTS.get(key, (key, key))
    return danish if lang == "da" else english
