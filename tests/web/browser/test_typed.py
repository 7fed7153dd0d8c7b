"""What is typed about a citizen is sent by its button alone, and is never lost."""

from __future__ import annotations

from typing import Any

import pytest

from tests.examples import whole
from tests.web.browser.axe import complaints
from tests.web.browser.conftest import Visit, leads_on

pytestmark = pytest.mark.slow
FORM = "/da/person?as_of=2014-12-01"


def typed(page: Any) -> Any:
    """A page on which some facts have been filled in."""
    page.evaluate("document.querySelectorAll('#facts details').forEach((one) => one.open = true)")
    page.locator("#f-birth_date").fill("1943-03-03")
    page.locator("#f-home_in_denmark").select_option("true")
    return page


def pressed(page: Any) -> Any:
    """The page with the answer, once the button was pressed."""
    page.locator("#facts button").first.click()
    page.wait_for_selector("#result:focus")
    return page


def values(page: Any) -> tuple[str, str]:
    """What stands in the two fields."""
    birth, home = page.locator("#f-birth_date"), page.locator("#f-home_in_denmark")
    return birth.input_value(), home.input_value()


def test_typing_a_day_or_an_arrow_in_a_list_sends_nothing(again: Visit) -> None:
    page = pressed(typed(again.open(FORM)))
    sent: list[str] = []

    def heard(request: Any) -> None:
        sent.append(f"{request.method} {request.url}")

    page.on("request", heard)
    page.evaluate("window.here = true")
    page.evaluate("document.querySelectorAll('#facts details').forEach((one) => one.open = true)")
    for field, keys in (
        ("#day", "02122014"),
        ("#f-birth_date", "04031944"),
        ("#act", "ArrowDown"),
        ("#f-home_in_denmark", "ArrowDown"),
        ("#f-birth_date", "ArrowUp"),
    ):
        page.locator(field).focus()
        (page.keyboard.type if keys.isdigit() else page.keyboard.press)(keys)
        page.keyboard.press("Tab")
        assert sent == [], field
    page.wait_for_timeout(600)
    assert sent == [], "nothing is sent later either"
    assert page.evaluate("window.here"), "the page was not left"
    assert values(page)[0] not in ("", "1943-03-03"), "it was typed"
    assert page.locator("#act").input_value()
    assert "knappen" in page.get_by_role("status").first.inner_text()
    pressed(page)
    page.remove_listener("request", heard)
    assert sent[0].startswith("POST ")
    assert page.get_by_role("status").first.inner_text() == "Resultatet er opdateret."


def test_a_value_that_cannot_be_read_is_told_at_its_field(again: Visit) -> None:
    page = typed(again.open(FORM))
    page.evaluate("document.getElementById('f-birth_date').type = 'text'")
    page.locator("#f-birth_date").fill("3. marts 43")
    page.locator("#facts button").first.click()
    page.wait_for_selector("#faults:focus")
    assert page.locator("#f-birth_date").get_attribute("aria-invalid") == "true"
    assert values(page) == ("3. marts 43", "true")
    assert complaints(page) == []
    page.locator("#faults a").click()
    assert page.locator("#f-birth_date:focus").count() == 1
    page.locator("#f-birth_date").fill("1943-03-03")
    page.locator("#facts button").first.click()
    page.wait_for_selector("#result:focus")
    assert page.locator("#faults").count() == 0


@whole("web/browser/test_citizen.py::test_a_session_that_ended_loses_nothing")
def test_a_session_that_ended_loses_nothing(visit: Visit) -> None:
    page = pressed(typed(visit.open(FORM)))
    page.context.clear_cookies()
    other = page.context.new_page()  # a second tab begins another session
    other.goto(visit.base + FORM)
    page.locator("#f-home_in_denmark").select_option("false")
    pressed(page)
    assert values(page) == ("1943-03-03", "false")


def test_back_and_forward_bring_what_was_typed(again: Visit) -> None:
    page = pressed(typed(again.open(FORM)))
    page.goto(again.base + "/da/law?as_of=2014-12-01")
    page.go_back()
    page.wait_for_function("document.getElementById('f-birth_date').value !== ''")
    assert values(page) == ("1943-03-03", "true")
    page.reload()
    page.wait_for_function("document.getElementById('f-birth_date').value !== ''")
    assert page.locator("#answer").count() == 0, "it waits for the button"
    pressed(page)
    assert values(page) == ("1943-03-03", "true")
    fresh = page.context.new_page()
    fresh.goto(again.base + FORM)
    assert values(fresh) == ("", ""), "what was typed stays with its tab"
    fresh.close()


@whole("web/browser/test_citizen.py::test_a_session_that_ended_loses_nothing")
def test_without_scripts_a_session_that_ended_loses_nothing(plain: Visit) -> None:
    page = plain.open(FORM)
    page.locator("#f-birth_date").fill("1943-03-03")
    page.context.clear_cookies()
    leads_on(page, page.locator("#facts button").first)
    leads_on(page, page.get_by_role("button", name="Send igen"))
    assert page.locator("#answer").count() == 1
    assert page.locator("#f-birth_date").input_value() == "1943-03-03"
