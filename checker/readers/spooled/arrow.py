"""Arrow files (Feather) and streams of Arrow."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lovgraf.core.errors import InputError
from lovgraf.readers.spooled.spool import Batches


def open_file(path: Path, _name: str) -> Batches:
    """The batches of a file, one at a time."""
    import pyarrow as pa

    file = pa.ipc.open_file(pa.memory_map(str(path)))
    batches = (file.get_batch(number) for number in range(file.num_record_batches))
    return plain(file.schema, batches)


_MARK, _NOTHING = b"\xff\xff\xff\xff", b"\0\0\0\0"
"""What a message begins with (not so before version 0.15), and its length where it is the end."""


def open_stream(path: Path, name: str) -> Batches:
    """The batches of a stream that was saved to a file.

    Raises `InputError` where it does not end as its writer ends one: batches may be missing.
    """
    import pyarrow as pa

    with path.open("rb") as saved:
        end = _MARK + _NOTHING if saved.read(len(_MARK)) == _MARK else _NOTHING
        saved.seek(-min(len(end), path.stat().st_size), 2)
        if saved.read() != end:
            raise InputError(
                "Arrow-strømmen slutter uden sit slutmærke: den er afkortet, eller dens skriver "
                "blev ikke lukket, og rækker kan mangle. Skriv den igen.",
                "The Arrow stream ends without its end mark: it is cut short, or its writer was "
                "not closed, and rows may be missing. Write it again.",
                name,
            )
    stream = pa.ipc.open_stream(pa.memory_map(str(path)))
    return plain(stream.schema, iter(stream))


def plain(schema: Any, batches: Iterator[Any]) -> Batches:
    """The same with columns of types that Parquet has: words in place of their numbers."""
    import pyarrow as pa

    fields = []
    for field in schema:
        kind = field.type.value_type if pa.types.is_dictionary(field.type) else field.type
        if pa.types.is_null(kind) or pa.types.is_string_view(kind):
            kind = pa.string()
        fields.append(pa.field(field.name, kind))
    wanted = pa.schema(fields)
    return Batches(wanted, (_cast(batch, wanted) for batch in batches))


def _cast(batch: Any, wanted: Any) -> Any:
    import pyarrow as pa

    columns = [
        column if column.type == field.type else column.cast(field.type)
        for column, field in zip(batch.columns, wanted, strict=True)
    ]
    return pa.RecordBatch.from_arrays(columns, schema=wanted)
