"""How a table of records becomes coded words: compiled once for a law version, date and columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from checker.cache import cached_text, stable_text
from checker.cells.layout import WORD_BITS, Slot, lay_out
from checker.conditions.atoms import Atom, make_atoms
from checker.conditions.kleene import Codes, question_key
from checker.conditions.tree import Condition, facts_of, questions
from checker.records.facts import Derived, FactVocabulary, Ref
from checker.verdicts.program import Programs

Words = npt.NDArray[np.int64]


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
    values: tuple[str, ...] = ()

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
    values: Iterable[str] = (),
    cell_budget: int = 20_000,
) -> Plan:
    """Compile programs and quality conditions for a table that has the columns `present`.

    `quality` maps a shape's IRI to the condition that a good record meets; `carry` names further
    columns of `records` (with Ibis types) that are kept beside the words; the facts of the
    conditions in `also` get atoms too; the facts in `values` are selected as they are, as columns
    `f0`, `f1` ... with `g0`, `g1` ... true where there is certainly no value. Norms of one act are
    grouped while the product of their atoms stays countable; the budget is a hint, not a limit.
    """
    facts, view = programs.facts, programs.view
    norm_keys = {
        iri: sorted({question_key(q) for c in program.conditions for q in questions(c)})
        for iri, program in programs.programs.items()
    }
    conditions = [*all_conditions(programs), *also]
    atoms = make_atoms((q for c in conditions for q in questions(c)), facts)
    slots = lay_out(atoms)
    shown = tuple(sorted(set(values)))
    kept = dict(carry or {})
    columns = tuple(sorted(present))

    def make() -> str:
        from checker.cells.sql import Selection, selection_sql

        return selection_sql(
            Selection(
                facts,
                view.as_of,
                columns,
                tuple(sorted(complete)),
                kept,
                atoms,
                slots,
                quality,
                shown,
            )
        )

    parts = [
        str(view.as_of), "columns", *columns, "complete", *sorted(complete), "carry",
        *(f"{name} {kind}" for name, kind in kept.items()),
        "atoms", *map(stable_text, atoms.values()),
        "quality", *(iri + stable_text(quality[iri]) for iri in sorted(quality)), "values", *shown,
        "facts", *_definitions(facts, atoms, quality, shown),
    ]  # fmt: skip
    return Plan(
        programs=programs,
        atoms=atoms,
        slots=slots,
        groups=_groups(programs, norm_keys, atoms, cell_budget),
        flags=tuple(sorted(quality)),
        sql=cached_text("plan", parts, make),
        words=max((slot.word for slot in slots.values()), default=-1) + 1,
        flag_words=(len(quality) + WORD_BITS - 1) // WORD_BITS,
        present=frozenset(columns),
        values=shown,
    )


def _definitions(
    facts: FactVocabulary,
    atoms: Mapping[str, Atom],
    quality: Mapping[str, Condition],
    values: Iterable[str],
) -> list[str]:
    """All that the SQL's facts are defined by, as texts for the key of the cache."""
    iris = {iri for condition in quality.values() for iri in facts_of(condition)} | set(values)
    for atom in atoms.values():
        compare = atom.compare
        iris |= {compare.fact, compare.other} if compare else {atom.coding.key}
        iris |= set(atom.coding.asks)
    lineage = facts.lineage(iris)
    groups = {
        ref.iri
        for fact in lineage
        if isinstance(fact, Derived)
        for ref in fact.roles.get("group", ())
        if isinstance(ref, Ref) and ref.iri in facts.groups
    }
    return [*map(stable_text, lineage), *(stable_text(facts.groups[iri]) for iri in sorted(groups))]


def all_conditions(programs: Programs) -> list[Condition]:
    """The conditions of every program, in order."""
    return [c for program in programs.programs.values() for c in program.conditions]


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
