"""Rows that their cell leaves open, judged once for all that a norm sees alike.

A norm that reads no day of theirs sees thousands of rows alike, and of their cells alone it can be
told: of these one is read. Others are read, and told apart by the values that count.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from lovgraf.conditions.coding import Bools
from lovgraf.engine.cell_records import CellRecords
from lovgraf.engine.cell_views import Look, View, suspect
from lovgraf.engine.in_memory import Memory, Record
from lovgraf.engine.many_records import Broken, Spread, broken, chosen, joined, removals_for
from lovgraf.engine.record_table import RecordTable
from lovgraf.facts.repairs import Removal
from lovgraf.facts.values import State
from lovgraf.readers.table import InputTable
from lovgraf.verdicts.alike import lying
from lovgraf.verdicts.evaluate import Reason
from lovgraf.verdicts.patterns import Numbers, distinct, groups
from lovgraf.verdicts.repaired import Found, disputed

Judged = tuple[int, Reason, int, list[int]]
"""A verdict, its reason, how many rows have it, and their numbers where they are asked for."""


def together(judged: Spread, numbers: Numbers, owner: Numbers) -> Iterator[Judged]:
    """What some rows are judged, by number, of which each is like one of those that were `judged`
    (its place is the row's `owner`); those with the same verdict and reason are told together, in
    the order of the first of each."""
    places: dict[Found, int] = {}
    same = np.array([places.setdefault(one, len(places)) for one in judged.said], np.int64)
    said, own = [*places], same[judged.number][owner]
    order = np.lexsort((numbers, own))
    cuts = np.flatnonzero(np.diff(own[order])) + 1
    each = np.split(order, cuts) if len(order) else []
    for rows in sorted(each, key=lambda rows: int(numbers[rows[0]])):
        verdict, reason = said[own[rows[0]]]
        yield verdict, reason, len(rows), numbers[rows].tolist()


@dataclass(frozen=True)
class _Open:
    """The rows that a norm leaves open, by place among all (`rows`, in order): the `cell` of each
    by its place in the `view`, and which of them are told `apart` by more than their cells."""

    norm: str
    view: View
    rows: Numbers
    cell: Numbers
    apart: Bools

    @property
    def kind(self) -> Numbers:
        """How the norm sees the cell of each."""
        return self.view.kind[self.cell]

    def first(self) -> Numbers:
        """The place of the first row of each kind of those that their cells alone tell."""
        alike = np.flatnonzero(~self.apart)
        _, first = np.unique(self.kind[alike], return_index=True)
        return alike[first]


@dataclass
class SeenRows:
    """Rows of `cells`, each open for some of the `norms`: for those of which the cell is among the
    `marked` ones (places, by norm). `memory` judges, `table` is where the rows come from."""

    memory: Memory
    cells: CellRecords
    marked: Mapping[str, Numbers]
    table: InputTable
    suspect: Bools = field(init=False)
    """The cells of which rows may contradict themselves."""
    _open: list[_Open] = field(default_factory=list)

    def __post_init__(self) -> None:
        cells, plan = self.cells, self.memory.plan
        present = frozenset(self.table.values)
        self.suspect = suspect(plan.programs.facts, cells, present, self.table.complete)
        for norm, places in self.marked.items():
            view = View.of(plan, self.memory.combinations, norm, cells, places, present)
            apart = self.suspect[places]
            for look in view.looks():
                for counts in look.counting.values():
                    apart = apart | counts[view.kind]
            place = np.full(len(cells.names), -1, np.int64)
            place[places] = np.arange(len(places))
            own = place[cells.cells]
            rows = np.flatnonzero(own >= 0)
            self._open.append(_Open(norm, view, rows, own[rows], apart[own[rows]]))

    def wanted(self) -> Numbers:
        """The numbers of the rows that are to be read, in order."""
        found = np.zeros(len(self.cells.rows), np.bool_)
        for one in self._open:
            found[one.rows[one.apart]] = True
            found[one.rows[one.first()]] = True
        return self.cells.rows[found]

    def judged(
        self, parts: Iterable[tuple[Numbers, Sequence[Record]]]
    ) -> Iterator[tuple[str, Judged]]:
        """What the rows are judged, norm by norm, given those that are wanted: their numbers, in
        order, and what they say."""
        shown: list[_Shown] = [_Shown() for _ in self._open]
        numbers: list[Numbers] = []
        records: list[Sequence[Record]] = []
        for own, said in parts:
            read = _Read.of(self, own, said)
            found = [read.told_apart(self.memory, one) for one in self._open]
            every = np.unique(np.concatenate([first for first, _, _ in found]))
            for one, (first, rows, owner) in zip(shown, found, strict=True):
                one.add(np.searchsorted(every, first) + sum(map(len, numbers)), rows, owner)
            numbers.append(own[every])
            records.append(chosen(said, every))
        if records:
            yield from self._judged(np.concatenate(numbers), joined(records), shown)

    def _judged(
        self, numbers: Numbers, records: Sequence[Record], shown: Sequence[_Shown]
    ) -> Iterator[tuple[str, Judged]]:
        """The same, given the records that show what the norms see, and the numbers of their
        rows."""
        all_shown = [(one.norm, *each.every()) for one, each in zip(self._open, shown, strict=True)]
        asked = [each for each in all_shown if len(each[1])]
        judged = self.memory.evaluated(
            records, [(norm, first) for norm, first, _, _ in asked], cells=self.cells.coded(numbers)
        )
        for (norm, _, rows, owner), own in zip(asked, judged, strict=True):
            yield from ((norm, one) for one in together(own, self.cells.rows[rows], owner))


@dataclass
class _Shown:
    """What a norm is asked of: of the records that show what it sees the places (`first`), and of
    the `rows` like them the place among all, each with which of these it is like (`owner`)."""

    first: list[Numbers] = field(default_factory=list)
    rows: list[Numbers] = field(default_factory=list)
    owner: list[Numbers] = field(default_factory=list)

    def add(self, first: Numbers, rows: Numbers, owner: Numbers) -> None:
        """More of them."""
        self.owner.append(owner + sum(map(len, self.first)))
        self.first.append(first)
        self.rows.append(rows)

    def every(self) -> tuple[Numbers, Numbers, Numbers]:
        """All of them: `first`, `rows` and `owner`."""
        first, rows, owner = map(np.concatenate, (self.first, self.rows, self.owner))
        return first, rows, owner


@dataclass(frozen=True)
class _Wrong:
    """How rows contradict themselves about what a norm reads, told by a `number`, and for each
    number the columns that their repairs are `without`; 0 for those that do not at all."""

    number: Numbers
    without: Sequence[frozenset[str]]


@dataclass
class _Read:
    """Rows that were read: their numbers, what they say, the place of each of all rows among them
    (-1 for those that are not), and how they contradict themselves."""

    numbers: Numbers
    records: Sequence[Record]
    place: Numbers
    broken: Broken
    _values: dict[str, Numbers] = field(default_factory=dict, repr=False)
    _days: dict[str, Numbers] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, rows: SeenRows, numbers: Numbers, records: Sequence[Record]) -> _Read:
        """Some of the rows."""
        cells = rows.cells
        place = np.full(len(cells.rows), -1, np.int64)
        own = np.searchsorted(cells.rows, numbers)
        place[own] = np.arange(len(numbers))
        some = np.flatnonzero(rows.suspect[cells.cells[own]])
        wrong = broken(rows.memory, chosen(records, some))
        number = np.full(len(numbers), -1, np.int64)
        number[some] = wrong.number
        return cls(numbers, records, place, Broken(wrong.kinds, number))

    def told_apart(self, memory: Memory, one: _Open) -> tuple[Numbers, Numbers, Numbers]:
        """Of the rows that a norm leaves open the places of those that show what it sees, here; and
        the rows like them, by place among all, each with which of them it is like."""
        apart = np.flatnonzero(one.apart & (self.place[one.rows] >= 0))
        here = self.place[one.rows[apart]]
        first, owner = distinct(self._columns(memory, one, apart, here), len(apart))
        shown, rows, owners = [here[first]], [one.rows[apart]], [owner]
        alone = one.first()
        alone = alone[self.place[one.rows[alone]] >= 0]
        if len(alone):
            kinds = np.full(int(one.view.kind.max(initial=0)) + 1, -1, np.int64)
            kinds[one.kind[alone]] = np.arange(len(alone)) + len(first)
            like = np.flatnonzero(~one.apart & (kinds[one.kind] >= 0))
            shown.append(self.place[one.rows[alone]])
            rows.append(one.rows[like])
            owners.append(kinds[one.kind[like]])
        return np.concatenate(shown), np.concatenate(rows), np.concatenate(owners)

    def _columns(self, memory: Memory, one: _Open, apart: Numbers, here: Numbers) -> list[Numbers]:
        """What tells rows apart for a norm: columns of numbers."""
        wrong = self._wrong(memory, one.norm)
        number = wrong.number[here]
        found: dict[int, Numbers] = {}
        for some in groups(number):
            looks = one.view.looks(wrong.without[number[some[0]]])
            seen = self._seen(memory, looks, one.kind[apart[some]], here[some])
            for place, column in enumerate(seen):
                found.setdefault(place, np.zeros(len(here), np.int64))[some] = column
        return [number, one.kind[apart], *found.values()]

    def _seen(
        self, memory: Memory, looks: Sequence[Look], kind: Numbers, here: Numbers
    ) -> Iterator[Numbers]:
        """What tells rows apart by what is looked at of them: columns of numbers, 0 where nothing
        counts."""
        size, exact = len(here), dict[str, Bools]()
        for look in looks:
            iris = sorted(look.counting)
            for rows in groups(_patterns([look.counting[iri] for iri in iris], kind)):
                given = [iri for iri in iris if look.counting[iri][kind[rows[0]]]]
                reading = memory.combinations.placed(
                    look.keys, look.facts, frozenset(given), look.beside
                )
                days = [] if reading.reach is None else [i for i in given if i in reading.days]
                for iri in given:
                    if iri not in days:
                        exact.setdefault(iri, np.zeros(size, np.bool_))[rows] = True
                if days:
                    own = [self._day(iri)[here[rows]] for iri in days]
                    _, number = distinct(lying(reading, own, len(rows)), len(rows))
                    column = np.zeros(size, np.int64)
                    column[rows] = number + 1
                    yield column
        for iri, counts in exact.items():
            yield np.where(counts, self._numbered(iri)[here] + 1, 0)

    def _wrong(self, memory: Memory, norm: str) -> _Wrong:
        """How rows contradict themselves about what a norm reads."""
        places: dict[tuple[tuple[Removal, ...] | None, frozenset[str]], int] = {}
        numbers, facts = [], memory.plan.programs.facts
        for kind in self.broken.kinds:
            ways = removals_for(memory, norm, kind)
            names = disputed(facts, kind.found, memory.reads(norm))
            entry = (None if ways is None else tuple(ways)), names
            numbers.append(1 + places.setdefault(entry, len(places)))
        without = [frozenset(iri for way in ways or () for iri, _ in way) for ways, _ in places]
        return _Wrong(np.array([*numbers, 0])[self.broken.number], [frozenset(), *without])

    def _numbered(self, iri: str) -> Numbers:
        """A number for each value of a column: the same for the same."""
        if iri not in self._values:
            size, records = len(self.numbers), self.records
            self._values[iri] = (
                records.values(iri) if isinstance(records, RecordTable) else np.arange(size)
            )
        return self._values[iri]

    def _day(self, iri: str) -> Numbers:
        """The day that each row says of a column, as an ordinal; 0 where it says none."""
        if iri not in self._days:
            records = self.records
            self._days[iri] = (
                records.days(iri)
                if isinstance(records, RecordTable)
                else np.array([_ordinal(record.get(iri)) for record in records], np.int64)
            )
        return self._days[iri]


def _patterns(columns: Sequence[Bools], kind: Numbers) -> Numbers:
    """A number for each row by its kind, the same where the kinds have the same of some columns."""
    _, number = distinct(columns, max(map(len, columns)))
    return number[kind]


def _ordinal(state: State) -> int:
    return state.toordinal() if isinstance(state, date) else 0
