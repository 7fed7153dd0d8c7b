"""The queue: one SQLite file that web workers, the keeper and the jobs share.

It says which jobs there are, whose, and how far they came; what a job works on lies in its folder
alone. Each state changes only from the states it may follow, in one statement, so that a job that
ended in the meantime is not called back.
"""

from __future__ import annotations

import sqlite3
import time
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from lovgraf_web.jobs.folders import STORE
from lovgraf_web.shared_file import made, opened

State = Literal["queued", "running", "done", "failed", "lost", "cancelled"]
STATES: tuple[State, ...] = ("queued", "running", "done", "failed", "lost", "cancelled")
ACTIVE = STATES[:2]
_TABLES = """
CREATE TABLE IF NOT EXISTS jobs (
  id TEXT PRIMARY KEY, owner TEXT NOT NULL, kind TEXT NOT NULL, state TEXT NOT NULL,
  created REAL NOT NULL, queued REAL NOT NULL, started REAL, ended REAL, expires REAL,
  fraction REAL, da TEXT, en TEXT, reason TEXT, pid INTEGER, wanted TEXT,
  size INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX IF NOT EXISTS jobs_by_state ON jobs (state, queued);
CREATE TABLE IF NOT EXISTS starts (owner TEXT NOT NULL, at REAL NOT NULL);
CREATE TABLE IF NOT EXISTS ended (
  kind TEXT NOT NULL, state TEXT NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (kind, state)
);
"""
_COLUMNS = (
    "id, owner, kind, state, queued, started, ended, expires, fraction, da, en, reason, pid, wanted"
)


@dataclass(frozen=True)
class JobRow:
    """One job as written down; times are seconds since the epoch.

    `da` and `en` say what it does; `reason` is why it failed (`refused`,
    `overtime`, `memory`, or `fault` with its kind and place); `wanted` is `cancel` or `remove`
    where its owner asked for that.
    """

    id: str
    owner: str
    kind: str
    state: State
    queued: float
    started: float | None
    ended: float | None
    expires: float | None
    fraction: float | None
    da: str | None
    en: str | None
    reason: str | None
    pid: int | None
    wanted: str | None

    @property
    def active(self) -> bool:
        """Whether it waits or runs."""
        return self.state in ACTIVE


class Store:
    """The queue in a jobs' folder; a connection is opened for each use."""

    def __init__(self, root: Path) -> None:
        self._path = root / STORE
        made(self._path, _TABLES)

    def open(self) -> AbstractContextManager[sqlite3.Connection]:
        """A connection (`shared_file.opened`)."""
        return opened(self._path)

    def mark(self) -> tuple[int, ...]:
        """Numbers that are others once something was written: of the file, and of what SQLite
        writes beside it first."""
        found = list[int]()
        for path in (self._path, self._path.with_name(f"{self._path.name}-wal")):
            with suppress(OSError):
                status = path.stat()
                found += [status.st_mtime_ns, status.st_size] if status.st_size else []
        return tuple(found)

    def all(self, base: sqlite3.Connection) -> list[JobRow]:
        """Every job, the longest waiting first."""
        rows = base.execute(f"SELECT {_COLUMNS} FROM jobs ORDER BY queued, id")
        return [JobRow(*row) for row in rows]

    def get(self, job: str) -> JobRow | None:
        """A job by its id."""
        with self.open() as base:
            row = base.execute(f"SELECT {_COLUMNS} FROM jobs WHERE id = ?", [job]).fetchone()
        return JobRow(*row) if row else None

    def tell(self, job: str, fraction: float | None, da: str, en: str) -> None:
        """Write down how far a running job came."""
        with self.open() as base:
            base.execute(
                "UPDATE jobs SET fraction = ?, da = ?, en = ? WHERE id = ? AND state = 'running'",
                [fraction, da, en, job],
            )

    def started(self, base: sqlite3.Connection, job: str, pid: int) -> None:
        """Write down that a process works on a job."""
        base.execute(
            "UPDATE jobs SET state = 'running', started = ?, pid = ?, fraction = NULL, da = NULL, "
            "en = NULL, reason = NULL WHERE id = ? AND state = 'queued'",
            [time.time(), pid, job],
        )

    def ended(
        self,
        job: str,
        state: State,
        keep: float,
        reason: str | None = None,
    ) -> bool:
        """Write down how a job ended, and until when its folder stays; False where it had ended.

        A job that is cancelled may have ended while it was being killed: what it made is gone.
        """
        now = time.time()
        which = "" if state == "cancelled" else " AND state IN ('queued', 'running')"
        with self.open() as base:
            done = base.execute(
                "UPDATE jobs SET state = ?, ended = ?, expires = ?, reason = ?, da = NULL, "
                f"en = NULL, pid = NULL, wanted = NULL WHERE id = ?{which}",
                [state, now, now + keep, reason, job],
            )
            if done.rowcount > 0:
                base.execute(
                    "INSERT INTO ended SELECT kind, ?, 1 FROM jobs WHERE id = ? "
                    "ON CONFLICT (kind, state) DO UPDATE SET number = number + 1",
                    [state, job],
                )
            return done.rowcount > 0

    def forget(self, job: str) -> None:
        """Strike a job out."""
        with self.open() as base:
            base.execute("DELETE FROM jobs WHERE id = ?", [job])


@dataclass(frozen=True)
class Totals:
    """How many jobs are in each state, and how many of each kind ever ended in which."""

    now: dict[str, int]
    ended: dict[tuple[str, str], int]


def totals(root: Path) -> Totals | None:
    """The numbers of a jobs' folder; None where no job was ever written down there."""
    if not (root / STORE).exists():
        return None
    with Store(root).open() as base:
        now = base.execute("SELECT state, count(*) FROM jobs GROUP BY state").fetchall()
        ended = base.execute("SELECT kind, state, number FROM ended").fetchall()
    return Totals(dict(now), {(kind, state): number for kind, state, number in ended})
