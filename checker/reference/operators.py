"""The facts of one record, three-valued: columns and every operator of derived facts.

Source: `ontology/record.ttl`, where each operator is defined.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from lovgraf.core.errors import InputError
from lovgraf.facts.fact import AS_OF, Column, Derived, Judgment, Operand, Ref
from lovgraf.facts.values import NONE, State
from lovgraf.facts.vocabulary import FactVocabulary
from lovgraf.reference.call import Call, holds
from lovgraf.reference.functions import operator_of


def evaluate(
    vocabulary: FactVocabulary,
    given: Mapping[str, State],
    as_of: date,
    wanted: Iterable[str] | None = None,
) -> dict[str, State]:
    """The state of all facts (or of those `wanted`) of a record, by IRI.

    Raises `InputError` for a fact that rests on itself or is not declared, an unknown operator,
    or a missing operand.
    """
    record = Record(vocabulary, given, as_of)
    return {iri: record.state(iri) for iri in (vocabulary.facts if wanted is None else wanted)}


class Record:
    """One record whose facts are worked out when asked for.

    `given` are the values of columns. `assumed` stands in for facts that would be unknown, and
    `pinned` overrules everything: both make a completion of an incomplete record.
    """

    def __init__(
        self,
        vocabulary: FactVocabulary,
        given: Mapping[str, State],
        as_of: date,
        assumed: Mapping[str, State] | None = None,
        pinned: Mapping[str, State] | None = None,
    ) -> None:
        self.vocabulary, self.as_of = vocabulary, as_of
        self.given, self._assumed = given, assumed or {}
        self._known: dict[str, State] = dict(pinned or {})
        self._open: list[str] = []

    def state(self, iri: str) -> State:
        """A value, NONE, or None where it is unknown."""
        if iri in self._known:
            return self._known[iri]
        if iri in self._open:
            raise InputError(
                f"Kendsgerningen {iri} afhænger af sig selv.", f"The fact {iri} rests on itself."
            )
        self._open.append(iri)
        try:
            found = self._work_out(iri)
        finally:
            self._open.pop()
        self._known[iri] = found
        return found

    def operand(self, operand: Ref | Operand) -> State:
        """The state of an operand: a fact, the as-of date, or a literal."""
        if isinstance(operand, Ref):
            return self.as_of if operand == AS_OF else self.state(operand.iri)
        return operand

    def _work_out(self, iri: str) -> State:
        fact = self.vocabulary[iri]
        if isinstance(fact, Column):
            found = self._column(fact)
        elif isinstance(fact, Derived):
            found = operator_of(fact).compute(Call(fact, self))
        else:
            assert isinstance(fact, Judgment)
            found = None
        return self._assumed.get(iri) if found is None else found

    def _column(self, column: Column) -> State:
        """What is given; else what other columns imply; else whether it did not happen.

        What is given stands whatever others imply, but for a blank that means no.
        """
        raw = self.given.get(column.iri)
        if raw is not None and raw is not NONE:
            return _normal(column, raw)
        for implied, others in ((False, column.implied_false_by), (True, column.implied_true_by)):
            for other in others:
                if (said := self._said_by(column, other, implied)) is not None:
                    return said
        if raw is NONE:
            return NONE
        for other, wanted in column.none_when:
            if holds(self.state(other), wanted):
                return NONE
        return None

    def _said_by(self, column: Column, other: str, implied: bool) -> State:
        """What another column says of a blank: of a beginning and an end the later decides, and
        what is still to come says nothing."""
        if not self._is_given(other):
            return None
        source = self.vocabulary[other]
        if isinstance(source, Column) and self.given[other] == source.absent_value:
            return not implied
        episode, day, now = column.episode, self.given[other], self.as_of
        if episode is None or other not in (episode.beginning, episode.ending):
            return implied
        begun, ended = (self.given.get(iri) for iri in (episode.beginning, episode.ending))
        both = isinstance(begun, date) and isinstance(ended, date)
        if other == episode.ending and both and ended < begun <= now:  # type: ignore[operator]
            return not implied
        if other == episode.beginning and both and begun <= ended <= now:  # type: ignore[operator]
            return None
        return implied if day <= now else None  # type: ignore[operator]

    def _is_given(self, iri: str) -> bool:
        return self.given.get(iri) not in (None, NONE)


def _normal(column: Column, raw: State) -> State:
    """One code of a multi-valued column is a tuple of one; no code at all is NONE."""
    if raw is NONE or (column.absent_value is not None and raw == column.absent_value):
        return NONE
    if not column.multi:
        return raw
    codes = (raw,) if isinstance(raw, str) else raw
    assert isinstance(codes, tuple)
    return tuple(sorted(set(codes) - {column.absent_value})) or NONE
