"""The verdict of a norm from the answers of its parts (semantics, section 4)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce

import numpy as np
import numpy.typing as npt

from lovgraf.core.result import VERDICTS
from lovgraf.core.terms import CORE
from lovgraf.law.norms import Norm
from lovgraf.reference.module import Lift, Reach
from lovgraf.reference.plan import Part, Plan
from lovgraf.reference.tables import Array

Bools = npt.NDArray[np.bool_]
YES: Bools = np.array(True)
NO: Bools = np.array(False)
BREACHED, UNATTAINABLE, UNDETERMINED = (
    VERDICTS.index(name) for name in ("breached", "unattainable", "undetermined")
)


def decide(plan: Plan, answers: Mapping[Part, Array]) -> Array:
    """The verdicts as indices into `VERDICTS`, for answers that broadcast together."""
    norm = plan.norm

    def member(name: str) -> Bools:
        return answers["class", name] > 0

    addressed = member(norm.addressee) if norm.addressee else YES
    exempt = _any([_lifted(lift, answers) for lift in plan.module.lifts])
    met, pending = _duty(norm, answers)
    order: list[tuple[Bools, str]] = [
        (~addressed, "not-addressed"),
        (exempt, "exempt"),
        (met, "fulfilled"),
        (pending, "pending"),
    ]
    if norm.kind == "BestEffortObligation":
        order.append((YES, "undetermined"))
    if norm.requires and norm.bearer == str(CORE.Subject):
        order.append((~_reachable(plan.module.reach, answers), "unattainable"))
    if norm.discretionary:
        order.append((YES, "undetermined"))
    whole = np.broadcast_arrays(*(where for where, _ in order), *answers.values())
    names = [np.uint8(VERDICTS.index(name)) for _, name in order]
    chosen = np.select(list(whole[: len(order)]), names, np.uint8(BREACHED))
    return np.asarray(chosen, np.uint8)


def _any(parts: list[Bools]) -> Bools:
    return reduce(np.logical_or, parts, NO)


def _all(parts: list[Bools]) -> Bools:
    return reduce(np.logical_and, parts, YES)


def _lifted(lift: Lift, answers: Mapping[Part, Array]) -> Bools:
    """Whether a lifting norm holds and is not lifted itself."""
    holds = _any([answers["class", name] > 0 for name in lift.classes])
    return holds & ~_any([_lifted(other, answers) for other in lift.unless])


def _duty(norm: Norm, answers: Mapping[Part, Array]) -> tuple[Bools, Bools]:
    """Whether the duty is met in time, and else whether it still may be."""
    holds = answers["shape", norm.duty] > 0 if norm.duty else YES
    kept = [answers["deadline", str(number)] for number in range(len(norm.deadlines))]
    met = holds & _all([part & 1 > 0 for part in kept])
    late = _any([part & 2 > 0 for part in kept])
    still = _any([part & 4 > 0 for part in kept])
    return met & ~late, ~late & still


def _reachable(reach: Reach, answers: Mapping[Part, Array]) -> Bools:
    """Whether every required capability can be had: the least fixpoint over the routes."""
    had: dict[str, Bools] = {
        thing: YES if name is None else answers["class", name] > 0
        for thing, name in reach.held_by.items()
    }
    count = -1
    while count != (count := sum(int(np.count_nonzero(where)) for where in had.values())):
        for classes, needs, grants in reach.routes:
            works = _all(
                [answers["class", name] > 0 for name in classes]
                + [had.get(need, NO) for need in needs]
            )
            for thing in grants:
                had[thing] = had.get(thing, NO) | works
    return _all([had.get(thing, NO) for thing in reach.required])
