"""The plan of a table: rows into items in one scan, all else from the distinct rows of items."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec.structs import replace

from lovgraf.conditions.atoms import Atom, make_atoms
from lovgraf.conditions.tree import Condition, questions
from lovgraf.core.cache import cached_text, stable_text
from lovgraf.engine.items import Item, Items, closed_codes
from lovgraf.engine.layout import Slot, in_order, lay_out, word_count
from lovgraf.engine.plan import Plan, all_conditions, plan_of, stated_atoms
from lovgraf.engine.scalar_program import ScalarProgram
from lovgraf.engine.selection import Selection, definitions
from lovgraf.facts.columns import Expression
from lovgraf.facts.engine_types import ENGINE_TYPES
from lovgraf.facts.fact import Column, Fact
from lovgraf.facts.ready import Ready
from lovgraf.facts.vocabulary import FactVocabulary
from lovgraf.verdicts.program import Programs

if TYPE_CHECKING:
    from lovgraf.engine.array_path import ArrayPath
    from lovgraf.engine.cell_codes import Coder
    from lovgraf.engine.sql import RowSource

# What codes the cells of a plan, kept from one table to the next.


class Coders(msgspec.Struct):
    """The coder of one plan, while nobody uses it."""

    _idle: list[Coder] = msgspec.field(default_factory=list)
    _process: int = msgspec.field(default_factory=os.getpid)

    def take(self) -> Coder | None:
        """One that is ready, for the caller alone."""
        # The engine's threads do not come along into a process that was split off.
        ours = self._process == os.getpid()
        return self._idle.pop() if ours and self._idle else None

    def give(self, coder: Coder) -> None:
        """Keep one for whoever comes next."""
        if self._process == os.getpid() and not self._idle:
            self._idle.append(coder)


# A table of cells: the items of each distinct row written out as columns again.

_STAND_IN_VALUES = {
    "date": date(2000, 1, 1), "integer": 0, "decimal": 0.0, "string": "x", "boolean": True,
}  # fmt: skip
_STAND_INS = {
    "date": "DATE '2000-01-01'", "integer": "0::BIGINT", "decimal": "0::DOUBLE",
    "string": "'x'", "boolean": "true",
}  # fmt: skip


class CellColumns(msgspec.Struct, frozen=True):
    """SQL of the columns of a cell table over its words, and what they stand for.

    `ready` names for facts the column that holds their value, and for atoms the column of their
    class; `stated` the same where these are told without presumptions; `answers` names for
    questions the column that says whether they are violated.
    """

    sql: dict[str, str]
    types: dict[str, str]
    ready: Ready
    stated: Ready
    answers: dict[str, str]
    told: dict[str, tuple[Slot, Callable[[int], Any]]]
    """The same as `sql` for one cell: where the code of a column lies, and what it stands for."""


def cell_columns(items: Items, slots: Mapping[Item, Slot]) -> CellColumns:
    """The columns of a cell table for some items.

    Where only the presence of a value counts, any value stands in for it.
    """
    found = CellColumns({}, {}, Ready({}, {}), Ready({}, {}), {}, {})
    for number, (item, slot) in enumerate(slots.items()):
        code = f"((k{slot.word} >> {slot.shift}) & {(1 << slot.bits) - 1})"
        fact = items.facts.facts.get(item.key)
        ready = found.stated if item.stated else found.ready
        if item.kind == "raw":
            assert isinstance(fact, Column)
            name = fact.name
            found.sql[name] = _raw(fact, code)
        elif item.kind == "given":
            assert fact is not None
            name = fact.name if isinstance(fact, Column) else f"o{number}"
            found.sql[name] = _stand_in(fact, code)
            if not isinstance(fact, Column):
                ready.values[fact.iri], found.types[name] = name, fact.datatype
        elif item.kind == "boolean":
            name = f"o{number}"
            found.sql[name] = f"CASE {code} WHEN 0 THEN false WHEN 1 THEN true END"
            ready.values[item.key], found.types[name] = name, "boolean"
        elif item.kind == "class":
            name = f"c{number}"
            found.sql[name], ready.classes[item.key], found.types[name] = code, name, "integer"
        else:
            name = f"a{number}"
            found.sql[name], found.answers[item.key] = f"{code} = 1", name
            found.types[name] = "boolean"
        found.told[name] = slot, _told(item, fact)
    return found


def _raw(column: Column, code: str) -> str:
    if column.datatype == "boolean":
        return f"CASE {code} WHEN 1 THEN false WHEN 2 THEN true END"
    assert column.code_list is not None
    codes = [_quoted(notation) for notation in column.code_list.notations]
    if not column.multi:
        return f"list_extract([{', '.join(codes)}], {code})"
    kept = f"list_filter([{', '.join(codes)}], lambda x, i: ({code} >> (i - 1)) & 1 = 1)"
    return f"CASE WHEN {code} > 0 THEN {kept} END"


def _stand_in(fact: Fact, code: str) -> str:
    codes = closed_codes(fact)
    value = _quoted(codes[0]) if codes else _STAND_INS[fact.datatype]
    absent = (
        _quoted(fact.absent_value) if isinstance(fact, Column) and fact.absent_value else "NULL"
    )
    if fact.multi:
        value, absent = f"[{value}]", f"[{absent}]" if absent != "NULL" else "NULL"
    return f"CASE {code} WHEN 1 THEN {value} WHEN 2 THEN {absent} END"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _told(item: Item, fact: Fact | None) -> Callable[[int], Any]:
    """What a code of an item stands for, as the SQL of `cell_columns` has it."""
    if item.kind == "class":
        return lambda code: code
    if item.kind == "answer":
        return lambda code: code == 1
    if item.kind == "boolean":
        return _listed(False, True)
    assert fact is not None
    if item.kind == "given":
        absent = fact.absent_value if isinstance(fact, Column) else None
        codes = closed_codes(fact)
        value = codes[0] if codes else _STAND_IN_VALUES[fact.datatype]
        if fact.multi:
            return _listed(None, (value,), None if absent is None else (absent,))
        return _listed(None, value, absent)
    if fact.datatype == "boolean":
        return _listed(None, False, True)
    assert isinstance(fact, Column)
    assert fact.code_list is not None
    notations = fact.code_list.notations
    if not fact.multi:
        return _listed(None, *notations)
    return lambda code: (
        tuple([one for bit, one in enumerate(notations) if code >> bit & 1]) if code else None
    )


def _listed(*values: Any) -> Callable[[int], Any]:
    return lambda code: values[code] if code < len(values) else None


CELL = "_cell"
WEIGHT = "_weight"


def _no_scalar_program() -> None:
    """Rows are left to the data engine."""


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
    array_path: Callable[[], ArrayPath]
    """The row SQL in parts, for many rows; compiled when it is asked for."""
    scalar: Callable[[], ScalarProgram | None] = field(default=_no_scalar_program, kw_only=True)
    """The row SQL for one row; None where something in it is left to the data engine."""


@dataclass(frozen=True)
class TablePlan(RowPlan):
    """How a table is read and judged.

    `cell_sql` writes distinct words out as columns, and `cell_told` those of one cell; `plan`
    selects from those, as `records`, the words of codes and the flags of record quality. `coders`
    keeps what codes cells for the next table.
    """

    plan: Plan
    cell_sql: dict[str, str]
    cell_told: dict[str, tuple[Slot, Callable[[int], Any]]] = field(compare=False, repr=False)
    coders: Coders = field(default_factory=Coders, compare=False, repr=False)


def _cell_selection(
    programs: Programs,
    items: Items,
    written: CellColumns,
    atoms: Mapping[str, Atom],
    stated: Mapping[str, Atom],
    quality: Mapping[str, Condition],
    complete: tuple[str, ...],
) -> Selection:
    """What is asked of the table of cells."""
    facts = programs.facts
    violations = {items.answers[name]: column for name, column in written.answers.items()}
    return Selection(
        facts,
        programs.view.as_of,
        tuple(sorted(name for name in written.sql if name in facts.columns)),
        complete,
        {CELL: "BIGINT", WEIGHT: "BIGINT"} | {n: ENGINE_TYPES[t] for n, t in written.types.items()},
        atoms,
        lay_out((key, atom.coding.bits) for key, atom in [*atoms.items(), *stated.items()]),
        quality,
        (),
        replace(written.ready, violations=violations),
        stated,
        replace(written.stated, violations=violations),
        of_cells=True,
    )


class _Rows(msgspec.Struct, frozen=True):
    """How the rows of a table become codes, in each of three ways: made where it is asked for, and
    kept in the user's cache by `key`."""

    items: Items
    columns: tuple[str, ...]
    atoms: Mapping[str, Atom]
    as_of: date
    complete: tuple[str, ...]
    slots: Mapping[Item, Slot]
    carried: Mapping[str, str]
    keys: int
    key: list[str]

    def sql(self) -> str:
        """As one query."""
        return cached_text("rows", self.key, self._make_sql)

    def array_path(self) -> ArrayPath:
        """On arrays."""
        # Few rows are read without arrays, and without Arrow.
        from lovgraf.engine.array_path import ArrayPath

        return ArrayPath.from_json(cached_text("quick", self.key, self._make_array_path))

    def one_by_one(self) -> ScalarProgram | None:
        """One row at a time; None where something in it is left to the data engine."""
        return ScalarProgram.kept(["rows", *self.key], self._make_expressions)

    def _make_sql(self) -> str:
        from lovgraf.engine.sql import row_sql

        return row_sql(self._source(), self.slots, self.carried, self.keys)

    def _make_array_path(self) -> str:
        from lovgraf.engine.array_path import split_rows

        return split_rows(self._source(), self.slots, self.carried, self.keys).to_json()

    def _make_expressions(self) -> dict[str, Expression]:
        from lovgraf.engine.sql import row_expressions

        return row_expressions(self._source(), self.slots, self.keys)

    def _source(self) -> RowSource:
        from lovgraf.engine.sql import RowSource

        return RowSource(self.items, self.columns, self.atoms, self.as_of, self.complete)


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

    key = [
        str(as_of), *columns, "complete", *declared, "carry",
        *(f"{name} {kind}" for name, kind in kept.items()), "items", *map(stable_text, slots),
        *map(stable_text, items.answers.values()), "atoms", *(atom.text for atom in atoms.values()),
        "facts", *definitions(facts, atoms, quality.values(), ()),
    ]  # fmt: skip
    rows = _Rows(items, columns, atoms, as_of, declared, slots, kept, keys, key)
    selection = _cell_selection(programs, items, written, atoms, stated, quality, declared)
    return TablePlan(
        plan=plan_of(programs, selection),
        facts=facts,
        columns=columns,
        row_sql=rows.sql(),
        keys=keys,
        cell_sql=written.sql,
        cell_told=written.told,
        array_path=rows.array_path,
        scalar=cache(rows.one_by_one),
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
