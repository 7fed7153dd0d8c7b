"""What a query must be before it is run: SPARQL that only reads, from our own graphs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from checker.errors import InputError
from checker.query.tokens import deepest, first_words, place, tokens
from checker.terms import BASE

LONGEST = 20_000
"""Bytes of a query; pyoxigraph ends the process at some two thousand nested brackets."""
DEEPEST = 48
_UPDATES = frozenset(
    ["INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH"]
)
_READS = frozenset(["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"])
_PLACE = re.compile(r"error at (\d+):(\d+)")

Form = Literal["rows", "truth", "graph"]
_FORMS: dict[str, Form] = {
    "SelectQuery": "rows", "AskQuery": "truth", "ConstructQuery": "graph", "DescribeQuery": "graph",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Accepted:
    """A query that may be run: what it gives, and the graphs of its `FROM` and `FROM NAMED`."""

    form: Form
    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()


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
    """Parse with rdflib, and refuse updates and federation.

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
    if words and words[0] not in _READS:
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
        raise _faulty(text, error) from None
    for part in _parts(parsed):
        if part.name == "ServiceGraphPattern":
            line, column = _find(text, "SERVICE")
            raise InputError(
                "SERVICE kan ikke bruges: der spørges ikke andre steder.",
                "SERVICE cannot be used: nobody else is asked.",
                line=line,
                column=column,
            )
    query = parsed[1]
    if "datasetClause" not in query:
        return Accepted(_FORMS[query.name])
    return _with_graphs(parsed, _FORMS[query.name])


def _with_graphs(parsed: Any, form: Form) -> Accepted:
    """The graphs that a query names in FROM, with prefixes resolved."""
    from rdflib.plugins.sparql.algebra import translateQuery

    from checker.turtle import PREFIXES

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

    from checker.turtle import PREFIXES

    line, column = getattr(error, "lineno", 1), getattr(error, "column", 1)
    prefix = ""
    try:
        ox.Store().query(text, base_iri=BASE, prefixes=PREFIXES)
    except SyntaxError as other:
        if match := _PLACE.search(other.msg or ""):
            line, column = int(match[1]), int(match[2])
        prefix = "Prefix not found" if "Prefix not found" in (other.msg or "") else ""
    except Exception:
        pass
    return syntax_error(text, line, column, bool(prefix))


def syntax_error(text: str, line: int, column: int, prefix: bool = False) -> InputError:
    """The error for a place in a query; names the sign there, unless it may be a value."""
    if prefix:
        name, line, column = _prefix_before(text, line, column)
        return InputError(
            f"Præfikset {name} er ikke erklæret. Skriv PREFIX {name} <adresse> øverst.",
            f"The prefix {name} is not declared. Write PREFIX {name} <address> at the top.",
            line=line,
            column=column,
        )
    shown = _sign(text, line, column)
    at_da, at_en = (f" ved »{shown}«", f' at "{shown}"') if shown else ("", "")
    return InputError(
        f"Forespørgslen er ikke gyldig SPARQL{at_da}.",
        f"The query is not valid SPARQL{at_en}.",
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
