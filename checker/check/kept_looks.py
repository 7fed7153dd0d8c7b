"""What counts to a norm of rows in some kinds of cells, as earlier runs found it out.

Finding it out takes some milliseconds a norm, whatever the rows, and a register has tomorrow the
kinds of cells that it has today. It is facts, days that the law names and places of kinds, and
nothing that a row says.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from lovgraf.check.row_names import name_of
from lovgraf.core.cache import Answers
from lovgraf.engine.cell_views import Counting, Placing, View
from lovgraf.facts.fact import Derived
from lovgraf.facts.vocabulary import FactVocabulary
from lovgraf.verdicts.alike import Made, Reading

_BYTES = 300
"""Bytes that it takes in the cache how some days lie, about."""


class KeptLooks(Struct, frozen=True):
    """What counts to a norm; `answers` are those that are kept (None where nothing is), `norm`
    tells it from all others, and how it reads the table."""

    answers: Answers | None
    norm: bytes | None

    def of(self, view: View, kinds: Sequence[bytes], removed: frozenset[str]) -> Counting:
        """What counts of rows that are judged without some columns (by IRI), given the names of the
        kinds of cells in the view."""
        if self.answers is None or self.norm is None:
            return view.counting(removed)
        entry = name_of((self.norm, b"".join(kinds), removed))
        known = self.answers.get(entry)
        if known is not None:
            return _counting(known, len(kinds), view.plan.programs.facts)
        found = view.counting(removed)
        self.answers.add(entry, _told(found), _BYTES * (len(found.placings) + 1))
        return found


def _told(found: Counting) -> tuple[Any, ...]:
    """What counts as plain values."""
    placings = []
    for one in found.placings:
        made = tuple([(each.made, each.day, each.back) for each in one.reading.made])
        placings.append((one.kinds, one.days, one.reading.names, one.reading.reach, made))
    return tuple(placings), found.values


def _counting(told: tuple[Any, ...], size: int, facts: FactVocabulary) -> Counting:
    """The same back, of so many kinds."""
    placings = []
    for kinds, days, names, reach, several in told[0]:
        made = tuple([_made(facts, *one) for one in several])
        reading = Reading(frozenset(), frozenset(days), tuple(names), reach, made)
        placings.append(Placing(kinds, reading, tuple(days)))
    return Counting(tuple(placings), tuple([(iri, own) for iri, own in told[1]]), size)


def _made(facts: FactVocabulary, iri: str, day: str, back: int | None) -> Made:
    fact = facts[iri]
    assert isinstance(fact, Derived)
    return Made.by(fact, day, back)
