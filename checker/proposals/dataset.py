"""Before and after in a dataset: head-counts from its cells, and the rows behind them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from lovgraf.check.run import asked_columns
from lovgraf.check.table_records import records_of
from lovgraf.conditions.kleene import Codes, Logic, one_each
from lovgraf.conditions.tree import Condition
from lovgraf.engine.population import Cells as CountedCells
from lovgraf.engine.population import Population
from lovgraf.engine.table_plan import CELL, make_table_plan
from lovgraf.facts.vocabulary import FactVocabulary
from lovgraf.law.view import Law, LawView
from lovgraf.proposals.changes import Change, Effect, Group
from lovgraf.proposals.gap import Gap
from lovgraf.proposals.programs import Comparison
from lovgraf.proposals.same_verdict import same_verdict
from lovgraf.readers.batches import Pairs
from lovgraf.readers.connection import connect
from lovgraf.readers.inputs import InputFile
from lovgraf.readers.kinds import record_types
from lovgraf.readers.lost import refuse_lost
from lovgraf.readers.source import UNREADABLE, translated
from lovgraf.readers.table import Reading, open_dataset
from lovgraf.verdicts.decide import (
    BREACHED,
    EXEMPT,
    FULFILLED,
    NOT_ADDRESSED,
    PENDING,
    UNATTAINABLE,
    UNDETERMINED,
)
from lovgraf.verdicts.evaluate import evaluate, resting
from lovgraf.verdicts.feasible import Combinations
from lovgraf.verdicts.program import Program

if TYPE_CHECKING:
    from lovgraf.proposals.assess import DatasetFile

# Before and after: what a change of norms does to each group, over weighted cells.
#
# The cells may be all that can occur, each of weight one, or those of a dataset with its
# head-counts. Source: semantics, section 6.

Bools = npt.NDArray[np.bool_]
Verdicts = npt.NDArray[np.int8]
_OBLIGED = (FULFILLED, PENDING, BREACHED, UNATTAINABLE)


class Cells(Protocol):
    """Cells on which conditions and norms can be asked, with their weights."""

    @property
    def weights(self) -> npt.NDArray[np.int64]:
        """How many each cell stands for."""

    def truth(self, condition: Condition) -> Bools:
        """In which cells a condition certainly holds."""

    def verdicts(self, program: Program) -> npt.NDArray[np.int8]:
        """The verdict of a norm in each cell."""

    def unchanged(self, before: Program | None, after: Program | None, some: Bools) -> Bools:
        """In which of some cells the verdict is certainly the same before and after."""


@dataclass(frozen=True)
class Entry:
    """What one change does to one group: the weight of each effect, and the group's own weight.

    `cells` marks the cells of each effect; `undecided` is the weight of those with no verdict whose
    verdict the change can make another, and `able` of the newly obliged who are not known to be
    unable to comply.
    """

    change: Change
    group: Group | None
    effects: Mapping[Effect, int]
    of: int
    undecided: int
    able: int
    cells: Mapping[Effect, Bools] = field(repr=False)


def effects_of(before: Verdicts | None, after: Verdicts | None, size: int) -> dict[Effect, Bools]:
    """For each effect the cells that have it; None where there is no such norm."""
    nothing = np.full(size, NOT_ADDRESSED, np.int8)
    old, new = (nothing if v is None else v for v in (before, after))
    was, now = np.isin(old, _OBLIGED), np.isin(new, _OBLIGED)
    clear = (old != UNDETERMINED) & (new != UNDETERMINED)
    return {
        "newly-obliged": ~was & now & clear,
        "released": was & ~now & (new != EXEMPT) & clear,
        "newly-exempt": (new == EXEMPT) & (old != EXEMPT) & clear,
        "newly-able": (old == UNATTAINABLE) & now & (new != UNATTAINABLE) & clear,
        "obliged-but-unable": (new == UNATTAINABLE) & (old != UNATTAINABLE) & clear,
        "newly-in-breach": (new == BREACHED) & ((old == FULFILLED) | (old == PENDING)) & clear,
    }


def matrix(
    cells: Cells,
    changes: Sequence[tuple[Change, Program | None, Program | None]],
    groups: Iterable[Group],
) -> list[Entry]:
    """The effects of each change on everyone and on each group. The programs are those of the
    norms before and after; None where there is none."""
    weights = cells.weights
    size = len(weights)
    members: list[tuple[Group | None, Bools]] = [(None, np.ones(size, np.bool_))]
    members += [(group, np.broadcast_to(cells.truth(group.condition), (size,))) for group in groups]
    found = []
    for change, before, after in changes:
        verdicts = [
            None if p is None else cells.verdicts(p).astype(np.int8) for p in (before, after)
        ]
        effects = effects_of(verdicts[0], verdicts[1], size)
        open_ = np.zeros(size, np.bool_)
        for one in verdicts:
            if one is not None:
                open_ |= one == UNDETERMINED
        if open_.any():
            open_ &= ~cells.unchanged(before, after, open_)
        for group, inside in members:
            marked = {effect: cell & inside for effect, cell in effects.items()}
            found.append(
                Entry(
                    change=change,
                    group=group,
                    effects={effect: int(weights[cell].sum()) for effect, cell in marked.items()},
                    of=int(weights[inside].sum()),
                    undecided=int(weights[open_ & inside].sum()),
                    able=int(
                        weights[marked["newly-obliged"] & ~marked["obliged-but-unable"]].sum()
                    ),
                    cells=marked,
                )
            )
    return found


MOST_ROWS = 1000
"""Rows listed for each effect; the head-count is always whole."""


class Heads(Struct, frozen=True):
    """How many records something certainly strikes, and of how many that is not known."""

    struck: int
    unknown: int


class Counted(Struct, frozen=True):
    """The entries of a dataset's matrix for one type of record, and the rows of each effect.

    `rows` holds for each change (its place) and effect the numbers of the first rows that have it,
    `struck` for each gap (its place) that is about this type how many records it strikes.
    """

    comparison: Comparison
    entries: tuple[Entry, ...]
    rows: Mapping[tuple[int, Effect], tuple[int, ...]]
    records: int
    struck: Mapping[int, Heads]


class _Dataset:
    """The cells of one type of record in a file, told apart by all that a comparison asks."""

    def __init__(
        self, population: Population, facts: FactVocabulary, comparison: Comparison
    ) -> None:
        self.population = population
        plan = population.plan.plan
        (group,) = plan.groups
        self.cells: CountedCells = population.cells(group)
        self.atoms = plan.atoms
        self._possible = Combinations(facts, plan.atoms, comparison.after.view.as_of)

    @property
    def weights(self) -> npt.NDArray[np.int64]:
        """How many records each cell has."""
        return self.cells.weights

    @cached_property
    def _logic(self) -> Logic:
        return Logic(self.atoms, self.cells.codes)

    def truth(self, condition: Condition) -> Bools:
        """In which cells a condition certainly holds."""
        return np.broadcast_to(self._logic.evaluate(condition)[0], (len(self.cells),))

    def heads(self, condition: Condition) -> Heads:
        """How many records a condition holds of, and of how many it is open."""
        true, false = self._logic.evaluate(condition)
        size = (len(self.cells),)
        open_ = np.broadcast_to(~(true | false), size)
        weights = self.weights
        return Heads(int(weights[np.broadcast_to(true, size)].sum()), int(weights[open_].sum()))

    def verdicts(self, program: Program) -> npt.NDArray[np.int8]:
        """The verdict of a norm in each cell."""
        return self._of_some(program, self.cells.codes, len(self.cells))

    def unchanged(self, before: Program | None, after: Program | None, some: Bools) -> Bools:
        """In which of some cells the verdict is the same before and after in each completion: also
        without what may be held against nobody, where that opened a breach."""
        cells = np.flatnonzero(some)
        codes = {key: one_each(code, len(some))[cells] for key, code in self.cells.codes.items()}
        found = np.zeros(len(some), np.bool_)
        same = same_verdict(before, after)
        found[cells] = self._of_some(same.bare, codes, len(cells)) == FULFILLED
        opened = np.zeros(len(cells), np.bool_)
        for program in (before, after):
            if program is not None and program.presumed:
                plain = self._of_some(program.bare, codes, len(cells)) != UNDETERMINED
                opened |= plain & (self._of_some(program, codes, len(cells)) == UNDETERMINED)
        if opened.any():
            held = resting(same, self.atoms, codes, self._possible).held(np.flatnonzero(opened))
            found[cells[opened]] = held.verdicts == FULFILLED
        return found

    def _of_some(self, program: Program, codes: Mapping[str, Codes], size: int) -> Verdicts:
        """The verdicts of a norm in `size` cells with these codes."""
        return evaluate(program, self.atoms, codes, size, self._possible).verdicts.astype(np.int8)


def count_dataset(
    dataset: DatasetFile, comparisons: Sequence[Comparison], view: LawView, gaps: Sequence[Gap] = ()
) -> list[Counted]:
    """The matrix of each type of record that a file holds and a proposal changes norms for.

    `view` is the law with the proposals, and `gaps` are what was found of them. Raises `InputError`
    where the file cannot be used, or has lost a column that the norms ask for.
    """
    connection, law = connect(None), view.law
    reading = Reading(view.facts_of_day, dataset.mapping, dataset.record_type, dataset.complete)
    file = InputFile(dataset.path, dataset.path.name, sheet=dataset.sheet)
    table = open_dataset(file, reading, connection)
    types = {one[0]: one[1:] for one in record_types(connection, table, law.facts)}
    found = []
    for number, comparison in enumerate(comparisons):
        if comparison.record_type not in types:
            continue
        struck = list(_struck(comparison, gaps, law))
        source, row = types[comparison.record_type]
        records = records_of(table, law.facts, source, row)
        asked = comparison.together(condition for _, condition in struck)
        programs = asked.presuming(dataset.profile)
        if table.lost:
            refuse_lost(table.lost, asked_columns(asked), table.name, table.described)
        plan = make_table_plan(
            programs,
            {},
            [name for name in table.values if name in law.facts.columns],
            table.complete,
            records.types,
        )
        try:
            population = Population.load(connection, plan, records, f"p{number}", row)
            if population.count():
                filled = comparison.presuming(dataset.profile)
                data = _Dataset(population, programs.facts, comparison)
                found.append(_counted(connection, data, filled, struck, f"p{number}"))
        except UNREADABLE as error:
            raise translated(error, table.name) from None
    return found


def _counted(
    connection: Any,
    data: _Dataset,
    comparison: Comparison,
    struck: Iterable[tuple[int, Condition]],
    name: str,
) -> Counted:
    """The matrix of one type of record, with the rows of each effect."""
    entries = tuple(matrix(data, comparison.changes, comparison.groups))
    rows = {
        (place, effect): _listed(connection, data, marked, name)
        for place, (change, _, _) in enumerate(comparison.changes)
        for entry in entries
        if entry.change.key == change.key and entry.group is None
        for effect, marked in entry.cells.items()
        if entry.effects[effect]
    }
    heads = {place: data.heads(condition) for place, condition in struck}
    return Counted(comparison, entries, rows, data.population.count(), heads)


def _struck(
    comparison: Comparison, gaps: Sequence[Gap], law: Law
) -> Iterator[tuple[int, Condition]]:
    """The gaps (by place) about a type of record, with the condition of those whom each strikes."""
    for place, gap in enumerate(gaps):
        condition, norm = gap.strikes, law.norms.get(gap.norm or "")
        if condition is None:
            continue
        kind = norm.record_type if norm is not None else None
        if kind == comparison.record_type or kind is None and comparison.about(condition):
            yield place, condition


def _listed(connection: Any, data: _Dataset, marked: Bools, name: str) -> tuple[int, ...]:
    """The numbers of the first rows whose cells are marked."""
    marks, rows = f"{name}_marked", f"{name}_listed"
    connection.execute(f"CREATE OR REPLACE TABLE {marks} ({CELL} BIGINT, cause INTEGER)")
    connection.execute(f"CREATE OR REPLACE TABLE {rows} (row BIGINT, cause INTEGER)")
    chosen = np.flatnonzero(marked).tolist()
    marking = Pairs(connection, marks)
    data.population.mark(data.cells, chosen, [0] * len(chosen), marking)
    marking.write()
    data.population.rows_of(marks, rows)
    found = connection.execute(f"SELECT row FROM {rows} ORDER BY row LIMIT {MOST_ROWS}").fetchall()
    return tuple(int(row) for (row,) in found)
