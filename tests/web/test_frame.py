"""What every page has: menu, way, date, other language, twins, and only what it asked for."""

from __future__ import annotations

import re
from html import unescape

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient

DAY = "1950-01-01"
PAGES = ("law", "person", "ontology", "term/law/1900/1")


def links(page: str) -> list[str]:
    """The addresses that a page links to."""
    return [unescape(one) for one in re.findall(r'href="([^"]*)"', page)]


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("lang", ["da", "en"])
def test_a_page_has_its_frame(client: FlaskClient, lang: str, name: str) -> None:
    page = client.get(f"/{lang}/{name}?as_of={DAY}").text
    assert len(re.findall("<h1", page)) == 1
    assert f'<html lang="{lang}">' in page
    for part in ('class="skipnav" href="#content"', '<main id="content"', "<footer", "breadcrumbs"):
        assert part in page
    title = re.search("<title>([^<]*)</title>", page)
    assert title
    assert title[1].endswith(" – Lovgraf")
    assert title[1].removesuffix(" – Lovgraf").strip()


@pytest.mark.parametrize("name", ["law", "ontology", "term/law/1900/1"])
def test_the_same_address_gives_json_and_turtle(client: FlaskClient, name: str) -> None:
    for lang in ("da", "en"):
        address = f"/{lang}/{name}?as_of={DAY}"
        for form, kind in (("json", "application/json"), ("ttl", "text/turtle")):
            asked = client.get(f"{address}&format={form}")
            negotiated = client.get(address, headers={"Accept": kind})
            assert asked.status_code == negotiated.status_code == 200
            assert asked.mimetype == negotiated.mimetype == kind
            assert "Accept" in negotiated.vary
            if form == "json":
                assert asked.json == negotiated.json
                assert asked.json
            else:
                assert list(ox.parse(asked.data, format=ox.RdfFormat.TURTLE))
        assert client.get(f"{address}&format=html").mimetype == "text/html"
        assert client.get(address, headers={"Accept": "*/*"}).mimetype == "text/html"
    wrong = client.get(f"/da/{name}?format=pdf<")
    assert wrong.status_code == 400
    assert "pdf&lt;" not in wrong.text


def test_the_other_language_is_the_same_page_on_the_same_date(client: FlaskClient) -> None:
    page = client.get(f"/da/law?as_of={DAY}").text
    assert f"/en/law?as_of={DAY}" in links(page)
    assert "/da/term/law/1900/1" in links(client.get("/en/term/law/1900/1").text)


@pytest.mark.parametrize(
    ("address", "part"),
    [
        ("law", "law"),
        ("search?q=hat", "law"),
        ("analysis/changes", "analysis"),
        ("person", "citizen"),
        ("proposals/new", "proposals"),
        ("ontology", "developers"),
    ],
)
def test_the_menu_marks_the_part_that_one_is_in(
    client: FlaskClient, address: str, part: str
) -> None:
    page = client.get(f"/en/{address}").text
    assert re.findall(r'href="/en/(\w*)" aria-current=', page) == [part]


def test_the_date_goes_along_in_the_menu(client: FlaskClient) -> None:
    found = links(client.get(f"/da/law?as_of={DAY}").text)
    assert f"/da/citizen?as_of={DAY}" in found
    assert "/da/citizen" in links(client.get("/da/law").text)


def test_what_no_page_asked_for_is_not_passed_on(client: FlaskClient) -> None:
    page = client.get(f"/da/law?as_of={DAY}&cpr=610190-1234").text
    assert "610190" not in page
    assert "610190" not in client.get("/da/nowhere?cpr=610190-1234").text


def test_without_the_design_system_the_pages_have_a_style(client: FlaskClient) -> None:
    assert client.get("/static/plain.css").status_code == 200
    styles = [one for one in links(client.get("/da/law").text) if one.endswith(".css")]
    assert len(styles) == 2
    for address in styles:
        assert client.get(address).status_code == 200


@pytest.mark.parametrize("lang", ["da", "en"])
def test_an_address_that_leads_nowhere_answers_in_its_own_language(
    client: FlaskClient, lang: str
) -> None:
    other = "en" if lang == "da" else "da"
    answer = client.get(f"/{lang}/nowhere", headers={"Accept-Language": other})
    assert answer.status_code == 404
    assert f'<html lang="{lang}">' in answer.text
