"""Values as most people have them (`record:usual`), for a person who is to be believed.

They are data: a column lists its usual values, the most usual first. A period stands for the day
that long before the day in question, a code group for the codes that belong to it on that day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from lovgraf.facts.period import Period
from lovgraf.facts.values import State
from lovgraf.facts.vocabulary import Column, FactVocabulary, Ref
from lovgraf.proposals.doubts import to_come
from lovgraf.proposals.tables import Table

_TO_COME = 3
"""How odd a day is that has not come yet."""


@dataclass(frozen=True)
class Usual:
    """The usual values of columns on a day."""

    facts: FactVocabulary
    as_of: date

    def states(self, iri: str) -> Sequence[State]:
        """The usual states of a column (by IRI), the most usual first."""
        column = self.facts[iri]
        return list(self._states(column)) if isinstance(column, Column) else []

    def last_first(self, columns: Iterable[str]) -> list[str]:
        """Columns in the order in which to do without them: those with usual values come last."""
        return sorted(columns, key=lambda iri: (bool(self.states(iri)), iri))

    def oddity(self, table: Table) -> npt.NDArray[np.float64]:
        """How odd the record of each kind of a table is: the fewer facts, and the more usual."""
        found = np.zeros(table.size)
        for block, places in zip(table.blocks, table.witnesses, strict=True):
            usual = [self.states(iri) for iri in block.columns]
            odd = [sum(map(self._odd, row, usual)) for row in block.rows]
            found += np.array(odd, np.float64)[places]
        return found

    def _odd(self, state: State, usual: Sequence[State]) -> float:
        if state is None:
            return 0
        if state in usual:
            return 0.1 * usual.index(state)
        if to_come(state, self.as_of):
            return _TO_COME
        return 0.5 if usual else 1

    def _states(self, column: Column) -> Iterator[State]:
        for value in column.usual:
            if isinstance(value, Ref):
                codes = sorted(self.facts.groups[value.iri].members(self.as_of))
                yield from ((code,) if column.multi else code for code in codes)
            elif column.datatype == "date" and isinstance(value, str):
                yield _before(self.as_of, Period.parse(value))
            else:
                yield (str(value),) if column.multi else value


def _before(day: date, period: Period) -> date:
    """A day so many months and days earlier; the 1st where a month is too short for its day."""
    years, month = divmod(day.year * 12 + day.month - 1 - period.months, 12)
    first = date(years, month + 1, min(day.day, 28))
    return date.fromordinal(first.toordinal() - period.days)
