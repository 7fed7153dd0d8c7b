"""What a caseworker and a drafter do: by keyboard alone, without scripts, and with them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.examples import whole
from tests.web.browser.axe import complaints
from tests.web.browser.conftest import Visit, leads_on

pytestmark = pytest.mark.slow
FORM = "/da/person?as_of=2014-12-01"
BUTTON = "#facts button"


def focused(page: Any) -> str:
    """The id, or the text, of what has the focus."""
    said: str = page.evaluate("document.activeElement.id || document.activeElement.innerText")
    return said


def test_the_keyboard_leads_past_the_menu_and_through_the_form(again: Visit) -> None:
    page = again.open(FORM)
    page.keyboard.press("Tab")
    assert focused(page) == "Spring til indhold"
    page.keyboard.press("Enter")
    assert focused(page) == "content"
    page.keyboard.press("Tab")
    assert focused(page) == "Bosat i Danmark med MitID eller NemID"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("#answer")
    assert page.locator("article.breached h3").first.inner_text().startswith("Tilslutning")
    why = page.locator("details.why summary").first
    why.focus()
    page.keyboard.press("Enter")
    assert page.locator("details.why[open] .tree").first.is_visible()
    assert complaints(page) == []
    assert again.reports() == []
    assert again.faults == []
    assert "?" not in page.url, "nothing of the person is in the address"


def test_without_scripts_the_button_answers(plain: Visit) -> None:
    page = plain.open(FORM)
    page.locator("#f-birth_date").fill("1943-03-03")
    leads_on(page, page.locator("#facts button").first)
    assert page.locator("#answer").count() == 1
    assert page.locator("#f-birth_date").input_value() == "1943-03-03"


def test_with_scripts_the_button_answers_without_leaving_the_page(again: Visit) -> None:
    page = again.open(FORM)
    page.locator(".people button").nth(1).click()
    page.wait_for_selector("article.breached")
    page.locator("#f-digital_post").select_option("true")
    assert page.locator("article.breached").count(), "it waits for the button"
    page.evaluate("window.here = true")
    page.locator(BUTTON).first.click()
    page.wait_for_selector("article.breached", state="detached")
    assert page.get_by_role("status").inner_text() == "Resultatet er opdateret."
    assert page.evaluate("window.here")
    assert focused(page) == "result"
    assert again.faults == []


def test_a_form_that_nobody_touched_is_not_answered(again: Visit) -> None:
    page = again.open(FORM)
    page.get_by_role("status").first.wait_for(state="attached")  # the script has come
    page.wait_for_timeout(600)
    assert page.locator("#answer").count() == 0


def test_of_a_change_made_before_the_script_has_come_it_is_told_too(again: Visit) -> None:
    page = again.open(FORM)
    held: list[Any] = []
    page.route("**/person.js*", lambda route: held.append(route))
    page.locator(".people button").nth(1).click(no_wait_after=True)
    page.wait_for_selector("article.breached")
    page.locator("#f-digital_post").select_option("true")
    for _ in range(1200):
        if held:
            break
        page.wait_for_timeout(50)
    else:
        pytest.fail("the page has not asked for person.js in a minute")
    held[0].continue_()
    page.get_by_role("status").filter(has_text="knappen").wait_for()
    page.locator(BUTTON).first.click()
    page.wait_for_selector("article.breached", state="detached")
    page.unroute("**/person.js*")
    assert again.faults == []


@whole("web/browser/test_citizen.py::test_what_fails_says_so_and_can_be_tried_again")
def test_what_cannot_be_answered_says_so_and_the_button_tries_again(again: Visit) -> None:
    page = again.open(FORM)
    page.locator(".people button").nth(1).click()
    page.wait_for_selector("article.breached")
    page.route("**/da/person", lambda route: route.fulfill(status=503, body="full"))
    page.locator("#f-digital_post").select_option("true")
    page.locator(BUTTON).first.click()
    told = page.get_by_role("status").filter(has_text="kunne ikke opdateres")
    told.wait_for()
    assert page.locator("article.breached").count()
    page.unroute("**/da/person")
    page.locator(BUTTON).first.click()
    page.wait_for_selector("article.breached", state="detached")
    assert page.get_by_role("status").inner_text() == "Resultatet er opdateret."


def test_the_other_language_and_the_date_stay(again: Visit) -> None:
    page = again.open("/da/provision/law/2012/528/par/3/stk/1?as_of=2014-12-01")
    page.get_by_role("link", name="In English").click()
    assert "/en/provision/law/2012/528/par/3/stk/1?as_of=2014-12-01" in page.url
    page.locator("#as_of").fill("2013-01-01")
    page.get_by_role("button", name="Change date").click()
    assert "as_of=2013-01-01" in page.url
    assert "not in force on the chosen date" in page.inner_text("main")
    page.get_by_role("link", name="Citizen", exact=True).click()
    assert "as_of=2013-01-01" in page.url


def test_a_search_leads_to_the_section(again: Visit) -> None:
    page = again.open("/da/law?as_of=2014-12-01")
    page.locator("#q").fill("§ 3, stk. 1 digital post")
    page.keyboard.press("Enter")
    page.wait_for_selector(".hits")
    page.locator(".hits a").first.click()
    assert "/par/3/stk/1" in page.url
    assert again.faults == []


def test_one_act_is_chosen_and_what_is_folded_is_printed(again: Visit) -> None:
    page = again.open(FORM)
    leads_on(page, page.locator(".people button").nth(2))
    folded = page.locator("#answer > details summary", has_text="Ubestemt")
    assert not page.locator("article.undetermined").first.is_visible(), "many open ones are folded"
    assert folded.is_visible()
    page.emulate_media(media="print")
    shown = page.locator("article.undetermined h3").first.bounding_box()
    assert shown is not None
    assert shown["height"] > 0
    page.emulate_media(media="screen")
    before = page.locator("#facts select").count()
    page.locator("#act").select_option("law/2012/528")
    told = page.get_by_role("status").filter(has_text="når du trykker på knappen")
    told.wait_for()
    assert page.locator("#facts select").count() == before, "nothing is sent but by the button"
    page.get_by_role("button", name="Opdater resultatet").first.click()
    page.wait_for_selector("#result:focus")
    assert page.locator("#f-birth_date").input_value() == "1970-09-20", "what was told stays"
    assert page.locator("#facts select").count() < before
    assert "/2012/528" in page.locator("#act").input_value()
    assert again.faults == []


def test_print_leaves_out_what_is_for_the_screen(again: Visit) -> None:
    page = again.open("/da/law?as_of=2014-12-01")
    page.emulate_media(media="print")
    assert not page.locator(".site-menu").is_visible()
    assert not page.locator("form.date").is_visible()
    assert page.locator("h1").is_visible()
    page.emulate_media(media="screen")
