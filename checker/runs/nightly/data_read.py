"""What a run asks of the data once more, beside their check: which columns have values, and which
records are there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from lovgraf.check.request import CheckRequest
from lovgraf.core.result import mark
from lovgraf.readers.connection import connect
from lovgraf.readers.inputs import InputFile
from lovgraf.readers.table import InputTable, open_dataset

_MANY = 50_000
"""Records that are looked at at once."""


@dataclass(frozen=True)
class DataRead:
    """The files of a dataset, as a request reads them."""

    files: tuple[InputFile, ...]
    request: CheckRequest

    def filled(self, names: Collection[str]) -> dict[str, int]:
        """In how many rows each of these columns has a value that can be read."""
        counts = Counter[str]()
        for table, connection in self._tables():
            own = sorted(names & table.values.keys())
            if own:
                counted = ", ".join(f"count({table.values[name]})" for name in own)
                found = connection.execute(f"SELECT {counted} FROM {table.source}").fetchone() or ()
                for name, count in zip(own, found, strict=True):
                    counts[name] += count
        return {name: counts[name] for name in sorted(counts)}

    def present(self, marks: frozenset[str], secret: str) -> frozenset[str]:
        """Which of some marks are of records that are there."""
        wanted = set(marks)
        for table, connection in self._tables():
            if "id" not in table.values or not wanted:
                continue
            ids = connection.execute(f"SELECT {table.values['id']} FROM {table.source}")
            while wanted and (rows := ids.fetchmany(_MANY)):
                wanted -= {mark(secret, None if i is None else str(i)) for (i,) in rows}
        return marks - wanted

    def _tables(self) -> Iterator[tuple[InputTable, Any]]:
        for file in self.files:
            with closing(connect(None)) as connection:
                yield open_dataset(file, self.request.reading, connection), connection
