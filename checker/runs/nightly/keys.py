"""By what records without ids are known again: what must be unique of each, such as the number of a
person.

Which columns these are the law's vocabulary says (`record:unique`). Only where nearly all rows have
a value of their own is one a key: rows without are known by nothing, and are counted together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from lovgraf.check.quality import no_values
from lovgraf.core.result import Batch, Finding, Findings, Marks, mark
from lovgraf.core.terms import Text
from lovgraf.core.written import list_text
from lovgraf.facts.spelling import fold
from lovgraf.facts.vocabulary import FactVocabulary
from lovgraf.readers.headers import ID
from lovgraf.readers.source import quoted
from lovgraf.readers.table import InputTable

_OWN = 0.8
"""The share of rows that have a value of their own, as it is estimated, from which it is a key."""
_NAMED = 3
_OR = Text("eller", "or")
_MANY = 50_000
_NOBODY = ""
"""What stands for the key of a row without one."""
Numbers = npt.NDArray[np.int64]
Hashes = npt.NDArray[np.bytes_]


def unique_columns(facts: FactVocabulary) -> list[str]:
    """The columns whose values tell records apart, beside their ids."""
    return sorted(n for n, column in facts.columns.items() if column.unique and n != ID)


def unkeyed(
    names: Iterable[str | None], headers: Iterable[str], facts: FactVocabulary
) -> Text | None:
    """That records cannot be known again, of a dataset with columns of these names, and which of
    its `headers` that are not read may be the id; None where they can."""
    if {*names} & {ID, *unique_columns(facts)}:
        return None
    words = {fold(word) for word in (ID, *facts.columns[ID].headers)} if ID in facts.columns else ()
    near = [h for h in headers if {*fold(h).replace("_", " ").split()} & {*words}]
    may = list_text([Text(repr(h), repr(h)) for h in near[:_NAMED]], _OR)
    hint = (f" Er {may.da} et? Læs det som id i mappingen.", f" Is {may.en} one? Read it as id in "
            "the mapping.")  # fmt: skip
    return Text(
        "Ingen kolonne er et id, og intet andet skiller registreringerne ad: en natlig kørsel kan "
        f"kun tælle, hvor mange fund der er nye og væk.{hint[0] if near else ''}",
        "No column is an id, and nothing else tells records apart: a nightly run can only count "
        f"how many findings are new and gone.{hint[1] if near else ''}",
    )


def key_of(table: InputTable, facts: FactVocabulary, connection: Any) -> str | None:
    """SQL of the key of each row of a table: its id, else what else must be unique; None where it
    has neither."""
    if ID in table.values:
        return table.values[ID]
    keys = [_told(name, table, facts) for name in unique_columns(facts) if name in table.values]
    if not keys:
        return None
    key = f"coalesce({', '.join(keys)})"
    sql = f"SELECT approx_count_distinct({key}), count(*) FROM {table.source}"
    ((own, rows),) = connection.execute(sql).fetchall()
    return f"coalesce({key}, {quoted(_NOBODY)})" if own >= _OWN * rows > 0 else None


def _told(name: str, table: InputTable, facts: FactVocabulary) -> str:
    """SQL of a column's value with its name before it; NULL where there is none."""
    value = f"CAST({table.values[name]} AS VARCHAR)"
    words = ", ".join(map(quoted, no_values(facts.columns[name])))
    told = f"{quoted(f'{name}:')} || {value}"
    return f"CASE WHEN {value} NOT IN ({words}) THEN {told} END" if words else told


@dataclass(frozen=True)
class KeyedFindings(Findings):
    """Findings whose records are known again by the marks of their rows, by file (None where there
    is one): sorted numbers of rows, and a mark for each."""

    findings: Findings
    marked: Mapping[str | None, tuple[Numbers, Hashes]]

    def __len__(self) -> int:
        return len(self.findings)

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.findings)

    def batches(self, ids: bool) -> Iterator[Batch]:
        """All findings, many at a time."""
        return self.findings.batches(ids)

    def marks(self, secret: str) -> Iterator[Marks]:
        """By what the records of all findings are known again: `secret` is that of the marks."""
        for batch in self.findings.batches(ids=False):
            yield Marks(batch.causes, self._marks(batch))

    def _marks(self, batch: Batch) -> list[str | None]:
        rows, marks = self.marked.get(batch.file, (None, None))
        if rows is None or marks is None or not len(rows):
            return [None] * len(batch.rows)
        own = np.asarray(batch.rows, np.int64)
        places = np.minimum(np.searchsorted(rows, own), len(rows) - 1)
        found = zip((rows[places] == own).tolist(), marks[places].tolist(), strict=True)
        return [text.decode() if there else None for there, text in found]


def rows_of(*findings: Findings) -> dict[str | None, Numbers]:
    """The rows that findings are of, by file: sorted, each once."""
    found: dict[str | None, list[Numbers]] = {}
    for some in findings:
        for batch in some.batches(ids=False):
            rows = np.unique(np.asarray(batch.rows, np.int64))
            found.setdefault(batch.file, []).append(rows)
    return {file: np.unique(np.concatenate(rows)) for file, rows in found.items()}


def marked_rows(
    table: InputTable, key: str, rows: Numbers, secret: str, connection: Any
) -> tuple[Numbers, Hashes]:
    """Some rows of a table (sorted), each with the mark of its key."""
    import pyarrow as pa

    number = table.row or "row_number() OVER ()"
    connection.register("rows_read", pa.table({"row": pa.array(rows, pa.int64())}))
    found = connection.execute(
        f"SELECT row, key FROM (SELECT {number} AS row, {key} AS key FROM {table.source}) "
        "SEMI JOIN rows_read USING (row)"
    )
    numbers, marks = list[Numbers](), list[Hashes]()
    while some := found.fetchmany(_MANY):
        numbers.append(np.array([row for row, _ in some], np.int64))
        marks.append(_hashes(secret, [None if key is None else str(key) for _, key in some]))
    connection.unregister("rows_read")
    if not numbers:
        return np.zeros(0, np.int64), np.zeros(0, "S32")
    together = np.concatenate(numbers)
    order = np.argsort(together)
    return together[order], np.concatenate(marks)[order]


def _hashes(secret: str, keys: Sequence[str | None]) -> Hashes:
    return np.array([(mark(secret, key or _NOBODY) or "").encode() for key in keys], "S32")
