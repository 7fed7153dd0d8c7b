"""The verdict of one cell that Kleene's logic leaves open, as `completions` gives it of many."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from math import prod

import numpy as np
from msgspec.structs import replace

from lovgraf.conditions.atoms import Atom
from lovgraf.verdicts.bits import BITS, ONLY
from lovgraf.verdicts.completions import MAX_COMPLETIONS, Possible
from lovgraf.verdicts.decide import NO_REASON, UNCERTAIN, UNDETERMINED, Reason, Verdicts, reason_of
from lovgraf.verdicts.outlook import ALL_POSSIBLE
from lovgraf.verdicts.patterns import Classes
from lovgraf.verdicts.program import Program


def settle_one(
    program: Program,
    atoms: Mapping[str, Atom],
    codes: Mapping[str, int],
    live: Sequence[str],
    possible: Possible,
    grid: Callable[[Mapping[str, Classes]], Verdicts],
) -> tuple[int, Reason]:
    """The verdict and reason of a cell that leaves some atoms open (`live`, sorted); `grid` gives
    for their classes the verdicts of all completions, an axis an atom.

    Whether what it takes can be had is not asked, as in `completions.settle`.
    """
    told_apart = possible.classes(program)
    classes = {key: told_apart[key] for key in live}
    shape = tuple([len(some) for some in classes.values()])
    if prod(shape) > MAX_COMPLETIONS:
        given_up = replace(reason_of(atoms, codes, live), inexact=True, possible=ALL_POSSIBLE)
        return UNDETERMINED, given_up
    exact = True
    left = np.broadcast_to(BITS[grid(classes)], shape)
    verdict = _only(left)
    if verdict != UNCERTAIN:
        return verdict, NO_REASON
    for component in possible.apart(tuple(live), tuple(sorted(codes))):
        relation, whole = possible.related(component, classes, codes)
        exact = exact and whole
        if relation is not None:
            own = [
                size if key in component.live else 1 for key, size in zip(live, shape, strict=True)
            ]
            left = left & np.where(relation.reshape(own), np.uint8(255), np.uint8(0))
    verdict = _only(left)
    if verdict != UNCERTAIN:
        return verdict, NO_REASON
    bits = int(np.bitwise_or.reduce(left, axis=None))
    reason = _turning(atoms, codes, live, left)
    return UNDETERMINED, replace(reason, inexact=not exact, possible=bits)


def _only(left: Verdicts) -> int:
    """The verdict that all completions share; `UNCERTAIN` for several, or none."""
    return int(ONLY[np.bitwise_or.reduce(left, axis=None)])


def _turning(
    atoms: Mapping[str, Atom], codes: Mapping[str, int], live: Sequence[str], left: Verdicts
) -> Reason:
    """What alone can make another verdict: the blanks of an atom, or a column that several rest
    on; all that is open where nothing alone can."""
    keys = [key for axis, key in enumerate(live) if _differs(left, (axis,))]
    resting: dict[str, tuple[int, ...]] = {}
    for axis, key in enumerate(live):
        coding = atoms[key].coding
        if coding.judged_by is None:
            for column in coding.missing(codes[key]):
                resting[column] = (*resting.get(column, ()), axis)
    shared = {column for column, axes in resting.items() if len(axes) > 1 and _differs(left, axes)}
    return reason_of(atoms, codes, keys if keys or shared else live, shared)


def _differs(left: Verdicts, axes: tuple[int, ...]) -> bool:
    """Whether two completions that differ on some axes alone differ in verdict."""
    joined = left
    for axis in reversed(axes):
        # Slice by slice: these axes are short.
        joined = reduce(np.bitwise_or, np.moveaxis(joined, axis, 0))
    return bool((joined & (joined - 1)).any())
