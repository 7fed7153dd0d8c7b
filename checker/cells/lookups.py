"""What the items of one column say of each of its usual values, found by asking the row SQL itself.

A date is looked up by runs of days that make no difference, a value of a list one by one. A value
beyond the days and numbers asked about counts as doubtful: it is read the long way.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from checker.cache import cached_value
from checker.records.engine_types import engine_type
from checker.records.facts import Column
from checker.records.plain import Plain

DOUBT = 1 << 62
"""The bit of a word that says: some value of the row is not usual."""
DAYS = ("DATE '1850-01-01'", 110_000)
NUMBERS = ("-120", 20_000)
COLUMN, NUMBER = "_column", "_n"
Masks = Mapping[int, int]
Array = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Lookup:
    """The bits of a column's values, by word: `blank`, `values` in the order of `Plain.values`, and
    `runs`: each from a distance to the first day (or number) asked about, or from a first digit."""

    blank: dict[int, int]
    values: tuple[dict[int, int], ...] = ()
    runs: tuple[tuple[int, dict[int, int]], ...] = ()


def look_up(
    connection: Any,
    sql: str,
    columns: Mapping[str, Column],
    plain: Mapping[str, Plain],
    masks: Mapping[str, Masks],
) -> dict[str, Lookup]:
    """The bits of every column's usual values (see `_look_up`), from the cache where it can be."""
    key = [sql]
    for name in sorted(columns):
        if name in plain:
            how = plain[name]
            values = [value for _, value in how.values]
            read = [how.blank_value, *values, str(how.digits), str(how.parsed is not None)]
            key += [name, engine_type(columns[name]), columns[name].datatype, *read]
            key.append(str(sorted(masks[name].items())))
    made: dict[str, Lookup] = cached_value(
        "lookups", key, lambda: _look_up(connection, sql, columns, plain, masks)
    )
    return made


def _look_up(
    connection: Any,
    sql: str,
    columns: Mapping[str, Column],
    plain: Mapping[str, Plain],
    masks: Mapping[str, Masks],
) -> dict[str, Lookup]:
    """The bits of every column's usual values.

    `sql` selects the words of items that rest on one column each from `records`, which has
    `columns`, carrying COLUMN and NUMBER; `masks` says which bits of which word are a column's.
    """
    names = [name for name in sorted(columns) if name in plain]
    found = _words(connection, sql, _listed(names, columns, plain), columns)
    lookups: dict[str, Lookup] = {}
    stepped = [n for n in names if plain[n].parsed and columns[n].datatype in ("date", "integer")]
    steps = _words(connection, sql, _steps(stepped, columns), columns)
    for number, name in enumerate(names):
        rows = found[COLUMN] == number
        each = [
            {word: int(found[f"k{word}"][row]) & mask for word, mask in masks[name].items()}
            for row in np.flatnonzero(rows)[np.argsort(found[NUMBER][rows])]
        ]
        runs: tuple[tuple[int, dict[int, int]], ...] = ()
        if name in stepped:
            chosen = steps[COLUMN] == int(columns[name].datatype == "integer")
            order = np.flatnonzero(chosen)[np.argsort(steps[NUMBER][chosen])]
            runs = _runs({w: steps[f"k{w}"][order] & m for w, m in masks[name].items()}, len(order))
        elif plain[name].digits:
            bits = {w: np.array([e[w] for e in each[1:]], np.int64) for w in masks[name]}
            runs, each = _runs(bits, len(each) - 1), each[:1]
        lookups[name] = Lookup(each[0], tuple(each[1:]), runs)
    return lookups


def _listed(names: Sequence[str], columns: Mapping[str, Column], plain: Mapping[str, Plain]) -> str:
    """A row for each column's blank and for each of its listed values; all else is empty."""
    parts = []
    for number, name in enumerate(names):
        how = plain[name]
        values = [how.blank_value, *(value for _, value in how.values)]
        if how.digits:
            values += [f"'{first}{'0' * (how.digits - 1)}'" for first in range(10)]
        kind = engine_type(columns[name])
        listed = ", ".join(f"CAST({value} AS {kind})" for value in values)
        parts.append(
            f"SELECT {number} AS {COLUMN}, unnest(range({len(values)})) AS {NUMBER}, "
            f'unnest([{listed}]) AS "{name}"'
        )
    return " UNION ALL BY NAME ".join(parts)


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


def _words(
    connection: Any, sql: str, relation: str, columns: Mapping[str, Column]
) -> dict[str, Array]:
    """The words of a relation that may lack some columns."""
    empty = ", ".join(f'CAST(NULL AS {engine_type(c)}) AS "{n}"' for n, c in columns.items())
    rows = connection.execute(
        f"WITH records AS ({relation} UNION ALL BY NAME "
        f"SELECT -1 AS {COLUMN}, 0 AS {NUMBER}{', ' if empty else ''}{empty} WHERE false) "
        f"SELECT * FROM ({sql})"
    ).fetchnumpy()
    return {name: np.asarray(values, np.int64) for name, values in rows.items()}


def _runs(words: Mapping[int, Array], count: int) -> tuple[tuple[int, dict[int, int]], ...]:
    changes = np.zeros(count, np.bool_)
    changes[:1] = True
    for bits in words.values():
        changes[1:] |= bits[1:] != bits[:-1]
    starts = np.flatnonzero(changes)
    return tuple((int(at), {w: int(bits[at]) for w, bits in words.items()}) for at in starts)
