"""Whoever is always exempted on request is told so, with the provision; others are not."""

from __future__ import annotations

import pytest

from tests.checker.explain.test_said_once import answered
from tests.examples import one_in, whole

pytestmark = pytest.mark.slow
BEFORE = ("birth_date=1950-01-01", "left_on=2020-01-01")
CONNECTED = ("digital_post=true", "digital_post_since=2014-11-01", "connection_basis=mandatory")
ALWAYS, PERHAPS = "bliver altid fritaget, når du beder om det", "bliver du det altid"


def opening(*facts: str) -> str:
    """How the answer on exemption begins."""
    return answered("digital-post-exemption", *BEFORE, *facts, turns=False).opening.da


@pytest.mark.parametrize("home", one_in(2, ["home_in_denmark=false", "residence_country=ES"]))
def test_who_is_always_exempted_is_told_so(home: str) -> None:
    said = opening(*CONNECTED, home)
    assert ALWAYS in said
    assert "§ 5, stk. 1, 2. pkt." in said


@whole("test_who_is_always_exempted_is_told_so")
def test_the_question_that_goes_with_it_says_so_too() -> None:
    found = answered("digital-post-person", *BEFORE, *CONNECTED, "home_in_denmark=false")
    beside = {one.slug: one.said for one in found.beside}
    said = beside["digital-post-exemption"]
    assert said is not None
    assert ALWAYS in said.da
    assert "s. 5(1), second sentence" in said.en


def test_who_may_be_connected_is_told_when_it_is_always_granted() -> None:
    said = opening("residence_country=ES")
    assert PERHAPS in said
    assert ALWAYS not in said


def test_who_joined_by_choice_is_promised_nothing() -> None:
    said = opening("residence_country=ES", "digital_post=true", "connection_basis=voluntary")
    assert said == "Ja. Du kan bede om at blive fritaget."
