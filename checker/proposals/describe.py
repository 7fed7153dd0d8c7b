"""The shortest condition that covers exactly some of the cells that can occur.

It may say anything about cells that cannot occur. Terms with a name (groups, addressees) are
preferred where they make it no longer. Source: semantics, section 6 (completeness).
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

import numpy as np

from lovgraf.conditions.coding import Bools
from lovgraf.conditions.tree import FALSE, TRUE, Condition, all_of, any_of
from lovgraf.proposals.case_space import CaseSpace
from lovgraf.proposals.cover import Cube, Rows, cover
from lovgraf.proposals.limits import TooLarge
from lovgraf.proposals.variables import Variable, projected, supports
from lovgraf.verdicts.patterns import distinct


def describe(
    everyone: CaseSpace,
    failing: Bools,
    prefer: Sequence[Condition] = (),
    within: Bools | None = None,
) -> Condition:
    """The condition of the failing cells (of `everyone`, cells put together or not).

    It is right for the cells `within` (all unless given), and may say anything of others.
    `prefer` are conditions with names, the dearest first. Raises `ValueError` where no condition
    on the facts tells the cells apart (a judgment might), or it takes too many facts.
    """
    inside = np.ones(len(failing), np.bool_) if within is None else within
    if not (failing & inside).any():
        return FALSE
    if not (inside & ~failing).any():
        return TRUE
    found = []
    # Terms over several axes make more cells to cover: without them it may be shorter.
    for terms in dict.fromkeys((tuple(prefer), ())):
        with suppress(TooLarge):
            found.append(_described(everyone, failing, inside, prefer, terms))
            if found[-1][0][0] == 1:
                break
    if not found:
        raise ValueError("too many facts tell these cells apart")
    return min(found, key=lambda pair: pair[0])[1]


def _described(
    everyone: CaseSpace,
    failing: Bools,
    inside: Bools,
    prefer: Sequence[Condition],
    across: Sequence[Condition],
) -> tuple[tuple[int, int], Condition]:
    """The shortest condition with its length; `across` are terms that may span several axes."""
    variables, wanted = projected(everyone, failing, inside, prefer, across)
    found: list[tuple[tuple[int, int], Condition]] = []
    for chosen in supports(variables, wanted):
        own = [variables[n] for n in chosen]
        rows, some = _table(own, wanted)
        cubes = cover(rows, some, [v.size for v in own], [v.cost for v in own])
        literals = [_literals(cube, own) for cube in cubes]
        length = len(cubes), sum(map(len, literals))
        found.append((length, any_of(*(all_of(*several) for several in literals))))
    return min(found, key=lambda pair: pair[0])


def _literals(cube: Cube, own: Sequence[Variable]) -> list[Condition]:
    pairs = zip(cube.sets, own, strict=True)
    return [v.literal(some) for some, v in pairs if some != (1 << v.size) - 1]


def _table(own: Sequence[Variable], failing: Bools) -> tuple[Rows, Bools]:
    """The distinct rows, and which of them are wanted."""
    first, _ = distinct([v.values for v in own], len(failing))
    return np.stack([v.values[first] for v in own], 1), failing[first]
