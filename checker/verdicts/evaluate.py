"""Verdicts of one norm on cells: Kleene's logic first, completions where it is uncertain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from math import prod
from typing import Protocol

import numpy as np
import numpy.typing as npt

from checker.conditions.atoms import Atom
from checker.conditions.coding import Bools
from checker.conditions.kleene import Codes, Logic, Pair, question_key
from checker.conditions.tree import Condition, questions
from checker.reports.result import VERDICTS
from checker.verdicts.program import Program

Verdicts = npt.NDArray[np.uint8]

NOT_ADDRESSED, EXEMPT, FULFILLED, PENDING, BREACHED, UNATTAINABLE, UNDETERMINED = range(7)
UNCERTAIN = 255
MAX_COMPLETIONS = 1 << 18
assert VERDICTS[UNDETERMINED] == "undetermined"


class Feasible(Protocol):
    """Tells which combinations of codes can occur together."""

    def mask(
        self, unknown: Mapping[str, npt.NDArray[np.int64]], codes: Mapping[str, int]
    ) -> Bools | None:
        """For a grid over the unknown atoms' codes, which points can occur; None means all.

        `codes` has the record's code of every atom of a norm, unknown ones too.
        """


@dataclass(frozen=True)
class Reason:
    """Why a verdict is what it is: columns that are missing (IRIs), authorities that judge."""

    missing: tuple[str, ...] = ()
    judgment: tuple[str, ...] = ()


NO_REASON = Reason()


@dataclass
class NormVerdicts:
    """The verdict of a norm in each cell, and the reason where there is one."""

    verdicts: Verdicts
    reasons: dict[int, Reason] = field(default_factory=dict)


def evaluate(
    program: Program,
    atoms: Mapping[str, Atom],
    codes: Mapping[str, Codes],
    cells: int,
    feasible: Feasible | None = None,
) -> NormVerdicts:
    """The verdicts of a norm on cells.

    `codes` holds one code a cell for each atom of the program.
    """
    logic = Logic(atoms, codes)
    pairs = [logic.evaluate(condition) for condition in program.conditions]
    verdicts = np.broadcast_to(decide(program, pairs), (cells,)).copy()
    result = NormVerdicts(verdicts)
    _settle_uncertain(program, atoms, codes, result, feasible)
    _explain_breaches(program, atoms, codes, pairs, result)
    return result


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


def _settle_uncertain(
    program: Program,
    atoms: Mapping[str, Atom],
    codes: Mapping[str, Codes],
    result: NormVerdicts,
    feasible: Feasible | None,
) -> None:
    """Decide uncertain cells by their completions, one pattern of answers at a time."""
    uncertain = np.flatnonzero(result.verdicts == UNCERTAIN)
    if not len(uncertain):
        return
    keys = sorted({question_key(q) for c in program.conditions for q in questions(c)})
    grid = np.stack([np.broadcast_to(codes[k], result.verdicts.shape)[uncertain] for k in keys])
    patterns, which = np.unique(grid, axis=1, return_inverse=True)
    which = which.reshape(-1)
    cache: dict[tuple[object, ...], tuple[int, Reason]] = {}
    for number in range(patterns.shape[1]):
        known = dict(zip(keys, (int(code) for code in patterns[:, number]), strict=True))
        verdict, reason = _complete(program, atoms, known, feasible, cache)
        for cell in uncertain[which == number]:
            result.verdicts[cell] = verdict
            if reason != NO_REASON:
                result.reasons[int(cell)] = reason


def _complete(
    program: Program,
    atoms: Mapping[str, Atom],
    pattern: dict[str, int],
    feasible: Feasible | None,
    cache: dict[tuple[object, ...], tuple[int, Reason]],
) -> tuple[int, Reason]:
    """The verdict that all completions of a pattern share, else `undetermined` with the reason."""
    live = live_atoms(program, atoms, pattern)
    domains = {key: _domain(atoms[key]) for key in live}
    possible = None
    if feasible is not None and live and _size(domains) <= MAX_COMPLETIONS:
        possible = feasible.mask(domains, pattern)
    key = (
        tuple((k, pattern[k]) for k in live),
        _answers(program, atoms, pattern),
        None
        if possible is None
        else blake2b(np.packbits(possible).tobytes(), digest_size=16).digest(),
    )
    if key not in cache:
        cache[key] = _common_verdict(program, atoms, pattern, domains, possible)
    return cache[key]


def _answers(
    program: Program, atoms: Mapping[str, Atom], pattern: dict[str, int]
) -> tuple[bytes, ...]:
    """The three-valued answer to each question of a program, as a cache key."""
    logic = Logic(atoms, {k: np.array([v]) for k, v in pattern.items()})
    found = []
    for condition in program.conditions:
        for question in questions(condition):
            true, false = logic.evaluate(question)
            found.append(bytes([int(true[0]) + 2 * int(false[0])]))
    return tuple(found)


def live_atoms(program: Program, atoms: Mapping[str, Atom], pattern: dict[str, int]) -> list[str]:
    """The unknown atoms on which a verdict may still turn, sorted."""
    logic = Logic(atoms, {k: np.array([v]) for k, v in pattern.items()})
    found: set[str] = set()
    for condition in program.conditions[:4]:
        found.update(unknown_below(condition, logic))
    return sorted(found)


def _domain(atom: Atom) -> npt.NDArray[np.int64]:
    coding = atom.coding
    return np.arange(coding.classes + (1 if coding.can_be_none else 0), dtype=np.int64)


def _size(domains: Mapping[str, npt.NDArray[np.int64]]) -> int:
    return prod(len(domain) for domain in domains.values())


def _common_verdict(
    program: Program,
    atoms: Mapping[str, Atom],
    pattern: dict[str, int],
    domains: Mapping[str, npt.NDArray[np.int64]],
    mask: Bools | None,
) -> tuple[int, Reason]:
    live = list(domains)
    if _size(domains) > MAX_COMPLETIONS:
        return UNDETERMINED, _reason(atoms, pattern, live)
    shape = tuple(len(d) for d in domains.values())
    codes: dict[str, Codes] = {k: np.array([v]) for k, v in pattern.items()}
    for axis, (key, domain) in enumerate(domains.items()):
        codes[key] = domain.reshape([-1 if i == axis else 1 for i in range(len(shape))])
    logic = Logic(atoms, codes)
    pairs = [logic.evaluate(condition) for condition in program.conditions]
    verdicts = np.broadcast_to(decide(program, pairs), shape or (1,)).copy()
    verdicts[verdicts == UNATTAINABLE] = BREACHED
    possible = np.ones(verdicts.shape, np.bool_) if mask is None or not mask.any() else mask
    seen = np.unique(verdicts[possible])
    if len(seen) == 1 and seen[0] != UNCERTAIN:
        return _unattainable_if_certain(int(seen[0]), program, pairs, possible), NO_REASON
    turning = [key for axis, key in enumerate(live) if _differs(verdicts, possible, (axis,))]
    reason = _reason(atoms, pattern, turning)
    if mask is not None:
        reason = _with_shared(reason, atoms, pattern, live, verdicts, possible)
    if reason == NO_REASON:
        reason = _reason(atoms, pattern, live)
    return UNDETERMINED, reason


def _with_shared(
    reason: Reason,
    atoms: Mapping[str, Atom],
    pattern: Mapping[str, int],
    live: list[str],
    verdicts: Verdicts,
    possible: Bools,
) -> Reason:
    """A reason with the blank columns that can change a verdict by several facts at once only."""
    resting: dict[str, list[int]] = {}
    for axis, key in enumerate(live):
        if atoms[key].coding.judged_by is None:
            for column in atoms[key].coding.missing(pattern[key]):
                resting.setdefault(column, []).append(axis)
    found = {
        column
        for column, axes in resting.items()
        if len(axes) > 1
        and column not in reason.missing
        and _differs(verdicts, possible, tuple(axes))
    }
    return Reason(tuple(sorted({*reason.missing, *found})), reason.judgment)


def _unattainable_if_certain(
    verdict: int, program: Program, pairs: list[Pair], possible: Bools
) -> int:
    if verdict != BREACHED:
        return verdict
    out = np.broadcast_to(pairs[4][1], possible.shape)
    return UNATTAINABLE if bool(out[possible].all()) else BREACHED


def _differs(verdicts: Verdicts, possible: Bools, axes: tuple[int, ...]) -> bool:
    """Whether some two possible completions that differ on some axes alone differ in verdict."""
    low = np.where(possible, verdicts, 255).min(axis=axes)
    high = np.where(possible, verdicts, 0).max(axis=axes)
    some = possible.any(axis=axes)
    return bool((some & (low < high)).any())


def _reason(atoms: Mapping[str, Atom], pattern: Mapping[str, int], keys: list[str]) -> Reason:
    missing: set[str] = set()
    judgment: set[str] = set()
    for key in keys:
        coding = atoms[key].coding
        if coding.judged_by is not None:
            judgment.add(coding.judged_by)
        else:
            missing |= set(coding.missing(pattern[key]))
    return Reason(tuple(sorted(missing)), tuple(sorted(judgment)))


def _explain_breaches(
    program: Program,
    atoms: Mapping[str, Atom],
    codes: Mapping[str, Codes],
    pairs: list[Pair],
    result: NormVerdicts,
) -> None:
    """Name the unknown facts of the routes where a breach may be the law's gap, and the judges."""
    shape = result.verdicts.shape
    if program.norm.authority:
        for cell in np.flatnonzero(result.verdicts == UNDETERMINED):
            if int(cell) not in result.reasons:
                result.reasons[int(cell)] = Reason(judgment=(program.norm.authority,))
    true, false = (np.broadcast_to(part, shape) for part in pairs[4])
    doubtful = np.flatnonzero((result.verdicts == BREACHED) & ~true & ~false)
    if not len(doubtful):
        return
    keys = sorted({question_key(q) for q in questions(program.reach)})
    seen: dict[tuple[int, ...], Reason] = {}
    for cell in doubtful:
        pattern = {k: int(np.broadcast_to(codes[k], shape)[cell]) for k in keys}
        code = tuple(pattern.values())
        if code not in seen:
            logic = Logic(atoms, {k: np.array([v]) for k, v in pattern.items()})
            seen[code] = _reason(atoms, pattern, unknown_below(program.reach, logic))
        result.reasons[int(cell)] = seen[code]


def unknown_below(condition: Condition, logic: Logic) -> list[str]:
    """The atoms that keep a condition from being certain, sorted (logic on one cell)."""
    found: set[str] = set()

    def visit(part: Condition) -> None:
        true, false = logic.evaluate(part)
        if true[0] or false[0]:
            return
        inner = getattr(part, "parts", None) or [getattr(part, "part", None)]
        if inner == [None]:
            found.add(question_key(part))  # type: ignore[arg-type]
        else:
            for below in inner:
                visit(below)

    visit(condition)
    return sorted(found)
