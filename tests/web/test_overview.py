"""The overview: the matrix, why, what changed when; the law's pages and the search."""

from __future__ import annotations

import re
from html import unescape

import pytest
from flask.testing import FlaskClient

from tests.web.every_page import without_data

DAY = "as_of=1970-01-01"
HAT = "law/1900/1/par/1/norm/hat"


def test_the_matrix_says_where_groups_stand(client: FlaskClient) -> None:
    page = client.get(f"/da/analysis?{DAY}").text
    assert "Kæmper" in page
    assert "nogle forpligtet" in page
    assert "nogle kan søge om fritagelse" in page
    assert "<script" not in page
    twin = client.get(f"/en/analysis?{DAY}&format=json").json
    assert twin is not None
    (row,) = [row for row in twin["norms"] if row["norm"] == HAT]
    assert row["worked_out"]
    assert {one["group"] for one in row["standings"]} == {None, "group/giants", "group/hatters"}
    rights = client.get(f"/en/analysis?{DAY}&show=rights").text
    assert "all entitled" in rights


def test_two_dates_stand_side_by_side_where_they_differ(client: FlaskClient) -> None:
    """In 1970 the hat is a duty; in 2001 it is none any more."""
    page = client.get(f"/da/analysis?{DAY}&beside=2001-01-01").text
    assert HAT.replace("/", "-") in page
    for day in ("1. januar 1970", "1. januar 2001"):
        assert f'<th scope="row">{day}</th>' in page
    assert "gælder ikke den dag" in page
    links = [unescape(one) for one in re.findall(r'href="(/da/analysis/why[^"]+)"', page)]
    assert links
    assert all("as_of=1970-01-01" in link for link in links if HAT in link)
    twin = client.get(f"/en/analysis?{DAY}&beside=2001-01-01&format=json").json
    assert twin is not None
    assert twin["beside"]["as_of"] == "2001-01-01"
    assert HAT not in {row["norm"] for row in twin["beside"]["norms"]}
    alike = client.get(f"/en/analysis?{DAY}&beside=1970-01-02").text
    assert 'class="table matrix"' not in alike
    assert re.search(r"Under [1-9]\d* rules all stand alike", alike)
    assert 'value="1970-01-02"' in alike
    assert client.get(f"/da/analysis?{DAY}&beside=x").status_code == 400


def test_a_cell_leads_to_why(client: FlaskClient) -> None:
    page = client.get(f"/da/analysis?{DAY}").text
    links = [unescape(one) for one in re.findall(r'href="(/da/analysis/why[^"]+)"', page)]
    assert links
    for link in links[:6]:
        why = client.get(link)
        assert why.status_code == 200
        assert 'name="csrf_token"' in why.text
    assert client.get(f"/da/analysis/why?norm=law/none&{DAY}").status_code == 404
    wrong = client.get(f"/da/analysis/why?norm={HAT}&group=group/none&{DAY}")
    assert wrong.status_code == 400


def test_days_and_differences(client: FlaskClient) -> None:
    page = client.get("/da/analysis/changes").text
    assert "1. juli 1900" in page
    assert "1. januar 1960" in page
    found = client.get("/en/analysis/changes?from=1910-01-01&to=1970-01-01&format=json").json
    assert found is not None
    assert found["difference"]["began"] == ["law/1900/1/par/1/stk/2/norm/relief"]
    assert client.get("/en/analysis/changes?from=1910-01-01&to=never").status_code == 400


def test_the_line_of_time_says_what_it_shows(client: FlaskClient) -> None:
    page = client.get(f"/en/analysis/changes?{DAY}").text
    strips = re.findall(r"<li><a[^>]*>([^<]+)</a>\s*<span class=\"quiet\">([^<]+)</span>", page)
    assert strips
    assert strips[0][1] == "1 July 1900 – 31 December 1999; 2 rules"
    assert page.count('<svg class="strip"') == len(strips)
    assert 'href="#days"' in page


@pytest.mark.parametrize("lang", ["da", "en"])
def test_a_provision_tells_its_norms(client: FlaskClient, lang: str) -> None:
    page = client.get(f"/{lang}/provision/law/1900/1/par/1?{DAY}").text
    for text in ("Hovedmål" if lang == "da" else "Head size", "https://www.example.org/eli"):
        assert text in page
    assert "Fritagelser for kæmper" in page or "Exemptions for giants" in page
    assert "<script" not in without_data(page)
    bad = client.get(f"/{lang}/provision/law/1901/2/par/2?{DAY}").text
    assert 'href="javascript' not in bad
    assert client.get(f"/{lang}/provision/law/1700/1").status_code == 404
    assert client.get(f"/{lang}/provision/%3Cscript%3E").status_code == 404


def test_the_drawing_holds_texts_and_no_links(client: FlaskClient) -> None:
    for of in ("law/1900/1/par/1", "law/1901/2/par/2"):
        answer = client.get(f"/da/neighbours.svg?of={of}&{DAY}")
        assert answer.status_code == 200
        assert answer.mimetype == "image/svg+xml"
        assert b"<a " not in answer.data
        assert b"<script" not in answer.data
        assert b"href=" not in answer.data
    assert client.get("/da/neighbours.svg?of=none").status_code == 404


def test_search_finds_and_keeps_the_query(client: FlaskClient) -> None:
    page = client.get(f"/da/search?q=fritagelse&{DAY}").text
    assert "Fritagelser for kæmper" in page
    assert 'value="fritagelse"' in page
    assert "/en/search?" in page
    hostile = client.get('/da/search?q="><script>alert(1)</script>').text
    assert "<script>alert" not in hostile
    assert client.get(f"/da/search?q={'a' * 500}").status_code == 400
