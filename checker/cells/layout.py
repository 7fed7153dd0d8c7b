"""Where the codes of facts lie in 64-bit words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from checker.conditions.atoms import Atom

WORD_BITS = 62
"""Bits used of a word: codes are added up as signed 64-bit integers."""


@dataclass(frozen=True)
class Slot:
    """Where an atom's code lies: word, first bit, number of bits."""

    word: int
    shift: int
    bits: int

    @property
    def mask(self) -> int:
        """The bits of the slot within its word."""
        return ((1 << self.bits) - 1) << self.shift


def lay_out(atoms: Mapping[str, Atom]) -> dict[str, Slot]:
    """Place codes in words, none across a border, in the order of the atoms."""
    slots: dict[str, Slot] = {}
    word = used = 0
    for key, atom in atoms.items():
        bits = atom.coding.bits
        if used + bits > WORD_BITS:
            word, used = word + 1, 0
        slots[key] = Slot(word, used, bits)
        used += bits
    return slots
