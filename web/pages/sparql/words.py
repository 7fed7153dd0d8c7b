"""Texts of the query endpoint's refusals."""

from __future__ import annotations

from lovgraf.core.terms import Text

TEXTS: dict[str, Text] = {
    "developers-sparql": Text("SPARQL-adresse", "SPARQL endpoint"),
    "developers-sparql-about": Text(
        "SPARQL 1.1 over HTTP, til læsning.", "SPARQL 1.1 over HTTP, for reading."
    ),
    "sparql-update": Text(
        "Grafen kan kun læses: opdateringer modtages ikke.",
        "The graph can only be read: updates are not accepted.",
    ),
    "sparql-one-query": Text(
        "Send præcis én forespørgsel i parameteren query.",
        "Send exactly one query in the parameter query.",
    ),
    "sparql-utf8": Text("Forespørgslen skal være UTF-8.", "The query must be UTF-8."),
    "sparql-415": Text(
        "Send forespørgslen som application/sparql-query eller application/x-www-form-urlencoded.",
        "Send the query as application/sparql-query or application/x-www-form-urlencoded.",
    ),
    "sparql-413": Text(
        "Forespørgslen er for lang: højst 20.000 bytes.",
        "The query is too long: at most 20,000 bytes.",
    ),
    "sparql-406": Text(
        "Svaret findes ikke i et format, som Accept nævner.",
        "The answer does not come in a format that Accept names.",
    ),
    "sparql-busy": Text(
        "Der er for mange forespørgsler lige nu. Prøv igen om lidt.",
        "There are too many queries right now. Try again in a little while.",
    ),
    "sparql-graph": Text(
        "Nævn præcis én graf: graph=NAVN eller default.",
        "Name exactly one graph: graph=NAME or default.",
    ),
    "sparql-no-graph": Text("Grafen findes ikke her.", "There is no such graph here."),
}
