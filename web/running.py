"""Queries that take longer than a page waits: each goes on in a thread of its web worker, and what
is known of it lies in a private folder of its own, which any worker can read.

The worker holds a lock in the folder as long as the query runs, so that the others see when it was
lost. Who wants a query cancelled puts a file there; its worker looks for that a few times a second
and kills the child. A folder is kept for a few minutes, then removed.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from lovgraf.core.errors import InputError
from lovgraf.query.run import Answer
from lovgraf.query.unknown import Unknown
from lovgraf_web.jobs import folders
from lovgraf_web.jobs.settings import replace
from lovgraf_web.lanes import Cancelled

NAME = "queries"
KEPT = 600.0
"""Seconds for which the answer to a slow query is kept."""
_ROOM = 512 << 20
"""Bytes that all kept answers may take."""
_ID = re.compile(r"[\w-]{22}", re.ASCII)
_ASKED, _ANSWER, _END, _CANCEL = "asked.json", "answer", "end.json", "cancel"

State = Literal["running", "done", "failed", "cancelled", "lost"]
Work = Callable[[Callable[[], bool]], Answer]


@dataclass
class _Run:
    """One query in a thread of this process."""

    ended: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)
    answer: Answer | None = None
    error: InputError | None = None
    folder: Path | None = None
    alive: int | None = None

    def cancelled(self) -> bool:
        """Whether somebody wants it cancelled."""
        return self.folder is not None and (self.folder / _CANCEL).exists()


@dataclass(frozen=True)
class Slow:
    """A slow query as its folder says: what was asked, and how it is."""

    id: str
    folder: Path
    asked: Mapping[str, Any]
    state: State
    end: Mapping[str, Any]

    def answer(self) -> Answer:
        """The answer of one that is done."""
        unknown = tuple(Unknown(*one) for one in self.end["unknown"])
        return Answer(self.end["form"], (self.folder / _ANSWER).read_bytes(), unknown)

    def error(self) -> InputError:
        """Why one that failed did so."""
        error = self.end["error"]
        return InputError(error[0], error[1], None, error[2], error[3])


class Running:
    """The slow queries of a folder."""

    def __init__(self, root: Path, wait: float = 1.0) -> None:
        self._root, self._wait = root / NAME, wait

    def answered(
        self, owner: Callable[[], str], asked: Mapping[str, Any], work: Work
    ) -> Answer | str:
        """The answer where it comes in time, else the id under which it will be found.

        `owner` is called where there will be an id. Raises the `InputError` of the work.
        """
        run = _Run()
        threading.Thread(target=_do, args=(run, work), daemon=True).start()
        if not run.ended.wait(self._wait):
            kept = self._keep(run, {"owner": owner(), **asked})
            if kept is not None:
                return kept
            run.ended.wait()
        if run.error is not None:
            raise run.error
        assert run.answer is not None
        return run.answer

    def _keep(self, run: _Run, asked: Mapping[str, Any]) -> str | None:
        """Give a query a folder; None where it ended in the meantime, or the folder has no lock."""
        self.sweep()
        name = secrets.token_urlsafe(16)
        folder = self._root / name
        folder.mkdir(parents=True, mode=0o700)
        alive = folders.lock(folder / folders.ALIVE)
        replace(folder / _ASKED, json.dumps(asked))
        with run.lock:
            if not run.ended.is_set() and alive is not None:
                run.folder, run.alive = folder, alive
        if run.folder is None:
            if alive is not None:
                os.close(alive)
            shutil.rmtree(folder, ignore_errors=True)
            return None
        timer = threading.Timer(KEPT, shutil.rmtree, (folder,), {"ignore_errors": True})
        timer.daemon = True
        timer.start()
        return name

    def find(self, owner: str | None, name: str) -> Slow | None:
        """A slow query of an owner; None where there is none."""
        folder = self._root / name
        try:
            asked = json.loads((folder / _ASKED).read_text("utf-8")) if _ID.fullmatch(name) else {}
        except OSError:
            return None
        if owner is None or asked.get("owner") != owner:
            return None
        alive = folders.held(folder / folders.ALIVE)
        try:
            end = json.loads((folder / _END).read_text("utf-8"))
        except OSError:
            return Slow(name, folder, asked, "running" if alive else "lost", {})
        return Slow(name, folder, asked, end["state"], end)

    def cancel(self, slow: Slow) -> None:
        """Kill a query; waits a moment for its child to be gone."""
        if slow.state != "running":
            return
        os.close(os.open(slow.folder / _CANCEL, os.O_WRONLY | os.O_CREAT, 0o600))
        end = time.monotonic() + 3.0
        while folders.held(slow.folder / folders.ALIVE) and time.monotonic() < end:
            time.sleep(0.05)

    def sweep(self) -> None:
        """Remove what is kept no longer, and the oldest where all take too much room."""
        folders.expire(self._root, time.time() - KEPT)
        if not self._root.is_dir():
            return
        room = _ROOM
        for folder in sorted(self._root.iterdir(), key=lambda one: -one.lstat().st_mtime):
            room -= folders.size(folder)
            if room < 0 and not folders.held(folder / folders.ALIVE):
                shutil.rmtree(folder, ignore_errors=True)


def _do(run: _Run, work: Work) -> None:
    """Do the work of a query and note how it ended."""
    state = "failed"
    refusal: list[str | int | None] = ["", "", None, None]
    try:
        run.answer = work(run.cancelled)
        state = "done"
    except Cancelled:
        state = "cancelled"
    except InputError as error:
        run.error = error
        refusal = [error.message.da, error.message.en, error.line, error.column]
    finally:
        with run.lock:
            if run.folder is not None:
                _note(run, run.folder, state, refusal)
            run.ended.set()
            if run.alive is not None:
                os.close(run.alive)


def _note(run: _Run, folder: Path, state: str, error: Sequence[object]) -> None:
    try:
        if run.answer is not None:
            handle = os.open(folder / _ANSWER, os.O_WRONLY | os.O_CREAT, 0o600)
            with os.fdopen(handle, "wb") as stream:
                stream.write(run.answer.content)
        form, unknown = (run.answer.form, run.answer.unknown) if run.answer else (None, ())
        end = {"state": state, "form": form, "error": error, "unknown": unknown}
        replace(folder / _END, json.dumps(end))
    except OSError:
        return  # the folder is gone, or the disk is full: the query counts as lost
