"""The unknown facts of a record: those that a completion must choose, and what to ask for."""

from __future__ import annotations

from collections.abc import Iterable

from lovgraf.facts.fact import AS_OF, Column, Derived, Operand, Ref
from lovgraf.facts.values import State
from lovgraf.facts.vocabulary import FactVocabulary
from lovgraf.reference.functions import operator_of
from lovgraf.reference.operators import Record


def operands(fact: Derived) -> list[str]:
    """The IRIs of the facts that a derived fact is computed from."""
    return [
        operand.iri
        for role, found in sorted(fact.roles.items())
        for operand in found
        if role != "group" and isinstance(operand, Ref) and operand != AS_OF
    ]


def below(vocabulary: FactVocabulary, facts: Iterable[str]) -> set[str]:
    """The facts and everything that they rest on."""
    found, todo = set[str](), list(facts)
    while todo:
        iri = todo.pop()
        if iri in found:
            continue
        found.add(iri)
        fact = vocabulary[iri]
        if isinstance(fact, Derived):
            todo += operands(fact)
        elif isinstance(fact, Column):
            todo += [other for other, _ in fact.none_when]
    return found


class Unknowns:
    """The unknown facts of one record, followed down to what a completion chooses.

    What is known stays as it is: a fact that is already settled by its first known operand is not
    completed again.
    """

    def __init__(self, record: Record) -> None:
        self._record, self._vocabulary = record, record.vocabulary
        self._chosen: dict[str, frozenset[str]] = {}

    def known(self, facts: Iterable[str]) -> dict[str, State]:
        """The facts among these, and below them, that are known."""
        states = {iri: self._record.state(iri) for iri in below(self._vocabulary, facts)}
        return {iri: state for iri, state in states.items() if state is not None}

    def choices(self, fact: str) -> frozenset[str]:
        """What must be chosen to settle a fact that is read: columns, judgments, the fact itself.

        A derived fact must be chosen itself where its operands may leave it unknown (an unlisted
        code, a number without a date).
        """
        found = self._inputs(fact)
        unknown = self._record.state(fact) is None
        return found | {fact} if unknown and self._may_stay_unknown(fact) else found

    def _inputs(self, iri: str) -> frozenset[str]:
        if iri not in self._chosen:
            self._chosen[iri] = frozenset()
            if self._record.state(iri) is None:
                fact = self._vocabulary[iri]
                if isinstance(fact, Derived):
                    parts = [self._inputs(other) for other in operands(fact)]
                else:
                    parts = [frozenset({iri})]
                    if isinstance(fact, Column):
                        parts += [self._inputs(other) for other, _ in fact.none_when]
                self._chosen[iri] = frozenset().union(*parts)
        return self._chosen[iri]

    def _may_stay_unknown(self, iri: str) -> bool:
        fact = self._vocabulary[iri]
        if not isinstance(fact, Derived) or self._record.state(iri) is not None:
            return False
        operator = operator_of(fact)
        if operator.blank(fact):
            return True
        parts = [
            self._operand_may_stay_unknown(operand)
            for role, found in fact.roles.items()
            if role != "group"
            for operand in found
        ]
        return all(parts) if operator.passes_on else any(parts)

    def _operand_may_stay_unknown(self, operand: Ref | Operand) -> bool:
        if not isinstance(operand, Ref) or operand == AS_OF:
            return False
        return self._may_stay_unknown(operand.iri)

    def _columns(self, fact: str) -> set[str]:
        """The columns and judgments that a fact is computed from; what says that one of them does
        not exist is not asked for beside it."""
        declared = self._vocabulary[fact]
        if not isinstance(declared, Derived):
            return {fact}
        return set().union(*(self._columns(other) for other in operands(declared)))

    def _asked_for(self, fact: Derived) -> frozenset[str]:
        """The columns that a fact says to ask for; where they are stated, the first blank below."""
        asked = {iri for iri in fact.asks_for if self._record.state(iri) is None}
        below = self._vocabulary.columns_below(fact.iri)
        others = [iri for iri in below if self._record.state(iri) is None]
        return frozenset(asked or others[:1] or fact.asks_for)

    def ask(self, fact: str, chosen: str) -> frozenset[str]:
        """The columns to ask for so that a choice below a fact is settled, by IRI."""
        if chosen not in self.choices(fact) and chosen != fact:
            return frozenset()
        declared = self._vocabulary[fact]
        if not isinstance(declared, Derived):
            return frozenset({fact})
        if declared.asks_for:
            return self._asked_for(declared)
        if chosen == fact:
            inputs = self._columns(fact)
            unknown = {iri for iri in inputs if self._record.state(iri) is None}
            return frozenset(unknown or inputs)
        return frozenset().union(
            *(
                self.ask(other, chosen)
                for other in operands(declared)
                if chosen in self._inputs(other)
            )
        )
