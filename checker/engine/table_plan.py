"""The plan of a table: rows into items in one scan, all else from the distinct rows of items."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from lovgraf.conditions.atoms import make_atoms
from lovgraf.conditions.tree import Condition, questions
from lovgraf.core.cache import cached_text, stable_text
from lovgraf.engine.array_path import ArrayPath, split_rows
from lovgraf.engine.cell_table import cell_columns
from lovgraf.engine.coders import Coders
from lovgraf.engine.items import Items
from lovgraf.engine.layout import lay_out, word_count
from lovgraf.engine.order import in_order
from lovgraf.engine.plan import Plan, all_conditions, plan_of, stated_atoms
from lovgraf.engine.selection import Selection, definitions
from lovgraf.facts.engine_types import ENGINE_TYPES
from lovgraf.facts.vocabulary import Column, FactVocabulary
from lovgraf.verdicts.program import Programs

if TYPE_CHECKING:
    from lovgraf.engine.row_sql import RowSource

CELL = "_cell"
WEIGHT = "_weight"


@dataclass(frozen=True)
class RowPlan:
    """How the rows of a table are read into words of items.

    `row_sql` selects from `records` (the table's typed columns `columns`) the words `k0`, `k1` ...
    of each row with the columns to carry.
    """

    facts: FactVocabulary
    columns: tuple[str, ...]
    row_sql: str
    keys: int
    quick: Callable[[], ArrayPath]
    """The row SQL in parts, for many rows; compiled when it is asked for."""


@dataclass(frozen=True)
class TablePlan(RowPlan):
    """How a table is read and judged.

    `cell_sql` writes distinct words out as columns; `plan` selects from those, as `records`, the
    words of codes and the flags of record quality. `coders` keeps what codes cells for the next
    table.
    """

    plan: Plan
    cell_sql: dict[str, str]
    coders: Coders = field(default_factory=Coders, compare=False, repr=False)


def make_table_plan(
    programs: Programs,
    quality: Mapping[str, Condition],
    present: Iterable[str],
    complete: Iterable[str] = (),
    carry: Mapping[str, str] | None = None,
) -> TablePlan:
    """Compile programs and quality conditions for a table that has the columns `present`.

    `carry` names further columns of `records` (with the engine's types) that are kept for each row.
    """
    facts, as_of = programs.facts, programs.view.as_of
    quality = {iri: in_order(quality[iri]) for iri in sorted(quality)}
    asked = (q for c in all_conditions(programs) for q in questions(c))
    atoms = make_atoms(asked, facts)
    stated = stated_atoms(programs, atoms)
    own = {key: atoms[key] for program in programs.programs.values() for key in program.stated_keys}
    items = Items.collect(facts, present, atoms, quality.values(), own)
    slots = lay_out((item, item.bits) for item in items.found.values())
    written = cell_columns(items, slots)
    declared = tuple(sorted(complete))
    kept = dict(carry or {})
    columns = used_columns(items)
    keys = max(1, word_count(slots.values()))

    def source() -> RowSource:
        from lovgraf.engine.row_sql import RowSource

        return RowSource(items, columns, atoms, as_of, declared)

    def make() -> str:
        from lovgraf.engine.row_sql import row_sql

        return row_sql(source(), slots, kept, keys)

    def make_quick() -> str:
        return split_rows(source(), slots, kept, keys).to_json()

    key = [
        str(as_of), *columns, "complete", *declared, "carry",
        *(f"{name} {kind}" for name, kind in kept.items()), "items", *map(stable_text, slots),
        *map(stable_text, items.answers.values()), "atoms", *map(stable_text, atoms.values()),
        "facts", *definitions(facts, atoms, quality.values(), ()),
    ]  # fmt: skip
    selection = Selection(
        facts,
        as_of,
        tuple(sorted(name for name in written.sql if name in facts.columns)),
        declared,
        {CELL: "BIGINT", WEIGHT: "BIGINT"} | {n: ENGINE_TYPES[t] for n, t in written.types.items()},
        atoms,
        lay_out((key, atom.coding.bits) for key, atom in [*atoms.items(), *stated.items()]),
        quality,
        (),
        replace(
            written.ready,
            violations={items.answers[name]: c for name, c in written.answers.items()},
        ),
        stated,
        replace(
            written.stated,
            violations={items.answers[name]: c for name, c in written.answers.items()},
        ),
    )
    return TablePlan(
        plan=plan_of(programs, selection),
        facts=facts,
        columns=columns,
        row_sql=cached_text("rows", key, make),
        keys=keys,
        cell_sql=written.sql,
        quick=lambda: ArrayPath.from_json(cached_text("quick", key, make_quick)),
    )


def used_columns(items: Items) -> tuple[str, ...]:
    """The columns of the table that some item rests on, by name."""
    found: set[str] = set()
    facts: FactVocabulary = items.facts
    for item in items.found.values():
        iris = [item.key] if item.key in facts.facts else []
        if item.kind == "answer":
            question = items.answers[item.key]
            iris = [question.fact, *([question.other] if hasattr(question, "other") else [])]
        elif item.kind == "class" and not iris:
            iris = [item.key.split(" ")[0], item.key.split(" ")[-1]]
        for fact in facts.lineage(iris):
            if isinstance(fact, Column) and fact.name in items.present:
                found.add(fact.name)
    return tuple(sorted(found))
