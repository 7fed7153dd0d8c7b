"""What makes a valid record hard to believe: a warning of record quality, a day still to come, or a
value where another fact says that there is none.

Such records can occur; but nobody takes one of them for an example where another would do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import numpy.typing as npt

from lovgraf.engine.in_memory import Record
from lovgraf.facts.values import State
from lovgraf.facts.vocabulary import Column
from lovgraf.proposals.judge import Judge
from lovgraf.proposals.validity import Piece
from lovgraf.verdicts.program import Programs


def to_come(state: State, day: date) -> bool:
    """Whether a state is a day after another."""
    return isinstance(state, date) and state > day


@dataclass
class Doubts:
    """Counts the doubts about records; `pieces` are what they had better meet."""

    programs: Programs
    pieces: Mapping[str, Piece]

    @cached_property
    def _judge(self) -> Judge:
        quality = {name: piece.condition for name, piece in self.pieces.items()}
        read = frozenset().union(*(piece.columns for piece in self.pieces.values()))
        facts = self.programs.facts
        columns = [fact for iri in sorted(read) if isinstance(fact := facts[iri], Column)]
        return Judge(self.programs, (), quality, columns)

    def of(self, records: Sequence[Record]) -> npt.NDArray[np.int64]:
        """How many doubts there are about each record."""
        found = np.array([self._told(record) for record in records], np.int64)
        if self.pieces:
            for flaws in self._judge.judge(records).flaws.values():
                found += flaws
        return found

    def _told(self, record: Record) -> int:
        """The doubts that need no shape."""
        day, facts = self.programs.view.as_of, self.programs.facts
        found = 0
        for iri, state in record.items():
            column = facts[iri]
            if state is None or not isinstance(column, Column):
                continue
            found += to_come(state, day)
            found += any(record.get(other) in (no, (no,)) for other, no in column.none_when)
        return found
