"""What tests keep of answers is kept of whoever they were given to."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from lovgraf.engine.in_memory import Record
from lovgraf.explain.answer import Answerer
from lovgraf.explain.kin import kin_of
from tests.checker.explain.asked import answerer_of_a_case
from tests.web import answered
from tests.web.answered import answered_once


def test_an_answer_for_another_is_another_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is answered, here only to whom it is; nothing of it is kept for other tests."""
    monkeypatch.setattr(answered, "_answers", {})

    def answer(self: Answerer, _record: Record, *_: Any, **__: Any) -> Any:
        return SimpleNamespace(asked_for=self.whom)

    monkeypatch.setattr(Answerer, "answer", answer)
    asker = answerer_of_a_case("digital-post-person", date(2014, 12, 1))
    with answered_once():
        own = asker.answer({})
        assert asker.answer({}) is own
        assert asker.answer({"a": True}) is not own
        assert asker.answer({}, unknown=["a"]) is not own
        mother = asker.of_another(kin_of(asker.view.law)["mother"].iri)
        of_mother = mother.answer({})
        assert of_mother is mother.answer({})
        assert (own.asked_for, of_mother.asked_for) == (asker.whom, mother.whom)
        assert own.asked_for != of_mother.asked_for
    assert vars(Answerer)["answer"] is answer
