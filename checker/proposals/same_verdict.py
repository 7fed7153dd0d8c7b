"""The question whether a norm before and one after give the same verdict, as a program.

Where a fact is unknown, both verdicts may be open and yet the same in each completion: then the
change does nothing, whatever the fact is. Source: semantics, sections 3 and 4.
"""

from __future__ import annotations

from collections.abc import Callable

from msgspec import structs

from lovgraf.conditions.tree import FALSE, TRUE, Condition, all_of, any_of, negated
from lovgraf.verdicts.program import Presumed, Program

_JUDGED = "BestEffortObligation"


def same_verdict(before: Program | None, after: Program | None) -> Program:
    """A program that is met in exactly those completions in which two others give the same verdict;
    None stands for no norm, which is about nobody. What somebody judges is never the same."""
    one = after or before
    assert one is not None
    return structs.replace(
        one,
        addressed=TRUE,
        exempt=FALSE,
        met=_same(before, after),
        pending=FALSE,
        reach=TRUE,
        presumed=_presumed(before, after),
    )


def _same(before: Program | None, after: Program | None) -> Condition:
    if before is None or after is None:
        one = before or after
        return TRUE if one is None else negated(one.addressed)

    def pair(of: Callable[[Program], Condition]) -> tuple[Condition, Condition]:
        return of(before), of(after)

    below = _in_the_end(before, after)
    for first, second in (
        pair(lambda p: p.pending),
        pair(lambda p: p.met),
        pair(lambda p: p.exempt),
        pair(lambda p: negated(p.addressed)),
    ):
        below = _either(first, second, below)
    return below


def _either(first: Condition, second: Condition, below: Condition) -> Condition:
    """That both hold, or neither and then what is `below`."""
    if first == second:
        return any_of(first, below)
    return any_of(all_of(first, second), all_of(negated(first), negated(second), below))


def _in_the_end(before: Program, after: Program) -> Condition:
    """The same of those who have neither complied nor may do so later: whether they could."""
    if _JUDGED in (before.norm.kind, after.norm.kind):
        return FALSE
    unable = all_of(negated(before.reach), negated(after.reach))
    if before.norm.discretionary or after.norm.discretionary:
        return unable
    if before.reach == after.reach:
        return TRUE
    return any_of(unable, all_of(before.reach, after.reach))


def _presumed(before: Program | None, after: Program | None) -> tuple[Presumed, ...]:
    """What either may rest on."""
    found: dict[str, Presumed] = {}
    for program in (before, after):
        for one in program.presumed if program is not None else ():
            other = found.get(one.iri, one)
            found[one.iri] = structs.replace(one, keys=one.keys | other.keys)
    return tuple(found.values())
