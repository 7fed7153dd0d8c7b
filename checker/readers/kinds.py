"""The types of record in a table, each with its own rows."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import partial
from typing import Any

from msgspec import Struct

from lovgraf.facts.vocabulary import FactVocabulary
from lovgraf.readers.headers import TYPE
from lovgraf.readers.pieces import NOTHING_TYPED, CsvPieces, OddFileError, Read, Types, in_order
from lovgraf.readers.source import quoted
from lovgraf.readers.table import InputTable

TYPED_ROWS, RAW_ROWS = "typed_rows", "raw_rows"
"""The relations that are made where a file has several types of record."""
PARTED_ROW = "_row"
"""What names the number of a row in the file there."""
UNREAD = "?"
"""The type of rows that say one which cannot be read: no rule is asked of them, since it is not
known which hold."""
_MANY = 20_000
"""Rows from which the types of all of them are looked for apart from the data engine."""
_FIRST = 6 << 20
"""Bytes of which the types are told, if the file is taken to have no others."""
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
    say its type is of the usual one, one that says a type which cannot be read of none (`UNREAD`).
    Where all rows are of one type they are not parted, unless
    `always_parted`: a part of a file is read as the whole of it is. With `by_first` the first rows
    of many may tell the type of all: whoever reads the pieces is told by `OtherTextError` where
    others say something else.
    """
    wanted = {UNREAD, *facts.record_types.values()} if known is None else set(known)
    if table.record_type is not None or TYPE not in table.values:
        kind = table.record_type or facts.usual_type
        return [(kind, table.source, table.row)] if kind in wanted else []
    only = None if always_parted else only_type(connection, table, facts, by_first)
    if by_first and only is not None and only not in wanted:
        only = only_type(connection, table, facts)
    if only is not None:
        return [(only, table.source, table.row)] if only in wanted else []
    return _parted(connection, table, facts, wanted, "TABLE")


class TypesApart(Struct, frozen=True):
    """The types of record in a file of which the pieces tell the rows: as `record_types` gives
    them, and how they are told."""

    found: list[tuple[str, str, str | None]]
    told: Types


def types_apart(
    connection: Any, table: InputTable, facts: FactVocabulary, by_first: bool
) -> TypesApart | None:
    """The types of record of a table that has several of them; None where it has not, or where only
    the data engine can part them. `by_first` as in `record_types`.

    The relations of the rows are views: who goes through one goes through the file.
    """
    if table.record_type is not None or TYPE not in table.values or table.rows < _MANY:
        return None
    texts = _texts(table, by_first)
    if texts is None:
        return None
    told: dict[str, set[str | None]] = {}
    for text, kind in _kinds_of(connection, table, facts, texts, f"DISTINCT {_own(table)}, "):
        told.setdefault(kind, set()).add(text)
    if len(told) < 2 or not set(told) <= {UNREAD, *facts.record_types.values()}:
        return None
    found = _parted(connection, table, facts, told, "VIEW")
    assert table.pieces is not None
    listed = tuple(frozenset(told[kind]) for kind, _, _ in found)
    return TypesApart(found, Types(table.pieces.columns[_own(table)], listed))


def part_by_engine(connection: Any, table: InputTable, facts: FactVocabulary) -> None:
    """Let the relations of types that were told apart be those of a table, whose rows are parted
    once."""
    _make_parted(connection, table, facts, "TABLE")


def _stated(table: InputTable, facts: FactVocabulary) -> str:
    """SQL of the type that a row says."""
    known = f"coalesce({table.values[TYPE]}, {quoted(facts.usual_type)})"
    unread = table.unreadable.get(TYPE)
    return known if unread is None else f"CASE WHEN {unread} THEN {quoted(UNREAD)} ELSE {known} END"


def _own(table: InputTable) -> str:
    """SQL of the column of types as the file has it."""
    return str(table.plain[TYPE].source)


def _parted(
    connection: Any,
    table: InputTable,
    facts: FactVocabulary,
    wanted: Collection[str],
    made: str,
) -> list[tuple[str, str, str | None]]:
    """The types that are `wanted`, with the relation that is `made` of the rows."""
    _make_parted(connection, table, facts, made)
    kinds: Iterable[str] = wanted
    if made == "TABLE":
        found = connection.execute(f"SELECT DISTINCT _type FROM {TYPED_ROWS}").fetchall()
        kinds = {kind for (kind,) in found} & {*wanted}
    return [
        (kind, f"(SELECT * FROM {TYPED_ROWS} WHERE _type = {quoted(kind)})", PARTED_ROW)
        for kind in sorted(kinds)
    ]


def _make_parted(connection: Any, table: InputTable, facts: FactVocabulary, made: str) -> None:
    number = table.row or "row_number() OVER ()"
    views = connection.execute("SELECT view_name FROM duckdb_views()").fetchall()
    if (TYPED_ROWS,) in views:  # of types that were told by the first rows, or apart
        connection.execute(f"DROP VIEW {TYPED_ROWS}")
    connection.execute(f"CREATE OR REPLACE VIEW {RAW_ROWS} AS SELECT * FROM {table.source}")
    connection.execute(
        f"CREATE {made} {TYPED_ROWS} AS "
        f"SELECT *, {_stated(table, facts)} AS _type, {number} AS {PARTED_ROW} FROM {RAW_ROWS}"
    )


def _kinds_of(
    connection: Any,
    table: InputTable,
    facts: FactVocabulary,
    texts: list[str | None],
    selected: str = "DISTINCT ",
) -> list[Any]:
    """The types that texts of the column of types say."""
    rows = f"(SELECT unnest($1::VARCHAR[]) AS {_own(table)})"
    found: list[Any] = connection.execute(
        f"SELECT {selected}{_stated(table, facts)} FROM {rows}", [texts]
    ).fetchall()
    return found


def only_type(
    connection: Any, table: InputTable, facts: FactVocabulary, by_first: bool = False
) -> str | None:
    """The type of all rows of a table that says types, if they are all of one; then they need not
    be parted. `by_first` as in `record_types`."""
    kinds = types_of(connection, table, facts, by_first)
    return min(kinds) if len(kinds) == 1 else None


def types_of(
    connection: Any, table: InputTable, facts: FactVocabulary, by_first: bool = False
) -> set[str]:
    """The types of the rows of a table that says types; `by_first` as in `record_types`."""
    texts = None if table.rows < _MANY else _texts(table, by_first)
    if texts is not None:
        found = _kinds_of(connection, table, facts, texts)
    else:
        sql = f"SELECT DISTINCT {_stated(table, facts)} FROM {table.source}"
        found = connection.execute(sql).fetchall()
    return {str(kind) for (kind,) in found}


def _texts(table: InputTable, by_first: bool) -> list[str | None] | None:
    """The distinct texts of the column of types; None where only the data engine can tell, or where
    they are many. `by_first` as in `record_types`."""
    pieces, own = table.pieces, table.plain[TYPE].source
    if pieces is None or own is None or own not in pieces.columns:
        return None
    import pyarrow as pa

    name = pieces.columns[own]
    if by_first and [*pieces.expected] == [name]:  # they were asked for before
        return sorted(pieces.expected[name], key=str)
    try:
        if pieces.types().get(name) != pa.string():
            return None
        found: set[str | None] = set()
        asked = [name], frozenset({name}), NOTHING_TYPED
        if isinstance(pieces, CsvPieces):
            pieces.expected.clear()
            if by_first:
                (read,) = pieces.beginning(_FIRST).read(*asked)
                pieces.expected[name] = frozenset(_distinct(read, name))
                return sorted(pieces.expected[name], key=str)
        reads = pieces.again().read(*asked)
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
