"""Situations as people tell them get the answer that a jurist gives, for the same reason."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from lovgraf.core.yaml_text import read_yaml
from lovgraf.explain.answer import Answer
from lovgraf.explain.matching import Matcher, matcher_of
from lovgraf.explain.question import questions_of
from lovgraf.explain.question_program import DEPENDS
from lovgraf.readers.single import read_pairs
from lovgraf.reports import answer_text
from tests.checker.explain.asked import answerer_of_a_case, law_of_a_case, says_nothing
from tests.examples import one_in, one_of_each

pytestmark = pytest.mark.slow

LAW = law_of_a_case()
SITUATIONS = read_yaml((Path(__file__).parent / "situations.yaml").read_text("utf-8"))
IDS = [f"{number}-{one['question']}" for number, one in enumerate(SITUATIONS)]
ASKED = one_of_each(lambda number: SITUATIONS[number]["question"], range(len(SITUATIONS)))
"""The places of those that are asked: one of each question, with each of its answers in turn."""


def kind_of(number: int) -> tuple[str, str]:
    """What a situation has in common with others: who asks, and the answer."""
    one = SITUATIONS[number]
    return questions_of(LAW)[one["question"]].asker.en, one["answer"]


ANSWERED = one_of_each(kind_of, ASKED)
"""The places of those that are answered: of each that asks one with each answer."""
CAPABILITIES = LAW.access.capabilities
MOST_MISSING = 3
"""Facts that an answer may turn on: who is told more has no answer."""


@cache
def matcher() -> Matcher:
    return matcher_of(LAW)


def answered(one: dict[str, Any]) -> Answer:
    found = answerer_of_a_case(one["question"], one["as_of"])
    facts = read_pairs(one["facts"].split(), found.view.facts_of_day, found.question.record_type)
    return found.answer(facts, turns=False)


def test_there_are_many_of_every_kind() -> None:
    kinds = {questions_of(LAW)[one["question"]].asker.en for one in SITUATIONS}
    assert len(SITUATIONS) >= 60
    assert kinds == {one.asker.en for one in questions_of(LAW).values()}
    asked = {SITUATIONS[number]["question"] for number in ASKED}
    assert asked == {one["question"] for one in SITUATIONS}
    tried = [SITUATIONS[number] for number in ANSWERED]
    for said in ("as_of", "answer", "question"):
        assert len({one[said] for one in tried}) > 1
    assert {kind_of(number) for number in ANSWERED} == {kind_of(number) for number in ASKED}


@pytest.mark.parametrize("number", one_in(2, ASKED), ids=IDS.__getitem__)
def test_the_words_find_the_question(number: int) -> None:
    one = SITUATIONS[number]
    assert matcher().find(one["asks"]).near[0].slug == one["question"]


@pytest.mark.parametrize("number", ANSWERED, ids=IDS.__getitem__)
def test_the_answer_is_that_of_a_jurist(number: int) -> None:
    one = SITUATIONS[number]
    found = answered(one)
    missing = [text.da for text in found.missing]
    assert (found.answer, found.exact) == (one["answer"], True), missing
    has_it = found.answer == "yes" and any(iri in CAPABILITIES for iri in found.question.decided_by)
    no_rule = "Ingen af de regler" in found.opening.da
    assert found.grounds or has_it or no_rule, "an answer without a reason"
    if "by" in one:
        assert any(one["by"] in ground.norm for ground in found.grounds)
    if "says" in one:
        assert one["says"] in "".join(answer_text.write_answer(found, "da"))
    assert not says_nothing(found.opening)
    if found.answer == DEPENDS:
        wanted = [LAW.facts.columns[name].label.da for name in one.get("turns_on", ())]
        assert missing == wanted
        assert len(missing) <= MOST_MISSING
        assert one.get("judge", "") in " ".join(who.da for who in found.judgment)
        assert missing or found.judgment
