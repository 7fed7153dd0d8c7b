"""A large Parquet file in parts of whole row groups, each of which is checked and kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from msgspec import Struct

from lovgraf.check.parts.blocks import bytes_digest
from lovgraf.check.parts.larger_than_memory import rows_of_a_part

SIZE, LARGEST, LARGER = 32 << 20, 128 << 20, 512 << 20
"""Bytes of a part, at least: some hundred thousand rows or more; four times as much of the largest
files, since each part costs a third of a second, however many rows it has; and more where nothing
of them is kept for later."""
ROWS = 4_000_000
"""Rows of a part, at most, where row groups have fewer: memory grows with rows, not with bytes."""
_PARTS, _FEW = 8, 3
"""Parts from which they are made larger; and where nothing is kept of them."""


class Groups(Struct, frozen=True):
    """Row groups of a file that lie in its bytes `start` to `end` and hold its rows from number
    `rows` up to `last`; `schema` tells the columns."""

    path: Path
    schema: str
    start: int
    end: int
    rows: int
    last: int

    @property
    def places(self) -> tuple[int, int]:
        """Where it begins and ends, as the file's layout tells it."""
        return self.rows, self.last

    def digest(self) -> str:
        """A SHA-256 of the bytes, the columns and the number of rows."""
        first = f"{self.schema}\n{self.last - self.rows}\n".encode()
        return bytes_digest(self.path, self.start, self.end, first)


def divide_groups(path: Path, few: bool = False) -> list[Groups]:
    """The parts of a Parquet file, as `few` as memory allows or as small as can be; none where it
    is small or cannot be divided."""
    if path.suffix.lower() != ".parquet" or path.stat().st_size < 2 * SIZE:
        return []
    import pyarrow as pa
    from pyarrow import parquet

    from lovgraf.readers.parquet import divisible

    try:
        metadata = parquet.read_metadata(path)
        schema = parquet.read_schema(path)
    except (pa.ArrowException, OSError):
        return []  # the check itself says what is wrong with it
    if not divisible(schema.names):
        return []
    found = list(_parts(path, metadata, schema.remove_metadata().to_string(), few))
    return found if len(found) > 1 else []


def _parts(path: Path, metadata: Any, schema: str, few: bool) -> Iterator[Groups]:
    places, rows, first = list[tuple[int, int]](), 0, 0
    least = _least(path.stat().st_size, few)
    most = min(ROWS, rows_of_a_part()) if few else ROWS
    for number in range(metadata.num_row_groups):
        group = metadata.row_group(number)
        places += [_place(group.column(n)) for n in range(group.num_columns)]
        rows += group.num_rows
        start, end = min(place[0] for place in places), max(place[1] for place in places)
        many = rows - first + _rows(metadata, number + 1) > most
        if end - start >= least or many or number == metadata.num_row_groups - 1:
            yield Groups(path, schema, start, end, first, rows)
            places, first = [], rows


def _rows(metadata: Any, number: int) -> int:
    """How many rows a row group has; none where there is no such group."""
    return int(metadata.row_group(number).num_rows) if number < metadata.num_row_groups else 0


def _least(size: int, few: bool) -> int:
    """Bytes of a part, at least, of a file of a size: doubled, so that few sizes differ in it."""
    least, most, parts = SIZE, *((LARGER, _FEW) if few else (LARGEST, _PARTS))
    while least < most and size > parts * least:
        least *= 2
    return least


def _place(column: Any) -> tuple[int, int]:
    """Where the bytes of a column of a row group begin and end."""
    start = column.data_page_offset
    if column.has_dictionary_page and column.dictionary_page_offset is not None:
        start = min(start, column.dictionary_page_offset)
    return start, start + column.total_compressed_size
