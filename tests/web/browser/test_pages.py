"""Every page of the URL map in a browser: languages, widths, axe, no error, no report."""

from __future__ import annotations

import re

import pytest

from lovgraf.law import Law, load_graph
from lovgraf_web import create_app
from tests.examples import WHOLE, cells
from tests.web.browser.axe import complaints
from tests.web.browser.conftest import Visit
from tests.web.conftest import LAW_FILE
from tests.web.every_page import addresses, paths

pytestmark = pytest.mark.slow
URLS = create_app({"LAW": Law(load_graph(files=[LAW_FILE]))})
"""Its URL map says which pages there are."""
INVENTED = (
    "/analysis?as_of=1970-01-01",
    "/analysis?as_of=1970-01-01&show=rights",
    "/analysis/why?norm=law/1900/1/par/1/norm/hat&group=group/giants&as_of=1970-01-01",
    "/ontology",
    "/nowhere",
)
JUDGED = {*addresses(URLS, "en", most=1), "/en/nowhere", "/en/analysis?as_of=1970-01-01"}
"""Pages that axe looks at in English, at the wide width, where it looks at each in Danish, at the
narrow one: one of each template."""
TALLEST = 4 * 900
"""Pixels of four screens: no page is longer before something is unfolded."""
FOR_DEVELOPERS = re.compile(r"/(developers|query|ontology|term)\b")
"""Where data forms and names of the graph may stand."""
CODE = re.compile(r"Turtle|@prefix|\b(?:core|owl|skos|rdfs|sh):\w+|w3id\.org\S*|\bIRI\b|--\w+")
MOST = None if WHOLE else 1
"""How many examples of each page are looked at; all where the whole is asked for."""
ANSWERING = (
    "/person", "/citizen/digital-post-person", "/dataset", "/proposals", "/proposals/new",
    "/builder", "/query", "/search",
)  # fmt: skip
"""Pages with a form, which `test_states.py` looks at with what they answer."""
ELSEWHERE = {*ANSWERING, *(one.partition("?")[0] for one in INVENTED)}
OF_THE_LAW = [one for one in paths(URLS, MOST) if WHOLE or one.partition("?")[0] not in ELSEWHERE]
"""The pages that are looked at of the shipped law; but where the whole is asked for, those that are
looked at nowhere else."""
MANY = 4000
"""Elements of a page that says the same of hundreds of terms, for whose colours axe needs four
seconds: they are those of the same page of the invented law."""


MEASURES = "() => [document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
WORDS = """
() => {
  const shown = [...document.querySelectorAll("main :is(code, pre, textarea.source)")]
    .filter((one) => one.checkVisibility({ visibilityProperty: true }))
    .filter((one) => one.getBoundingClientRect().width);
  return [document.querySelector("main").innerText, shown.length];
}
"""


def looked_at(visit: Visit, lang: str, path: str, colours: bool = False) -> None:
    """A page of a language at each width; axe at the narrow one in Danish, the wide in English.

    Colours, most of what axe has to do, are no matter of language, and of the style that all pages
    have: in English only where asked, and in a choice of the pages too. What is asked of each page
    is asked by the page's own means, not by Playwright's, which are compiled anew for each.
    """
    judged = not WHOLE or lang == "da" or f"/{lang}{path}" in JUDGED
    page = visit.open(f"/{lang}{path}")
    if page.evaluate("document.querySelector('[data-job]') !== null"):
        # On a busy machine a query may take so long that its page waits, and loads itself anew.
        page.locator("[data-job]").wait_for(state="detached")
    said, elements = page.evaluate(
        "[document.documentElement.lang, document.getElementsByTagName('*').length]"
    )
    assert said == lang
    for width in (320, 768, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        wide, tall = page.evaluate(MEASURES)
        assert wide <= width, f"{path} is {wide} px wide at {width}"
        if judged and width == {"da": 320, "en": 1280}[lang]:
            asked = colours or (WHOLE and lang == "da" and elements <= MANY)
            assert complaints(page, colours=asked) == []
        assert width < 1280 or tall <= TALLEST, path
    if not FOR_DEVELOPERS.match(path):
        shown, sources = page.evaluate(WORDS)
        assert CODE.findall(shown) == [], path
        assert sources == 0, path
    assert visit.reports() == []


@pytest.mark.parametrize(("path", "lang"), cells(OF_THE_LAW, ("da", "en")))
def test_a_page_of_the_shipped_law(again: Visit, path: str, lang: str) -> None:
    looked_at(again, lang, path)
    # A query that is none is a 400; a page that waits for its answer loads itself anew, which may
    # cut its last question off.
    assert [one for one in again.faults if "400" not in one and "format=json" not in one] == []


@pytest.mark.parametrize(("path", "lang"), cells(INVENTED, ("da", "en")))
def test_a_page_of_the_invented_law(again: Visit, small: str, lang: str, path: str) -> None:
    again.base = small
    looked_at(again, lang, path, colours=True)
    assert [one for one in again.faults if "404" not in one] == []
