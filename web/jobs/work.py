"""The process of one job: `python -m lovgraf_web.jobs.work FOLDER JOB LOCK`.

It runs the function that the settings name for the job's kind and writes down how that ended. An
error that the user can act on is told as it is, in the job's folder, since it may name what is in a
file; any other by its kind and place alone.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

from lovgraf_web.jobs.folders import folder_of
from lovgraf_web.jobs.keeper import confine, draw_on_reserve
from lovgraf_web.jobs.settings import Settings, replace
from lovgraf_web.jobs.store import JobRow, Store

REQUEST, REFUSAL = "request.json", "refusal.json"
_EVERY = 0.25


@dataclass
class Job:
    """A job as its function sees it: its private folder and what was asked."""

    id: str
    folder: Path
    asked: dict[str, Any]
    store: Store
    _reported: float = field(default=0.0, init=False)
    _text: tuple[str, str] | None = field(default=None, init=False)

    def tell(self, fraction: float | None, da: str, en: str) -> None:
        """Say how far the work came (0 to 1, None: unknown); a few times a second are written."""
        now = time.monotonic()
        if (da, en) == self._text and now - self._reported < _EVERY:
            return
        self._reported, self._text = now, (da, en)
        self.store.tell(self.id, fraction, da, en)


Work = Callable[[Job], None]


def main(root: Path, job: str, alive: int) -> None:
    """Do the work of a job."""
    os.set_inheritable(alive, False)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.umask(0o077)
    settings = Settings.read(root)
    confine(settings.seconds, settings.memory)
    folder = folder_of(root, job)
    os.chdir(folder)
    os.environ["TMPDIR"] = str(folder)
    store = Store(root)
    row = store.get(job)
    if row is None or row.state not in ("queued", "running"):
        return
    _await_start(store, job)
    do(root, settings, store, row)


def do(root: Path, settings: Settings, store: Store, row: JobRow) -> None:
    """Do the work of a job in this process, and write down how that ended."""
    folder = folder_of(root, row.id)
    try:
        asked = json.loads((folder / REQUEST).read_text("utf-8"))
        module, _, name = settings.kinds[row.kind].partition(":")
        work: Work = getattr(import_module(module), name)
        work(Job(row.id, folder, asked, store))
    except Exception as error:
        draw_on_reserve()
        _failed(store, row.id, folder, settings.keep, error)
    else:
        store.ended(row.id, "done", settings.keep)


def _await_start(store: Store, job: str) -> None:
    """Wait until the keeper has written down that this process works on the job."""
    for _ in range(100):
        row = store.get(job)
        if row is None or row.state != "queued":
            return
        time.sleep(0.02)


def _failed(store: Store, job: str, folder: Path, keep: float, error: Exception) -> None:
    from lovgraf.core.errors import InputError
    from lovgraf.core.limits import is_out_of_memory

    if isinstance(error, InputError):
        texts = error.in_language("da"), error.in_language("en")
        replace(folder / REFUSAL, json.dumps(texts))
        store.ended(job, "failed", keep, "refused")
        return
    if is_out_of_memory(error):
        store.ended(job, "failed", keep, "memory")
        return
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "unknown"
    store.ended(job, "failed", keep, f"fault {type(error).__name__} at {place}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
