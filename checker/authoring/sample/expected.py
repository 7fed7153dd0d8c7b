"""What is known of the persons of a chunk: a line a verdict, or a line a fault."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa

from lovgraf.authoring.sample.draw import Chunk
from lovgraf.authoring.sample.profiles import ProfileBook

SCHEMA = pa.schema(
    [(name, pa.string()) for name in ("id", "provision", "norm", "verdict", "fault", "finds")]
)


class Expectations:
    """Lines of the file of known verdicts, in order of the records."""

    def __init__(self, book: ProfileBook) -> None:
        self._lines: list[list[tuple[str | None, ...]]] = [
            [(norm.split("/norm/")[0], norm, verdict, None, None)
             for norm, verdict in profile.verdicts.items()]
            for profile in book.profiles
        ]  # fmt: skip
        self._lines += [[(None, None, None, fault.name, fault.finds)] for fault in book.faults]
        self._profiles = len(book.profiles)
        flat = [line for lines in self._lines for line in lines]
        self._columns = [
            pa.array(list(column), pa.string())
            for column in (zip(*flat, strict=True) if flat else [()] * 5)
        ]
        self._many = np.array([len(lines) for lines in self._lines])
        self._starts = np.r_[0, np.cumsum(self._many)[:-1]]

    def table(self, chunk: Chunk, ids: Any) -> Any:
        """The lines of a chunk; `ids` are the identifiers of its records."""
        kind = np.where(chunk.fault >= 0, self._profiles + chunk.fault, chunk.profile)
        many = self._many[kind]
        rows = np.repeat(np.arange(len(kind)), many)
        within = np.arange(len(rows)) - np.repeat(np.r_[0, np.cumsum(many)[:-1]], many)
        lines = pa.array(self._starts[kind][rows] + within)
        arrays = [ids.take(pa.array(rows)), *(column.take(lines) for column in self._columns)]
        return pa.record_batch(arrays, schema=SCHEMA)
