"""What tests keep of answers is kept of whoever they were given to."""

from __future__ import annotations

from datetime import date

from lovgraf.explain.answer import Answerer
from lovgraf.explain.kin import kin_of
from tests.checker.explain.asked import answerer_of_a_case
from tests.web.answered import answered_once


def test_an_answer_for_another_is_another_answer() -> None:
    asker, found = answerer_of_a_case("digital-post-person", date(2014, 12, 1)), Answerer.answer
    with answered_once():
        own = asker.answer({})
        assert asker.answer({}) is own
        mother = asker.of_another(kin_of(asker.view.law)["mother"].iri)
        assert mother.answer({}).address["who"].da == "din mor"
    assert Answerer.answer is found
