"""Conditions in an order that does not change between runs.

A graph keeps no order among the constraints of a shape; the SQL that is made of them, and the key
under which it is kept, must not depend on it.
"""

from __future__ import annotations

from lovgraf.conditions.tree import And, Condition, Named, Not, Or
from lovgraf.core.cache import stable_text


def in_order(condition: Condition) -> Condition:
    """The same condition, with the parts of every conjunction and disjunction sorted."""
    match condition:
        case Named(iri, part):
            return Named(iri, in_order(part))
        case Not(part):
            return Not(in_order(part))
        case And(parts):
            return And(_sorted(parts))
        case Or(parts):
            return Or(_sorted(parts))
    return condition


def _sorted(parts: tuple[Condition, ...]) -> tuple[Condition, ...]:
    return tuple(sorted(map(in_order, parts), key=stable_text))
