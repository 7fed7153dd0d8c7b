"""RDF literals as the scalars of the condition tree."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from rdflib import Literal as RdfLiteral
from rdflib.term import Node

from checker.conditions.refusal import NotCompilable
from checker.conditions.tree import Scalar


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
