"""The parameters of a query: typed, with defaults, put into the text as terms.

A parameter `name` stands in the text as `$name`. It is replaced where it is a token of its own,
never inside a string or a comment, by a literal or an IRI written so that nothing else can follow.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import get_args

from msgspec import Struct

from lovgraf.core.errors import InputError
from lovgraf.core.terms import Lang, Text, absolute
from lovgraf.core.written import choices
from lovgraf.query.tokens import tokens

TODAY = "today"
_XSD = "http://www.w3.org/2001/XMLSchema#"
_IRI = re.compile(r"[^<>\"{}|^`\\\x00-\x20]+")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


class Parameter(Struct, frozen=True):
    """One parameter: its name, its type (a key of `TYPES`), its default as typed, its meaning."""

    name: str
    type: str
    default: str
    label: Text


def text_literal(value: str) -> str:
    """A string as SPARQL writes it."""
    return '"' + "".join(_ESCAPES.get(sign, sign) for sign in value) + '"'


def _typed(name: str) -> Callable[[str], str]:
    return lambda value: f'"{value}"^^<{_XSD}{name}>'


def _date(value: str) -> str:
    day = date.today() if value == TODAY else date.fromisoformat(value)
    if value != TODAY and len(value) != 10:
        raise ValueError
    return _typed("date")(day.isoformat())


def _integer(value: str) -> str:
    if not re.fullmatch(r"[+-]?\d{1,18}", value, re.ASCII):
        raise ValueError
    return _typed("integer")(value)


def _decimal(value: str) -> str:
    value = value.replace(",", ".")
    if not re.fullmatch(r"[+-]?\d{1,18}(\.\d{1,18})?", value, re.ASCII):
        raise ValueError
    return _typed("decimal")(value)


def _boolean(value: str) -> str:
    found = {"true": "true", "ja": "true", "yes": "true", "1": "true"}.get(value.lower())
    found = found or {"false": "false", "nej": "false", "no": "false", "0": "false"}.get(
        value.lower()
    )
    if found is None:
        raise ValueError
    return found


def _iri(value: str) -> str:
    if not _IRI.fullmatch(value):
        raise ValueError
    return f"<{absolute(value)}>"


def _lang(value: str) -> str:
    if value not in get_args(Lang):
        raise ValueError
    return text_literal(value)


TYPES: dict[str, tuple[Callable[[str], str], Text]] = {
    "date": (_date, Text("en dato som 2014-12-01", "a date such as 2014-12-01")),
    "integer": (_integer, Text("et helt tal", "a whole number")),
    "decimal": (_decimal, Text("et tal", "a number")),
    "boolean": (_boolean, Text("ja eller nej", "yes or no")),
    "string": (text_literal, Text("en tekst", "a text")),
    "iri": (
        _iri,
        Text("et navn i grafen som record#age", "a name of the graph such as record#age"),
    ),
    "lang": (_lang, Text("da eller en", "da or en")),
}
"""How a value of each type is written, and what to type. Writers raise `ValueError`."""

OWN = (
    Parameter("asOf", "date", TODAY, Text("Datoen for den gældende ret", "The date of the law")),
    Parameter("lang", "lang", "da", Text("Sproget", "The language")),
)
"""Parameters that every query has."""


def term(parameter: Parameter, value: str) -> str:
    """A value as a SPARQL term. Raises `InputError`, which does not repeat the value."""
    write, wanted = TYPES[parameter.type]
    try:
        return write(value)
    except ValueError:
        raise InputError(
            f"Parameteren {parameter.name} skal være {wanted.da}.",
            f"The parameter {parameter.name} must be {wanted.en}.",
        ) from None


def fill(text: str, parameters: tuple[Parameter, ...], values: Mapping[str, str]) -> str:
    """The text of a query with each parameter's value, or its default, in place.

    Raises `InputError` for a value of the wrong type or a parameter that there is none of.
    """
    known = {parameter.name: parameter for parameter in parameters}
    for name in values:
        if name not in known:
            raise _unknown(name, [*known])
    terms = {n: term(p, values.get(n, p.default)) for n, p in known.items()}
    return "".join(
        terms[token[0][1:]] if token[0][:1] == "$" and token[0][1:] in terms else token[0]
        for token in tokens(text)
    )


def _unknown(name: str, known: list[str]) -> InputError:
    meant = choices(name, known)
    return InputError(
        f"Forespørgslen har ikke en parameter med det navn. {meant.da}",
        f"The query has no parameter of that name. {meant.en}",
    )
