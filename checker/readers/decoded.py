"""The first row groups of a Parquet file, decoded before anyone has asked for them."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import CancelledError, Future
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lovgraf.readers.columns_read import ColumnsRead

if TYPE_CHECKING:
    import pyarrow as pa

RowGroups = tuple[int, ...]
"""Numbers of row groups that are read at once."""
ROWS = 131_072
"""Rows that are read at once, where the row groups allow."""
_MOST = 224 << 20
"""Bytes of decoded rows that are kept, at most."""
_VALUE = 8
"""Bytes that a decoded value takes, at most, beside what it takes in the file."""
_FEW = 1.5
"""Bytes that a text takes in the file, on average, in a column that has few different ones."""
_MAGIC = b"PAR1"


class Decoded:
    """Rows by their row groups. One thread fills it; others take from it what is there."""

    def __init__(self) -> None:
        self._groups: dict[RowGroups, Future[Any]] = {}
        self._closed, self._lock = False, threading.Lock()
        self._columns: ColumnsRead | None = None
        self._asked, self._taken = set[str](), set[str]()

    def fill(self, path: Path) -> None:
        """Decode row groups in their order, as many as may be kept, until the first are taken;
        nothing of a file that is not Parquet. Of their columns those that an earlier check of a
        file with the same read; all where there was none.

        Raises whatever the file leads to.
        """
        with path.open("rb") as stream:
            if stream.read(len(_MAGIC)) != _MAGIC:
                return
        import pyarrow as pa
        from pyarrow import parquet

        from lovgraf.readers.bombs import check_decoded

        check_decoded(path, path.name)
        # Other pools give memory back and fetch it anew for each piece, which costs a third more.
        pa.set_memory_pool(pa.system_memory_pool())
        metadata = parquet.read_metadata(path)
        file = parquet.ParquetFile(
            path, metadata=metadata, read_dictionary=_few(metadata), pre_buffer=False
        )
        self._columns = ColumnsRead(metadata.schema.to_arrow_schema().names)
        names, room = self._columns.names, _MOST
        for chosen, large in row_groups(metadata):
            weight = sum(_weight(metadata.row_group(group)) for group in chosen)
            future: Future[Any] = Future()
            with self._lock:
                if large or weight > room or self._closed:
                    return
                self._groups[chosen] = future
            try:
                found = file.read_row_groups(chosen, names, use_threads=False).combine_chunks()
                room -= found.nbytes
                future.set_result(found)
            except BaseException as error:
                future.set_exception(error)
                raise

    def take(
        self, chosen: RowGroups, names: Sequence[str], coded: Collection[str]
    ) -> pa.Table | None:
        """Some columns of row groups that are decoded, and no longer kept then; texts of those
        `coded` come as dictionaries. None where they are not there."""
        with self._lock:
            self._closed = True
            future = self._groups.pop(chosen, None)
            if future is None:
                return None
            self._taken |= {*names}
        try:
            return as_asked(future.result().select(list(names)), coded)
        except (Exception, CancelledError):
            return None

    def first(self, rows: int, names: Sequence[str]) -> pa.Table | None:
        """Some columns of the first rows, texts all; None where they are not decoded yet, or the
        data engine may read them otherwise."""
        with self._lock:
            self._asked |= {*names}
            future = next(iter(self._groups.values()), None)
        if future is None or not future.done() or future.exception() is not None:
            return None
        return _texts(future.result(), rows, names)

    def remember(self) -> None:
        """Keep for later checks which columns were asked for, where rows were taken."""
        if self._columns is not None and self._taken:
            self._columns.keep(self._asked | self._taken)

    def drop(self) -> None:
        """Keep nothing any more."""
        with self._lock:
            self._closed = True
            self._groups.clear()


def row_groups(
    metadata: Any, rows: tuple[int, int] | None = None
) -> Iterator[tuple[RowGroups, bool]]:
    """Row groups that are read at once, in order, and whether it is a single one that is too large
    for that; of those only that lie within `rows`, from the first up to the last."""
    waiting: list[int] = []
    count = end = 0
    first, last = rows or (0, metadata.num_rows)
    for group in range(metadata.num_row_groups):
        size = metadata.row_group(group).num_rows
        end += size
        if not first < end <= last:
            continue
        if waiting and count + size > ROWS:
            yield tuple(waiting), False
            waiting, count = [], 0
        if size > 2 * ROWS:
            yield (group,), True
            continue
        waiting.append(group)
        count += size
    if waiting:
        yield tuple(waiting), False


def as_asked(table: pa.Table, coded: Collection[str]) -> pa.Table:
    """A table with texts in the one form that there is of them here, as dictionaries where these
    are asked for, and nowhere else."""
    import pyarrow as pa

    packed = pa.dictionary(pa.int32(), pa.string())
    for place, field in enumerate(table.schema):
        kind = as_texts(field.type)
        if kind == pa.string() and field.name in coded:
            kind = packed
        if field.type == kind:
            continue
        column = table.column(place).combine_chunks()
        if kind == packed and not pa.types.is_dictionary(field.type):
            changed = column.cast(pa.string()).dictionary_encode()
        elif pa.types.is_dictionary(field.type) and kind == pa.string():
            changed = column.dictionary_decode().cast(kind)
        else:
            changed = column.cast(kind)
        table = table.set_column(place, field.name, changed)
    return table


def as_texts(kind: pa.DataType) -> pa.DataType:
    """The type by which a column is read: texts are texts, however a file holds them."""
    import pyarrow as pa

    inner = kind.value_type if pa.types.is_dictionary(kind) else kind
    texts = (pa.string(), pa.large_string(), pa.string_view())
    return pa.string() if inner in texts else kind


def _texts(table: pa.Table, rows: int, names: Sequence[str]) -> pa.Table | None:
    """Some columns of the first of more rows, if all of them are sound texts."""
    import pyarrow as pa

    if table.num_rows < rows or not {*names} <= {*table.column_names}:
        return None
    found = as_asked(table.select(list(names)).slice(0, rows), ())
    if any(field.type != pa.string() for field in found.schema):
        return None
    try:
        found.validate(full=True)
    except pa.ArrowInvalid:
        return None
    return found


def _few(metadata: Any) -> list[str]:
    """The columns of texts that probably have few different ones: they take little in the file."""
    import pyarrow as pa

    if not metadata.num_row_groups:
        return []
    group, found = metadata.row_group(0), []
    for place, field in enumerate(metadata.schema.to_arrow_schema()):
        size = group.column(place).total_uncompressed_size
        if field.type == pa.string() and size < _FEW * group.num_rows:
            found.append(field.name)
    return found


def _weight(group: Any) -> int:
    """How many bytes a decoded row group takes, at most, if its metadata are true."""
    return int(max(group.total_byte_size, 0) + _VALUE * group.num_rows * group.num_columns)
