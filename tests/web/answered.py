"""Answers of a question that were given before, to tests that walk the same way again."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from lovgraf.engine.in_memory import Record
from lovgraf.explain.answer.answerer import Answerer
from lovgraf.explain.answer.model import Answer
from lovgraf.law import Law


@contextmanager
def answered_once() -> Iterator[None]:
    """Have each answer found once meanwhile: that the same is found again, other tests show."""
    find, known = Answerer.answer, dict[Any, tuple[Law, Answer]]()

    def answer(
        self: Answerer,
        record: Record,
        unknown: Collection[str] = (),
        asked: int = 0,
        turns: bool = True,
    ) -> Answer:
        about = self.question.iri, self.view.as_of, id(self.view.law), self.asked_for
        key = *about, repr(sorted(record.items())), tuple(sorted(unknown)), asked, turns
        if key not in known:
            known[key] = self.view.law, find(self, record, unknown, asked, turns)
        return known[key][1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Answerer, "answer", answer)
        yield
