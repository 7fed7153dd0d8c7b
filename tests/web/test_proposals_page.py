"""Proposals through the pages: the list, an assessment, repairs, documents, hostile text."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from lovgraf.core.terms import BASE
from lovgraf.law import Law
from lovgraf.query.data import shipped_proposals
from lovgraf_web import create_app
from lovgraf_web.current import explained
from lovgraf_web.jobs import folders, keeper
from lovgraf_web.pages.proposals.compare import _gaps
from lovgraf_web.pages.proposals.view import shipped
from tests.examples import WHOLE
from tests.web.described import valid
from tests.web.jobs.conftest import eventually
from tests.web.jobs.here import done_here

NAME = "digital-post-group-1"
HEAD = "id;birth_date;home_in_denmark;cpr_status;digital_post;exemption_ground;eid\n"


@pytest.fixture(scope="module")
def site(law: Law, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application with jobs in a folder of the tests."""
    with done_here(law):
        yield create_app({"LAW": law, "JOBS_FOLDER": tmp_path_factory.mktemp("state") / "jobs"})


@pytest.fixture(scope="module")
def browser(site: Flask) -> FlaskClient:
    return site.test_client()


def send(client: FlaskClient, action: str, **form: object) -> TestResponse:
    page = client.get("/en/proposals").text
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found
    return client.post(f"/en/proposals/{action}", data={"csrf_token": found[1], **form})


def settled(client: FlaskClient, address: str) -> TestResponse:
    pages: list[TestResponse] = []

    def quiet() -> bool:
        pages[:] = [client.get(address)]
        return "data-job" not in pages[0].text

    eventually(quiet, 300)
    return pages[0]


@pytest.fixture(scope="module")
def assessed(browser: FlaskClient) -> str:
    """The address of the assessment of one of the shipped proposals."""
    sent = send(browser, "assess", text=shipped()[NAME].proposal.text)
    assert sent.status_code == 303
    address = sent.headers["Location"]
    assert settled(browser, address).status_code == 200
    return address


def test_the_list_has_every_shipped_proposal_in_both_languages(browser: FlaskClient) -> None:
    assert len(shipped()) == len(shipped_proposals()) > 0
    for lang in ("da", "en"):
        page = unescape(browser.get(f"/{lang}/proposals").text)
        for entry in shipped().values():
            assert entry.proposal.title[lang] in page
    twin = browser.get("/en/proposals?format=json").json
    assert twin is not None
    assert len(twin["proposals"]) == len(shipped())
    assert "core" in browser.get(f"/en/proposals/known/{NAME}").text
    assert browser.get(f"/en/proposals/known/{NAME}?format=ttl").mimetype == "text/turtle"
    assert browser.get("/en/proposals/known/none").status_code == 404


@pytest.mark.slow
def test_an_assessment_shows_changes_gaps_and_witnesses(
    browser: FlaskClient, assessed: str
) -> None:
    page = unescape(browser.get(assessed).text)
    found = browser.get(f"{assessed}?format=json").json
    assert found is not None
    assert found["gaps"]
    for gap in found["gaps"]:
        assert gap["message"]["en"] in page
    witness = next(gap["witness"] for gap in found["gaps"] if gap.get("witness"))
    for column in witness:
        assert f'name="{column}"' in page
    danish = unescape(browser.get(assessed.replace("/en/", "/da/")).text)
    assert found["gaps"][0]["message"]["da"] in danish
    assert browser.get(f"{assessed}?format=ttl").mimetype == "text/turtle"


@pytest.mark.slow
def test_the_economy_is_a_table_and_a_chart_and_a_gap_is_told_line_by_line(
    browser: FlaskClient, assessed: str
) -> None:
    found = browser.get(f"{assessed}?format=json").json
    assert found is not None
    assert found["business_case"]
    for lang in ("da", "en"):
        page = unescape(browser.get(assessed.replace("/en/", f"/{lang}/")).text)
        economy = page.partition('aria-labelledby="economy"')[2].partition("</section>")[0]
        for table in found["business_case"]:
            assert f'aria-label="{table["title"][lang]}' in economy
            bars = len(table["years"]) * (len(table["lines"]) + 1)
            assert economy.count('class="series-') >= bars
            for line in table["lines"]:
                assert f"</span>{line['title'][lang]}</li>" in economy, "the legend names it"
                shown = f"{line['total']:,}".replace(",", "." if lang == "da" else ",")
                assert shown in economy
        several = {"da": "Alle gælder:", "en": "All of these hold:"}[lang]
        assert several in page.partition('aria-labelledby="gaps"')[2]


@pytest.mark.slow
def test_the_persons_of_an_upload_are_counted(site: Flask, browser: FlaskClient) -> None:
    page = browser.get("/en/dataset").text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token
    own = {"csrf_token": token[1]}
    rows = "".join(f"{n};1990-01-01;ja;01;nej;0;nemid\n" for n in range(1234))
    file = io.BytesIO(f"{HEAD}{rows}".encode()), "persons.csv"
    upload = browser.post("/en/dataset", data=own | {"file": file}).headers["Location"]
    upload = upload.partition("?")[0]
    settled(browser, upload)
    columns = browser.get(f"{upload}?format=json").json
    assert columns is not None
    names = {f"column-{n}": c["column"] or "-" for n, c in enumerate(columns["columns"])}
    about = {"as_of": "2014-12-01", "about": "" if WHOLE else f"{BASE}law/2012/528"}
    browser.post(f"{upload}/start", data=own | names | about)
    settled(browser, upload)
    job = upload.rpartition("/")[2]
    assert f'<option value="{job}">persons.csv' in browser.get("/en/proposals").text
    text = shipped()[NAME].proposal.text
    address = send(browser, "assess", text=text, dataset=job).headers["Location"]
    shown = unescape(settled(browser, address).text)
    assert "persons.csv" in shown
    assert re.search(r'<td class="num">1,234</td>', shown), "the records are counted in the table"
    found = browser.get(f"{address}?format=json").json
    assert found is not None
    whole = [e for c in found["changes"] for e in c["in_dataset"] if e["group"] is None]
    assert whole
    assert all(entry["records"] == 1234 for entry in whole)
    kept = list((site.extensions["jobs"]().root / "assessments").glob("*/assessment.json"))
    assert not [path for path in kept if "persons.csv" in path.read_text("utf-8")]
    stranger = site.test_client()
    assert send(stranger, "assess", text=text, dataset=job).status_code == 404


@pytest.fixture(scope="module")
def hostile(browser: FlaskClient) -> str:
    """The address of the assessment of a small proposal, uploaded with another title."""
    proposal = shipped()["self-service-relief-one-act"].proposal
    title = f'"{proposal.title["da"]}"'
    assert proposal.text.count(title) >= 1
    text = proposal.text.replace(title, '"</textarea><script>alert(1)</script>"', 1)
    sent = send(browser, "assess", file=(io.BytesIO(text.encode()), "x.ttl"))
    return sent.headers["Location"]


@pytest.mark.slow
def test_two_variants_side_by_side(site: Flask, browser: FlaskClient, assessed: str) -> None:
    same = send(browser, "assess", text=shipped()[NAME].proposal.text).headers["Location"]
    assert settled(browser, same).status_code == 200
    page = unescape(browser.get("/en/proposals").text)
    jobs = [address.rpartition("/")[2] for address in (assessed, same)]
    for job in jobs:
        assert f'<option value="{job}"' in page
    pair = {"first": jobs[0], "second": jobs[1]}
    twin = browser.get("/en/proposals/compare", query_string=pair | {"format": "json"}).json
    found = browser.get(f"{assessed}?format=json").json
    valid(twin, "/{lang}/proposals/compare")
    valid(found, "/{lang}/proposals/work/{job}")
    assert twin is not None
    assert found is not None
    told = {gap["message"]["en"] for gap in found["gaps"]}
    assert {row["said"]["en"] for row in twin["gaps"]} == told
    assert all(row["first"] == row["second"] for row in twin["gaps"] + twin["changes"])
    shown = unescape(browser.get("/en/proposals/compare", query_string=pair).text)
    assert all(message in shown for message in told)
    lonely = pair | {"second": "none"}
    assert browser.get("/en/proposals/compare", query_string=lonely).status_code == 404
    assert site.test_client().get("/en/proposals/compare", query_string=pair).status_code == 404


def test_what_only_one_variant_has_is_told_apart(site: Flask) -> None:
    gap = {"code": "unattainable", "norm": "n", "message": {"da": "a", "en": "a"}, "cells": 0}
    one = {"gaps": [gap], "changes": []}
    two = {"gaps": [{**gap, "message": {"da": "b", "en": "b"}}], "changes": []}
    with site.app_context():
        rows = list(_gaps(one, two, "en"))
    assert [(row.label.en, row.first, row.second) for row in rows] == [
        ("a", "Yes", None),
        ("b", None, "Yes"),
    ]


@pytest.mark.slow
def test_a_witness_is_seen_with_the_proposal_laid_over(
    site: Flask, browser: FlaskClient, assessed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    known: dict[object, Any] = {}

    def explained_once(
        pairs: Iterable[str], day: date, kind: str, *, under: Law | None = None, **_: object
    ) -> Any:
        """What the page shows is what programs get: it is not looked for twice."""
        pairs = tuple(pairs)
        if (pairs, id(under)) not in known:
            known[pairs, id(under)] = explained(pairs, day, kind, under=under)
        return known[pairs, id(under)]

    monkeypatch.setattr("lovgraf_web.pages.person.view.explained", explained_once)
    found = browser.get(f"{assessed}?format=json").json
    assert found is not None
    gap = next(gap for gap in found["gaps"] if gap.get("witness") and gap["verdict"])
    page = browser.get(assessed).text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token
    job = assessed.rpartition("/")[2]
    assert f'name="proposal" value="{job}"' in page
    form = {"csrf_token": token[1], "as_of": found["as_of"], "format": "json", **gap["witness"]}
    if not WHOLE:
        form["act"] = "law/2012/528"  # that of the proposal: all acts take longer
    headers = {"Accept": "application/json"}

    def verdict(**more: str) -> object:
        said = browser.post("/en/person", data=form | more, headers=headers).json
        assert said is not None
        told = {one["norm"]: one["verdict"] for one in said["verdicts"]}
        return told.get(
            gap["norm"], told.get(gap["norm"].removeprefix("https://w3id.org/lovgraf/"))
        )

    assert verdict(proposal=job) == gap["verdict"]
    assert verdict() != gap["verdict"], "the law in force says otherwise"
    shown = browser.post("/en/person", data=form | {"proposal": job}).text
    assert "laid over it" in shown
    assert f'<input type="hidden" name="proposal" value="{job}">' in shown
    stranger = site.test_client()
    other = re.search(r'name="csrf_token" value="([^"]+)"', stranger.get("/en/person").text)
    assert other
    sent = form | {"csrf_token": other[1], "proposal": job}
    assert stranger.post("/en/person", data=sent).status_code == 404


@pytest.mark.slow
def test_documents_are_had_in_the_language_of_the_page(browser: FlaskClient, assessed: str) -> None:
    for form in ("html", "md", "text", "docx", "proposal"):
        answer = browser.get(f"{assessed}/document/{form}")
        assert answer.status_code == 200
        assert "attachment" in answer.headers["Content-Disposition"]
        if form == "docx":
            assert "word/document.xml" in zipfile.ZipFile(io.BytesIO(answer.data)).namelist()
    assert browser.get(f"{assessed}/document/odt").status_code == 404
    danish = browser.get(f"{assessed.replace('/en/', '/da/')}/document/md").text
    assert danish != browser.get(f"{assessed}/document/md").text


@pytest.mark.slow
def test_the_same_proposal_is_not_assessed_twice(
    site: Flask, browser: FlaskClient, assessed: str
) -> None:
    root = site.extensions["jobs"]().root
    # Other tests may have had other proposals assessed: each that is kept is marked.
    for kept in (root / "assessments").glob("*/assessment.json"):
        found = json.loads(kept.read_text("utf-8"))
        found["notes"].append({"da": "Fra gemmet", "en": "From the cupboard"})
        kept.write_text(json.dumps(found), "utf-8")
    other = site.test_client()
    sent = send(other, "assess", text=shipped()[NAME].proposal.text)
    assert "From the cupboard" in settled(other, sent.headers["Location"]).text


@pytest.mark.slow
def test_a_repair_is_applied_with_a_click(
    site: Flask, browser: FlaskClient, assessed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = browser.get(f"{assessed}?format=json").json
    assert found is not None
    place = next(n for n, gap in enumerate(found["gaps"]) if gap["repairs"])
    action = assessed.partition("/proposals/")[2]
    monkeypatch.setattr(keeper, "ensure", lambda _: None)  # so that it is not assessed
    sent = send(browser, f"{action}/repair", repair=f"{place}.0")
    assert sent.status_code == 303
    job = sent.headers["Location"].rsplit("/", 1)[1]
    root = site.extensions["jobs"]().root
    text = (folders.folder_of(root, job) / "proposal.ttl").read_text("utf-8")
    assert "core:Proposal" in text
    assert text != shipped()[NAME].proposal.text
    site.extensions["jobs"]().remove(site.extensions["jobs"]().store.get(job).owner, job)
    for odd in ("", "x", "99.0", f"{place}.99", "-1.0", f"{place}.-1"):
        assert send(browser, f"{action}/repair", repair=odd).status_code == 404


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "core:Proposal"),
        ("this is no turtle", ":1"),
        ("<urn:a> a <https://w3id.org/lovgraf/core#Proposal> .", "title"),
    ],
)
def test_what_is_no_proposal_is_said_with_its_text_to_mend(
    browser: FlaskClient, text: str, said: str
) -> None:
    sent = send(browser, "assess", text=text)
    page = unescape(settled(browser, sent.headers["Location"]).text)
    alert = re.search(r'role="alert"><p class="alert-text">(.*?)</p>', page, re.S)
    assert alert
    assert said in alert[1]
    assert text in page


def test_an_uploaded_file_with_hostile_labels_stays_text(
    browser: FlaskClient, assessed: str, hostile: str
) -> None:
    settled(browser, hostile)
    pair = {name: at.rpartition("/")[2] for name, at in (("first", assessed), ("second", hostile))}
    danish = hostile.replace("/en/", "/da/")
    for page in (
        browser.get(hostile),
        browser.get(danish),
        browser.get("/da/proposals"),
        browser.get(f"{danish}/document/html"),
        browser.get("/da/proposals/compare", query_string=pair),
    ):
        assert page.status_code == 200
        assert "<script>alert" not in page.text
    assert "&lt;script&gt;alert(1)" in browser.get(danish).text


def test_a_file_that_is_no_text_or_too_long_is_refused(browser: FlaskClient) -> None:
    broken = send(browser, "assess", file=(io.BytesIO(b"\xff\xfe\x00"), "x.ttl"))
    assert broken.status_code == 400
    assert send(browser, "assess", text="x" * 200_001).status_code == 400


def test_an_assessment_of_somebody_else_is_not_there(site: Flask, browser: FlaskClient) -> None:
    sent = send(browser, "assess", text="nothing")
    stranger = site.test_client()
    stranger.set_cookie("lovgraf_owner", "A" * 43)
    assert stranger.get(sent.headers["Location"]).status_code == 404
