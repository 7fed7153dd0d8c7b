"""N-Triples and N-Quads of any size as records: block by block into a temporary Parquet file.

What is written line by line mostly has the lines of a subject together. So blocks of whole
subjects are turned into rows one after the other, and a row never waits for a line that comes
later. Where a subject comes again after all, the file has to be read at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import numpy as np

from lovgraf.readers.headers import ID, TYPE
from lovgraf.readers.rdf_rows import ROWS, SUBJECTS, RdfRows
from lovgraf.readers.source import (
    SAMPLE_ROWS,
    Request,
    Source,
    SourceColumn,
    SourceForm,
    file_literal,
)
from lovgraf.readers.temporary import keep, not_kept
from lovgraf.readers.triples.lines import new_raw, split_lines
from lovgraf.readers.triples.parsed import parse_lines

BLOCK = 64 << 20
"""Bytes of lines that are read at once, at least."""
_BACK = 1 << 20
"""Bytes in which the first line of a subject is looked for, from the end of a block backwards."""
_GROUP, _BLOCK_FILE = 122_880, "block.nt"


class _AtOnceError(Exception):
    """The file cannot be read in blocks."""


def read_in_blocks(request: Request, form: str, rows: RdfRows) -> Source | None:
    """The records of a file of lines; None where it has to be read at once.

    Raises `InputError` for syntax errors, with the line, and where there is no room for the rows;
    and the data engine's own errors.
    """
    target = request.place.file("records.parquet")
    try:
        written = _write(request, form, rows, target)
    except (_AtOnceError, duckdb.InvalidInputException, duckdb.ConversionException):
        target.unlink(missing_ok=True)
        return None
    except OSError as error:
        raise not_kept(error, request.name) from None
    if written is None:
        return None
    names, count = written
    from lovgraf.readers.pieces import ParquetPieces

    relation = f"read_parquet({file_literal(target, request.place)})"
    columns = tuple(SourceColumn(name, f'"{name}"') for name in sorted(names))
    return Source(
        relation,
        f"(FROM {relation} LIMIT {SAMPLE_ROWS})",
        columns,
        request.place,
        count,
        pieces=ParquetPieces(target, {column.sql: column.header for column in columns}),
        form=SourceForm("rdf"),
        suspicious=False,
    )


def _write(request: Request, form: str, rows: RdfRows, target: Path) -> tuple[set[str], int] | None:
    """Write the records of all blocks; the columns with a value and the number of rows. None where
    there is none that can be checked.

    Raises `_AtOnceError` where a subject is in two blocks.
    """
    import pyarrow as pa
    from pyarrow import parquet

    connection = request.connection
    names, seen, count = {ID}, _Subjects(), 0
    schema = pa.schema([(name, pa.string()) for name in sorted({ID, *rows.columns})])
    with parquet.ParquetWriter(target, schema, compression="lz4") as writer:
        for path in _blocks(request):
            new_raw(connection)
            odd = split_lines(connection, path, request.place, form == "n-quads")
            if odd and not parse_lines(connection, odd, request.path, form, request.name):
                raise _AtOnceError
            own = rows.make()
            seen.add(connection.execute(f"SELECT hash(s) AS h FROM {SUBJECTS}").fetchnumpy()["h"])
            found = connection.sql(f"FROM {ROWS}").to_arrow_table()
            empty = pa.nulls(len(found), pa.string())
            each = [found[n] if n in found.column_names else empty for n in schema.names]
            writer.write_table(pa.table(each, schema=schema), row_group_size=_GROUP)
            names |= own
            count += len(found)
    seen.check()
    request.place.file(_BLOCK_FILE).unlink(missing_ok=True)
    connection.execute(f"DROP TABLE IF EXISTS {ROWS}; DROP TABLE IF EXISTS raw_term")
    return (names, count) if names - {ID, TYPE} else None


class _Subjects:
    """Hashes of the subjects so far: none may come again. They are looked through whenever there
    are twice as many as the last time, and in the end."""

    def __init__(self) -> None:
        self._hashes: list[Any] = []
        self._next = 0

    def add(self, hashes: Any) -> None:
        """Those of another block. Raises `_AtOnceError`."""
        self._hashes.append(np.asarray(hashes, np.uint64))
        if sum(map(len, self._hashes)) > self._next:
            self.check()

    def check(self) -> None:
        """Raise `_AtOnceError` where one comes again."""
        if not self._hashes:
            return
        whole = np.concatenate(self._hashes)
        whole.sort()
        if (whole[1:] == whole[:-1]).any():
            raise _AtOnceError
        self._hashes, self._next = [whole], 2 * len(whole)


def _blocks(request: Request) -> Iterator[Path]:
    """Blocks of the file as files of their own, one after the other, in the same place."""
    target = request.place.file(_BLOCK_FILE)
    with request.path.open("rb") as stream:
        rest = b""
        while True:
            data = rest + stream.read(BLOCK)
            if not data:
                return
            last = len(data) - len(rest) < BLOCK
            end = len(data) if last else _end(data)
            if not end:
                if len(data) > 16 * BLOCK:
                    raise _AtOnceError
                rest = data
                continue
            keep((data[:end],), target, request.name)
            rest = data[end:]
            yield target
            if last:
                return


def _end(data: bytes) -> int:
    """Where the last subject begins that may go on after the data; 0 where none is found."""
    stop = data.rfind(b"\n") + 1
    line = data.rfind(b"\n", 0, max(stop - 1, 0)) + 1
    subject = _subject(data[line:stop])
    while line and stop - line < _BACK:
        before = data.rfind(b"\n", 0, line - 1) + 1
        if _subject(data[before:line]) not in (subject, b""):
            return line
        line = before
    return 0


def _subject(line: bytes) -> bytes:
    """The first term of a line; nothing of a line without triples."""
    words = line.split(None, 1)
    return words[0] if words and not words[0].startswith(b"#") else b""
