"""What a run asks of the data once more, beside their check: which columns have values, and which
records are there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

from msgspec.structs import replace

from lovgraf.check.request import CheckRequest
from lovgraf.core.result import CheckResult, mark
from lovgraf.readers.connection import connect
from lovgraf.readers.headers import ID
from lovgraf.readers.inputs import InputFile
from lovgraf.readers.table import InputTable, open_dataset
from lovgraf.runs.nightly.keys import KeyedFindings, key_of, marked_rows, rows_of

_MANY = 50_000
"""Records that are looked at at once."""


@dataclass(frozen=True)
class DataRead:
    """The files of a dataset, as a request reads them; each is opened once, for all that is asked
    of it. `reads` are the columns whose values are counted."""

    files: tuple[InputFile, ...]
    request: CheckRequest
    reads: frozenset[str] = frozenset()
    _counts: dict[str, int] = field(default_factory=dict, compare=False, repr=False)

    @property
    def filled(self) -> dict[str, int]:
        """In how many rows each of the columns that it has, has a value that can be read."""
        if not self._counts:
            self._look(set(), "")
        return {name: self._counts[name] for name in sorted(self._counts) if name}

    def present(self, marks: frozenset[str], secret: str) -> frozenset[str]:
        """Which of some marks are of records that are there."""
        return marks - self._look(set(marks), secret)

    def _look(self, wanted: set[str], secret: str) -> set[str]:
        """Count the values, and leave of some marks those of no record."""
        counts = Counter({"": 0})
        for table, connection in self._tables():
            if own := sorted(self.reads & table.values.keys()):
                counted = ", ".join(f"count({table.values[name]})" for name in own)
                found = connection.execute(f"SELECT {counted} FROM {table.source}").fetchone() or ()
                for name, count in zip(own, found, strict=True):
                    counts[name] += count
            key = key_of(table, self.request.law.facts, connection) if wanted else None
            if key is not None:
                keys = connection.execute(f"SELECT {key} FROM {table.source}")
                while wanted and (rows := keys.fetchmany(_MANY)):
                    wanted -= {mark(secret, None if i is None else str(i)) for (i,) in rows}
        self._counts.update(counts)
        return wanted

    def keyed(self, result: CheckResult, secret: str) -> CheckResult:
        """A result of these data whose findings are known again by what must be unique of records,
        where there is no id."""
        if ID in result.columns:
            return result
        facts, rows = self.request.law.facts, rows_of(result.findings, result.open_findings)
        marked = {}
        for number, (table, connection) in enumerate(self._tables() if rows else ()):
            file = self.files[number].name if result.files else None
            own = rows.get(file)
            if own is None or ID in table.values:
                continue
            if (key := key_of(table, facts, connection)) is not None:
                marked[file] = marked_rows(table, key, own, secret, connection)
        if not marked:
            return result
        found, opened = (
            KeyedFindings(one, marked) for one in (result.findings, result.open_findings)
        )
        return replace(result, findings=found, open_findings=opened)

    def _tables(self) -> Iterator[tuple[InputTable, Any]]:
        for file in self.files:
            with closing(connect(None)) as connection:
                yield open_dataset(file, self.request.reading, connection), connection
