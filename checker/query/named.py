"""The IRIs that a query names: what a misspelt one asks for is nowhere, and no answer would say so.

Of what a query only gives back (the template of CONSTRUCT) none is looked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from rdflib import URIRef

from lovgraf.core.terms import BASE, PREFIXES
from lovgraf.query.tokens import tokens


class Named(NamedTuple):
    """An IRI that a query names, as it is written there; `asked` is whether something of the graph
    has to have it (a pattern), rather than be compared with it, or computed from it."""

    iri: str
    written: str
    asked: bool


_PATTERNS = frozenset(("TriplesBlock", "GraphGraphPattern", "DescribeQuery"))
"""Parts of a query, as rdflib calls them, in which what is named has to be there."""
_PLAIN = frozenset(("GroupGraphPatternSub", "SubSelect", "literal"))
"""Parts in which that is so no longer."""
_GIVEN_BACK = frozenset(("template", "datasetClause"))


def named_in(parsed: Any) -> tuple[Named, ...]:
    """What a query as rdflib has parsed it names, each once and as it is asked for first."""
    space = _Space()
    for part in parsed[0]:
        if part.name == "Base":
            space.base = str(URIRef(part.iri, space.base))
        elif part.name == "PrefixDecl":
            space.prefixes[str(part.prefix or "")] = str(URIRef(part.iri, space.base))
    return tuple(dict.fromkeys(_named(parsed[1], space, False)))


class _Space:
    """What relative and prefixed names stand for."""

    def __init__(self) -> None:
        self.base = BASE
        self.prefixes: dict[str, str] = dict(PREFIXES)


def _named(node: Any, space: _Space, asked: bool) -> Iterator[Named]:
    from rdflib.plugins.sparql.parserutils import CompValue

    if isinstance(node, CompValue):
        if node.name == "pname":
            yield from _prefixed(str(node.prefix or ""), str(node.localname or ""), space, asked)
            return
        asked = (asked or node.name in _PATTERNS) and node.name not in _PLAIN
        for key, value in node.items():
            if key not in _GIVEN_BACK:
                yield from _named(value, space, asked)
    elif isinstance(node, URIRef):
        yield Named(str(URIRef(node, space.base)), f"<{node}>", asked)
    elif not isinstance(node, str | bytes) and hasattr(node, "__iter__"):
        for part in node:
            yield from _named(part, space, asked)


def _prefixed(prefix: str, local: str, space: _Space, asked: bool) -> Iterator[Named]:
    """A prefixed name, where its prefix is declared: else no engine takes it."""
    if prefix in space.prefixes:
        iri = space.prefixes[prefix] + re.sub(r"\\(.)", r"\1", local)
        yield Named(iri, f"{prefix}:{local}", asked)


def named_in_text(text: str) -> tuple[Named, ...]:
    """What the text of a query names that rdflib cannot parse, none of it asked for by a pattern
    that is known."""
    space, found = _Space(), list[Named]()
    declared: str | None = None
    body = False
    for token in tokens(text):
        kind, sign = token.lastgroup, token[0]
        if kind in ("space", "comment"):
            continue
        body = body or kind == "open"
        if kind == "iri":
            iri = str(URIRef(sign[1:-1], space.base))
            if declared == "BASE":
                space.base = iri
            elif declared is not None:
                space.prefixes[declared] = iri
            elif body:
                found.append(Named(iri, sign, False))
            declared = None
        elif not body and kind == "word":
            declared = sign.upper() if sign.upper() == "BASE" else sign.removesuffix(":")
    for match in _PREFIXED.finditer(_bare(text)):
        found += _prefixed(match[1], match[2], space, False)
    return tuple(dict.fromkeys(found))


_PREFIXED = re.compile(r"(?<![\w?$:<-])([^\W\d][\w-]*):(\w[\w-]*)")


def _bare(text: str) -> str:
    """The text of a query without its strings, addresses and comments."""
    left_out = ("string", "iri", "comment")
    return "".join(" " if one.lastgroup in left_out else one[0] for one in tokens(text))
