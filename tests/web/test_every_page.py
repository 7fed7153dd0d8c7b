"""Every page of the URL map: HTML, JSON, Turtle at its address, and a date to be changed."""

from __future__ import annotations

import re
from datetime import date

import pyoxigraph as ox
import pytest
from flask import Flask
from flask.testing import FlaskClient

from lovgraf.law import Law
from lovgraf_web import create_app
from tests.examples import WHOLE, cells
from tests.web.at_hand import at_hand
from tests.web.every_page import (
    FROM_RESULTS,
    NO_PAGES,
    OF_JOBS,
    Unknown,
    addresses,
    forgotten,
    linked,
    pages,
    paths,
)

pytestmark = pytest.mark.slow
TURTLE = {"Accept": "text/turtle"}
MOST = None if WHOLE else 1
"""How many examples of each page are asked for; all where the whole is asked for."""


@pytest.fixture(scope="module")
def site(law: Law) -> Flask:
    """The application over the shipped law, with a matrix of which nothing is known yet.

    A query is waited for, however busy the machine: the page of one that runs is tested elsewhere.
    """
    app = create_app({"LAW": law, "QUERY_WAIT": 60, "BUILD_WAIT": 60.0, "PREPARED_WAIT": 60.0})
    app.extensions["standings"] = Unknown(law)
    return at_hand(app, queries=True)


def test_no_page_is_forgotten(site: Flask) -> None:
    assert forgotten(site) == set()


def test_every_page_has_a_date_that_can_be_changed_and_a_way_to_it(site: Flask) -> None:
    client = site.test_client()
    led_to: set[str] = set()
    for path in addresses(site, "da", MOST):
        page = client.get(path, follow_redirects=True)
        assert page.status_code in (200, 400), path
        assert re.search(r'name="as_of" type="date"\s+value="2014-12-01"', page.text), path
        led_to |= linked(site, page.request.path, page.text)
    wanted = pages(site).keys() - OF_JOBS - NO_PAGES - FROM_RESULTS
    assert wanted - led_to == set(), "nothing links to them"
    today = client.get("/da/about").text
    assert f'value="{date.today().isoformat()}"' in today


def test_every_page_is_json_and_turtle_too(site: Flask) -> None:
    client: FlaskClient = site.test_client()
    ways = [("da", "json"), ("en", "turtle"), ("da", "turtle"), ("en", "json")]
    for path, (lang, form) in cells(paths(site, MOST), ways):
        address = f"/{lang}{path}"
        if form == "json":
            as_json = client.get(f"{address}&format=json", follow_redirects=True)
            told = "problem+json" if as_json.status_code >= 400 else "json"
            assert as_json.mimetype == f"application/{told}", address
            assert as_json.json, address
        else:
            as_turtle = client.get(address, headers=TURTLE, follow_redirects=True)
            assert as_turtle.mimetype == "text/turtle", address
            first = next(iter(ox.parse(as_turtle.data, format=ox.RdfFormat.TURTLE)), None)
            assert first is not None, address
