"""Conditions clicked together by a drafter: rows that must all hold, in blocks of which one must.

A row is about a fact (with a relation and a value) or about belonging to a class. Any condition on
such rows can be put this way: a row can be denied, and blocks are alternatives.
"""

from __future__ import annotations

import re
from typing import Literal, get_args

from msgspec import Struct
from rdflib import OWL, RDF, URIRef

from lovgraf.conditions.tree import (
    TRUE,
    Condition,
    Leaf,
    Named,
    Not,
    OneOf,
    Range,
    all_of,
    any_of,
)
from lovgraf.core.errors import InputError
from lovgraf.core.terms import Text
from lovgraf.facts.fact import Column, Derived, Fact
from lovgraf.law.view import Law

Relation = Literal["is", "is-not", "at-least", "at-most"]
RELATIONS: tuple[Relation, ...] = get_args(Relation)


class Criterion(Struct, frozen=True):
    """One row: a fact or a class (IRI), a relation, and a value as typed; a class has none."""

    fact: str
    relation: Relation
    value: str = ""


Block = tuple[Criterion, ...]
"""Rows that must all hold."""
Blocks = tuple[Block, ...]
"""Blocks of which at least one must hold."""


def condition_of(blocks: Blocks, law: Law) -> Condition:
    """The condition of blocks. Raises `InputError` where there is no row, or one cannot be used."""
    kept = [block for block in blocks if block]
    if not kept:
        raise InputError("Vælg mindst én betingelse.", "Choose at least one condition.")
    return any_of(*(all_of(*(row_of(row, law) for row in block)) for block in kept))


def named_in(blocks: Blocks, law: Law) -> list[str]:
    """The classes that the rows say one belongs to, each once."""
    found = (row.fact for block in blocks for row in block if row.relation == "is")
    return [iri for iri in dict.fromkeys(found) if iri not in law.facts.facts]


def usable(law: Law, record_type: str) -> list[Fact]:
    """The facts of a type of record that a class may be about: yes or no, codes, whole numbers."""
    found = [
        fact
        for fact in law.facts.facts.values()
        if record_type in fact.record_types
        and isinstance(fact, Column | Derived)
        and not (isinstance(fact, Derived) and fact.follows)
        and (fact.datatype in ("boolean", "integer") or codes_of(fact))
    ]
    return sorted(found, key=lambda fact: fact.label.da.lower())


def codes_of(fact: Fact) -> tuple[str, ...]:
    """The codes that a fact may have; none where it has no list of them."""
    if isinstance(fact, Column) and fact.code_list is not None:
        return fact.code_list.notations
    return ()


def relations_of(fact: Fact | None) -> tuple[Relation, ...]:
    """The relations that a row about a fact may have; None stands for a class."""
    return RELATIONS if fact is not None and _counts(fact) else RELATIONS[:2]


def _counts(fact: Fact) -> bool:
    return fact.datatype == "integer" and not codes_of(fact)


def row_of(row: Criterion, law: Law) -> Condition:
    """The condition of a row. Raises `InputError` where the fact cannot have the value, or there is
    no such fact or class."""
    fact = law.facts.facts.get(row.fact)
    if fact is None:
        known = (URIRef(row.fact), RDF.type, OWL.Class) in law.graph
        if not known or row.relation not in relations_of(None):
            raise InputError(
                "En af de valgte grupper eller oplysninger findes ikke i loven.",
                "One of the chosen groups or facts is not in the law.",
            )
        leaf: Condition = Named(row.fact, TRUE)
    else:
        value = _value(fact, row.value)
        if row.relation not in relations_of(fact):
            raise _unusable(fact)
        if isinstance(value, int) and not isinstance(value, bool):
            low = value if row.relation != "at-most" else None
            high = value if row.relation != "at-least" else None
            leaf = Leaf(fact.iri, Range(low, high))
        else:
            leaf = Leaf(fact.iri, OneOf(frozenset({value})))
    return Not(leaf) if row.relation == "is-not" else leaf


def _value(fact: Fact, typed: str) -> bool | int | str:
    typed = typed.strip()
    if fact.datatype == "boolean":
        known = {"true": True, "ja": True, "yes": True, "false": False, "nej": False, "no": False}
        if typed.lower() in known:
            return known[typed.lower()]
    elif codes_of(fact):
        if typed in codes_of(fact):
            return typed
    elif fact.datatype == "integer" and re.fullmatch(r"-?\d{1,9}", typed, re.ASCII):
        return int(typed)
    raise _unusable(fact)


def _unusable(fact: Fact) -> InputError:
    codes = ", ".join(codes_of(fact))
    if fact.datatype == "boolean":
        wanted = Text("ja eller nej", "yes or no")
    elif codes:
        wanted = Text(f"en af koderne {codes}", f"one of the codes {codes}")
    else:
        wanted = Text("et helt tal", "a whole number")
    return InputError(
        f"{fact.label.da}: værdien skal være {wanted.da}.",
        f"{fact.label.en}: the value must be {wanted.en}.",
    )
