"""Jobs as the pages use them: write one down, look at it, run it again, cancel it, remove it.

Every question names the owner, and a job of somebody else is no job.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Literal

from lovgraf_web.jobs import folders, keeper
from lovgraf_web.jobs.settings import Settings, replace
from lovgraf_web.jobs.store import JobRow, Store
from lovgraf_web.jobs.work import REFUSAL, REQUEST

Reason = Literal["busy", "many", "often", "disk", "size"]
_SPARE = 1 << 30
_MARKS = "'queued', 'running'"


class Refused(Exception):
    """A job that is not taken in.

    `busy`: too many wait; `many`: the owner has too many; `often`: the owner starts them too often;
    `disk`: there is no room; `size`: it is too large.
    """

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason: Reason = reason


class Jobs:
    """The jobs of one folder."""

    def __init__(self, root: Path, settings: Settings) -> None:
        """Make the folder where it is missing. Raises `folders.Insecure`."""
        self.root, self.settings = root, settings
        folders.prepare(root)
        settings.write(root)
        self.store = Store(root)

    def admit(self, owner: str, size: int = 0) -> None:
        """Note that an owner is about to start a job of `size` bytes. Raises `Refused`."""
        now = time.time()
        limits = self.settings
        if size > limits.upload:
            raise Refused("size")
        with self.store.open() as base:
            base.execute("BEGIN IMMEDIATE")
            try:
                if self._count(base, "starts WHERE owner = ? AND at > ?", owner, now - 60) >= (
                    limits.a_minute
                ):
                    raise Refused("often")
                if self._count(base, "jobs WHERE owner = ?", owner) >= limits.kept:
                    raise Refused("many")
                if self._count(base, f"jobs WHERE owner = ? AND state IN ({_MARKS})", owner) >= (
                    limits.each
                ):
                    raise Refused("many")
                if self._count(base, "jobs") >= limits.all:
                    raise Refused("busy")
                (used,) = base.execute("SELECT coalesce(sum(size), 0) FROM jobs").fetchone()
                free = shutil.disk_usage(self.root).free
                if used + size > limits.disk or 2 * size + _SPARE > free:
                    raise Refused("disk")
                base.execute("INSERT INTO starts VALUES (?, ?)", [owner, now])
            finally:
                base.execute("COMMIT")

    @staticmethod
    def _count(base: Any, where: str, *given: object) -> int:
        (found,) = base.execute(f"SELECT count(*) FROM {where}", given).fetchone()
        return int(found)

    def create(
        self,
        owner: str,
        kind: str,
        asked: Mapping[str, Any],
        fill: Callable[[Path], None] | None = None,
    ) -> str:
        """Write a job down and see that somebody looks after it; its id.

        `fill` puts what it works on into its folder first.
        """
        job = secrets.token_urlsafe(16)
        folder = folders.folder_of(self.root, job)
        folder.mkdir(mode=0o700)
        try:
            if fill is not None:
                fill(folder)
            replace(folder / REQUEST, json.dumps(dict(asked)))
            now = time.time()
            with self.store.open() as base:
                base.execute(
                    "INSERT INTO jobs (id, owner, kind, state, created, queued, size) "
                    "VALUES (?, ?, ?, 'queued', ?, ?, ?)",
                    [job, owner, kind, now, now, folders.size(folder)],
                )
        except BaseException:
            folders.remove(self.root, job)
            raise
        keeper.ensure(self.root)
        return job

    def get(self, owner: str, job: str) -> JobRow | None:
        """A job of this owner; None for another's, and for none."""
        row = self.store.get(job)
        if row is None or not secrets.compare_digest(row.owner, owner):
            return None
        keeper.ensure(self.root)
        return row

    def of(self, owner: str, *kinds: str) -> list[JobRow]:
        """An owner's jobs of these kinds, the newest first."""
        with self.store.open() as base:
            rows = self.store.all(base)
        return [row for row in reversed(rows) if row.owner == owner and row.kind in kinds]

    def waiting(self, row: JobRow) -> int:
        """How many jobs wait in front of this one."""
        with self.store.open() as base:
            return self._count(
                base, "jobs WHERE state = 'queued' AND queued < ? AND id != ?", row.queued, row.id
            )

    def again(self, owner: str, job: str, kind: str, asked: Mapping[str, Any]) -> bool:
        """Queue an ended job once more, with its folder, for the next kind of work; False where it
        is not there or has not ended. Raises `Refused`."""
        row = self.get(owner, job)
        if row is None or row.active or row.state == "cancelled":
            return False
        self._may_run(owner)
        replace(folders.folder_of(self.root, job) / REQUEST, json.dumps(dict(asked)))
        with self.store.open() as base:
            done = base.execute(
                "UPDATE jobs SET state = 'queued', kind = ?, queued = ?, started = NULL, "
                "ended = NULL, expires = NULL, fraction = NULL, da = NULL, en = NULL, "
                "reason = NULL, wanted = NULL WHERE id = ? AND owner = ? "
                "AND state IN ('done', 'failed', 'lost')",
                [kind, time.time(), job, owner],
            )
        keeper.ensure(self.root)
        return done.rowcount > 0

    def _may_run(self, owner: str) -> None:
        with self.store.open() as base:
            running = self._count(base, f"jobs WHERE owner = ? AND state IN ({_MARKS})", owner)
            if running >= self.settings.each:
                raise Refused("many")

    def cancel(self, owner: str, job: str) -> bool:
        """Ask that a job be killed and its folder removed; False where there is no such job."""
        return self._want(owner, job, "cancel")

    def remove(self, owner: str, job: str) -> bool:
        """Ask that a job be gone with all it has; False where there is no such job."""
        return self._want(owner, job, "remove")

    def _want(self, owner: str, job: str, what: str) -> bool:
        if self.get(owner, job) is None:
            return False
        still = f" AND state IN ({_MARKS})" if what == "cancel" else ""
        with self.store.open() as base:
            base.execute(
                f"UPDATE jobs SET wanted = ? WHERE id = ? AND owner = ?{still}", [what, job, owner]
            )
        keeper.ensure(self.root)
        return True

    def folder(self, row: JobRow) -> Path:
        """The folder of a job."""
        return folders.folder_of(self.root, row.id)

    def asked(self, row: JobRow) -> dict[str, Any]:
        """What a job was asked; empty where its folder is gone."""
        try:
            found: dict[str, Any] = json.loads((self.folder(row) / REQUEST).read_text("utf-8"))
        except OSError:
            return {}
        return found

    def refusal(self, row: JobRow) -> tuple[str, str] | None:
        """Why an input was refused, in Danish and English."""
        try:
            danish, english = json.loads((self.folder(row) / REFUSAL).read_text("utf-8"))
        except OSError:
            return None
        return str(danish), str(english)

    def incoming(self) -> int:
        """A new file without a name for an upload: gone with this process unless it is kept."""
        place = self.root / folders.INCOMING
        if hasattr(os, "O_TMPFILE"):
            try:
                return os.open(place, os.O_TMPFILE | os.O_RDWR | os.O_CLOEXEC, 0o600)
            except OSError:
                pass
        path = place / secrets.token_hex(16)
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        path.unlink()
        return handle


def keep_file(handle: int, target: Path) -> None:
    """Give a file without a name its name in a job's folder; copied where the system cannot."""
    try:
        os.link(f"/proc/self/fd/{handle}", target, follow_symlinks=True)
    except OSError:
        copy = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        os.lseek(handle, 0, os.SEEK_SET)
        with os.fdopen(os.dup(handle), "rb") as source, os.fdopen(copy, "wb") as sink:
            shutil.copyfileobj(source, sink, 1 << 20)
