"""What an open verdict may still be, and in one word what that means for whoever reads it.

Source: semantics, section 3 (what is still possible).
"""

from __future__ import annotations

from lovgraf.core.result import BREACH_POSSIBLE, JUDGMENT, NO_BREACH_POSSIBLE, VERDICTS
from lovgraf.verdicts.decide import BREACHED, FULFILLED, UNDETERMINED, Reason
from lovgraf.verdicts.program import Program

_BREACH = 1 << BREACHED
"""Also stands for the law's gap: whether one can comply is asked of breaches only."""
JUDGED = 1 << UNDETERMINED
"""Stands for completions that an authority judges, or that best efforts decide."""
ALL_POSSIBLE = JUDGED - 1
"""Where it was not found out what can occur."""


def possible_verdicts(bits: int) -> tuple[str, ...]:
    """The verdicts that a set of bits stands for; what is judged may turn out both ways."""
    if bits & JUDGED:
        bits |= 1 << FULFILLED | 1 << BREACHED
    return tuple(name for n, name in enumerate(VERDICTS[:UNDETERMINED]) if bits >> n & 1)


def outlook(reason: Reason) -> str | None:
    """What an undetermined verdict with a reason holds: one of `OUTLOOKS`; None where an engine
    gave up, which says nothing of the law."""
    if reason.inexact:
        return None
    if reason.possible and not reason.possible & (_BREACH | JUDGED):
        return NO_BREACH_POSSIBLE
    return BREACH_POSSIBLE if reason.missing and reason.possible & _BREACH else JUDGMENT


def judged(program: Program) -> Reason:
    """Why a verdict is open that no fact can settle: somebody judges, or best efforts decide."""
    authority = program.norm.authority
    return Reason(judgment=(authority,) if authority else (), possible=JUDGED)
