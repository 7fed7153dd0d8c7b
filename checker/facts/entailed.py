"""Conclusions of OWL 2 on a fact: whoever has these values of other facts has this one of it.

OWL draws no conclusion from what it was not told, so nothing here rests on a fact being unknown,
but where it is certainly so: an operator gives nothing of a known value.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Protocol

from msgspec import Struct

from lovgraf.facts.fact import CodeGroup, Column, Derived, Fact, Ref

Scalar = bool | int | str | Decimal
"""A value that can stand in an axiom; dates cannot."""


class Has(Struct, frozen=True):
    """Whoever has a value of a fact (by IRI)."""

    fact: str
    value: Scalar


class Among(Struct, frozen=True):
    """Whoever has one of some values of a fact."""

    fact: str
    values: tuple[Scalar, ...]


class Besides(Struct, frozen=True):
    """Whoever has a value of a fact, and none of some."""

    fact: str
    values: tuple[Scalar, ...]


class Each(Struct, frozen=True):
    """Whoever is in all of some classes; without any, everyone."""

    parts: tuple[Who, ...]


class Either(Struct, frozen=True):
    """Whoever is in one of some classes."""

    parts: tuple[Who, ...]


Who = Has | Among | Besides | Each | Either
EVERYONE = Each(())


class Entailment(Protocol):
    """The facts of a date, for an operator that tells what follows of them."""

    @property
    def as_of(self) -> date:
        """The date."""

    def group(self, iri: str) -> CodeGroup:
        """A code group."""

    def operand(self, fact: Derived, role: str) -> Fact | None:
        """The only operand of a role; None where it is no fact, or one that reasoners cannot
        read: a date, or several values."""

    def values(self, operand: Ref) -> frozenset[Scalar] | None:
        """All values that an operand can have; None where they cannot be told one by one."""

    def silent(self, operand: Ref) -> Who | None:
        """Whoever it is certainly unknown of; None where that cannot be said of anybody."""

    def can_be_none(self, operand: Ref) -> bool:
        """Whether a complete record can be without a value of it."""


def plain(value: object) -> bool:
    """Whether a value can stand in an axiom: a truth, a number, a text."""
    return isinstance(value, bool | int | str | Decimal)


def absence(of: Fact) -> str | None:
    """The value of a column that says that there is nothing."""
    return of.absent_value if isinstance(of, Column) else None
