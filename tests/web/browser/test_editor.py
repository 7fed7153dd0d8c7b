"""The editor of proposals: by keyboard with the Turtle beside it, and without scripts."""

from __future__ import annotations

import pytest

from tests.examples import whole
from tests.web.browser.conftest import Visit, leads_on
from tests.web.browser.test_work import looked_at

pytestmark = pytest.mark.slow
FORM = "/da/proposals/new?norm=law/2012/528/par/3/stk/1/norm/connection&as_of=2014-12-01"
ADD, TURTLE = "[id='who.0.add']", "#beside textarea"


def test_conditions_are_clicked_together_by_keyboard_and_the_turtle_follows(again: Visit) -> None:
    page = again.open(FORM)
    assert not page.locator(TURTLE).count()
    page.locator(ADD).focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("[id='who.0.0.relation']")
    page.wait_for_selector(TURTLE, state="attached")
    assert page.evaluate("document.activeElement.id") == "who.0.0.relation", "the new row"
    assert "core:concerns <group/" in page.locator(TURTLE).input_value()
    page.locator(ADD).select_option("record#age")
    page.locator(ADD).focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("[name='who.0.1.value']")
    assert page.locator("#beside [role=alert]").count() == 0, "nothing was asked for yet"
    page.locator("[name='who.0.1.value']").fill("70")
    page.keyboard.press("Tab")
    page.wait_for_selector(TURTLE, state="attached")
    assert "xsd:minInclusive 70" in page.locator(TURTLE).input_value()
    looked_at(again)
    page.locator("#title-da").fill("")
    page.keyboard.press("Tab")
    page.wait_for_selector(TURTLE, state="detached")
    assert "en titel" in page.locator("#beside").inner_text()
    page.get_by_role("button", name="Vis forslaget").click()
    assert page.url.endswith("as_of=2014-12-01"), "the browser asks for the title first"
    assert again.faults == []


@whole("web/test_proposal_editor.py::test_conditions_come_and_go_by_buttons")
def test_without_scripts_the_buttons_do_the_same(plain: Visit) -> None:
    page = plain.open(FORM)
    page.locator(ADD).select_option("record#digitalPost")
    leads_on(page, page.locator("button[value='add:who.0']"))
    page.locator("[name='who.0.0.value']").select_option("false")
    page.locator("[id='who.1.add']").select_option("group/1")
    leads_on(page, page.locator("button[value='add:who.1']"))
    assert page.locator("[name='who.0.0.value']").input_value() == "false"
    assert "owl:unionOf" in page.locator(TURTLE).input_value()
    leads_on(page, page.locator("button[value='drop:who.0.0']"))
    assert page.locator(".block").count() == 1
    page.locator("#title-en").fill("Renamed")
    with page.expect_navigation():
        page.locator("#title-en").press("Enter")
    assert page.locator(".block").count() == 1, "Enter shows the proposal, it adds nothing"
    assert '"Renamed"@en' in page.locator(TURTLE).input_value()
