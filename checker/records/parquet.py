"""Parquet files: typed columns, used as they are; a bomb is known by its metadata."""

from __future__ import annotations

from checker.records.bombs import check_parquet
from checker.records.source import (
    SAMPLE_ROWS,
    Request,
    Source,
    SourceColumn,
    file_literal,
    run,
)


def open_parquet(request: Request) -> Source:
    """Open a Parquet file.

    Raises `InputError` where it is damaged, or far larger unpacked than its size warrants.
    """
    file = file_literal(request.path, request.place)
    rows = int(run(request, f"SELECT num_rows FROM parquet_file_metadata({file})")[0][0])
    relation = f"read_parquet({file}, hive_partitioning = false)"
    columns = tuple(
        SourceColumn(str(name), _name(str(name)), str(kind))
        for name, kind, *_ in run(request, f"DESCRIBE FROM {relation}")
    )
    check_parquet(rows, len(columns), request.path.stat().st_size, request.name)
    return Source(relation, f"(FROM {relation} LIMIT {SAMPLE_ROWS})", columns, request.place, rows)


def _name(column: str) -> str:
    return '"' + column.replace('"', '""') + '"'
