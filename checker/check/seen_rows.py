"""Rows that their cell leaves open, judged once for all that a norm sees alike.

A norm that reads no day of theirs sees thousands of rows alike, and of their cells alone it can be
told: of these one is read. Others are read, and told apart by the values that count.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import msgspec
import numpy as np

from lovgraf.check.judged_rows import Judged, together
from lovgraf.check.kept_looks import KeptLooks
from lovgraf.check.kept_rows import KeptRows
from lovgraf.check.told_rows import Apart, HeldRows, OpenFor, ReadRows, ToldRows
from lovgraf.conditions.coding import Bools
from lovgraf.core.cache import Answers
from lovgraf.engine.cell_records import CellRecords
from lovgraf.engine.cell_views import View, suspect
from lovgraf.engine.in_memory import Memory, Record
from lovgraf.engine.many_records import Spread, chosen, joined
from lovgraf.readers.table import InputTable
from lovgraf.verdicts.patterns import Numbers, different, places_among
from lovgraf.verdicts.repaired import Found

Read = Callable[[Numbers, Collection[str] | None], Iterable[tuple[Numbers, Sequence[Record]]]]
"""Reads rows by their numbers, in order: some at a time, their numbers and what they say of some
columns (by IRI), or (None) of all that norms read."""


@dataclass
class SeenRows:
    """Rows of `cells`, each open for some of the `norms`: for those of which the cell is among the
    `marked` ones (places, by norm). `memory` judges, `table` is where the rows come from."""

    memory: Memory
    cells: CellRecords
    marked: Mapping[str, Numbers]
    table: InputTable
    kept: KeptRows
    looks: Answers | None
    """What norms looked at in earlier runs; None where it is not kept."""
    suspect: Bools = field(init=False)
    """The cells of which rows may contradict themselves."""
    _open: list[OpenFor] = field(default_factory=list)

    def __post_init__(self) -> None:
        cells, plan = self.cells, self.memory.plan
        present = frozenset(self.table.values)
        self.suspect = suspect(plan.programs.facts, cells, present, self.table.complete)
        found = dict[bytes, tuple[Numbers, Numbers]]()
        for norm, places in self.marked.items():
            view = View.of(plan, self.memory.combinations, norm, cells, places, present)
            entry = places.tobytes()
            if entry not in found:  # often several norms leave the same cells open
                found[entry] = self._rows(places)
            rows, cell = found[entry]
            kept = KeptLooks(self.looks, self.kept.key(norm))
            self._open.append(OpenFor(norm, view, rows, cell, self.suspect[places], kept))

    def _rows(self, places: Numbers) -> tuple[Numbers, Numbers]:
        """The rows of cells in some places, and the place of the cell of each among these."""
        cell = places_among(places, len(self.cells.names))[self.cells.cells]
        rows = np.flatnonzero(cell >= 0)
        return rows, cell[rows]

    def wanted(self) -> Numbers:
        """The numbers of the rows that are to be read, in order."""
        found = np.zeros(len(self.cells.rows), np.bool_)
        for one in self._open:
            found[one.rows[one.apart]] = True
            found[one.rows[one.first]] = True
        return self.cells.rows[found]

    def judged(self, read: Read) -> Iterator[tuple[str, Judged]]:
        """What the rows are judged, norm by norm; those that are wanted are `read`."""
        shown = [_Shown(one.norm, self.kept) for one in self._open]
        numbers: list[Numbers] = []
        records: list[Sequence[Record]] = []

        def take(told: ToldRows) -> Numbers:
            """Add what norms see of some rows; gives the places of those that show what is new."""
            new = [
                one.add(told.told_apart(open_))
                for one, open_ in zip(shown, self._open, strict=True)
            ]
            every, before = different(new), sum(map(len, numbers))
            for one, own in zip(shown, new, strict=True):
                one.record.append(np.searchsorted(every, own) + before)
            return every

        given = self.memory, self.cells, self.suspect
        held = HeldRows.of(*given, self.table, self._open)
        wanted = self.wanted() if held is None else self.cells.rows[held.others]
        for own, said in read(wanted, None) if len(wanted) else ():
            every = take(ReadRows.of(*given, own, said))
            numbers.append(own[every])
            records.append(chosen(said, every))
        if held is not None:
            valued, columns = held.to_read(self._open)
            if len(valued):
                parts = read(self.cells.rows[valued], columns)
                held.add(valued, joined([said for _, said in parts]))
            if len(new := take(held)):
                numbers.append(self.cells.rows[new])
                records += [said for _, said in read(numbers[-1], None)]
        if any(map(len, records)):
            self._judge(np.concatenate(numbers), joined(records), shown)
        for one in shown:
            yield from ((one.norm, each) for each in one.judged(self.cells.rows))

    def _judge(self, numbers: Numbers, records: Sequence[Record], shown: Sequence[_Shown]) -> None:
        """Judge the records that show what is new to norms, given the numbers of their rows."""
        asked = [(one, np.concatenate(one.record)) for one in shown]
        some = [(one, own) for one, own in asked if len(own)]
        judged = self.memory.evaluated(
            records, [(one.norm, own) for one, own in some], cells=self.cells.coded(numbers)
        )
        for (one, _), found in zip(some, judged, strict=True):
            one.tell([found.said[number] for number in found.number.tolist()])


class _Shown(msgspec.Struct):
    """What a norm sees of rows: by its place what each says by its `names`, and what it `said` of
    it (None until it is judged); of those that are new the places of the records that show it
    (`record`); and of the `rows` like them the place among all, each with which it is like
    (`owner`)."""

    norm: str
    kept: KeptRows
    names: list[bytes | None] = msgspec.field(default_factory=list)
    said: list[Found | None] = msgspec.field(default_factory=list)
    record: list[Numbers] = msgspec.field(default_factory=list)
    rows: list[Numbers] = msgspec.field(default_factory=list)
    owner: list[Numbers] = msgspec.field(default_factory=list)

    def add(self, apart: Apart) -> Numbers:
        """More of them; gives the places of those that show what is new."""
        known = self.kept.known(self.norm, apart.names)
        self.owner.append(apart.owner + len(self.said))
        self.rows.append(apart.rows)
        self.names += apart.names
        self.said += known
        return apart.first[[one is None for one in known]]

    def tell(self, found: Sequence[Found]) -> None:
        """What the norm says of those that are new, in their order."""
        new = [place for place, one in enumerate(self.said) if one is None]
        for place, one in zip(new, found, strict=True):
            self.said[place] = one
        self.kept.keep(self.norm, [self.names[place] for place in new], found)

    def judged(self, numbers: Numbers) -> Iterator[Judged]:
        """What the rows are judged, of all of which the `numbers` are at hand."""
        said = [one for one in self.said if one is not None]
        if said:
            rows, owner = np.concatenate(self.rows), np.concatenate(self.owner)
            yield from together(Spread(said, np.arange(len(said))), numbers[rows], owner)
