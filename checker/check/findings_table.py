"""Every finding as a row of a Parquet file: for the tools that go on with them, of any number.

Columns are `file` (null where the dataset is one file), `row` (1-based), `id` (null unless personal
values were asked for), `norm`, `provision`, `verdict` and `cause` (as in the report); where values
were asked for also `due` (the last day that is safe for this record), `done` (the day on which it
was done, or `none`) and `late` (days too late), null where that is not told.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from lovgraf.core.result import DONE, DUE, LATE, Batch, Cause, CheckResult

_GROUP = 200_000
"""Findings of a row group: what is held at once."""


class _Sink(io.RawIOBase):
    """What a writer writes, to be taken away piece by piece."""

    def __init__(self) -> None:
        super().__init__()
        self._pieces: list[bytes] = []
        self._size = 0

    def writable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._size

    def write(self, piece: Any) -> int:
        content = bytes(piece)
        self._pieces.append(content)
        self._size += len(content)
        return len(content)

    def taken(self) -> bytes:
        """What came since it was last asked."""
        found = b"".join(self._pieces)
        self._pieces.clear()
        return found


def write(result: CheckResult, show_values: bool) -> Iterator[bytes]:
    """The file in pieces, a row group each: what was found, then the records whose verdict is open.
    The same result gives the same bytes."""
    from pyarrow import parquet

    causes = places_of(result.causes)
    sink = _Sink()
    with parquet.ParquetWriter(sink, _schema(), compression="snappy") as writer:
        found = (one.batches(show_values) for one in (result.findings, result.open_findings))
        for group in _groups(chain.from_iterable(found)):
            writer.write_table(table(group, causes))
            yield sink.taken()
    yield sink.taken()


def places_of(causes: Iterable[Cause]) -> dict[str, tuple[str, str, str, str]]:
    """The words of the file for each cause, by its id."""
    return {c.id: (c.norm, c.provision, c.verdict, c.id) for c in causes}


def table(group: Sequence[Batch], causes: Mapping[str, tuple[str, str, str, str]]) -> Any:
    """An Arrow table of some findings, whose `causes` are written so."""
    import pyarrow as pa

    schema = _schema()
    if not group:
        return schema.empty_table()
    columns = [pa.concat_arrays(parts) for parts in zip(*map(_plain, group), strict=True)]
    named = [cause for batch in group for cause in batch.causes]
    words = [named_column([causes[cause][n] for cause in named]) for n in range(4)]
    files = named_column([batch.file for batch in group for _ in batch.rows])
    days = [_told(group, name, kind) for name, kind in zip(DAYS, schema.types[-3:], strict=True)]
    return pa.table([files, *columns, *words, *days], schema=schema)


DAYS = (DUE, DONE, LATE)
"""The headings of what is told of days."""


def _told(group: Sequence[Batch], name: str, kind: Any) -> Any:
    """What is told of findings under a heading."""
    import pyarrow as pa

    parts = []
    for batch in group:
        told = batch.who.get(name)
        count = len(batch.rows)
        parts.append(
            pa.nulls(count, kind) if told is None else pa.array(told, pa.string()).cast(kind)
        )
    return pa.concat_arrays(parts)


def _schema() -> Any:
    import pyarrow as pa

    word = pa.dictionary(pa.int32(), pa.string())
    names = ("file", "row", "id", "norm", "provision", "verdict", "cause", "due", "done", "late")
    days = (pa.date32(), pa.string(), pa.int64())
    kinds = (word, pa.int64(), pa.string(), word, word, word, word, *days)
    return pa.schema(list(zip(names, kinds, strict=True)))


def _plain(batch: Batch) -> tuple[Any, Any]:
    import pyarrow as pa

    rows = pa.array(batch.rows, pa.int64())
    names = batch.names()
    return rows, pa.nulls(len(rows), pa.string()) if names is None else pa.array(names)


def named_column(words: list[str | None] | list[str]) -> Any:
    """Words of which there are few, each once with the places where it stands."""
    import pyarrow as pa

    places = {word: place for place, word in enumerate(w for w in dict.fromkeys(words) if w)}
    indices = pa.array([places.get(word) if word else None for word in words], pa.int32())
    return pa.DictionaryArray.from_arrays(indices, pa.array(list(places), pa.string()))


def _groups(batches: Iterator[Batch]) -> Iterator[list[Batch]]:
    waiting: list[Batch] = []
    for batch in batches:
        waiting.append(batch)
        if sum(len(one.rows) for one in waiting) >= _GROUP:
            yield waiting
            waiting = []
    if waiting:
        yield waiting
