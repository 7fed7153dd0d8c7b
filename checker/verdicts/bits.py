"""Verdicts as bits, so that those of many completions are joined in one step."""

from __future__ import annotations

from functools import reduce

import numpy as np

from lovgraf.conditions.coding import Bools
from lovgraf.core.result import VERDICTS
from lovgraf.verdicts.decide import UNCERTAIN, Verdicts

BITS = np.full(256, 1 << 7, np.uint8)
BITS[: len(VERDICTS)] = 1 << np.arange(len(VERDICTS))
"""A bit for each verdict; none at all stands for a completion that cannot be."""
ONLY = np.full(256, UNCERTAIN, np.uint8)
ONLY[BITS[: len(VERDICTS)]] = np.arange(len(VERDICTS))
"""The verdict that is meant by a set of bits; `UNCERTAIN` for several."""
_SEVERAL = (ONLY == UNCERTAIN) & (np.arange(256) != 0)


def join(grid: Verdicts, axes: tuple[int, ...]) -> Verdicts:
    """All bits along some axes."""
    found = grid
    for axis in sorted(axes, reverse=True):
        # Slice by slice: these axes are short.
        found = reduce(np.bitwise_or, np.moveaxis(found, axis, 0))
    return found


def differs(grid: Verdicts, axes: tuple[int, ...]) -> Bools:
    """For each row, whether two completions that differ on some axes alone differ in verdict."""
    several = _SEVERAL[join(grid, axes)]
    return np.asarray(several.reshape(len(grid), -1).any(axis=1), np.bool_)
