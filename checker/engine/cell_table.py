"""A table of cells: the items of each distinct row written out as columns again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lovgraf.engine.items import Item, Items, closed_codes
from lovgraf.engine.layout import Slot
from lovgraf.facts.ready import Ready
from lovgraf.facts.vocabulary import Column, Fact

_STAND_INS = {
    "date": "DATE '2000-01-01'", "integer": "0::BIGINT", "decimal": "0::DOUBLE",
    "string": "'x'", "boolean": "true",
}  # fmt: skip


@dataclass(frozen=True)
class CellColumns:
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


def cell_columns(items: Items, slots: Mapping[Item, Slot]) -> CellColumns:
    """The columns of a cell table for some items.

    Where only the presence of a value counts, any value stands in for it.
    """
    found = CellColumns({}, {}, Ready({}, {}), Ready({}, {}), {})
    for number, (item, slot) in enumerate(slots.items()):
        code = f"((k{slot.word} >> {slot.shift}) & {(1 << slot.bits) - 1})"
        fact = items.facts.facts.get(item.key)
        ready = found.stated if item.stated else found.ready
        if item.kind == "raw":
            assert isinstance(fact, Column)
            found.sql[fact.name] = _raw(fact, code)
        elif item.kind == "given":
            assert fact is not None
            value = _stand_in(fact, code)
            if isinstance(fact, Column):
                found.sql[fact.name] = value
            else:
                name = f"o{number}"
                found.sql[name], ready.values[fact.iri] = value, name
                found.types[name] = fact.datatype
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
