"""The guard of queries: what one must be before it is run, its tokens, and errors in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Literal

from msgspec import Struct
from msgspec.structs import replace

from lovgraf.core.errors import InputError
from lovgraf.core.terms import BASE, Text
from lovgraf.query.named import Named, named_in, named_in_text
from lovgraf.query.tokens import deepest, first_words, place, tokens

# What to say of a query that no parser takes, and where in it.

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


# What a query must be before it is run: SPARQL that only reads, from our own graphs.

LONGEST = 20_000
"""Bytes of a query; pyoxigraph ends the process at some two thousand nested brackets."""
DEEPEST = 48
_UPDATES = frozenset(
    ["INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH"]
)

Form = Literal["rows", "truth", "graph"]
_FORM_OF: dict[str, Form] = {
    "SELECT": "rows", "ASK": "truth", "CONSTRUCT": "graph", "DESCRIBE": "graph",
}  # fmt: skip
_FORMS: dict[str, Form] = {
    "SelectQuery": "rows", "AskQuery": "truth", "ConstructQuery": "graph", "DescribeQuery": "graph",
}  # fmt: skip


class Accepted(Struct, frozen=True):
    """A query that may be run: what it gives, the graphs of its `FROM` and `FROM NAMED`, and what
    it names beside these."""

    form: Form
    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    names: tuple[Named, ...] = ()


def measure(text: str) -> None:
    """Refuse what is too long or too deep to be parsed. Raises `InputError`; takes no time."""
    if len(text.encode("utf-8", "surrogatepass")) > LONGEST:
        raise InputError(
            f"Forespørgslen er for lang: højst {LONGEST} bytes.",
            f"The query is too long: at most {LONGEST} bytes.",
        )
    if deepest(text) > DEEPEST:
        raise InputError(
            f"Forespørgslen har for mange parenteser inden i hinanden: højst {DEEPEST}.",
            f"The query nests too many brackets: at most {DEEPEST}.",
        )


def accept(text: str) -> Accepted:
    """Parse with rdflib, and refuse updates and federation. What only pyoxigraph takes (SPARQL 1.2)
    is read by its tokens.

    Raises `InputError` with line and column. May take long or much memory: run it in a sandbox.
    """
    measure(text)
    words = first_words(text)
    if words and words[0] in _UPDATES:
        raise InputError(
            "Grafen kan kun læses: brug SELECT, ASK, CONSTRUCT eller DESCRIBE.",
            "The graph can only be read: use SELECT, ASK, CONSTRUCT or DESCRIBE.",
            line=_find(text, words[0])[0],
            column=_find(text, words[0])[1],
        )
    if words and words[0] not in _FORM_OF:
        raise syntax_error(text, *_find(text, words[0]))
    from rdflib.plugins.sparql.parser import parseQuery

    try:
        parsed = parseQuery(text)
    except RecursionError:
        raise InputError(
            "Forespørgslen er for indviklet til at blive læst.",
            "The query is too involved to be read.",
        ) from None
    except Exception as error:
        return _accept_newer(text, error)
    if any(part.name == "ServiceGraphPattern" for part in _parts(parsed)):
        raise _federated(*_find(text, "SERVICE"))
    query, names = parsed[1], named_in(parsed)
    if "datasetClause" not in query:
        return Accepted(_FORMS[query.name], names=names)
    return replace(_with_graphs(parsed, _FORMS[query.name]), names=names)


def _federated(line: int, column: int) -> InputError:
    return InputError(
        "SERVICE kan ikke bruges: der spørges ikke andre steder.",
        "SERVICE cannot be used: nobody else is asked.",
        line=line,
        column=column,
    )


def _accept_newer(text: str, error: Exception) -> Accepted:
    """What pyoxigraph takes and rdflib does not: triple terms, VERSION and the like.

    Where its keywords are nobody tells here, so the word SERVICE may not stand in it at all; nor
    can it be written otherwise, for pyoxigraph reads no escapes outside strings and addresses.
    Raises `InputError`.
    """
    import pyoxigraph as ox

    from lovgraf.core.terms import PREFIXES

    at = text.upper().find("SERVICE")
    if at >= 0:
        raise _federated(*place(text, at))
    try:
        ox.Store().query(text, base_iri=BASE, prefixes=PREFIXES)
    except Exception:
        raise _faulty(text, error) from None
    form = _FORM_OF[first_words(text)[0]]
    clauses, names = _clauses(text), named_in_text(text)
    if not clauses:
        return Accepted(form, names=names)
    found = accept(f"{_prologue(text)} SELECT * {clauses} {{}}")
    return Accepted(form, found.default, found.named, names)


def _prologue(text: str) -> str:
    """The prefixes and the base of a query."""
    found: list[str] = []
    for token in tokens(text):
        word = token[0].upper() if token.lastgroup == "word" else ""
        if word in _FORM_OF:
            break
        if word != "VERSION" and token.lastgroup not in ("string", "comment"):
            found.append(token[0])
    return "".join(found)


def _clauses(text: str) -> str:
    """The clauses FROM of a query: outside all brackets, up to its pattern."""
    depth, start, before = 0, None, ""
    for token in tokens(text):
        word = token[0].upper() if token.lastgroup == "word" and before != ":" else ""
        if start is not None and (word == "WHERE" or token[0] == "{"):
            return text[start : token.start()]
        depth += (token.lastgroup == "open") - (token.lastgroup == "close")
        if depth == 0 and word == "FROM" and start is None:
            start = token.start()
        before = token[0][-1:]
    return ""


def _with_graphs(parsed: Any, form: Form) -> Accepted:
    """The graphs that a query names in FROM, with prefixes resolved."""
    from rdflib.plugins.sparql.algebra import translateQuery

    from lovgraf.core.terms import PREFIXES

    try:
        translated = translateQuery(parsed, base=BASE, initNs=PREFIXES)
    except Exception:
        raise InputError(
            "Grafen efter FROM kan ikke læses: kontrollér præfikset.",
            "The graph after FROM cannot be read: check the prefix.",
        ) from None
    clauses = translated.algebra.datasetClause or []
    default = [str(one.default) for one in clauses if one.default]
    named = [str(one.named) for one in clauses if one.named]
    return Accepted(form, tuple(map(_absolute, default)), tuple(map(_absolute, named)))


def _absolute(iri: str) -> str:
    return iri if "://" in iri or iri.startswith("urn:") else BASE + iri.lstrip("/")


def _parts(node: Any) -> Iterator[Any]:
    """Every named part of a parsed query."""
    from rdflib.plugins.sparql.parserutils import CompValue

    waiting = [node]
    while waiting:
        part = waiting.pop()
        if isinstance(part, CompValue):
            yield part
            waiting.extend(part.values())
        elif not isinstance(part, str | bytes) and hasattr(part, "__iter__"):
            waiting.extend(part)


def _find(text: str, word: str) -> tuple[int, int]:
    """Where a keyword stands first, outside strings and comments."""
    for token in tokens(text):
        if token.lastgroup == "word" and token[0].upper() == word:
            return place(text, token.start())
    return 1, 1


def _faulty(text: str, error: Exception) -> InputError:
    """What is wrong, and where, by the parser that tells the place best."""
    import pyoxigraph as ox

    from lovgraf.core.terms import PREFIXES

    try:
        ox.Store().query(text, base_iri=BASE, prefixes=PREFIXES)
    except SyntaxError as other:
        return by_parser(text, other.msg or "")
    except Exception:
        pass
    return syntax_error(text, getattr(error, "lineno", 1), getattr(error, "column", 1))
