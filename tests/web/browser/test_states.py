"""What every form answers: what was found, and what it cannot use, without a complaint of axe.

The forms come from the URL map: one without an example here makes a test fail.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.examples import WHOLE, cells
from tests.web.browser.axe import complaints
from tests.web.browser.conftest import Visit, told_at_once
from tests.web.browser.test_pages import URLS
from tests.web.browser.test_work import finished

pytestmark = pytest.mark.slow
DAY = "as_of=2014-12-01"
NORM = "law/2012/528/par/3/stk/1/norm/connection"


def _person(page: Any) -> None:
    page.goto(page.base + f"/person?{DAY}")
    page.locator(".people button").first.click()
    page.wait_for_selector("#answer")


def _no_number(page: Any) -> None:
    page.goto(page.base + f"/person?{DAY}")
    page.evaluate("document.querySelectorAll('#facts input').forEach((one) => one.type = 'text')")
    page.locator("#f-birth_date").fill("not a day")
    page.locator("#facts button").first.click()
    page.wait_for_selector("#f-birth_date[aria-invalid]")


def _asked(page: Any) -> None:
    page.goto(page.base + f"/citizen/digital-post-person?{DAY}")
    page.locator("button[value=unknown]").click()
    page.wait_for_selector("#step[value='1']")


def _nothing_answered(page: Any) -> None:
    page.goto(page.base + f"/citizen/digital-post-person?{DAY}")
    page.locator("button[value=next]").click()
    page.wait_for_selector("#faults:focus")


def _answered(page: Any) -> None:
    page.goto(page.base + f"/citizen/digital-post-person?{DAY}&all=1")
    told_at_once(page)


def _no_file(page: Any) -> None:
    page.goto(page.base + f"/dataset?{DAY}")
    page.locator("main form button").first.click()
    page.wait_for_selector(".alert-error")


def _no_table(page: Any) -> None:
    page.goto(page.base + f"/dataset?{DAY}")
    broken = {"name": "data.xlsx", "mimeType": "application/octet-stream", "buffer": b"PK\x03\x04"}
    page.locator("input[type=file]").set_input_files(files=[broken])
    page.locator("main form button").first.click()
    finished(page)
    page.wait_for_selector(".alert-error")


def _no_proposal(page: Any) -> None:
    page.goto(page.base + "/proposals")
    for folded in page.locator("details.for-developers > summary").all():
        folded.click()
    page.locator("#text").fill("nothing that is Turtle")
    page.locator("form", has=page.locator("#text")).locator("button").click()
    finished(page)
    page.wait_for_selector(".alert-error")


def _no_draft(page: Any) -> None:
    page.goto(page.base + f"/proposals/new?norm={NORM}&{DAY}")
    page.locator("#draft .button-primary").click()
    page.wait_for_selector(".alert-error")


def _query(text: str, button: int, shown: str) -> Callable[[Any], None]:
    def act(page: Any) -> None:
        page.goto(page.base + f"/query?{DAY}")
        page.evaluate("document.querySelector('.editor')?.remove()")
        page.evaluate("text => { document.querySelector('#query').value = text; }", text)
        form = page.locator("form", has=page.locator("#query"))
        form.locator("button").nth(button).evaluate("button => button.click()")
        page.wait_for_selector(shown)

    return act


def _searched(words: str) -> Callable[[Any], None]:
    def act(page: Any) -> None:
        page.goto(page.base + f"/builder?kind=core:Norm&pick=core:buildsOn&{DAY}")
        page.locator("#q").fill(words)
        page.locator("form[role=search] button", has_text="").last.click()
        page.wait_for_selector(f"#q[value='{words}']")

    return act


def _typed(words: str) -> Callable[[Any], None]:
    def act(page: Any) -> None:
        page.goto(page.base + f"/search?{DAY}")
        page.locator("#q").fill(words)
        page.locator("form[role=search] button").last.click()
        page.wait_for_selector(f"#q[value='{words}']")

    return act


STATES: dict[str, tuple[Callable[[Any], None], ...]] = {
    "citizen.ask": (_asked, _nothing_answered, _answered),
    "person.check": (_person, _no_number),
    "dataset.upload": (_no_file, _no_table),
    "proposals.assess": (_no_proposal,),
    "proposal_editor.show": (_no_draft,),
    "query.run": (_query("SELECT ?x WHERE {", 0, "#fault"), _query("ASK {}", 0, "#answer")),
    "builder.search": (_searched("statsborgerskab"), _searched("intet af den slags")),
    "search.ask": (_typed("pensionist på 78 i Spanien"), _typed("xyzzy 7")),
    "query.file": (_query("SELECT ?x WHERE {", 1, "#fault"),),
}
OF_JOBS = {_no_table, _no_proposal}
"""What is told when a job is done."""
IN_WORK = {
    "dataset.again", "dataset_columns.start", "dataset_columns.metadata",
    "dataset_columns.meanings",
    "dataset_trend.remove", "jobs.cancel", "jobs.remove",
    "proposals.repair", "query_waiting.cancel",
}  # fmt: skip
"""Buttons of a job's page, which the tests of long work press; they lead to another page."""


def test_no_form_is_forgotten() -> None:
    forms = {
        rule.endpoint
        for rule in URLS.url_map.iter_rules()
        if "POST" in (rule.methods or ()) and rule.rule.startswith("/<any(da, en):lang>/")
    }
    assert forms ^ (set(STATES) | IN_WORK) == set()


ACTS = {f"{form}-{n}": act for form, acts in STATES.items() for n, act in enumerate(acts)}
TRIED = [name for name in ACTS if WHOLE or (name.endswith("-0") and name != "query.file-0")]
"""The first state of each form, but of one that answers with the page of another (`query.run`); all
where the whole is asked for."""


@pytest.mark.parametrize(("name", "lang"), cells(TRIED, ("da", "en")))
def test_what_a_form_answers(
    again: Visit, name: str, lang: str, request: pytest.FixtureRequest
) -> None:
    act = ACTS[name]
    if act in OF_JOBS:
        again.base = request.getfixturevalue("prompt")
    again.page.base = f"{again.base}/{lang}"
    act(again.page)
    again.page.wait_for_load_state()
    assert again.page.locator("html").get_attribute("lang") == lang
    for width in (320, 1280):
        again.page.set_viewport_size({"width": width, "height": 900})
        assert again.page.evaluate("document.documentElement.scrollWidth") <= width
        if width == {"da": 320, "en": 1280}[lang]:
            assert complaints(again.page, colours=lang == "da" or not WHOLE) == []
    assert again.reports() == []
    # A page that follows a job loads itself anew, which may cut its last question off.
    assert [one for one in again.faults if "400" not in one and "format=json" not in one] == []
