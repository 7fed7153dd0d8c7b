"""Columns of a file that give one fact together: two citizenships in two columns."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence

from lovgraf.readers.reading import TEXT_NULL_WORDS
from lovgraf.readers.source import SourceColumn, quoted
from lovgraf.readers.typed import as_text

_NOTHING = frozenset({"", *TEXT_NULL_WORDS})


def joined_text(texts: Iterable[str | None], nulls: Collection[str] = ()) -> str | None:
    """What columns say together of a row, where `nulls` are further words for nothing.

    >>> joined_text(["DK ", None]), joined_text(["DK", "SE"]), joined_text(["-", ""])
    ('DK', '["DK","SE"]', None)
    """
    trimmed = [text.strip(" ") for text in texts if text is not None]
    given = [text for text in trimmed if text not in _NOTHING and text not in nulls]
    if len(given) < 2:
        return given[0] if given else None
    return json.dumps(given, ensure_ascii=False, separators=(",", ":"))


def joined(columns: Sequence[SourceColumn], nulls: Collection[str] = ()) -> SourceColumn:
    """Columns as one, whose text is that of the one that gives something in a row, or a list in
    JSON of several; a single column as it is."""
    if len(columns) == 1:
        return columns[0]
    nothing = ", ".join(map(quoted, sorted(_NOTHING.union(nulls))))
    texts = (f"trim({as_text(one.sql, one.type)})" for one in columns)
    listed = ", ".join(f"CASE WHEN {text} NOT IN ({nothing}) THEN {text} END" for text in texts)
    given = f"list_filter([{listed}], lambda one: one IS NOT NULL)"
    many = f"CAST(to_json({given}) AS VARCHAR)"
    sql = f"CASE len({given}) WHEN 0 THEN NULL WHEN 1 THEN {given}[1] ELSE {many} END"
    return SourceColumn(columns[0].header, f"({sql})", parts=tuple(columns))


def own_columns(column: SourceColumn) -> Sequence[SourceColumn]:
    """The columns of the file that a column stands for: mostly itself."""
    return column.parts or (column,)
