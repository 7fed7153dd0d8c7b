"""What to say of a query that no parser takes, and where in it."""

from __future__ import annotations

import re

from lovgraf.core.errors import InputError
from lovgraf.core.terms import Text
from lovgraf.query.tokens import place, tokens

_PLACE = re.compile(r"error at (\d+):(\d+)")
_REASONS = {
    "contains a variable that is unbound": Text(
        "En variabel i SELECT står hverken i GROUP BY eller i en funktion som COUNT.",
        "A variable in SELECT is neither in GROUP BY nor in a function such as COUNT.",
    ),
    "SELECT * is not authorized with GROUP BY": Text(
        "SELECT * kan ikke bruges med GROUP BY: nævn variablerne.",
        "SELECT * cannot be used with GROUP BY: name the variables.",
    ),
    "Duplicated variable name": Text(
        "SELECT giver to gange en variabel det samme navn.",
        "SELECT gives a variable the same name twice.",
    ),
}
"""By what pyoxigraph says: what is not wrong with the grammar, but with what the text means."""


def by_parser(text: str, said: str, grammatical: bool = False) -> InputError:
    """The error for what pyoxigraph's parser said; a `grammatical` text another one accepted."""
    match = _PLACE.search(said)
    line, column = (int(match[1]), int(match[2])) if match else (1, 1)
    if "Prefix not found" in said:
        name, line, column = _prefix_before(text, line, column)
        return InputError(
            f"Præfikset {name} er ikke erklæret. Skriv PREFIX {name} <adresse> øverst.",
            f"The prefix {name} is not declared. Write PREFIX {name} <address> at the top.",
            line=line,
            column=column,
        )
    reason = next((text for words, text in _REASONS.items() if words in said), None)
    if grammatical and reason is not None:
        return InputError(reason.da, reason.en, line=line, column=column)
    return syntax_error(text, line, column, grammatical)


def syntax_error(text: str, line: int, column: int, grammatical: bool = False) -> InputError:
    """The error for a place in a query; names the sign there, unless it may be a value."""
    shown = _sign(text, line, column)
    at_da, at_en = (f" ved »{shown}«", f' at "{shown}"') if shown else ("", "")
    more_da = more_en = ""
    if grammatical:
        more_da = " Bruges et navn to steder, hvor det kun må stå ét, fx efter AS eller som _:a?"
        more_en = " Is a name used twice where it may stand once, as after AS or as _:a?"
    return InputError(
        f"Forespørgslen er ikke gyldig SPARQL{at_da}.{more_da}",
        f"The query is not valid SPARQL{at_en}.{more_en}",
        line=line,
        column=column,
    )


def _offset(text: str, line: int, column: int) -> int:
    """The offset of a line and column (1-based)."""
    return sum(len(one) + 1 for one in text.split("\n")[: line - 1]) + column - 1


def _prefix_before(text: str, line: int, column: int) -> tuple[str, int, int]:
    """The last prefix at or before a place, and where it stands."""
    found = ":", line, column
    for token in tokens(text):
        if token.start() > _offset(text, line, column):
            break
        if token.lastgroup == "word" and token[0].endswith(":"):
            found = token[0][:40], *place(text, token.start())
    return found


def _sign(text: str, line: int, column: int) -> str:
    """The token at a place, if it is a keyword, a variable or a sign of punctuation."""
    offset = _offset(text, line, column)
    for token in tokens(text):
        if token.end() > offset and token.lastgroup in ("word", "variable", "open", "close"):
            return token[0][:40] if token.start() == offset else ""
        if token.start() > offset:
            break
    return ""
