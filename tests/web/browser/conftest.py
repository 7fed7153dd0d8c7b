"""One browser for the session, and a few servers: of the shipped law, and of the invented one."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from lovgraf.law import Law
from lovgraf_web import create_app, relating
from lovgraf_web.prepared import NotMade
from tests.web.answered import answered_once
from tests.web.at_hand import at_hand
from tests.web.browser.axe import with_axe
from tests.web.every_page import Unknown
from tests.web.jobs.conftest import end_all
from tests.web.jobs.here import done_here
from tests.web.server import running

NAMES = (
    "chromium-headless-shell", "chromium", "chromium-browser", "google-chrome-stable",
    "google-chrome",
)  # fmt: skip
"""Browsers by the work that they do: one without windows takes two thirds of it."""
ARGUMENTS = [
    "--no-sandbox",
    # In a container there is mostly little room in `/dev/shm`, and a page that finds none hangs.
    "--disable-dev-shm-usage",
    # No script of a page runs long enough for the browser to earn what it costs to make it quicker.
    "--js-flags=--max-optimized-bytecode-size=0",
]
WIDE = {"width": 1280, "height": 900}
WATCH = """
window.reports = [];
document.addEventListener("securitypolicyviolation", (event) => {
  window.reports.push(`${event.violatedDirective} ${event.blockedURI}`);
});
"""


@dataclass
class Visit:
    """A page of the browser with what went wrong on it."""

    page: Any
    base: str
    faults: list[str] = field(default_factory=list)

    def open(self, address: str) -> Any:
        """Go to an address of the server; the page. Opened where it is open, it would be the same
        place in the history, with what was typed there."""
        if self.page.url == self.base + address:
            self.page.goto(f"{self.base}/healthz")
        self.page.goto(self.base + address)
        return self.page

    def reports(self) -> list[str]:
        """What the content security policy had to stop."""
        found: list[str] = self.page.evaluate("window.reports")
        return found


def leads_on(page: Any, button: Any) -> None:
    """Press what leads to another page, and wait until that is there whole: a press waits until it
    begins to come, and without scripts nothing else waits."""
    with page.expect_navigation():
        button.click()


def told_at_once(page: Any) -> None:
    """Fill in all that the question on Digital Post may turn on, where all of it is asked at once,
    and wait for the no."""
    page.evaluate("document.querySelectorAll('#facts details').forEach((one) => one.open = true)")
    page.locator("#f-home_in_denmark").select_option("false")
    page.locator("#f-left_on").fill("2009-05-01")
    page.locator("#f-digital_post").select_option("false")
    page.locator("#facts button[value=answer]").last.click()
    page.wait_for_selector("section.outcome.no")


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Debian's Chromium. Without one these tests are skipped; in CI that is a failure."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        reason = "NO BROWSER: the pages were not looked at. On Debian: apt-get install chromium"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield started
        started.close()


_beside = relating._beside


def _unready(law: Law, day: date, nice: int = 0) -> bytes:
    """In the place of `relating._beside`: the process is lost, for the shipped law."""
    if law.source.shipped:
        raise NotMade
    return _beside(law, day, nice)


@contextmanager
def _serving(law: Law, folder: Path) -> Iterator[str]:
    """A server of the shipped law, with a matrix of which nothing is known yet, and relations that
    are never ready: a process would work at them for a quarter of a minute, and nobody waits."""
    app = create_app({"LAW": law, "JOBS_FOLDER": folder, "BUILD_WAIT": 60.0, "PREPARED_WAIT": 60.0})
    app.extensions["standings"] = Unknown(law)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(relating, "_beside", _unready)
        with running(with_axe(at_hand(app, queries=True))) as base:
            yield base
    end_all(app.extensions["jobs"]())


@pytest.fixture(scope="package")
def shipped(law: Law, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server of the shipped law, whose jobs are processes."""
    with answered_once(), _serving(law, tmp_path_factory.mktemp("state") / "jobs") as base:
        yield base


@pytest.fixture(scope="package")
def _prompt(law: Law, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with _serving(law, tmp_path_factory.mktemp("state") / "jobs") as base:
        yield base


@pytest.fixture
def prompt(law: Law, _prompt: str) -> Iterator[str]:
    """A server of the shipped law, whose jobs are done at once: for what stands on the pages when
    they are done."""
    with done_here(law):
        yield _prompt


@pytest.fixture
def gated(law: Law, _prompt: str) -> Iterator[tuple[str, threading.Event]]:
    """The same server, whose jobs are done beside the pages once a gate is open, and the gate."""
    gate = threading.Event()
    with done_here(law, gate):
        yield _prompt, gate


@pytest.fixture(scope="session")
def small(hats: Law) -> Iterator[str]:
    """A server of the invented law."""
    with running(with_axe(create_app({"LAW": hats}))) as base:
        yield base


def visiting(browser: Any, base: str, **settings: Any) -> Visit:
    """A fresh page that is watched, of a reader who was never here."""
    return watched(browser.new_context(locale="da-DK", **settings), base)


def watched(context: Any, base: str) -> Visit:
    """A fresh page that is watched."""
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.add_init_script(WATCH)
    visit = Visit(page, base)
    page.on(
        "console", lambda said: visit.faults.append(said.text) if said.type == "error" else None
    )
    page.on("pageerror", lambda error: visit.faults.append(str(error)))
    page.on("requestfailed", lambda request: visit.faults.extend(_failed(request)))
    return visit


def _failed(request: Any) -> list[str]:
    """The address of a request that failed: one that the next page cut off did not."""
    return [] if request.failure == "net::ERR_ABORTED" else [request.url]


@pytest.fixture
def visit(browser: Any, shipped: str) -> Iterator[Visit]:
    """A watched page on the shipped law."""
    found = visiting(browser, shipped)
    yield found
    found.page.context.close()


@pytest.fixture(scope="package")
def reader(browser: Any, shipped: str) -> Iterator[Visit]:
    """One reader of many pages in one tab, which keeps what all have in common (style, scripts,
    fonts)."""
    found = visiting(browser, shipped)
    yield found
    found.page.context.close()


@pytest.fixture
def again(reader: Visit, shipped: str) -> Visit:
    """A page on the shipped law in a tab that was used before: what was typed is kept with the page
    it was typed on, and nowhere else. It begins elsewhere: to go to the page that is open is to
    open it once more, with what was typed there."""
    reader.base = shipped
    reader.page.goto(f"{shipped}/healthz")
    if reader.page.viewport_size != WIDE:
        reader.page.set_viewport_size(WIDE)
    reader.faults.clear()
    return reader


@pytest.fixture
def plain(browser: Any, shipped: str) -> Iterator[Visit]:
    """The same without scripts."""
    found = visiting(browser, shipped, java_script_enabled=False)
    yield found
    found.page.context.close()
