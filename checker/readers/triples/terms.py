"""Terms in N-Triples taken apart: in SQL, and made terms of rdflib."""

from __future__ import annotations

import re

from rdflib import RDF, XSD, BNode, Literal, URIRef
from rdflib.term import Node

from lovgraf.readers.source import quoted

_ESCAPED = (
    ('\\"', '"'), ("\\n", "\n"), ("\\r", "\r"), ("\\t", "\t"), ("\\b", "\b"), ("\\f", "\f"),
)  # fmt: skip
_CHARACTERS = {"\\\\": "\\", **dict(_ESCAPED)}
_ESCAPE = re.compile(r"\\(?:u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)", re.DOTALL)


def taken_apart(text: str) -> str:
    """SQL for `kind`, `lex`, `dt` and `lang` of a term in N-Triples."""
    regex = quoted(r'(?s)^"(.*)"(?:\^\^<([^"]*)>|@([^"]*))?$')
    escaped = f"contains({text}, '\\')"
    whole = f"regexp_extract({text}, {regex}, 1)"
    lex = f"""CASE {text}[1] WHEN '<' THEN {text}[2:-2] WHEN '_' THEN {text}[3:]
        ELSE CASE WHEN {escaped} THEN {_unescaped(whole)}
        ELSE split_part({text}, '"', 2) END END"""
    tail = f"""CASE WHEN {escaped} THEN substr({text}, length({whole}) + 3)
        ELSE split_part({text}, '"', 3) END"""
    dt = f"""CASE WHEN {text}[1] <> '"' THEN NULL WHEN {tail} = '' THEN {quoted(str(XSD.string))}
        WHEN starts_with({tail}, '@') THEN {quoted(str(RDF.langString))}
        ELSE ({tail})[4:-2] END"""
    lang = f"""CASE WHEN {text}[1] = '"' AND starts_with({tail}, '@')
        THEN lower(substr({tail}, 2)) END"""
    kind = f"CASE {text}[1] WHEN '<' THEN 'i' WHEN '_' THEN 'b' ELSE 'l' END"
    return f"{kind} AS kind, {lex} AS lex, {dt} AS dt, {lang} AS lang"


def _unescaped(text: str) -> str:
    """SQL for a literal's text without the escapes of N-Triples."""
    part = "part"
    for escape, character in _ESCAPED:
        part = f"replace({part}, {quoted(escape)}, {quoted(character)})"
    return (
        f"array_to_string(list_transform(string_split({text}, '\\\\'), lambda part: {part}), '\\')"
    )


def lexical_form(text: str) -> str:
    """The lexical form of a literal in N-Triples.

    >>> lexical_form(r'"a\\u0007\\\\u"@en') == "a\\x07\\\\u"
    True
    """
    inner = text[1 : text.rindex('"')]
    return _ESCAPE.sub(lambda m: _CHARACTERS.get(m[0]) or chr(int(m[0][2:], 16)), inner)


def rdflib_term(kind: str, lex: str, dt: str | None, lang: str | None) -> Node:
    """A term of rdflib from its parts; the lexical form is kept."""
    if kind == "i":
        return URIRef(lex)
    if kind == "b":
        return BNode(lex)
    if lang:
        return Literal(lex, lang=lang)
    if dt is None or dt == str(XSD.string):
        return Literal(lex)
    return Literal(lex, datatype=URIRef(dt), normalize=False)
