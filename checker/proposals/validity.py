"""What `shapes/record.ttl` asks of a record, piece by piece. A record that breaks a shape of
severity error (`sh:Violation`) cannot occur; one that breaks a warning can, and is doubted.

A shape that asks several things is taken apart, so that each piece reads few columns.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property, lru_cache
from itertools import islice
from typing import Protocol

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from lovgraf.check.quality import quality_shapes
from lovgraf.check.quality_shape import QualityShape
from lovgraf.conditions.tree import And, Condition, Count, Leaf, Named, Typed, facts_of
from lovgraf.core.errors import InputError
from lovgraf.core.terms import Text
from lovgraf.engine.in_memory import Record
from lovgraf.facts.fact import Column
from lovgraf.facts.repairs import Disputes
from lovgraf.facts.values import State
from lovgraf.law.view import Law
from lovgraf.proposals.judge import Judge
from lovgraf.proposals.needed import Needed
from lovgraf.verdicts.program import Programs


class Piece(Struct, frozen=True):
    """A condition that each valid record meets, and the columns (by IRI) that it reads."""

    condition: Condition
    columns: frozenset[str]


def pieces(law: Law, record_type: str, needed: Needed, severity: str = "error") -> dict[str, Piece]:
    """The pieces of the shapes of a severity, by a name of their own; those of severity `error` are
    what makes a record invalid."""
    found: dict[str, Piece] = {}
    for iri, shape in _shapes(law, record_type)[0]:
        if shape.severity != severity:
            continue
        for number, part in enumerate(_parts(shape.timeless or shape.condition)):
            if not _always_met(part):
                columns = frozenset().union(*map(needed.of, facts_of(part)))
                found[f"{iri}#{number}"] = Piece(part, columns)
    return found


@lru_cache(maxsize=2)
def _shapes(law: Law, record_type: str) -> tuple[list[tuple[str, QualityShape]], list[InputError]]:
    """The shapes of a type of record by IRI, which every partition of a law needs, and those that
    columns cannot express."""
    found, refused = quality_shapes(law, record_type)
    return sorted(found.items()), refused


def exact_shapes(law: Law, record_type: str, columns: Iterable[Column]) -> list[Condition]:
    """The shapes by which days may contradict what is so on a date, over some columns, as they are
    told of one record (`pieces` has them without that date)."""
    own = {column.iri for column in columns}
    shapes = (shape for _, shape in _shapes(law, record_type)[0])
    exact = (one for one in shapes if one.timeless is not None and one.severity == "error")
    return [one.condition for one in exact if one.reads <= own]


def refused_shapes(law: Law, record_type: str) -> list[InputError]:
    """The shapes of record quality that columns cannot express, and so rule nothing out here."""
    return _shapes(law, record_type)[1]


def _parts(condition: Condition) -> Iterator[Condition]:
    match condition:
        case Named(_, part):
            yield from _parts(part)
        case And(parts):
            for part in parts:
                yield from _parts(part)
        case _:
            yield condition


def _always_met(condition: Condition) -> bool:
    """Whether typed values of their own column meet it: that is what makes a value typed."""
    if isinstance(condition, Leaf):
        return isinstance(condition.test, Typed) and condition.every
    return isinstance(condition, Count) and condition.low == 0 and condition.high == 1


def about(all_pieces: Mapping[str, Piece], columns: frozenset[str]) -> dict[str, Piece]:
    """The pieces that read some of the columns, with those of the columns that they read."""
    return {
        name: Piece(piece.condition, piece.columns & columns)
        for name, piece in all_pieces.items()
        if piece.columns & columns
    }


# What makes a valid record hard to believe: a warning of record quality, a day still to come, or
# a value where another fact says that there is none.
#
# Such records can occur; but nobody takes one of them for an example where another would do.


def to_come(state: State, day: date) -> bool:
    """Whether a state is a day after another."""
    return isinstance(state, date) and state > day


ONLY_IMPOSSIBLE = Text(
    "Der er kun fundet personer, hvis dage modsiger, hvad der gælder for dem i dag; om der er "
    "andre, vides ikke.",
    "Only persons were found whose days contradict what is so of them today; whether there are "
    "others is not known.",
)
_LOOKED_AT = 64
"""Witnesses that are looked at for one that does not contradict itself."""
_IMPOSSIBLE = 1000
"""How many doubts it makes up for that a record contradicts itself."""


class Cells(Protocol):
    """Cells that have witnesses."""

    def witness(self, cell: int) -> Record:
        """A record of a cell."""


class Doubts(Struct, dict=True):
    """Counts the doubts about records; `pieces` are what they had better meet.

    What contradicts a state of today by its days is not ruled out of everyone (`pieces`), and so is
    the worst of doubts.
    """

    programs: Programs
    pieces: Mapping[str, Piece]

    @cached_property
    def disputes(self) -> Disputes:
        """What records contradict themselves about."""
        return Disputes(self.programs.facts.stated, self.programs.view.as_of)

    def first(self, cells: Cells, places: Iterable[int]) -> int | None:
        """The first of some cells of whose witnesses none contradicts itself, of the first that are
        looked at."""
        for place in islice(places, _LOOKED_AT):
            if not self.disputes.within(cells.witness(int(place))):
                return int(place)
        return None

    @cached_property
    def _judge(self) -> Judge:
        quality = {name: piece.condition for name, piece in self.pieces.items()}
        read = frozenset().union(*(piece.columns for piece in self.pieces.values()))
        facts = self.programs.facts
        columns = [fact for iri in sorted(read) if isinstance(fact := facts[iri], Column)]
        return Judge(self.programs, (), quality, columns)

    def of(self, records: Sequence[Record]) -> npt.NDArray[np.int64]:
        """How many doubts there are about each record."""
        found = np.array([self._without_shapes(record) for record in records], np.int64)
        if self.pieces:
            for flaws in self._judge.judge(records).flaws.values():
                found += flaws
        return found

    def _without_shapes(self, record: Record) -> int:
        """The doubts that need no shape."""
        day, facts = self.programs.view.as_of, self.programs.facts
        found = _IMPOSSIBLE * len(self.disputes.within(record))
        for iri, state in record.items():
            column = facts[iri]
            if state is None or not isinstance(column, Column):
                continue
            found += to_come(state, day)
            found += any(record.get(other) in (no, (no,)) for other, no in column.none_when)
        return found
