"""Every possible citizen: the finite list of all complete cells that can occur.

A cell can occur if there is a record whose atoms evaluate to it and that the shapes of record
quality accept; that record is its witness. Source: semantics, section 6 (completeness).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import prod
from typing import Any

import numpy as np
import numpy.typing as npt
from msgspec import structs

from lovgraf.conditions.atoms import Atom
from lovgraf.conditions.coding import Bools
from lovgraf.conditions.kleene import Codes, Logic, Pair, question_key
from lovgraf.conditions.tree import Condition, facts_of, questions
from lovgraf.core.errors import InputError
from lovgraf.engine.in_memory import Record
from lovgraf.facts.vocabulary import FactVocabulary
from lovgraf.proposals.axes import Axis, axes_of
from lovgraf.proposals.limits import MOST_CELLS, TooLarge, refusal, too_large
from lovgraf.proposals.needed import Needed
from lovgraf.proposals.partition import Partition
from lovgraf.proposals.partitioner import Partitioner
from lovgraf.proposals.simplify import simplified
from lovgraf.proposals.validity import pieces
from lovgraf.verdicts.decide import UNCERTAIN, Verdicts, decide
from lovgraf.verdicts.evaluate import evaluate
from lovgraf.verdicts.patterns import distinct
from lovgraf.verdicts.program import Program, Programs

_ANSWERS = 12
"""An answer a cell takes so much less room than the codes of a cell."""
Weights = npt.NDArray[np.int64]


@dataclass
class CaseSpace:
    """The cells that can occur, as the product of independent axes.

    A cell is a number: the places on all axes, the last counted fastest. `weights` tells how many
    cells of the whole partition a cell stands for (one each, unless `seen_by` put some together).
    """

    facts: FactVocabulary
    partition: Partition = field(repr=False)
    axes: tuple[Axis, ...]
    limit: int = MOST_CELLS
    given: frozenset[Condition] | None = field(default=None, repr=False)
    """The conditions that cells were put together for; None where none were."""

    @property
    def atoms(self) -> Mapping[str, Atom]:
        """The atoms that tell cells apart, by key."""
        return self.partition.atoms

    @property
    def unsettled(self) -> int:
        """Cells, or classes of a fact, of which it is not known whether they can occur."""
        return self.partition.unsettled

    @property
    def size(self) -> int:
        """The number of cells."""
        return prod(axis.size for axis in self.axes)

    @property
    def of(self) -> int:
        """The number of cells of the whole partition that they stand for."""
        return prod(int(axis.weights.sum()) for axis in self.axes)

    @property
    def shape(self) -> tuple[int, ...]:
        """The number of places on each axis."""
        return tuple(axis.size for axis in self.axes)

    @property
    def codes(self) -> dict[str, Codes]:
        """The code of each atom in each cell. Raises `InputError` where there are too many."""
        self._made(1)
        return {
            key: np.ascontiguousarray(np.broadcast_to(along, self.shape)).reshape(-1)
            for key, along in self._grid(self.atoms).items()
        }

    def count(self, cells: Bools) -> int:
        """How many cells of the whole partition some cells stand for."""
        found = cells.reshape(self.shape)
        total: npt.NDArray[np.int64] = found.astype(np.int64) if not self.axes else found  # type: ignore[assignment]
        for axis in reversed(self.axes):
            total = total @ axis.weights
        return int(total)

    def seen_by(self, conditions: Iterable[Condition]) -> CaseSpace:
        """The same cells, with those together that none of some conditions tells apart.

        Raises `InputError` where there are too many still.
        """
        plain = [simplified(condition) for condition in conditions]
        self.check_known(plain)
        logic = Logic(self.atoms, self.partition.constants_as_codes())
        axes = axes_of(self.axes, plain, self.atoms, logic.codes)
        found = replace(self, axes=axes, given=frozenset(plain))
        found._made()
        return found

    def truth(self, condition: Condition) -> Bools:
        """In which cells a condition certainly holds."""
        return self._flat(self._pair(condition)[0])

    def falsity(self, condition: Condition) -> Bools:
        """In which cells a condition certainly does not hold; a judgment may leave it open."""
        return self._flat(self._pair(condition)[1])

    def along(self, condition: Condition, *, certainly: bool) -> Bools:
        """The same (of `truth`, or the reverse of `falsity`) along the axes that it rests on: of
        length 1 along the others, which `everywhere` makes as long as they are."""
        true, false = self._pair(condition)
        return true if certainly else ~false

    def everywhere(self, found: Bools) -> Bools:
        """For every cell what is known along some axes."""
        return self._flat(found)

    def verdicts(self, program: Program) -> Verdicts:
        """The verdict of a norm in each cell."""
        simple = plain(program)
        pairs = [self._pair(condition) for condition in simple.conditions]
        found = self._broad(decide(simple, pairs)).copy()
        uncertain = np.flatnonzero(found == UNCERTAIN)
        if len(uncertain):
            found[uncertain] = self._settled(simple, uncertain)
        return found

    def verdicts_at(self, program: Program, cells: Sequence[int] | Weights) -> Verdicts:
        """The verdict of a norm in some cells, of however many there are."""
        simple = plain(program)
        self.check_known(simple.conditions)
        places = np.unravel_index(np.asarray(cells, np.int64), self.shape) if self.axes else ()
        codes = self.partition.constants_as_codes()
        for axis, place in zip(self.axes, places, strict=True):
            for key in axis.table.keys:
                codes[key] = axis.table.codes[key][axis.kinds[place]]
        return evaluate(simple, self.atoms, codes, len(cells)).verdicts

    def witness(self, cell: int) -> Record:
        """A synthetic record of a cell, by IRI of its columns; blanks are left out.

        It was made to be of this cell and valid, and is judged again; raises `ValueError` where
        the engine does not agree (which would be a fault here).
        """
        return self.record(self.kinds_at(cell))

    def record(self, kinds: Mapping[int, int]) -> Record:
        """A synthetic record of a kind on each of some axes (by number), as `witness`."""
        made = self.unjudged(kinds)
        agreed([(self.partition, *made)])
        return made[0]

    def unjudged(self, kinds: Mapping[int, int]) -> tuple[Record, dict[str, int]]:
        """Such a record, with the codes that it was made to have."""
        record = dict(self.partition.base)
        wanted = dict(self.partition.constants)
        for number, kind in kinds.items():
            table = self.axes[number].table
            record |= table.record(kind)
            wanted |= {key: int(table.codes[key][kind]) for key in table.keys}
        return record, wanted

    def kinds_at(self, cell: int, *, brief: bool = False) -> dict[int, int]:
        """The kind of a cell on each axis, by number; `brief` on those alone that the conditions
        are about that cells were put together for."""
        places = np.unravel_index(cell, self.shape) if self.axes else ()
        pairs = enumerate(zip(self.axes, places, strict=True))
        kinds = {number: int(axis.kinds[place]) for number, (axis, place) in pairs}
        if not brief or self.given is None:
            return kinds
        asked = {question_key(q) for condition in self.given for q in questions(condition)}
        return {n: kind for n, kind in kinds.items() if asked & {*self.axes[n].table.keys}}

    def cells_of(self, records: Sequence[Record]) -> npt.NDArray[np.int64]:
        """The cell that each of some complete records falls in; -1 for one that is in none.

        For a partition of which no cells were put together.
        """
        assert self.given is None, "cells were put together"
        judged, alike = self.partition.whole_judge.judge(records), self.partition.alike
        cells = np.zeros(len(records), np.int64)
        for axis in self.axes:
            keys = axis.table.keys
            kinds = [axis.table.codes[key] for key in keys]
            ours = [alike[key][judged.codes[key]] for key in keys]
            both = [np.concatenate(pair) for pair in zip(kinds, ours, strict=True)]
            _, number = distinct(both, axis.size + len(records))
            place = np.full(int(number.max(initial=0)) + 1, -1)
            place[number[: axis.size]] = np.arange(axis.size)
            here = place[number[axis.size :]]
            cells = np.where((cells < 0) | (here < 0), -1, cells * axis.size + here)
        return cells

    def _settled(self, program: Program, cells: npt.NDArray[np.int64]) -> Verdicts:
        """The verdicts of cells that a judgment leaves open."""
        keys = sorted({question_key(q) for c in program.conditions for q in questions(c)})
        own = [self._broad(along)[cells] for along in self._grid(keys).values()]
        first, number = distinct(own, len(cells))
        codes = {key: column[first] for key, column in zip(keys, own, strict=True)}
        return evaluate(program, self.atoms, codes, len(first)).verdicts[number]

    def _pair(self, condition: Condition) -> Pair:
        plain = simplified(condition)
        self.check_known([plain])
        asked = dict.fromkeys(question_key(q) for q in questions(plain))
        return Logic(self.atoms, self._grid(asked)).evaluate(plain)

    def _grid(self, keys: Iterable[str]) -> dict[str, Codes]:
        """The code of some atoms (by key), along the axis of each."""
        constants = self.partition.constants_as_codes()
        axis_of = {key: n for n, axis in enumerate(self.axes) for key in axis.table.keys}
        found = {}
        for key in keys:
            if key not in axis_of:
                found[key] = constants[key]
                continue
            number = axis_of[key]
            axis = self.axes[number]
            along = tuple(-1 if n == number else 1 for n in range(len(self.axes)))
            found[key] = axis.codes(key).reshape(along)
        return found

    def _flat(self, found: Bools) -> Bools:
        self._made()
        return self._broad(found)

    def _broad(self, found: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """An answer for every cell; without axes there is one cell."""
        return np.broadcast_to(found if self.axes else found.reshape(()), self.shape).reshape(-1)

    def _made(self, share: int = _ANSWERS) -> None:
        """Refuse to write out more than so many times the limit of cells."""
        if self.size > share * self.limit:
            several = sorted(self.axes, key=lambda axis: -axis.size)
            facts = [key for axis in several[:4] for key in axis.table.keys]
            raise refusal(too_large(facts), self.facts)

    def check_known(self, conditions: Iterable[Condition]) -> None:
        """Refuse conditions about facts that the partition does not tell apart."""
        for condition in conditions:
            if self.given is not None and condition not in self.given and facts_of(condition):
                raise ValueError("cells were put together that this condition may tell apart")
            for question in questions(condition):
                if question_key(question) not in self.atoms:
                    name = self.facts[question.fact].label
                    raise InputError(
                        f"Inddelingen af de mulige borgere skelner ikke efter »{name.da}«. Tag "
                        "betingelsen med, når inddelingen laves.",
                        f'The partition of possible citizens does not tell "{name.en}" apart. '
                        "Give the condition when the partition is made.",
                    )


def witnesses(cells: Sequence[tuple[CaseSpace, int]]) -> list[Record]:
    """A synthetic record of each of some cells of one partition, judged together: as
    `CaseSpace.witness`, but blank in what the conditions are not about that cells were put together
    for, where that is as good."""

    def made(*, brief: bool) -> list[Record]:
        own = [(space, space.kinds_at(cell, brief=brief)) for space, cell in cells]
        records = [(space.partition, *space.unjudged(kinds)) for space, kinds in own]
        agreed(records)
        return [record for _, record, _ in records]

    try:
        return made(brief=True)
    except ValueError:
        return made(brief=False)


def agreed(made: Sequence[tuple[Partition, Record, Mapping[str, int]]]) -> None:
    """Judge records of one partition once more. Raises `ValueError` for one that is not valid, or
    has not the codes that it was made to have."""
    if not made:
        return
    partition = made[0][0]
    judged, alike = partition.judge.judge([record for _, record, _ in made]), partition.alike
    wrong = {name for name, flaws in judged.flaws.items() if flaws.any()}
    for number, (_, _, wanted) in enumerate(made):
        wrong |= {k for k, code in wanted.items() if alike[k][judged.codes[k][number]] != code}
    if wrong:
        raise ValueError(f"the witness of a cell is not of it: {', '.join(sorted(wrong))}")


def possible(
    programs: Programs,
    also: Sequence[Condition] = (),
    limit: int = MOST_CELLS,
    record_type: str | None = None,
) -> CaseSpace:
    """All cells that can occur, as far as the norms of some programs and more conditions see.

    `record_type` is that of the norms unless given. Raises `InputError` where the facts have too
    many combinations (it names them), or the norms are about different types of record.
    """
    types = {p.norm.record_type for p in programs.programs.values()}
    if record_type is None:
        if len(types) > 1:
            raise InputError(
                f"Normerne gælder forskellige slags poster ({', '.join(sorted(types))}); spørg om "
                "en slags ad gangen.",
                f"The norms are about different types of record ({', '.join(sorted(types))}); ask "
                "about one type at a time.",
            )
        record_type = next(iter(types), programs.facts.usual_type)
    conditions = [c for program in programs.programs.values() for c in program.conditions]
    try:
        partition = partitioner(programs, [*conditions, *also], limit, record_type).partition()
    except TooLarge as error:
        raise refusal(error, programs.facts) from None
    return CaseSpace(programs.facts, partition, tuple(map(Axis.of, partition.tables)), limit)


def partitioner(
    programs: Programs, conditions: Iterable[Condition], limit: int, record_type: str
) -> Partitioner:
    """What makes the partition of some conditions on records of a type."""
    needed, law = Needed(programs.facts), programs.view.law
    plain = list(dict.fromkeys(map(simplified, conditions)))
    valid = pieces(law, record_type, needed)
    doubtful = pieces(law, record_type, needed, "warning")
    return Partitioner(programs, plain, valid, doubtful, needed, limit)


def plain(program: Program) -> Program:
    """A program with its conditions simplified, as the partition has them."""
    return structs.replace(
        program,
        addressed=simplified(program.addressed),
        exempt=simplified(program.exempt),
        met=simplified(program.met),
        pending=simplified(program.pending),
        reach=simplified(program.reach),
    )
