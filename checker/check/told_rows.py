"""Rows that norms leave open, told apart by what each norm sees of them.

What counts of a row beside its cell are days, as a rule, which are kept as they were read. Where
another value counts, that column is read; of rows of which arrays do not hold all, every column.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import numpy as np
from msgspec import Struct

from lovgraf.check.kept_looks import KeptLooks
from lovgraf.check.row_names import Column, Columns, name_of, names_of
from lovgraf.conditions.coding import Bools
from lovgraf.core.cache import Texts
from lovgraf.engine.cell_disputes import CellDisputes
from lovgraf.engine.cell_records import CellRecords
from lovgraf.engine.cell_views import Counting, View, flags
from lovgraf.engine.in_memory import Memory, Record
from lovgraf.engine.many_records import Broken, broken, chosen, removals_for
from lovgraf.engine.record_table import RecordTable
from lovgraf.engine.row_days import DaysAt
from lovgraf.facts.fact import Column as FactColumn
from lovgraf.facts.fact import Fact
from lovgraf.facts.repairs import Removal
from lovgraf.facts.values import State
from lovgraf.readers.table import InputTable
from lovgraf.verdicts.alike import Reading, lying
from lovgraf.verdicts.patterns import Numbers, distinct, groups, places_among
from lovgraf.verdicts.repaired import disputed

_FEW = 20
"""Where fewer than one row of so many are here, each of these is looked for."""
_SHARE = 2
"""Where more than one row of so many is read after all, every one is, in one go."""


@dataclass
class OpenFor:
    """The rows that a norm leaves open, by place among all (`rows`, in order): the `cell` of each
    by its place in the `view`, of the cells there those of which rows are `suspect` to contradict
    themselves, and what was `kept` of looks. Of the rows that are told apart some are to be `read`
    in full, or (None) every one is."""

    norm: str
    view: View
    rows: Numbers
    cell: Numbers
    suspect: Bools
    kept: KeptLooks
    read: Bools | None = None
    _counting: dict[frozenset[str], Counting] = field(default_factory=dict, repr=False)

    @cached_property
    def apart(self) -> Bools:
        """The rows that are told apart by more than their cells."""
        counts = self.counting(frozenset()).kinds()
        return (self.suspect | counts[self.view.kind])[self.cell]

    def counting(self, removed: frozenset[str]) -> Counting:
        """What counts of rows that are judged without some columns (by IRI)."""
        if removed not in self._counting:
            self._counting[removed] = self.kept.of(self.view, self.names, removed)
        return self._counting[removed]

    @cached_property
    def kind(self) -> Numbers:
        """How the norm sees the cell of each."""
        return self.view.kind[self.cell]

    @cached_property
    def names(self) -> Sequence[bytes]:
        """The name of each kind: what cells of it say."""
        return names_of((self.norm, [*self.view.said]), [*self.view.said.values()])

    @cached_property
    def first(self) -> Numbers:
        """The place of the first row of each kind of those that their cells alone tell."""
        alike = np.flatnonzero(~self.apart)
        first, _ = distinct([self.kind[alike]], len(alike))
        return alike[first]


class Apart(Struct, frozen=True):
    """Rows that a norm leaves open, told apart by what it sees of them: the places of those that
    show it (`first`, here), each with its `names` (see `row_names`); and of the `rows` like them
    the place among all, each with which of them it is like (`owner`)."""

    first: Numbers
    names: Sequence[bytes | None]
    rows: Numbers
    owner: Numbers


class _Wrong(Struct, frozen=True):
    """How rows of each `kind` contradict themselves about what a norm reads, told by a number, and
    for each number the columns that their repairs are `without`, and its name; 0 for those that do
    not at all."""

    kind: Numbers
    without: Sequence[frozenset[str]]
    names: Sequence[bytes]


class _Lie(Struct, frozen=True):
    """How days of some rows lie: a `number` of each row, from 1, and the name of each number, that
    of 0 empty."""

    number: Numbers
    names: Sequence[bytes]


@dataclass
class ToldRows(ABC):
    """Some rows: the place of each of all rows among them (-1 for those that are not), and how they
    contradict themselves."""

    memory: Memory
    place: Numbers
    broken: Broken
    _wrong: dict[object, _Wrong] = field(default_factory=dict, init=False, repr=False, kw_only=True)
    _days: dict[str, Numbers] = field(default_factory=dict, init=False, repr=False, kw_only=True)
    _lies: dict[object, _Lie] = field(default_factory=dict, init=False, repr=False, kw_only=True)
    _texts: Texts = field(default_factory=dict, init=False, repr=False, kw_only=True)

    def told_apart(self, one: OpenFor) -> Apart:
        """The rows here that a norm leaves open, told apart by what it sees of them."""
        apart, alone = self._apart(one), self._alone(one)
        if not len(apart) and not len(alone):
            return Apart(apart, [], apart, apart)
        here = self.place[one.rows[apart]]
        told = self._columns(one, apart, here)
        first, owner = told.distinct()
        shown, rows, owners = [here[first]], [one.rows[apart]], [owner]
        names = told.names(first)
        if len(alone):
            kinds = np.full(int(one.view.kind.max(initial=0)) + 1, -1, np.int64)
            kinds[one.kind[alone]] = np.arange(len(alone)) + len(first)
            like = np.flatnonzero(~one.apart & (kinds[one.kind] >= 0))
            shown.append(self.place[one.rows[alone]])
            rows.append(one.rows[like])
            owners.append(kinds[one.kind[like]])
            kind = Column(one.kind[alone], one.names)
            names = [*names, *Columns([kind], len(alone)).names(np.arange(len(alone)))]
        return Apart(np.concatenate(shown), names, np.concatenate(rows), np.concatenate(owners))

    @abstractmethod
    def _apart(self, one: OpenFor) -> Numbers:
        """Which rows that a norm leaves open are here and told apart by more than their cells."""

    def _alone(self, one: OpenFor) -> Numbers:
        """Of the rows of each kind that their cells alone tell the first, if it is here."""
        return one.first[self.place[one.rows[one.first]] >= 0]

    def _columns(self, one: OpenFor, apart: Numbers, here: Numbers) -> Columns:
        """What tells rows apart for a norm."""
        wrong = self.wrong(one.norm)
        number = wrong.kind[self.broken.number[here]]
        found = Columns(
            [Column(number, wrong.names), Column(one.kind[apart], one.names)], len(here)
        )
        for some in groups(number):
            counting = one.counting(wrong.without[number[some[0]]])
            found.add(some, self._seen(counting, one.kind[apart[some]], here[some]))
        return found

    def _seen(self, counting: Counting, kind: Numbers, here: Numbers) -> Iterator[Column]:
        """What tells rows apart, given the kinds of their cells: columns of numbers, 0 where
        nothing counts."""
        for one in counting.placings:
            rows = np.flatnonzero(flags(one.kinds, counting.size)[kind])
            if len(rows):
                lie = self._lie(one.reading, one.days, here[rows])
                column = np.zeros(len(here), np.int64)
                column[rows] = lie.number
                yield Column(column, lie.names)
        for iri, kinds in counting.values:
            counts = flags(kinds, counting.size)[kind]
            if counts.any():
                yield self._valued(iri, here, counts)

    def _valued(self, iri: str, here: Numbers, counts: Bools) -> Column:
        """A number for the value of a column in each of some rows, as far as it `counts` there,
        with its name where that can be said."""
        there = np.flatnonzero(counts)
        own = self.numbered(iri)[here[there]]
        first, number = distinct([own], len(own))
        numbers = np.zeros(len(here), np.int64)
        numbers[there] = number + 1
        if not _can_be_said(self.memory.plan.programs.facts[iri]):
            return Column(numbers, None)
        states = self._states(iri, here[there[first]])
        return Column(numbers, [b"", *(name_of((iri, state)) for state in states)])

    def _lie(self, reading: Reading, days: tuple[str, ...], here: Numbers) -> _Lie:
        """How some days of some rows lie: several norms ask for the same."""
        entry = reading, days, here.tobytes()
        if entry not in self._lies:
            lie = lying(reading, {iri: self.day(iri)[here] for iri in days})
            first, number = distinct(lie, len(here))
            names = names_of((reading, days), [each[first] for each in lie], self._texts)
            self._lies[entry] = _Lie(number + 1, [b"", *names])
        return self._lies[entry]

    def wrong(self, norm: str) -> _Wrong:
        """How rows contradict themselves about what a norm reads: the same for all norms that read
        the same of what may be wrong."""
        part = self.memory.disputes.part(self.memory.reads(norm))
        if part not in self._wrong:
            self._wrong[part] = self._wrong_for(norm)
        return self._wrong[part]

    def _wrong_for(self, norm: str) -> _Wrong:
        places: dict[tuple[tuple[Removal, ...] | None, frozenset[str]], int] = {}
        numbers, facts = [], self.memory.plan.programs.facts
        for kind in self.broken.kinds:
            ways = removals_for(self.memory, norm, kind)
            names = disputed(facts, kind.found, self.memory.reads(norm))
            entry = (None if ways is None else tuple(ways)), names
            numbers.append(1 + places.setdefault(entry, len(places)))
        without = [frozenset(iri for way in ways or () for iri, _ in way) for ways, _ in places]
        said = [name_of(entry) for entry in places]
        # The last: of those of no kind (-1).
        return _Wrong(np.array([*numbers, 0]), [frozenset(), *without], [b"", *said])

    @abstractmethod
    def numbered(self, iri: str) -> Numbers:
        """A number for each value of a column: the same for the same."""

    @abstractmethod
    def _states(self, iri: str, here: Numbers) -> Iterable[State]:
        """What some rows say of a column."""

    def day(self, iri: str) -> Numbers:
        """The day that each row says of a column, as an ordinal; 0 where it says none."""
        if iri not in self._days:
            self._days[iri] = self._day_of(iri)
        return self._days[iri]

    @abstractmethod
    def _day_of(self, iri: str) -> Numbers:
        """What `day` remembers."""


@dataclass
class ReadRows(ToldRows):
    """Rows that were read in full: what they `said`, and their places among all rows, in order."""

    said: Values
    own: Numbers

    @classmethod
    def of(
        cls,
        memory: Memory,
        cells: CellRecords,
        suspect: Bools,
        numbers: Numbers,
        records: Sequence[Record],
    ) -> ReadRows:
        """Some rows by their numbers; those of cells that are `suspect` may contradict
        themselves."""
        own = np.searchsorted(cells.rows, numbers)
        some = np.flatnonzero(suspect[cells.cells[own]])
        wrong = broken(memory, chosen(records, some))
        number = np.full(len(numbers), -1, np.int64)
        number[some] = wrong.number
        place = places_among(own, len(cells.rows))
        return cls(memory, place, Broken(wrong.kinds, number), Values(records), own)

    def _apart(self, one: OpenFor) -> Numbers:
        wanted = one.apart if one.read is None else one.read
        if _FEW * len(self.own) > len(one.rows):
            return np.flatnonzero(wanted & (self.place[one.rows] >= 0))
        at = np.searchsorted(one.rows, self.own)
        found: Numbers = at[np.append(one.rows, -1)[at] == self.own]
        return found[wanted[found]]

    def _alone(self, one: OpenFor) -> Numbers:
        # Where some rows are not read, these have all that their cells alone tell.
        return super()._alone(one) if one.read is None else np.zeros(0, np.int64)

    def numbered(self, iri: str) -> Numbers:
        """See `ToldRows`."""
        return self.said.numbered(iri)

    def _states(self, iri: str, here: Numbers) -> Iterable[State]:
        return self.said.states(iri, here)

    def _day_of(self, iri: str) -> Numbers:
        return self.said.days(iri)


@dataclass
class Values:
    """What some rows say of columns that were read."""

    records: Sequence[Record]
    _numbers: dict[str, Numbers] = field(default_factory=dict, init=False, repr=False)

    def numbered(self, iri: str) -> Numbers:
        """A number for each row's value of a column: the same for the same."""
        if iri not in self._numbers:
            size, records = len(self.records), self.records
            self._numbers[iri] = (
                records.values(iri) if isinstance(records, RecordTable) else np.arange(size)
            )
        return self._numbers[iri]

    def states(self, iri: str, places: Numbers) -> Iterable[State]:
        """What the rows in some places say of a column."""
        return (record.get(iri) for record in chosen(self.records, places))

    def days(self, iri: str) -> Numbers:
        """The day that each says of a column, as an ordinal; 0 where it says none."""
        records = self.records
        if isinstance(records, RecordTable):
            return records.days(iri)
        return np.array([_ordinal(record.get(iri)) for record in records], np.int64)


@dataclass
class HeldRows(ToldRows):
    """Rows of which all that counts is held by cells, by the days that were kept, and by columns
    that are read of some of them (`valued`, by their places among all rows). `others` are the
    places of those that are to be read in full."""

    cells: CellRecords
    days: DaysAt
    others: Numbers
    valued: Numbers = field(default_factory=lambda: np.zeros(0, np.int64))
    said: Values = field(default_factory=lambda: Values([]))
    _numbers: dict[str, Numbers] = field(default_factory=dict, init=False, repr=False)

    @classmethod
    def of(
        cls,
        memory: Memory,
        cells: CellRecords,
        suspect: Bools,
        table: InputTable,
        open_: Sequence[OpenFor],
    ) -> HeldRows | None:
        """The rows that norms leave `open_`, of which each norm is told which are to be read in
        full; None where that is most of them."""
        columns = [column for column in memory.columns if column.name in table.values]
        disputes = CellDisputes.of(memory.disputes, columns, cells)
        if disputes is None or not table.complete.isdisjoint(column.name for column in columns):
            return None
        told, apart = disputes.told, np.zeros(len(cells.rows), np.bool_)
        for one in open_:
            apart[one.rows[one.apart]] = True
        others = np.flatnonzero(apart & ~told)
        if _SHARE * len(others) > apart.sum():
            return None
        for one in open_:
            one.read = one.apart & ~told[one.rows]
        wrong = disputes.broken(suspect[cells.cells] & told)
        return cls(memory, np.arange(len(cells.rows)), wrong, cells, disputes.days, others)

    def to_read(self, open_: Sequence[OpenFor]) -> tuple[Numbers, frozenset[str]]:
        """The rows that norms leave `open_` of which another value than their days counts, by their
        places, and the columns (by IRI) of these values."""
        rows, columns = np.zeros(len(self.place), np.bool_), set[str]()
        for one in open_:
            apart, wrong = self._apart(one), self.wrong(one.norm)
            number = wrong.kind[self.broken.number[one.rows[apart]]]
            for some in groups(number):
                counting = one.counting(wrong.without[number[some[0]]])
                counts = counting.kinds(but=self.days.days)[one.kind[apart[some]]]
                if counts.any():
                    rows[one.rows[apart[some[counts]]]] = True
                    columns |= counting.columns
        return np.flatnonzero(rows), frozenset(columns.difference(self.days.days))

    def add(self, valued: Numbers, records: Sequence[Record]) -> None:
        """Add what rows in some places say of the columns that count beside their days."""
        self.valued, self.said = valued, Values(records)

    def _apart(self, one: OpenFor) -> Numbers:
        assert one.read is not None
        return np.flatnonzero(one.apart & ~one.read)

    def numbered(self, iri: str) -> Numbers:
        """See `ToldRows`."""
        if iri in self.days.days:
            return self.day(iri)
        if iri not in self._numbers:
            found = np.full(len(self.place), -1, np.int64)
            found[self.valued] = self.said.numbered(iri)
            self._numbers[iri] = found
        return self._numbers[iri]

    def _states(self, iri: str, here: Numbers) -> Iterable[State]:
        if iri in self.days.days:
            days = self.day(iri)[here].tolist()
            return (date.fromordinal(day) if day else None for day in days)
        return self.said.states(iri, np.searchsorted(self.valued, here))

    def _day_of(self, iri: str) -> Numbers:
        return self.days.of(iri)


def _can_be_said(column: Fact) -> bool:
    """Whether values of a column can be said in a name: codes of public lists, as cells say them,
    and days, as what is said of how they lie would tell them too; nothing that tells somebody."""
    if not isinstance(column, FactColumn):
        return False
    return column.listed or (column.datatype == "date" and not column.personal)


def _ordinal(state: State) -> int:
    return state.toordinal() if isinstance(state, date) else 0
