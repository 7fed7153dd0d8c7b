"""Where the codes of facts lie in 64-bit words."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import TypeVar

from msgspec import Struct

from lovgraf.conditions.tree import And, Condition, Named, Not, Or
from lovgraf.core.cache import stable_text

Key = TypeVar("Key", bound=Hashable)

WORD_BITS = 62
"""Bits used of a word: codes are added up as signed 64-bit integers."""


class Slot(Struct, frozen=True):
    """Where an atom's code lies: word, first bit, number of bits."""

    word: int
    shift: int
    bits: int

    @property
    def ones(self) -> int:
        """The largest code that fits."""
        return (1 << self.bits) - 1

    @property
    def mask(self) -> int:
        """The bits of the slot within its word."""
        return self.ones << self.shift


def lay_out(bits: Iterable[tuple[Key, int]]) -> dict[Key, Slot]:
    """Place codes of so many bits each in words, none across a border, in their order."""
    slots: dict[Key, Slot] = {}
    word = used = 0
    for key, size in bits:
        if used + size > WORD_BITS:
            word, used = word + 1, 0
        slots[key] = Slot(word, used, size)
        used += size
    return slots


def word_count(slots: Iterable[Slot]) -> int:
    """How many words the slots take."""
    return max((slot.word for slot in slots), default=-1) + 1


# Conditions in an order that does not change between runs.
#
# A graph keeps no order among the constraints of a shape; the SQL that is made of them, and the
# key under which it is kept, must not depend on it.


def in_order(condition: Condition) -> Condition:
    """The same condition, with the parts of every conjunction and disjunction sorted."""
    match condition:
        case Named(iri, part):
            return Named(iri, in_order(part))
        case Not(part):
            return Not(in_order(part))
        case And(parts):
            return And(_sorted(parts))
        case Or(parts):
            return Or(_sorted(parts))
    return condition


def _sorted(parts: tuple[Condition, ...]) -> tuple[Condition, ...]:
    return tuple(sorted(map(in_order, parts), key=stable_text))
