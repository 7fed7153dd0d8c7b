"""Every page in a browser: both languages, three widths, axe, no error, no report."""

from __future__ import annotations

from typing import Any

import pytest

from tests.web.browser.conftest import Visit

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]
DAY = "as_of=2014-12-01"
PAGES = (
    f"/?{DAY}",
    f"/changes?from=2014-11-01&to=2014-12-01&{DAY}",
    f"/law?{DAY}",
    f"/provision/law/2012/528/par/3/stk/1?{DAY}",
    f"/provision/law/2012/528?{DAY}",
    f"/search?q=fritagelse&{DAY}",
    f"/person?{DAY}",
    f"/dataset?{DAY}",
    "/proposals",
    "/proposals/known/digital-post-group-1",
    f"/proposals/new?norm=law/2012/528/par/3/stk/1/norm/connection&{DAY}",
    f"/query?{DAY}",
    "/term/group/1",
    "/about",
    "/accessibility",
)
INVENTED = (
    "/?as_of=1970-01-01",
    "/?as_of=1970-01-01&show=rights",
    "/overview/why?norm=law/1900/1/par/1/norm/hat&group=group/giants&as_of=1970-01-01",
    "/ontology",
    "/nowhere",
)


def complaints(page: Any) -> list[str]:
    """What axe finds on a page."""
    from axe_playwright_python.sync_playwright import Axe

    rules = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}
    found = Axe().run(page, options=rules).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found]


def looked_at(visit: Visit, lang: str, path: str) -> None:
    """A page of a language at each width; axe at the narrow one in Danish, the wide in English."""
    page = visit.open(f"/{lang}{path}")
    assert page.locator("html").get_attribute("lang") == lang
    for width in (320, 768, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{path} is {wide} px wide at {width}"
        if width == {"da": 320, "en": 1280}[lang]:
            assert complaints(page) == []
    assert visit.reports() == []


@pytest.mark.parametrize("lang", ["da", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_of_the_shipped_law(visit: Visit, lang: str, path: str) -> None:
    looked_at(visit, lang, path)
    assert visit.faults == []


@pytest.mark.parametrize("lang", ["da", "en"])
@pytest.mark.parametrize("path", INVENTED)
def test_a_page_of_the_invented_law(invented: Visit, lang: str, path: str) -> None:
    looked_at(invented, lang, path)
    assert [one for one in invented.faults if "404" not in one] == []
