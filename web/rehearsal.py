"""Explaining invented people by the law of a date that readers ask about, while nobody waits.

What norms say of persons who leave the same questions open is found out once (`lovgraf.explain`),
so whoever asks about a date first would wait for it. The invented people are the ready examples,
each with some of their facts, as if a form were half filled in.
"""

from __future__ import annotations

import random
import threading
import time
import weakref
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import cycle, islice
from typing import TYPE_CHECKING

from lovgraf.core.errors import InputError
from lovgraf.engine.in_memory import Record
from lovgraf.explain import Explainer
from lovgraf.facts.vocabulary import FactsOfDay
from lovgraf.readers.single import read_pairs
from lovgraf_web.threads import begun

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

_PEOPLE = 120
"""Records to explain of a date; each takes some twenty milliseconds, for which a reader who comes
meanwhile waits."""
_PAUSE = 0.05
"""Seconds between two of them, and between two looks at whether a reader waits."""
_Waiting = tuple["weakref.ref[Explainer]", threading.Lock]


def half_filled(
    people: Sequence[Mapping[str, str]], facts: FactsOfDay, record_type: str, number: int
) -> Iterator[Record]:
    """So many records of people with some of their facts (by column), the same each time.

    Columns that the law does not know are left out, and so is who then has none.
    """
    known = {column.name for column in facts.columns.values()}
    own = [
        pairs
        for one in people
        if (pairs := [f"{name}={value}" for name, value in one.items() if name in known])
    ]
    dice = random.Random(1)
    for pairs in islice(cycle(own), number):
        with suppress(InputError):
            yield read_pairs(dice.sample(pairs, dice.randint(1, len(pairs))), facts, record_type)


class Rehearsal:
    """Rehearses with each explainer once, in a thread that ends when there is nothing to do.

    `people` are values by column as one types them; without any there is nothing to do.
    """

    def __init__(self, people: Sequence[Mapping[str, str]], number: int = _PEOPLE) -> None:
        self._people, self._number = people, number
        self._lock = threading.Lock()
        self._begun: weakref.WeakSet[Explainer] = weakref.WeakSet()
        self._waiting: list[_Waiting] = []
        self._thread: threading.Thread | None = None
        self._readers = 0

    def begin(self, explainer: Explainer, lock: threading.Lock) -> None:
        """Rehearse with an explainer, under its lock, unless that was begun before."""
        with self._lock:
            if explainer in self._begun or not self._people:
                return
            self._begun.add(explainer)
            self._waiting.append((weakref.ref(explainer), lock))
            if self._thread is None:
                self._thread = begun(self._work)

    def watched(self, application: WSGIApplication) -> WSGIApplication:
        """An application while whose readers wait for a page no explanation is begun."""

        def waited_for(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
            with self._lock:
                self._readers += 1
            try:
                return application(environ, start)
            finally:
                with self._lock:
                    self._readers -= 1

        return waited_for

    def wait(self) -> None:
        """Wait until no reader waits for a page."""
        while self._readers:
            time.sleep(_PAUSE)

    def join(self) -> None:
        """Wait until there is nothing left to do."""
        if (thread := self._thread) is not None:
            thread.join()

    def _work(self) -> None:
        while True:
            with self._lock:
                if not self._waiting:
                    self._thread = None
                    return
                held, lock = self._waiting.pop()
            explainer = held()
            if explainer is None:
                continue
            facts, kind = explainer.view.facts_of_day, explainer.record_type
            del explainer
            for record in half_filled(self._people, facts, kind, self._number):
                if not self._explain(held, lock, record):
                    break

    def _explain(self, held: weakref.ref[Explainer], lock: threading.Lock, record: Record) -> bool:
        """Explain one record once no reader waits; False where that is worth no more."""
        self.wait()
        explainer = held()
        if explainer is None:  # nobody asked about its date for long
            return False
        try:
            with lock:
                explainer.tell(record, turns=False)
        except InputError:  # the pages say it themselves
            return False
        time.sleep(_PAUSE)
        return True
