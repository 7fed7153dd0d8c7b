"""Where groups stand under the norms of a date, worked out beside the pages, one norm at a time.

A date takes a minute or more the first time; what is found is kept (in memory, and for the shipped
law in the user's cache). A page shows what there is and says what is still being worked out.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from multiprocessing import get_context
from multiprocessing.connection import Connection

from lovgraf.law import Law, Norm, load_law
from lovgraf.proposals.overview.standing import GroupStanding, standing
from lovgraf_web.threads import begun

Key = tuple[date, str]
_NICE = 15
_IDLE = 60.0
"""Seconds after which the process ends that is asked nothing."""
_MOST = 6000
"""Answers to remember, and questions to keep waiting: some hundred dates."""


def _answer(questions: Connection) -> None:
    """Work out one question after the other, with the shipped law read once.

    Runs in a process of its own. Without the server at the other end it ends, after the norm that
    it is at.
    """
    with suppress(OSError):
        os.nice(_NICE)
    law = load_law()
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        while True:
            day, iri = questions.recv()
            view = law.at(day)
            questions.send(standing(view, view.norms[iri]))


class Standings:
    """What is known; the newest request is worked out first.

    The shipped law is asked in another process, so that the pages stay quick; a law that was given
    is asked at once.
    """

    def __init__(self, law: Law) -> None:
        self._law = law
        self._known: dict[Key, tuple[GroupStanding, ...]] = {}
        self._waiting: list[Key] = []
        self._lock = threading.Condition()
        self._worker: threading.Thread | None = None

    def of(
        self, day: date, norms: Iterable[Norm], wait: float
    ) -> dict[str, tuple[GroupStanding, ...]]:
        """What is known of some norms on a day, after waiting so many seconds for all of it: once,
        when it begins to be worked out."""
        keys = [(day, norm.iri) for norm in norms]
        if not self._law.source.shipped:
            for key in keys:
                if key not in self._known:
                    view = self._law.at(day)
                    self._known[key] = standing(view, view.norms[key[1]])
            return {iri: self._known[day, iri] for _, iri in keys}
        with self._lock:
            asked = [key for key in keys if key not in self._known]
            before = bool(asked) and all(key in self._waiting for key in asked)
            rest = set(asked)
            self._waiting = (asked + [key for key in self._waiting if key not in rest])[:_MOST]
            if asked and self._worker is None:
                self._worker = begun(self._work)
            self._lock.notify_all()
            if not before:
                self._lock.wait_for(lambda: all(key in self._known for key in keys), wait)
            return {iri: self._known[day, iri] for _, iri in keys if (day, iri) in self._known}

    def known(self) -> int:
        """For how many norms and dates the answer is in memory."""
        return len(self._known)

    def _work(self) -> None:
        """Ask for one norm after the other; ends where the process cannot be started or is lost, or
        nothing was wanted for a while, so that it takes up no memory (the next page that wants
        something begins anew). The server's end ends the process, whatever it is at."""
        try:
            self._ask()
        except (EOFError, OSError):
            with self._lock:
                self._worker = None

    def _ask(self) -> None:
        context = get_context("spawn")
        here, there = context.Pipe()
        process = context.Process(target=_answer, args=(there,), daemon=True)
        try:
            with here:
                with there:
                    process.start()
                while (key := self._next()) is not None:
                    here.send(key)
                    self._note(key, here.recv())
        finally:
            if process.pid is not None:
                process.join()

    def _next(self) -> Key | None:
        """What is to be worked out next; None where nothing is wanted, and the work ends."""
        with self._lock:
            if self._lock.wait_for(lambda: bool(self._waiting), _IDLE):
                return self._waiting[0]
            self._worker = None
            return None

    def _note(self, key: Key, found: tuple[GroupStanding, ...]) -> None:
        with self._lock:
            self._known[key] = found
            if len(self._known) > _MOST:
                del self._known[next(iter(self._known))]
            self._waiting = [one for one in self._waiting if one != key]
            self._lock.notify_all()
