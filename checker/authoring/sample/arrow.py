"""Turn drawn numbers into Arrow columns: dates, yes and no, texts, and digits of fixed width."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from lovgraf.authoring.sample.draw import BLANK, Chunk, Drawer, Values
from lovgraf.authoring.sample.profiles import Kind, ProfileBook

_WIDTHS = {"cpr": 10, "account": 14}
_SERIAL_WIDTH = 9
_TYPES = {"boolean": pa.bool_(), "integer": pa.int64(), "date": pa.date32()}


class Tables:
    """Makes tables of one schema out of chunks; columns that faults write text into are text."""

    def __init__(self, book: ProfileBook, drawer: Drawer, faults: bool) -> None:
        self._columns, self._drawer = book.columns, drawer
        self._prefixes = {
            name: draw.other
            for profile in book.profiles
            for name, draw in profile.facts.items()
            if draw.way == "serial"
        }
        self._as_text = {
            name
            for fault in (book.faults if faults else ())
            for name, draw in fault.changes.items()
            if draw.way == "text"
        }
        self.schema = pa.schema([(name, self._type(name, kind)) for name, kind in
                                 book.columns.items()])  # fmt: skip

    def _type(self, name: str, kind: Kind) -> Any:
        return pa.string() if name in self._as_text else _TYPES.get(kind, pa.string())

    def table(self, chunk: Chunk) -> Any:
        """A chunk as a record batch."""
        arrays = [self._array(name, kind, chunk) for name, kind in self._columns.items()]
        return pa.record_batch(arrays, schema=self.schema)

    def _array(self, name: str, kind: Kind, chunk: Chunk) -> Any:
        values = chunk.columns[name]
        array = self._typed(name, kind, values)
        if name not in self._as_text:
            return array
        array = array.cast(pa.string())
        for text, rows in chunk.text.get(name, {}).items():
            mask = np.zeros(len(values), bool)
            mask[rows] = True
            array = pc.if_else(pa.array(mask), pa.scalar(text), array)
        return array

    def _typed(self, name: str, kind: Kind, values: Values) -> Any:
        blank = values == BLANK
        if kind == "string":
            words = pa.array(list(self._drawer.vocabularies[name].places), pa.string())
            places = pa.array(np.where(blank, 0, values).astype(np.int32), mask=blank)
            return words.take(places) if len(words) else pa.nulls(len(values), pa.string())
        if kind == "date":
            return pa.array(values.astype(np.int32), pa.int32(), mask=blank).cast(pa.date32())
        if kind == "boolean":
            return pa.array(values == 1, mask=blank)
        if kind == "integer":
            return pa.array(values, mask=blank)
        return self.digits(name, kind, values, blank)

    def digits(self, name: str, kind: str, values: Values, blank: Any) -> Any:
        """Numbers as texts of fixed width with leading zeros; a serial with its prefix."""
        prefix = self._prefixes.get(name, "").encode() if kind == "serial" else b""
        width = _WIDTHS.get(kind, _SERIAL_WIDTH)
        written = np.empty((len(values), len(prefix) + width), np.uint8)
        written[:, : len(prefix)] = np.frombuffer(prefix, np.uint8)
        rest = np.where(blank, 0, values)
        for place in range(width - 1, -1, -1):
            rest, digit = np.divmod(rest, 10)
            written[:, len(prefix) + place] = digit + ord("0")
        offsets = np.arange(len(values) + 1, dtype=np.int32) * written.shape[1]
        validity = pa.array(~blank).buffers()[1] if blank.any() else None
        return pa.Array.from_buffers(
            pa.string(), len(values), [validity, pa.py_buffer(offsets), pa.py_buffer(written)]
        )

    def serials(self, chunk: Chunk) -> Any:
        """The serial column of a chunk, which names its records."""
        name = next(iter(self._prefixes))
        return self._array(name, "serial", chunk)
