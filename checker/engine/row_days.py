"""The days of rows as they were read into arrays, so that no row is read once more for its days.

They are four bytes each, and kept as long as they are few enough.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from lovgraf.conditions.coding import Bools
from lovgraf.engine.array_ops import Coded, Number, chosen
from lovgraf.facts.fact import Column

if TYPE_CHECKING:  # it brings Arrow, which a check of few rows does without
    from lovgraf.engine.batch_arrays import Batch

_MOST = 192 << 20
"""Bytes of days that are kept of a table, at most."""
_EPOCH = date(1970, 1, 1).toordinal()
NO_DAY = np.int32(-(1 << 31))
"""What stands for no day."""
Numbers = npt.NDArray[np.int64]
_Days = npt.NDArray[np.int32]


@dataclass
class RowDays:
    """Days of rows by their places: of columns (by IRI), and the rows of which arrays hold all."""

    columns: Mapping[str, str]
    """The columns that are told, by name, with their IRIs."""
    complete: bool = True
    """Whether nothing was let go of."""
    _days: dict[str, list[_Days]] = field(default_factory=dict, repr=False)
    _held: list[Bools] = field(default_factory=list, repr=False)
    _bytes: int = 0

    @classmethod
    def of(cls, columns: Mapping[str, Column], asked: Collection[str]) -> RowDays:
        """Those of the columns (by name) that have days and are among those `asked`."""
        told = (c for c in columns.values() if c.datatype == "date" and not c.multi)
        return cls({column.name: column.iri for column in told if column.name in asked})

    def add(self, batch: Batch, doubtful: Bools | None) -> None:
        """Add rows after those that are there; of `doubtful` ones arrays do not hold all."""
        self._bytes += batch.size * (1 + 4 * len(self.columns))
        if not self.complete or self._bytes > _MOST:
            self.complete = False
            self._days, self._held = {}, []
            return
        for name, iri in self.columns.items():
            found = batch.inputs[name]
            assert isinstance(found, Number), name
            self._days.setdefault(iri, []).append(_rows(found, batch.size))
        self._held.append(np.ones(batch.size, np.bool_) if doubtful is None else ~doubtful)

    def at(self, places: Numbers) -> DaysAt:
        """Those of the rows in some places."""
        nothing = np.zeros(0, np.int32)
        days = {iri: np.concatenate([nothing, *own])[places] for iri, own in self._days.items()}
        return DaysAt(days, np.concatenate([np.zeros(0, np.bool_), *self._held])[places])


@dataclass(frozen=True)
class DaysAt:
    """Days of some rows, by column (IRI), and the rows of which arrays `held` all."""

    days: Mapping[str, _Days]
    held: Bools
    _told: dict[str, Numbers] = field(default_factory=dict, repr=False)

    def of(self, iri: str) -> Numbers:
        """The day that each row says of a column, as an ordinal; 0 where it says none."""
        if iri not in self._told:
            days = self.days[iri]
            found = days.astype(np.int64)
            found += _EPOCH
            found[days == NO_DAY] = 0
            self._told[iri] = found
        return self._told[iri]


def _rows(found: Number, size: int) -> _Days:
    """The day of each row, in an array of its own."""
    if found.valid is False:
        return np.full(size, NO_DAY)
    days = np.array(_each(found.values, size), np.int32)
    if found.valid is True:
        return days
    told: _Days = chosen(_each(found.valid, size), days, NO_DAY)
    return told


def _each(found: Any, size: int) -> npt.NDArray[Any]:
    """What is said of each row."""
    return np.broadcast_to(found.rows() if isinstance(found, Coded) else found, size)
