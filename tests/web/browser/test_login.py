"""Signing in and out in a browser, at a real provider."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from lovgraf.law import Law
from tests.examples import whole
from tests.web.browser.axe import complaints, with_axe
from tests.web.browser.conftest import Visit, visiting
from tests.web.login.conftest import Place, signed

pytestmark = pytest.mark.slow


@pytest.fixture
def place(hats: Law, browser: Any, tmp_path: Any, monkeypatch: Any) -> Iterator[Place]:
    """The pages with a login and their provider; skipped first where there is no browser."""
    monkeypatch.setenv("LOVGRAF_STATE", str(tmp_path))
    with signed(hats) as found:
        with_axe(found.app)
        yield found


@pytest.fixture
def signing(browser: Any, place: Place) -> Iterator[Visit]:
    """A watched page there."""
    found = visiting(browser, place.pages)
    found.page.route("https://**", lambda route: route.fulfill(body=""))  # the provider's own font
    yield found
    found.page.context.close()


@whole("web/login/test_whole_path.py::test_signing_out_ends_the_session_here_and_there")
def test_a_caseworker_signs_in_and_out(signing: Visit, place: Place) -> None:
    page = signing.open("/da/person?as_of=1970-01-01")
    page.locator("input[name=login]").fill("carl")
    page.locator("input[name=password]").fill("any")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url(f"{place.pages}/da/person?as_of=1970-01-01")
    page.wait_for_load_state("networkidle")  # a reload breaks off what is still fetched
    signing.faults.clear()
    page.reload()
    assert "sagsbehandler" in page.locator("header").inner_text()
    assert not page.get_by_role("link", name="Lovforslag").count()
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert complaints(page) == []
    assert (signing.reports(), signing.faults) == ([], [])
    page.get_by_role("button", name="Log ud").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"{place.issuer}/session/end**")
    page.get_by_role("button", name="Yes, sign me out").click()
    page.wait_for_url(f"{place.pages}/da/logged-out**")
    assert page.locator("h1").inner_text() == "Du er logget ud"
    assert complaints(page) == []
    page.go_back()
    signing.open("/da/person")
    assert page.url.startswith(place.issuer), "the pages are closed again"
