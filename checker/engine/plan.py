"""How a table of records becomes coded words: compiled once for a law version, date and columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from itertools import chain

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from lovgraf.conditions.atoms import Atom, make_atoms
from lovgraf.conditions.kleene import Codes
from lovgraf.conditions.tree import Condition, questions
from lovgraf.core.cache import cached_text
from lovgraf.engine.layout import WORD_BITS, Slot, in_order, lay_out, word_count
from lovgraf.engine.scalar_program import ScalarProgram
from lovgraf.engine.selection import Selection
from lovgraf.facts.columns import Expression
from lovgraf.facts.fact import Presumption
from lovgraf.verdicts.program import Programs, as_stated

Words = npt.NDArray[np.int64]


class Group(Struct, frozen=True):
    """Norms whose cells are counted together, and the atoms they share; `among` are those of all
    norms of the same act."""

    norms: tuple[str, ...]
    keys: tuple[str, ...]
    among: tuple[str, ...]


class Plan(Struct, dict=True):
    """A compiled law: atoms and their slots, groups of norms, flags of record quality."""

    programs: Programs
    atoms: dict[str, Atom]
    slots: dict[str, Slot]
    groups: tuple[Group, ...]
    flags: tuple[str, ...]
    selection: Selection
    words: int
    flag_words: int = 0
    written: str | None = None

    @cached_property
    def of_law(self) -> dict[str, Atom]:
        """The atoms that norms ask for, without those that say which presumptions apply."""
        return {k: a for k, a in self.atoms.items() if not isinstance(a.fact, Presumption)}

    @property
    def coded(self) -> dict[str, Atom]:
        """All that it codes, by key: also what is stated without presumptions."""
        return {**self.selection.atoms, **self.selection.stated}

    @property
    def values(self) -> tuple[str, ...]:
        """The facts that are selected as they are, by IRI."""
        return self.selection.values

    @property
    def sql(self) -> str:
        """Selects the words, flags and values from a relation `records` that has the columns
        `present` of the selection; it does not depend on the rows. Written when it is asked for."""
        if self.written is None:
            from lovgraf.engine.sql import selection_sql

            selection = self.selection
            self.written = cached_text("plan", selection.key(), lambda: selection_sql(selection))
        return self.written

    @cached_property
    def scalar(self) -> ScalarProgram | None:
        """The same for one record; None where something in it is left to the data engine."""

        def make() -> dict[str, Expression]:
            from lovgraf.engine.sql import selection_expressions

            return selection_expressions(self.selection)

        return ScalarProgram.kept(["plan", *self.selection.key()], make)

    def masks(self, keys: Iterable[str]) -> dict[int, int]:
        """For each word that has some atoms, their bits."""
        found: dict[int, int] = {}
        for key in keys:
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
    values: Iterable[str] = (),
    cell_budget: int = 20_000,
) -> Plan:
    """Compile programs and quality conditions for a table that has the columns `present`.

    `quality` maps a shape's IRI to the condition that a good record meets; `carry` names further
    columns of `records` (with the engine's types) that are kept beside the words; the facts of the
    conditions in `also` get atoms too; the facts in `values` are selected as they are, as columns
    `f0`, `f1` ... with `g0`, `g1` ... true where there is certainly no value. Norms of one act are
    grouped while the product of their atoms stays countable; the budget is a hint, not a limit.
    """
    quality = {iri: in_order(quality[iri]) for iri in sorted(quality)}
    conditions = [*all_conditions(programs), *also]
    atoms = make_atoms((q for c in conditions for q in questions(c)), programs.facts)
    stated = stated_atoms(programs, atoms)
    return plan_of(
        programs,
        Selection(
            programs.facts,
            programs.view.as_of,
            tuple(sorted(present)),
            tuple(sorted(complete)),
            dict(carry or {}),
            atoms,
            lay_out((key, atom.coding.bits) for key, atom in [*atoms.items(), *stated.items()]),
            quality,
            tuple(sorted(set(values))),
            stated=stated,
        ),
        cell_budget,
    )


def plan_of(programs: Programs, selection: Selection, cell_budget: int = 20_000) -> Plan:
    """The plan that selects what a selection says."""

    norm_keys = {iri: program.all_keys for iri, program in programs.programs.items()}
    return Plan(
        programs=programs,
        atoms=dict(selection.atoms),
        slots=dict(selection.slots),
        groups=_groups(programs, norm_keys, selection.atoms, cell_budget),
        flags=tuple(sorted(selection.quality)),
        selection=selection,
        words=word_count(selection.slots.values()),
        flag_words=(len(selection.quality) + WORD_BITS - 1) // WORD_BITS,
    )


def stated_atoms(programs: Programs, atoms: Mapping[str, Atom]) -> dict[str, Atom]:
    """The atoms that presumptions are behind, by the keys of what is stated without these."""
    keys = {key for program in programs.programs.values() for key in program.stated_keys}
    return {as_stated(key): atoms[key] for key in sorted(keys)}


def all_conditions(programs: Programs) -> list[Condition]:
    """The conditions of every program, in order, and whether the presumptions that it may rest on
    apply."""
    found: list[Condition] = []
    for program in programs.programs.values():
        found += [*program.conditions, *(one.applies for one in program.presumed)]
    return found


def _groups(
    programs: Programs,
    norm_keys: Mapping[str, tuple[str, ...]],
    atoms: Mapping[str, Atom],
    budget: int,
) -> tuple[Group, ...]:
    """Norms of one provision's act together, split where their facts would make too many cells."""
    found: list[Group] = []
    by_act: dict[str, list[str]] = {}
    for iri, program in programs.programs.items():
        by_act.setdefault(program.norm.provision.split("/par/")[0], []).append(iri)
    for norms in by_act.values():
        groups: list[tuple[list[str], set[str]]] = []
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
        among = tuple(sorted({*chain(*(keys for _, keys in groups))}))
        found += [Group(tuple(own), tuple(sorted(keys)), among) for own, keys in groups]
    return tuple(found)


def _size(keys: Iterable[str], atoms: Mapping[str, Atom]) -> float:
    size = 1.0
    for key in keys:
        if key in atoms:  # what is stated follows nearly always from the rest
            size *= atoms[key].coding.classes + 1
    return size
