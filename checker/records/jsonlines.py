"""JSON: one object a line, or one array of objects; every value is read by the rules for text."""

from __future__ import annotations

from lovgraf.records.delimited import empty
from lovgraf.records.headers import HeaderBook
from lovgraf.records.source import (
    SAMPLE_ROWS,
    Request,
    Source,
    SourceColumn,
    SourceForm,
    file_literal,
    quoted,
    run,
)

_KEYS = 2000
_SMALL = 4 << 20
_LINE = 400
"""About as many bytes as a record takes."""


def open_json(request: Request, book: HeaderBook) -> Source:
    """Open JSON lines or an array.

    Keys are those of the first rows and every canonical name. A line that is no object is named as
    a row that cannot be read. Raises `InputError` where the file holds none.
    """
    with request.path.open("rb") as stream:
        first = stream.read(1 << 16).lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if not first:
        raise empty(request.name)
    form = "array" if first == b"[" else "newline_delimited"
    file = file_literal(request.path, request.place)
    keys = [
        str(name)
        for name, *_ in run(
            request,
            f"DESCRIBE FROM read_json({file}, format = '{form}', records = true, "
            f"maximum_depth = 1, sample_size = {SAMPLE_ROWS}, "
            f"ignore_errors = {str(form != 'array').lower()})",
        )
    ][:_KEYS]
    seen = {key.casefold() for key in keys}
    further = [name for name in sorted(book.columns) if name.casefold() not in seen]
    spec = ", ".join(f"{quoted(key)}: 'VARCHAR'" for key in (*keys, *further))
    relation = (
        f"read_json({file}, format = '{form}', records = true, columns = {{{spec}}}, "
        f"ignore_errors = {str(form != 'array').lower()})"
    )
    used, blank_rows = _used(request, relation, keys, further)
    columns = tuple(SourceColumn(key, _name(key)) for key in (*keys, *used))
    sample = f"(FROM {relation} LIMIT {SAMPLE_ROWS})"
    rows = request.path.stat().st_size // _LINE
    marks = {column.sql: column.type for column in columns}
    return Source(
        relation, sample, columns, request.place, rows, marks=marks,
        form=SourceForm("json"), suspicious=bool(blank_rows) or rows * _LINE < _SMALL,
    )  # fmt: skip


def _used(
    request: Request, relation: str, keys: list[str], names: list[str]
) -> tuple[list[str], int]:
    """The canonical names that the first rows lack and later rows have, and how many rows have
    nothing at all."""
    nothing = " AND ".join(f"{_name(name)} IS NULL" for name in (*keys, *names)) or "true"
    counted = [f"count({_name(name)})" for name in names]
    blank, *counts = run(
        request,
        f"SELECT {', '.join([f'count(*) FILTER ({nothing})', *counted])} FROM {relation}",
    )[0]
    return [name for name, count in zip(names, counts, strict=True) if count], int(blank)


def _name(key: str) -> str:
    return '"' + key.replace('"', '""') + '"'
