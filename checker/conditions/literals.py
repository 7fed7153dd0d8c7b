"""RDF literals as the scalars of the condition tree."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal

from rdflib import Literal as RdfLiteral
from rdflib.term import Node

from lovgraf.conditions.tree import Scalar
from lovgraf.core.refusal import NotCompilable
from lovgraf.core.terms import Text

_NOT_RE2 = re.compile(r"\(\?(?:[=!>]|<[=!])|\\[1-9wWdDsSbB]|[*+?}]\+")
"""https://github.com/google/re2/wiki/Syntax: what Python has and RE2 has not, or for ASCII only."""
_SUBTRACTS = re.compile(r"\[(?:[^\]\\]|\\.)*-\[")
"""A class of characters less another, as XPath has it: Python reads something else."""


def scalar(node: Node | None, where: Node) -> Scalar:
    """The Python value of a literal: bool, int, Decimal, date or str.

    Raises `NotCompilable` for anything else, and for an ill-typed literal.
    """
    if not isinstance(node, RdfLiteral) or node.ill_typed:
        raise NotCompilable(where, str(node))
    value = node.toPython()
    if isinstance(value, bool | int | Decimal):
        return value
    if isinstance(value, float):
        return Decimal(str(value))
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if isinstance(value, str):
        return str(value)
    raise NotCompilable(where, node.n3())


def bound(node: Node | None, where: Node) -> int | Decimal | date:
    """A scalar that can bound a range."""
    value = scalar(node, where)
    if isinstance(value, bool | str):
        raise NotCompilable(where, str(node))
    return value


def count(node: Node | None, where: Node) -> int:
    """A whole number of things. Raises `NotCompilable` for anything else."""
    text = str(node)
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise NotCompilable(where, text)
    return int(text)


def pattern(node: Node, where: Node) -> str:
    """A regular expression that both Python and the data engine (RE2) understand.

    Raises `NotCompilable` for one that is none, or that looks around or back.
    """
    text = str(node)
    if not expression(node) or _NOT_RE2.search(text):
        raise NotCompilable(where, Text(f"mønstret {text[:50]}", f"the pattern {text[:50]}"))
    return text


def expression(node: Node) -> bool:
    """Whether a literal is a regular expression that says in Python what it says in SPARQL."""
    try:
        re.compile(str(node))
    except (re.error, RecursionError, OverflowError):
        return False
    return not _SUBTRACTS.search(str(node))
