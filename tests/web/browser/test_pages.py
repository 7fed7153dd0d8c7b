"""Every page of the URL map in a browser: languages, widths, axe, no error, no report."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from lovgraf.law import Law, load_graph
from lovgraf_web import create_app
from tests.web.browser.conftest import Visit, watched
from tests.web.conftest import LAW_FILE
from tests.web.every_page import addresses

pytestmark = pytest.mark.slow
URLS = create_app({"LAW": Law(load_graph(files=[LAW_FILE]))})
"""Its URL map says which pages there are."""
INVENTED = (
    "/?as_of=1970-01-01",
    "/?as_of=1970-01-01&show=rights",
    "/overview/why?norm=law/1900/1/par/1/norm/hat&group=group/giants&as_of=1970-01-01",
    "/ontology",
    "/nowhere",
)


MANY = 4000
"""Elements of a page that says the same of hundreds of terms: axe needs ten seconds for it."""


@pytest.fixture(scope="module")
def reader(browser: Any) -> Iterator[Any]:
    """One reader of all pages, who keeps what all have in common (style, scripts, fonts)."""
    context = browser.new_context(locale="da-DK")
    yield context
    context.close()


@pytest.fixture
def visit(reader: Any, shipped: str) -> Iterator[Visit]:
    """A page of the shipped law."""
    found = watched(reader, shipped)
    yield found
    found.page.close()


@pytest.fixture
def invented(reader: Any, small: str) -> Iterator[Visit]:
    """A page of the invented law."""
    found = watched(reader, small)
    yield found
    found.page.close()


def complaints(page: Any) -> list[str]:
    """What axe finds on a page."""
    from axe_playwright_python.sync_playwright import Axe

    rules = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}
    found = Axe().run(page, options=rules).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found]


def looked_at(visit: Visit, lang: str, path: str) -> None:
    """A page of a language at each width; axe at the narrow one in Danish, the wide in English (not
    of a page that has very many elements, which is the same template as in Danish)."""
    page = visit.open(f"/{lang}{path}")
    large = page.evaluate("document.getElementsByTagName('*').length") > MANY
    assert page.locator("html").get_attribute("lang") == lang
    for width in (320, 768, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{path} is {wide} px wide at {width}"
        if width == {"da": 320, "en": 1280}[lang] and not (large and lang == "en"):
            assert complaints(page) == []
    assert visit.reports() == []


@pytest.mark.parametrize("path", addresses(URLS, "da") + addresses(URLS, "en"))
def test_a_page_of_the_shipped_law(visit: Visit, path: str) -> None:
    looked_at(visit, path[1:3], path[3:])
    # A query that is none is a 400; a page that waits for its answer loads itself anew, which may
    # cut its last question off.
    assert [one for one in visit.faults if "400" not in one and "format=json" not in one] == []


@pytest.mark.parametrize("lang", ["da", "en"])
@pytest.mark.parametrize("path", INVENTED)
def test_a_page_of_the_invented_law(invented: Visit, lang: str, path: str) -> None:
    looked_at(invented, lang, path)
    assert [one for one in invented.faults if "404" not in one] == []
