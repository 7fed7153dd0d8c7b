"""Kleene verdicts from the conditions of a norm, and the reasons that go with verdicts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import numpy.typing as npt
from msgspec import Struct, field

from lovgraf.conditions.atoms import Atom
from lovgraf.conditions.coding import Bools
from lovgraf.conditions.kleene import Pair
from lovgraf.core.result import VERDICTS
from lovgraf.verdicts.program import Program

Verdicts = npt.NDArray[np.uint8]

NOT_ADDRESSED, EXEMPT, FULFILLED, PENDING, BREACHED, UNATTAINABLE, UNDETERMINED = range(7)
UNCERTAIN = 255
assert VERDICTS[UNDETERMINED] == "undetermined"


class Reason(Struct, frozen=True):
    """Why a verdict is what it is: columns that are missing (IRIs), authorities that judge.

    It is `inexact` where an engine gave up before it had looked at all that can occur. `possible`
    are the verdicts that an undetermined one may come to, as bits (see `outlook`); `rests_on` the
    presumptions without which it would be another, by IRI.
    """

    missing: tuple[str, ...] = ()
    judgment: tuple[str, ...] = ()
    inexact: bool = False
    possible: int = 0
    rests_on: tuple[str, ...] = ()


NO_REASON = Reason()


class NormVerdicts(Struct):
    """The verdict of a norm in each cell, and the reason where there is one."""

    verdicts: Verdicts
    reasons: dict[int, Reason] = field(default_factory=dict)


def reason_of(
    atoms: Mapping[str, Atom],
    codes: Mapping[str, int],
    keys: Iterable[str],
    also: Iterable[str] = (),
) -> Reason:
    """The columns that are blank behind some atoms with unknown codes (and `also` some others), and
    who judges. An open question of law is only named where no column is missing, which may well
    settle that it does not matter."""
    missing, judgment, open_questions = set(also), set[str](), set[str]()
    for key in keys:
        coding = atoms[key].coding
        if coding.judged_by is None:
            missing |= set(coding.missing(codes[key]))
        else:
            (open_questions if coding.of_law else judgment).add(coding.judged_by)
    judged = judgment if missing else judgment | open_questions
    return Reason(tuple(sorted(missing)), tuple(sorted(judged)))


def decide(program: Program, pairs: list[Pair]) -> Verdicts:
    """Kleene verdicts; `UNCERTAIN` where the conditions do not settle one."""
    addressed, exempt, met, pending, reach = pairs
    shape = np.broadcast_shapes(*(part.shape for pair in pairs for part in pair))
    verdicts = np.full(shape, UNCERTAIN, np.uint8)
    open_ = np.ones(shape, np.bool_)

    def settle(where: Bools, verdict: int) -> None:
        verdicts[open_ & where] = verdict

    settle(np.broadcast_to(addressed[1], shape), NOT_ADDRESSED)
    open_ = open_ & addressed[0]
    settle(exempt[0], EXEMPT)
    open_ = open_ & exempt[1]
    settle(met[0], FULFILLED)
    open_ = open_ & met[1]
    settle(pending[0], PENDING)
    open_ = open_ & pending[1]
    if program.norm.kind == "BestEffortObligation":
        settle(open_, UNDETERMINED)
    else:
        settle(~reach[1], UNDETERMINED if program.norm.discretionary else BREACHED)
        settle(reach[1], UNATTAINABLE)
    return verdicts
