"""What many records say of facts beside the codes of their atoms."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, cast, overload

import numpy as np
import numpy.typing as npt

from lovgraf.core.made_later import MadeLater
from lovgraf.facts.values import NONE, State
from lovgraf.verdicts.knowledge import KnownFacts
from lovgraf.verdicts.patterns import Numbers

Few = npt.NDArray[np.uint8]
_FIRST, _LAST = date.min.toordinal(), date.max.toordinal()
_KNOWN = 2
"""The least number of a state other than that there is certainly none."""
_EPOCH = date(1970, 1, 1).toordinal()


@dataclass(frozen=True)
class DayStates(Sequence[State]):
    """The states that numbers stand for where all values are days, by their `ordinals`: a register
    has tens of thousands of days, of which few are looked at one by one."""

    ordinals: Numbers

    def __len__(self) -> int:
        return len(self.ordinals) + _KNOWN

    @overload
    def __getitem__(self, number: int) -> State: ...

    @overload
    def __getitem__(self, number: slice) -> Sequence[State]: ...

    def __getitem__(self, number: int | slice) -> State | Sequence[State]:
        if isinstance(number, slice):
            return [self[n] for n in range(len(self))[number]]
        place = range(len(self))[number]
        if place < _KNOWN:
            return (None, NONE)[place]
        return date.fromordinal(int(self.ordinals[place - _KNOWN]))


@dataclass(frozen=True)
class Told:
    """What each of some records says of facts: of each fact (by IRI) a number a record, and the
    states that the numbers stand for; that of 0 is unknown."""

    numbers: Mapping[str, Numbers]
    states: Mapping[str, Sequence[State]]
    _days: dict[str, Numbers] = field(default_factory=dict, repr=False, compare=False)
    """The days that the numbers of a fact stand for."""
    _there: Mapping[str, Few] | None = field(default=None, repr=False, compare=False)

    def there(self, fact: str) -> Few:
        """For each record 0 where a fact is unknown, 1 where there is certainly none, 2 where it is
        known: for that no state need be told from others."""
        if self._there is None:
            return np.minimum(self.numbers[fact], _KNOWN).astype(np.uint8)
        return self._there[fact]

    def ordinals(self, fact: str) -> Numbers:
        """The day that each record says of a fact; 0 where it says none, or one after year 9999,
        which is no day here."""
        if fact not in self._days:
            self._days[fact] = _ordinals(self.states[fact])
        return self._days[fact][self.numbers[fact]]

    def take(self, places: Numbers, facts: Collection[str] | None = None) -> Told:
        """What the records in some places say of some facts, or of all."""
        chosen = self.numbers.keys() if facts is None else facts
        taken = MadeLater(chosen, lambda iri: self.numbers[iri][places])
        return Told(
            taken, self.states, self._days, MadeLater(chosen, lambda i: self.there(i)[places])
        )

    @classmethod
    def of(cls, facts: Sequence[str], names: Sequence[str], rows: Sequence[Sequence[Any]]) -> Told:
        """Of rows in which a plan has selected columns `f0`, `g0` ... for some facts."""
        columns = dict(zip(names, zip(*rows, strict=True), strict=True))
        numbers: dict[str, Numbers] = {}
        states: dict[str, list[State]] = {}
        for n, iri in enumerate(facts):
            numbers[iri], states[iri] = _numbered(columns[f"f{n}"], columns[f"g{n}"])
        return cls(numbers, states)

    @classmethod
    def of_arrays(cls, facts: Sequence[str], table: Any) -> Told | None:
        """The same of an Arrow table, of facts that are asked for; None where Python cannot hold a
        day."""
        places = {iri: n for n, iri in enumerate(facts)}
        if not all(_holds(table.column(f"f{n}")) for n in places.values()):
            return None

        def numbered(iri: str) -> tuple[Numbers, Sequence[State]]:
            n = places[iri]
            values, none = (table.column(f"{part}{n}").combine_chunks() for part in "fg")
            return _numbered_array(values, none)

        def there(iri: str) -> Few:
            n = places[iri]
            values, none = (table.column(f"{part}{n}").combine_chunks() for part in "fg")
            known: Few = values.is_valid().to_numpy(zero_copy_only=False) * np.uint8(_KNOWN)
            known[none.fill_null(False).to_numpy(zero_copy_only=False)] = 1
            return known

        each = MadeLater(places, numbered)
        numbers = MadeLater(places, lambda iri: each[iri][0])
        states = MadeLater(places, lambda iri: each[iri][1])
        return cls(numbers, states, {}, MadeLater(places, there))

    def known(self, place: int, facts: Iterable[str] | None = None) -> KnownFacts:
        """What the record in a place says of some facts, or of all."""
        chosen = self.numbers if facts is None else facts
        return frozenset(
            (iri, self.states[iri][number])
            for iri in chosen
            if (number := int(self.numbers[iri][place]))
        )


def _holds(values: Any) -> bool:
    """Whether Python can hold the days of an array: those of the years from 1 to 9999."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if not pa.types.is_date32(values.type):
        return True
    ends = pc.min_max(values.cast(pa.int32())).as_py()
    first, last = ends["min"], ends["max"]
    return first is None or (first + _EPOCH >= _FIRST and last + _EPOCH <= _LAST)


def _ordinals(states: Sequence[State]) -> Numbers:
    """The days that states are; 0 for those that are none."""
    if isinstance(states, DayStates):
        return np.concatenate([np.zeros(_KNOWN, np.int64), states.ordinals])
    return np.array([one.toordinal() if isinstance(one, date) else 0 for one in states], np.int64)


def _numbered_array(values: Any, none: Any) -> tuple[Numbers, Sequence[State]]:
    """The same of arrays."""
    import pyarrow as pa

    if pa.types.is_nested(values.type):
        return _numbered(values.to_pylist(), none.to_pylist())
    coded = values.dictionary_encode()
    numbers = coded.indices.fill_null(-2).to_numpy(zero_copy_only=False).astype(np.int64) + 2
    numbers[none.fill_null(False).to_numpy(zero_copy_only=False)] = 1
    if pa.types.is_date32(values.type):
        days = coded.dictionary.cast(pa.int32()).to_numpy(zero_copy_only=False)
        return numbers, DayStates(days.astype(np.int64) + _EPOCH)
    return numbers, [None, NONE, *map(_state, coded.dictionary.to_pylist())]


def _numbered(values: Sequence[Any], none: Sequence[Any]) -> tuple[Numbers, list[State]]:
    """A number for each of some values, and what each number says: 0 is a blank, 1 that there is
    certainly none."""
    places: dict[Any, int] = {}
    if any(isinstance(value, list | tuple) for value in values):
        values = [None if value is None else tuple(sorted(value)) for value in values]
    numbers = [
        1 if no else 0 if value is None else places.setdefault(value, len(places) + 2)
        for value, no in zip(values, none, strict=True)
    ]
    return np.array(numbers, np.int64), [None, NONE, *map(_state, places)]


def _state(value: Any) -> State:
    return Decimal(str(value)) if isinstance(value, float) else cast(State, value)
