"""No page, twin, download, log, number or error holds a cell of an upload unless asked for."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lovgraf.law import Law
from lovgraf.reports.formats import FORMATS
from lovgraf_web.jobs import folders
from tests.checker import secrets
from tests.checker.secrets import LAYOUTS, marks, table
from tests.web.test_dataset import browser, report_text, settled, site, token, upload

__all__ = ["browser", "site"]


@pytest.mark.slow
@pytest.mark.parametrize("layout", ["few-known", "headless"])
def test_no_cell_of_an_upload_leaves_its_folder(
    site: Flask,
    browser: FlaskClient,
    law: Law,
    caplog: pytest.LogCaptureFixture,
    tmp_path: Path,
    layout: str,
) -> None:
    path = secrets.as_csv(tmp_path / "t", *LAYOUTS[layout](*table(law)))
    with caplog.at_level(logging.DEBUG):
        sent = upload(browser, path.read_bytes())
        address = sent.headers["Location"].split("?")[0]
        said = [settled(browser, address).text]
        pages = ["", ".json", ".ttl"]
        said += [browser.get(address + page).text for page in pages]
        form = {"csrf_token": token(browser), "as_of": "2014-12-01", "column-0": "birth_date"}
        for action in ("metadata", "start"):
            said.append(browser.post(f"{address}/{action}", data=form).text)
        said.append(settled(browser, address).text)
        for page in ("result", "result.json", "rows", "rows.json", "rows.ttl"):
            said.append(browser.get(f"{address}/{page}").text)
        said += [report_text(browser.get(f"{address}/report/{name}")) for name in FORMATS]
        said += [browser.get(page).text for page in ("/metrics", "/en/dataset", "/healthz")]
        said.append(browser.get(f"/en/jobs/{address.rsplit('/', 1)[1]}.json").text)
    root = tmp_path / "jobs"
    beside = [p.read_bytes() for p in root.glob("*") if p.is_file()]
    assert marks(*said, caplog.text, *beside) == set()
    kept = folders.folder_of(root, address.rsplit("/", 1)[1])
    results = [p.read_bytes() for p in kept.iterdir() if p.name.startswith(("result", "find"))]
    assert marks(*results) == set()
    if results:  # a file that lost its columns is refused
        assert any("xxxx" in text for text in said)
