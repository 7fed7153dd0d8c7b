"""The relations of a date (`core:mayBind` and the like), worked out beside the pages.

A date takes some ten seconds the first time; what is found is kept, for the shipped law in the
user's cache. Until then a query that names such a term is told to ask again.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from functools import partial
from multiprocessing import get_context
from multiprocessing.connection import Connection

from lovgraf.core.cache import cache_folder
from lovgraf.core.locks import in_turn
from lovgraf.core.sandbox import Unready
from lovgraf.law import Law, load_law
from lovgraf.query.data import kept_relations, relations_from
from lovgraf_web.prepared import NotMade, Prepared

_ASKED, _UNASKED = 5, 15
"""How far the others go before it, where somebody waits for it and where nobody does."""
_QUIET = 300.0
"""Seconds after which dates are made that nobody has asked for."""
_MOST = 80
"""Dates to work out ahead at most."""


def _answer(there: Connection, day: date, nice: int) -> None:
    """Work out a date, in a process of its own; several servers take turns, and the next reads
    what the last one kept."""
    with suppress(OSError):
        os.nice(nice)
    folder = cache_folder()
    if folder is None:
        found = relations_from(load_law(), day)
    else:
        turns = folder / "relations"
        turns.mkdir(parents=True, exist_ok=True, mode=0o700)
        with in_turn(turns):
            found = relations_from(load_law(), day)
    with suppress(BrokenPipeError, ConnectionResetError):
        there.send_bytes(found)


def _beside(law: Law, day: date, nice: int = _ASKED) -> bytes:
    """The relations of a date, in another process for the shipped law, so that pages stay quick.

    Raises `NotMade` where the process is lost.
    """
    if not law.source.shipped:
        return relations_from(law, day)
    context = get_context("spawn")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_answer, args=(there, day, nice), daemon=True)
    process.start()
    there.close()
    try:
        return here.recv_bytes()
    except EOFError:
        raise NotMade from None
    finally:
        here.close()
        process.join()


class Relating:
    """Gives the relations of dates, those asked for before those made ahead."""

    def __init__(self, law: Law, wait: float) -> None:
        self._law, self._wait = law, wait
        self._asked, self._ahead = Prepared(), Prepared()

    def of(self, day: date) -> bytes:
        """Those of a date, after waiting a moment for them where they are not kept. Raises
        `Unready`."""
        if (kept := kept_relations(self._law, day)) is not None:
            return kept
        found = self._asked.get(day, lambda: _beside(self._law, day), self._wait)
        if found is None:
            raise Unready
        return found

    def ahead(self, days: Iterable[date]) -> None:
        """Work out dates that nobody has asked for, once the server has run for a while; only what
        can be kept."""
        if cache_folder() is None or not self._law.source.shipped:
            return
        timer = threading.Timer(_QUIET, self._begin, [list(days)[:_MOST]])
        timer.daemon = True
        timer.start()

    def _begin(self, days: Iterable[date]) -> None:
        for day in days:
            self._ahead.get(day, partial(_made, self._law, day), 0.0)


def _made(law: Law, day: date) -> bool:
    """Have a date made and kept."""
    return bool(_beside(law, day, _UNASKED))
