"""The pages of long work: an upload and an assessment, by keyboard alone and without scripts."""

from __future__ import annotations

import threading
from typing import Any
from urllib.parse import quote

import pytest

from lovgraf.core.terms import BASE
from lovgraf_web.pages.dataset import view
from tests.examples import WHOLE, whole
from tests.web.browser.axe import complaints
from tests.web.browser.conftest import Visit, leads_on

pytestmark = pytest.mark.slow
WIDTHS = (320, 768, 1280)


def looked_at(visit: Visit, colours: bool = True) -> None:
    """The page at hand at each width: nothing is cut off, axe and the policy have no complaint;
    colours, which are of the style that all pages have, are looked at where asked, and where the
    whole is. Of a page that just came, its style may be missing yet."""
    visit.page.wait_for_load_state()
    for width in WIDTHS:
        visit.page.set_viewport_size({"width": width, "height": 900})
        wide = visit.page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{visit.page.url} is {wide} px wide at {width}"
    assert complaints(visit.page, colours=colours or WHOLE) == []
    assert (visit.reports(), visit.faults) == ([], [])


def pressed(page: Any, name: str) -> None:
    """Go to a button by Tab alone, and press it."""
    for _ in range(400):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.innerText") == name:
            break
    else:
        pytest.fail(f"no Tab leads to {name}")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    page.keyboard.press("Enter")


def finished(page: Any) -> None:
    """Wait until a job has ended, which shows by itself."""
    page.wait_for_selector("[data-job]", state="detached", timeout=300_000)
    page.wait_for_load_state()


def test_an_upload_by_keyboard_from_the_file_to_the_rows(
    again: Visit, gated: tuple[str, threading.Event], monkeypatch: pytest.MonkeyPatch
) -> None:
    if not WHOLE:
        monkeypatch.setattr(view, "_SAMPLE", 100)
    again.base, gate = gated
    page = again.open("/da/dataset?as_of=2014-12-01")
    pressed(page, "Prøv med 1.000 opdigtede personer")
    page.wait_for_selector("[data-job]")
    looked_at(again, colours=False)
    gate.set()
    finished(page)
    looked_at(again, colours=False)
    if not WHOLE:
        # Its rules alone: all acts take longer.
        act = f"{BASE}law/2012/528"
        page.evaluate("act => { document.querySelector('#about').value = act; }", act)
    pressed(page, "Kontrollér")
    page.locator("h1", has_text="Kontrol af").wait_for(timeout=300_000)
    finished(page)
    looked_at(again)
    page.locator("article details summary").first.focus()
    page.keyboard.press("Enter")
    page.locator("article a[href*='/rows']").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("table")
    looked_at(again, colours=False)


@whole("test_a_query_that_runs_is_cancelled_by_keyboard")
def test_cancelling_leads_back_and_leaves_nothing(visit: Visit) -> None:
    page = visit.open("/da/dataset?as_of=2014-12-01")
    page.get_by_role("button", name="Prøv med 1.000 opdigtede personer").click()
    page.wait_for_selector("[data-job]")
    address = page.url
    pressed(page, "Afbryd, og slet filen")
    page.wait_for_selector("input[type=file]")
    page.goto(address)
    page.wait_for_selector("[data-job]", state="detached")
    assert "afbrudt" in page.inner_text("main")
    looked_at(visit)


def test_a_query_that_runs_is_cancelled_by_keyboard(again: Visit) -> None:
    text = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    page = again.open(f"/da/query?as_of=2014-12-01&query={quote(text)}")
    page.wait_for_selector("[data-job]")
    looked_at(again, colours=False)
    pressed(page, "Afbryd forespørgslen")
    page.wait_for_selector("[data-job]", state="detached")
    assert "Forespørgslen er afbrudt." in page.inner_text("main")
    assert text in page.input_value("#query")
    looked_at(again, colours=False)


@whole("test_an_assessment_has_no_complaint")
def test_an_assessment_without_scripts_to_the_witness(plain: Visit, prompt: str) -> None:
    plain.base = prompt
    page = plain.open("/da/proposals/known/digital-post-group-1")
    leads_on(page, page.get_by_role("button", name="Vurdér").first)
    finished(page)
    assert page.locator("h1").inner_text().startswith("Vurdering")
    page.locator("article details summary").first.click()
    leads_on(page, page.get_by_role("button", name="Se eksemplet med forslaget lagt over").first)
    assert "lagt over" in page.locator("main .alert").first.inner_text()
    assert page.locator("#answer").count() == 1


def test_an_assessment_has_no_complaint(again: Visit, prompt: str) -> None:
    """The same proposal, which is not assessed twice."""
    again.base = prompt
    page = again.open("/da/proposals/known/digital-post-group-1")
    pressed(page, page.get_by_role("button", name="Vurdér").first.inner_text())
    page.locator("h1", has_text="Vurdering").wait_for(timeout=300_000)
    finished(page)
    looked_at(again)
    if WHOLE:
        # Else `tests/web/test_proposals_page.py` asks for it: somebody explained under a proposal.
        page.locator("article details summary").first.focus()
        page.keyboard.press("Enter")
        page.get_by_role("button", name="Se eksemplet med forslaget lagt over").first.focus()
        page.keyboard.press("Enter")
        page.wait_for_selector("#answer")
        looked_at(again)
    again.open("/da/proposals/known/digital-post-group-1")
    page.get_by_role("button", name="Vurdér").first.click()
    finished(page)
    again.open("/da/proposals")
    looked_at(again, colours=False)
    pressed(page, "Sammenlign")
    page.wait_for_selector("table")
    looked_at(again, colours=False)
    page.set_viewport_size({"width": 1280, "height": 900})
