"""Queries that take a while: a page without scripts that waits, cancels, and shows the answer."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
import requests
from flask import Flask

from lovgraf.core.errors import InputError
from lovgraf.law import Law
from lovgraf.query.run import Answer
from lovgraf_web import create_app
from lovgraf_web.running import KEPT, NAME, Running
from tests.processes import of_queries, soon
from tests.web.jobs.conftest import end_all, eventually
from tests.web.server import running

DAY = "2014-12-01"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
QUICK = 'SELECT ?x { VALUES ?x { "a" "b" } }'


@pytest.fixture(scope="module")
def site(hats: Law, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application, in which hardly any query is quick enough for its page."""
    folder = tmp_path_factory.mktemp("state") / "jobs"
    app = create_app({"LAW": hats, "JOBS_FOLDER": folder, "QUERY_WAIT": 0.02})
    yield app
    end_all(app.extensions["jobs"]())


@pytest.fixture(scope="module")
def base(site: Flask) -> Iterator[str]:
    """The address of a real server, whose children are ready."""
    site.test_client().get("/sparql", query_string={"query": "ASK {}", "as_of": DAY})
    with running(site) as found:
        yield found


def asked(browser: requests.Session, base: str, text: str, **more: str) -> requests.Response:
    """The page that a query leads to."""
    query = {"query": text, "as_of": DAY, **more}
    return browser.get(f"{base}/en/query", params=query, timeout=120)


def pressed(browser: requests.Session, base: str, page: str) -> requests.Response:
    """What the page's button to cancel does, without any script."""
    form = re.search(r'<form method="post" action="([^"]+/cancel[^"]*)">(.*?)</form>', page, re.S)
    assert form
    token = re.search(r'name="csrf_token" value="([^"]+)"', form[2])
    assert token
    data = {"csrf_token": token[1]}
    return browser.post(base + unescape(form[1]), data=data, timeout=120)


def folder_of(site: Flask, address: str) -> Path:
    """Where a slow query is kept."""
    root: Path = site.extensions["jobs-folder"]
    return root / NAME / address.partition("?")[0].rpartition("/")[2]


def test_a_running_query_is_cancelled_and_its_child_dies(site: Flask, base: str) -> None:
    engine = site.extensions["query-engine"]()
    browser, before = requests.Session(), of_queries(engine)
    page = asked(browser, base, ENDLESS)
    assert "/en/query/running/" in page.url
    assert 'http-equiv="refresh"' in page.text
    assert ENDLESS in unescape(page.text)
    pool = engine.data.pool
    assert soon(lambda: pool.counts()[1] == 1)
    at_work = of_queries(engine) - before
    done = [pressed(browser, base, page.text)]

    def told() -> bool:
        if "data-job" in done[0].text:
            done[0] = browser.get(page.url, timeout=120)
        return "The query was cancelled." in done[0].text

    eventually(told)
    assert ENDLESS in unescape(done[0].text), "to be changed and run again"
    assert pool.counts()[1] == 0
    assert soon(lambda: not at_work & of_queries(engine))
    assert pool.counts()[0] == 0, "nor does the child wait for another query"
    counted = requests.get(f"{base}/metrics", timeout=120).text
    assert 'lovgraf_queries_total{outcome="cancelled"} 1.0' in counted


def test_the_answer_is_there_when_it_is_ready_with_an_address_to_share(base: str) -> None:
    browser = requests.Session()
    pages: list[requests.Response] = [asked(browser, base, QUICK)]

    def ready() -> bool:
        pages[:] = [browser.get(pages[0].url, timeout=120)]
        return "data-job" not in pages[0].text

    eventually(ready)
    assert "Rows in all: 2" in pages[0].text
    link = re.search(r'href="([^"]+)">Address of the query', pages[0].text)
    assert link
    assert "query=SELECT" in unescape(link[1])
    assert "/running/" not in link[1]
    twin = browser.get(
        base + unescape(link[1]), headers={"Accept": "application/json"}, timeout=120
    )
    assert len(twin.json()["results"]["bindings"]) == 2
    again = browser.get(pages[0].url, headers={"Accept": "application/json"}, timeout=120)
    if "/running/" in pages[0].url:
        assert again.json() == twin.json()


def test_a_slow_query_is_nobody_elses(base: str) -> None:
    browser = requests.Session()
    page = asked(browser, base, ENDLESS)
    other = requests.Session()
    other.get(f"{base}/en/query", timeout=120)
    assert other.get(page.url, timeout=120).status_code == 404
    token = re.search(
        r'name="csrf_token" value="([^"]+)"', other.get(f"{base}/en/query", timeout=120).text
    )
    assert token
    address = f"{page.url.partition('?')[0]}/cancel"
    refused = other.post(address, data={"csrf_token": token[1]}, timeout=120)
    assert refused.status_code == 404
    assert "data-job" in browser.get(page.url, timeout=120).text
    assert browser.post(address, timeout=120).status_code == 400, "a token is needed"
    pressed(browser, base, page.text)


@pytest.mark.parametrize("job", ["..", "%2e%2e", "x", "A" * 22, "../../x", "A" * 21 + "/"])
def test_no_other_name_leads_anywhere(base: str, job: str) -> None:
    assert requests.get(f"{base}/en/query/running/{job}", timeout=120).status_code == 404


def test_a_query_whose_worker_is_gone_says_so(site: Flask, base: str) -> None:
    browser = requests.Session()
    page = asked(browser, base, ENDLESS)
    pressed(browser, base, page.text)
    folder = folder_of(site, page.url)
    eventually((folder / "end.json").exists)
    (folder / "end.json").unlink()  # as a worker leaves it that is killed
    lost = browser.get(page.url, timeout=120)
    assert "The query was lost" in lost.text
    assert ENDLESS in unescape(lost.text)


def test_a_fault_is_shown_where_the_answer_would_be(tmp_path: Path) -> None:
    """Also where the child gives up late."""
    running, gate = Running(tmp_path, 0.01), tmp_path / "gate"

    def fail(_cancelled: object) -> Answer:
        eventually(gate.exists)
        raise InputError("For stort.", "Too large.", None, 2, 3)

    name = running.answered(lambda: "me", {"text": "x"}, fail)
    assert isinstance(name, str)
    slow = running.find("me", name)
    assert slow is not None
    assert slow.state == "running"
    assert running.find("you", name) is None
    assert running.find(None, name) is None
    gate.touch()

    def ended() -> bool:
        found = running.find("me", name)
        return found is not None and found.state == "failed"

    eventually(ended)
    slow = running.find("me", name)
    assert slow is not None
    assert (slow.error().message.en, slow.error().line, slow.error().column) == ("Too large.", 2, 3)


def test_what_is_kept_is_private_and_has_its_time(tmp_path: Path) -> None:
    running, gate = Running(tmp_path, 0.01), tmp_path / "gate"

    def late(_cancelled: object) -> Answer:
        eventually(gate.exists)
        return Answer("truth", b"yes")

    name = running.answered(lambda: "me", {"text": "x"}, late)
    gate.touch()
    folder = tmp_path / NAME / str(name)
    eventually((folder / "end.json").exists)
    assert folder.stat().st_mode & 0o077 == 0
    assert all(path.stat().st_mode & 0o077 == 0 for path in folder.iterdir())
    os.utime(folder, (0, 0))
    running.sweep()
    assert not folder.exists()
    assert KEPT <= 600


def test_the_file_that_was_asked_for_is_there_at_the_end(site: Flask, base: str) -> None:
    browser = requests.Session()
    page = browser.get(f"{base}/en/query", timeout=120).text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token
    data = {"csrf_token": token[1], "as_of": DAY, "query": QUICK, "format": "csv"}
    got = [browser.post(f"{base}/en/query/file", data=data, timeout=120)]
    if got[0].headers["Content-Type"].startswith("text/html"):

        def ready() -> bool:
            got[:] = [browser.get(got[0].url, timeout=120)]
            return "data-job" not in got[0].text

        eventually(ready)
        link = re.search(r'href="([^"]+/file[^"]*)"', got[0].text)
        assert link
        got = [browser.get(base + unescape(link[1]), timeout=120)]
    assert got[0].text.split() == ["x", "a", "b"]
    assert "attachment" in got[0].headers["Content-Disposition"]
