"""Parquet files: typed columns, used as they are; a bomb is known by its metadata."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from lovgraf.readers.bombs import PARQUET_SIZES, check_decoded, check_parquet, is_small
from lovgraf.readers.pieces import NUMBERED, ParquetPieces
from lovgraf.readers.source import (
    SAMPLE_ROWS,
    Request,
    Source,
    SourceColumn,
    SourceForm,
    file_literal,
    quoted,
    run,
)
from lovgraf.readers.temporary import Workplace
from lovgraf.readers.totals import TOTAL_STARTS, TOTALS

_FEW = 100_000
"""Rows of a file that are always looked at for those that are no records."""
_LABELS = 3
"""Columns in which the first value of a row is looked for first, then so many times as many."""


def open_parquet(request: Request, headings: Collection[str] = ()) -> Source:
    """Open a Parquet file; `headings`, in lower case, are what a row of headings begins with.

    Raises `InputError` where it is damaged, or far larger unpacked than its size warrants.
    """
    file = file_literal(request.path, request.place)
    rows = int(run(request, f"SELECT num_rows FROM parquet_file_metadata({file})")[0][0])
    relation = f"read_parquet({file}, hive_partitioning = false)"
    described = run(request, f"DESCRIBE FROM {relation}")
    names = [str(name) for name, *_ in described]
    headers = _headers(request.path, names)
    columns = tuple(
        SourceColumn(header, _name(name), str(kind))
        for header, name, (_, kind, *_) in zip(headers, names, described, strict=True)
    )
    check_parquet(rows, len(columns), request.path.stat().st_size, request.name)
    if rows >= _FEW or not _is_small(request, file):
        check_decoded(request.path, request.name)
    own = {column.sql: column.header for column in columns}
    layout = ParquetLayout(own if headers == names and len(own) == len(columns) else None)
    pieces = None
    if layout.columns is not None:
        plain = divisible([column.header for column in columns])
        numbered = f"read_parquet({file}, hive_partitioning = false, {NUMBERED} = true)"
        pieces = ParquetPieces(
            request.path,
            layout.columns,
            ahead=request.ahead,
            numbered=numbered if plain else None,
        )
    return Source(
        relation,
        layout.sample(request.path, request.place),
        columns,
        request.place,
        rows,
        layout=layout if divisible([column.header for column in columns]) else None,
        pieces=pieces,
        form=SourceForm("parquet"),
        suspicious=rows < _FEW or _is_suspicious(request, relation, columns, headings),
    )


def _is_small(request: Request, file: str) -> bool:
    """Whether a file is small by what it says of its parts: Arrow, which looks into others, takes
    longer to load than few rows take."""
    ((values, unpacked, decoded),) = run(
        request, f"SELECT {PARQUET_SIZES} FROM parquet_metadata({file})"
    )
    return is_small(values, unpacked, decoded)


_NUMBERED = re.compile(r"(.+)_[0-9]+", re.DOTALL)


def _headers(path: Path, names: list[str]) -> list[str]:
    """The columns as the file calls them, where the data engine has numbered those of one name."""
    own = {name.lower() for name in names}
    if not any((m := _NUMBERED.fullmatch(name)) and m[1].lower() in own for name in names):
        return names
    from pyarrow import parquet

    found = [str(name) for name in parquet.read_schema(path).names]
    return found if len(found) == len(names) else names


def _is_suspicious(
    request: Request,
    relation: str,
    columns: Sequence[SourceColumn],
    headings: Collection[str],
) -> bool:
    """Whether some row is blank, or its first value begins as a total does; where all columns are
    texts, also whether that is a heading.

    A column with blanks may well stand first: then the first value of the row counts. It mostly
    stands in one of the first columns, so that no others are read until it may not.
    """
    first = next(iter(columns), None)
    if first is None:
        return False

    def is_some(condition: str) -> bool:
        return bool(run(request, f"SELECT 1 FROM {relation} WHERE {condition} LIMIT 1"))

    blank = f"{first.sql} IS NULL"
    if first.type == "VARCHAR":
        blank = f"({blank} OR {first.sql} = '')"
        odd = _begins_oddly(first.sql)
        if all(column.type == "VARCHAR" for column in columns):
            own = {column.header.lower() for column in columns}
            listed = ", ".join(map(quoted, sorted({*own, *headings})))
            odd += f" OR lower({first.sql}) IN (SELECT unnest([{listed}]))"
        if is_some(odd):
            return True
    texts = [f"nullif(CAST({column.sql} AS VARCHAR), '')" for column in columns[1:]]
    size = _LABELS
    while True:
        label = f"coalesce({', '.join([*texts[:size], quoted('')])})"
        found = is_some(f"{blank} AND ({label} = '' OR {_begins_oddly(label)})")
        if not found or size >= len(texts):
            return found
        size *= _LABELS


def _begins_oddly(text: str) -> str:
    """SQL: whether a text is a total, or begins as a rule does."""
    starts = ", ".join(map(quoted, TOTAL_STARTS))
    total = quoted(rf"(?i){TOTALS}\b")
    return (
        f"left({text}, 2) IN ('--', '==') OR lower(left({text}, 3)) IN ({starts}) "
        f"AND regexp_matches({text}, '^' || {total})"
    )


def divisible(columns: Iterable[str]) -> bool:
    """Whether a file with these columns can be read in parts: none of them is called as the number
    of a row is."""
    return NUMBERED not in columns


class ParquetLayout(Struct, frozen=True):
    """A Parquet file is cut by rows, between its row groups; `columns` are its columns by the SQL
    that names them (None where two have one name)."""

    columns: Mapping[str, str] | None

    def sample(self, path: Path, place: Workplace) -> str:
        """SQL of the first rows."""
        file = file_literal(path, place)
        return f"(FROM read_parquet({file}, hive_partitioning = false) LIMIT {SAMPLE_ROWS})"

    def cuts(self, path: Path, size: int) -> tuple[int, ...]:
        """Numbers of rows, from 0, at which groups begin that are `size` bytes apart or more."""
        from pyarrow import parquet

        metadata = parquet.read_metadata(path)
        found, row, held = [0], 0, 0
        for number in range(metadata.num_row_groups):
            group = metadata.row_group(number)
            if held and held + _packed(group) > size:
                found.append(row)
                held = 0
            held += _packed(group)
            row += group.num_rows
        return (*found, row)

    def part(self, path: Path, place: Workplace, first: int, last: int) -> str:
        """SQL of the rows from number `first` up to `last`; other row groups are not read."""
        file = file_literal(path, place)
        return (
            f"(SELECT * EXCLUDE ({NUMBERED}) FROM read_parquet({file}, hive_partitioning = false, "
            f"{NUMBERED} = true) WHERE {NUMBERED} BETWEEN {first} AND {last - 1})"
        )

    def copy(self, path: Path, place: Workplace, first: int, last: int) -> None:
        """See `Layout`: nothing, they are read where they stand."""

    def pieces_of(self, path: Path, first: int, last: int) -> ParquetPieces | None:
        """See `Layout`."""
        return None if self.columns is None else ParquetPieces(path, self.columns, (first, last))

    def lines_of(self, path: Path, place: Workplace) -> None:
        """See `Layout`."""


def _packed(group: Any) -> int:
    """The bytes of a row group in the file."""
    return sum(group.column(n).total_compressed_size for n in range(group.num_columns))


def _name(column: str) -> str:
    return '"' + column.replace('"', '""') + '"'
