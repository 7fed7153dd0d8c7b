"""The keeper of a jobs' folder: `python -m lovgraf_web.jobs.keeper FOLDER`. One at a time.

It starts what waits, kills what is cancelled or takes too long, says what was lost, and removes
what has had its time. A job whose process it did not start itself (an earlier keeper did) it knows
by the lock that the process holds. It ends when there are no jobs; whoever writes one down starts
another.
"""

from __future__ import annotations

import logging
import os
import re
import resource
import signal
import subprocess
import sys
import time
from contextlib import suppress
from logging.handlers import RotatingFileHandler
from pathlib import Path

from lovgraf.core.limits import processor_seconds
from lovgraf_web import logs
from lovgraf_web.jobs import folders
from lovgraf_web.jobs.folders import ALIVE, folder_of, lock
from lovgraf_web.jobs.settings import Settings
from lovgraf_web.jobs.store import JobRow, Store

# Processes of jobs: started in a session of their own, and ended with everything they started.

_HOME = Path(__file__).parents[2]


_NICE = 15
"""A job takes what the pages leave: where both want a core, one part in thirty."""
_SECRET = re.compile(r"LOVGRAF_(OIDC_.*|SECRET_KEY)")


def environment() -> dict[str, str]:
    """The environment of a process that runs this same program, without what only the pages may
    know."""
    places = [str(_HOME), *filter(None, [os.environ.get("PYTHONPATH")])]
    own = {name: value for name, value in os.environ.items() if not _SECRET.fullmatch(name)}
    return {**own, "PYTHONPATH": os.pathsep.join(places)}


def begin(root: Path, job: str) -> subprocess.Popen[bytes] | None:
    """A process for a job, which holds the lock of its folder; None while an older one holds it."""
    alive = lock(folder_of(root, job) / ALIVE)
    if alive is None:
        return None
    try:
        return subprocess.Popen(
            [sys.executable, "-m", "lovgraf_web.jobs.work", str(root), job, str(alive)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            pass_fds=(alive,),
            env=environment(),
            cwd="/",
        )
    finally:
        os.close(alive)


def end(pid: int) -> None:
    """Kill the process of a job and all that it started."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)


def confine(seconds: float, memory: int) -> None:
    """Limits for this process: processor time beyond any honest use, bytes of memory (of its own;
    a file that is mapped does not count), no core dump, low priority."""
    most = processor_seconds(seconds)
    limits = {
        resource.RLIMIT_CORE: (0, 0),
        resource.RLIMIT_CPU: (most, most),
        resource.RLIMIT_DATA: (memory, memory + _RESERVE),
    }
    for kind, both in limits.items():
        with suppress(ValueError, OSError):
            resource.setrlimit(kind, both)
    with suppress(OSError):
        os.nice(_NICE)


def draw_on_reserve() -> None:
    """Let this process have the memory that was held back for telling how it failed: where all was
    used up, not even that can be written down."""
    with suppress(ValueError, OSError):
        most = resource.getrlimit(resource.RLIMIT_DATA)[1]
        resource.setrlimit(resource.RLIMIT_DATA, (most, most))


_RESERVE = 64 << 20
"""Bytes of memory that a job may use for nothing else than telling how it failed."""


_BUSY, _IDLE = 0.05, 0.5
"""Seconds from one look at the jobs to the next, while one waits or runs and while none does; the
latter ends when anything is written down."""
_STRAY = 900.0
_CANCELLED = 600.0
_MINUTE = 60.0


class Keeper:
    """What the keeper of one folder does, round by round."""

    def __init__(self, root: Path) -> None:
        self.root, self.settings, self.store = root, Settings.read(root), Store(root)
        self._own: dict[str, subprocess.Popen[bytes]] = {}
        self._cleared = 0.0

    def round(self) -> bool:
        """Look at every job once; whether any waits or runs."""
        with self.store.open() as base:
            jobs = self.store.all(base)
        busy = [job for job in jobs if job.active]
        for job in jobs:
            self._inspect(job)
        self._start()
        self._clear(jobs)
        return bool(busy)

    def _inspect(self, job: JobRow) -> None:
        if job.state == "running" and self._alive(job):
            if job.wanted or self._overtime(job):
                self._kill(job)
            else:
                return
        self._tell_end(job)
        if job.wanted == "remove":
            self._drop(job)
        elif job.wanted == "cancel" and job.active:
            folders.remove(self.root, job.id)
            self.store.ended(job.id, "cancelled", _CANCELLED)
            _tell("job-cancelled", job)
        elif job.state == "running" and self._overtime(job):
            self.store.ended(job.id, "failed", self.settings.keep, "overtime")
            _tell("job-overtime", job, logging.WARNING)
        elif job.state == "running":
            if self.store.ended(job.id, "lost", self.settings.keep):
                _tell("job-lost", job, logging.WARNING)
        elif not job.active and job.expires is not None and job.expires < time.time():
            self._drop(job)

    def _alive(self, job: JobRow) -> bool:
        own = self._own.get(job.id)
        if own is not None:
            return own.poll() is None
        return folders.held(folders.folder_of(self.root, job.id) / folders.ALIVE)

    def _overtime(self, job: JobRow) -> bool:
        return job.started is not None and time.time() - job.started > self.settings.seconds

    def _kill(self, job: JobRow) -> None:
        """Kill a process and see it gone; its lock shows that the number is still its own."""
        alive = folders.folder_of(self.root, job.id) / folders.ALIVE
        for _ in range(200):
            if job.pid is not None:
                end(job.pid)
            own = self._own.get(job.id)
            if (own is None or own.poll() is not None) and not folders.held(alive):
                return
            time.sleep(0.02)
        _tell("job-unkillable", job, logging.ERROR)

    def _tell_end(self, job: JobRow) -> None:
        """Log once how a job ended that this keeper started."""
        if job.state in ("done", "failed") and self._own.pop(job.id, None) is not None:
            level = logging.INFO if job.state == "done" else logging.WARNING
            _tell(f"job-{job.state}", job, level)

    def _drop(self, job: JobRow) -> None:
        folders.remove(self.root, job.id)
        self.store.forget(job.id)
        _tell("job-removed", job)

    def _start(self) -> None:
        """Start the longest waiting jobs while there is room."""
        self._own = {job: own for job, own in self._own.items() if own.poll() is None}
        with self.store.open() as base:
            jobs = self.store.all(base)
            room = self.settings.at_once - sum(job.state == "running" for job in jobs)
            for job in jobs:
                if room <= 0:
                    return
                if job.state == "queued" and not job.wanted and job.id not in self._own:
                    process = begin(self.root, job.id)
                    if process is None:
                        self._unstartable(job)
                        continue
                    self._own[job.id] = process
                    self.store.started(base, job.id, process.pid)
                    _tell("job-started", job)
                    room -= 1

    def _unstartable(self, job: JobRow) -> None:
        """A job whose folder is gone can never start."""
        if not folders.folder_of(self.root, job.id).is_dir():
            self.store.ended(job.id, "lost", self.settings.keep)

    def _clear(self, jobs: list[JobRow]) -> None:
        """Now and then, remove folders without a job, what was kept for long enough, and old notes
        of who started when."""
        now = time.time()
        if now - self._cleared < _MINUTE:
            return
        self._cleared = now
        for stray in folders.strays(self.root, {job.id for job in jobs}, now - _STRAY):
            folders.remove(self.root, stray)
        for name, seconds in self.settings.caches.items():
            folders.expire(self.root / name, now - seconds)
        with self.store.open() as base:
            base.execute("DELETE FROM starts WHERE at < ?", [now - _MINUTE])

    def may_end(self, lock: int) -> bool:
        """Let go of the lock and end, unless a job was written down in the meantime."""
        with self.store.open() as base:
            base.execute("BEGIN IMMEDIATE")
            if base.execute("SELECT 1 FROM jobs LIMIT 1").fetchone():
                base.execute("COMMIT")
                return False
            os.close(lock)
            base.execute("COMMIT")
        return True


def _tell(event: str, job: JobRow, level: int = logging.INFO) -> None:
    """Log what became of a job: its id, its kind, why it failed; never what it works on."""
    seconds = None if job.started is None else round(time.time() - job.started, 1)
    logs.tell(event, level, "jobs", job=job.id, kind=job.kind, seconds=seconds, reason=job.reason)


def main(root: Path) -> None:
    """Keep a folder until it holds no job."""
    if os.fork():
        os._exit(0)
    os.setsid()
    os.umask(0o077)
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    lock = _locked(root)
    if lock is None:
        return
    os.truncate(lock, 0)
    os.write(lock, str(os.getpid()).encode())
    handler = RotatingFileHandler(root / folders.LOG, maxBytes=1 << 20, backupCount=1)
    logs.configure(handler)
    keeper = Keeper(root)
    quiet = time.monotonic()
    while root.is_dir():
        mark = keeper.store.mark()
        busy = keeper.round()
        with keeper.store.open() as base:
            any_left = base.execute("SELECT 1 FROM jobs LIMIT 1").fetchone()
        if any_left:
            quiet = time.monotonic()
        elif time.monotonic() - quiet > keeper.settings.grace and keeper.may_end(lock):
            return
        time.sleep(_BUSY)
        if any_left and not busy:
            _rest(keeper.store, mark)


def _rest(store: Store, mark: tuple[int, ...]) -> None:
    """Wait until something is written down that was not there at a mark, or for a while."""
    end = time.monotonic() + _IDLE - _BUSY
    while store.mark() == mark and time.monotonic() < end:
        time.sleep(_BUSY)


def _locked(root: Path) -> int | None:
    """The keeper's lock; waits a little, since others try it to see whether it is held."""
    for _ in range(50):
        lock = folders.lock(root / folders.LOCK)
        if lock is not None:
            return lock
        time.sleep(0.01)
    return None


def ensure(root: Path) -> None:
    """Start a keeper for a folder that has none."""
    if folders.held(root / folders.LOCK):
        return
    subprocess.run(
        [sys.executable, "-m", "lovgraf_web.jobs.keeper", str(root)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        env=environment(),
        cwd="/",
        check=False,
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
