"""The values of columns that a law can tell apart, a few for each column.

Two codes that no test, lookup, dated group or "did not happen" tells apart are one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import numpy as np

from lovgraf.conditions.atoms import OTHER, Atom
from lovgraf.conditions.coding import passes
from lovgraf.facts.fact import Column, Derived, Fact
from lovgraf.facts.operators import operator_of
from lovgraf.facts.vocabulary import FactVocabulary

Choice = bool | str | tuple[str, ...]
_ANY = frozenset({0})
MAX_KINDS = 6
"""Kinds of codes of a multi-valued column, of which all subsets are taken."""


class ColumnValues:
    """The values to try for each column that holds booleans or codes.

    A value stands for all that other facts see alike; the column's own atom may have several
    classes for it.
    """

    def __init__(self, facts: FactVocabulary, atoms: Mapping[str, Atom]) -> None:
        self._facts, self._atoms = facts, atoms
        self._found: dict[str, dict[Choice, frozenset[int]] | None] = {}
        compared = (a.compare for a in atoms.values() if a.compare is not None)
        self._compared = {iri for c in compared for iri in (c.fact, c.other)}
        self._users: dict[str, list[Fact]] = {}
        for fact in facts.lineage(i for key, a in atoms.items() for i in _read(key, a)):
            for iri in _asked(fact):
                self._users.setdefault(iri, []).append(fact)

    def of(self, column: Column) -> Mapping[Choice, frozenset[int]] | None:
        """The values with their classes in the column's atom; None where they cannot be listed."""
        if column.iri not in self._found:
            self._found[column.iri] = self._list(column)
        return self._found[column.iri]

    def _list(self, column: Column) -> dict[Choice, frozenset[int]] | None:
        if column.datatype == "boolean":
            return {False: frozenset({0}), True: frozenset({1})}
        if column.datatype != "string" or column.iri in self._compared:
            return None
        atom = self._atoms.get(column.iri)
        if column.code_list:
            pool = set(column.code_list.notations)
        elif atom is not None and atom.partition.tests:
            return None
        else:
            pool = self._mentioned(column, atom) | {OTHER}
        kinds: dict[object, list[str]] = {}
        # An empty text is a blank, never a value.
        for code in sorted(pool - {column.absent_value, ""}):
            kinds.setdefault(self._kind(column.iri, code), []).append(code)
        if column.multi:
            return _subsets(list(kinds.values()), atom)
        return {
            codes[0]: frozenset(class_of(atom, code) or 0 for code in codes) if atom else _ANY
            for codes in kinds.values()
        }

    def _mentioned(self, column: Column, atom: Atom | None) -> set[str]:
        found = {str(v) for group in (atom.partition.groups if atom else ()) for v in group}
        for user in self._users.get(column.iri, ()):
            found |= {str(key) for key, _ in self._keys(user, column.iri)}
            if (own := self._atoms.get(user.iri)) and _passes_on(user):
                found |= {str(v) for group in own.partition.groups for v in group}
        return found

    def _kind(self, iri: str, code: str) -> object:
        """What is told of a code by all facts that look at it, or at a fact that passes it on."""
        answers: list[object] = []
        for user in self._users.get(iri, ()):
            if _passes_on(user):
                atom = self._atoms.get(user.iri)
                answers += [class_of(atom, code) if atom else None, self._kind(user.iri, code)]
            else:
                keys = self._keys(user, iri)
                answers.append(tuple(sorted((made for key, made in keys if key == code), key=repr)))
        return tuple(answers)

    def _keys(self, user: Fact, iri: str) -> Iterable[tuple[object, object]]:
        """What a fact looks for in another, and what it makes of it."""
        if isinstance(user, Column):
            return [(wanted, True) for other, wanted in user.none_when if other == iri]
        assert isinstance(user, Derived)
        return operator_of(user).keys(user, self._facts.groups)


def _subsets(kinds: list[list[str]], atom: Atom | None) -> dict[Choice, frozenset[int]] | None:
    """Which kinds of codes a multi-valued column has, with its classes for each choice."""
    if len(kinds) > MAX_KINDS:
        return None
    groups = atom.partition.groups if atom else ()
    kinds_of = [0] * (len(groups) + 1)
    for bit, codes in enumerate(kinds):
        for code in codes:
            where = [n for n, group in enumerate(groups) if code in group]
            kinds_of[where[0] if where else len(groups)] |= 1 << bit
    masks = np.arange(1, 1 << len(kinds_of))
    found: dict[Choice, frozenset[int]] = {}
    for chosen in range(1, 1 << len(kinds)):
        fits, reached = np.ones(len(masks), np.bool_), np.zeros(len(masks), np.int64)
        for group, has in enumerate(kinds_of):
            there = (masks >> group & 1).astype(np.bool_)
            if not has & chosen:
                fits &= ~there
            reached[there] |= has
        fits &= (reached & chosen) == chosen
        some = tuple(codes[0] for bit, codes in enumerate(kinds) if chosen >> bit & 1)
        found[some] = frozenset((masks[fits] - 1).tolist())
    return found


def _passes_on(fact: Fact) -> bool:
    """Whether a fact has the value of one of its operands, as it is."""
    return isinstance(fact, Derived) and operator_of(fact).passes_on


def _read(key: str, atom: Atom) -> tuple[str, ...]:
    return (atom.compare.fact, atom.compare.other) if atom.compare else (key,)


def _asked(fact: Fact) -> Sequence[str]:
    if isinstance(fact, Derived):
        return fact.operand_facts
    return [iri for iri, _ in fact.none_when] if isinstance(fact, Column) else []


def class_of(atom: Atom, value: object) -> int | None:
    """The class of a value among those of an atom; None where it cannot be told."""
    partition = atom.partition
    if partition.boolean:
        return int(value) if isinstance(value, bool) else None
    if isinstance(value, str):
        if partition.tests:
            return sum(passes(test, value) << bit for bit, test in enumerate(partition.tests))
        return next((n for n, g in enumerate(partition.groups, start=1) if value in g), 0)
    if isinstance(value, int) and not isinstance(value, bool):
        found = 0
        for cut in partition.cuts:
            if not isinstance(cut.value, date):
                found += value > cut.value if cut.after else value >= cut.value
        return found
    return None
