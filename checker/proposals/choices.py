"""One condition chosen by a drafter: a fact, a relation, a value; as a condition and in words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, get_args

from checker.conditions.tree import Condition, Leaf, Not, OneOf, Range
from checker.conditions.words import Words
from checker.errors import InputError
from checker.law.view import Law
from checker.records.facts import Column, Derived, Fact
from checker.terms import Text

Relation = Literal["is", "is-not", "at-least", "at-most"]
RELATIONS: tuple[Relation, ...] = get_args(Relation)


@dataclass(frozen=True)
class Criterion:
    """One condition: a fact (IRI), a relation, and a value as typed."""

    fact: str
    relation: Relation
    value: str


def usable(law: Law, record_type: str) -> list[Fact]:
    """The facts of a type of record that a class may be about: yes or no, codes, whole numbers."""
    found = [
        fact
        for fact in law.facts.facts.values()
        if record_type in fact.record_types
        and isinstance(fact, Column | Derived)
        and (fact.datatype in ("boolean", "integer") or codes_of(fact))
    ]
    return sorted(found, key=lambda fact: fact.label.da.lower())


def codes_of(fact: Fact) -> tuple[str, ...]:
    """The codes that a fact may have; none where it has no list of them."""
    if isinstance(fact, Column) and fact.code_list is not None:
        return fact.code_list.notations
    return ()


def condition_of(criterion: Criterion, law: Law) -> Condition:
    """The condition. Raises `InputError` where the fact cannot have the value."""
    fact = law.facts[criterion.fact]
    value = _value(fact, criterion.value)
    if criterion.relation in ("at-least", "at-most"):
        if isinstance(value, bool) or not isinstance(value, int):
            raise _unusable(fact)
        low, high = (value, None) if criterion.relation == "at-least" else (None, value)
        return Leaf(fact.iri, Range(low, high))
    if isinstance(value, int) and not isinstance(value, bool):
        leaf: Condition = Leaf(fact.iri, Range(value, value))
    else:
        leaf = Leaf(fact.iri, OneOf(frozenset({value})))
    return Not(leaf) if criterion.relation == "is-not" else leaf


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


def words_of(criterion: Criterion, law: Law) -> Text:
    """The condition in words."""
    condition = condition_of(criterion, law)
    leaf = condition.part if isinstance(condition, Not) else condition
    assert isinstance(leaf, Leaf)
    said = Words(law.graph, law.facts).question(leaf)
    return Text(f"ikke {said.da}", f"not {said.en}") if isinstance(condition, Not) else said
