"""Texts of the page for queries."""

from __future__ import annotations

from lovgraf.core.terms import Text

TEXTS: dict[str, Text] = {
    "developers-query": Text("Forespørgsler", "Queries"),
    "developers-query-about": Text(
        "Færdige spørgsmål til grafen, og SPARQL med editor.",
        "Ready questions to the graph, and SPARQL with an editor.",
    ),
    "query-intro": Text(
        "Spørg grafen i SPARQL, eller vælg et af de færdige spørgsmål. Svaret gælder loven på den "
        "valgte dato.",
        "Ask the graph in SPARQL, or choose one of the questions below. The answer is about the "
        "law on the chosen date.",
    ),
    "query-text": Text("Forespørgsel i SPARQL", "Query in SPARQL"),
    "query-hint": Text(
        "Forkortelserne core:, record:, eli:, rdfs: og de andre kendte kan bruges uden PREFIX. "
        "Ctrl+mellemrum foreslår navne.",
        "The prefixes core:, record:, eli:, rdfs: and the other usual ones need no PREFIX. "
        "Ctrl+space suggests names.",
    ),
    "query-run": Text("Kør", "Run"),
    "query-ask": Text("Svar på spørgsmålet", "Answer the question"),
    "query-runs": Text("Forespørgslen kører", "The query is running"),
    "query-cancel": Text("Afbryd forespørgslen", "Cancel the query"),
    "query-cancelled": Text("Forespørgslen er afbrudt.", "The query was cancelled."),
    "query-lost": Text(
        "Forespørgslen gik tabt, fordi serveren blev startet igen. Kør den en gang til.",
        "The query was lost, since the server was started anew. Run it once more.",
    ),
    "query-gone": Text(
        "Forespørgslen er her ikke mere: svaret gemmes i ti minutter og kun til den browser, der "
        "spurgte. Kør den igen.",
        "The query is no longer here: its answer is kept for ten minutes, and only for the browser "
        "that asked. Run it again.",
    ),
    "query-file-ready": Text("Svaret er klar.", "The answer is ready."),
    "query-file": Text("Hent filen", "Download the file"),
    "query-format": Text("Filformat", "File format"),
    "query-download": Text("Hent svaret som fil", "Download the answer"),
    "query-share": Text("Adresse til forespørgslen", "Address of the query"),
    "query-answer": Text("Svar", "Answer"),
    "query-drawing": Text("Svaret som tegning", "The answer as a drawing"),
    "query-drawing-alt": Text(
        "Tegning af svaret; udsagnene står i listen under den.",
        "A drawing of the answer; the statements are in the list below it.",
    ),
    "query-statements": Text("Udsagnene i tegningen", "The statements of the drawing"),
    "query-turtle": Text("Svaret som Turtle", "The answer as Turtle"),
    "query-chart": Text("Diagram", "Chart"),
    "query-rows": Text("Rækker i alt:", "Rows in all:"),
    "query-only-first": Text("Her er kun de første", "Only the first are shown:"),
    "query-none": Text("Ingen rækker.", "No rows."),
    "query-too-large": Text(
        "Svaret er for stort til at blive vist. Hent det som fil, eller sæt LIMIT.",
        "The answer is too large to be shown. Download it, or set a LIMIT.",
    ),
    "query-at": Text("Linje", "Line"),
    "query-column": Text("tegn", "column"),
    "query-questions": Text("Færdige spørgsmål", "Questions to choose from"),
    "query-parameters": Text("Oplysninger til spørgsmålet", "What the question needs"),
}
