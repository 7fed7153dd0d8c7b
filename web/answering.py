"""Questions answered on the pages, as in a case: what answers one is kept for those asked last."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import lru_cache

from msgspec import structs

from lovgraf.explain.answer import Answer, Answerer
from lovgraf.explain.matching import Matcher, matcher_of
from lovgraf.explain.question import Question, questions_of
from lovgraf.law import Law
from lovgraf.law.presumptions import PROFILES, profile_of
from lovgraf_web.in_flight import InFlight

DEFAULT = "case"
"""The profile of presumptions under which one person is asked about."""
assert DEFAULT in PROFILES
_MOST = 128
"""Questions and dates to keep what answers them for."""
_Held = tuple[Answerer, threading.Lock]


@lru_cache(maxsize=12)
def presuming(law: Law, profile: str) -> Law:
    """The law with what a profile presumes of blanks; the same object each time."""
    found = profile_of(law.graph, law.facts, profile)
    return replace(law, profile=found) if found.presumptions else law


class Answering:
    """Answers the questions of a law; any number of threads."""

    def __init__(self, law: Law) -> None:
        self._law = law
        self._lock = threading.RLock()
        self.in_flight = InFlight()
        self._held = lru_cache(maxsize=_MOST)(self._hold)
        self._first = lru_cache(maxsize=4 * _MOST)(self._answer_first)

    @property
    def law(self) -> Law:
        """The law with what is presumed in a case."""
        return presuming(self._law, DEFAULT)

    @property
    def questions(self) -> Mapping[str, Question]:
        """The questions by slug."""
        return questions_of(self.law)

    def matcher(self) -> Matcher:
        """What finds questions by words."""
        return matcher_of(self.law)

    def _hold(self, slug: str, day: date, profile: str) -> _Held:
        under = presuming(self._law, profile)
        return Answerer(under.at(day), questions_of(under)[slug]), threading.Lock()

    @contextmanager
    def answerer(self, slug: str, day: date, profile: str = DEFAULT) -> Iterator[Answerer]:
        """What answers a question on a date, for one thread at a time."""
        with self._lock:
            found, lock = self._held(slug, day, profile)
        with lock:
            yield found

    def first(self, slug: str, day: date) -> Answer | None:
        """The answer to whoever has said nothing yet; None where nothing on the date decides."""
        return self._first(slug, day)

    def begin(self, slug: str, day: date) -> bool:
        """Get ready what answers a question, where anything decides it; says whether it does."""
        with self.answerer(slug, day) as found:
            return found.program.decided and found.next({}) is not None

    def _answer_first(self, slug: str, day: date) -> Answer | None:
        def make() -> Answer | None:
            with self.answerer(slug, day) as found:
                if not found.program.decided:
                    return None
                said = found.answer({}, turns=False)
            nothing = replace(said.found, verdicts=(), may=(), values={})
            return structs.replace(said, found=nothing)

        parts = [slug, day.isoformat(), self.law.profile.digest]
        return self._law.kept("first answer", parts, make)
