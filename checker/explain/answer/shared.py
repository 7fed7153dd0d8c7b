"""What two answers say alike: where a day is known only to lie between two others, the answer tells
what is so on both, and never a day that was made up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from msgspec import structs

from lovgraf.explain.answer.model import Answer, Ground

_One = TypeVar("_One")


def shared(one: Answer, other: Answer) -> Answer | None:
    """What two answers to the same question say alike; None where they answer otherwise."""
    if (one.answer, one.opening, one.later) != (other.answer, other.opening, other.later):
        return None
    verdicts = {verdict.norm: verdict for verdict in other.found.verdicts}
    found = replace(
        one.found,
        verdicts=tuple(v for v in one.found.verdicts if v == verdicts.get(v.norm)),
        may=_alike(one.found.may, other.found.may),
    )
    return structs.replace(
        one,
        grounds=tuple(_grounds(one.grounds, other.grounds)),
        steps=_alike(one.steps, other.steps),
        turns=_alike(one.turns, other.turns),
        complaint=_alike(one.complaint, other.complaint),
        stated=_alike(one.stated, other.stated),
        rests_on=_alike(one.rests_on, other.rests_on),
        unsaid=_alike(one.unsaid, other.unsaid),
        silent=_alike(one.silent, other.silent),
        beside=_alike(one.beside, other.beside),
        turning_on=one.turning_on if one.turning_on == other.turning_on else None,
        found=found,
    )


def _alike(some: Iterable[_One], others: Iterable[_One]) -> tuple[_One, ...]:
    """Those of some that are among others."""
    known = list(others)
    return tuple(one for one in some if one in known)


def _grounds(some: Iterable[Ground], others: Iterable[Ground]) -> Iterable[Ground]:
    """The rules that decide both, with the facts that are told alike."""
    known = {one.norm: one for one in others}
    for one in some:
        if (other := known.get(one.norm)) is not None:
            basis = _alike(one.basis, other.basis)
            follows = one.so == other.so and bool(basis or not one.basis)
            yield structs.replace(
                one,
                facts=_alike(one.facts, other.facts),
                presumed=_alike(one.presumed, other.presumed),
                basis=basis,
                so=one.so if follows else None,
            )
