"""When a changed condition certainly says the same as before, whatever else a record says."""

from __future__ import annotations

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
)
from lovgraf.verdicts.program import Program


def same_verdict(program: Program, changed: Program) -> Condition:
    """A condition under which a norm and what it becomes give the same verdict.

    Whoever is not addressed is not asked about exemptions, whoever is exempt not about the duty,
    and so on.
    """
    settled: list[Condition] = []
    wanted: list[Condition] = []
    pairs = zip(program.conditions, changed.conditions, strict=True)
    for number, (old, new) in enumerate(pairs):
        wanted.append(any_of(*settled, same(old, new)))
        if old == new:  # only where both say so is the verdict given
            settled.append(Not(old) if number == 0 else old)
    return all_of(*wanted)


def same(old: Condition, new: Condition) -> Condition:
    """A condition under which two conditions are equal: only where they differ can it fail."""
    if old is new or old == new:
        return TRUE
    match old, new:
        case (Named(first, a), Named(second, b)) if first == second:
            return same(a, b)
        case (Not(a), Not(b)):
            return same(a, b)
        case (And() as one, And() as other):
            return _same_parts(one, other)
        case (Or() as one, Or() as other):
            return _same_parts(one, other)
    return any_of(all_of(old, new), all_of(Not(old), Not(new)))


def _same_parts(old: And | Or, new: And | Or) -> Condition:
    """Of two conjunctions or disjunctions: what both have may decide; else what only one has must
    not matter."""
    if len(old.parts) == len(new.parts):
        both = [a for a, b in zip(old.parts, new.parts, strict=True) if a == b]
        apart = [same(a, b) for a, b in zip(old.parts, new.parts, strict=True) if a != b]
    else:
        both = [part for part in old.parts if part in new.parts]
        alone = [part for part in (*old.parts, *new.parts) if part not in both]
        apart = alone if isinstance(old, And) else [Not(part) for part in alone]
    deciding = both if isinstance(old, Or) else [Not(part) for part in both]
    return any_of(all_of(*apart) if apart else FALSE, *deciding)
