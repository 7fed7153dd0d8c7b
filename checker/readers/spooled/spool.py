"""Batches of rows as a Parquet file, which is then read as any other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from lovgraf.core.errors import InputError
from lovgraf.readers.bombs import FREE_DECODED, MAX_RATIO, bomb
from lovgraf.readers.delimited import no_rows
from lovgraf.readers.parquet import open_parquet
from lovgraf.readers.source import Request, Source, SourceColumn, SourceForm
from lovgraf.readers.temporary import full_disk


class Batches(Struct, frozen=True):
    """The rows of a file: its schema (of Arrow), and its batches."""

    schema: Any
    batches: Iterator[Any]


Opened = Callable[[Path, str], Batches]
LABEL = "lovgraf:label"
"""What the metadata of a field (of Arrow) calls the label of a column."""


def open_spooled(request: Request, form: str, opened: Opened) -> Source:
    """Open a file of a format that gives batches.

    Raises `InputError` where it is damaged, has no rows, holds far more than its size warrants, or
    finds no room on the disk.
    """
    target = request.place.file("spooled.parquet")
    write_batches(opened, request.path, request.name, target, request.place.room())
    inner = Request(target, request.name, request.connection, request.place)
    source = open_parquet(inner)
    return replace(source, form=SourceForm(form), layout=None, columns=_labelled(source, target))


def _labelled(source: Source, target: Path) -> tuple[SourceColumn, ...]:
    """The columns with the labels that the file has for them."""
    from pyarrow import parquet

    told = {field.name: field.metadata or {} for field in parquet.read_schema(target)}
    labels = {name: found.get(LABEL.encode(), b"").decode() for name, found in told.items()}
    return tuple(replace(one, label=labels.get(one.header) or None) for one in source.columns)


def write_batches(opened: Opened, path: Path, name: str, target: Path, room: int) -> None:
    """Write the rows of a file as Parquet, at most so many bytes as there is `room` for."""
    from pyarrow import parquet

    most = max(FREE_DECODED, MAX_RATIO * size_of(path))
    rows = decoded = 0
    with _readable(name, most):
        found = opened(path, name)
        with parquet.ParquetWriter(target, found.schema) as writer:
            for batch in found.batches:
                decoded += batch.nbytes
                if decoded > most:
                    raise bomb(name)
                if target.stat().st_size > room:
                    raise full_disk(name)
                rows += batch.num_rows
                writer.write_batch(batch)
    if not rows:
        raise no_rows(name)


def size_of(path: Path) -> int:
    """The bytes of a file, or of the files of a folder."""
    if path.is_dir():
        return sum(one.stat().st_size for one in path.rglob("*") if one.is_file())
    return path.stat().st_size


_PANIC = "PanicException"
"""What libraries in Rust raise where they give up; it is no `Exception`."""


class _readable:
    """Whatever a damaged file provokes in a library is one error; a file that warrants at most so
    many bytes (`most`) and finds no memory for them says that it holds more."""

    def __init__(self, name: str, most: int) -> None:
        self.name, self.small = name, most <= FREE_DECODED

    def __enter__(self) -> None:
        return

    def __exit__(self, kind: Any, error: BaseException | None, trace: Any) -> None:
        import pyarrow as pa

        claims = isinstance(error, MemoryError) and self.small
        if claims or isinstance(error, pa.ArrowMemoryError):
            raise bomb(self.name) from None
        if error is None or isinstance(error, InputError | MemoryError):
            return
        if isinstance(error, OSError) and error.errno is not None and error.filename is None:
            return  # of the disk, not of the file
        if isinstance(error, Exception) or type(error).__name__ == _PANIC:
            raise InputError(
                "Filen er beskadiget eller afkortet, eller den er skrevet på en måde, som ikke "
                "læses; skriv den igen, eller gem tabellen som Parquet.",
                "The file is damaged or cut short, or written in a way that is not read; write it "
                "again, or save the table as Parquet.",
                self.name,
            ) from None
