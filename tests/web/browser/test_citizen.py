"""A question from the start page to the answer: by keyboard, on a phone, without scripts."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.examples import WHOLE, cells, whole
from tests.web.browser.axe import complaints
from tests.web.browser.conftest import Visit, leads_on, told_at_once
from tests.web.browser.test_pages import TALLEST

pytestmark = pytest.mark.slow
DAY = "as_of=2014-12-01"
QUESTION = f"/da/citizen/digital-post-person?{DAY}"
VALUES = {
    "birth_date": "1936-03-01", "home_in_denmark": "false", "left_on": "2009-05-01",
    "residence_country": "ES",
}  # fmt: skip
"""What somebody says who left in 2009 and does not know whether they are connected."""
WORDS = "pensionist i Spanien" if WHOLE else "skal jeg have Digital Post"
"""What is searched for; where not the whole is asked for, words that tell nothing, so that the
answers are those of `tests/web/test_citizen.py`, which are found once a process."""
NO = "Nej. Du skal ikke have Digital Post."


def asked(page: Any) -> str:
    """The column that the page asks for; nothing on the page of the answer."""
    field = page.locator("#facts [name=asking]")
    return str(field.input_value()) if field.count() else ""


def answer(page: Any, keys: bool = False, known: bool = True) -> None:
    """Answer the question of the page, by keyboard alone or by pointing, or say that the answer is
    not known; wait for the next."""
    column, step = asked(page), page.locator("h1").inner_text()
    if column not in VALUES or not known:
        page.locator("button[value=unknown]").click()
    else:
        one = page.locator(f"#facts .one [name={column}]")
        if one.first.get_attribute("type") == "radio":
            one = page.locator(f"#facts .one [value={VALUES[column]}]")
            one.focus()
            page.keyboard.press("Space")
        elif one.first.evaluate("field => field.localName") == "select":
            one.select_option(VALUES[column])
        else:
            one.first.fill(VALUES[column])
        if keys:
            page.locator("button[value=next]").press("Enter")
        else:
            page.locator("button[value=next]").click()
    same = re.compile(rf"^\s*{re.escape(step)}\s*$")
    page.locator("h1").filter(has_not_text=same).wait_for()  # waits where no script runs, too
    page.wait_for_load_state("domcontentloaded")


def to_the_end(page: Any, keys: bool = False) -> int:
    """Answer until there is an answer; how many questions it took."""
    for number in range(12):
        if not asked(page):
            return number
        answer(page, keys)
    raise AssertionError("no answer")


def begun(visit: Visit) -> Any:
    """The first question, to somebody who said nothing before."""
    visit.page.context.clear_cookies()
    page = visit.open(QUESTION)
    page.locator("#facts").wait_for()
    return page


def test_from_the_start_page_to_the_answer_by_keyboard(again: Visit) -> None:
    page = again.open(f"/da/?{DAY}")
    page.locator("#q").focus()
    page.keyboard.type(WORDS)
    page.keyboard.press("Enter")
    role = "button" if WHOLE else "link"  # what was told is sent along
    page.get_by_role(role, name="Skal jeg have Digital Post?").first.focus()
    page.keyboard.press("Enter")
    page.locator("#facts").wait_for()
    assert to_the_end(page, keys=True) <= 7
    assert page.locator("#outcome h2").inner_text() == NO
    assert "1. maj 2009" in page.locator(".answers").inner_text()
    assert "2009-05" not in page.url
    assert again.faults == []


def test_the_answer_is_in_sight_all_the_time(again: Visit) -> None:
    page = begun(again)
    page.set_viewport_size({"width": 1280, "height": 900})
    assert page.locator("aside.now .outcome").is_visible()
    beside, form = (page.locator(one).bounding_box() for one in ("aside.now", "form.asking"))
    assert beside["x"] > form["x"] + form["width"] - 1
    page.set_viewport_size({"width": 320, "height": 700})
    above, form = (page.locator(one).bounding_box() for one in ("aside.now", "form.asking"))
    assert above["y"] + above["height"] <= form["y"] + 1
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@whole("web/browser/test_typed.py::test_back_and_forward_bring_what_was_typed")
def test_back_forward_and_loading_anew_lose_nothing(visit: Visit) -> None:
    page = begun(visit)
    first = asked(page)
    answer(page, known=False)
    second = asked(page)
    answer(page)
    third = asked(page)
    assert len({first, second, third} - {""}) == 3
    page.go_back()
    page.wait_for_selector(f"#facts [name=asking][value='{second}']", state="attached")
    page.go_back()
    page.wait_for_selector(f"#facts [name=asking][value='{first}']", state="attached")
    page.go_forward()
    page.wait_for_selector(f"#facts [name=asking][value='{second}']", state="attached")
    page.go_forward()
    page.wait_for_selector(f"#facts [name=asking][value='{third}']", state="attached")
    page.reload()
    page.wait_for_selector(f"#facts [name=asking][value='{third}']", state="attached")
    fresh = page.context.new_page()
    fresh.goto(visit.base + QUESTION)
    fresh.locator("#facts").wait_for()
    assert asked(fresh) == first, "another tab begins anew"
    page.get_by_role("link", name="In English").click()
    page.wait_for_selector("html[lang=en]")
    assert asked(page) == third, "the other language goes on where one was"


def test_a_session_that_ended_loses_nothing(again: Visit) -> None:
    page = begun(again)
    answer(page, known=False)
    page.context.clear_cookies()
    answer(page)
    assert page.locator("#step").get_attribute("value") == "2"


def test_what_fails_says_so_and_can_be_tried_again(again: Visit) -> None:
    page = begun(again)
    page.context.set_offline(True)
    page.locator("button[value=unknown]").click()
    page.locator("#facts [role=alert]").wait_for()
    page.context.set_offline(False)
    answer(page)
    assert page.locator("#step").get_attribute("value") == "1"


def test_what_is_being_worked_out_says_so_and_is_asked_for_once(again: Visit) -> None:
    page, sent = begun(again), list[Any]()
    page.route("**/citizen/*", lambda route: sent.append(route))
    button = page.locator("button[value=unknown]")
    for _ in range(2):
        button.click()
    page.locator("#facts [role=status]").wait_for()
    assert page.locator("#facts").get_attribute("aria-busy") == "true"
    assert len(sent) == 1
    column = asked(page)
    sent[0].continue_()
    page.wait_for_function(
        "old => document.querySelector('#facts [name=asking]')?.value !== old", arg=column
    )
    assert page.locator("#facts [role=status]").count() == 0
    page.unroute("**/citizen/*")


@whole("web/browser/test_paths.py::test_without_scripts_the_button_answers")
def test_without_scripts_the_buttons_do_the_same(plain: Visit) -> None:
    page = begun(plain)
    to_the_end(page)
    assert page.locator("#outcome h2").inner_text() == NO
    leads_on(page, page.locator("button[value='change:left_on']"))
    assert page.locator("#f-left_on").input_value() == "2009-05-01"
    page.context.clear_cookies()
    leads_on(page, page.locator("button[value=next]"))
    leads_on(page, page.get_by_role("button", name="Send igen"))
    assert page.locator("#outcome h2").inner_text() == NO
    leads_on(page, page.locator("button[value=all]"))
    assert page.locator("#f-left_on").input_value() == "2009-05-01"
    page.get_by_role("button", name="In English").click()
    assert page.locator("#f-left_on").input_value() == "2009-05-01"
    assert page.locator("html").get_attribute("lang") == "en"
    assert "2009" not in page.url


def test_the_answer_is_printed_and_read_by_all(again: Visit) -> None:
    """Somebody who is asked one thing after the other comes to it above."""
    if WHOLE:
        to_the_end(page := begun(again))
    else:
        told_at_once(page := again.open(f"{QUESTION}&all=1"))
    page.emulate_media(reduced_motion="reduce")
    for width, scheme in cells((320, 1280), ("light", "dark")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        assert complaints(page) == [], (width, scheme)
        assert page.evaluate("document.documentElement.scrollHeight") <= TALLEST
        page.emulate_media(media="print", color_scheme="light")
        assert page.locator("#outcome").is_visible()
        assert not page.get_by_role("button").first.is_visible()
        page.emulate_media(media="screen")
    with page.expect_download() as letter:
        page.locator("button[value='letter:docx']").click()
    assert re.fullmatch(r"[a-z-]+\.docx", letter.value.suggested_filename)
    assert again.faults == []
    page.emulate_media(color_scheme="light", reduced_motion="no-preference")
