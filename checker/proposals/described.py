"""Whom something strikes, in the fewest terms: each component is described apart.

What rests on different tables is described apart and said together, so that nothing is repeated; a
term with a name (a group, an addressee) then takes the place of all that it says. A description
covers exactly some of the cells that can occur, and may say anything about others. Source:
semantics, section 6 (completeness).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import suppress

import numpy as np

from lovgraf.conditions.coding import Bools
from lovgraf.conditions.kleene import question_key
from lovgraf.conditions.tree import (
    FALSE,
    TRUE,
    And,
    Condition,
    Named,
    Not,
    Or,
    all_of,
    any_of,
    facts_of,
    questions,
)
from lovgraf.core.errors import InputError
from lovgraf.proposals.case_space import CaseSpace
from lovgraf.proposals.conjunction import Component, Conjunction, Part, parts_of
from lovgraf.proposals.cover import Cube, Rows, cover
from lovgraf.proposals.limits import TooLarge, too_large
from lovgraf.proposals.variables import Merged, Variable, supports
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
    cells = Merged(everyone, failing, inside)
    # Terms over several axes make more cells to cover: without them it may be shorter.
    for across in dict.fromkeys((cells.spanning(prefer), ())):
        with suppress(TooLarge):
            found.append(_shortest_condition(cells, prefer, across))
            if found[-1][0][0] == 1:
                break
    if not found:
        raise ValueError("too many facts tell these cells apart")
    return min(found, key=lambda pair: pair[0])[1]


def _shortest_condition(
    cells: Merged, prefer: Sequence[Condition], across: Sequence[Condition]
) -> tuple[tuple[int, int], Condition]:
    """The shortest condition with its length; `across` are the terms that may span several axes."""
    variables, wanted = cells.projected(prefer, across)
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


_MANY = 300_000
"""Cells of one component among which those that do not count are left out."""


def described(
    everyone: CaseSpace, struck: Sequence[Part], within: Sequence[Part], terms: Sequence[Condition]
) -> Condition:
    """The condition of those of whom the parts `struck` hold, right where those `within` hold.

    Raises `ValueError` where no condition on the facts tells them apart.
    """
    try:
        found = _described(everyone, struck, within, terms)
    except (
        InputError,
        TooLarge,
    ):  # too many cells together: then those who do not count are described too
        found = _described(everyone, struck, (), terms)
    return _needed(everyone, _named(everyone, found, terms), within)


def _described(
    everyone: CaseSpace, struck: Sequence[Part], within: Sequence[Part], terms: Sequence[Condition]
) -> list[Condition]:
    both = Conjunction(everyone, (*struck, *within))
    own = set(struck)
    found: list[Condition] = []
    for component in both.components:
        if any(part in own for part in component.parts):
            found += _component(both, component, own, terms)
    return found


def _component(
    both: Conjunction, component: Component, own: set[Part], terms: Sequence[Condition]
) -> list[Condition]:
    cells = both.of(component)
    if cells.size > _MANY and not own.issuperset(component.parts):
        raise too_large(key for axis in cells.axes for key in axis.table.keys)
    failing = both.held(Component(component.axes, _of(component, own, inside=True)), cells)
    counted = both.held(Component(component.axes, _of(component, own, inside=False)), cells)
    keys = {key for axis in cells.axes for key in axis.table.keys}
    usable = [
        term for term in terms if {question_key(question) for question in questions(term)} <= keys
    ]
    condition = describe(cells, failing, usable, counted | ~failing)
    short = factored(condition)
    return [*short.parts] if isinstance(short, And) else [short]


def _of(component: Component, own: set[Part], *, inside: bool) -> tuple[Part, ...]:
    return tuple(part for part in component.parts if (part in own) is inside)


def _named(
    everyone: CaseSpace, found: Sequence[Condition], terms: Sequence[Condition]
) -> list[Condition]:
    """Conditions that hold together, with terms in place of what they say."""
    parts = [part for part in found if part != TRUE]
    for term in terms:
        if term in parts or not isinstance(term, Named):
            continue
        if not any(facts_of(part) & facts_of(term) for part in parts):
            continue
        covered = [
            part
            for part in parts
            if facts_of(part) <= facts_of(term) and not _possible(everyone, [term], Not(part))
        ]
        worth = len(covered) > 1 or any(not isinstance(part, Named) for part in covered)
        if worth and not _possible(everyone, parts, Not(term)):
            place = parts.index(covered[0])
            parts = [part for part in parts if part not in covered]
            parts.insert(place, term)
    return parts


def _needed(everyone: CaseSpace, parts: list[Condition], within: Sequence[Part]) -> Condition:
    """A conjunction without the parts that follow from the others, the last first."""
    for part in reversed(parts):
        others = [one for one in parts if one != part]
        shared = any(facts_of(part) & facts_of(one) for one in others)
        if shared and not _possible(everyone, others, Not(part), within):
            parts = others
    return all_of(*sorted(parts, key=_order))


def _order(part: Condition) -> int:
    """Names come before questions, and what does not hold, or is one of several, after them."""
    if isinstance(part, Named):
        return 0
    return 3 if isinstance(part, Or) else 2 if isinstance(part, Not) else 1


def _possible(
    everyone: CaseSpace, parts: Sequence[Condition], other: Condition, within: Sequence[Part] = ()
) -> bool:
    """Whether somebody exists of whom some conditions hold, and another may hold."""
    asked = [*within, *(part for condition in parts for part in parts_of(condition))]
    every = [*asked, *parts_of(other, certain=False)]
    return Conjunction(everyone, every).any()


def factored(condition: Condition) -> Condition:
    """The same alternatives with what they share said once."""
    if not isinstance(condition, Or):
        return condition
    return _shared([[*part.parts] if isinstance(part, And) else [part] for part in condition.parts])


def _shared(several: Sequence[Sequence[Condition]]) -> Condition:
    common = [part for part in several[0] if all(part in one for one in several)]
    rest = [[part for part in one if part not in common] for one in several]
    if not all(rest):
        return all_of(*common)
    counts = Counter(part for one in rest for part in one)
    best, many = max(counts.items(), key=lambda item: item[1])
    if many < 2:
        return all_of(*common, any_of(*(all_of(*one) for one in rest)))
    inside = [[part for part in one if part != best] for one in rest if best in one]
    outside = [one for one in rest if best not in one]
    alternatives = any_of(all_of(best, _shared(inside)), _shared(outside))
    return all_of(*common, alternatives)
