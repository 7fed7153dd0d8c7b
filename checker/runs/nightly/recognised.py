"""Which findings of a run are new, gone and still there: records known again by their marks.

A mark is a hash of a record's id, keyed with a secret of the runs' own (`core.result.mark`), so
that no run needs to keep ids. Those of the last run lie beside it, each with the day since which it
is there. What is gone may be mended, be open now, or be of a record that the data no longer have.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any

from msgspec import Struct

from lovgraf.core.result import Cause, CheckResult, mark
from lovgraf.readers.connection import connect
from lovgraf.readers.source import quoted

_MEMORY = "512MB"


@dataclass(frozen=True)
class CauseChange:
    """How the findings of a cause changed: `by_law` of those that appeared, and `gone_by_law` of
    those that are gone, are due to the law; None where that was not told apart. `since` is the day
    since which the oldest is there. `matched` is whether records were known again, not only
    counted."""

    count: int
    appeared: int
    gone: int
    still: int
    since: date | None
    matched: bool
    by_law: int | None = None
    gone_by_law: int | None = None
    gone_open: int = 0
    """Of the gone those whose verdict under the same norm is open now: nothing says that they were
    mended. At least as many as there are, where records were only counted."""
    gone_left: int | None = None
    """Of the gone those whose record the data no longer have; None where that is not known."""


class Last(Struct, frozen=True):
    """What is known of a cause in the last run."""

    count: int
    since: date | None
    norm: str | None = None
    verdict: str | None = None


Present = Callable[[frozenset[str]], frozenset[str]]
"""Which of some marks are of records that the data have."""


def recognise(
    result: CheckResult,
    secret: str,
    last: Mapping[str, Last] | None,
    marks: Path,
    before: Path,
    by_law: CheckResult | bool,
    present: Present | None = None,
) -> dict[str, CauseChange]:
    """How each cause changed since the last run (None: this is the first), by the cause's id; the
    marks of this run are written to a file.

    `before` is the file of marks of the last run, which may be gone or damaged. `by_law` is what
    the data of the last run come to under today's law, False where the law is the same, True where
    that cannot be told.
    """
    again = None if isinstance(by_law, bool) else by_law
    with connect(_MEMORY) as connection:
        _table(connection, "now", result, secret)
        _table(connection, "again", again, secret)
        _before(connection, before, secret)
        connection.execute(_CHANGES)
        day = result.as_of
        since = f"DATE '{day.isoformat()}'"
        connection.execute(
            f"COPY (SELECT cause, mark, b AS n, CASE WHEN a > 0 THEN since ELSE {since} END AS "
            f"since FROM changes WHERE b > 0) TO {quoted(str(marks))} "
            f"(FORMAT parquet, KV_METADATA {{{_KEYED}: '{mark(secret, _KEYED)}'}})"
        )
        marks.chmod(0o600)
        found = {row[0]: row[1:] for row in connection.execute(_BY_CAUSE.format(since)).fetchall()}
        gone = _Gone.read(connection, result, last or {}, present)
    counts = {cause.id: cause.count for cause in result.causes}
    later = {} if again is None else {cause.id: cause.count for cause in again.causes}
    told = by_law is not True
    changes = {
        cause: _matched(counts.get(cause, 0), last, cause, found.get(cause), told)
        or _counted(counts.get(cause, 0), last, cause, later.get(cause), (day, told))
        for cause in {**(last or {}), **counts}
    }
    if by_law is False and last is not None:  # the same law: all is due to the data
        changes = {c: replace(one, by_law=0, gone_by_law=0) for c, one in changes.items()}
    return {cause: gone.of(cause, one) for cause, one in changes.items()}


class _Gone(Struct, frozen=True):
    """What became of the findings that are gone, by cause."""

    last: Mapping[str, Last]
    causes: tuple[Cause, ...]
    open: Mapping[str, int]
    """How many are open now under the same norm, by their marks."""
    left: Mapping[str, int] | None
    """How many are of records that the data no longer have."""
    listed: Mapping[str, int]
    """Of how many records of each cause there are marks now."""

    @staticmethod
    def read(
        connection: Any, result: CheckResult, last: Mapping[str, Last], present: Present | None
    ) -> _Gone:
        """Find them in the marks of the last run and of this."""
        norms = {cause: one.norm for cause, one in last.items()}
        norms |= {one.id: one.norm for one in result.causes}
        open_now = {one.id for one in result.causes if one.verdict == _OPEN}
        _made(connection, "causes", cause=list(norms), norm=list(norms.values()))
        _made(connection, "open_now", cause=sorted(open_now))
        connection.execute(_LOST_SIGHT_OF)
        counted = "SELECT cause, sum(n) FROM lost WHERE {} GROUP BY cause"
        left = None
        if present is not None:
            marks = connection.execute("SELECT DISTINCT mark FROM lost WHERE NOT open").fetchall()
            there = present(frozenset(mark for (mark,) in marks)) if marks else frozenset()
            _made(connection, "there", mark=sorted(there))
            where = "NOT open AND mark NOT IN (FROM there)"
            left = dict(connection.execute(counted.format(where)).fetchall())
        found = dict(connection.execute(counted.format("open")).fetchall())
        listed = "SELECT cause, count(*) FROM now GROUP BY cause"
        return _Gone(last, result.causes, found, left, dict(connection.execute(listed).fetchall()))

    def of(self, cause: str, change: CauseChange) -> CauseChange:
        """A change with what became of what is gone."""
        was = self.last.get(cause)
        if was is None or not change.gone or was.verdict == _OPEN:
            return change
        own = [one for one in self.causes if one.norm == was.norm and one.verdict == _OPEN]
        if not change.matched:
            before = sum(
                one.count
                for one in self.last.values()
                if one.norm == was.norm and one.verdict == _OPEN
            )
            more = max(sum(one.count for one in own) - before, 0)
            return replace(change, gone_open=min(change.gone, more))
        unlisted = sum(one.count - self.listed.get(one.id, 0) for one in own)
        known = int(self.open.get(cause, 0))
        left = None if self.left is None else int(self.left.get(cause, 0))
        found = min(change.gone - (left or 0), known + unlisted)
        return replace(change, gone_open=found, gone_left=left)


_OPEN = "undetermined"


_KEYED = "keyed"
"""What a file of marks has a mark of, so that one that was keyed with another secret is known."""
_NONE = "SELECT cause, mark, 1 AS n, NULL::DATE AS since FROM now LIMIT 0"
_CHANGES = """CREATE TABLE changes AS
    SELECT cause, mark, coalesce(x.n, 0) AS a, coalesce(y.n, 0) AS b, coalesce(z.n, 0) AS c, x.since
    FROM before x FULL JOIN (SELECT cause, mark, count(*) AS n FROM now GROUP BY ALL) y
    USING (cause, mark) FULL JOIN (SELECT cause, mark, count(*) AS n FROM again GROUP BY ALL) z
    USING (cause, mark)"""
_LOST_SIGHT_OF = """CREATE TABLE lost AS SELECT g.cause, g.mark, g.a - g.b AS n, exists(
        FROM now JOIN open_now USING (cause) JOIN causes c USING (cause)
        WHERE now.mark = g.mark AND c.norm = o.norm) AS open
    FROM changes g JOIN causes o USING (cause) WHERE g.a > g.b"""
_BY_CAUSE = """SELECT cause, sum(a), sum(b), sum(greatest(b - a, 0)), sum(greatest(a - b, 0)),
    sum(least(a, b)), sum(least(greatest(b - a, 0), greatest(c - a, 0))),
    sum(least(greatest(a - b, 0), greatest(a - c, 0))),
    min(CASE WHEN b > 0 THEN CASE WHEN a > 0 THEN since ELSE {} END END)
    FROM changes GROUP BY cause"""


def _before(connection: Any, marks: Path, secret: str) -> None:
    """The marks of the last run as a table: none where they are not there, are damaged, or were
    keyed with another secret, so that records are only counted."""
    import duckdb

    read = "CREATE OR REPLACE TABLE before AS SELECT cause, mark, n, since FROM "
    connection.execute(f"{read}({_NONE})")
    name = quoted(str(marks))
    if not marks.exists():
        return
    with suppress(duckdb.Error, UnicodeDecodeError):
        told = connection.execute(f"SELECT key, value FROM parquet_kv_metadata({name})").fetchall()
        keyed = {bytes(key).decode(): bytes(value).decode() for key, value in told}.get(_KEYED)
        if keyed in (None, mark(secret, _KEYED)):  # an older version wrote none
            connection.execute(f"{read}read_parquet({name})")


def _table(connection: Any, name: str, result: CheckResult | None, secret: str) -> None:
    """The marks of a result as a table; records without one are left out."""
    import pyarrow as pa

    schema = pa.schema([("cause", pa.string()), ("mark", pa.string())])
    batches = iter(()) if result is None else _batches(result, secret, schema)
    connection.register("marks_read", pa.RecordBatchReader.from_batches(schema, batches))
    connection.execute(f"CREATE TABLE {name} AS FROM marks_read WHERE mark IS NOT NULL")
    connection.unregister("marks_read")


def _made(connection: Any, name: str, **columns: list[Any]) -> None:
    """A table of texts."""
    import pyarrow as pa

    table = pa.table({key: pa.array(texts, pa.string()) for key, texts in columns.items()})
    connection.register("texts_read", table)
    connection.execute(f"CREATE TABLE {name} AS FROM texts_read")
    connection.unregister("texts_read")


def _batches(result: CheckResult, secret: str, schema: Any) -> Iterator[Any]:
    import pyarrow as pa

    for found in chain(result.findings.marks(secret), result.open_findings.marks(secret)):
        columns = [pa.array(found.causes, pa.string()), pa.array(found.marks, pa.string())]
        yield pa.RecordBatch.from_arrays(columns, schema=schema)


def _matched(
    count: int,
    last: Mapping[str, Last] | None,
    cause: str,
    told: tuple[Any, ...] | None,
    by_law: bool,
) -> CauseChange | None:
    """The change of a cause by its marks; None where these are not of all its records."""
    was = 0 if last is None or cause not in last else last[cause].count
    if told is None or (told[0], told[1]) != (was, count):
        return None
    appeared, gone, still, new_law, gone_law = map(int, told[2:7])
    laws = (new_law, gone_law) if by_law and last is not None else (None, None)
    return CauseChange(count, appeared, gone, still, told[7], True, *laws)


def _counted(
    count: int,
    last: Mapping[str, Last] | None,
    cause: str,
    later: int | None,
    told: tuple[date, bool],
) -> CauseChange:
    """The change of a cause whose records were only counted: as few as possible are new or gone.

    `later` is how many there would be by the law alone, None where that is as many as before.
    """
    day, by_law = told
    was = Last(0, None) if last is None else last.get(cause, Last(0, None))
    still = min(was.count, count)
    appeared, gone = count - still, was.count - still
    since = (was.since or day) if still else day if count else None
    laws: tuple[int | None, int | None] = (None, None)
    if by_law and last is not None:
        turned = was.count if later is None else later
        laws = min(appeared, max(turned - was.count, 0)), min(gone, max(was.count - turned, 0))
    return CauseChange(count, appeared, gone, still, since, False, *laws)
