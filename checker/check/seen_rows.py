"""Rows that their cell leaves open, judged once for all that a norm sees alike.

A norm that reads no day of theirs sees thousands of rows alike, and of their cells alone it can be
told: of these one is read. Others are read, and told apart by the values that count.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from lovgraf.check.told_rows import HeldRows, OpenFor, ReadRows, ToldRows
from lovgraf.conditions.coding import Bools
from lovgraf.engine.cell_records import CellRecords
from lovgraf.engine.cell_views import View, suspect
from lovgraf.engine.in_memory import Memory, Record
from lovgraf.engine.many_records import Spread, chosen, joined
from lovgraf.readers.table import InputTable
from lovgraf.verdicts.evaluate import Reason
from lovgraf.verdicts.patterns import Numbers
from lovgraf.verdicts.repaired import Found

Read = Callable[[Numbers], Iterable[tuple[Numbers, Sequence[Record]]]]
"""Reads rows by their numbers, in order: some at a time, their numbers and what they say."""

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
    _open: list[OpenFor] = field(default_factory=list)

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
            self._open.append(OpenFor(norm, view, rows, own[rows], apart[own[rows]]))

    def wanted(self) -> Numbers:
        """The numbers of the rows that are to be read, in order."""
        found = np.zeros(len(self.cells.rows), np.bool_)
        for one in self._open:
            found[one.rows[one.apart]] = True
            found[one.rows[one.first()]] = True
        return self.cells.rows[found]

    def judged(self, read: Read) -> Iterator[tuple[str, Judged]]:
        """What the rows are judged, norm by norm; those that are wanted are `read`."""
        shown: list[_Shown] = [_Shown() for _ in self._open]
        numbers: list[Numbers] = []
        records: list[Sequence[Record]] = []

        def take(told: ToldRows) -> Numbers:
            """Add the rows that show what norms see of some; gives their places among these."""
            found = [told.told_apart(one) for one in self._open]
            every = np.unique(np.concatenate([first for first, _, _ in found]))
            for one, (first, rows, owner) in zip(shown, found, strict=True):
                one.add(np.searchsorted(every, first) + sum(map(len, numbers)), rows, owner)
            return every

        given = self.memory, self.cells, self.suspect
        held = HeldRows.of(*given, self.table, self._open)
        wanted = self.wanted() if held is None else self.cells.rows[held.others]
        for own, said in read(wanted) if len(wanted) else ():
            every = take(ReadRows.of(*given, own, said))
            numbers.append(own[every])
            records.append(chosen(said, every))
        if held is not None:
            numbers.append(self.cells.rows[take(held)])
            records += [said for _, said in read(numbers[-1])]
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
