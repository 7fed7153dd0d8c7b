"""The types of record in a table, each with its own rows."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from lovgraf.facts.vocabulary import FactVocabulary
from lovgraf.readers.headers import TYPE
from lovgraf.readers.source import quoted
from lovgraf.readers.table import InputTable

TYPED_ROWS, RAW_ROWS = "typed_rows", "raw_rows"
"""The relations that are made where a file has several types of record."""


def record_types(
    connection: Any,
    table: InputTable,
    facts: FactVocabulary,
    known: Collection[str] | None = None,
) -> list[tuple[str, str, str | None]]:
    """The types of record in a table: (notation, relation of its raw rows, SQL of the row).

    Only those `known` (by notation; all that the vocabulary has unless given). A row that does not
    say its type is of the usual one.
    """
    wanted = set(facts.record_types.values() if known is None else known)
    if table.record_type is not None or TYPE not in table.values:
        kind = table.record_type or facts.usual_type
        return [(kind, table.source, table.row)] if kind in wanted else []
    stated = table.values[TYPE]
    connection.execute(f"CREATE VIEW {RAW_ROWS} AS SELECT * FROM {table.source}")
    connection.execute(
        f"CREATE TABLE {TYPED_ROWS} AS SELECT *, coalesce({stated}, {quoted(facts.usual_type)}) "
        f"AS _type, {table.row or 'row_number() OVER ()'} AS _row FROM {RAW_ROWS}"
    )
    kinds = connection.execute(f"SELECT DISTINCT _type FROM {TYPED_ROWS} ORDER BY 1").fetchall()
    return [
        (kind, f"(SELECT * FROM {TYPED_ROWS} WHERE _type = {quoted(kind)})", "_row")
        for (kind,) in kinds
        if kind in wanted
    ]
