"""The condition that a fact has one of some codes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from lovgraf.conditions.atoms import Atom
from lovgraf.conditions.tree import (
    TRUE,
    Condition,
    Count,
    Leaf,
    Not,
    OneOf,
    Range,
    Scalar,
    all_of,
    any_of,
)
from lovgraf.facts.vocabulary import Column


def among(atom: Atom, codes: Sequence[int]) -> Condition:
    """The condition that an atom of one value has one of some codes (sorted)."""
    coding, fact = atom.coding, atom.coding.key
    if atom.compare is not None:
        return atom.compare if list(codes) == [1] else Not(atom.compare)
    values = [code for code in codes if code < coding.classes]
    none = coding.none in codes
    if len(values) == coding.classes:
        return TRUE if none or not coding.can_be_none else Count(fact)
    if none and not values:
        return Not(Count(fact))
    return any_of(_values(atom, values), *([Not(Count(fact))] if none else ()))


def _values(atom: Atom, codes: Sequence[int]) -> Condition:
    fact, partition = atom.coding.key, atom.partition
    if partition.boolean:
        return Leaf(fact, OneOf(frozenset({codes[0] == 1})))
    if partition.groups:
        if 0 not in codes:
            return Leaf(fact, OneOf(frozenset().union(*(partition.groups[c - 1] for c in codes))))
        others = [g for n, g in enumerate(partition.groups, 1) if n not in codes]
        wanted = frozenset().union(*others)
        if isinstance(atom.fact, Column) and atom.fact.code_list:
            rest = frozenset[Scalar](atom.fact.code_list.notations) - wanted
            if 0 < len(rest) <= len(wanted) + 1:
                return Leaf(fact, OneOf(rest))
        named = Not(Leaf(fact, OneOf(wanted)))
        return all_of(Count(fact), named) if atom.coding.can_be_none else named
    parts = []
    for _, run in groupby(enumerate(codes), key=lambda pair: pair[1] - pair[0]):
        several = [code for _, code in run]
        parts.append(Leaf(fact, _range(atom, several[0], several[-1])))
    return any_of(*parts)


def _range(atom: Atom, first: int, last: int) -> Range:
    """The values from one class to another."""
    cuts = atom.partition.cuts
    low = cuts[first - 1] if first else None
    high = cuts[last] if last < len(cuts) else None
    return Range(
        low=low.value if low else None,
        high=high.value if high else None,
        low_included=not (low and low.after),
        high_included=bool(high and high.after),
    )
