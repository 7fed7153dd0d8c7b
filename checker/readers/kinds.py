"""The types of record in a table, each with its own rows."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial
from typing import Any

from lovgraf.facts.vocabulary import FactVocabulary
from lovgraf.readers.headers import TYPE
from lovgraf.readers.pieces import NOTHING_TYPED, CsvPieces, OddFileError, Read, in_order
from lovgraf.readers.source import quoted
from lovgraf.readers.table import InputTable

TYPED_ROWS, RAW_ROWS = "typed_rows", "raw_rows"
"""The relations that are made where a file has several types of record."""
PARTED_ROW = "_row"
"""What names the number of a row in the file there."""
_MANY = 20_000
"""Rows from which the types of all of them are looked for apart from the data engine."""
_MOST = 1_000
"""Texts of types that are told apart, at most."""


def record_types(
    connection: Any,
    table: InputTable,
    facts: FactVocabulary,
    known: Collection[str] | None = None,
    *,
    always_parted: bool = False,
    by_first: bool = False,
) -> list[tuple[str, str, str | None]]:
    """The types of record in a table: (notation, relation of its raw rows, SQL of the row).

    Only those `known` (by notation; all that the vocabulary has unless given). A row that does not
    say its type is of the usual one. Where all rows are of one type they are not parted, unless
    `always_parted`: a part of a file is read as the whole of it is. With `by_first` the first rows
    of many may tell the type of all: whoever reads the pieces is told by `OtherTextError` where
    others say something else.
    """
    wanted = set(facts.record_types.values() if known is None else known)
    if table.record_type is not None or TYPE not in table.values:
        kind = table.record_type or facts.usual_type
        return [(kind, table.source, table.row)] if kind in wanted else []
    stated, usual = table.values[TYPE], quoted(facts.usual_type)
    only = None if always_parted else only_type(connection, table, facts, by_first)
    if by_first and only is not None and only not in wanted:
        only = only_type(connection, table, facts)
    if only is not None:
        return [(only, table.source, table.row)] if only in wanted else []
    connection.execute(f"CREATE VIEW {RAW_ROWS} AS SELECT * FROM {table.source}")
    connection.execute(
        f"CREATE TABLE {TYPED_ROWS} AS SELECT *, coalesce({stated}, {usual}) "
        f"AS _type, {table.row or 'row_number() OVER ()'} AS {PARTED_ROW} FROM {RAW_ROWS}"
    )
    kinds = connection.execute(f"SELECT DISTINCT _type FROM {TYPED_ROWS} ORDER BY 1").fetchall()
    return [
        (kind, f"(SELECT * FROM {TYPED_ROWS} WHERE _type = {quoted(kind)})", PARTED_ROW)
        for (kind,) in kinds
        if kind in wanted
    ]


def only_type(
    connection: Any, table: InputTable, facts: FactVocabulary, by_first: bool = False
) -> str | None:
    """The type of all rows of a table that says types, if they are all of one; then they need not
    be parted. `by_first` as in `record_types`."""
    stated = f"coalesce({table.values[TYPE]}, {quoted(facts.usual_type)})"
    texts = None if table.rows < _MANY else _texts(table, by_first)
    if texts is None:
        found = connection.execute(f"SELECT DISTINCT {stated} FROM {table.source} LIMIT 2")
    else:
        own = table.plain[TYPE].source
        rows = f"(SELECT unnest($1::VARCHAR[]) AS {own})"
        found = connection.execute(f"SELECT DISTINCT {stated} FROM {rows} LIMIT 2", [texts])
    kinds = found.fetchall()
    return str(kinds[0][0]) if len(kinds) == 1 else None


def _texts(table: InputTable, by_first: bool) -> list[str | None] | None:
    """The distinct texts of the column of types; None where only the data engine can tell, or where
    they are many. `by_first` as in `record_types`."""
    pieces, own = table.pieces, table.plain[TYPE].source
    if pieces is None or own is None or own not in pieces.columns:
        return None
    import pyarrow as pa

    name = pieces.columns[own]
    try:
        if pieces.types().get(name) != pa.string():
            return None
        found: set[str | None] = set()
        reads = pieces.again().read([name], frozenset({name}), NOTHING_TYPED)
        if isinstance(pieces, CsvPieces):
            pieces.expected.clear()
            if by_first:
                pieces.expected[name] = frozenset(_distinct(next(reads), name))
                return sorted(pieces.expected[name], key=str)
        for texts in in_order(partial(_distinct, read, name) for read in reads):
            found |= texts
            if len(found) > _MOST:
                return None
    except OddFileError:
        return None
    return sorted(found, key=str)


def _distinct(read: Read, name: str) -> set[str | None]:
    """The texts of a column of a piece."""
    return set(read().column(name).unique().to_pylist())
