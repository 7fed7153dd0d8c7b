"""Who is named by a pronoun alone is somebody else than whoever asks."""

from __future__ import annotations

import pytest

from lovgraf.explain.heard import heard
from lovgraf.explain.question import questions_of
from lovgraf.law import load_law
from tests.checker.explain.asked import DAY
from tests.checker.explain.test_not_read import facts, said


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("skal hun have Digital Post?", "she"),
        ("må han blive fritaget for Digital Post?", "he"),
        ("Does she have to have Digital Post?", "she"),
        ("must he have Digital Post", "he"),
        ("Min mor er 80 år, skal hun have Digital Post?", "mother"),
    ],
)
def test_who_is_asked_for(words: str, name: str) -> None:
    found = said(words)
    assert found.kin is not None
    assert found.kin.name == name


def test_what_is_told_of_them_is_of_them() -> None:
    found = said("Han bor i Spanien og er 70 år. Skal han have Digital Post?")
    assert "residence_country=ES" in facts(found)


@pytest.mark.parametrize(
    "words",
    [
        "Hun bor i Spanien, skal jeg have Digital Post?",
        "He lives in Spain since 2016, must I have Digital Post?",
        "Hun bor i Spanien og han er dansk statsborger, skal de have Digital Post?",
    ],
)
def test_what_is_told_of_another_is_not_of_whoever_asks(words: str) -> None:
    found = said(words)
    assert found.kin is None
    assert not facts(found)


@pytest.mark.parametrize(("name", "read"), [("mother", True), ("self", False)])
def test_a_pronoun_is_whoever_is_said_to_be_asked_for(name: str, read: bool) -> None:
    law, words = load_law(), "Hun bor i Spanien, skal hun have Digital Post?"
    found = heard(words, law, questions_of(law)["digital-post-person"], DAY, name)
    assert (found.kin is not None and found.kin.name == name) == read
    assert bool(facts(found)) == read


def test_that_nothing_was_read_of_two_others_is_told() -> None:
    found = said("Hun bor i Spanien og han bor i Vejle, skal de have Digital Post?")
    assert [one.partition(" ")[0] for one in found.not_read] == ["Spanien", "Vejle"]
    assert found.unread


def test_who_is_asked_of_a_business_is_whom_it_is_about() -> None:
    words = "Kunden vil veksle penge, skal vi bede ham om legitimation?"
    assert facts(said(words, "aml-identify")) == {"transaction_kind=currency-exchange"}
