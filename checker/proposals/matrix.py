"""Before and after: what a change of norms does to each group, over weighted cells.

The cells may be all that can occur, each of weight one, or those of a dataset with its head-counts.
Source: semantics, section 6.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
import numpy.typing as npt

from lovgraf.conditions.tree import Condition
from lovgraf.proposals.changes import Change, Effect
from lovgraf.proposals.group import Group
from lovgraf.verdicts.decide import (
    BREACHED,
    EXEMPT,
    FULFILLED,
    NOT_ADDRESSED,
    PENDING,
    UNATTAINABLE,
    UNDETERMINED,
)
from lovgraf.verdicts.program import Program

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


@dataclass(frozen=True)
class Entry:
    """What one change does to one group: the weight of each effect, and the group's own weight.

    `cells` marks the cells of each effect; `undecided` is the weight of those with no verdict, and
    `able` of the newly obliged who are not known to be unable to comply.
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
