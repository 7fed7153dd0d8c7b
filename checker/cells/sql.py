"""The SQL of a plan: words of codes, flags of record quality, values, columns that are kept."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from typing import Any

import ibis

from checker.cells.layout import WORD_BITS
from checker.cells.selection import Selection
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
    columns: dict[str, Any] = {name: table.table[name] for name in selection.carry}
    columns |= _words(selection, table)
    columns |= _flags(selection.quality, table)
    for number, iri in enumerate(selection.values):
        state = table.state(iri)
        columns[f"f{number}"] = state.value
        columns[f"g{number}"] = ibis.literal(False) if state.none is None else state.none
    return table.sql(columns or {"nothing": ibis.literal(0)})


def _long(number: int) -> Any:
    """A 64-bit literal: left to itself the data engine takes the smallest type and overflows."""
    return ibis.literal(number).cast("int64")


def _words(selection: Selection, table: FactTable) -> dict[str, Any]:
    words: dict[int, list[Any]] = {}
    for key, slot in selection.slots.items():
        code = code_expression(selection.atoms[key], table, slot.shift)
        words.setdefault(slot.word, []).append(code)
    return {f"w{word}": reduce(lambda a, b: a + b, parts) for word, parts in words.items()}


def _flags(quality: Mapping[str, Condition], table: FactTable) -> dict[str, Any]:
    """A bit for each shape that a record violates; nearly all records violate none of a word's."""
    flags = sorted(quality)
    columns: dict[str, Any] = {}
    for word in range(0, len(flags), WORD_BITS):
        broken = [violated(quality[iri], table) for iri in flags[word : word + WORD_BITS]]
        bits = [b.ifelse(_long(1 << bit), _long(0)) for bit, b in enumerate(broken)]
        anything = reduce(lambda a, b: a | b, broken)
        columns[f"q{word // WORD_BITS}"] = anything.ifelse(
            reduce(lambda a, b: a + b, bits), _long(0)
        )
    return columns
