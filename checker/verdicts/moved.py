"""Which records leave the same although their days differ: what is found of one, moved to the days
of the others, asks the same of all of them.

Where the known days of an atom lie far from each other, the ways in which it can have a code are
those of another record in the same order, with these days in place of those (`alternatives.py`).
Then all that counts of a choice of ways is on which side of the sums of paths the days lie
(`sameness.py`): which is worked out for all records of a kind at once, as arrays.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

from lovgraf.conditions.kleene import Codes
from lovgraf.verdicts.alike import Line
from lovgraf.verdicts.alternatives import Own
from lovgraf.verdicts.knowledge import knowledge
from lovgraf.verdicts.patterns import Classes, Numbers, distinct, groups
from lovgraf.verdicts.sameness import Shape
from lovgraf.verdicts.search import Axis
from lovgraf.verdicts.told import Told

if TYPE_CHECKING:
    from lovgraf.verdicts.feasible import Combinations, Component

_AT_ONCE = 1 << 19
"""Distances between days that are worked out together."""


class _Part(Struct, frozen=True):
    """What an atom sees of records of which the same facts are known: `line` is that of one of
    them, None where its days count as they are."""

    key: str
    own: Own
    line: Line | None

    @property
    def days(self) -> list[str]:
        """The facts that say a day."""
        return [iri for iri, state in self.own.known.states if isinstance(state, date)]


class Moved(Struct, frozen=True):
    """Finds the records of which the same can occur, of those that say the same by their codes."""

    feasible: Combinations
    component: Component
    classes: Mapping[str, Classes]
    codes: Mapping[str, Codes]
    told: Told

    def places(self, size: int) -> Numbers:
        """For each of `size` records the place of one of which the same can occur."""
        found = np.arange(size)
        given = [self.told.there(iri) for iri in self.told.numbers]
        _, number = distinct([*(self.codes[key] for key in self.component.keys), *given], size)
        for rows in groups(number):
            if len(rows) > 1:
                self._join(rows, found)
        return found

    def _join(self, rows: Numbers, found: Numbers) -> None:
        """Find those that are the same among rows with the same codes and the same facts known."""
        parts = self._parts(int(rows[0]))
        days = {iri: self._ordinals(iri, rows) for part in parts for iri in part.days}
        if not all(own.all() for own in days.values()):
            return  # some say no day that is one here
        seen = [column for part in parts for column in self._seen(part, rows, days)]
        _, number = distinct(seen, len(rows))
        for some in groups(number):
            if len(some) > 1:
                same = rows[some]
                found[same] = same[self._same(same)]

    def _parts(self, row: int) -> list[_Part]:
        """What each atom that counts sees of a record."""
        alternatives = self.feasible.alternatives
        codes = {key: int(self.codes[key][row]) for key in self.component.keys}
        known_facts = self.feasible.counted(self.component, codes, self.told.known(row))
        known = knowledge(self.feasible.facts, self.feasible.atoms, codes).with_states(
            known_facts, self.feasible.below_live(self.component)
        )
        asked, found = frozenset(self.component.keys), []
        for key in self.feasible.asked_for(self.component, codes):
            own = alternatives.own(key, known, asked)
            found.append(_Part(key, own, alternatives.line(own)))
        return found

    def _seen(self, part: _Part, rows: Numbers, days_of: Mapping[str, Numbers]) -> list[Numbers]:
        """What tells rows apart by what an atom sees, of which each says the days that it does:
        columns of numbers."""
        told = self.told.numbers
        days = part.days
        seen = [told[iri][rows] for iri, _ in part.own.known.states if iri not in days]
        each = [told[iri][rows] for iri in days]
        reading = self.feasible.alternatives.reading(part.own)
        if not days or reading.reach is None or reading.made or part.key in days:
            return [*seen, *each]
        counted = [iri for iri in days if iri in reading.days]
        named = [np.full(len(rows), day, np.int64) for day in reading.names]
        every = np.stack([*named, *(days_of[iri] for iri in counted)], axis=1)
        places = np.argsort(every, axis=1, kind="stable")
        steps = np.diff(np.take_along_axis(every, places, axis=1), axis=1)
        of_record = places >= len(reading.names)
        near = (steps <= 2 * reading.reach) & (of_record[:, 1:] | of_record[:, :-1])
        far = ~near.any(axis=1)
        # Those that lie near count as they are.
        return [*seen, far.astype(np.int64), *(np.where(far, 0, one) for one in each), *places.T]

    def _ordinals(self, iri: str, rows: Numbers) -> Numbers:
        """The day that each row says; 0 where one says none."""
        return self.told.take(rows, [iri]).ordinals(iri)

    def _same(self, rows: Numbers) -> Numbers:
        """For each of some rows, whose days lie alike, the place of one that asks the same."""
        alternatives, size = self.feasible.alternatives, len(rows)
        codes = {key: int(self.codes[key][rows[0]]) for key in self.component.keys}
        axes: list[Axis] = []
        moving: list[str | None] = []
        for part in self._parts(int(rows[0])):
            ways = alternatives.found(part.own)
            if part.line is not None and not alternatives.moves(part.own, part.line):
                return np.arange(size)
            if part.key in self.component.live:
                axes.append(Axis(part.key, self.classes[part.key], ways))
            else:
                fit = tuple([way for way in ways if codes[part.key] in way.codes])
                axes.append(Axis(part.key, None, fit))
            days = [day for way in axes[-1].alternatives for day in way.frame.days]
            moving += [None if part.line is None else part.line.of(day) for day in days]
        shape = self.feasible.search.shape(axes)
        frames = [a.frame for axis in axes for a in axis.alternatives]
        facts = sorted({iri for iri in moving if iri is not None})
        shifts = np.zeros((size, len(facts) + 1), np.int64)  # the last: of what moves with none
        for n, iri in enumerate(facts):
            days_of = self._ordinals(iri, rows)
            shifts[:, n] = days_of - days_of[0]
        places = [len(facts) if iri is None else facts.index(iri) for iri in moving]
        base = np.array([day for frame in frames for day in frame.days], np.int64)
        return _first(shape, base, shifts, np.array(places, np.int64))


def _first(shape: Shape, base: Numbers, shifts: Numbers, places: Numbers) -> Numbers:
    """For each row of shifts the first by which the days ask the same."""
    size, known = len(shifts), dict[bytes, int]()
    found = np.empty(size, np.int64)
    step = max(1, _AT_ONCE // (shape.width or 1))
    for start in range(0, size, step):
        days = base + shifts[start : start + step, places]
        for n, name in enumerate(shape.names(days), start):
            found[n] = known.setdefault(name, n)
    return found
