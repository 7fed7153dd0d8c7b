"""Days known only to lie between two others: which of them an answer hinges on.

An answer is given on such days only where all days between lead to the same; a day on which it
hinges is taken to be unknown, and is asked for. Between their ends those days are tried at which
the law of the question changes, as the interview tries the days it asks for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import product

from msgspec import Struct

from lovgraf.engine.in_memory import Record
from lovgraf.explain.interview import Interview
from lovgraf.facts.between import Between

_MOST = 6
"""Up to so many such days all their ends are combined."""


class Narrowed(Struct, frozen=True):
    """A record without the days on which the answer hinges, and these with their limits, by column
    (IRI)."""

    record: Record
    hinging: Mapping[str, Between]

    def ends(self) -> list[Record]:
        """The record where its days are the first that they may be, and where they are the last."""
        spans = spans_of(self.record)
        lasts = {iri: day.standing_as(day.last) for iri, day in spans.items()}
        return [self.record, {**self.record, **lasts}] if spans else [self.record]

    def without(self) -> Narrowed:
        """The same with all its days taken to be unknown."""
        spans = spans_of(self.record)
        record = {iri: state for iri, state in self.record.items() if iri not in spans}
        return Narrowed(record, {**self.hinging, **spans})


def spans_of(record: Record) -> dict[str, Between]:
    """The days of a record that are known only to lie between two others, by column (IRI)."""
    return {iri: day for iri, day in record.items() if isinstance(day, Between)}


def narrowed(interview: Interview, record: Record) -> Narrowed:
    """A record without the days on which the verdict of the question hinges."""
    spans = spans_of(record)
    hinging = {iri: day for iri, day in spans.items() if _hinges(interview, record, iri)}
    kept: Record = {iri: state for iri, state in record.items() if iri not in hinging}
    found = Narrowed(kept, hinging)
    if len(spans) - len(hinging) > 1 and _differs(interview, _corners(kept)):
        return found.without()
    return found


def _hinges(interview: Interview, record: Record, iri: str) -> bool:
    """Whether the verdict differs with the day that a column is."""
    day = record[iri]
    assert isinstance(day, Between)
    others = {one: state for one, state in record.items() if one != iri}
    return any(
        _differs(interview, ({**rest, iri: one} for one in interview.days_within(rest, day)))
        for rest in _corners(others)
    )


def _corners(record: Record) -> Iterator[Record]:
    """A record with all its days at one of their ends."""
    spans = spans_of(record)
    if len(spans) > _MOST:
        yield {iri: state for iri, state in record.items() if iri not in spans}
        return
    for days in product(*((day.first, day.last) for day in spans.values())):
        yield {**record, **dict[str, date](zip(spans, days, strict=True))}


def _differs(interview: Interview, records: Iterator[Record]) -> bool:
    first = None
    for record in records:
        verdict = interview.answered(interview.look(record))
        found = verdict.verdict, frozenset(verdict.missing)
        if first is not None and found != first:
            return True
        first = found
    return False
