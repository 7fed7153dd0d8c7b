"""Datasets through the pages: upload, columns, check, result, rows, reports, refusals."""

from __future__ import annotations

import csv
import gzip
import io
import json
import logging
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import Workbook
from pyarrow import parquet
from werkzeug.test import TestResponse

from lovgraf.core.terms import BASE
from lovgraf.law import Law
from lovgraf.reports.formats import FORMATS
from lovgraf_web import create_app
from lovgraf_web.jobs import folders
from lovgraf_web.jobs.application import KINDS
from lovgraf_web.jobs.settings import Settings
from lovgraf_web.pages.dataset.work import about_of
from tests.examples import WHOLE, one_in, whole
from tests.web.described import valid
from tests.web.jobs.conftest import end_all, eventually
from tests.web.jobs.here import done_here

DAY = "2014-12-01"
ABOUT = "" if WHOLE else f"{BASE}law/2012/528"
"""The act that most uploads are asked about alone: all acts take longer."""
EXAMPLES = Path(__file__).parents[2] / "examples"
PERSONS = (EXAMPLES / "persons.csv").read_bytes()
SECRET = "610190-1234"
BREACH = (
    "id;birth_date;home_in_denmark;cpr_status;digital_post;exemption_ground;eid\n"
    "{id};1990-01-01;ja;01;nej;0;nemid\n"
)


@pytest.fixture
def site(law: Law, tmp_path: Path) -> Iterator[Flask]:
    """The application with jobs in a folder of the test."""
    with done_here(law):
        yield create_app({"LAW": law, "JOBS_FOLDER": tmp_path / "jobs"})


@pytest.fixture
def browser(site: Flask) -> FlaskClient:
    return site.test_client()


@dataclass(frozen=True)
class Done:
    """A folder of jobs in which the sample was checked, whose it is, its address, and what came
    back on the way."""

    folder: Path
    owner: str
    address: str
    columns: TestResponse
    started: TestResponse
    result: TestResponse


@pytest.fixture(scope="module")
def done(law: Law, tmp_path_factory: pytest.TempPathFactory) -> Done:
    """The sample, checked once, about all acts."""
    folder = tmp_path_factory.mktemp("checked") / "jobs"
    with done_here(law):
        client = create_app({"LAW": law, "JOBS_FOLDER": folder}).test_client()
        address = upload(client, PERSONS, "persons.csv").headers["Location"].split("?")[0]
        columns = settled(client, address)
        started = start(client, address, {**fields(columns.text), "about": ""})
        result = settled(client, address)
    owner = client.get_cookie("lovgraf_owner")
    assert owner is not None
    return Done(folder, owner.value, address, columns, started, result)


@pytest.fixture
def persons(done: Done, browser: FlaskClient, tmp_path: Path) -> str:
    """The address of the checked sample: a copy for the test's own reader."""
    shutil.copytree(done.folder, tmp_path / "jobs", dirs_exist_ok=True)
    browser.set_cookie("lovgraf_owner", done.owner)
    return done.address


def token(client: FlaskClient) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/en/dataset").text)
    assert found
    return found[1]


def upload(
    client: FlaskClient, content: bytes, name: str = "people.csv", **form: str
) -> TestResponse:
    """Send a file."""
    data = {"csrf_token": token(client), "file": (io.BytesIO(content), name), **form}
    return client.post(f"/en/dataset?as_of={DAY}", data=data)


@pytest.mark.parametrize(
    ("lang", "day"), one_in(2, [("da", "1. december 2014"), ("en", "1 December 2014")])
)
def test_a_page_that_waits_says_which_day_the_work_is_about(
    browser: FlaskClient, monkeypatch: pytest.MonkeyPatch, lang: str, day: str
) -> None:
    monkeypatch.setattr("lovgraf_web.jobs.keeper.ensure", lambda _: None)  # so that nothing is done
    table = BREACH.format(id=1).encode()
    address = upload(browser, table).headers["Location"].replace("/en/", f"/{lang}/")
    page = browser.get(address).text
    assert "data-job" in page
    assert re.search(rf'<p class="date">[^<]*<time datetime="{DAY}">{day}</time>', page)


def settled(client: FlaskClient, address: str) -> TestResponse:
    """The page of an upload once nothing is at work."""
    pages: list[TestResponse] = []

    def quiet() -> bool:
        pages[:] = [client.get(address, follow_redirects=True)]
        return "data-job" not in pages[0].text

    eventually(quiet)
    return pages[0]


def fields(page: str) -> dict[str, str]:
    """The columns as the form has them."""
    found = {}
    for select in re.findall(r'<select[^>]*name="(column-\d+)"[^>]*>(.*?)</select>', page, re.S):
        chosen = re.search(r'<option value="([^"]+)" selected', select[1])
        found[select[0]] = chosen[1] if chosen else "-"
    return found


def checked(client: FlaskClient, content: bytes, name: str = "people.csv", **form: str) -> str:
    """The address of a checked upload."""
    address = upload(client, content, name).headers["Location"].split("?")[0]
    page = settled(client, address)
    assert page.status_code == 200
    start(client, address, {**fields(page.text), **form})
    assert settled(client, address).status_code == 200
    return address


def report_text(report: TestResponse) -> str:
    """What a report says; of a workbook the markup of its parts."""
    if not report.data.startswith(b"PK"):
        return report.text
    with zipfile.ZipFile(io.BytesIO(report.data)) as parts:
        return "".join(parts.read(name).decode() for name in parts.namelist())


def start(client: FlaskClient, address: str, form: dict[str, str]) -> TestResponse:
    data = {"csrf_token": token(client), "as_of": DAY, "about": ABOUT, **form}
    return client.post(f"{address}/start", data=data)


JSON = {"Accept": "application/json"}


@pytest.mark.slow
def test_days_are_read_by_their_time_zone_and_how_is_told(browser: FlaskClient) -> None:
    """In nanoseconds as in microseconds; a program is told of times of a day what the page says."""
    zone = ZoneInfo("Europe/Copenhagen")
    day = datetime(1999, 12, 2, tzinfo=zone)  # the fifteenth birthday is one day ahead
    verdicts = []
    for kind in (pa.timestamp("us", "UTC"), pa.timestamp("ns", "UTC"), pa.timestamp("ns")):
        moments = pa.array([day, day, day], pa.timestamp("us", "UTC")).cast(kind)
        rows = {"id": ["a", "b", "c"], "birth_date": moments, "home_in_denmark": [True] * 3,
                "digital_post": [False] * 3}  # fmt: skip
        parquet.write_table(pa.table(rows), written := io.BytesIO())
        address = upload(browser, written.getvalue(), "t.parquet").headers["Location"].split("?")[0]
        form = fields(settled(browser, address).text)
        days = browser.get(address, headers=JSON).get_json()["columns"][1]["days"]
        assert days["en"] == "a time of a day is read as the day it is on"
        start(browser, address, {**form, "presume": "case"})
        settled(browser, address)
        found = browser.get(f"{address}/result", headers=JSON).get_json()["norms"]
        (norm,) = [n["verdicts"] for n in found if n["norm"].endswith("3/stk/1/norm/connection")]
        verdicts.append(norm.get("breached", 0))
    assert verdicts == [0, 0, 3]


def test_a_file_is_uploaded_understood_and_checked(
    browser: FlaskClient, done: Done, persons: str
) -> None:
    address, result = persons, done.result
    assert "Columns of persons.csv" in done.columns.text
    form = fields(done.columns.text)
    assert form["column-0"] == "id"
    assert "birth_date" in form.values()
    groups = re.findall(r'<optgroup label="([^"]+)">', done.columns.text)
    assert groups[0] == "Suggested"
    assert groups[1 : groups.index("Suggested", 1)] == sorted(
        groups[1 : groups.index("Suggested", 1)], key=str.lower
    )
    assert "law/2012/528" in done.columns.text  # its rules alone may be asked about
    assert not re.search(r"(?<![\w-])--[a-z]", re.sub(r"<!--.*?-->", "", result.text))
    assert browser.get("/en/dataset").text.count('name="as_of"') == 1
    assert done.started.status_code == 303
    assert result.request.path == f"{address}/result"
    assert "Connection to Digital Post" in result.text
    assert "https://www.retsinformation.dk/eli/lta/2012/528" in result.text
    assert 'role="img"' in result.text
    rows = browser.get(f"{address}/rows?verdict=breached").text
    assert "The person is not connected to Digital Post." in rows
    danish = browser.get(f"{address.replace('/en/', '/da/')}/result").text
    assert "Ikke overholdt" in danish
    assert "Breached" not in danish


def test_the_reports_are_those_of_the_command_line(browser: FlaskClient, persons: str) -> None:
    address = persons
    for name in FORMATS:
        report = browser.get(f"{address}/report/{name}")
        assert report.status_code == 200
        assert "attachment" in report.headers["Content-Disposition"]
    found = json.loads(browser.get(f"{address}/report/json").text)
    assert found["dataset"] == "persons.csv"
    assert sorted({f["row"] for f in found["findings"]}) == [5, 9, 14, 15, 16, 19, 20, 24]
    assert all(finding["id"] is None for finding in found["findings"])
    twin = browser.get(f"{address}/result", headers={"Accept": "application/json"})
    assert twin.json == found
    valid(found, "/{lang}/dataset/{job}/result")
    job = address.rpartition("/")[2]
    for page, path in ((f"{address}/rows", "/{lang}/dataset/{job}/rows"),
                       (f"{address}?columns=again", "/{lang}/dataset/{job}"),
                       (f"/en/jobs/{job}.json", "/{lang}/jobs/{job}.json")):  # fmt: skip
        told = browser.get(page, headers={"Accept": "application/json"})
        valid(told.json, path)
    turtle = browser.get(f"{address}/result?format=ttl")
    assert turtle.mimetype == "text/turtle"
    assert browser.get(f"{address}/report/docx").status_code == 404


def test_the_work_list_comes_first_with_the_rows_of_all_kinds(
    browser: FlaskClient, persons: str
) -> None:
    address = persons
    page = browser.get(f"{address}/result").text
    read, sentence = page.index("persons.csv: 27 rows"), page.index("8 of 27 records do not comply")
    breach, perhaps = page.index("Breaches: 9"), page.index("Perhaps breaches: facts are missing")
    assert sentence < read < breach < perhaps < page.index("Download the report")
    found = json.loads(browser.get(f"{address}/report/json").text)
    open_ = next(c for c in found["causes"] if c["verdict"] == "undetermined")
    assert f"cause={open_['cause']}" in page
    rows = browser.get(f"{address}/rows?cause={open_['cause']}", headers=JSON).json
    assert rows is not None
    assert rows["total"] == open_["count"]
    assert {row["cause"] for row in rows["rows"]} == {open_["cause"]}


def test_a_check_is_compared_with_the_last_of_the_same_file(browser: FlaskClient) -> None:
    table = BREACH.format(id=1).encode()
    first = checked(browser, table, "persons.csv")
    assert "Changes since" not in browser.get(f"{first}/result").text
    second = checked(browser, table, "persons.csv")
    assert "Changes since persons.csv (1 December 2014)" in browser.get(f"{second}/result").text
    again = {"csrf_token": token(browser), "as_of": DAY, "presume": "none"}
    browser.post(f"{first}/again", data=again)
    page = settled(browser, first).text
    assert "Changes since persons.csv (1 December 2014)" in page
    assert '<option value="none" selected>' in page
    assert "Who they are (id, name, CPR number) is not in the result" in page
    browser.post(f"{first}/again", data={"csrf_token": token(browser), "do": "values"})
    assert "Who they are (id, name, CPR number)" not in settled(browser, first).text
    found = browser.get(f"{first}/rows", headers=JSON).json
    assert found is not None
    assert {row["id"] for row in found["rows"]} == {"1"}
    if WHOLE:
        other = checked(browser, table, "others.csv")
        assert "Changes since" not in browser.get(f"{other}/result").text


def test_the_filter_and_the_pages_of_rows(browser: FlaskClient, persons: str) -> None:
    address = persons
    shown = browser.get(f"{address}/result?q=digital+post&verdict=breached").text
    assert "Connection to Digital Post" in shown
    assert "No rule fits" in browser.get(f"{address}/result?q=no+such+rule").text
    twin = browser.get(f"{address}/rows?format=json&page=99").json
    assert twin is not None
    assert (twin["page"], twin["pages"]) == (1, 1)
    assert twin["total"] == len(twin["rows"])
    for odd in ("page=-1", "page=x", "page=²"):
        assert browser.get(f"{address}/rows?{odd}").status_code == 200
    for none in ("norm=99999", "norm=x", "cause=zzz", "verdict=zzz"):  # else all would be shown
        refused = browser.get(f"{address}/rows?{none}")
        assert refused.status_code == 400
        assert none.partition("=")[0] in refused.text


def test_columns_that_are_not_known_are_mapped_by_hand(browser: FlaskClient) -> None:
    table = "Nr.;Fødd;Hjem;Post\n1;01-02-1980;ja;nej\n2;01-02-1980;ja;\n".encode("windows-1252")
    address = upload(browser, table, "own.csv", values="yes").headers["Location"].split("?")[0]
    page = settled(browser, address)
    assert "01-02-1980" in page.text
    assert set(fields(page.text).values()) == {"-"}  # what is suggested is not taken
    assert "Maybe &#34;Date of birth&#34;. It is not read unless you choose so." in page.text
    assert page.text.count("suggested by its heading") == 2
    assert start(browser, address, {}).status_code == 400
    names = ("id", "birth_date", "home_in_denmark", "digital_post")
    form = {f"column-{n}": name for n, name in enumerate(names)}
    doubled = start(browser, address, form | {"column-0": "birth_date"})
    assert "keep one of them" in doubled.text
    wrong = start(browser, address, form | {"column-1": "birthdate"})
    assert wrong.status_code == 400
    assert "column-1: that is no fact. Did you mean birth_date?" in wrong.text
    data = {"csrf_token": token(browser), "as_of": DAY, "complete": "digital_post", "about": ABOUT}
    data |= form
    by_place = browser.post(f"{address}/metadata", data=data | {"complete": "3"})
    metadata = browser.post(f"{address}/metadata", data=data)
    assert metadata.headers["Content-Disposition"] == "attachment; filename=own.csv-metadata.json"
    assert by_place.text == metadata.text
    blank = browser.post(f"{address}/metadata", data=data | {"column-0": ""})
    without = {name: value for name, value in data.items() if name != "column-0"}
    assert blank.text == browser.post(f"{address}/metadata", data=without).text
    columns = json.loads(metadata.text)["tableSchema"]["columns"]
    assert columns[1]["titles"] == "Fødd"
    assert columns[3]["lovgraf:complete"] is True
    browser.post(f"{address}/start", data=data)
    settled(browser, address)
    found = browser.get(f"{address}/report/json").json
    assert found is not None
    assert found["records"] == 2


def test_a_guess_is_not_read_and_a_misspelt_heading_is_asked_about(browser: FlaskClient) -> None:
    table = BREACH.replace("home_in_denmark;cpr_status", "Status;Sagsbehandler")
    table = (
        table.replace("digital_post", "digital_psot")
        .format(id=1)
        .replace(";ja;01;", ";bopæl i Danmark;x;")
    )
    address = upload(browser, table.encode(), "own.csv").headers["Location"].split("?")[0]
    page = settled(browser, address).text
    assert page.count(" required>") == 3  # two columns, and the day
    numbered = BREACH.replace("id;", "Løbenr.;", 1).format(id=1).encode()
    of_id = upload(browser, numbered, "own.csv").headers["Location"].split("?")[0]
    assert settled(browser, of_id).text.count(" required>") == 1  # no rule turns on the id
    twin = browser.get(address, headers=JSON).json
    assert twin is not None
    told = {column["header"]: column for column in twin["columns"]}
    assert told["Status"]["column"] is None
    assert told["Status"]["may_be"] == ["cpr_status"]
    assert told["digital_psot"]["undecided"]
    form = fields(page) | {"column-2": "cpr_status"}
    del form["column-4"]
    refused = start(browser, address, form)
    assert refused.status_code == 400
    assert "What is the column &#39;digital_psot&#39;? Did you mean &#34;Connected" in refused.text
    assert fields(refused.text)["column-2"] == "cpr_status"
    start(browser, address, form | {"column-4": "-", "about": ""})
    result = settled(browser, address).text
    assert "&#39;digital_psot&#39; (you left it out)" in result
    assert "&#39;Sagsbehandler&#39; (the header is not known)" in result
    said = result.index(
        "As chosen: &#39;Status&#39; is read as &#34;CPR status&#34;, which also ans"
    )
    assert said < result.index("More on what was read")
    assert "&#34;Home in Denmark&#34;" in result[said : said + 300]


OWN = "Nr.;Fødd;Hjem;Post\n1;01-02-1980;Danmark;påmeldt\n2;01-02-1980;Udland;ikke påmeldt\n"


def test_own_codes_are_mapped_and_remembered_without_what_they_say(
    browser: FlaskClient, tmp_path: Path
) -> None:
    form = {
        "column-0": "id", "column-1": "birth_date", "column-2": "-", "column-3": "digital_post",
        "code-3-0": "false", "code-3-1": "true",
    }  # fmt: skip
    address = upload(browser, OWN.encode(), "own.csv", values="yes").headers["Location"]
    address = address.split("?")[0]
    page = settled(browser, address).text
    assert ">ikke påmeldt</label>" in page
    data = {"csrf_token": token(browser), "as_of": DAY, "about": ABOUT, **form}
    columns = json.loads(browser.post(f"{address}/metadata", data=data).text)["tableSchema"]
    assert columns["columns"][3]["lovgraf:codes"] == {"ikke påmeldt": "false", "påmeldt": "true"}
    browser.post(f"{address}/start", data=data)
    settled(browser, address)
    assert browser.get(f"{address}/report/json", headers=JSON).status_code == 200
    hidden = upload(browser, OWN.encode(), "next.csv").headers["Location"].split("?")[0]
    again = settled(browser, hidden).text
    assert "as you chose last time" in again
    assert fields(again) == {name: form[name] for name in fields(again)}
    assert "påmeldt" not in again
    kept = b"".join(p.read_bytes() for p in (tmp_path / "jobs" / "mappings").iterdir())
    plain = re.sub(rb'"[0-9a-f]{32}"', b"", kept)  # a digest may have any four digits
    for word in ("påmeldt", "Danmark", "Fødd", "Post", "1980"):
        assert word.encode() not in plain


CODED = (
    "Lbnr.;Fødedag;Pers.status;DP;Fritagelsesårsag\n"
    "1;06-06-1987;BOP;J;\n2;06-12-1992;UDR;J;DEM\n3;23-10-1988;BOP;N;DEM,FYS\n4;;;;\n"
)


@whole("test_words_are_shown_as_shapes_until_the_reader_asks_to_see_them")
def test_words_of_columns_that_were_chosen_by_hand_are_asked_for_and_remembered(
    browser: FlaskClient, tmp_path: Path
) -> None:
    names = ("id", "birth_date", "cpr_status", "digital_post", "exemption_ground")
    form = {f"column-{n}": name for n, name in enumerate(names)}
    form |= {"complete": "4", "presume": "none", "values": "yes"}
    address = upload(browser, CODED.encode(), "own.csv", values="yes").headers["Location"]
    address = address.split("?")[0]
    settled(browser, address)
    assert start(browser, address, form).headers["Location"].split("?")[0] == f"{address}/words"
    page = browser.get(f"{address}/words").text
    status, reason = "Pers.status", "Fritagelsesårsag"
    for word, column, rows in (
        ("BOP", status, 2), ("UDR", status, 1), ("DEM", reason, 2), ("FYS", reason, 1),
    ):  # fmt: skip
        assert f">What does {word} mean in {column}?</label>" in page
        assert re.search(rf">What does {word} mean [^$]*?>{rows} rows of those", page)
    assert "Hvad betyder BOP i Pers.status?" in browser.get(f"/da{address[3:]}/words").text
    told = browser.get(f"{address}/words", headers=JSON).json
    assert told is not None
    valid(told, "/{lang}/dataset/{job}/words")
    turtle = browser.get(f"{address}/words", headers={"Accept": "text/turtle"})
    assert "Pers.status" in turtle.text
    codes = {
        word["word"]["en"]: (word["field"], column["codes"])
        for column in told["columns"] for word in column["words"]
    }  # fmt: skip
    assert list(codes) == ["BOP", "UDR", "DEM", "FYS"]
    ground = [*codes["DEM"][1]][:1]
    answers = {codes["BOP"][0]: "01", codes["UDR"][0]: "80", codes["DEM"][0]: ground[0]}
    data = {"csrf_token": token(browser), **answers, codes["FYS"][0]: ""}
    assert browser.post(f"{address}/words", data=data | {codes["BOP"][0]: "x"}).status_code == 400
    file = browser.post(f"{address}/words", data=data | {"do": "csvw"})
    columns = json.loads(file.text)["tableSchema"]["columns"]
    assert columns[2]["lovgraf:codes"] == {"BOP": "01", "UDR": "80"}
    assert columns[4]["lovgraf:codes"] == {"DEM": ground[0]}
    assert columns[4]["lovgraf:complete"] is True
    browser.post(f"{address}/words", data=data | {"do": "check"})
    settled(browser, address)
    found = browser.get(f"{address}/report/json").json
    assert found is not None
    assert [one["column"] for one in found["record_quality"]] == ["exemption_ground"]  # FYS
    again = browser.get(f"{address}?columns=again").text
    assert fields(again) == form_of(form)
    assert 'name="complete" value="4" checked' in again
    assert '<option value="none" selected>' in again
    assert 'id="values" name="values" value="yes" checked' in again
    another = {"csrf_token": token(browser), "as_of": "2015-12-01", "presume": "none"}
    browser.post(f"{address}/again", data=another)
    settled(browser, address)
    browser.post(f"{address}/again", data={"csrf_token": token(browser), "do": "columns"})
    again = settled(browser, address).text
    assert '<option value="none" selected>' in again
    assert 'value="2015-12-01" required' in again
    assert fields(again) == form_of(form)
    assert ">Pers.status" in again
    assert ">BOP</label>" in again
    second = upload(browser, CODED.encode(), "next.csv").headers["Location"].split("?")[0]
    page = settled(browser, second).text
    assert fields(page) == form_of(form)
    assert page.count('<option value="01" selected>') == 1
    sent = start(browser, second, form | {codes["FYS"][0]: ""} | answers)
    assert not sent.headers["Location"].split("?")[0].endswith("/words")
    kept = b"".join(p.read_bytes() for p in (tmp_path / "jobs" / "mappings").iterdir())
    assert not any(word.encode() in kept for word in codes)


def form_of(form: dict[str, str]) -> dict[str, str]:
    """The choices of columns alone."""
    return {name: value for name, value in form.items() if name.startswith("column-")}


def test_words_are_shown_as_shapes_until_the_reader_asks_to_see_them(browser: FlaskClient) -> None:
    form = {"column-0": "id", "column-1": "birth_date", "column-2": "cpr_status", "column-3": "-"}
    form |= {"presume": "none"}
    address = upload(browser, CODED.encode(), "own.csv").headers["Location"].split("?")[0]
    settled(browser, address)
    data = {"csrf_token": token(browser), "as_of": DAY, **form}
    assert browser.get(f"{address}/words").status_code == 303
    nothing = browser.post(f"{address}/words", data={"csrf_token": data["csrf_token"]})
    assert nothing.status_code == 303
    refused = browser.post(f"{address}/metadata", data=data)
    assert refused.status_code == 400  # its headings may be values
    start(browser, address, form)
    page = browser.get(f"{address}/words").text
    assert "What does XXX (word no. 1, 2 times) mean in" in page
    assert "BOP" not in page
    sent = {"csrf_token": data["csrf_token"], "code-2-0": "01"}
    for do in ("show", "columns"):
        browser.post(f"{address}/words", data=sent | {"do": do})
        assert '<option value="none" selected>' in browser.get(address).text
        page = browser.get(f"{address}/words").text
        assert "What does BOP mean in" in page
        assert page.count('<option value="01" selected>') == 1


@pytest.mark.slow
def test_how_a_column_is_left_out_names_its_field(browser: FlaskClient) -> None:
    head = "id;birth_date;home_in_denmark;digital_post\n"
    rows = "".join(f"{n};{n}. december 1980;ja;nej\n" for n in (12, 13, 14))
    address = upload(browser, (head + rows).encode()).headers["Location"].split("?")[0]
    start(browser, address, fields(settled(browser, address).text))
    settled(browser, address)
    said = browser.get(f"{address}/result", headers=JSON).get_data(as_text=True)
    assert "leave the column out (in programs: column-1=-)" in said
    assert "column-N" not in said


def _page(rows: list[list[str]]) -> bytes:
    cells = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
    return f"<html><table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table></html>".encode()


def _book(rows: list[list[str]]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(written := io.BytesIO())
    return written.getvalue()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("page.xls", _page),
        ("text.xls", lambda rows: "".join("\t".join(row) + "\n" for row in rows).encode()),
        ("page.xlsx", _page),
        ("book.csv", _book),
        ("book", _book),
    ],
)
def test_what_a_file_holds_decides_and_not_its_name(
    browser: FlaskClient, name: str, written: Callable[[list[list[str]]], bytes]
) -> None:
    rows = [line.split(";") for line in BREACH.format(id=1).splitlines()]
    address = checked(browser, written(rows), name)
    found = browser.get(f"{address}/result", headers=JSON).get_json()
    assert found["records"] == 1
    assert sum(norm["verdicts"].get("breached", 0) for norm in found["norms"]) > 0


def test_the_sheets_of_a_workbook_are_read_as_files_of_their_own(browser: FlaskClient) -> None:
    book = Workbook()
    del book[book.sheetnames[0]]
    for name, born in (("Vejle", "1980-05-12"), ("Ribe", "1981-05-12")):
        sheet = book.create_sheet(name)
        sheet.append(["List"])
        sheet.append(["id", "birth_date", "home_in_denmark", "digital_post", "exempt"])
        sheet.append([f"{name}-1", born, "true", "false", "no"])
    content = io.BytesIO()
    book.save(content)
    address = checked(browser, content.getvalue(), "two.xlsx")
    page = browser.get(f"{address}/result").text
    for part in ("two.xlsx [Vejle]", "two.xlsx [Ribe]"):
        assert part in page
    assert "data.xlsx" not in page
    rows = browser.get(f"{address}/rows").text
    assert "two.xlsx [Ribe]: 3" in rows
    told = browser.get(f"{address}/rows", headers={"Accept": "application/json"}).json
    assert told is not None
    assert {(one["file"], one["row"]) for one in told["rows"]} == {
        ("two.xlsx [Vejle]", 3), ("two.xlsx [Ribe]", 3)
    }  # fmt: skip


def test_the_rows_that_were_found_are_one_press_from_the_result(browser: FlaskClient) -> None:
    address = checked(browser, BREACH.format(id=1).encode())
    said = browser.get(f"{address}/result").text
    assert re.search(rf'href="{address}/rows">See the rows in breach: 1<', said)
    rows = browser.get(f"{address}/rows").text
    assert "1 (line 2)" in rows
    assert 'name="do" value="values"' in rows
    browser.post(f"{address}/again", data={"csrf_token": token(browser), "do": "values"})
    settled(browser, address)
    assert 'name="do" value="values"' not in browser.get(f"{address}/rows").text


def test_values_are_shown_only_where_the_user_ticks_it(browser: FlaskClient) -> None:
    head, row = BREACH.format(id=1).splitlines()
    table = f"Navn;{head.removeprefix('id;')}\n{SECRET};{row.removeprefix('1;')}\n"
    hidden, shown = (checked(browser, table.encode(), **form) for form in ({}, {"values": "yes"}))
    for address, there in ((hidden, False), (shown, True)):
        pages = [browser.get(f"{address}/{page}").text for page in ("result", "rows")]
        reports = [report_text(browser.get(f"{address}/report/{name}")) for name in FORMATS]
        assert any(SECRET in text for text in [*pages, *reports]) == there
        assert all(f"({SECRET})" in page or f"<td>{SECRET}</td>" in page for page in pages) == there
        told = browser.get(f"{address}/rows", headers=JSON).json
        assert told is not None
        whom = {"whom": {"Navn": SECRET}} if there else {}
        assert whom.items() <= told["rows"][0].items()


def test_the_acts_of_one_text_are_one_choice(law: Law) -> None:
    asked = {"as_of": "2026-11-30", "type": "person"}
    assert about_of(law, asked) == ()
    for act in ("law/2013/5", "law/2023/1010"):
        assert about_of(law, asked | {"about": act}) == (
            f"{BASE}law/2013/5", f"{BASE}law/2023/1010"
        )  # fmt: skip


def test_nothing_personal_in_cookie_address_log_or_queue(
    site: Flask, browser: FlaskClient, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    with caplog.at_level(logging.DEBUG):
        table = f"id;birth_date;digital_post\n{SECRET};{SECRET};maybe\n"
        address = checked(browser, table.encode(), "Jens Hansen.csv", values="yes")
    assert SECRET not in caplog.text
    assert "Jens" not in caplog.text
    assert "Jens" not in address
    with browser.session_transaction() as session:
        assert set(session) <= {"csrf_token"}
    root = tmp_path / "jobs"
    outside = b"".join(path.read_bytes() for path in root.glob("*") if path.is_file())
    assert SECRET.encode() not in outside
    assert b"Jens" not in outside
    cookie = browser.get_cookie("lovgraf_owner")
    assert cookie is not None
    assert cookie.http_only
    assert cookie.same_site == "Strict"
    assert cookie.value.encode() not in outside


def test_an_upload_of_somebody_else_is_not_there(
    site: Flask, browser: FlaskClient, persons: str
) -> None:
    address = persons
    job = address.rsplit("/", 1)[1]
    for stranger in (site.test_client(), site.test_client()):
        assert stranger.get("/en/dataset").status_code == 200
        stranger.set_cookie("lovgraf_owner", "A" * 43)
        for page in ("", "/result", "/rows", "/report/json"):
            assert stranger.get(address + page).status_code == 404
        assert stranger.get(f"/en/jobs/{job}.json").status_code == 404
        form = {"csrf_token": token(stranger), "as_of": DAY}
        for action in (f"{address}/start", f"{address}/again", f"/en/jobs/{job}/remove"):
            assert stranger.post(action, data=form).status_code == 404
        assert "persons.csv" not in stranger.get("/en/dataset").text
    assert "persons.csv" in browser.get("/en/dataset").text
    assert browser.get(f"{address}/result").status_code == 200


def test_deleted_is_deleted(browser: FlaskClient, persons: str, tmp_path: Path) -> None:
    address = persons
    job = address.rsplit("/", 1)[1]
    folder = folders.folder_of(tmp_path / "jobs", job)
    assert folder.exists()
    done = browser.post(f"/en/jobs/{job}/remove", data={"csrf_token": token(browser)})
    assert done.status_code == 303
    eventually(lambda: not folder.exists())
    eventually(lambda: browser.get(address).status_code == 404)


def test_a_token_is_needed(browser: FlaskClient, persons: str) -> None:
    sent = {"file": (io.BytesIO(PERSONS), "people.csv")}
    assert browser.post("/en/dataset", data=sent).status_code == 400
    assert browser.post(f"{persons}/start", data={"as_of": DAY}).status_code == 400


@whole("web/browser/test_work.py::test_an_upload_by_keyboard_from_the_file_to_the_rows")
def test_sample_data_is_made(browser: FlaskClient) -> None:
    sent = browser.post("/en/dataset", data={"csrf_token": token(browser), "do": "sample"})
    page = settled(browser, sent.headers["Location"].split("?")[0])
    assert "lovgraf-sample.csv" in page.text
    assert "birth_date" in fields(page.text).values()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("x.csv", b"", "empty"),
        ("x.csv", bytes(range(256)) * 40, "not"),
        ("x.xlsx", b"PK\x03\x04" + b"\0" * 200, "damaged"),
        ("x.parquet", b"PAR1" + b"\0" * 200 + b"PAR1", "damaged"),
        ("x.csv.gz", lambda: gzip.compress(b"0" * (80 << 20)), "unpacks"),
        (
            "x.rdf",
            b'<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><rdf:RDF '
            b'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">&a;</rdf:RDF>',
            "document type",
        ),
        ("x.jsonl", b"{]\n", "damaged"),
    ],
)
def test_what_cannot_be_used_is_said_in_one_line(
    browser: FlaskClient, name: str, content: bytes | Callable[[], bytes], said: str
) -> None:
    content = content if isinstance(content, bytes) else content()
    address = upload(browser, content, name).headers["Location"].split("?")[0]
    page = settled(browser, address)
    alert = re.search(r'role="alert"><p class="alert-text">(.*?)</p>', page.text, re.S)
    assert alert
    assert said in alert[1]
    assert "data.csv" not in alert[1]


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd", "..\\..\\x\x1b[31m.csv", "<script>alert(1)</script>\u202e.csv"],
)  # fmt: skip
def test_hostile_names_of_files_stay_text(browser: FlaskClient, tmp_path: Path, name: str) -> None:
    content = PERSONS if WHOLE else b"id;eid\n1;nemid\n"
    address = upload(browser, content, name).headers["Location"].split("?")[0]
    page = settled(browser, address)
    assert "<script>alert" not in page.text
    assert "\u202e" not in page.text
    inside = {path.name for path in (tmp_path / "jobs").rglob("data*")}
    assert inside <= {"data", "data.csv"}
    form = {"csrf_token": token(browser), "as_of": DAY, **fields(page.text)}
    metadata = browser.post(f"{address}/metadata", data=form)
    assert metadata.status_code == 200
    assert "Set-Cookie: x" not in str(metadata.headers.get("Content-Disposition", ""))


def test_formula_cells_are_text_in_the_report_for_spreadsheets(browser: FlaskClient) -> None:
    address = checked(browser, BREACH.format(id="=1+1").encode(), values="yes")
    report = browser.get(f"{address}/report/csv").text.lstrip("\ufeff")
    found = list(csv.reader(io.StringIO(report), delimiter=";"))
    assert "'=1+1" in found[1]


def test_limits_answer_with_a_page(law: Law, tmp_path: Path) -> None:
    settings = replace(Settings(kinds=KINDS), upload=1000, a_minute=2)
    app = create_app({"LAW": law, "JOBS_FOLDER": tmp_path / "jobs", "JOBS_SETTINGS": settings})
    client = app.test_client()
    too_large = upload(client, b"x" * 5000)
    assert too_large.status_code == 413
    assert "too large" in too_large.text
    assert [upload(client, b"id;eid\n1;x\n").status_code for _ in range(3)] == [303, 303, 429]
    end_all(app.extensions["jobs"]())


XML = """<?xml version="1.0" encoding="utf-8"?><u:r xmlns:u="urn:u"><people>{}</people></u:r>"""
PERSON = """<p id="{}"><birth_date>1990-01-01</birth_date>
<home><home_in_denmark>ja</home_in_denmark><cpr_status>01</cpr_status></home><digital_post>nej</digital_post></p>"""


def test_xml_is_read_as_its_columns_are_chosen(browser: FlaskClient) -> None:
    content = XML.format("".join(PERSON.format(n) for n in range(3))).encode()
    address = checked(browser, content, "people.xml")
    found = browser.get(f"{address}/result?format=json").get_json()
    assert found["records"] == 3
    assert found["intake"]["tables"][0]["format"] == "xml"
    assert all(column["read"] for column in found["intake"]["tables"][0]["columns"])


KEEP = {"keep": "yes", "series": "Borgere", "days": "30"}


def trend(client: FlaskClient, lang: str = "en") -> TestResponse:
    return client.get(f"/{lang}/dataset/trend")


def kept(client: FlaskClient) -> list[dict[str, Any]]:
    """The series of a reader, as JSON."""
    found: list[dict[str, Any]] = client.get("/en/dataset/trend?format=json").get_json()["datasets"]
    return found


def test_a_check_is_kept_only_where_it_is_asked_for(browser: FlaskClient, tmp_path: Path) -> None:
    address = checked(browser, BREACH.format(id="1").encode())
    assert "No checks are kept" in trend(browser).text
    assert not list((tmp_path / "jobs").glob("runs-*/*"))
    assert "/dataset/trend" not in browser.get(f"{address}/result").text
    assert "/dataset/trend" not in browser.get("/en/dataset").text


def test_the_trend_tells_new_gone_and_still_there_and_no_record(
    browser: FlaskClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = BREACH.format(id=SECRET)
    two = f"{one}{BREACH.format(id='a').splitlines()[1]}\n"
    address = checked(browser, one.encode(), **KEEP)
    assert "/en/dataset/trend" in browser.get(f"{address}/result").text
    _later(monkeypatch)
    checked(browser, two.encode(), **KEEP)
    (found,) = kept(browser)
    assert (found["dataset"], found["days"]) == ("Borgere", 30)
    first, last = found["runs"]
    assert last["records"] == 2
    assert (last["appeared"], last["gone"], last["still"]) == (first["count"], 0, first["count"])
    assert (last["new_law"], last["by_law"]) == (False, 0)
    assert {cause["counts"][0] for one in found["owners"] for cause in one["causes"]} >= {1}
    for lang, words in (("da", ("Udvikling", "Borgere", "Nye")), ("en", ("Trend", "New"))):
        page = trend(browser, lang)
        assert page.status_code == 200
        assert all(word in page.text for word in words)
        assert SECRET not in page.text
    written = b"".join(path.read_bytes() for path in (tmp_path / "jobs").glob("runs-*/*/*"))
    assert written
    assert SECRET.encode() not in written


@whole("checker/runs/nightly/test_trend.py::test_it_is_written_in_each_form")
def test_the_same_file_on_another_day_is_due_to_the_law(
    browser: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = BREACH.format(id="a").replace("1990", "2005").encode()  # nine years old in 2014
    checked(browser, content, **KEEP)
    _later(monkeypatch)
    checked(browser, content, **KEEP, as_of="2026-01-01")
    (found,) = kept(browser)
    last = found["runs"][1]
    assert last["new_law"]
    assert (last["by_law"], last["gone_by_law"]) == (last["appeared"], last["gone"])
    assert last["appeared"] > 0


def test_kept_checks_are_the_readers_own_and_go_when_asked_or_in_time(
    browser: FlaskClient, site: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked(browser, BREACH.format(id="a").encode(), **KEEP)
    cookie = browser.get_cookie("lovgraf_owner")
    assert cookie is not None
    assert cookie.max_age == 30 * 24 * 3600
    other = site.test_client()
    checked(other, BREACH.format(id="a").encode(), **{**KEEP, "series": "Andre", "days": "90"})
    (own,) = kept(browser)
    assert own["dataset"] == "Borgere"
    other.post("/en/dataset/trend/remove", data={"csrf_token": token(other), "key": own["key"]})
    assert "Borgere" in trend(browser).text
    browser.post("/en/dataset/trend/remove", data={"csrf_token": token(browser), "key": own["key"]})
    assert "No checks are kept" in trend(browser).text
    _later(monkeypatch, 91)
    assert "No checks are kept" in trend(other).text
    assert not list((tmp_path / "jobs").glob("runs-*/*"))


def _later(monkeypatch: pytest.MonkeyPatch, days: int = 1) -> None:
    """Have the pages and their work think that it is some days later."""

    class Later(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Later:
            return cls.fromtimestamp(datetime.now(tz).timestamp() + days * 24 * 3600, tz)

    for module in ("work", "kept_runs"):
        monkeypatch.setattr(f"lovgraf_web.pages.dataset.{module}.datetime", Later)


RAN_OUT = (
    "CPR-nummer;CPR-status;Tilsluttet Digital Post;Fritaget;Fritaget den\n"
    "670278-0618;01;Nej;Nej;\n831143-1187;01;Nej;Ja;05-03-2014\n700758-0154;01;Nej;Ja;05-03-2016\n"
)


@pytest.mark.slow
def test_the_result_says_whom_to_write_to_and_gives_the_list(browser: FlaskClient) -> None:
    form = {"as_of": "2016-12-01", "values": "yes"}
    address = checked(browser, RAN_OUT.encode(), **form)
    said = browser.get(f"{address}/result").text
    assert "People to write to: 1 at once; 1 once this was found out" in said
    listed = browser.get(f"{address}/report/letters")
    assert ".letters.csv" in listed.headers["Content-Disposition"]
    assert [line.split(";")[0] for line in listed.text.splitlines()[1:]] == [
        "670278-0618", "831143-1187"
    ]  # fmt: skip


@pytest.mark.slow
def test_the_list_for_letters_says_nothing_of_who_they_are_unless_asked(
    browser: FlaskClient,
) -> None:
    address = checked(browser, RAN_OUT.encode(), as_of="2016-12-01")
    assert "670278-0618" not in browser.get(f"{address}/report/letters").text
    said = browser.get(f"{address}/result").text
    assert said.count('name="do" value="values"') == 1
    assert f'href="{address}/report/letters" download>Download the list' not in said


@pytest.mark.slow
def test_who_it_is_is_no_question_and_one_meaning_is_chosen_to_be_looked_at(
    browser: FlaskClient,
) -> None:
    table = (
        "CPR-nr;Navn;CPR-status;Adresseland\n670278-0618;Xx;01;Danmark\n831143-1187;Yy;80;Spanien\n"
    )
    address = upload(browser, table.encode(), "people.csv").headers["Location"].split("?")[0]
    page = settled(browser, address).text
    asked, known = page.split("Columns that are recognised", 1)
    assert fields(page)["column-3"] == "residence_country"
    assert "Adresseland" in asked
    assert "Navn" not in asked
    assert "only shows whom the row is about" in known


@pytest.mark.slow
def test_what_the_rows_say_is_told_and_no_question(browser: FlaskClient) -> None:
    rows = [f"{n}0278-061{n - 60};01;Danmark;Nej" for n in (61, 62, 63)]
    rows += [f"{n}0278-061{n - 60};80;Spanien;Nej" for n in (64, 65, 66)]
    table = "\n".join(["CPR-nr;CPR-status;Adresseland;Digital Post", *rows])
    address = upload(browser, table.encode(), "people.csv").headers["Location"].split("?")[0]
    page = settled(browser, address).text
    assert "All columns are recognised." in page
    assert "&#39;Adresseland&#39; is read as &#34;Country of residence&#34;." in page
    assert "Look at these columns" not in page
    start(browser, address, fields(page))
    result = settled(browser, address).text
    assert "4 of 4 columns were read" in result
    assert "As chosen:" not in result


@whole("checker/cli/test_check_unread.py::test_days_that_belong_to_a_yes_stop_a_check")
@pytest.mark.slow
def test_how_dates_are_read_is_told_with_their_column(browser: FlaskClient) -> None:
    heads = "id;birth_date;left_on;emigrated_on;emigration_notified_on;arrived_on"
    days = ("03/04/1990", "31/12/1990", "12/31/1990", "01-02-1990 14:30", "1. maj 1990")
    table = f"{heads}\n" + "".join(f"{n};{';'.join(days)}\n" for n in range(3))
    address = upload(browser, table.encode(), "people.csv").headers["Location"].split("?")[0]
    page = settled(browser, address).text
    assert page.count("Day and month cannot be told apart") == 1
    assert page.count("dates are read as MM/dd/yyyy") == 1
    assert page.count("a time of a day is read as the day it is on") == 1
    assert page.count("No date in it can be read.") == 1
    assert "<details open><summary>Columns that are" in page, "what cannot be read is not folded"
    american = table.replace("31/12/1990", "04/04/1990")
    address = upload(browser, american.encode(), "people.csv").headers["Location"].split("?")[0]
    page = settled(browser, address).text
    assert page.count("dates are read as MM/dd/yyyy") == 2  # and 04/04 reads the same either way
    mapping = start(browser, address, fields(page))
    assert mapping.status_code == 303
    table = "id;birth_date\n1;31/12/1990\n"
    address = upload(browser, table.encode(), "people.csv").headers["Location"].split("?")[0]
    assert "<details><summary>Columns that are" in settled(browser, address).text


def test_days_that_belong_to_a_yes_are_not_passed_over_without_a_word(browser: FlaskClient) -> None:
    table = (
        "CPR-nr;CPR-status;Digital Post;Fritaget;Fritaget til\n"
        "670278-0618;01;Nej;Ja;05-03-2014\n831143-1187;01;Nej;Nej;\n"
    )
    address = upload(browser, table.encode(), "people.csv").headers["Location"].split("?")[0]
    page = settled(browser, address).text
    assert "Days that belong to &#34;Exempt from Digital Post&#34;." in page
    form = {name: value for name, value in fields(page).items() if name != "column-4"}
    refused = start(browser, address, form)
    assert refused.status_code == 400
    assert "holds days that belong to &#34;Exempt from Digital Post&#34;" in refused.text
    start(browser, address, form | {"column-4": "-"})
    settled(browser, address)
    assert "Not read: &#39;Fritaget til&#39;" in browser.get(f"{address}/result").text


def test_two_columns_may_give_one_fact_of_which_there_may_be_several(browser: FlaskClient) -> None:
    table = b"Nr.;birth_date;First;Second\n1;1980-02-01;DK;SE\n2;1980-02-01;DK;\n"
    address = upload(browser, table, "own.csv", values="yes").headers["Location"].split("?")[0]
    settled(browser, address)
    names = ("id", "birth_date", "citizenship", "citizenship")
    form = {f"column-{n}": name for n, name in enumerate(names)}
    data = {"csrf_token": token(browser), "as_of": DAY, "about": ABOUT} | form
    metadata = browser.post(f"{address}/metadata", data=data)
    columns = json.loads(metadata.text)["tableSchema"]["columns"]
    assert [one["name"] for one in columns] == [*names]
    assert start(browser, address, form).status_code == 303
