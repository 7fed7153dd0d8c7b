"""What cells say of records that contradict themselves: nothing, for rows are to be looked at.

The answer to a question that rests on two columns which contradict each other is left unknown in a
cell; the row is then judged by its repairs (`facts/disputes.py`).
"""

from __future__ import annotations

from functools import reduce

from lovgraf.conditions.atoms import Atom
from lovgraf.conditions.coding import Coding
from lovgraf.facts.columns import Expression, long
from lovgraf.facts.states import FactTable
from lovgraf.facts.vocabulary import Column, Dispute, FactVocabulary


class Doubts:
    """Which answers a table of cells leaves unknown for that reason."""

    def __init__(self, facts: FactVocabulary, table: FactTable) -> None:
        self._facts, self._table = facts, table
        self._found: dict[Dispute, Expression] = {}

    def of(self, atom: Atom, code: Expression, shift: int) -> Expression:
        """The code of an atom, unknown in cells whose records contradict themselves about it."""
        compare, coding = atom.compare, atom.coding
        asked = [compare.fact, compare.other] if compare else [coding.key]
        disputes = dict.fromkeys(
            one
            for fact in self._facts.lineage(asked)
            for one in self._facts.disputes_of.get(fact.iri, ())
            if self._there(one)
        )
        if not disputes:
            return code
        doubt = reduce(lambda a, b: a | b, map(self._expression, disputes))
        return doubt.if_else(_unknown(coding, shift), code)

    def _there(self, dispute: Dispute) -> bool:
        names = (self._facts[iri] for iri in (dispute.given, dispute.other))
        return all(isinstance(c, Column) and c.name in self._table.table for c in names)

    def _expression(self, dispute: Dispute) -> Expression:
        """Whether a record contradicts itself about two columns; never null."""
        if dispute not in self._found:
            given, other = (self._facts[iri] for iri in (dispute.given, dispute.other))
            assert isinstance(given, Column)
            assert isinstance(other, Column)
            value, against = self._table.table[given.name], self._table.table[other.name]
            if given.datatype == "boolean":
                has = value.fill_null(False)
            else:
                has = value.not_null()
                if given.absent_value is not None:
                    has &= ~self._table.says(value, given.absent_value)
            said = (self._table.says(against, one) for one in sorted(dispute.values, key=str))
            self._found[dispute] = has & reduce(lambda a, b: a | b, said)
        return self._found[dispute]


def _unknown(coding: Coding, shift: int) -> Expression:
    return long(coding.unknown << shift)
