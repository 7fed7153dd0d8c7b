"""Questions that are put together from choices: the answers to a drafter's, files, addresses."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import OrderedDict
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook

from lovgraf.core.sandbox import Unready
from lovgraf.law import Law
from lovgraf_web import create_app
from lovgraf_web.pages.builder.asking import Asking, Late, Row
from lovgraf_web.pages.builder.table import SHOWN
from tests.examples import one_in
from tests.web.at_hand import at_hand
from tests.web.every_page import DAY
from tests.web.jobs.conftest import eventually

AGE = ("core:Norm", "0 core:tests some", "1 core:fact is record:age", "1 core:atLeast any")
NORM = "law/2012/528/par/3/stk/1/norm/connection"


@pytest.fixture(scope="module")
def site(law: Law) -> Flask:
    """The application over the shipped law; nobody hurries."""
    app = create_app({"LAW": law, "BUILD_WAIT": 60.0, "PREPARED_WAIT": 60.0})
    return at_hand(app, queries=True)


@pytest.fixture
def browser(site: Flask) -> FlaskClient:
    return site.test_client()


def pairs(kind: str, *criteria: str, **further: str) -> list[tuple[str, str]]:
    """The parameters of an address."""
    named = {"as_of": DAY.partition("=")[2]} | further
    return [("kind", kind), *(("c", one) for one in criteria), *named.items()]


def asked(browser: FlaskClient, kind: str, *criteria: str, **further: str) -> dict[str, Any]:
    """The answer as JSON."""
    given = pairs(kind, *criteria, format="json", **further)
    found = browser.get("/en/builder", query_string=given)
    assert found.status_code == 200, found.text
    assert isinstance(found.json, dict)
    return found.json


@pytest.mark.parametrize(
    ("question", "things", "among"),
    [
        (("core:Obligation", "0 core:tests some", "1 core:period most P5D"), 2, "Notify a move"),
        (("core:Obligation", "0 core:tests some", "1 core:periodKind is core:BeforeEvent"), 7,
         "Notify departure"),
        (("core:Obligation", "0 core:tests some", "1 core:period is P3M"), 3,
         "Apply for a certificate"),
        (AGE, 27, "18"),
        (("core:Norm", f"0 core:provision is {NORM.partition('/norm')[0]}", "0 core:tests some",
          "2 core:fact any"), 1, "home or fixed abode"),
        (("core:Act", "0 ^core:ofAct some", "1 core:pattern is pattern/digital-self-service"), 4,
         "act no. 622"),
        (("core:Exemption", f"0 core:exempts is {NORM}", "0 core:competentAuthority any"), 9,
         "the municipal council"),
        (("core:Power", "0 core:bearer any", "1 rdf:type is core:Minister"), 50,
         "the Minister for Finance"),
        (("core:AccessRoute", "0 core:fee some", "1 core:amount any"), 1, "190"),
        (("core:Exemption", "0 core:expiresOn some", "1 record:month is 11"), 8,
         "No access to a computer"),
        (("core:AccessRoute", "0 core:place is place/representation"), 1,
         "NemID through a representation"),
        (("core:PublicAuthority", "0 ^org:originalOrganization some",
          "1 org:resultingOrganization any"), 12, "the Agency for Higher Education"),
    ],
)  # fmt: skip
def test_what_a_drafter_asks(
    browser: FlaskClient, question: tuple[str, ...], things: int, among: str
) -> None:
    """Twelve of fifty questions that were written from the acts before the page was there."""
    found = asked(browser, *question)
    texts = [cell["text"]["en"] for row in found["rows"] for cell in row]
    assert (found["things"], any(among in text for text in texts)) == (things, True), texts
    # The query beside it gives the same rows, and no others.
    answer = browser.get("/en/query", query_string={"query": found["query"], "as_of": DAY[6:],
                                                    "format": "json"}).json  # fmt: skip
    assert answer is not None
    assert len(answer["results"]["bindings"]) == len(found["rows"])
    assert len(answer["head"]["vars"]) == len(found["columns"])


def test_only_what_leads_somewhere_is_offered_and_counted(browser: FlaskClient) -> None:
    found = asked(browser, "core:Obligation", pick="core:bearer")
    offered = {one["name"]: one["things"] for one in found["relations"]}
    assert offered["core:bearer"] == found["things"]
    assert "core:fee" not in offered
    assert offered["rdfs:label"] == offered["skos:definition"] == found["things"]
    assert not any("mayBind" in name for name in offered)
    values = {one["name"]: one["things"] for one in found["values"]}
    narrowed = asked(browser, "core:Obligation", "0 core:bearer is core:Subject")
    assert narrowed["things"] == values["core:Subject"] < found["things"]
    for one in found["relations"]:
        relation = re.sub(r"^\W*\w+[:#]", "", one["name"])
        named = one["text"]["da"] == relation  # words of the graph, not its names
        assert not named or relation == "definition", one


def test_each_choice_is_a_button_and_leads_to_an_address(browser: FlaskClient) -> None:
    page = browser.get(f"/da/builder?{DAY}").text
    assert "<script" not in page.partition("<main")[2]
    assert '<option value="core:Norm" selected>' in page
    chosen = {"pick": "core:tests", "test": "any"}
    led = browser.get("/da/builder", query_string=pairs("core:Norm", **chosen))
    assert led.status_code == 303
    assert "c=0+core%3Atests+any" in led.location
    assert led.location.endswith("at=1")  # a test has no name of its own: it is told by what it is
    given = {"at": "1", "pick": "core:atLeast", "test": "most", "value": "15", "other": "16"}
    led = browser.get("/da/builder", query_string=pairs(AGE[0], *AGE[1:3], **given))
    assert "c=1+core%3AatLeast+most+16" in led.location
    page = browser.get(led.location).text
    assert "<strong>højst 16</strong>" in page
    without = re.search(r'href="([^"]+)">Fjern<span class="away"> Prøver', page, re.IGNORECASE)
    assert without
    assert "c=" not in without[1]


def test_words_of_a_search_stay_out_of_the_address(browser: FlaskClient) -> None:
    address = "/da/builder?kind=core:Norm&pick=core:buildsOn&" + DAY
    page = browser.get(address).text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token
    found = browser.post(address, data={"csrf_token": token[1], "q": "statsborgerskab"})
    assert found.status_code == 200
    values = unescape(found.text).partition('name="value"')[2].partition("</select>")[0]
    assert "Statsborgerskab (35)" in values
    assert values.count("<option") < 10
    assert "statsborgerskab" not in "".join(re.findall(r'(?:href|action)="([^"]*)"', found.text))


def test_one_thing_is_asked_of_alone(browser: FlaskClient) -> None:
    kind, only = "core:Provision", "0 = is law/2012/528/par/3/stk/1"
    offered = asked(browser, kind, pick="=")
    assert offered["relations"][0]["name"] == "="
    assert len(offered["values"]) == offered["things"]
    assert only.split()[-1] in {one["name"] for one in offered["values"]}
    given = {"pick": "=", "test": "is", "value": only.split()[-1]}
    led = browser.get("/da/builder", query_string=pairs(kind, **given))
    assert "c=0+%3D+is+law%2F2012%2F528%2Fpar%2F3%2Fstk%2F1" in led.location
    found = asked(browser, kind, only, "0 ^core:provision any")
    assert found["things"] == 1
    assert any("norm/connection" in row[1]["iri"] for row in found["rows"])
    others = asked(browser, kind, only.replace(" is ", " not "))
    assert others["things"] == offered["things"] - 1
    page = browser.get("/en/builder", query_string=pairs(kind, pick="=")).text
    assert 'value="none"' not in page


def test_words_of_a_text_come_into_the_address_once_the_graph_has_them(
    browser: FlaskClient,
) -> None:
    address = "/en/builder?kind=core:Norm&pick=rdfs:label&" + DAY
    page = browser.get(address).text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token
    form = {"csrf_token": token[1], "test": "has"}
    led = browser.post(address, data={**form, "q": " no BROADBAND "})
    assert led.status_code == 303
    assert "rdfs%3Alabel+has+%22no+BROADBAND%22" in led.location
    found = browser.get(led.location + "&format=json").json
    assert found is not None
    assert 0 < found["things"] < 20
    danish = browser.get(led.location.replace("/en/", "/da/") + "&format=json").json
    assert danish is not None
    assert found["things"] == danish["things"]
    for words in ("Jens Hansen", "0101701234", "  "):
        refused = browser.post(address, data={**form, "q": words})
        assert refused.status_code == (400 if not words.strip() else 200)
        if words.strip():
            assert "No text of the graph has these words here" in refused.text
            assert words not in "".join(re.findall(r'(?:href|action)="([^"]*)"', refused.text))


@pytest.mark.parametrize(
    "given",
    [
        [("kind", "core:Nothing")], [("kind", "0101701234")], [("kind", AGE[0]), ("at", "1")],
        *([("kind", AGE[0]), ("c", text)] for text in (
            "0 core:nothing any", "0 core:bearer is core:Nobody", '0 core:note is "Jens Hansen"',
            "0 core:number is 0101701234", '0 core:isOneOf is "010170-1234"', "0 core:bearer",
            '0 rdfs:label has "Jens Hansen"', '0 rdfs:label has "010170-1234"', "0 = is group/Jens",
        )),
        [("kind", AGE[0]), ("pick", "core:nothing")], [("kind", AGE[0]), ("law", "Jens")],
        [("kind", AGE[0]), ("pick", "core:number"), ("test", "is"), ("value", "0101701234")],
        [("kind", AGE[0]), ("pick", "core:bearer"), ("test", "is"), ("value", "Jens Hansen")],
        [("kind", AGE[0]), ("answer", "Jens")],
    ],
)  # fmt: skip
def test_nothing_but_names_of_the_graph_can_stand_in_an_address(
    browser: FlaskClient, given: list[tuple[str, str]]
) -> None:
    refused = browser.get("/en/builder", query_string=given)
    assert refused.status_code == 400
    for value in (value for _, value in given[1:] if len(value) > 3):
        assert value not in unescape(refused.text).partition("<main")[2]


def test_a_saved_address_tells_whether_the_law_or_the_answer_changed(browser: FlaskClient) -> None:
    page = browser.get("/en/builder", query_string=pairs(*AGE)).text
    saved = re.search(r'id="citation" readonly value="([^"]+)"', page)
    assert saved
    address = unescape(saved[1])
    assert DAY in address
    assert "The graph is the one of when" in browser.get(address).text
    other = re.sub(r"law=\w{16}", "law=" + "0" * 16, address)
    again = browser.get(other).text
    assert "The graph has changed" in again
    assert "The answer is the same" in again
    more = re.sub(r"answer=\d+-\w{12}", "answer=26-" + "0" * 12, other)
    assert "there were 26 then, there are 27 now" in browser.get(more).text
    twin = browser.get(more + "&format=json").json
    assert twin is not None
    assert twin["saved"] == {"law_changed": True, "same_answer": False}
    elsewhere = address.replace(DAY, "as_of=2010-01-01")
    assert "the question or the date is not" in browser.get(elsewhere).text


def test_the_answer_is_had_as_a_file(browser: FlaskClient) -> None:
    files = {}
    for form in ("csv", "xlsx", "json"):
        given = pairs(*AGE, form=form)
        files[form] = browser.get("/da/builder/file", query_string=given)
        assert files[form].status_code == 200
        disposition = files[form].headers["Content-Disposition"]
        assert re.search(rf"lovgraf-2014-12-01-\w{{8}}\.{form}", disposition)
    rows = list(csv.reader(io.StringIO(files["csv"].data.decode("utf-8-sig"))))
    assert rows[0] == ["norm", "norm: sted", "norm: IRI", "mindst"]
    assert len(rows) == 28
    table, about = load_workbook(io.BytesIO(files["xlsx"].data)).worksheets
    assert [[cell.value for cell in row] for row in table.iter_rows()] == rows
    assert "core:atLeast" in str(about["B5"].value)
    found = json.loads(files["json"].data)
    assert [row[1]["text"]["da"] for row in found["rows"]] == [row[3] for row in rows[1:]]
    assert browser.get("/da/builder/file", query_string=pairs(*AGE, form="exe")).status_code == 404


def test_a_long_answer_shows_its_first_rows(browser: FlaskClient) -> None:
    page = browser.get("/en/builder", query_string=pairs("core:Norm")).text
    assert f"The first {SHOWN} rows are shown" in page
    assert page.partition("<tbody")[2].count("<tr") == SHOWN


def test_what_is_not_worked_out_yet_or_takes_too_long_is_told(
    browser: FlaskClient, site: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def not_yet(*_: object) -> bytes:
        raise Unready

    pool = site.extensions["query-engine"]().data.pool
    monkeypatch.setattr(pool, "_relations", not_yet)
    monkeypatch.setattr(pool, "_holders", OrderedDict())  # others asked of this day already
    given = pairs("core:Obligation", "0 core:mayBind is group/1")
    for page in (
        browser.get("/en/builder", query_string=given),
        browser.get("/en/builder", query_string=pairs("core:Obligation", related="1")),
    ):
        assert "is being worked out" in page.text
        assert ">Load the page again</a>" in page.text
    form = browser.get("/en/builder/file", query_string=[*given, ("form", "csv")])
    assert form.status_code == 503
    monkeypatch.setitem(site.config, "BUILD_WAIT", -1.0)
    monkeypatch.setattr("lovgraf_web.lanes.PATIENCE", 0.0)
    monkeypatch.setattr("lovgraf_web.asking.PATIENCE", 0.0)
    late = browser.get("/en/builder", query_string=pairs("core:Norm", "0 core:tests any"))
    assert "takes longer than a page can wait" in late.text


def test_the_first_page_comes_again_until_it_is_ready(
    hats: Law, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a busy machine the first query of a server takes longer than a page waits."""
    client = create_app({"LAW": hats, "PREPARED_WAIT": 0.0}).test_client()
    rows, late = Asking.rows, [True]

    def busy(asking: Asking, text: str) -> list[Row]:
        if late.pop() if late else False:
            raise Late
        return rows(asking, text)

    monkeypatch.setattr(Asking, "rows", busy)
    first = client.get("/en/builder")
    assert "is being got ready" in first.text
    assert first.headers["Refresh"]
    eventually(lambda: 'value="core:Obligation"' in client.get("/en/builder").text)
    assert "Refresh" not in client.get("/en/builder").headers
    assert client.get("/en/builder?format=json").json["kinds"]  # type: ignore[index]


@pytest.mark.parametrize("day", one_in(2, ["2014-12-01", "2026-11-29"]))
def test_a_place_is_cited_as_the_graph_cites_it(browser: FlaskClient, day: str) -> None:
    found = asked(browser, "core:Norm", as_of=day)
    query = "SELECT ?norm ?cited { ?norm a core:Norm ; core:citation ?cited }"
    said = browser.get("/sparql", query_string={"query": query, "as_of": day}).json
    assert said is not None
    cited: dict[str, dict[str, str]] = {}
    for row in said["results"]["bindings"]:
        words = row["cited"]
        cited.setdefault(row["norm"]["value"], {})[words["xml:lang"]] = words["value"]
    places = {row[0]["iri"]: row[0]["place"] for row in found["rows"]}
    assert len(places) > 900
    assert places == cited


def test_a_rule_leads_to_the_provision_it_is_named_by(browser: FlaskClient) -> None:
    norm = "law/2011/474/par/2/stk/1/norm/family-member"
    address = f"/en/builder?kind=core:ConstitutiveRule&c=0+core:ofAct+is+law/2011/474&{DAY}"
    text = unescape(browser.get(address).text)
    assert f"/law/2011/474/par/2/stk/1#{norm.replace('/', '-')}" in text or norm not in text
    assert "/law/2011/474/par/16#law-2011-474-par-2" not in text


def test_it_names_the_authority_of_the_day(browser: FlaskClient) -> None:
    appeals = ("0 core:appeal some", "1 core:appealTo any")
    today = asked(browser, "core:Norm", *appeals, as_of="2026-11-29")
    bodies = {row[1]["text"]["en"] for row in today["rows"]}
    assert "the Ministry of the Interior and Health" in bodies
    assert "the Ministry of Economic Affairs and the Interior" not in bodies
    bearers = ("0 core:ofAct is law/2021/783", "0 core:bearer any")
    powers = asked(browser, "core:Power", *bearers, as_of="2026-11-29")
    held = {row[1]["text"]["en"] for row in powers["rows"]}
    assert "the Minister for Digitalisation" in held
    assert "the Minister for Finance" not in held
