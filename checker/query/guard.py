"""What a query must be before it is run: SPARQL that only reads, from our own graphs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from lovgraf.core.errors import InputError
from lovgraf.core.terms import BASE
from lovgraf.query.faults import by_parser, syntax_error
from lovgraf.query.tokens import deepest, first_words, place, tokens

LONGEST = 20_000
"""Bytes of a query; pyoxigraph ends the process at some two thousand nested brackets."""
DEEPEST = 48
_UPDATES = frozenset(
    ["INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH"]
)
_READS = frozenset(["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"])

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

    from lovgraf.core.turtle import PREFIXES

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

    from lovgraf.core.turtle import PREFIXES

    try:
        ox.Store().query(text, base_iri=BASE, prefixes=PREFIXES)
    except SyntaxError as other:
        return by_parser(text, other.msg or "")
    except Exception:
        pass
    return syntax_error(text, getattr(error, "lineno", 1), getattr(error, "column", 1))
