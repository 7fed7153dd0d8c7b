"""A question put together by keyboard alone, without scripts, on a narrow and dark screen."""

from __future__ import annotations

from typing import Any

import pytest

from tests.examples import WHOLE, cells, whole
from tests.web.browser.axe import complaints
from tests.web.browser.conftest import Visit
from tests.web.every_page import DAY

pytestmark = pytest.mark.slow


def choose(page: Any, field: str, words: str, button: str) -> None:
    """Type the words of a choice in a list, go on to a button and press it."""
    page.locator(field).first.focus()
    page.keyboard.type(words)
    for _ in range(12):
        if page.evaluate("document.activeElement.textContent").strip() == button:
            break
        page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")


@whole("web/test_builder.py::test_each_choice_is_a_button_and_leads_to_an_address")
def test_a_question_is_put_together_by_keyboard(plain: Visit) -> None:
    page = plain.open(f"/en/builder?{DAY}")
    page.set_viewport_size({"width": 320, "height": 900})
    page.emulate_media(color_scheme="dark")
    choose(page, "#kind", "Obligation (", "Choose")
    choose(page, "#pick", "Tests", "Choose")
    choose(page, ".picked button", "", "show what it is")
    assert page.locator("#add").inner_text() == "New condition on: tests"
    choose(page, "#pick", "Period (", "Choose")
    choose(page, "#value", "5 days", "at most the value")
    page.locator("text=2 found").wait_for()
    assert page.locator("tbody tr").count() == 2
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.locator("tbody a").first.focus()
    page.keyboard.press("Enter")
    page.locator("h1", has_text="s. 12").wait_for()
    assert plain.faults == []


SAVED = "law=0000000000000000&answer=1-000000000000"


@pytest.mark.parametrize(
    ("more", "lang"), cells((SAVED, "related=1", "pick=core:buildsOn"), ("da", "en"))
)
def test_a_question_that_waits_and_one_that_was_saved(again: Visit, lang: str, more: str) -> None:
    page = again.open(f"/{lang}/builder?kind=core:Capability&{DAY}&{more}")
    page.set_viewport_size({"width": 320, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert complaints(page, colours=lang == "da" or not WHOLE) == []
    assert again.reports() == []
