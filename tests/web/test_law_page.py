"""The page of the law in force, in both languages, and its JSON twin."""

from __future__ import annotations

import re
from datetime import date

import pytest
from flask.testing import FlaskClient

from lovgraf.law import Law
from lovgraf_web import create_app
from lovgraf_web.templating import safe_link
from lovgraf_web.texts import TEXTS, parse_day
from tests.web.every_page import without_data

DAY = "as_of=1950-01-01"


def test_start_follows_the_language_of_the_browser(client: FlaskClient) -> None:
    assert client.get("/").headers["Location"] == "/da/"
    english = client.get("/", headers={"Accept-Language": "en-GB,en;q=0.8"})
    assert english.headers["Location"] == "/en/"
    assert client.get("/", headers={"Accept-Language": "de"}).headers["Location"] == "/da/"


@pytest.mark.parametrize(
    ("lang", "expected", "foreign"),
    [
        (
            "da",
            ["Regler i kraft den 1. januar 1950", "Den med stort hoved", "Pligt", "§ 1"],
            "Show ",
        ),
        ("en", ["Rules in force on 1 January 1950", "a large head", "Obligation", "s. 1"], "Vis "),
    ],
)
def test_page_says_the_norms_in_one_language(
    client: FlaskClient, lang: str, expected: list[str], foreign: str
) -> None:
    pages = [client.get(f"/{lang}/{one}?{DAY}") for one in ("law", "provision/law/1900/1")]
    for page in pages:
        assert page.status_code == 200
        assert f'<html lang="{lang}">' in page.text
        assert foreign not in page.text
        assert 'href="https://www.example.org/eli/lta/1900/1"' in page.text
    for text in expected:
        assert any(text in page.text for page in pages)


def test_only_what_is_in_force_is_shown(client: FlaskClient) -> None:
    before = client.get("/en/law?as_of=1890-01-01").text
    assert "None of the rules" in before
    assert "1 July 1900" in before
    assert "Whoever has a large head" not in client.get("/en/law?as_of=2000-01-01").text


def test_hostile_labels_are_text(client: FlaskClient) -> None:
    for lang in ("da", "en"):
        acts = client.get(f"/{lang}/law?{DAY}").text
        names = set(re.findall(rf'"/{lang}/provision/([^"?]+)', acts))
        told = [client.get(f"/{lang}/provision/{name}?{DAY}").text for name in names]
        for page in (acts, *told):
            assert "<script" not in without_data(page)
            assert 'href="javascript' not in page
            assert '" onmouseover' not in page
        assert any("&lt;script&gt;" in page for page in told)
        assert any("&lt;huer&gt;" in page or "&lt;Caps&gt;" in page for page in told)


def test_json_twin_at_the_same_address(client: FlaskClient) -> None:
    twin = client.get(f"/da/law.json?{DAY}")
    negotiated = client.get(f"/da/law?{DAY}", headers={"Accept": "application/json"})
    assert twin.json == negotiated.json
    assert twin.json is not None
    assert twin.json["as_of"] == "1950-01-01"
    act = twin.json["acts"][0]
    assert act["act"] == "law/1900/1"
    norm = act["norms"][0]
    assert norm["norm"] == "law/1900/1/par/1/norm/hat"
    assert norm["provision_label"]["en"] == "act no. 1 of 1 January 1900, s. 1"
    assert norm["in_force_until"] == "1999-12-31"
    assert set(norm["definition"]) == {"da", "en"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("nonsense", "bad-date"), ("2014-13-01", "no-such-day"), ("31-02-2014", "no-such-day"),
        ("1-1-14", "bad-date"), ("2014-W01-1", "bad-date"),
    ],
)  # fmt: skip
def test_a_bad_date_is_said_and_not_echoed(client: FlaskClient, text: str, said: str) -> None:
    page = client.get(f"/da/law?as_of={text}")
    assert page.status_code == 400
    assert TEXTS[said].da in page.text
    assert text not in page.text
    twin = client.get(f"/en/law.json?as_of={text}")
    assert twin.status_code == 400
    assert twin.mimetype == "application/problem+json"
    assert twin.json is not None
    assert (twin.json["status"], twin.json["error"]) == (400, TEXTS[said].as_dict())


def test_errors_are_pages_in_one_language(client: FlaskClient) -> None:
    missing = client.get("/da/nowhere")
    assert missing.status_code == 404
    assert "Siden findes ikke." in missing.text
    assert client.get("/de/law").status_code == 404


def test_dates_are_read() -> None:
    assert parse_day("2014-12-01") == date(2014, 12, 1)
    for text in ("2014-12-1", "01-12-2014", "1.12.2014", "20141201"):
        assert parse_day(text) == date(2014, 12, 1)
    assert parse_day("1-12-14") is None
    assert parse_day(None) is None


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "JAVASCRIPT:alert(1)", "data:text/html,x", "file:///etc", "//x.dk",
     "java\nscript:alert(1)", " https://x.dk", "https://", "http://[", "", None],
)  # fmt: skip
def test_only_http_becomes_a_link(address: str | None) -> None:
    assert safe_link(address) is None
    assert safe_link("https://www.example.org/a") == "https://www.example.org/a"


def test_every_text_is_in_both_languages() -> None:
    for key, text in TEXTS.items():
        assert text.da.strip(), key
        assert text.en.strip(), key
        assert text.da != text.en, key


@pytest.mark.slow
def test_an_act_stands_once_in_the_list_and_below_no_other(law: Law) -> None:
    """Rules of an act may be read in two consolidations, and stand in an act that amends it."""
    client, day = create_app({"LAW": law}).test_client(), "as_of=2026-03-01"
    found = client.get(f"/en/law?{day}&format=json").json
    assert found is not None
    listed = client.get(f"/en/law?{day}").text
    names = re.findall(
        r'<li id="[^"]+"><a [^>]+>([^<]+)</a>\s+<span class="quiet">([^·]+)·', listed
    )
    assert len(names) == len(set(names)) < len(found["acts"])
    for act in found["acts"]:
        assert f"/en/provision/{act['act']}?" in listed
        page = client.get(f"/en/provision/{act['act']}?{day}").text
        above = re.search(r'<nav class="breadcrumbs.*?</nav>', page, re.S)
        assert above
        assert "/provision/" not in above[0], act["act"]


def test_a_consolidation_is_in_force_as_the_rules_that_it_states(law: Law) -> None:
    """Not as those that an amending act brought before."""
    client = create_app({"LAW": law}).test_client()
    page = client.get("/en/provision/law/2023/1010?as_of=2026-03-01").text
    assert '<p class="kind">in force from 1 June 2023' in page
    assert re.search(r"Other rules of the act were read in\s+<a [^>]+>CPR Act [^<]+ 2013\)", page)
