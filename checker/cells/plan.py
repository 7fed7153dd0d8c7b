"""How a table of records becomes coded words: compiled once for a law version, date and columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import reduce
from typing import Any

import numpy as np
import numpy.typing as npt

from checker.conditions.atoms import Atom, code_expression, make_atoms
from checker.conditions.expressions import closed
from checker.conditions.kleene import Codes, question_key
from checker.conditions.tree import Condition, facts_of, questions
from checker.records.states import FactTable
from checker.verdicts.program import Programs

WORD_BITS = 62
Words = npt.NDArray[np.int64]


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


@dataclass(frozen=True)
class Group:
    """Norms whose cells are counted together, and the atoms they share."""

    norms: tuple[str, ...]
    keys: tuple[str, ...]


@dataclass
class Plan:
    """A compiled law: atoms and their slots, groups of norms, flags of record quality, the SQL.

    `sql` selects the words (and flags) from a relation named `records` that has the columns
    `present`; it does not depend on the rows.
    """

    programs: Programs
    atoms: dict[str, Atom]
    slots: dict[str, Slot]
    groups: tuple[Group, ...]
    flags: tuple[str, ...]
    sql: str
    words: int
    flag_words: int = 0
    present: frozenset[str] = field(default_factory=frozenset)

    def masks(self, group: Group) -> dict[int, int]:
        """For each word that a group needs, the bits of its atoms."""
        found: dict[int, int] = {}
        for key in group.keys:
            slot = self.slots[key]
            found[slot.word] = found.get(slot.word, 0) | slot.mask
        return dict(sorted(found.items()))

    def decode(self, keys: Iterable[str], words: Mapping[int, Words]) -> dict[str, Codes]:
        """The code of each atom from (masked) words."""
        return {
            key: (words[slot.word] >> slot.shift) & ((1 << slot.bits) - 1)
            for key in keys
            for slot in (self.slots[key],)
        }


def make_plan(
    programs: Programs,
    quality: Mapping[str, Condition],
    present: Iterable[str],
    complete: Iterable[str] = (),
    carry: Mapping[str, str] | None = None,
    also: Iterable[Condition] = (),
    cell_budget: int = 20_000,
) -> Plan:
    """Compile programs and quality conditions for a table that has the columns `present`.

    `quality` maps a shape's IRI to the condition that a good record meets; `carry` names further
    columns of `records` (with Ibis types) that are kept beside the words; the facts of the
    conditions in `also` get atoms too. Norms of one act are grouped while the product of their
    atoms stays countable; the budget is a hint, not a limit.
    """
    import ibis

    facts = programs.facts
    norm_keys = {
        iri: sorted({question_key(q) for c in program.conditions for q in questions(c)})
        for iri, program in programs.programs.items()
    }
    conditions = [*all_conditions(programs), *also]
    atoms = make_atoms((q for c in conditions for q in questions(c)), facts)
    slots = _slots(atoms)
    carry = dict(carry or {})
    table = FactTable(facts, [*present], programs.view.as_of, [*complete], carry)
    needed = {iri for condition in conditions for iri in facts_of(condition)}
    needed |= {ask for atom in atoms.values() for ask in atom.coding.asks}
    needed |= {iri for condition in quality.values() for iri in facts_of(condition)}
    table.add(sorted(needed))
    columns: dict[str, Any] = {name: table.table[name] for name in carry}
    count = max((slot.word for slot in slots.values()), default=-1) + 1
    for word in range(count):
        parts = [
            code_expression(atoms[key], table) * (1 << slot.shift)
            for key, slot in slots.items()
            if slot.word == word
        ]
        columns[f"w{word}"] = reduce(lambda a, b: a + b, parts)
    flags = tuple(sorted(quality))
    for word in range((len(flags) + WORD_BITS - 1) // WORD_BITS):
        part = flags[word * WORD_BITS : (word + 1) * WORD_BITS]
        bits = [
            closed(quality[iri], table).ifelse(0, 1 << bit).cast("int64")
            for bit, iri in enumerate(part)
        ]
        columns[f"q{word}"] = reduce(lambda a, b: a + b, bits)
    columns = columns or {"w0": ibis.literal(0, "int64")}
    sql = table.sql(columns)
    return Plan(
        programs=programs,
        atoms=atoms,
        slots=slots,
        groups=_groups(programs, norm_keys, atoms, cell_budget),
        flags=flags,
        sql=sql,
        words=count,
        flag_words=(len(flags) + WORD_BITS - 1) // WORD_BITS,
        present=frozenset(present),
    )


def all_conditions(programs: Programs) -> list[Condition]:
    """The conditions of every program, in order."""
    return [c for program in programs.programs.values() for c in program.conditions]


def _slots(atoms: Mapping[str, Atom]) -> dict[str, Slot]:
    """Place codes in words, none across a border, in order of key."""
    slots: dict[str, Slot] = {}
    word = used = 0
    for key, atom in atoms.items():
        bits = atom.coding.bits
        if used + bits > WORD_BITS:
            word, used = word + 1, 0
        slots[key] = Slot(word, used, bits)
        used += bits
    return slots


def _groups(
    programs: Programs,
    norm_keys: Mapping[str, list[str]],
    atoms: Mapping[str, Atom],
    budget: int,
) -> tuple[Group, ...]:
    """Norms of one provision's act together, split where their facts would make too many cells."""
    groups: list[tuple[list[str], set[str]]] = []
    by_act: dict[str, list[str]] = {}
    for iri, program in programs.programs.items():
        by_act.setdefault(program.norm.provision.split("/par/")[0], []).append(iri)
    for norms in by_act.values():
        current: tuple[list[str], set[str]] | None = None
        for iri in norms:
            keys = set(norm_keys[iri])
            if current is not None and _size(current[1] | keys, atoms) <= max(
                budget, 4 * _size(current[1], atoms), 4 * _size(keys, atoms)
            ):
                current[0].append(iri)
                current[1].update(keys)
            else:
                current = ([iri], keys)
                groups.append(current)
    return tuple(Group(tuple(norms), tuple(sorted(keys))) for norms, keys in groups)


def _size(keys: Iterable[str], atoms: Mapping[str, Atom]) -> float:
    size = 1.0
    for key in keys:
        size *= atoms[key].coding.classes + 1
    return size
