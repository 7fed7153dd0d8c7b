"""A record that contradicts itself, and the records that it may have been meant to be.

One of two columns that contradict each other is wrong, and nobody can say which. A *repair* is the
record without as little as makes it consistent; what is true of it is what all its repairs share
(consistent query answering: Arenas, Bertossi, Chomicki, PODS 1999). The pairs are those of
`FactVocabulary.disputes`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from lovgraf.facts.values import NONE, State
from lovgraf.facts.vocabulary import Column, Dispute, FactVocabulary

Record = Mapping[str, State]
MOST = 16
"""Repairs of one record that are looked at."""


class TooManyRepairs(Exception):
    """A record contradicts itself about more than can be tried."""


def disputes_in(facts: FactVocabulary, record: Record) -> tuple[Dispute, ...]:
    """The pairs of columns that a record contradicts itself about."""
    return tuple(
        one
        for one in facts.disputes
        if not one.open
        and _denies(facts, record, one)
        and _has(facts, one.given, record.get(one.given))
    )


def about(disputes: Iterable[Dispute], columns: Collection[str]) -> tuple[Dispute, ...]:
    """Those disputes that some columns (IRIs) have a part in."""
    return tuple(one for one in disputes if any(iri in columns for iri in one.columns))


def repairs(record: Record, disputes: Sequence[Dispute]) -> list[Record]:
    """A record without what settles some disputes, in every smallest way; the record itself where
    there are none. Raises `TooManyRepairs`."""
    ways: set[frozenset[str]] = {frozenset()}
    for one in disputes:
        settled = {way for way in ways if not way.isdisjoint(one.columns)}
        ways = settled | {way | {iri} for way in ways - settled for iri in one.columns}
        ways = {way for way in ways if not any(other < way for other in ways)}
        if len(ways) > MOST:
            raise TooManyRepairs
    chosen = sorted(ways, key=sorted)
    return [{i: s for i, s in record.items() if i not in way} if way else record for way in chosen]


def _denies(facts: FactVocabulary, record: Record, one: Dispute) -> bool:
    """Whether the other column says that the first can have no value: by one of the values, or by a
    blank that means no, unless something that is given implies that it is yes."""
    state = record.get(one.other)
    if state is not NONE:
        return _is_one(state, one.values)
    column = facts[one.other]
    assert isinstance(column, Column)
    implying = (facts.facts.get(iri) for iri in column.implied_true_by)
    return one.blank and not any(f and _has(facts, f.iri, record.get(f.iri)) for f in implying)


def _has(facts: FactVocabulary, iri: str, state: State) -> bool:
    """Whether a column says that there is something: a yes, or any value."""
    column = facts[iri]
    if state is None or state is NONE:
        return False
    assert isinstance(column, Column)
    return state is True if column.datatype == "boolean" else state != column.absent_value


def _is_one(state: State, values: frozenset[bool | str]) -> bool:
    found = state if isinstance(state, tuple) else (state,)
    return any(type(one) is type(value) and one == value for one in found for value in values)
