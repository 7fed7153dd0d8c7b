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

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._keepers: dict[Path, keeper.Keeper] = {}
        self._begun: list[str] = []

    def begin(self, _root: Path, job: str) -> Any:
        """In the place of `processes.begin`."""
        self._begun.append(job)
        return _Begun()

    def ensure(self, root: Path) -> None:
        """In the place of `keeper.ensure`: do all that waits."""
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
def done_here(law: Law) -> Iterator[None]:
    """Have jobs done in this process meanwhile, by the law that is at hand."""
    with pytest.MonkeyPatch.context() as patch:
        here = _Here()
        patch.setattr("lovgraf.law.load_law", lambda: law)
        patch.setattr(keeper, "begin", here.begin)
        patch.setattr(keeper, "ensure", here.ensure)
        yield
