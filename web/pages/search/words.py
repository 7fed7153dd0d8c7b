"""Texts of the search."""

from __future__ import annotations

from lovgraf.core.terms import Text

TEXTS: dict[str, Text] = {
    "search": Text("Søg", "Search"),
    "search-do": Text("Søg", "Search"),
    "search-hint": Text(
        "For eksempel »pensionist i Spanien«, »MitID« eller »CPR § 24«.",
        'For example "pensioner in Spain", "MitID" or "CPR s. 24".',
    ),
    "search-questions": Text("Spørgsmål, du kan få svar på", "Questions that can be answered"),
    "search-answer": Text("Få svar med det", "Have it answered with that"),
    "search-all-questions": Text("Se alle spørgsmål", "See all questions"),
    "search-rules": Text("I loven", "In the law"),
    "search-rest": Text("Vis {count} til", "Show {count} more"),
    "search-words": Text("Ord og begreber", "Words and terms"),
    "search-nothing": Text(
        "Intet fundet. Prøv færre eller andre ord, eller kun paragraffen.",
        "Nothing found. Try fewer or other words, or the section alone.",
    ),
    "search-page": Text("Gå til siden", "Go to the page"),
    "search-outside": Text("Intet spørgsmål her handler om det", "No question here is about that"),
    "search-near": Text("Mente du", "Did you mean"),
    "search-more": Text("Kun de første er vist. I alt:", "Only the first are shown. In all:"),
    "search-off": Text("gælder ikke på datoen", "not in force on the date"),
}
