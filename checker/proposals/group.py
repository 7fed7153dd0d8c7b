"""A group of people that a change is told of."""

from __future__ import annotations

from dataclasses import dataclass

from lovgraf.conditions.tree import Condition
from lovgraf.core.terms import Text


@dataclass(frozen=True)
class Group:
    """A class by IRI with its condition."""

    iri: str
    label: Text
    condition: Condition
