"""The SQL of a plan: words of codes, flags of record quality, values, columns that are kept."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce

from checker.cells.layout import WORD_BITS
from checker.cells.selection import Selection
from checker.columns import Expression, literal, long
from checker.conditions.code_expressions import code_expression
from checker.conditions.expressions import violated
from checker.conditions.tree import Condition, facts_of
from checker.records.states import FactTable


def selection_sql(selection: Selection) -> str:
    """DuckDB SQL over the relation `records`.

    Raises `InputError` for a fact that is not declared, is derived from itself, or uses an unknown
    operator.
    """
    table = FactTable(
        selection.facts,
        selection.present,
        selection.as_of,
        selection.complete,
        selection.carry,
        selection.ready,
    )
    needed = set(selection.values)
    for atom in selection.atoms.values():
        compare = atom.compare
        needed |= {compare.fact, compare.other} if compare else {atom.coding.key}
        needed |= set(atom.coding.asks)
    needed |= {iri for condition in selection.quality.values() for iri in facts_of(condition)}
    table.add(sorted(needed))
    columns: dict[str, Expression] = {name: table.table[name] for name in selection.carry}
    columns |= _words(selection, table)
    columns |= _flags(selection.quality, table)
    for number, iri in enumerate(selection.values):
        state = table.state(iri)
        columns[f"f{number}"] = state.value
        columns[f"g{number}"] = literal(False) if state.none is None else state.none
    return table.sql(columns or {"nothing": literal(0)})


def _words(selection: Selection, table: FactTable) -> dict[str, Expression]:
    words: dict[int, list[Expression]] = {}
    for key, slot in selection.slots.items():
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
