"""The expressions of a plan: words of codes, flags of record quality, values, kept columns."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce

from lovgraf.conditions.code_expressions import code_expression
from lovgraf.conditions.expressions import violated
from lovgraf.conditions.tree import Condition, facts_of
from lovgraf.engine.layout import WORD_BITS
from lovgraf.engine.scalar_program import ScalarProgram
from lovgraf.engine.selection import Selection
from lovgraf.facts.call import State
from lovgraf.facts.columns import Expression, literal, long
from lovgraf.facts.states import FactTable, add_facts


def selection_sql(selection: Selection) -> str:
    """DuckDB SQL over the relation `records`.

    Raises `InputError` for a fact that is not declared, is derived from itself, or uses an unknown
    operator.
    """
    table = fact_table(selection)
    columns: dict[str, Expression] = {name: table.table[name] for name in selection.carry}
    columns |= _words(selection, table)
    columns |= _flags(selection.quality, table.stated)
    for number, state in enumerate(map(table.state, selection.values)):
        columns[f"f{number}"] = state.value
        columns[f"g{number}"] = certainly_none(state)
    return table.sql(columns or {"nothing": literal(0)})


def selection_sheet(selection: Selection) -> ScalarProgram:
    """The same of one record: the code of each atom (`c` and its key), what it violates (`q` and a
    shape's IRI), values (`f` and a fact's IRI) and where there is certainly none (`g`).

    Raises `Unsure` where something is left to the data engine.
    """
    table = fact_table(selection)
    columns = {f"c{key}": code_expression(atom, table, 0) for key, atom in selection.atoms.items()}
    stated = table.stated
    codes = selection.stated.items()
    columns |= {f"c{key}": code_expression(atom, stated, 0) for key, atom in codes}
    columns |= {f"q{iri}": violated(shape, stated) for iri, shape in selection.quality.items()}
    for iri in selection.values:
        state = table.state(iri)
        columns[f"f{iri}"] = state.value
        columns[f"g{iri}"] = certainly_none(state)
    return ScalarProgram.of(columns)


def certainly_none(state: State) -> Expression:
    """Where a fact certainly has no value."""
    return literal(False) if state.none is None else state.none


def fact_table(selection: Selection) -> FactTable:
    """The table with all facts that a selection needs."""
    table = FactTable(
        selection.facts,
        selection.present,
        selection.as_of,
        selection.complete,
        selection.carry,
        selection.ready,
        selection.stated_ready,
    )
    needed = set(selection.values)
    stated: set[str] = set()
    for asked, atoms in ((needed, selection.atoms), (stated, selection.stated)):
        for atom in atoms.values():
            compare = atom.compare
            asked |= {compare.fact, compare.other} if compare else {atom.coding.key}
            asked |= set(atom.coding.asks)
    stated |= {iri for condition in selection.quality.values() for iri in facts_of(condition)}
    add_facts(table, needed, stated)
    return table


def _words(selection: Selection, table: FactTable) -> dict[str, Expression]:
    words: dict[int, list[Expression]] = {}
    for key, slot in selection.slots.items():
        if key in selection.stated:
            code = code_expression(selection.stated[key], table.stated, slot.shift)
        else:
            code = code_expression(selection.atoms[key], table, slot.shift)
        words.setdefault(slot.word, []).append(code)
    return {f"w{word}": reduce(lambda a, b: a + b, parts) for word, parts in words.items()}


def _flags(quality: Mapping[str, Condition], table: FactTable) -> dict[str, Expression]:
    """A bit for each shape that a record violates; nearly all records violate none of a word's."""
    flags = sorted(quality)
    columns: dict[str, Expression] = {}
    for word in range(0, len(flags), WORD_BITS):
        broken = [violated(quality[iri], table) for iri in flags[word : word + WORD_BITS]]
        bits = [b.if_else(long(1 << bit), long(0)) for bit, b in enumerate(broken)]
        anything = reduce(lambda a, b: a | b, broken)
        columns[f"q{word // WORD_BITS}"] = anything.if_else(
            reduce(lambda a, b: a + b, bits), long(0)
        )
    return columns
