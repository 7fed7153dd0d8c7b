"""Answers and explanations that were given before, to tests that walk the same way again."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from inspect import signature
from typing import Any

import pytest

from lovgraf.engine.in_memory import Record
from lovgraf.explain import Explanation
from lovgraf.explain.answer.answerer import Answerer
from lovgraf.explain.answer.model import Answer
from lovgraf.explain.person import Explainer
from lovgraf.law import Law

_TAKES = signature(Answerer.answer)
_answers: dict[Any, tuple[Law, Answer]] = {}
_explanations: dict[Any, tuple[Law, Explanation]] = {}


def _of(law: Law) -> tuple[int, str]:
    """Which law it is: commands make a copy of one for what they presume, which shares what was
    made of it."""
    return id(law._made), law.profile.digest


@contextmanager
def answered_once() -> Iterator[None]:
    """Have each answer found, and each record explained, once a process meanwhile: that the same is
    found again, other tests show."""
    find, tell = Answerer.answer, Explainer.tell

    def answer(self: Answerer, record: Record, *given: Any, **named: Any) -> Answer:
        question = self.question.iri, self.question.turned
        about = *question, self.view.as_of, *_of(self.view.law), self.asked_for
        asked = _TAKES.bind(self, record, *given, **named)
        asked.apply_defaults()
        rest = {name: value for name, value in asked.arguments.items() if name != "self"}
        rest |= {"record": sorted(record.items()), "unknown": sorted(rest["unknown"])}
        key = *about, repr(rest)
        if key not in _answers:
            _answers[key] = self.view.law, find(self, record, *given, **named)
        return _answers[key][1]

    def told(
        self: Explainer, record: Record, *, turns: bool = True, without: Collection[str] = ()
    ) -> Explanation:
        if self.beside:
            return tell(self, record, turns=turns, without=without)
        about = *_of(self.view.law), self.view.as_of, self.record_type, self.only, self.also
        asked = repr(sorted(record.items())), turns, frozenset(without)
        key = *about, self.presuming.digest, *asked
        if key not in _explanations:
            found = tell(self, record, turns=turns, without=without)
            _explanations[key] = self.view.law, found
        return _explanations[key][1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Answerer, "answer", answer)
        patch.setattr(Explainer, "tell", told)
        yield
