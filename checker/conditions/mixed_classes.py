"""Which classes of a coded fact do not tell what a question asks.

A coding tells apart what the questions ask that it was made for. A class may hold values that
answer another question differently: what stands for the class says nothing of that then.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from datetime import date
from typing import Any

from lovgraf.conditions.atoms import Atom
from lovgraf.conditions.coding import Cut, ordered_cuts
from lovgraf.conditions.tree import Count, Excludes, Leaf, OneOf, Range, Scalar, Test, Typed
from lovgraf.facts.fact import Column


def mixed_classes(atom: Atom, question: Leaf | Count) -> frozenset[int]:
    """The codes of the classes of which some values answer a question with yes and others with no;
    none for a question that the coding was made for."""
    every = frozenset(range(atom.coding.classes))
    if atom.partition.boolean or isinstance(question, Count):
        return frozenset()
    test = question.test
    while isinstance(test, Excludes):
        test = test.test
    if isinstance(test, Typed) or test in atom.partition.tests:
        return frozenset()
    fact = atom.fact
    if fact is not None and fact.datatype in ("date", "integer", "decimal"):
        return frozenset(_split(atom, test)) if isinstance(test, OneOf | Range) else every
    if atom.partition.tests or not isinstance(test, OneOf):
        return every
    groups = [_others(atom), *map(_Codes, atom.partition.groups)]
    mixed = {number for number, group in enumerate(groups) if group.mixed(test.values)}
    if fact is None or not fact.multi:
        return frozenset(mixed)
    # Class `mask - 1` of several values has some of each group in the mask, the others last.
    bits = [*range(1, len(groups)), 0]
    return frozenset(
        mask - 1
        for mask in range(1, 1 << len(groups))
        if any(mask >> bit & 1 and bits[bit] in mixed for bit in range(len(groups)))
    )


class _Codes:
    """The codes of a class; `rest` where there are more that nothing names."""

    def __init__(self, codes: frozenset[Scalar], rest: bool = False) -> None:
        self._codes, self._rest = codes, rest

    def mixed(self, asked: frozenset[Scalar]) -> bool:
        """Whether some are among those asked for and others are not."""
        if self._rest:
            return bool(asked - self._codes)
        return not (asked.isdisjoint(self._codes) or self._codes <= asked)


def _others(atom: Atom) -> _Codes:
    """The codes that no group has: those of the list, or any at all."""
    named = frozenset().union(*atom.partition.groups)
    if isinstance(atom.fact, Column) and atom.fact.code_list:
        return _Codes(frozenset(atom.fact.code_list.notations) - named)
    return _Codes(named, rest=True)


def _split(atom: Atom, test: Test) -> Iterator[int]:
    """The classes of an ordered fact within which a test turns."""
    own = atom.partition.cuts
    discrete = atom.fact is not None and atom.fact.datatype != "decimal"
    places = [_place(cut) for cut in own]
    for cut in ordered_cuts([test], discrete):
        if cut not in own and (not own or _alike(cut, own[0])):
            yield bisect_right(places, _place(cut))


def _place(cut: Cut) -> tuple[Any, bool]:
    return cut.value, cut.after


def _alike(one: Cut, other: Cut) -> bool:
    return isinstance(one.value, date) == isinstance(other.value, date)
