"""The values of the facts of one record, as the columns engine computes them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from checker.engine import Memory, Record, arrow_table
from checker.records.facts import FactVocabulary
from checker.records.states import NONE_SUFFIX, FactTable
from checker.records.values import NONE, State


def fact_values(
    facts: FactVocabulary, memory: Memory, record: Record, iris: Iterable[str], as_of: date
) -> dict[str, State]:
    """The state of each fact (columns and derived facts) of one record on a date, by IRI."""
    import duckdb

    wanted = sorted({iri for iri in iris if iri in facts.facts})
    names = [name for c in memory.columns for name in (c.name, c.name + NONE_SUFFIX)]
    table = FactTable(facts, names, as_of)
    table.add(wanted)
    columns: dict[str, Any] = {}
    for number, iri in enumerate(wanted):
        state = table.state(iri)
        columns[f"f{number}"] = state.value
        if state.none is not None:
            columns[f"g{number}"] = state.none
    if not columns:
        return {}
    connection = duckdb.connect(config={"threads": 1})
    connection.register("records", arrow_table(memory.columns, [record]))
    cursor = connection.execute(table.sql(columns))
    row = dict(zip([c[0] for c in cursor.description], cursor.fetchall()[0], strict=True))
    return {iri: _state(row[f"f{n}"], row.get(f"g{n}")) for n, iri in enumerate(wanted)}


def _state(value: Any, none: Any) -> State:
    if none:
        return NONE
    if isinstance(value, list):
        return tuple(value)
    result: State = value
    return result
