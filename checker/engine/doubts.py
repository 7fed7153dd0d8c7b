"""What cells say of records that contradict themselves: nothing, for rows are to be looked at.

The answer to a question that rests on two columns which contradict each other is left unknown in a
cell; the row is then judged by its repairs (`facts/repairs.py`).
"""

from __future__ import annotations

from collections.abc import Collection
from functools import reduce

from lovgraf.conditions.atoms import Atom
from lovgraf.facts.columns import Expression, literal, long
from lovgraf.facts.dispute import Dispute
from lovgraf.facts.fact import Column
from lovgraf.facts.states import FactTable
from lovgraf.facts.vocabulary import FactVocabulary


class Doubts:
    """Which answers a table of cells leaves unknown for that reason."""

    def __init__(self, facts: FactVocabulary, table: FactTable, complete: Collection[str]) -> None:
        self._facts, self._table, self._complete = facts, table, frozenset(complete)
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
        doubt = reduce(lambda a, b: a | b, map(self._doubt, disputes))
        return doubt.if_else(long(coding.unknown << shift), code)

    def _there(self, dispute: Dispute) -> bool:
        """Whether a table has both columns of a dispute."""
        columns = map(self._facts.__getitem__, dispute.pair)
        return all(isinstance(c, Column) and c.name in self._table.table for c in columns)

    def _doubt(self, dispute: Dispute) -> Expression:
        """Whether a record contradicts itself about that, or may when it is repaired."""
        raising = [o for o in self._facts.with_raising(dispute) if o != dispute and self._there(o)]
        found = self._expression(dispute)
        if not raising:
            return found
        raised = reduce(lambda a, b: a | b, map(self._expression, raising))
        return found | (self._said(dispute) & raised)

    def _expression(self, dispute: Dispute) -> Expression:
        """Whether a record contradicts itself about that; never null."""
        if dispute not in self._found:
            stated = self._table.stated
            certain = [stated.state(iri).value.fill_null(False) for iri in dispute.lasting]
            if dispute.come is not None:
                come = stated.state(dispute.come).value
                certain.append(come.fill_null(False) if dispute.past else ~come.fill_null(True))
            both = self._first(dispute) & self._said(dispute)
            self._found[dispute] = reduce(lambda a, b: a & b, certain, both)
        return self._found[dispute]

    def _first(self, dispute: Dispute) -> Expression:
        """Whether the first column says what the other contradicts; never null."""
        given = self._facts[dispute.given]
        assert isinstance(given, Column)
        if dispute.given == dispute.other:
            value = self._table.table[given.name]
            return (value.length() > 1).fill_null(False) if value.several else literal(False)
        if not dispute.own:
            return self._has(given)
        value = self._table.table[given.name]
        said = [self._table.says(value, one) for one in sorted(dispute.own, key=str)]
        return reduce(lambda a, b: a | b, said)

    def _said(self, dispute: Dispute) -> Expression:
        """Whether the other column says so, by a value or by a blank; never null."""
        other = self._facts[dispute.other]
        assert isinstance(other, Column)
        against = self._table.table[other.name]
        said = [self._table.says(against, one) for one in sorted(dispute.values, key=str)]
        if dispute.blank and other.name in self._complete:
            implying = (self._facts.facts.get(iri) for iri in other.implied_true_by)
            yes = [self._has(f) for f in implying if isinstance(f, Column)]
            said.append(reduce(lambda a, b: a & ~b, yes, against.is_null()))
        return reduce(lambda a, b: a | b, said)

    def _has(self, column: Column) -> Expression:
        """Whether a column says that there is something: a yes, or any value; never null."""
        if column.name not in self._table.table:
            return literal(False)
        value = self._table.table[column.name]
        if column.datatype == "boolean":
            return value.fill_null(False)
        has = value.not_null()
        if column.absent_value is not None:
            has &= ~self._table.says(value, column.absent_value)
        return has
