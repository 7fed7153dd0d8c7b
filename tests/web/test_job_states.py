"""Every page of a job in every state that the job can be in: each says how it stands, what to do,
and none is a fault of ours."""

from __future__ import annotations

import io
import json
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from lovgraf.check.stored import store
from lovgraf.law import Law
from lovgraf_web import create_app
from lovgraf_web.pages.dataset.work import COLUMNS
from lovgraf_web.pages.proposals.work import FOUND, PROPOSAL, RESULT
from lovgraf_web.texts import TEXTS
from tests.checker.reports.example import EXAMPLE as CHECKED
from tests.examples import cells

REFUSAL = ("Filen er tom; gem den igen.", "The file is empty; save it again.")
ENDINGS: dict[str, tuple[str, str | None, str]] = {
    "queued": ("queued", None, "Waiting for a place"),
    "running": ("running", None, "Starting"),
    "refused": ("failed", "refused", REFUSAL[1]),
    "overtime": ("failed", "overtime", TEXTS["job-overtime"].en),
    "memory": ("failed", "memory", TEXTS["job-memory"].en),
    "fault": ("failed", "fault ValueError at x.py:1", TEXTS["job-fault"].en),
    "lost": ("lost", None, TEXTS["job-lost"].en),
    "cancelled": ("cancelled", None, TEXTS["job-cancelled"].en),
    "expired": ("done", None, TEXTS["job-gone"].en),
    "gone": ("done", None, TEXTS["job-gone"].en),
}
"""How a job without a result stands: its state, why, and what is told."""
DATASET_PAGES = ("", "?columns=again", "/words", "/result", "/rows", "/report/json", "/report/csv")
DATASET_FORMS = ("/metadata", "/start", "/words", "/again")
PROPOSAL_PAGES = ("", "/document/docx", "/document/proposal")
FORMS = ("text/html", "application/json", "text/turtle", "*/*")


@dataclass
class Site:
    """The pages, a browser, and jobs whose state the test sets."""

    app: Flask
    browser: FlaskClient

    @property
    def jobs(self) -> Any:
        return self.app.extensions["jobs"]()

    def upload(self) -> str:
        """The id of a new upload that nobody works on."""
        data = {"csrf_token": self.token(), "file": (io.BytesIO(b"id\n1\n"), "people.csv")}
        return self._id(self.browser.post("/en/dataset?as_of=2014-12-01", data=data))

    def proposal(self) -> str:
        """The id of a new assessment that nobody works on."""
        data = {"csrf_token": self.token(), "text": "# nothing"}
        return self._id(self.browser.post("/en/proposals/assess", data=data))

    def put(self, job: str, ending: str, kind: str) -> None:
        """Let a job have ended in some way."""
        state, reason, _ = ENDINGS[ending]
        folder = self.folder(job)
        if reason == "refused":
            (folder / "refusal.json").write_text(json.dumps(REFUSAL), "utf-8")
        expires = 1.0 if ending == "expired" else 9e9
        with self.jobs.store.open() as base:
            base.execute(
                "UPDATE jobs SET state = ?, reason = ?, kind = ?, expires = ? WHERE id = ?",
                [state, reason, kind, expires, job],
            )
        if ending in ("cancelled", "expired", "gone"):
            shutil.rmtree(folder)
        if ending == "gone":
            self.jobs.store.forget(job)

    def done(self, job: str, kind: str) -> None:
        """Let a job have ended well."""
        with self.jobs.store.open() as base:
            base.execute("UPDATE jobs SET state = 'done', kind = ? WHERE id = ?", [kind, job])

    def folder(self, job: str) -> Path:
        return Path(self.jobs.root) / f"job-{job}"

    def token(self) -> str:
        found = re.search(
            r'name="csrf_token" value="([^"]+)"', self.browser.get("/en/dataset").text
        )
        assert found
        return found[1]

    def send(self, address: str, accept: str = "text/html", **form: str) -> TestResponse:
        """Send a form, and follow where it leads."""
        data = {"csrf_token": self.token(), "as_of": "2014-12-01", **form}
        headers = {"Accept": accept}
        return self.browser.post(address, data=data, headers=headers, follow_redirects=True)

    @staticmethod
    def _id(sent: TestResponse) -> str:
        assert sent.status_code == 303
        return sent.headers["Location"].split("?")[0].rpartition("/")[2]


@pytest.fixture
def site(hats: Law, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    monkeypatch.setattr("lovgraf_web.jobs.keeper.ensure", lambda _: None)  # so that nothing is done
    app = create_app({"LAW": hats, "JOBS_FOLDER": tmp_path / "jobs"})
    return Site(app, app.test_client())


def forms(ending: str) -> tuple[str, ...]:
    """The forms that an answer comes in, for each ending another one first."""
    place = list(ENDINGS).index(ending) % len(FORMS)
    return FORMS[place:] + FORMS[:place]


def told(answer: TestResponse, ending: str) -> None:
    """An answer tells how the job stands, and never says that it is a result."""
    state, _, said = ENDINGS[ending]
    assert answer.status_code < 500, answer.text[:200]
    assert TEXTS["error-500"].en not in answer.text
    text = answer.text.replace("\\u2019", "’").replace("&#39;", "'")
    assert said in text, (answer.request.path, answer.status_code, text[:400])
    if ending in ("expired", "gone"):
        assert answer.status_code == 404
    elif state not in ("queued", "running") and answer.mimetype == "text/html":
        assert "<a href=" in text.split("<main", 1)[-1] or "<form" in text.split("<main", 1)[-1]


@pytest.mark.parametrize(("ending", "kind"), cells(ENDINGS, ("dataset-columns", "dataset-check")))
def test_each_page_of_an_upload_says_how_it_stands(site: Site, ending: str, kind: str) -> None:
    job = site.upload()
    (site.folder(job) / COLUMNS).unlink(missing_ok=True)
    site.put(job, ending, kind)
    for page, accept in cells(DATASET_PAGES, forms(ending)):
        answer = site.browser.get(f"/en/dataset/{job}{page}", headers={"Accept": accept})
        told(answer, ending)
        if page in ("/result", "/rows", "/report/json", "/report/csv"):
            assert answer.status_code in (404, 409)
    for form in ("/metadata", "/start", "/words"):
        told(site.send(f"/en/dataset/{job}{form}"), ending)
    # Last, since it is queued anew where it may be.
    again = site.send(f"/en/dataset/{job}/again")
    redone = ENDINGS[ending][0] in ("failed", "lost")
    told(again, "queued" if redone else ending)


@pytest.mark.parametrize("ending", ENDINGS)
def test_each_page_of_an_assessment_says_how_it_stands(site: Site, ending: str) -> None:
    job = site.proposal()
    site.put(job, ending, "proposals-assess")
    for page, accept in cells(PROPOSAL_PAGES, forms(ending)):
        answer = site.browser.get(f"/en/proposals/work/{job}{page}", headers={"Accept": accept})
        told(answer, ending)
        if page:
            assert answer.status_code in (404, 409)
    told(site.send(f"/en/proposals/work/{job}/repair", repair="0.0"), ending)
    compared = site.browser.get(f"/en/proposals/compare?first={job}&second={job}")
    told(compared, ending)
    told(site.send("/en/person", proposal=job), ending)


@pytest.mark.parametrize("ending", ENDINGS)
def test_an_upload_that_cannot_be_counted_beside_a_proposal_says_why(
    site: Site, ending: str
) -> None:
    job = site.upload()
    site.put(job, ending, "dataset-check")
    answer = site.send("/en/proposals/assess", text="# my text", dataset=job)
    told(answer, ending)
    if ending not in ("gone", "expired"):
        assert "# my text" in answer.text, "what was typed is not lost"


@pytest.mark.parametrize(("ending", "kind"), cells(ENDINGS, ("dataset-check", "proposals-assess")))
def test_what_every_job_answers_to_works_in_each_state(site: Site, ending: str, kind: str) -> None:
    job = site.upload() if kind == "dataset-check" else site.proposal()
    site.put(job, ending, kind)
    followed = site.browser.get(f"/en/jobs/{job}.json")
    assert followed.status_code == (404 if ending in ("gone", "expired") else 200)
    for action in ("cancel", "remove"):
        answer = site.send(f"/en/jobs/{job}/{action}")
        assert answer.status_code == (404 if ending in ("gone", "expired") else 200)
        assert TEXTS["error-500"].en not in answer.text
    assert site.browser.get("/en/dataset").status_code == 200
    assert site.browser.get("/en/proposals").status_code == 200


def test_a_check_that_was_refused_can_be_begun_anew_from_the_form_that_is_still_open(
    site: Site,
) -> None:
    job = site.upload()
    columns = {"rows": 1, "sampled": 1, "record_type": "person", "columns": [
        {"header": "wears_hat", "told": "wears_hat", "name": "wears_hat", "problem": None,
         "filled": 1, "values": [], "suggested": None, "by_values": False, "dates": None,
         "codes": []}
    ]}  # fmt: skip
    (site.folder(job) / COLUMNS).write_text(json.dumps(columns), "utf-8")
    site.put(job, "refused", "dataset-check")
    told(site.browser.get(f"/en/dataset/{job}/result"), "refused")
    assert (
        site.send(f"/en/dataset/{job}/metadata", **{"column-0": "wears_hat"}).mimetype
        == "application/csvm+json"
    )


@pytest.mark.parametrize("page", [*DATASET_PAGES, "/report/html"])
def test_a_result_whose_files_went_while_it_was_read_is_gone(site: Site, page: str) -> None:
    job = site.upload()
    store(CHECKED, site.folder(job))
    site.done(job, "dataset-check")
    assert site.browser.get(f"/en/dataset/{job}/result").status_code == 200
    for path in site.folder(job).iterdir():
        path.unlink()
    site.folder(job).rmdir()
    told(site.browser.get(f"/en/dataset/{job}{page}"), "gone")


def test_an_assessment_whose_files_went_while_it_was_read_is_gone(site: Site) -> None:
    job = site.proposal()
    (site.folder(job) / RESULT).mkdir()
    (site.folder(job) / RESULT / FOUND).write_text("{}", "utf-8")
    site.done(job, "proposals-assess")
    assert (site.folder(job) / PROPOSAL).exists()
    shutil.rmtree(site.folder(job))
    for page in PROPOSAL_PAGES:
        told(site.browser.get(f"/en/proposals/work/{job}{page}"), "gone")
    told(site.send(f"/en/proposals/work/{job}/repair", repair="0.0"), "gone")


def test_a_query_that_is_no_longer_kept_says_so(site: Site) -> None:
    site.upload()
    for page in ("", "/file"):
        answer = site.browser.get(f"/en/query/running/{'A' * 22}{page}")
        assert answer.status_code == 404
        assert TEXTS["query-gone"].en in answer.text
