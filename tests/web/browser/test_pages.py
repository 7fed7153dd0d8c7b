"""Every page of the URL map in a browser: languages, widths, axe, no error, no report."""

from __future__ import annotations

import re
from typing import Any

import pytest

from lovgraf.law import Law, load_graph
from lovgraf_web import create_app
from tests.web.browser.conftest import Visit
from tests.web.conftest import LAW_FILE
from tests.web.every_page import addresses

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
"""Pages that axe looks at in English, at the wide width: one of each template. In Danish it looks
at each, at the narrow one."""
TALLEST = 4 * 900
"""Pixels of four screens: no page is longer before something is unfolded."""
FOR_DEVELOPERS = re.compile(r"/(developers|query|ontology|term)\b")
"""Where data forms and names of the graph may stand."""
CODE = re.compile(r"Turtle|@prefix|\b(?:core|owl|skos|rdfs|sh):\w+|w3id\.org\S*|\bIRI\b|--\w+")
MANY = 4000
"""Elements of a page that says the same of hundreds of terms, for whose colours axe needs four
seconds: they are those of the same page of the invented law."""


def complaints(page: Any, colours: bool = True) -> list[str]:
    """What axe finds on a page."""
    from axe_playwright_python.sync_playwright import Axe

    options = {
        "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"],
        "rules": {"color-contrast": {"enabled": colours}},
        # Of what is in order it would list every element.
        "resultTypes": ["violations"],
    }
    found = Axe().run(page, options=options).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found]


def looked_at(visit: Visit, lang: str, path: str, colours: bool = False) -> None:
    """A page of a language at each width; axe at the narrow one in Danish, the wide in English.

    Colours, half of what axe has to do, are no matter of language: in English only where asked.
    """
    judged = lang == "da" or f"/{lang}{path}" in JUDGED
    page = visit.open(f"/{lang}{path}")
    # On a busy machine a query may take so long that its page waits, and loads itself anew.
    page.locator("[data-job]").wait_for(state="detached")
    many = page.evaluate("document.getElementsByTagName('*').length") > MANY
    assert page.locator("html").get_attribute("lang") == lang
    for width in (320, 768, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{path} is {wide} px wide at {width}"
        if judged and width == {"da": 320, "en": 1280}[lang]:
            assert complaints(page, colours=colours or (lang == "da" and not many)) == []
        if width == 1280:
            assert page.evaluate("document.documentElement.scrollHeight") <= TALLEST, path
    if not FOR_DEVELOPERS.match(path):
        shown = page.locator("main").inner_text()
        assert CODE.findall(shown) == [], path
        assert page.locator("main :is(code, pre, textarea.source):visible").count() == 0, path
    assert visit.reports() == []


@pytest.mark.parametrize("path", addresses(URLS, "da") + addresses(URLS, "en"))
def test_a_page_of_the_shipped_law(again: Visit, path: str) -> None:
    looked_at(again, path[1:3], path[3:])
    # A query that is none is a 400; a page that waits for its answer loads itself anew, which may
    # cut its last question off.
    assert [one for one in again.faults if "400" not in one and "format=json" not in one] == []


@pytest.mark.parametrize("lang", ["da", "en"])
@pytest.mark.parametrize("path", INVENTED)
def test_a_page_of_the_invented_law(again: Visit, small: str, lang: str, path: str) -> None:
    again.base = small
    looked_at(again, lang, path, colours=True)
    assert [one for one in again.faults if "404" not in one] == []
