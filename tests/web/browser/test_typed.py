"""What is typed about a citizen is sent by its button alone, and is never lost."""

from __future__ import annotations

from typing import Any

import pytest

from tests.web.browser.conftest import Visit
from tests.web.browser.test_pages import complaints

pytestmark = pytest.mark.slow
FORM = "/da/person?as_of=2014-12-01"


def typed(page: Any) -> Any:
    """A page on which some facts have been filled in, and answered."""
    page.evaluate("document.querySelectorAll('#facts details').forEach((one) => one.open = true)")
    page.locator("#f-birth_date").fill("1943-03-03")
    page.locator("#f-home_in_denmark").select_option("true")
    page.wait_for_selector("#answer")
    return page


def values(page: Any) -> tuple[str, str]:
    """What stands in the two fields."""
    birth, home = page.locator("#f-birth_date"), page.locator("#f-home_in_denmark")
    return birth.input_value(), home.input_value()


def test_typing_a_day_or_an_arrow_in_a_list_sends_nothing(visit: Visit) -> None:
    page = typed(visit.open(FORM))
    page.evaluate("window.here = true")
    page.locator("#day").focus()
    page.keyboard.type("02122014")
    page.locator("#act").focus()
    page.keyboard.press("ArrowDown")
    page.wait_for_timeout(600)
    assert page.evaluate("window.here"), "the page was not left"
    assert page.evaluate("document.activeElement.id") == "act"
    assert values(page) == ("1943-03-03", "true")
    assert page.locator("#act").input_value()


def test_a_value_that_cannot_be_read_is_told_at_its_field(visit: Visit) -> None:
    page = typed(visit.open(FORM))
    page.evaluate("document.getElementById('f-birth_date').type = 'text'")
    page.locator("#f-birth_date").fill("3. marts 43")
    page.get_by_role("button", name="Tjek").first.click()
    page.wait_for_selector("#faults:focus")
    assert page.locator("#f-birth_date").get_attribute("aria-invalid") == "true"
    assert values(page) == ("3. marts 43", "true")
    assert complaints(page) == []
    page.locator("#faults a").click()
    assert page.locator("#f-birth_date:focus").count() == 1
    page.locator("#f-birth_date").fill("1943-03-03")
    page.get_by_role("button", name="Tjek").first.click()
    page.wait_for_selector("#result:focus")
    assert page.locator("#faults").count() == 0


def test_a_session_that_ended_loses_nothing(visit: Visit) -> None:
    page = typed(visit.open(FORM))
    page.context.clear_cookies()
    other = page.context.new_page()  # a second tab begins another session
    other.goto(visit.base + FORM)
    page.locator("#f-home_in_denmark").select_option("false")
    told = page.get_by_role("status").filter(has_text="Resultatet er opdateret.")
    told.wait_for(state="attached")
    page.get_by_role("button", name="Tjek").first.click()
    page.wait_for_selector("#result:focus")
    assert values(page) == ("1943-03-03", "false")


def test_back_and_forward_bring_what_was_typed(visit: Visit) -> None:
    page = typed(visit.open(FORM))
    page.get_by_role("button", name="Tjek").first.click()
    page.wait_for_selector("#result:focus")
    page.goto(visit.base + "/da/law?as_of=2014-12-01")
    page.go_back()
    page.wait_for_selector("#answer")
    assert values(page) == ("1943-03-03", "true")
    page.reload()
    page.wait_for_selector("#answer")
    assert values(page) == ("1943-03-03", "true")
    fresh = page.context.new_page()
    fresh.goto(visit.base + FORM)
    assert values(fresh) == ("", ""), "what was typed stays with its tab"


def test_without_scripts_a_session_that_ended_loses_nothing(plain: Visit) -> None:
    page = plain.open(FORM)
    page.locator("#f-birth_date").fill("1943-03-03")
    page.context.clear_cookies()
    page.locator("#facts button").first.click()
    page.get_by_role("button", name="Send igen").click()
    assert page.locator("#answer").count() == 1
    assert page.locator("#f-birth_date").input_value() == "1943-03-03"
