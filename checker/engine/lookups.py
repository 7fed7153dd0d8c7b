"""What the items of one column say of each of its usual values, found by asking the row SQL itself.

A date is looked up by runs of days that make no difference, a value of a list one by one. A value
beyond the days and numbers asked about counts as doubtful: it is read the long way.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
from msgspec import Struct, field

from lovgraf.core.cache import cached_value
from lovgraf.facts.engine_types import engine_type
from lovgraf.facts.fact import Column
from lovgraf.facts.plain import Plain

_FIRST = date(1850, 1, 1)
DAYS = (f"DATE '{_FIRST}'", 110_000)
FIRST_DAY = (_FIRST - date(1970, 1, 1)).days
"""The first of the days that are asked about, as arrays count them."""
NUMBERS = ("-120", 20_000)
COLUMN, NUMBER = "_column", "_n"
Masks = Mapping[int, int]
Array = npt.NDArray[np.int64]


STEPPED = frozenset({"date", "integer"})
"""Datatypes that are looked up by runs, however they are written."""
Further = tuple[int | bool | None, ...]


class Lookup(Struct, frozen=True):
    """The bits of a column's values, by word: `blank`, `values` in the order of `Plain.listed`, and
    `runs`: each from a distance to the first day (or number) asked about, or from a first digit.

    `further` are answers of further expressions (by name) for a blank and for each of the values.
    """

    blank: dict[int, int]
    values: tuple[dict[int, int], ...] = ()
    runs: tuple[tuple[int, dict[int, int]], ...] = ()
    further: dict[str, Further] = field(default_factory=dict)


class Asked(Struct, frozen=True):
    """What is asked about values: `sql` selects words of items that rest on one column each, and
    `tables` further expressions, both from `records` with `columns`, carrying COLUMN and NUMBER.

    `masks` says which bits of which word are a column's, `tabulated` whose each expression is.
    """

    sql: str
    tables: str
    columns: Mapping[str, Column]
    masks: Mapping[str, Masks]
    tabulated: Mapping[str, str]


def look_up(connection: Any, asked: Asked, plain: Mapping[str, Plain]) -> dict[str, Lookup]:
    """The bits of every column's usual values, from the cache where they were asked for before."""
    names = [name for name in sorted(asked.columns) if name in plain]
    if not names:
        return {}
    key = [asked.sql, asked.tables]
    for name in names:
        column, how = asked.columns[name], plain[name]
        read = [how.blank_value, *_values(column, how)]
        key += [name, engine_type(column), str(sorted(asked.masks[name].items())), *read]
    made: dict[str, Lookup] = cached_value(
        "lookups", key, lambda: _look_up(connection, asked, plain, names)
    )
    return made


def _look_up(
    connection: Any, asked: Asked, plain: Mapping[str, Plain], names: Sequence[str]
) -> dict[str, Lookup]:
    columns = asked.columns
    listed = _listed(names, columns, plain)
    found = _asked(connection, asked.sql, listed, columns).fetchnumpy()
    further = _further(connection, asked, listed) if asked.tabulated else {}
    steps = _asked(connection, asked.sql, _steps(names, columns), columns).fetchnumpy()
    lookups: dict[str, Lookup] = {}
    for number, name in enumerate(names):
        masks = asked.masks[name]
        rows = np.flatnonzero(found[COLUMN] == number)
        rows = rows[np.argsort(found[NUMBER][rows])]
        bits = {word: found[f"k{word}"][rows] & mask for word, mask in masks.items()}
        runs: tuple[tuple[int, dict[int, int]], ...] = ()
        if columns[name].datatype in STEPPED:
            chosen = np.flatnonzero(steps[COLUMN] == int(columns[name].datatype == "integer"))
            chosen = chosen[np.argsort(steps[NUMBER][chosen])]
            runs = _runs({w: steps[f"k{w}"][chosen] & m for w, m in masks.items()}, len(chosen))
        elif plain[name].digits:
            runs = _runs({w: b[1:] for w, b in bits.items()}, len(rows) - 1)
        each = [{w: int(b[at]) for w, b in bits.items()} for at in range(len(rows))]
        answers = {n: further[n] for n, of in asked.tabulated.items() if of == name}
        lookups[name] = Lookup(each[0], () if runs else tuple(each[1:]), runs, answers)
    return lookups


def _further(connection: Any, asked: Asked, listed: str) -> dict[str, Further]:
    """What each tabulated expression is for a blank and for the values of its column."""
    rows = _asked(connection, asked.tables, listed, asked.columns).fetchall()
    names = [description[0] for description in connection.description]
    numbers = {name: n for n, name in enumerate(sorted(asked.columns))}
    found: dict[str, Further] = {}
    for name, column in asked.tabulated.items():
        place = names.index(name)
        chosen = sorted((row[1], row[place]) for row in rows if row[0] == numbers[column])
        found[name] = tuple(value for _, value in chosen)
    return found


def _listed(names: Sequence[str], columns: Mapping[str, Column], plain: Mapping[str, Plain]) -> str:
    """A row for each column's blank and for each of its listed values; all else is empty."""
    parts = []
    for number, name in enumerate(names):
        values = [plain[name].blank_value, *_values(columns[name], plain[name])]
        kind = engine_type(columns[name])
        listed = ", ".join(f"CAST({value} AS {kind})" for value in values)
        parts.append(
            f"SELECT {number} AS {COLUMN}, unnest(range({len(values)})) AS {NUMBER}, "
            f'unnest([{listed}]) AS "{name}"'
        )
    return " UNION ALL BY NAME ".join(parts)


def _values(column: Column, how: Plain) -> list[str]:
    """SQL of the values that are asked about one by one; of numbers one for each first digit."""
    if column.datatype in STEPPED:
        return []
    if how.digits:
        return [f"'{first}{'0' * (how.digits - 1)}'" for first in range(10)]
    return how.listed


def _steps(names: Sequence[str], columns: Mapping[str, Column]) -> str:
    """A row for each day, in which all date columns have that day; the same for numbers."""
    parts = []
    for number, (kind, (first, count)) in enumerate((("date", DAYS), ("integer", NUMBERS))):
        chosen = [name for name in names if columns[name].datatype == kind]
        values = "".join(
            f', CAST({first} + CAST(i AS INTEGER) AS {engine_type(columns[name])}) AS "{name}"'
            for name in chosen
        )
        count = count if chosen else 0
        parts.append(f"SELECT {number} AS {COLUMN}, i AS {NUMBER}{values} FROM range({count}) t(i)")
    return " UNION ALL BY NAME ".join(parts)


def _asked(connection: Any, sql: str, relation: str, columns: Mapping[str, Column]) -> Any:
    """What is said of the rows of a relation that may lack some columns."""
    empty = ", ".join(f'CAST(NULL AS {engine_type(c)}) AS "{n}"' for n, c in columns.items())
    return connection.execute(
        f"WITH records AS ({relation} UNION ALL BY NAME "
        f"SELECT -1 AS {COLUMN}, 0 AS {NUMBER}{', ' if empty else ''}{empty} WHERE false) "
        f"SELECT * FROM ({sql})"
    )


def _runs(words: Mapping[int, Array], count: int) -> tuple[tuple[int, dict[int, int]], ...]:
    changes = np.zeros(count, np.bool_)
    changes[:1] = True
    for bits in words.values():
        changes[1:] |= bits[1:] != bits[:-1]
    starts = np.flatnonzero(changes)
    return tuple((int(at), {w: int(bits[at]) for w, bits in words.items()}) for at in starts)
