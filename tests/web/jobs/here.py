"""Jobs done by the process of the test, as soon as they are written down.

They spare tests of pages a keeper and an interpreter for each job. That jobs run in processes of
their own, and what becomes of those, is tested in this folder, in the tests of hostile uploads, of
losses and workers, and in the browser.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from lovgraf.law import Law
from lovgraf_web.jobs import keeper, work
from lovgraf_web.jobs.settings import Settings
from lovgraf_web.jobs.store import Store


class _Begun:
    """What a keeper holds for a process: none runs when it looks."""

    pid = None

    def poll(self) -> int:
        """It has ended."""
        return 0


class _Here:
    """Keepers of folders, which look when somebody calls."""

    def __init__(self, gate: threading.Event | None) -> None:
        self._lock, self._gate = threading.Lock(), gate
        self._begun_beside: list[threading.Thread] = []
        self._keepers: dict[Path, keeper.Keeper] = {}
        self._begun: list[str] = []

    def begin(self, _root: Path, job: str) -> Any:
        """In the place of `processes.begin`."""
        self._begun.append(job)
        return _Begun()

    def ensure(self, root: Path) -> None:
        """In the place of `keeper.ensure`: do all that waits, or have it done once it may be."""
        if self._gate is None:
            self._do_all(root)
            return
        self._begun_beside.append(threading.Thread(target=self._later, args=(root,), daemon=True))
        self._begun_beside[-1].start()

    def end(self) -> None:
        """Wait for what is done beside."""
        if self._gate is not None:
            self._gate.set()
        for thread in self._begun_beside:
            thread.join(300)

    def _later(self, root: Path) -> None:
        assert self._gate is not None
        self._gate.wait(300)
        self._do_all(root)

    def _do_all(self, root: Path) -> None:
        with self._lock:
            if root not in self._keepers:
                self._keepers[root] = keeper.Keeper(root)
            while True:
                self._keepers[root].round()
                if not self._begun:
                    return
                self._do(root)

    def _do(self, root: Path) -> None:
        settings, store = Settings.read(root), Store(root)
        for job in self._begun:
            row = store.get(job)
            assert row is not None
            work.do(root, settings, store, row)
        self._begun.clear()


@contextmanager
def done_here(law: Law, gate: threading.Event | None = None) -> Iterator[None]:
    """Have jobs done in this process meanwhile, by the law that is at hand: at once, or beside what
    asks for them as soon as a gate is open, which one may shut and open again."""
    with pytest.MonkeyPatch.context() as patch:
        here = _Here(gate)
        patch.setattr("lovgraf.law.load_law", lambda: law)
        patch.setattr(keeper, "begin", here.begin)
        patch.setattr(keeper, "ensure", here.ensure)
        try:
            yield
        finally:
            here.end()
