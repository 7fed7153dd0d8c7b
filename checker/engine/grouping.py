"""Lines of numbers that are the same, put together."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int64]


def in_order(
    keys: Sequence[Numbers], size: int
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """The place of each line among the distinct ones in their order, and a line of each.

    A line has a number of each of the `keys`, which are as long as there are lines (`size`).
    """
    if not keys:
        return np.zeros(size, np.intp), np.arange(min(size, 1))
    order = np.lexsort(keys[::-1])
    new = np.zeros(size, np.bool_)
    new[:1] = True
    for key in keys:
        ordered = key[order]
        new[1:] |= ordered[1:] != ordered[:-1]
    places = np.empty(size, np.intp)
    places[order] = np.cumsum(new) - 1
    return places, order[new]
