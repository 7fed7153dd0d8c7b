"""Where in a Turtle text something is said, so that an error can name the line."""

from __future__ import annotations

import re

from rdflib import Graph

from lovgraf.core.terms import BASE

_TOKENS = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""|"(?:[^"\\\n]|\\.)*"|<([^<>\s]*)>|#[^\n]*|([\w-]*):([\w./-]*)'
)


def line_of(text: str, graph: Graph, iri: str) -> int | None:
    """The first line (1-based) of a Turtle text that names an IRI; None where none does.

    `graph` is the parsed text with its prefixes.
    """
    prefixes = {prefix: str(space) for prefix, space in graph.namespaces()}
    for token in _TOKENS.finditer(text):
        name, prefix, local = token.groups()
        if name is not None:
            found = name if "://" in name else BASE + name
        elif prefix is not None and prefix in prefixes:
            found = prefixes[prefix] + local.rstrip(".")
        else:
            continue
        if found == iri:
            return text.count("\n", 0, token.start()) + 1
    return None


def line_of_value(text: str, value: str) -> int | None:
    """The first line (1-based) of a Turtle text that has a value in quotation marks, or as a bare
    word; None where none does."""
    for token in _TOKENS.finditer(text):
        if token[0].strip('"') == value:
            return text.count("\n", 0, token.start()) + 1
    bare = re.search(rf"(?<![\w\".-]){re.escape(value)}(?![\w\"])", text)
    return None if bare is None else text.count("\n", 0, bare.start()) + 1
