"""Which records a norm sees alike: the same codes, and of what is told beside them only what counts
where the codes leave its verdict open.

Two records of a register say hardly ever the same, since their days differ. A norm asks for few of
them, and of those it matters only how they lie (`alike.py`): what it says of one record it says of
all that it sees alike.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np

from lovgraf.conditions.atoms import Atom
from lovgraf.conditions.coding import Bools
from lovgraf.conditions.kleene import Codes
from lovgraf.verdicts.patterns import Numbers, distinct, groups, residue
from lovgraf.verdicts.program import Program
from lovgraf.verdicts.told import Told

if TYPE_CHECKING:
    from lovgraf.verdicts.feasible import Combinations


def sights(
    program: Program,
    atoms: Mapping[str, Atom],
    codes: Mapping[str, Codes],
    kind: Numbers,
    told: Told,
    feasible: Combinations,
) -> tuple[Numbers, Numbers]:
    """The first record of each sight that a norm has of some records, and which each gives it.

    `codes` has those of the atoms of some kinds, `kind` is that of each record, `told` what each
    says beside them.
    """
    size, told_apart = len(kind), [kind]
    classes = feasible.classes(program)
    keys = tuple(sorted(program.keys))
    own = {key: codes[key] for key in keys}
    for one in (program, program.reaching):
        for live, kinds in open_in(one, atoms, own, feasible):
            rows = np.flatnonzero(kinds[kind])
            some = told.take(rows)
            for component in feasible.apart(live, keys):
                mine = {key: own[key] for key in component.keys}
                _, number = feasible.kinds(component, mine, some, len(rows), classes, kind[rows])
                column = np.zeros(size, np.int64)
                column[rows] = number
                told_apart.append(column)
    return distinct(told_apart, size)


def open_in(
    program: Program, atoms: Mapping[str, Atom], codes: Mapping[str, Codes], feasible: Combinations
) -> Iterator[tuple[tuple[str, ...], Bools]]:
    """Atoms on which a verdict may still turn, each with the kinds of which that is so."""
    size = len(next(iter(codes.values()), ()))
    live = residue(program, atoms, codes, size, feasible.truths).live
    keys = sorted(live)
    _, alike = distinct([live[key] for key in keys], size)
    for kinds in groups(alike):
        some = tuple([key for key in keys if live[key][kinds[0]]])
        if some:
            chosen = np.zeros(size, np.bool_)
            chosen[kinds] = True
            yield some, chosen
