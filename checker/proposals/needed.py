"""Which columns a complete record must give for the atoms of a question to be known.

What is implied can be given itself, so that columns which only imply others are left blank; and
where the first of several known facts is a column, giving it makes the others needless.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from lovgraf.conditions.atoms import Atom
from lovgraf.facts.fact import Column, Derived, Ref
from lovgraf.facts.operators import operator_of
from lovgraf.facts.vocabulary import FactVocabulary


class Needed:
    """Tells the columns of facts, once for all questions over one vocabulary."""

    def __init__(self, facts: FactVocabulary) -> None:
        self._facts = facts
        self._found: dict[str, frozenset[str]] = {}

    def of_atom(self, key: str, atom: Atom) -> frozenset[str]:
        """The columns (by IRI) that an atom rests on; none for a judgment or a constant."""
        iris = [atom.compare.fact, atom.compare.other] if atom.compare else [key]
        return frozenset().union(*map(self.of, iris))

    def of(self, iri: str) -> frozenset[str]:
        """The columns that a fact rests on."""
        if iri not in self._found:
            self._found[iri] = frozenset()  # a fact that rests on itself adds nothing
            fact = self._facts.facts.get(iri)
            if isinstance(fact, Column):
                below = {iri}.union(*(self.of(other) for other, _ in fact.none_when))
            elif isinstance(fact, Derived):
                below = set().union(*(self.of(other) for other in self.operands(fact)))
            else:
                below = set()
            self._found[iri] = frozenset(below)
        return self._found[iri]

    def operands(self, fact: Derived) -> Sequence[str]:
        """The facts below a derived fact, without those that a given column makes needless."""
        operator = operator_of(fact)
        if not operator.passes_on:
            return fact.operand_facts
        found = []
        for role in operator.roles:
            for operand in fact.roles.get(role, ()):
                if isinstance(operand, Ref):
                    found.append(operand.iri)
                    below = self._facts.facts.get(operand.iri)
                    if isinstance(below, Column) and operand.iri not in self._sometimes_none:
                        return found
        return found

    @cached_property
    def _sometimes_none(self) -> frozenset[str]:
        """Columns that can be known to have no value: they do not settle what comes after."""
        return frozenset(
            column.iri
            for column in self._facts.columns.values()
            if column.none_when or column.absent_value is not None
        )

    def implying(self, columns: Iterable[str]) -> frozenset[str]:
        """The columns that say what some columns hold where these are blank."""
        found: set[str] = set()
        for iri in columns:
            column = self._facts.facts.get(iri)
            if isinstance(column, Column):
                found |= {*column.implying}
        return frozenset(found)

    def lineage(self, iri: str) -> frozenset[str]:
        """A fact with the facts below it, as far as they are needed."""
        found, queue = set[str](), [iri]
        while queue:
            current = queue.pop()
            if current in found:
                continue
            found.add(current)
            fact = self._facts.facts.get(current)
            if isinstance(fact, Derived):
                queue += self.operands(fact)
            elif isinstance(fact, Column):
                queue += [other for other, _ in fact.none_when]
        return frozenset(found)


def components(
    columns: Mapping[str, frozenset[str]],
) -> list[tuple[tuple[str, ...], frozenset[str]]]:
    """Keys in groups that share columns, each with its columns; keys without any are left out."""
    groups: list[tuple[list[str], set[str]]] = []
    for key in sorted(columns):
        keys, own = [key], set(columns[key])
        if not own:
            continue
        for other in [group for group in groups if group[1] & own]:
            groups.remove(other)
            keys += other[0]
            own |= other[1]
        groups.append((keys, own))
    return [(tuple(sorted(keys)), frozenset(own)) for keys, own in groups]
